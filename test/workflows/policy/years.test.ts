import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { isSchoolTime } from '../../../src/domain/school-time.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import {
  aDraft,
  anAgreement,
  aRevision,
  chair,
  coordinator,
  given,
  head,
  letPass,
  published,
  reference,
  school,
  stateAfter,
  teacher,
  textOf,
  withGroups,
} from './a-policy.ts';

const renewedIn = (steps: ReturnType<typeof letPass>['steps']) =>
  steps.filter(({ command }) => command === 'policy/new-year');

describe('what is signed every year', () => {
  it('is asked of everybody again on the first school day of September, without anybody’s memory [R159]', () => {
    const { steps } = letPass(published(anAgreement), '2028-12-01T00:00:00.000Z');
    const renewed = renewedIn(steps);
    expect(renewed.map(({ at }) => at)).toEqual(['2027-09-02T07:30:00.000Z', '2028-09-04T07:30:00.000Z']);
    expect(renewed[0]?.relays.map(({ type, key, data }) => [type, key, data.reason ?? data.round])).toEqual([
      ['campaign/close', `campaign ${reference} 1`, 'replaced'],
      ['campaign/begin', `campaign ${reference} 2`, 2],
      ['policy-register/enter', 'policies', 2],
    ]);
    expect(renewed[0]?.relays[1]?.data).toMatchObject({ dueBy: '2027-09-30', isYearly: true, wording: { version: 1 } });
  });

  it('is asked once for each school year, by whoever begins it [R159]', () => {
    const at = '2027-09-01T10:00:00.000Z';
    const by = people.coordinator;
    const first = given(published(anAgreement)).when('policy/renew', theClock, { year: '2027-28', by }, at);
    expect(first.relays[1]?.data).toMatchObject({ round: 2, publisher: people.coordinator, dueBy: '2027-09-29' });
    const second = given(first.history).when('policy/renew', theClock, { year: '2027-28', by });
    expect([second.events, second.relays]).toEqual([[], []]);
    expect(renewedIn(letPass(first.history, '2028-08-01T00:00:00.000Z').steps)).toEqual([]);
    expect(given(first.history).when('policy/renew', head, { year: '2028-29', by }).code).toBe('not-yours');
  });

  it('is not asked again in the school year in which it was published', () => {
    const same = given(published(anAgreement)).when('policy/renew', theClock, { year: '2026-27', by: people.head });
    expect(same.events).toEqual([]);
  });

  it('is not asked again in September where it was asked in the six weeks before [R159]', () => {
    const late = { ...anAgreement, dueBy: '2027-09-10' };
    const made = published(late, '2027-08-27T09:00:00.000Z');
    expect(renewedIn(letPass(made, '2028-12-01T00:00:00.000Z').steps).map(({ at }) => at)).toEqual([
      '2028-09-04T07:30:00.000Z',
    ]);
    const same = given(made).when('policy/renew', theClock, { year: '2027-28', by: people.head });
    expect(same.events).toEqual([]);
    // A day more than six weeks before the first of September.
    const early = published({ ...late, dueBy: '2027-08-10' }, '2027-07-20T09:00:00.000Z');
    expect(renewedIn(letPass(early, '2027-12-01T00:00:00.000Z').steps)).toHaveLength(1);
  });

  it('is not asked again in September where it only went out then, as school was closed [R159]', () => {
    const { terms } = school.calendar;
    const shorter = terms.map((term) => (term.until === '2027-07-21' ? { ...term, until: '2027-07-09' } : term));
    const of = { ...school, calendar: { ...school.calendar, terms: shorter } };
    const made = published({ ...anAgreement, dueBy: '2027-09-10' }, '2027-07-12T10:00:00.000Z', of);
    expect(renewedIn(letPass(made, '2028-08-01T00:00:00.000Z', of).steps)).toEqual([]);
  });

  it('is not asked again in September where somebody began the old year late in August [R159]', () => {
    const begun = { year: '2027-28', by: people.head };
    const { history, events } = given(published(anAgreement)).when(
      'policy/renew',
      theClock,
      begun,
      '2028-08-25T09:00:00.000Z',
    );
    expect(events).toHaveLength(1);
    expect(renewedIn(letPass(history, '2029-08-01T00:00:00.000Z').steps)).toEqual([]);
  });

  it('is nothing that was not meant to come every year, nor anything that was withdrawn', () => {
    const year = '2027-28';
    expect(given(published()).when('policy/renew', theClock, { year, by: people.head }).events).toEqual([]);
    expect(renewedIn(letPass(published(), '2028-12-01T00:00:00.000Z').steps)).toEqual([]);
    const gone = given(published(anAgreement)).when('policy/withdraw', head, { reason: 'Replaced.' });
    expect(given(gone.history).when('policy/renew', theClock, { year, by: people.head }).events).toEqual([]);
  });

  it('goes on in its last words while a new version is being prepared', () => {
    const drafted = given(published(anAgreement)).when(
      'policy/revise',
      head,
      aRevision(2, { kind: 'agreement', isYearly: 'yes', dueBy: '2027-03-01', kinds: ['staff'] }),
    );
    const { state, steps } = letPass(drafted.history, '2027-09-10T00:00:00.000Z');
    expect(renewedIn(steps)[0]?.relays[1]?.data).toMatchObject({ round: 2, wording: { version: 1 } });
    expect(state.status).toBe('preview');
  });

  it('waits for school where the terms were moved meanwhile', () => {
    const history = published(anAgreement);
    const { calendar } = school;
    const moved = {
      ...school,
      calendar: {
        ...calendar,
        terms: calendar.terms.map((term) => (term.from === '2027-09-02' ? { ...term, from: '2027-09-06' } : term)),
      },
    };
    const { steps } = letPass(history, '2027-10-01T00:00:00.000Z', moved);
    expect(renewedIn(steps).map(({ at, relays }) => [at, relays.length])).toEqual([
      ['2027-09-02T07:30:00.000Z', 0],
      ['2027-09-06T07:30:00.000Z', 3],
    ]);
  });
});

