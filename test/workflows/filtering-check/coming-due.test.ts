import { describe, expect, it } from 'vitest';
import { checkKinds } from '../../../src/domain/filtering.ts';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { checks } from '../../../src/workflows/filtering-check/checks.ts';
import { dayAfter, daysBetween, fromLondon, inLondon, isOpen, whenOpen } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import { aCheck, aReview, aSchoolThatDid, given, letPass, monday, recordings, school, stateAfter } from './a-check.ts';

const DAY = 24 * 60 * MINUTE;

function fileOf(state: ReturnType<typeof stateAfter>) {
  if (state.status === 'none') throw new Error('there is no check');
  return state.file;
}

describe('[R133] [R134] [R138] a check that begins', () => {
  it.each([
    ['filtering-review', '2026-02-10', '2027-02-10'],
    ['filtering-standards', '2026-09-30', '2027-09-30'],
    ['security-check', '2026-09-30', '2027-01-30'],
    ['security-check', '2026-10-31', '2027-02-28'],
  ] as const)('%s, last done on %s, is next due on %s', (kind, lastDone, on) => {
    const of = aSchoolThatDid(kind, lastDone);
    expect(fileOf(stateAfter(aCheck(kind, of))).next).toMatchObject({ on, dueAt: fromLondon(on, '08:30') });
  });

  it('comes as often as the school file says, but never more than a year later', () => {
    const often = aSchoolThatDid('filtering-review', '2026-09-30', 6);
    expect(fileOf(stateAfter(aCheck('filtering-review', often))).next.on).toBe('2027-03-30');
    for (const kind of checkKinds) expect(checks[kind].atMostMonths).toBeLessThanOrEqual(12);
  });

  it.each(checkKinds)('%s of which nobody said when it was last done is due a month later, on a school day', (kind) => {
    const { on, dueAt } = fileOf(stateAfter(aCheck(kind))).next;
    // Thirty days on, the school is closed for Christmas.
    expect([on, dueAt]).toEqual(['2027-01-05', whenOpen(school, '2026-12-23T08:30:00.000Z')]);
  });

  it('does not believe a school file by which it was done on a day that is still to come', () => {
    const of = aSchoolThatDid('security-check', '2062-01-10');
    expect(fileOf(stateAfter(aCheck('security-check', of))).next.on).toBe('2027-01-05');
  });

  it('says nothing to anybody, and begun again it stays as it is', () => {
    const begun = given([]).when('filtering-check/begin', theClock, { kind: 'filtering-review' }, monday);
    expect([begun.events.length, begun.messages]).toEqual([1, []]);
    expect(begun.state).toMatchObject({ status: 'scheduled' });
    const of = aSchoolThatDid('filtering-review', '2026-11-01');
    const again = given(begun.history, of).when('filtering-check/begin', theClock, { kind: 'filtering-review' });
    expect([again.events, again.messages, again.outcome.kind]).toEqual([[], [], 'decision']);
  });
});

