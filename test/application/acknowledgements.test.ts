import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/domain/instant.ts';
import { theClock } from '../../src/domain/people.ts';
import { statement, type Wording, wordingHash } from '../../src/domain/wording.ts';
import type { AcknowledgementState } from '../../src/workflows/acknowledgement/state.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aVisitor, inputsOf, itemsOf, labelsOf, problemsOf, type Visitor } from '../support/visitor.ts';

const { open } = applications();

const policy: Wording = {
  policy: 'P-7K3Q9F',
  version: 4,
  kind: 'policy',
  title: 'Online safety policy',
  changes: ['Phones stay in lockers.'],
  text: 'Be kind online.',
  statement,
  isSigned: false,
};
const agreement: Wording = { ...policy, kind: 'agreement', title: 'Staff agreement', isSigned: true };
const newer: Wording = { ...policy, version: 5, text: 'Be kind online and off.' };
const nobody = { kinds: [], roles: [], groups: [], channels: [], people: [] };

/** A round of asking the teacher and the assistant has begun, and its cards have come. */
async function asking(t: TestApplication, wording: Wording, round = 1): Promise<void> {
  const audience = { ...nobody, people: [people.teacher, people.assistant] };
  const begin = { wording, audience, owner: people.coordinator, publisher: people.head, round };
  await campaign(t, 'campaign/begin', { ...begin, dueBy: '2026-12-04', isYearly: false }, round);
  await t.pass(2 * MINUTE);
}

async function campaign(t: TestApplication, type: string, data: object, round = 1, time = ''): Promise<void> {
  const of = { school: t.school, key: `campaign P-7K3Q9F ${round}`, by: theClock };
  const result = await t.app.commands.handle({
    ...of,
    id: `${type} ${round} ${time}`,
    type,
    data: JSON.parse(JSON.stringify(data)),
  });
  if (result.kind === 'refused') throw new Error(result.sentence);
  await t.settle();
}

/** What stands in somebody's chat of the policy: the card that asks, or what took its place. */
function cardOf(visitor: Visitor) {
  const card = visitor.chat().findLast(({ slot }) => slot === 'ask');
  if (card === undefined) throw new Error('no card of a policy stands there');
  return card;
}

async function acknowledgements(t: TestApplication): Promise<readonly AcknowledgementState[]> {
  const { records } = await t.store.all({ limit: 100 });
  const mine = records.filter(({ kind }) => kind === 'acknowledgement');
  return await Promise.all(mine.map(async ({ id }) => (await t.record(id)).state as unknown as AcknowledgementState));
}

function statusesOf(states: readonly AcknowledgementState[]): readonly string[] {
  return states.map(({ status }) => status).sort();
}

/** What did not work, but that there is no policy to hear that its campaign has begun. */
function troublesOf({ failures }: TestApplication) {
  return failures.filter(({ code, record }) => code !== 'not-there' || !record?.startsWith('M-'));
}