describe('the review of a policy', () => {
  it('is asked of its owner a month before, then each school week, and of the head once it is overdue [R171]', () => {
    const draft = { ...aDraft, owner: people.coordinator, reviewMonths: '12', nextReview: '2027-06-21' };
    const { steps } = letPass(published(draft), '2027-07-21T00:00:00.000Z');
    const asked = steps.filter(({ command }) => command === 'policy/ask-for-review');
    expect(asked.map(({ at, slots }) => [at.slice(0, 10), slots.length])).toEqual([
      // A month before it is due is a Saturday, and the last week of May is a holiday.
      ['2027-05-24', 1],
      ['2027-06-07', 1],
      ['2027-06-14', 1],
      ['2027-06-21', 1],
      ['2027-06-28', 2],
      ['2027-07-05', 2],
      ['2027-07-12', 2],
      ['2027-07-19', 2],
    ]);
    expect(asked[0]?.slots).toEqual([`review:${people.coordinator}`]);
    expect(asked[4]?.slots).toEqual([`review:${people.coordinator}`, `review:${people.head}`]);
    for (const { at } of asked) expect(isSchoolTime(school, at)).toBe(true);
  });

  it('is recorded by its owner or by whoever publishes, with the next day, and the register has it [R171] [R170]', () => {
    const owned = published({ ...aDraft, owner: 'Amara Osei', reviewMonths: '12', nextReview: '2026-12-10' });
    const asked = letPass(owned, '2026-12-01T00:00:00.000Z').history;
    const data = { reviewMonths: '12', nextReview: '2027-11-20', note: 'Read by the governors.' };
    const done = given(asked).when('policy/reviewed', teacher, data);
    expect(done.relays).toMatchObject([{ type: 'policy-register/enter', data: { nextReview: '2027-11-20' } }]);
    expect(done.slots).toEqual([`review:${people.teacher}`]);
    expect(done.messages[0]?.onlyEdits).toBe(true);
    expect(textOf(given(done.history).when('policy/open', chair).reply)).toContain('Read by the governors.');
    expect(given(asked).when('policy/reviewed', coordinator, data).code).toBeUndefined();
    expect(given(asked).when('policy/reviewed', chair, data).code).toBe('not-reviewer');
    const again = letPass(done.history, '2027-10-22T00:00:00.000Z').steps.map(({ command }) => command);
    expect(again.filter((command) => command === 'policy/ask-for-review')).toHaveLength(1);
  });

  it('is asked of those who publish where the owner has left', () => {
    const draft = { ...aDraft, owner: people.assistant, nextReview: '2026-12-10' };
    const without = { ...school, people: school.people.filter(({ email }) => email !== people.assistant) };
    const { steps } = letPass(published(draft), '2026-11-25T10:00:00.000Z', without);
    expect(steps[0]?.slots).toEqual([people.head, people.dsl, people.coordinator].map((one) => `review:${one}`));
  });

  it('is put at a later day, and not later than its period', () => {
    const put = (nextReview: string) =>
      given(published()).when('policy/reviewed', head, { reviewMonths: '12', nextReview, note: '' });
    expect(put('2026-11-23').code).toBe('review-past');
    expect(put('2027-11-24').sentence).toContain('23 Nov 2027 at the latest');
    expect(put('2027-11-23').code).toBeUndefined();
  });
});

