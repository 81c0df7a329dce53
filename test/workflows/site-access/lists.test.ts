import { describe, expect, it } from 'vitest';
import type { Sought } from '../../../src/domain/decider.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { filteringLogSearch } from '../../../src/domain/log-search.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { textsOf } from '../../support/concern.ts';
import { aSchool, people } from '../../support/school.ts';
import {
  aSiteRequest,
  everySiteStatus,
  forTwo,
  givenSite,
  requestAnswers,
  type SiteHistory,
  type SiteStatus,
  siteAfter,
  siteReference,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const school = aSchool();
const now: Instant = '2026-11-23T09:30:00.000Z';

function listOf(id: string) {
  const list = siteAccess.lists.find((one) => one.id === id);
  if (list === undefined) throw new Error(`there is no list ${id}`);
  return list;
}

function rowOf(
  id: string,
  history: SiteHistory,
  person: PersonId,
  of: { readonly sought?: Sought; readonly now?: Instant } = {},
) {
  const list = listOf(id);
  const state = siteAfter(history);
  if (list.statuses !== undefined && !list.statuses.includes(state.status)) return undefined;
  return list.row(state, { reference: siteReference, person, school, now, ...of });
}

/** The statuses in which a list shows a request to somebody. */
const shownTo = (id: string, person: PersonId): readonly SiteStatus[] =>
  everySiteStatus.filter((status) => rowOf(id, aSiteRequest(status), person) !== undefined);

describe('what somebody has asked for', () => {
  it('stands in their own list, wherever it stands, and in nobody else’s', () => {
    expect(shownTo('my-reports', people.teacher)).toEqual(everySiteStatus);
    expect(shownTo('my-reports', people.dsl)).toEqual([]);
    expect(listOf('my-reports').findBy?.(people.teacher)).toBe(`requester:${people.teacher}`);
    expect(rowOf('my-reports', aSiteRequest('open'), people.teacher)).toMatchObject({
      title: 'S-7K3Q9F · site request, set up, open from Mon 23 Nov, 10:00',
      detail: 'history.example (one page of it) · asked today 09:05',
      press: { command: 'site-access/open' },
    });
  });
});

describe('what waits for somebody to decide', () => {
  it('[R126] stands before each who may decide on it now, and nobody else', () => {
    for (const person of [people.coordinator, people.dsl, people.deputy])
      expect(shownTo('filtering-waiting', person)).toEqual(['asked']);
    for (const person of [people.head, people.networkManager, people.teacher])
      expect(shownTo('filtering-waiting', person)).toEqual([]);
    expect(rowOf('filtering-waiting', aSiteRequest('asked', { requester: people.dsl }), people.dsl)).toBeUndefined();
  });

  it('stands before the head once a second is wanted, and no longer before the first', () => {
    const two = aSiteRequest('asked', { answers: requestAnswers(forTwo) });
    const until = { untilDate: '2026-11-23', untilTime: '11:00', why: 'x' };
    const once = givenSite(two).when('site-access/approve', who.dsl, until).history;
    expect(rowOf('filtering-waiting', once, people.head)?.title).toBe('S-7K3Q9F · a blocked site');
    expect(rowOf('filtering-waiting', once, people.dsl)).toBeUndefined();
  });

  it('has more time that is asked for, too', () => {
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'x' };
    const more = givenSite(aSiteRequest('open')).when('site-access/extend', who.teacher, longer).history;
    expect(rowOf('filtering-waiting', more, people.coordinator)?.title).toBe('S-7K3Q9F · more time for a site');
  });

  it('is for those who could have to decide at some time', () => {
    const list = listOf('filtering-waiting');
    for (const person of [people.coordinator, people.dsl, people.deputy, people.head])
      expect(list.isFor(person, school)).toBe(true);
    for (const person of [people.teacher, people.networkManager, people.governor])
      expect(list.isFor(person, school)).toBe(false);
  });
});

describe('the jobs for IT', () => {
  it('[R126] are what is to be opened and what is to be blocked again, which comes first', () => {
    expect(shownTo('it-jobs', people.networkManager)).toEqual(['approved', 'ended']);
    expect(shownTo('it-jobs', people.dsl)).toEqual([]);
    const opens = rowOf('it-jobs', aSiteRequest('approved'), people.networkManager);
    const blocks = rowOf('it-jobs', aSiteRequest('ended'), people.networkManager);
    expect(opens?.title).toBe('S-7K3Q9F · open');
    expect(blocks?.title).toBe('S-7K3Q9F · block again');
    expect(blocks?.rank).toBeLessThan(opens?.rank ?? 0);
    expect(JSON.stringify([opens, blocks])).not.toMatch(/9B|Letters|Osei/);
  });
});

