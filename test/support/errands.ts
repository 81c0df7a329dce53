import { z } from 'zod';
import {
  type Decision,
  decision,
  type Registry,
  type Relay,
  refusal,
  type Workflow,
} from '../../src/domain/decider.ts';
import type { CardData, Message } from '../../src/domain/message.ts';
import { people } from './school.ts';

const relaySchema = z.object({
  slot: z.string(),
  type: z.string(),
  reference: z.string().optional(),
  key: z.string().optional(),
  data: z.record(z.string(), z.json()),
});
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Asked'), words: z.string() }),
  z.object({ type: z.literal('Done'), words: z.string() }),
  z.object({ type: z.literal('Noted'), slot: z.string(), outcome: z.string(), code: z.string() }),
]);
type ErrandEvent = z.infer<typeof eventSchema>;
const stateSchema = z.object({ said: z.array(z.string()) });
/** What an errand has come to: one line for each thing that happened to it. */
export type Errand = z.infer<typeof stateSchema>;

const askedSchema = z.object({ words: z.string(), relays: z.array(relaySchema), tells: z.boolean().default(false) });
const doneSchema = z.looseObject({ words: z.string(), answerTo: z.string().optional() });
const noteSchema = z.object({ slot: z.string(), outcome: z.string(), code: z.string() });

/** What one record is to ask of others. */
export interface Asked {
  readonly words: string;
  readonly relays: readonly Relay[];
  /** True when somebody is told of it in the same breath. */
  readonly tells?: boolean;
}

/** A kind of work whose records ask things of each other, and do what they are asked. */
function errandsOf(id: string, prefix: string): Workflow<Errand, ErrandEvent> {
  const isNo = (words: string) => words === 'no';
  return {
    id,
    prefix,
    state: stateSchema,
    event: eventSchema,
    initial: { said: [] },
    commands: {
      [`${id}/ask`]: { label: 'Ask', data: askedSchema, begins: true },
      [`${id}/ask-more`]: { label: 'Ask more', data: askedSchema },
      [`${id}/begin`]: { label: 'Begin', data: doneSchema, begins: true, internal: true },
      [`${id}/do`]: { label: 'Do', data: doneSchema, internal: true },
      [`${id}/delivery-note`]: { label: 'Note', data: noteSchema, internal: true },
    },
    lists: [],
    refuses: () => undefined,
    decide(_, { type, data }, { reference }): ReturnType<Workflow<Errand, ErrandEvent>['decide']> {
      if (type.endsWith('/delivery-note')) {
        return decision({ events: [{ type: 'Noted', ...noteSchema.parse(data) }], messages: [] });
      }
      if (type.includes('/ask')) {
        const { words, relays, tells } = askedSchema.parse(data);
        const events: readonly ErrandEvent[] = words === '' ? [] : [{ type: 'Asked', words }];
        return decision({ events, messages: tells ? [told(words)] : [], relays: relays as readonly Relay[] });
      }
      const { words, answerTo } = doneSchema.parse(data);
      if (isNo(words)) return refusal({ code: 'unwilling', sentence: 'No.' });
      const answer: readonly Relay[] =
        answerTo === undefined ? [] : [answering(answerTo, `${words}, says ${reference}`)];
      const made: Omit<Decision<ErrandEvent>, 'kind'> = {
        events: [{ type: 'Done', words }],
        messages: [],
        relays: answer,
      };
      return decision(made);
    },
    evolve: ({ said }, { event }) => ({ said: [...said, saidOf(event)] }),
    status: () => 'open',
    findableBy: () => [],
    deadlines: () => [],
    deliveryNote: `${id}/delivery-note`,
    notThere: (reference) => `There is no ${reference}.`,
    // A relay is nobody's to see, so that nobody can lose the right to it.
    mayStillSend: (_, { slot }) => slot === 'told',
    again: () => undefined,
  };
}

/** Two kinds of work, of which each can ask the other. */
export const errands: Registry = new Map(
  [errandsOf('asker', 'Y'), errandsOf('doer', 'Z')].map((one) => [one.id, one as Workflow<unknown, unknown>]),
);

/** What asks another record to begin, and to answer if it is told to whom. */
export function beginning(slot: string, data: CardData, of: Partial<Relay> = {}): Relay {
  return { slot, type: 'doer/begin', data, ...of };
}

function answering(reference: string, words: string): Relay {
  return { slot: 'answer', type: reference.startsWith('Z') ? 'doer/do' : 'asker/do', reference, data: { words } };
}

function told(words: string): Message {
  const to = { kind: 'person', person: people.dsl } as const;
  return { slot: 'told', to, card: 'notice', data: { title: '', lines: [words], buttons: [] }, preview: 'Told' };
}

function saidOf(event: ErrandEvent): string {
  switch (event.type) {
    case 'Asked':
      return `asked ${event.words}`;
    case 'Done':
      return `done ${event.words}`;
    case 'Noted':
      return `${event.slot} ${event.outcome} ${event.code}`;
    default:
      return event satisfies never;
  }
}