describe('[R133] the review of filtering and monitoring', () => {
  const of = aSchoolThatDid('filtering-review', '2025-12-07');
  const noticeAt = fromLondon('2026-11-23', '08:30');
  const dueAt = fromLondon('2026-12-07', '08:30');
  const history = aCheck('filtering-review', of, '2026-11-20T12:00:00.000Z');
  const whom = [people.governor, people.coordinator, people.dsl, people.networkManager, people.head];

  it('is announced two weeks before to governors and IT, one to one, so that they can meet', () => {
    const { steps } = letPass(history, noticeAt, of);
    expect(steps).toHaveLength(1);
    const [{ messages, events } = { messages: [], events: [] }] = steps;
    expect(events).toMatchObject([{ type: 'CheckAnnounced' }]);
    expect(messages.map(({ to }) => to)).toEqual(whom.map((person) => ({ kind: 'person', person })));
    expect(messages.map(({ slot }) => slot)).toEqual(whom.map((person) => `check:${person}`));
    expect(messages[0]).toMatchObject({
      card: 'case',
      preview: 'Yearly review of filtering and monitoring · due Mon 7 Dec',
      data: { title: 'Yearly review of filtering and monitoring · due Mon 7 Dec', attention: false },
    });
  });

  it('comes to the same people anew on the day, as school opens', () => {
    const { steps, state } = letPass(history, dueAt, of);
    expect(steps.map(({ events }) => events.map(({ type }) => type))).toEqual([['CheckAnnounced'], ['CheckCameDue']]);
    expect(state.status).toBe('due');
    const [, due] = steps;
    expect(due?.slots).toEqual(whom.map((person) => `check:${person}`));
    for (const message of due?.messages ?? []) {
      expect(message).toMatchObject({ fresh: true, data: { attention: false } });
      expect(message.notBefore).toBeUndefined();
    }
  });

  it('is asked for again while school is open, each time in the same place', () => {
    const { steps } = letPass(history, later(dueAt, 5 * DAY), of);
    const reminders = steps.slice(2);
    expect(reminders.map(({ events: [event] }) => event?.type)).toEqual([
      'CheckReminded',
      'CheckReminded',
      'CheckReminded',
    ]);
    for (const { messages, slots, events } of reminders) {
      expect(slots).toEqual(whom.map((person) => `check:${person}`));
      expect(messages.every(({ fresh }) => fresh === true)).toBe(true);
      const [event] = events;
      if (event?.type === 'CheckReminded') expect(isOpen(of, event.remindAt)).toBe(true);
    }
  });

  it('is overdue after two weeks: in red, and to the chair too', () => {
    const overdueAt = fromLondon('2026-12-21', '08:30');
    const before = letPass(history, later(overdueAt, -1), of);
    expect(before.state.status).toBe('due');
    for (const { messages } of before.steps)
      expect(messages.some(({ data }) => data['attention'] === true)).toBe(false);
    const { steps, state } = letPass(before.history, overdueAt, of);
    expect(state.status).toBe('overdue');
    const [{ messages = [] } = {}] = steps;
    expect(messages.map(({ slot }) => slot)).toEqual([
      ...whom.map((person) => `check:${person}`),
      `overdue:${people.chair}`,
    ]);
    for (const { data, preview } of messages) {
      expect(data['attention']).toBe(true);
      expect(preview).toBe('Yearly review of filtering and monitoring · overdue since Mon 7 Dec');
    }
    // The school is closed by then: nobody is called for it before it opens.
    for (const { notBefore } of messages) expect(notBefore).toBe(fromLondon('2027-01-05', '08:30'));
  });

  it('is then asked for every week of term until it is recorded', () => {
    const { history: late } = letPass(history, fromLondon('2027-01-05', '08:30'), of);
    const { steps } = letPass(late, fromLondon('2027-02-12', '15:00'), of);
    const days = steps.map(({ history: all }) => inLondon(all.at(-1)?.at ?? '').date);
    expect(days).toEqual(['2027-01-12', '2027-01-19', '2027-01-26', '2027-02-02', '2027-02-09']);
  });

  it('is said to be overdue at once where it was last done long ago, in one message and not in two', () => {
    const long = aSchoolThatDid('filtering-review', '2024-03-01');
    const { steps } = letPass(aCheck('filtering-review', long), later(monday, MINUTE), long);
    const [first, ...more] = steps;
    expect(first?.events.map(({ type }) => type)).toEqual(['CheckCameDue', 'CheckRanOver']);
    expect(first?.slots).toEqual([...new Set(first?.slots)]);
    expect(more).toEqual([]);
  });

  it('is not announced any more where nobody was there to announce it in time', () => {
    const late = given(history, of).when('filtering-check/announce', theClock, {}, later(dueAt, MINUTE));
    expect([late.events, late.messages]).toEqual([[], []]);
    expect(letPass(late.history, dueAt, of).state.status).toBe('due');
  });
});

describe('the other checks', () => {
  it.each([
    ['filtering-standards', [people.coordinator, people.dsl, people.networkManager, people.head], [people.chair]],
    ['security-check', [people.networkManager], [people.coordinator, people.head]],
  ] as const)('%s comes to those who record it, and overdue to others too', (kind, whom, others) => {
    const { steps } = letPass(aCheck(kind), '2027-01-30T12:00:00.000Z');
    expect(steps[0]?.slots).toEqual(whom.map((person) => `check:${person}`));
    const over = steps.find(({ events: [event] }) => event?.type === 'CheckRanOver');
    expect(over?.slots).toEqual([
      ...whom.map((person) => `check:${person}`),
      ...others.map((person) => `overdue:${person}`),
    ]);
  });
});

