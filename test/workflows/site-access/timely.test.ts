import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people } from '../../support/school.ts';
import {
  aSiteRequest,
  forTwo,
  givenSite,
  requestAnswers,
  type SiteHistory,
  siteAfter,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const school = aSchool();
const inChannel = [people.dsl, people.deputy];
const askedAgain = (history: SiteHistory) =>
  siteAccess.deadlines(siteAfter(history)).find(({ command }) => command === 'site-access/remind-approvers')?.at;
const ask = (answers: Parameters<typeof requestAnswers>[0], at: Instant) =>
  givenSite().when('site-access/request', who.teacher, requestAnswers(answers), at);
const linesOf = (messages: ReturnType<typeof ask>['messages']) => messages.filter(({ to }) => to.kind === 'thread');

describe('what cannot wait', () => {
  it('[R126] calls those who decide before school for a lesson of the same day, and again as school opens', () => {
    const early = ask({ from: '08:50', until: '09:40' }, '2026-11-23T07:45:00.000Z');
    expect(early.message('case')?.mentions).toEqual(inChannel);
    expect(askedAgain(early.history)).toBe('2026-11-23T08:30:00.000Z');
  });

  it('[R126] is brought up halfway to the lesson where the ladder would be too late, ten minutes later at least', () => {
    const at = '2026-11-23T09:05:00.000Z';
    expect(askedAgain(ask({ from: '10:05', until: '11:00' }, at).history)).toBe('2026-11-23T09:35:00.000Z');
    expect(askedAgain(ask({ from: '09:20', until: '10:00' }, at).history)).toBe('2026-11-23T09:15:00.000Z');
    // What has begun already is needed before it is over.
    expect(askedAgain(ask({ from: '09:00', until: '09:45' }, at).history)).toBe('2026-11-23T09:25:00.000Z');
    expect(askedAgain(ask({ from: '13:00', until: '14:00' }, at).history)).toBe('2026-11-23T11:05:00.000Z');
  });

  it('is not brought up at night where no term is known, however soon it is wanted', () => {
    const study = studyAnswers({ fromDate: '2027-04-05', untilDate: '2027-04-09' });
    const asked = givenSite().when('site-access/request', who.teacher, study, '2027-04-04T19:00:00.000Z');
    expect(askedAgain(asked.history)).toBe('2027-04-05T07:30:00.000Z');
  });

  it('[R126] calls those who may be the second once one has agreed, and brings it up in time', () => {
    const asked = aSiteRequest('asked', { answers: requestAnswers(forTwo) });
    const data = { untilDate: '2026-11-23', untilTime: '11:00', why: 'x' };
    const once = givenSite(asked).when('site-access/approve', who.dsl, data);
    expect(linesOf(once.messages)[0]?.mentions).toEqual([people.deputy]);
    expect(askedAgain(once.history)).toBe('2026-11-23T09:33:00.000Z');
    const later = aSiteRequest('asked', { answers: studyAnswers(forTwo) });
    const calm = givenSite(later).when('site-access/approve', who.dsl, { ...data, untilDate: '2026-12-04' });
    expect(linesOf(calm.messages)[0]?.mentions).toEqual([]);
  });

  it('[R129] calls those who decide where the end is on this school day, and asks again before it', () => {
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.' };
    const asked = givenSite(aSiteRequest('open')).when(
      'site-access/extend',
      who.teacher,
      longer,
      '2026-11-23T10:30:00.000Z',
    );
    expect(linesOf(asked.messages)[0]?.mentions).toEqual(inChannel);
    expect(askedAgain(asked.history)).toBe('2026-11-23T10:45:00.000Z');
    const study = aSiteRequest('open', {
      answers: studyAnswers(),
      until: { untilDate: '2026-12-04', untilTime: '16:00' },
    });
    const calm = givenSite(study).when('site-access/extend', who.teacher, { ...longer, untilDate: '2026-12-07' });
    expect(linesOf(calm.messages)[0]?.mentions).toEqual([]);
  });

  it('[R129] calls for the second of two who agree to more time', () => {
    const two = { answers: requestAnswers(forTwo), approver: people.dsl, second: people.head };
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.', why: 'x' };
    const asked = givenSite(aSiteRequest('open', two)).when('site-access/extend', who.teacher, longer);
    const once = asked.afterwards.when('site-access/approve-extension', who.deputy, longer);
    expect(linesOf(once.messages)[0]?.mentions).toEqual([people.dsl]);
    expect(askedAgain(once.history)).toBe('2026-11-23T10:05:00.000Z');
  });
});

describe('a site that is wanted later', () => {
  const easter = requestAnswers({ date: '2027-03-25' });
  const ahead = aSiteRequest('approved', {
    requestedAt: '2027-01-06T09:05:00.000Z',
    answers: easter,
    until: { untilDate: '2027-03-25', untilTime: '11:00' },
  });

  it('[R129] is not opened before the school day before it, so that it is never open for months', () => {
    const early = givenSite(ahead).when('site-access/opened', who.it, {}, '2027-01-06T10:00:00.000Z');
    early.thenRefused('too-early-to-open');
    expect(early.sentence).toBe(
      'Too early: it is wanted from Thu 25 Mar, 10:00. Open it on Wed 24 Mar or later, then press Done.',
    );
    givenSite(ahead)
      .when('site-access/opened', who.it, {}, '2027-03-24T08:29:59.999Z')
      .thenRefused('too-early-to-open');
    givenSite(ahead).when('site-access/opened', who.it, {}, '2027-03-24T08:30:00.000Z').thenHappens('SiteOpened');
  });

  it('may be opened on the Friday before a Monday', () => {
    const monday = aSiteRequest('approved', {
      answers: requestAnswers({ date: '2026-12-07' }),
      until: { untilDate: '2026-12-07', untilTime: '11:00' },
    });
    givenSite(monday)
      .when('site-access/opened', who.it, {}, '2026-12-03T15:00:00.000Z')
      .thenRefused('too-early-to-open');
    givenSite(monday).when('site-access/opened', who.it, {}, '2026-12-04T09:00:00.000Z').thenHappens('SiteOpened');
  });

  it('[R129] may be asked for longer while it is set up ahead: the longest time counts from its beginning', () => {
    const short = aSchool({ sites: { longestDays: 1 } });
    const monday = aSiteRequest('open', {
      school: short,
      requestedAt: '2026-12-04T09:00:00.000Z',
      answers: requestAnswers({ date: '2026-12-07' }),
      until: { untilDate: '2026-12-07', untilTime: '11:00' },
    });
    const longer = { untilDate: '2026-12-08', untilTime: '10:00', reason: 'Two lessons.', why: 'Two lessons.' };
    const extend = (untilTime: string) =>
      givenSite(monday, short).when('site-access/extend', who.teacher, { ...longer, untilTime });
    extend('10:01').thenRefused('end-too-late');
    const asked = extend('10:00').thenHappens('ExtensionAsked');
    const agreed = asked.afterwards.when('site-access/approve-extension', who.dsl, longer);
    agreed.thenHappens('ExtensionApproved');
    expect(agreed.state).toMatchObject({ until: '2026-12-08T10:00:00.000Z' });
  });
});

describe('a rule that has become stricter since somebody agreed', () => {
  const rule = { opening: 'never', author: people.head, reason: 'A new decision.', date: '2026-11-23' } as const;
  const never = aSchool({ sites: { rules: [{ site: 'history.example', ...rule }] } });
  const approved = aSiteRequest('approved');

  it('is said to IT, who does not open it any more; those who decide can end it', () => {
    const refused = givenSite(approved, never).when('site-access/opened', who.it).thenRefused('never');
    expect(refused.sentence).toContain('rule has changed');
    givenSite(approved, never)
      .when('site-access/end-now', who.dsl, { reason: 'The rule has changed.' })
      .thenHappens('AccessEnded');
    givenSite(approved, never).when('site-access/cannot-open', who.it, { reason: 'x' }).thenHappens('SiteNotOpened');
  });
});

describe('where two have to agree and only one could', () => {
  it('[R126] the request is refused with words, so that nobody waits for what cannot come', () => {
    const alone = structuredClone(
      aSchoolWhere({
        dsl: [people.dsl],
        'deputy-dsl': [people.dsl],
        'online-safety-coordinator': [people.dsl],
        head: [people.dsl],
      }),
    );
    for (const role of ['dsl', 'deputy-dsl', 'online-safety-coordinator', 'head'] as const)
      alone.roles[role].delegate = people.dsl;
    const refused = givenSite([], alone).when('site-access/request', who.teacher, requestAnswers(forTwo));
    refused.thenRefused('no-second');
    expect(refused.sentence).toContain('Two people have to agree');
    givenSite([], alone).when('site-access/request', who.teacher, requestAnswers()).thenHappens('SiteRequested');
  });

  it('a delegate may be the one who is missing', () => {
    const delegate = aSchoolWhere({
      'deputy-dsl': [people.dsl],
      'online-safety-coordinator': [people.dsl],
      head: [people.dsl],
    });
    const made = givenSite([], delegate).when('site-access/request', actorOf(people.teacher), requestAnswers(forTwo));
    made.thenHappens('SiteRequested');
  });
});

describe('whoever asked and has left the school', () => {
  const left = aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.otherTeacher) });
  const history = aSiteRequest('open', { requester: people.otherTeacher, answers: requestAnswers() });

  it.each(['access', 'told:begun', 'question:1', 'receipt'])('gets nothing of it any more: %s', (slot) => {
    const to = { kind: 'person', person: people.otherTeacher } as const;
    for (const card of ['notice', 'line'] as const) {
      const message = { slot, to, card, data: {}, preview: '' };
      expect(siteAccess.mayStillSend(siteAfter(history), message, school)).toBe(true);
      expect(siteAccess.mayStillSend(siteAfter(history), message, left)).toBe(false);
    }
  });
});

