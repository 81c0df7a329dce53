import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Press } from '../../src/application/press.ts';
import type { FormContext, Registry, Workflow } from '../../src/domain/decider.ts';
import { type Form, questionsOf } from '../../src/domain/form.ts';
import { findPerson } from '../../src/domain/school.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { draft } from '../../src/workflows/draft/index.ts';
import { registry as everyWorkflow } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { monday } from '../support/concern.ts';
import { aList, entriesOf } from '../support/entries.ts';
import { aSchool, people } from '../support/school.ts';
import { aVisitor, inputsOf, itemsOf, problemsOf, type Seen } from '../support/visitor.ts';

const { open } = applications();

/** A form whose second screen says what was put in on the first, and asks what depends on it. */
function asked({ answers }: Pick<FormContext, 'answers'>): Form {
  const words = typeof answers?.words === 'string' ? answers.words : undefined;
  const parts = (words ?? '').split(' ').filter((word) => word !== '');
  return {
    title: 'An entry',
    send: 'Make it',
    steps: [
      { id: 'what', items: [{ kind: 'text', id: 'words', label: 'Words', required: true }] },
      {
        id: 'details',
        items: [
          { kind: 'note', text: words === undefined ? 'Nothing yet' : `This asks for: ${words}`, tone: 'plain' },
          {
            kind: 'choice',
            id: 'part',
            label: 'Which part',
            required: true,
            choices: parts.map((part) => ({ value: part, label: part })),
            initially: parts[0] ?? '',
            // One part alone is no choice.
            ...(parts.length > 1 ? {} : { when: { question: 'words', is: [] } }),
          },
        ],
      },
    ],
  };
}

async function opened(): Promise<TestApplication> {
  const entries = entriesOf('entry', 'Y', [aList({ id: 'mine' })], asked);
  const all = [entries, concern, draft] as unknown as readonly Workflow<unknown, unknown>[];
  const registry: Registry = new Map(all.map((one) => [one.id, one]));
  return await open({ registry });
}

function notesOf({ content }: Seen): readonly (string | undefined)[] {
  return itemsOf(content).flatMap(({ kind, text }) => (kind === 'note' ? [text] : []));
}

describe.each(['chat', 'dialog'] as const)('a form that depends on what has been put in, in a %s', (setting) => {
  it('shows on the next screen what follows from the one before, and takes what it offered there', async () => {
    const t = await opened();
    const teacher = aVisitor(t, people.teacher, setting);
    const first = await teacher.type('entry/make');
    expect(notesOf(first)).toEqual([]);
    const second = await teacher.pressTo(first, 'Continue', { words: 'red blue' });
    expect(notesOf(second)).toEqual(['This asks for: red blue']);
    expect(inputsOf(second.content)).toEqual({ part: 'red' });
    const sent = await teacher.press(second, 'Make it', { part: 'blue' });
    expect(sent).toMatchObject({ kind: 'done' });
    expect(await t.count('entry')).toBe(1);
  });

  it('asks nothing that does not apply, and takes no answer to it', async () => {
    const t = await opened();
    const teacher = aVisitor(t, people.teacher, setting);
    const second = await teacher.pressTo(await teacher.type('entry/make'), 'Continue', { words: 'red' });
    expect(inputsOf(second.content)).toEqual({});
    await teacher.press(second, 'Make it', { part: 'blue' });
    expect(await t.count('entry')).toBe(1);
  });

  it('goes with what was changed on the way back, and refuses what it offers no more', async () => {
    const t = await opened();
    const teacher = aVisitor(t, people.teacher, setting);
    const second = await teacher.pressTo(await teacher.type('entry/make'), 'Continue', { words: 'red blue' });
    const back = await teacher.pressTo(second, 'Back', { part: 'blue' });
    expect(inputsOf(back.content)).toEqual({ words: 'red blue' });
    const again = await teacher.pressTo(back, 'Continue', { words: 'red green' });
    expect(notesOf(again)).toEqual(['This asks for: red green']);
    const refused = await teacher.pressTo(again, 'Make it', { part: 'blue' });
    expect(problemsOf(refused.content)).toEqual({ part: 'Choose one of the answers in the list.' });
    expect(notesOf(refused)).toEqual(['This asks for: red green']);
    expect(await t.count('entry')).toBe(0);
  });

  it('stands there as it was while the store does not answer, and reads no store to open', async () => {
    const t = await opened();
    const teacher = aVisitor(t, people.teacher, setting);
    t.store.always('reject');
    const second = await teacher.pressTo(await teacher.type('entry/make'), 'Continue', { words: 'red blue' });
    const again = await teacher.pressTo(second, 'Make it', { part: 'blue' });
    expect(notesOf(again)).toEqual(['This asks for: red blue']);
    expect(inputsOf(again.content)).toEqual({ part: 'blue' });
  });
});

describe('a form that depends on what has been put in and was closed', () => {
  const form = { id: 'the-form', step: 1, kept: { words: 'red blue' }, seen: [0, 1], go: 'send' as const };

  function pressedBy(t: TestApplication, answers: Press['answers']): Press {
    const person = findPerson(t.school, people.teacher);
    if (person === undefined) throw new Error('nobody');
    const data = { do: 'entry/make', form };
    return { id: 'p', school: t.school, person, data, answers, surface: { kind: 'dialog' } };
  }

  it('is gone on with as it was', async () => {
    const t = await opened();
    expect(await t.app.drafts.keep(pressedBy(t, { part: 'blue' }), { offer: true })).toEqual({ kind: 'kept' });
    await t.settle();
    const teacher = aVisitor(t, people.teacher);
    const [offer] = teacher.chat();
    if (offer === undefined) throw new Error('nothing is offered');
    const resumed = await teacher.pressTo(offer, 'Go on with it');
    expect(notesOf(resumed)).toEqual(['This asks for: red blue']);
    expect(inputsOf(resumed.content)).toEqual({ part: 'blue' });
    await teacher.press(resumed, 'Make it');
    expect(await t.count('entry')).toBe(1);
  });

  it('is not kept where nothing but what stood there at first was in it', async () => {
    const t = await opened();
    const untouched = pressedBy(t, { part: 'red' });
    const data = { ...untouched.data, form: { ...form, kept: {} } };
    expect(await t.app.drafts.keep({ ...untouched, data, answers: {} }, { offer: true })).toEqual({ kind: 'empty' });
    expect(await t.app.drafts.keep(untouched, { offer: true })).toEqual({ kind: 'kept' });
  });
});

describe('every form of the product', () => {
  const forms = [...everyWorkflow.values()].flatMap(({ commands, initial }) =>
    Object.entries(commands).flatMap(([type, definition]) =>
      definition.form === undefined ? [] : [{ type, initial, definition }],
    ),
  );
  const school = aSchool();
  const so = fc.dictionary(
    fc.constantFrom('address', 'period', 'scope', 'use', 'met', 'category', 'date', 'site', 'findings', 'result'),
    fc.constantFrom(
      'https://example.org/topic',
      'example.org',
      'lesson',
      'day',
      'study',
      'page',
      'write',
      'other',
      '',
      '2026-11-24',
    ),
  );

  it.each(forms)('$type asks the same on the same screens, whatever has been put in', ({ initial, definition }) => {
    const of = { school, now: monday, by: people.teacher, given: { number: '1' } };
    const asked = (form: Form | undefined) => form?.steps.map((step) => questionsOf(step).map(({ id }) => id));
    const opening = asked(definition.form?.(initial, of));
    expect(opening?.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(so, (answers) => {
        expect(asked(definition.form?.(initial, { ...of, answers }))).toEqual(opening);
      }),
    );
  });
});