describe('what comes due when nobody is at school', () => {
  it.each([
    ['a Saturday', '2026-12-12', fromLondon('2026-12-14', '08:30')],
    ['the Christmas holidays', '2026-12-24', fromLondon('2027-01-05', '08:30')],
    ['a closed day', '2027-05-03', fromLondon('2027-05-04', '08:30')],
  ])('on %s waits for school to open, and is not asked for twice then', (_what, on, opens) => {
    const recorded = given(aCheck('filtering-standards', school, '2026-11-23T12:00:00.000Z')).when(
      'filtering-check/record-standards',
      actorOf(people.coordinator),
      { ...recordings['filtering-standards'][2], next: on },
      monday,
    );
    const { steps } = letPass(recorded.history, opens);
    expect(steps.map(({ events: [event] }) => event?.type)).toEqual(['CheckCameDue']);
    for (const { notBefore } of steps[0]?.messages ?? []) expect(notBefore).toBe(opens);
    const [event] = steps[0]?.events ?? [];
    expect(event?.type === 'CheckCameDue' && event.remindAt > opens).toBe(true);
    expect(event?.type === 'CheckCameDue' && daysBetween(inLondon(opens).date, inLondon(event.overdueAt).date)).toBe(
      14,
    );
  });

  it('beyond the last term that the school file knows is said on its day all the same', () => {
    const recorded = given(aCheck('filtering-review', school, '2029-12-03T09:00:00.000Z')).when(
      'filtering-check/record-review',
      actorOf(people.governor),
      { ...aReview, date: '2029-12-03', next: '2030-12-03' },
    );
    const { steps, state } = letPass(recorded.history, fromLondon('2030-12-03', '08:30'));
    expect(state.status).toBe('due');
    expect(steps.at(-1)?.messages.every(({ notBefore }) => notBefore === undefined)).toBe(true);
  });

  it('beyond that term waits for a weekday, and is never brought up at night', () => {
    const sunday = '2030-12-01';
    const recorded = given(aCheck('filtering-review', school, '2029-12-03T09:00:00.000Z')).when(
      'filtering-check/record-review',
      actorOf(people.governor),
      { ...aReview, date: '2029-12-03', next: sunday },
    );
    const { steps } = letPass(recorded.history, fromLondon('2030-12-12', '16:00'));
    const isDue = steps.findIndex(({ events: [event] }) => event?.type === 'CheckCameDue');
    const monday = fromLondon('2030-12-02', '08:30');
    expect(steps[isDue]?.messages.every(({ notBefore }) => notBefore === monday)).toBe(true);
    const reminders = steps.slice(isDue + 1).map(({ history }) => inLondon(history.at(-1)?.at ?? ''));
    expect(reminders.length).toBeGreaterThan(2);
    for (const { date, time } of reminders) {
      expect([0, 6]).not.toContain(new Date(`${date}T12:00:00.000Z`).getUTCDay());
      expect(time >= '08:30' && time < '16:00').toBe(true);
    }
  });

  it.each([
    ['in summer', '2027-06-14', '2027-06-14T07:30:00.000Z'],
    ['in winter', '2027-01-11', '2027-01-11T08:30:00.000Z'],
    ['the day after the clocks went forward', '2027-03-29', '2027-03-29T07:30:00.000Z'],
    ['the day after they went back', '2027-11-01', '2027-11-01T08:30:00.000Z'],
  ])('is due as school opens by the clock of London: %s', (_when, on, dueAt: Instant) => {
    const date = dayAfter(on, -30);
    const begun = aCheck('security-check', school, fromLondon(date, '09:00'));
    const recorded = given(begun).when(
      'filtering-check/record-security',
      actorOf(people.networkManager),
      { ...recordings['security-check'][2], date, next: on },
      fromLondon(date, '09:05'),
    );
    expect(recorded.state).toMatchObject({ file: { next: { on, dueAt } } });
  });
});

describe('roles that change hands', () => {
  const of = aSchoolThatDid('security-check', '2026-08-01');
  const others = aSchoolOfYears({ 'network-manager': [people.assistant] });
  const after = { ...others, checks: of.checks };

  it('are looked up when it is asked for: who holds the role then has the card, who does not is told it has gone on', () => {
    const due = letPass(aCheck('security-check', of, monday), fromLondon('2026-12-01', '08:30'), of);
    expect(due.steps[0]?.slots).toEqual([`check:${people.networkManager}`]);
    const { steps } = letPass(due.history, later(fromLondon('2026-12-02', '08:30'), MINUTE), after);
    const [{ messages = [] } = {}] = steps;
    expect(messages).toMatchObject([
      { slot: `check:${people.networkManager}`, card: 'notice', onlyEdits: true, data: { buttons: [] } },
      { slot: `check:${people.assistant}`, card: 'case', fresh: true },
    ]);
  });
});
