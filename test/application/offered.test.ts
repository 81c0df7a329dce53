import { describe, expect, test } from 'vitest';
import { beginnings } from '../../src/application/overview.ts';
import { readTyped } from '../../src/application/typed-command.ts';
import { type ListDefinition, type Registry, refusal, type Workflow } from '../../src/domain/decider.ts';
import type { Form } from '../../src/domain/form.ts';
import { findPerson, type Person } from '../../src/domain/school.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { rounds } from '../support/hearers.ts';
import { people } from '../support/school.ts';
import { aVisitor, inputsOf, troubleOf } from '../support/visitor.ts';

const { open } = applications();

const list: ListDefinition<unknown> = {
  id: 'my-rounds',
  title: 'My rounds',
  empty: 'There are none.',
  typed: ['my-rounds', 'my rounds'],
  isFor: (person) => person === people.head,
  row: () => undefined,
};

/** Rounds that the head alone is offered, and a list that can be asked for by its name. */
function forTheHead(): Registry {
  const round = rounds.get('round') as Workflow<unknown, unknown>;
  const begin = { ...round.commands['round/begin'], label: 'Begin a round', typed: ['begin-round', 'begin a round'] };
  const offered = { ...begin, isOffered: (person: string) => person === people.head };
  const commands = { ...round.commands, 'round/begin': offered as (typeof round.commands)[string] };
  return new Map([...rounds, ['round', { ...round, commands, lists: [list] }]]);
}

/** The same with a form, and with a refusal of its own for everybody else. */
function withAForm(): Registry {
  const registry = forTheHead();
  const round = registry.get('round') as Workflow<unknown, unknown>;
  const words = { kind: 'text', id: 'words', label: 'What do they hear?', required: true, atMost: 50 } as const;
  const form = (): Form => ({ title: 'A round', send: 'Begin', steps: [{ id: 'words', items: [words] }] });
  const commands = { ...round.commands, 'round/begin': { ...round.commands['round/begin'], form } };
  const refuses: typeof round.refuses = (_, type, { by }) =>
    type === 'round/begin' && !(by.kind === 'person' && by.person === people.head)
      ? refusal({ code: 'not-yours', sentence: 'The head begins rounds.' })
      : undefined;
  return new Map([...registry, ['round', { ...round, commands: commands as typeof round.commands, refuses }]]);
}

describe('a command that is for some alone', () => {
  test('is offered to them and to nobody else, as a button and as words', async () => {
    const t = await open({ registry: forTheHead() });
    const forHead = await t.app.overview.all(people.head, t.school);
    const forTeacher = await t.app.overview.all(people.teacher, t.school);
    expect(textsOf(forHead.data).join()).toContain('Begin a round');
    expect(textsOf(forHead.data).join()).toContain('"begin a round"');
    expect(textsOf(forTeacher.data).join()).not.toMatch(/begin a round/i);
  });

  test('is not offered where nobody knows who asks, and is where it was asked for by its name', () => {
    const registry = forTheHead();
    expect(beginnings(registry)).toEqual([]);
    expect(beginnings(registry, 'round/begin').map(({ label }) => label)).toEqual(['Begin a round']);
  });
});

describe('the form of a command that is for some alone', () => {
  test('opens for them', async () => {
    const t = await open({ registry: withAForm() });
    expect((await aVisitor(t, people.head).type('round/begin')).content.data.title).toBe('A round');
    expect(
      t.app.presser.notOffered('round/begin', { school: t.school, person: personOf(t, people.head) }),
    ).toBeUndefined();
    expect(
      t.app.presser.notOffered('hearer/say', { school: t.school, person: personOf(t, people.head) }),
    ).toBeUndefined();
  });

  test('is refused to everybody else before it opens, in the words of its workflow, and reads no store', async () => {
    const t = await open({ registry: withAForm() });
    const before = t.store.calls.length;
    const screen = await aVisitor(t, people.teacher, 'dialog').forge({ do: 'round/begin' });
    expect(screen).toEqual({ kind: 'refused', text: 'The head begins rounds.', isFault: false });
    const teacher = { school: t.school, person: personOf(t, people.teacher) };
    expect(t.app.presser.notOffered('round/begin', teacher)).toBe('The head begins rounds.');
    expect(t.store.calls).toHaveLength(before);
  });

  test('stands there with all that was typed for whoever lost the right to it meanwhile', async () => {
    const t = await open({ registry: withAForm() });
    const seen = await aVisitor(t, people.head).type('round/begin');
    const screen = await aVisitor(t, people.teacher).pressTo(seen, 'Begin', { words: 'Lock the gate.' });
    expect(troubleOf(screen.content)).toBe('The head begins rounds.');
    expect(inputsOf(screen.content)).toMatchObject({ words: 'Lock the gate.' });
  });

  test.each(['policy/publish', 'bulletin/write', 'signature-roll/begin'])(
    'of the product is so too: %s does not open for a teacher',
    async (type) => {
      const t = await open();
      expect(await aVisitor(t, people.teacher).forge({ do: type })).toMatchObject({ kind: 'refused', isFault: false });
    },
  );
});

function personOf(t: TestApplication, email: string): Person {
  const person = findPerson(t.school, email);
  if (person === undefined) throw new Error('there is nobody of that name');
  return person;
}

describe('a list that can be asked for by itself', () => {
  test.each(['/my-rounds', 'My Rounds', 'my rounds.'])('is known by its name: %s', (text) => {
    expect(readTyped(forTheHead(), text)).toEqual({ kind: 'list', id: 'my-rounds' });
  });

  test('is shown whatever is written behind it, such as a reference', () => {
    expect(readTyped(forTheHead(), 'my rounds please')).toEqual({ kind: 'list', id: 'my-rounds' });
    expect(readTyped(forTheHead(), '/my-rounds A-7K3Q9F')).toEqual({ kind: 'list', id: 'my-rounds' });
    expect(readTyped(rounds, 'my rounds')).toEqual({ kind: 'other' });
  });

  test('opens for whom it is, and for nobody else', async () => {
    const t = await open({ registry: forTheHead() });
    const ask = async (email: string) => {
      const person = t.school.people.find((one) => one.email === email);
      if (person === undefined) throw new Error('there is nobody of that name');
      const surface = { kind: 'dialog' } as const;
      const data = { do: 'list/my-rounds' };
      return await t.app.presser.press({ id: email, school: t.school, person, data, answers: {}, surface });
    };
    expect(await ask(people.head)).toMatchObject({ kind: 'card' });
    expect(await ask(people.teacher)).toMatchObject({ kind: 'refused' });
  });
});
