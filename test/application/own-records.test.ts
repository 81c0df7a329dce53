import { describe, expect, test } from 'vitest';
import { pressSchema } from '../../src/application/press.ts';
import { deriveReference } from '../../src/application/record-reference.ts';
import { findPerson } from '../../src/domain/school.ts';
import { registry as everyWorkflow } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { type Hearer, keyOf, rounds } from '../support/hearers.ts';
import { people } from '../support/school.ts';
import { aVisitor, buttonsIn } from '../support/visitor.ts';

const { open } = applications();

async function aRound(t: TestApplication, of: readonly string[]): Promise<string> {
  const begun = await t.give('round/begin', { data: { words: 'Lock the gate.', people: of } });
  await t.settle();
  if (begun.kind !== 'done') throw new Error(begun.sentence);
  return begun.reference;
}

async function historyOf(t: TestApplication, round: string, person: string): Promise<readonly string[]> {
  const workflow = rounds.get('hearer');
  const reference = workflow && (await deriveReference(t.vault, t.school.id, workflow, keyOf(round, person)));
  return ((await t.record(reference ?? '')).state as unknown as Hearer).history;
}

describe('a card that is the same for everybody', () => {
  test('is the same, byte for byte', async () => {
    const t = await open({ registry: rounds });
    await aRound(t, [people.teacher, people.otherTeacher]);
    const [one, other] = t.chat.all();
    expect(other?.content.data).toEqual(one?.content.data);
    expect(JSON.stringify(one?.content)).not.toContain('R-');
  });

  test('acts for whoever presses it, on their own record alone', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher, people.otherTeacher]);
    const [card] = t.chat.at(`person:${people.teacher}`);
    if (card === undefined) throw new Error('there is no card');
    // Also one that somebody else was sent, and passed on.
    await aVisitor(t, people.otherTeacher).press(card, 'Say yes');
    expect(await historyOf(t, round, people.otherTeacher)).toEqual(['asked', 'sent', 'came', 'said', 'yes']);
    expect(await historyOf(t, round, people.teacher)).toEqual(['asked', 'sent', 'came']);
  });

  test('counts one press once, however often it comes', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher]);
    const [card] = t.chat.at(`person:${people.teacher}`);
    if (card === undefined) throw new Error('there is no card');
    for (let turn = 0; turn < 3; turn++)
      await aVisitor(t, people.teacher).press(card, 'Say yes', {}, { id: 'press-1' });
    expect((await historyOf(t, round, people.teacher)).filter((word) => word === 'said')).toHaveLength(1);
  });

  test('refuses who was not asked as it refuses what is not there, and begins no record', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher]);
    const stranger = aVisitor(t, people.senco);
    const notAsked = await stranger.forge({ do: 'hearer/say', ref: round });
    const notThere = await stranger.forge({ do: 'hearer/say', ref: 'M-ABCDEF' });
    expect(notAsked).toEqual({ kind: 'refused', text: `There is no ${round}.`, isFault: false });
    expect(notThere).toEqual({ kind: 'refused', text: 'There is no M-ABCDEF.', isFault: false });
    expect(await stranger.forge({ do: 'hearer/say' })).toMatchObject({ kind: 'refused' });
    expect(await t.count('hearer')).toBe(1);
  });

  test('cannot be turned on another person’s record by naming that', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher]);
    const workflow = rounds.get('hearer');
    const theirs = workflow && (await deriveReference(t.vault, t.school.id, workflow, keyOf(round, people.teacher)));
    const screen = await aVisitor(t, people.senco).forge({ do: 'hearer/say', ref: theirs });
    expect(screen).toMatchObject({ kind: 'refused' });
    expect(await historyOf(t, round, people.teacher)).not.toContain('said');
  });

  test('opens a form that is filled from the presser’s own record, and is sent to it', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher, people.otherTeacher]);
    const visitor = aVisitor(t, people.teacher, 'dialog');
    const opened = await visitor.forge({ do: 'hearer/write', ref: round });
    if (opened.kind !== 'card') throw new Error(opened.text);
    expect(textsOf(opened.content.data).join()).toContain('Heard: asked,sent,came');
    const form = { content: opened.content, slot: opened.slot };
    await visitor.press(form, 'Send', { words: 'Locked.' });
    expect(await historyOf(t, round, people.teacher)).toContain('Locked.');
    expect(await historyOf(t, round, people.otherTeacher)).not.toContain('Locked.');
  });

  test('has a form that is kept when it was closed, and goes on for its own person’s record', async () => {
    const draft = everyWorkflow.get('draft');
    if (draft === undefined) throw new Error('there are no drafts');
    const t = await open({ registry: new Map([...rounds, ['draft', draft]]) });
    const round = await aRound(t, [people.teacher, people.otherTeacher]);
    const visitor = aVisitor(t, people.teacher);
    const opened = await visitor.forge({ do: 'hearer/write', ref: round });
    const person = findPerson(t.school, people.teacher);
    if (opened.kind !== 'card' || person === undefined) throw new Error('no form');
    const [send] = buttonsIn(opened.content.data).filter(({ label }) => label === 'Send');
    const data = pressSchema.parse(JSON.parse(JSON.stringify(send?.press)));
    const surface = { kind: 'dialog' } as const;
    const pressed = { id: 'closed', school: t.school, person, data, answers: { words: 'Locked.' }, surface };
    expect(await t.app.drafts.keep(pressed, { offer: true })).toEqual({ kind: 'kept' });
    await t.settle();
    const offer = visitor.chat().at(-1);
    if (offer === undefined) throw new Error('nothing was offered');
    await visitor.press(await visitor.pressTo(offer, 'Go on with it'), 'Send');
    expect(await historyOf(t, round, people.teacher)).toContain('Locked.');
    expect(await historyOf(t, round, people.otherTeacher)).not.toContain('Locked.');
  });

  test('keeps what was typed into its form where the store is away', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t, [people.teacher]);
    const visitor = aVisitor(t, people.teacher, 'dialog');
    const opened = await visitor.forge({ do: 'hearer/write', ref: round });
    if (opened.kind !== 'card') throw new Error(opened.text);
    t.store.always('reject');
    const still = await visitor.press({ content: opened.content, slot: undefined }, 'Send', { words: 'Locked.' });
    expect(still).toMatchObject({ kind: 'card', isForm: true });
    expect(JSON.stringify(still)).toContain('Locked.');
    t.store.always(undefined);
    if (still.kind !== 'card') throw new Error(still.text);
    await visitor.press({ content: still.content, slot: undefined }, 'Send', { words: 'Locked.' });
    expect(await historyOf(t, round, people.teacher)).toContain('Locked.');
  });
});