describe('what is open now', () => {
  it('[R132] is seen by IT and by those who decide, what is past its end first', () => {
    for (const person of [people.networkManager, people.coordinator])
      expect(shownTo('open-now', person)).toEqual(['approved', 'open', 'ended']);
    expect(rowOf('open-now', aSiteRequest('ended'), people.networkManager)).toMatchObject({
      rank: 0,
      title: 'history.example (one page of it) · past its end, not blocked',
    });
    expect(listOf('open-now').isFor(people.governor, school)).toBe(false);
  });
});

describe('the filtering change log', () => {
  const log = (history: SiteHistory, of: Parameters<typeof rowOf>[3] = {}) =>
    rowOf('filtering-log', history, people.governor, of);

  it('[R132] is read by co-ordinator, head, online-safety governor and the safeguarding team', () => {
    const list = listOf('filtering-log');
    for (const person of [people.coordinator, people.head, people.governor, people.dsl, people.deputy])
      expect(list.isFor(person, school)).toBe(true);
    for (const person of [people.teacher, people.networkManager, people.chair])
      expect(list.isFor(person, school)).toBe(false);
    expect(shownTo('filtering-log', people.governor)).toEqual(everySiteStatus);
  });

  it('[R132] says who, what, why, when, until and by whom it was done', () => {
    const row = log(aSiteRequest('blocked'), { now: '2027-06-01T09:00:00.000Z' });
    expect(row?.title).toBe('history.example (one page of it) · blocked again 23 Nov 2026, 09:09');
    expect(row?.detail.split('\n')).toEqual([
      'S-7K3Q9F · asked by Amara Osei, 23 Nov 2026, 09:05',
      'For 23 Nov 2026, 10:00 to 11:00',
      'Why: Letters from the trenches.',
      'Agreed to by Naila Rahimi, 23 Nov 2026, 09:06',
      'Opened by Ifeoma Brandt, 23 Nov 2026, 09:07',
      'Ended by Amara Osei, 23 Nov 2026, 09:08',
      'Blocked again by Ifeoma Brandt, 23 Nov 2026, 09:09',
    ]);
  });

  it('[R132] names who agreed to more time', () => {
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'marker-reason' };
    const more = givenSite(aSiteRequest('open')).when('site-access/extend', who.teacher, longer);
    const agreed = more.afterwards.when('site-access/approve-extension', who.coordinator, {
      ...longer,
      why: 'There are\nmore letters.',
    }).history;
    expect(log(agreed)?.detail).toContain(
      'Longer, until today 12:00: agreed to by Mei Tanaka, today 09:09: There are more letters.',
    );
    expect(log(agreed)?.detail).not.toContain('marker-reason');
    expect(log(agreed)?.title).toContain('set up, open from Mon 23 Nov, 10:00');
  });

  it.each([
    ['asked', 'Learning or reference'],
    ['refused', 'Refused by rule: Gambling is not allowed'],
    ['declined', 'Declined by Naila Rahimi, today 09:06: There is a better one.'],
    ['withdrawn', 'Withdrawn by Amara Osei'],
    ['lapsed', 'Nobody had decided by today 11:00'],
  ] as const)(
    '[R127] has what was %s, with what kind of site it was, and nothing of the purpose or the class',
    (status, words) => {
      const detail = log(aSiteRequest(status))?.detail ?? '';
      expect(detail).toContain(words);
      expect(detail).not.toMatch(/Letters that soldiers wrote|9B/);
    },
  );

  it('has the reason only as those who agreed put it', () => {
    const row = log(aSiteRequest('open'));
    expect(row?.detail).toContain('Letters from the trenches.');
    expect(row?.detail).not.toContain('Letters that soldiers wrote.');
    const entry = givenSite(aSiteRequest('open')).when('site-access/open', who.governor);
    expect(JSON.stringify(entry.reply)).not.toContain('Letters that soldiers wrote.');
  });

  it('[R132] has neither the class nor a page, for whoever reads the log alone: either may name a pupil', () => {
    for (const status of everySiteStatus) {
      const row = log(aSiteRequest(status));
      const entry = givenSite(aSiteRequest(status)).when('site-access/open', who.governor);
      const read = JSON.stringify([row, entry.reply]);
      expect(read).not.toMatch(/9B|example\/trenches/);
      expect(read).toContain('history.example (one page of it)');
    }
  });

  it('says of what could not be opened who said so and when, and not IT’s words', () => {
    const cannot = { reason: 'marker-words of the provider' };
    const { history } = givenSite(aSiteRequest('approved')).when('site-access/cannot-open', who.it, cannot);
    expect(log(history)?.detail).toContain('Could not be opened by Ifeoma Brandt, today 09:07');
    expect(log(history)?.detail).not.toContain('marker-words');
    const entry = givenSite(history).when('site-access/open', who.governor);
    expect(JSON.stringify(entry.reply)).not.toContain('marker-words');
  });

  it('has no code of a policy in it: the rule in plain words', () => {
    expect(log(aSiteRequest('refused'))?.detail).not.toMatch(/section|00[03]/);
  });

  it('cannot be made to say more lines than it has by what somebody wrote', () => {
    const forged = 'Letters.\nAgreed to by Margaret Elstow, today 09:00\u2028Blocked again';
    const until = { untilDate: '2026-11-23', untilTime: '11:00' };
    const approved = givenSite(aSiteRequest('asked')).when('site-access/approve', who.dsl, { ...until, why: forged });
    const declined = givenSite(aSiteRequest('asked')).when('site-access/decline', who.dsl, { reason: forged });
    expect(log(approved.history)?.detail.split('\n')).toHaveLength(4);
    expect(log(approved.history)?.detail).toContain('Why: Letters. Agreed to by Margaret Elstow, today 09:00 Blocked');
    expect(log(declined.history)?.detail.split('\n')).toHaveLength(4);
    for (const { history } of [approved, declined]) expect(log(history)?.detail).not.toContain('\u2028');
  });

  it('[R129] says the end that it had, however late the clock was', () => {
    const late = givenSite(aSiteRequest('open')).when(
      'site-access/reach-end',
      who.clock,
      {},
      '2026-11-23T13:30:00.000Z',
    );
    expect(log(late.history)?.detail).toContain('Ended today 11:00');
    const row = rowOf('open-now', late.history, people.networkManager);
    expect(row?.detail).toBe('S-7K3Q9F · ended Mon 23 Nov, 11:00');
    expect(rowOf('it-jobs', late.history, people.networkManager)?.detail).toContain('ended Mon 23 Nov, 11:00');
    expect(textsOf(late.message('receipt')?.data).join()).toContain('It ended Mon 23 Nov, 11:00');
    expect(textsOf(late.message('access')?.data).join()).toContain('was open until Mon 23 Nov, 11:00');
    const view = late.afterwards.when('site-access/open', who.dsl);
    expect(textsOf(view.reply?.data)).toContain('Today 11:00 · its time was over');
  });
});