describe('a person who is asked to read a policy', () => {
  it('has the card in their own chat, and presses once for good, also on the fiftieth try [R167]', async () => {
    const t = await open();
    await asking(t, policy);
    expect(statusesOf(await acknowledgements(t))).toEqual(['delivered', 'delivered']);
    const teacher = aVisitor(t, people.teacher);
    const card = cardOf(teacher);
    expect(card.content.card).toBe('policy');
    for (let press = 0; press < 50; press++) await teacher.press(card, statement);
    await t.settle();
    expect(statusesOf(await acknowledgements(t))).toEqual(['acknowledged', 'delivered']);
    const receipt = cardOf(teacher);
    expect(textsOf(receipt.content.data).join(' ')).toMatch(/Online safety policy, version 4 Acknowledged Mon 23 Nov/);
    expect(teacher.chat().filter(({ slot }) => slot === 'ask')).toHaveLength(1);
    const states = await acknowledgements(t);
    const done = states.find(({ status }) => status === 'acknowledged');
    expect(done).toMatchObject({ signed: { wording: policy, hash: wordingHash(policy), signature: null } });
    expect(troublesOf(t)).toEqual([]);
  });

  it('finds the text as it was signed under my policies, from the list and from the receipt [R165]', async () => {
    const t = await open();
    await asking(t, agreement);
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const form = await teacher.pressTo(cardOf(teacher), 'Sign');
    expect(inputsOf(form.content)).toEqual({ name: 'Amara Osei', jobTitle: 'Teacher of History' });
    expect(itemsOf(form.content)[0]?.text).toContain('Staff agreement, version 4');
    expect(itemsOf(form.content).map(({ text }) => text)).toContain('Be kind online.');
    const receipt = await teacher.pressTo(form, 'Sign', { name: 'Amara Adwoa Osei' });
    expect(labelsOf(receipt.content)).toContain('Show what I signed');
    await t.settle();
    expect(labelsOf(cardOf(teacher).content)).toContain('Show what I signed');
    const list = await t.app.overview.page('my-policies', 1, people.teacher, t.school);
    expect(textsOf(list?.data ?? {}).join(' ')).toContain('Staff agreement, version 4');
    const shown = await teacher.pressTo({ content: list ?? receipt.content, slot: undefined }, 'Open');
    const said = textsOf(shown.content.data).join(' ');
    for (const part of ['Amara Adwoa Osei', 'Teacher of History', 'Be kind online.', wordingHash(agreement)])
      expect(said).toContain(part);
  });

  it('goes back from the form to the card, and can put the text away', async () => {
    const t = await open();
    await asking(t, agreement);
    const teacher = aVisitor(t, people.teacher);
    const form = await teacher.pressTo(cardOf(teacher), 'Sign');
    const back = await teacher.pressTo(form, 'Cancel');
    expect(labelsOf(back.content)).toEqual(['Sign', 'I have a question']);
    const question = await teacher.pressTo(back, 'I have a question');
    const sent = await teacher.pressTo(question, 'Send the question', { text: 'May I?' });
    expect(textsOf(sent.content.data).join(' ')).toContain('Your question was sent');
    expect(labelsOf(sent.content)).toContain('Sign');
    const list = await t.app.overview.page('my-policies', 1, people.teacher, t.school);
    await teacher.press({ content: list ?? form.content, slot: undefined }, 'Open');
    await t.settle();
    const text = () => teacher.chat().find(({ slot }) => slot === `view:${people.teacher}`);
    const view = text();
    if (view === undefined) throw new Error('the text stands in the chat');
    expect(labelsOf(view.content)).toEqual(['Sign', 'I have a question', 'Put away']);
    await teacher.pressTo(view, 'Put away');
    await t.settle();
    expect(labelsOf(text()?.content ?? view.content)).toEqual(['Open again']);
  });

  it('is shown the newer wording on a card of the older one, and nothing is signed unread [R167]', async () => {
    const t = await open();
    await asking(t, policy);
    const teacher = aVisitor(t, people.teacher);
    const old = cardOf(teacher);
    await campaign(t, 'campaign/revise', { wording: newer, dueBy: '2026-12-11' });
    const shown = await teacher.pressTo(old, statement);
    expect(textsOf(shown.content.data).join(' ')).toMatch(
      /version 5.*nothing has been acknowledged yet.*Be kind online and off/,
    );
    expect(statusesOf(await acknowledgements(t))).not.toContain('acknowledged');
    await teacher.press(shown, statement);
    const done = (await acknowledgements(t)).find(({ status }) => status === 'acknowledged');
    expect(done).toMatchObject({ signed: { wording: newer, hash: wordingHash(newer) } });
  });

  it('signs the newer wording in the form of the older card, once they say that they have read it [R167]', async () => {
    const t = await open();
    await asking(t, agreement);
    const teacher = aVisitor(t, people.teacher);
    const old = cardOf(teacher);
    const second: Wording = { ...agreement, version: 5, changes: ['A line about phones.'], text: 'Be kind on phones.' };
    const third: Wording = { ...second, version: 6, text: 'Be kind on phones and off.' };
    await campaign(t, 'campaign/revise', { wording: second, dueBy: '2026-12-11' });
    const form = await teacher.pressTo(old, 'Sign');
    const said = textsOf(form.content.data).join(' ');
    expect(said).toMatch(
      /has changed since that card was sent.*version 5.*A line about phones\..*Be kind on phones\./s,
    );
    expect(said).not.toContain('in the words that you were shown');
    const unread = await teacher.pressTo(form, 'Sign');
    expect(problemsOf(unread.content)).toEqual({ shown: expect.stringContaining('Tick the box') });
    await campaign(t, 'campaign/revise', { wording: third, dueBy: '2026-12-12' }, 1, 'again');
    const changed = await teacher.pressTo(unread, 'Sign', { shown: '5' });
    expect(Object.keys(problemsOf(changed.content))).toEqual(['shown']);
    expect(textsOf(changed.content.data).join(' ')).toContain('Be kind on phones and off.');
    expect(statusesOf(await acknowledgements(t))).not.toContain('acknowledged');
    await teacher.pressTo(changed, 'Sign', { shown: '6', name: 'Amara Adwoa Osei' });
    const done = (await acknowledgements(t)).find(({ status }) => status === 'acknowledged');
    expect(done).toMatchObject({ signed: { wording: third, hash: wordingHash(third) } });
    expect(JSON.stringify(done)).toContain('Amara Adwoa Osei');
  });

  it('whose form stood open while the wording changed sees the new one, and nothing is signed unread [R167]', async () => {
    const t = await open();
    await asking(t, agreement);
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const form = await teacher.pressTo(cardOf(teacher), 'Sign');
    const second: Wording = { ...agreement, version: 5, text: 'Be kind on phones.' };
    await campaign(t, 'campaign/revise', { wording: second, dueBy: '2026-12-11' });
    const again = await teacher.pressTo(form, 'Sign', { name: 'Amara Adwoa Osei' });
    expect(Object.keys(problemsOf(again.content))).toEqual(['shown']);
    expect(inputsOf(again.content)).toMatchObject({ name: 'Amara Adwoa Osei' });
    expect(textsOf(again.content.data).join(' ')).toContain('Be kind on phones.');
    expect(statusesOf(await acknowledgements(t))).not.toContain('acknowledged');
  });

  it('is told calmly on the card of an earlier round that it was replaced, and on the new one is asked anew [R167]', async () => {
    const t = await open();
    await asking(t, policy);
    const teacher = aVisitor(t, people.teacher);
    const old = cardOf(teacher);
    await campaign(t, 'campaign/close', { reason: 'replaced' });
    await asking(t, newer, 2);
    const screen = await teacher.press(old, statement);
    expect(screen).toMatchObject({ kind: 'refused', isFault: false });
    expect(screen.kind === 'refused' ? screen.text : '').toContain('was replaced by a newer version');
    await teacher.press(cardOf(teacher), statement);
    const states = await acknowledgements(t);
    expect(statusesOf(states)).toEqual(['acknowledged', 'closed', 'closed', 'delivered']);
  });

  it('of whom nothing is asked is refused respectfully on a card that was passed on, and no record begins', async () => {
    const t = await open();
    await asking(t, policy);
    const { content, slot } = cardOf(aVisitor(t, people.teacher));
    const before = (await acknowledgements(t)).length;
    for (const person of [people.otherTeacher, people.dsl]) {
      const screen = await aVisitor(t, person).press({ content, slot }, statement);
      expect(screen.kind === 'refused' ? screen.text : '').toMatch(/^Nobody has asked you to read or sign this one/);
    }
    expect(await acknowledgements(t)).toHaveLength(before);
  });

  it('asks whoever looks after the policy, who reads it on a private surface and answers [R173]', async () => {
    const t = await open();
    await asking(t, policy);
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const form = await teacher.pressTo(cardOf(teacher), 'I have a question');
    await teacher.press(form, 'Send the question', { text: 'WORDS: may they?' });
    await t.settle();
    const owner = aVisitor(t, people.coordinator, 'dialog');
    const card = owner.chat().find(({ slot }) => slot === 'question:1');
    if (card === undefined) throw new Error('the owner has a card');
    expect(JSON.stringify(card.content)).not.toMatch(/WORDS|Osei/);
    const opened = await owner.pressTo(card, 'Open');
    expect(textsOf(opened.content.data).join(' ')).toMatch(/Amara Osei.*WORDS: may they\?/);
    const answer = await owner.pressTo(opened, 'Answer');
    expect(itemsOf(answer.content)[0]?.text).toContain('WORDS: may they?');
    await owner.press(answer, 'Send the answer', { text: 'ANSWER: yes.' });
    await t.settle();
    const back = teacher.chat().find(({ slot }) => slot === 'answer:1');
    expect(textsOf(back?.content.data ?? {})).toContain('ANSWER: yes.');
    const answered = owner.chat().find(({ slot }) => slot === 'question:1');
    expect(textsOf(answered?.content.data ?? {}).join(' ')).toContain('You answered');
    expect(t.chat.all().filter(({ content }) => JSON.stringify(content).includes('WORDS'))).toEqual([]);
    expect(troublesOf(t)).toEqual([]);
  });

  it('whose question waits for somebody who has left has it passed to the head, once, when the school file is read [R173]', async () => {
    const store = sqliteHere();
    const before = await open({ store });
    await asking(before, policy);
    const teacher = aVisitor(before, people.teacher, 'dialog');
    const form = await teacher.pressTo(cardOf(teacher), 'I have a question');
    await teacher.press(form, 'Send the question', { text: 'WORDS: may they?' });
    await before.settle();
    const without = {
      ...before.school,
      people: before.school.people.filter(({ email }) => email !== people.coordinator),
    };
    const after = await open({ store, schools: [without] });
    for (let turn = 0; turn < 2; turn++) {
      await after.runDue();
      await after.settle();
    }
    const head = aVisitor(after, people.head, 'dialog');
    const cards = head.chat().filter(({ slot }) => slot?.startsWith('question:') === true);
    expect(cards).toHaveLength(1);
    const [card] = cards;
    if (card === undefined) throw new Error('the head has a card');
    expect(textsOf((await head.pressTo(card, 'Open')).content.data).join(' ')).toContain('WORDS: may they?');
    const list = await after.app.overview.page('policy-questions', 1, people.head, without);
    expect(textsOf(list?.data ?? {}).join(' ')).toContain('A question about Online safety policy');
  });

  it('whom the app could not reach is asked as soon as it can, and is said to be out of reach until then', async () => {
    const t = await open();
    t.chat.always((call) => (call.place === `person:${people.teacher}` ? { kind: 'hopeless' } : undefined));
    await asking(t, policy);
    expect(statusesOf(await acknowledgements(t))).toEqual(['delivered', 'unreachable']);
    t.chat.always(undefined);
    await t.app.arrived(t.school, people.teacher, 'teams');
    await t.pass(2 * MINUTE);
    expect(statusesOf(await acknowledgements(t))).toEqual(['delivered', 'delivered']);
    expect(cardOf(aVisitor(t, people.teacher)).content.card).toBe('policy');
  });
});
