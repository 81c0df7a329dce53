import { z } from 'zod';
import { decision, type ListDefinition, type ListSearch, type Workflow } from '../../src/domain/decider.ts';
import type { Form } from '../../src/domain/form.ts';
import { instantOf } from '../../src/domain/school-time.ts';

const entrySchema = z.object({ words: z.string(), by: z.string(), at: z.string() });
/** What an entry has come to. */
export type Entry = z.infer<typeof entrySchema>;
const entryEventSchema = z.object({ type: z.literal('EntryMade'), words: z.string() });

/** How the lines of a log are looked through: by a word and by the day from which on. */
export const searchOfLog: ListSearch = {
  label: 'Search the log',
  form: () => ({
    title: 'Search the log',
    send: 'Search',
    steps: [
      {
        id: 'what',
        items: [
          { kind: 'text', id: 'word', label: 'Word', atMost: 2_000 },
          { kind: 'date', id: 'from', label: 'From' },
          { kind: 'date', id: 'until', label: 'Until' },
          {
            kind: 'choices',
            id: 'kinds',
            label: 'Kinds',
            choices: ['one', 'two'].map((value) => ({ value, label: value })),
          },
        ],
      },
    ],
  }),
  seeks: ({ word, from, until }, school) => ({
    ...(word === undefined ? {} : { findBy: `word:${word}` }),
    ...(typeof from === 'string' ? { from: instantOf(school, from, '00:00') } : {}),
    ...(typeof until === 'string' ? { before: instantOf(school, until, '23:59') } : {}),
  }),
  said: ({ word, from }) => `Entries with *${word ?? 'any words'}*${from === undefined ? '' : ` since ${from}`}`,
};

/** A kind of work of which records can be made and listed, and no more. */
export function entriesOf(
  id: string,
  prefix: string,
  lists: readonly ListDefinition<Entry>[],
  form: (of: Parameters<NonNullable<Workflow<Entry, unknown>['commands'][string]['form']>>[1]) => Form = plainForm,
): Workflow<Entry, z.infer<typeof entryEventSchema>> {
  return {
    id,
    prefix,
    state: entrySchema,
    event: entryEventSchema,
    initial: { words: '', by: '', at: '' },
    commands: {
      [`${id}/make`]: {
        label: `Make an ${id}`,
        data: z.looseObject({ words: z.string() }),
        form: (_, of) => form(of),
        begins: true,
        typed: [`make-${id}`, `make ${id}`],
      },
    },
    lists,
    refuses: () => undefined,
    decide: (_, { data }) =>
      decision({
        events: [{ type: 'EntryMade', words: z.object({ words: z.string() }).parse(data).words }],
        messages: [],
      }),
    evolve: (_, { event, at, by }) => ({ words: event.words, by: by.kind === 'person' ? by.person : '', at }),
    status: () => 'made',
    findableBy: ({ words, by }) => [`by:${by}`, ...words.split(' ').map((word) => `word:${word}`)],
    deadlines: () => [],
    deliveryNote: `${id}/delivery-note`,
    notThere: (reference) => `There is nothing with the reference ${reference}.`,
    mayStillSend: () => true,
    again: () => undefined,
  };
}

/** A list with a line for each entry. */
export function aList(of: Partial<ListDefinition<Entry>> & { readonly id: string }): ListDefinition<Entry> {
  return {
    title: of.id,
    empty: `Nothing in ${of.id}.`,
    isFor: () => true,
    row: ({ words, at }) => ({ rank: 0, since: at, title: words, detail: 'An entry' }),
    ...of,
  };
}

function plainForm(): Form {
  return {
    title: 'An entry',
    send: 'Make it',
    steps: [{ id: 'what', items: [{ kind: 'text', id: 'words', label: 'Words', required: true }] }],
  };
}