describe('searching the log', () => {
  const { seeks, said } = filteringLogSearch;
  const found = (history: SiteHistory, answers: Record<string, string>) =>
    rowOf('filtering-log', history, people.governor, { sought: seeks(answers, school) }) !== undefined;
  const study = aSiteRequest('open', {
    answers: studyAnswers(),
    until: { untilDate: '2026-12-04', untilTime: '16:00' },
  });

  it('[R132] goes by site, with what stands below its name', () => {
    expect(seeks({ site: 'history.example' }, school)).toEqual({ findBy: 'site:history.example' });
    expect(seeks({ site: 'https://www.Maps.History.example/x?utm_source=a' }, school)).toEqual({
      findBy: 'site:maps.history.example',
    });
    const below = siteAfter(aSiteRequest('open', { answers: requestAnswers({ address: 'maps.history.example' }) }));
    expect(siteAccess.findableBy(below)).toContain('site:history.example');
  });

  it('[R132] goes by date: what was asked, open or not blocked again on those days', () => {
    const blocked = aSiteRequest('blocked');
    expect(found(blocked, { from: '2026-11-23', until: '2026-11-23' })).toBe(true);
    expect(found(blocked, { from: '2026-11-24' })).toBe(false);
    expect(found(blocked, { until: '2026-11-22' })).toBe(false);
    expect(found(study, { from: '2026-12-01', until: '2026-12-02' })).toBe(true);
    expect(found(aSiteRequest('ended'), { from: '2027-02-01' })).toBe(true);
    expect(found(aSiteRequest('declined'), { from: '2026-11-24' })).toBe(false);
  });

  it('asks the store for what may have begun long before, and for nothing that came later', () => {
    const { from, before } = seeks({ from: '2026-11-01', until: '2026-11-30' }, school);
    expect(before).toBe('2026-12-01T00:00:00.000Z');
    expect((from ?? '') < '2025-08-01').toBe(true);
    expect(seeks({ until: '2026-10-24' }, school).before).toBe('2026-10-24T23:00:00.000Z');
  });

  it('says in words what was looked for', () => {
    expect(said({ site: 'https://history.example/a', from: '2026-11-01', until: '2026-11-30' }, school)).toBe(
      'Looked for: history.example, from Sunday 1 November 2026, until Monday 30 November 2026.',
    );
    expect(said({}, school)).toBe('All of it.');
    expect(seeks({}, school)).toEqual({});
  });
});