describe('what the record keeps of decisions', () => {
  const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.', why: 'The second half.' };

  it('[R127] is who agreed to longer times, with their words for the log, however many messages fail', () => {
    const two = { answers: requestAnswers(forTwo), approver: people.dsl, second: people.head };
    const asked = givenSite(aSiteRequest('open', two)).when('site-access/extend', who.teacher, longer);
    const once = asked.afterwards.when('site-access/approve-extension', who.dsl, longer);
    const twice = once.afterwards.when('site-access/approve-extension', who.deputy, longer);
    const note = { type: 'MessageParked', slot: 'case', code: 'x' } as const;
    const at = twice.history.at(-1)?.at ?? '';
    const failed = Array.from({ length: 400 }, () => ({ event: note, at, by: who.clock }));
    const state = siteAfter([...twice.history, ...failed]);
    expect(state).toMatchObject({
      file: {
        extended: [{ by: [who.dsl, who.deputy], at, until: '2026-11-23T12:00:00.000Z', why: 'The second half.' }],
      },
    });
    const kept = state.status === 'none' ? [] : state.file.steps.map(({ event }) => event.type);
    expect(kept).toEqual(expect.arrayContaining(['SiteAgreed', 'SiteApproved', 'SiteOpened', 'ExtensionApproved']));
  });

  it('still knows that the card in the channel did not come', () => {
    const asked = aSiteRequest('asked', { answers: studyAnswers() });
    const at = asked.at(-1)?.at ?? '';
    const notes = ['case', ...Array.from({ length: 200 }, () => 'line:waiting')];
    const history = [
      ...asked,
      ...notes.map((slot) => ({ event: { type: 'MessageParked', slot, code: 'x' } as const, at, by: who.clock })),
    ];
    const due = askedAgain(history) ?? '';
    const again = givenSite(history).when('site-access/remind-approvers', who.clock, {}, due);
    expect(linesOf(again.messages)).toEqual([]);
    expect(again.message(`chase:${people.dsl}`)).toBeDefined();
  });
});