describe('making it known to pupils, parents and on the website', () => {
  const card = (history: ReturnType<typeof published>, until: string) =>
    letPass(history, until).steps.filter(({ command }) => command === 'policy/remind-to-make-known');

  it('is asked of whoever published it, and once more after a week [R169]', () => {
    const state = stateAfter(published());
    const before = published().slice(0, -1);
    const made = given(before).when('policy/confirm', head, { draft: 1 });
    expect(made.slots).toEqual([`known:${people.head}`]);
    const reminded = card(made.history, '2027-03-01T00:00:00.000Z');
    expect(reminded.map(({ at, slots }) => [at, slots])).toEqual([
      ['2026-11-30T08:30:00.000Z', [`known:${people.head}`]],
    ]);
    expect(state.status).toBe('published');
  });

  it('stands on the record with its days, and is then asked no more [R169]', () => {
    const data = { website: 'done', websiteOn: '2026-11-23', families: 'not-needed' };
    const done = given(published()).when('policy/made-known', coordinator, data);
    expect(card(done.history, '2027-03-01T00:00:00.000Z')).toEqual([]);
    expect(textOf(given(done.history).when('policy/open', chair).reply)).toContain(
      'Posted on the website: Mon 23 Nov. Told to pupils and parents: not needed.',
    );
    const half = given(published()).when('policy/made-known', head, { ...data, families: 'not-yet' });
    expect(card(half.history, '2027-03-01T00:00:00.000Z')).toHaveLength(1);
  });

  it('needs the day on which it was done', () => {
    const put = (overrides: object) =>
      given(published()).when('policy/made-known', head, { website: 'done', families: 'not-yet', ...overrides }).code;
    expect(put({})).toBe('known-needs-day');
    expect(put({ websiteOn: '2026-11-24' })).toBe('known-to-come');
  });

  it('is not asked of an agreement', () => {
    expect(card(published(anAgreement), '2027-03-01T00:00:00.000Z')).toEqual([]);
    const data = { website: 'not-yet', families: 'not-yet' };
    expect(given(published(anAgreement)).when('policy/made-known', head, data).code).toBe('not-to-make-known');
  });

  it('goes on to whoever publishes the next version, as everything else', () => {
    const of = withGroups(aSchoolOfYears());
    const drafted = given(published(), of).when('policy/revise', coordinator, aRevision(5));
    const made = given(drafted.history, of).when('policy/confirm', coordinator, { draft: 2 });
    expect(made.messages.map(({ slot, onlyEdits }) => [slot, onlyEdits === true])).toEqual([
      [`known:${people.head}`, true],
      [`known:${people.coordinator}`, false],
    ]);
  });
});
