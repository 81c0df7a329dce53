import { describe, expect, it } from 'vitest';
import { HOUR, later } from '../../../src/domain/instant.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { wordingHash } from '../../../src/domain/wording.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { buttonsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
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
  school,
  stateAfter,
  teacher,
  textOf,
  withGroups,
} from './a-policy.ts';

const byHead = { draft: 1, name: 'Margaret Elstow', jobTitle: 'Head Teacher' };
const byChair = { draft: 1, name: 'Gurpreet Dhanda', jobTitle: 'Chair of Governors' };

describe('a policy that head and chair sign', () => {
  it('is asked of nobody before both have signed [R170]', () => {
    const asked = given(played([['policy/publish', dsl, { ...aDraft, approval: 'head-and-chair' }]])).when(
      'policy/confirm',
      dsl,
      { draft: 1 },
    );
    expect([asked.state.status, asked.relays]).toEqual(['awaiting-signature', []]);
    expect(asked.slots).toEqual([`sign:${people.head}`, `sign:${people.chair}`]);
    const one = given(asked.history).when('policy/sign', chair, byChair);
    expect([one.state.status, one.relays]).toEqual(['awaiting-signature', []]);
    expect(given(one.history).when('policy/confirm', dsl, { draft: 1 }).code).toBe('awaits-signature');
    const both = given(one.history).when('policy/sign', head, byHead);
    expect(both.state.status).toBe('published');
    expect(both.relays.map(({ type }) => type)).toEqual(['campaign/begin', 'policy-register/enter']);
    expect(both.relays[0]?.data.publisher).toBe(people.dsl);
  });

  it('has name, job title, day and the words of each signature on the record [R165] [R170]', () => {
    const one = given(awaiting('head')).when('policy/sign', head, byHead);
    if (one.state.status !== 'published') throw new Error('it is published');
    const [version] = one.state.file.versions;
    expect(version?.signatures).toEqual([
      {
        as: 'head',
        person: people.head,
        name: 'Margaret Elstow',
        jobTitle: 'Head Teacher',
        at: later(monday, 2 * 60_000),
        hash: wordingHash(version?.wording ?? raise()),
      },
    ]);
    const said = textOf(given(one.history).when('policy/open', chair).reply);
    for (const words of [
      'Signed by the head teacher: Margaret Elstow, Head Teacher',
      'Committee: Pupil welfare committee',
      'Co-ordinators: The online-safety co-ordinator',
      'Last reviewed Mon 23 Nov. Next review 20 Nov 2028',
    ])
      expect(said).toContain(words);
  });

  it('is signed by nobody else, by nobody twice, and by nobody unread', () => {
    expect(given(awaiting('head')).when('policy/sign', dsl, byHead).code).toBe('not-asked-to-sign');
    expect(given(awaiting('head')).when('policy/sign', chair, byChair).code).toBe('not-yours');
    expect(given(awaiting('head')).when('policy/sign', teacher, byHead).code).toBe('not-yours');
    const one = given(awaiting()).when('policy/sign', head, byHead);
    expect(given(one.history).when('policy/sign', head, byHead).code).toBe('not-asked-to-sign');
    const changed = given(awaiting()).when('policy/change', dsl, { ...aDraft, approval: 'head', text: 'Other words.' });
    expect(changed.messages.every(({ onlyEdits }) => onlyEdits === true)).toBe(true);
    const again = given(changed.history).when('policy/confirm', dsl, { draft: 2 });
    expect(given(again.history).when('policy/sign', head, byHead).code).toBe('draft-changed');
    expect(given(again.history).when('policy/sign', head, { ...byHead, draft: '2' }).state.status).toBe('published');
  });

  it('is signed by two people, also where the head became the chair meanwhile: the second is the delegate', () => {
    const of = withGroups(aSchoolOfYears({ head: [people.senco], chair: [people.head] }));
    const one = given(awaiting()).when('policy/sign', head, byHead);
    expect(given(one.history, of).when('policy/sign', head, byHead).code).toBe('not-yours');
    const { steps } = letPass(one.history, later(monday, 3 * 24 * HOUR), of);
    const cards = steps.flatMap(({ messages }) => messages.filter(({ card }) => card === 'case'));
    expect(cards.map(({ slot }) => slot)).toEqual([`sign:${people.governor}`]);
    const two = given(one.history, of).when('policy/sign', actorOf(people.governor), byChair);
    expect(two.state.status).toBe('published');
  });

  it('goes back with a reason, which whoever sent it reads on the private surface alone', () => {
    const reason = 'Parents are not mentioned.';
    const { state, messages, history } = given(awaiting()).when('policy/send-back', chair, { draft: 1, reason });
    expect(state.status).toBe('preview');
    expect(JSON.stringify(messages)).not.toContain(reason);
    expect(messages.at(-1)?.slot).toBe(`draft:${people.dsl}`);
    expect(textOf(given(history).when('policy/preview', dsl).reply)).toContain(reason);
    expect(given(history).when('policy/sign', head, byHead).code).toBe('nothing-to-sign');
  });

  it('is asked for again after two school days, then each week, and only of who has not signed', () => {
    const one = given(awaiting()).when('policy/sign', chair, byChair);
    const { steps } = letPass(one.history, later(monday, 24 * 24 * HOUR));
    const asked = steps.filter(({ command }) => command === 'policy/remind-to-sign');
    expect(asked.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-25', '2026-12-02', '2026-12-09', '2026-12-16']);
    for (const { slots } of asked) expect(slots).toEqual([`sign:${people.head}`]);
  });

  it('gives people a week where signing took until after their day', () => {
    const late = given(awaiting('head')).when('policy/sign', head, byHead, '2026-12-14T10:00:00.000Z');
    expect(late.relays[0]?.data.dueBy).toBe('2026-12-21');
  });

  it('holds on in its last version while the next one waits', () => {
    const drafted = given(published()).when('policy/revise', dsl, aRevision(5, { approval: 'head' }));
    const sent = given(drafted.history).when('policy/confirm', dsl, { draft: 2 });
    expect([sent.state.status, sent.relays]).toEqual(['awaiting-signature', []]);
    expect(policy.deadlines(sent.state).map(({ command }) => command)).toContain('policy/ask-for-review');
    expect(textOf(given(sent.history).when('policy/read', chair).reply)).toContain('version 4');
  });

  it('offers its buttons to those alone who may press them', () => {
    const shown = (who: typeof head) => buttonsOf(given(awaiting()).when('policy/preview', who).reply?.data);
    expect(shown(head)).toEqual(
      expect.arrayContaining(['policy/sign', 'policy/send-back', 'policy/change', 'policy/discard']),
    );
    expect(shown(chair)).toEqual(['policy/sign', 'policy/send-back', 'policy/put-away']);
    expect(shown(dsl)).toEqual(['policy/change', 'policy/discard', 'policy/put-away']);
  });

  it('goes to nobody who has lost the role meanwhile', () => {
    const state = stateAfter(awaiting('head'));
    const card = given(awaiting('head')).when(
      'policy/remind-to-sign',
      { kind: 'clock' },
      {},
      '2026-11-30T10:00:00.000Z',
    ).messages[0];
    if (card === undefined) throw new Error('a card is sent again');
    expect(policy.mayStillSend(state, card, school)).toBe(true);
    expect(policy.mayStillSend(state, card, aSchoolOfYears({ head: [people.senco] }))).toBe(false);
  });
});

function raise(): never {
  throw new Error('there is a version');
}
