import { describe, expect, it } from 'vitest';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { buttonsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import {
  aDraft,
  aRevision,
  awaiting,
  chair,
  dsl,
  given,
  head,
  letPass,
  monday,
  played,
  published,
  reference,
  school,
  stateAfter,
  teacher,
  textOf,
} from './a-policy.ts';

/** What a list shows somebody of one policy. */
function rowOf(id: string, history: Parameters<typeof stateAfter>[0], person: PersonId, of: School = school) {
  const list = policy.lists.find((one) => one.id === id);
  if (list === undefined) throw new Error(`there is a list ${id}`);
  const state = stateAfter(history);
  const isFound = list.statuses?.includes(policy.status(state)) !== false;
  const token = list.findBy?.(person);
  const isKept = token === undefined || policy.findableBy(state).includes(token);
  const now = later(history.at(-1)?.at ?? monday, MINUTE);
  const isTheirs = list.isFor(person, of) && isFound && isKept;
  return isTheirs ? list.row(state, { reference, person, school: of, now }) : undefined;
}

describe('the lists of /safeguarding', () => {
  it('show what awaits a signature to those who can give it', () => {
    expect(rowOf('policy-signatures', awaiting(), people.chair)).toMatchObject({
      title: 'Online safety policy, version 4 · awaits your signature',
      press: { command: 'policy/preview' },
    });
    expect(rowOf('policy-signatures', awaiting('head'), people.chair)).toBeUndefined();
    expect(rowOf('policy-signatures', awaiting(), people.dsl)).toBeUndefined();
    expect(rowOf('policy-signatures', published(), people.head)).toBeUndefined();
  });

  it('show drafts to those who publish', () => {
    const draft = played([['policy/publish', head, aDraft]]);
    expect(rowOf('policy-drafts', draft, people.dsl)?.title).toBe('Online safety policy, version 4 · not published');
    expect(rowOf('policy-drafts', draft, people.chair)).toBeUndefined();
    const back = given(awaiting()).when('policy/send-back', chair, { draft: 1, reason: 'No.' }).history;
    expect(rowOf('policy-drafts', back, people.dsl)?.title).toContain('sent back');
  });

  it('show what is due for review to its owner, and to the head once it is overdue [R171]', () => {
    const owned = published({ ...aDraft, owner: people.teacher, reviewMonths: '12', nextReview: '2026-12-10' });
    expect(rowOf('policy-reviews', owned, people.teacher)).toBeUndefined();
    const due = letPass(owned, '2026-12-01T10:00:00.000Z').history;
    expect(rowOf('policy-reviews', due, people.teacher)?.detail).toBe('review due Thu 10 Dec');
    expect(rowOf('policy-reviews', due, people.head)).toBeUndefined();
    const overdue = letPass(owned, '2027-01-12T10:00:00.000Z').history;
    for (const person of [people.teacher, people.head])
      expect(rowOf('policy-reviews', overdue, person)?.title).toContain('overdue for review');
    expect(rowOf('policy-reviews', overdue, people.chair)).toBeUndefined();
  });

  it('show every policy to those who publish and to governors, and nothing to others [R170]', () => {
    for (const person of [people.head, people.dsl, people.deputy, people.chair, people.governor])
      expect(rowOf('policies', published(), person)?.title).toBe('Online safety policy, version 4 · published');
    for (const person of [people.teacher, people.networkManager, people.senco])
      expect(rowOf('policies', published(), person)).toBeUndefined();
    const draft = played([['policy/publish', head, aDraft]]);
    expect(rowOf('policies', draft, people.governor)).toBeUndefined();
  });
});

describe('a policy in the chat', () => {
  it('leads to the figures of its round once that has said what it is called', () => {
    const before = given(published()).when('policy/open', head);
    expect(buttonsOf(before.reply?.data)).not.toContain('campaign/open');
    const data = { round: 1, campaign: 'M-7K3Q9F' };
    const began = given(published()).when('policy/campaign-began', theClock, data);
    const after = given(began.history).when('policy/open', head);
    expect(textOf(after.reply)).toContain('{"do":"campaign/open","ref":"M-7K3Q9F"}');
    expect(buttonsOf(given(began.history).when('policy/open', chair).reply?.data)).not.toContain('campaign/open');
    expect(given(began.history).when('policy/campaign-began', theClock, data).events).toEqual([]);
    const revised = given(began.history).when('policy/revise', head, aRevision(5));
    const second = given(revised.history).when('policy/confirm', head, { draft: 2 });
    expect(second.state.status).toBe('published');
    expect(buttonsOf(second.reply?.data)).not.toContain('campaign/open');
  });

  it('puts each opening on the record, and takes what was read out of the chat again', () => {
    const opened = given(published()).when('policy/read', chair);
    expect(opened.events).toEqual([{ type: 'PolicyOpened', what: 'version' }]);
    expect(opened.reply?.fades?.card).toBe('notice');
    expect(textOf(opened.reply?.fades)).not.toContain('Everybody keeps');
    expect(given(published()).when('policy/put-away', chair).events).toEqual([]);
  });

  it('has no words of anybody’s in a heading, where they would be read as marks', () => {
    const draft = { ...aDraft, title: '**Title** [x](https://oakfield.example)', approval: 'head' };
    const made = given().when('policy/publish', dsl, draft);
    const sent = given(made.history).when('policy/confirm', dsl, { draft: 1 });
    for (const content of [made.reply, sent.reply, ...sent.messages])
      expect(String(content?.data['title'])).toMatch(/^Policy P-7K3Q9F, version 4 · /);
  });

  it('turns the pages of a long text', () => {
    const long = { ...aDraft, text: Array.from({ length: 1_300 }, (_, line) => `L${line}.`).join('\n') };
    const drafted = given().when('policy/publish', head, long);
    expect(drafted.reply?.data['page']).toMatch(/^Page 1 of [2-4]$/);
    const pages = ['1', '2', '3', '4'].map(
      (page) => given(drafted.history).when('policy/preview', head, { page }).reply,
    );
    const all = pages.map(textOf).join('');
    for (let line = 0; line < 1_300; line++) expect(all.includes(`L${line}.`), `line ${line}`).toBe(true);
  });

  it('stands at the end of the chat of each who has to act, where a chat was set up anew', () => {
    const again = (history: Parameters<typeof stateAfter>[0], person: PersonId) =>
      given(history).when('policy/show-again', theClock, { place: `person:${person}`, chat: 'slack' }).messages;
    expect(again(awaiting(), people.chair)).toMatchObject([
      { slot: `sign:${people.chair}`, fresh: true, onlyIn: 'slack' },
    ]);
    expect(again(published(), people.head)).toMatchObject([{ slot: `known:${people.head}` }]);
    expect(again(awaiting(), people.teacher)).toEqual([]);
  });

  it('says in its file whom a card did not reach, and that a step of the asking went nowhere', () => {
    const lost = (slot: string) => ({ slot, outcome: 'parked', code: 'no-address' });
    const one = given(published()).when('policy/delivery-note', theClock, lost(`known:${people.head}`));
    const two = given(one.history).when('policy/delivery-note', theClock, lost('campaign:1'));
    const said = textOf(given(two.history).when('policy/open', chair).reply);
    expect(said).toContain('could not be delivered to Margaret Elstow');
    expect(said).toContain('A step of the asking was not carried out');
    expect(given(two.history).when('policy/delivery-note', theClock, lost('campaign:1')).events).toEqual([]);
  });

  it('says to whoever sends a step again that it was done, and nothing of it to others', () => {
    const context = { at: monday, by: head, school, reference };
    const ask = { type: 'policy/confirm', data: { draft: 1 } };
    expect(policy.again(stateAfter(published()), ask, context)?.preview).toContain('was done before');
    expect(policy.again(stateAfter(published()), ask, { ...context, by: teacher })).toBeUndefined();
    expect(policy.notThere(reference, school)).toBe(
      given(published()).when('policy/open', actorOf(people.assistant)).sentence,
    );
  });
});
