import { describe, expect, it } from 'vitest';
import type { Happened } from '../../../src/domain/decider.ts';
import { questionsOf } from '../../../src/domain/form.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import { fromLondon, inLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import { outcomeOf, requestData, siteAccess } from './site-ask.ts';
import type { Asked } from './site-periods.ts';

const school = aSchoolOfYears();
const reference = 'S-7K3Q9F';

/** A request and what follows, each with who does it and when. */
function stateOf(...steps: readonly (readonly [command: string, by: PersonId, at: Instant, data: Asked])[]): unknown {
  let state: unknown = siteAccess.initial;
  for (const [command, person, at, data] of steps) {
    const by = actorOf(person);
    const outcome = outcomeOf(state, `site-access/${command}`, data, { at, by, school, reference });
    if (outcome?.kind !== 'decision') throw new Error(`${command}: ${outcome?.sentence ?? 'malformed'}`);
    for (const event of outcome.events) state = siteAccess.evolve(state, { event, at, by } as Happened<unknown>);
  }
  return state;
}

const usual = { who: people.teacher, address: 'https://one.example', category: 'education', use: 'look' };
const study = (at: Instant, fromDate: string, untilDate: string): Asked => ({
  ...requestData({ ...usual, period: 'study', ahead: 0, days: 1, times: ['', ''] }, at),
  fromDate,
  untilDate,
});

function deadline(state: unknown, command: string): Instant | undefined {
  return siteAccess.deadlines(state).find((one) => one.command === `site-access/${command}`)?.at;
}

const why = 'To compare two reports.';

// Each end by the clock on the wall of the school, and what that is in UTC, written out by hand.
describe('the end of an access is what the clock on the wall says', () => {
  it.each([
    ['over the end of summer time', '2026-10-14', '2026-10-14', '2026-10-30', '2026-10-30T16:00:00.000Z'],
    ['on the day before the clocks go back', '2026-10-12', '2026-10-12', '2026-10-16', '2026-10-16T15:00:00.000Z'],
    ['over the beginning of summer time', '2027-03-22', '2027-03-22', '2027-04-16', '2027-04-16T15:00:00.000Z'],
    ['in the week before it', '2027-03-22', '2027-03-22', '2027-03-25', '2027-03-25T16:00:00.000Z'],
    ['over the clock change in term', '2028-03-24', '2028-03-24', '2028-03-27', '2028-03-27T15:00:00.000Z'],
    ['on a leap day', '2028-02-28', '2028-02-28', '2028-02-29', '2028-02-29T16:00:00.000Z'],
    ['over a leap day', '2028-02-28', '2028-02-28', '2028-03-01', '2028-03-01T16:00:00.000Z'],
  ])('[R129] %s', (_what, today, fromDate, untilDate, end) => {
    const at = fromLondon(today, '09:10');
    const asked = stateOf(['request', people.teacher, at, study(at, fromDate, untilDate)]);
    expect(deadline(asked, 'lapse')).toBe(end);
    const by = people.dsl;
    const form = siteAccess.commands['site-access/approve']?.form?.(asked, { school, now: at, by, given: {} });
    const initially = Object.fromEntries(
      (form?.steps ?? []).flatMap(questionsOf).map(({ id, initially: first }) => [id, first]),
    );
    expect(initially).toMatchObject({ untilDate, untilTime: '16:00' });
    const approved = stateOf(
      ['request', people.teacher, at, study(at, fromDate, untilDate)],
      ['approve', by, at, { untilDate, untilTime: '16:00', why }],
    );
    expect(deadline(approved, 'reach-end')).toBe(end);
  });

  it.each([
    ['a time that there is twice is the first of the two', '2026-10-25', '01:30', '2026-10-25T00:30:00.000Z'],
    ['a time that there is not is an hour later', '2027-03-28', '01:30', '2027-03-28T01:30:00.000Z'],
    ['midnight before the clocks go back', '2026-10-25', '00:00', '2026-10-24T23:00:00.000Z'],
    ['midnight after they went back', '2026-10-26', '00:00', '2026-10-26T00:00:00.000Z'],
    ['the end of a leap day', '2028-02-29', '23:59', '2028-02-29T23:59:00.000Z'],
  ])('[R129] %s', (_what, untilDate, untilTime, end) => {
    const year = untilDate.slice(0, 4);
    const today = { '2026': '2026-10-14', '2027': '2027-03-22', '2028': '2028-02-28' }[year] ?? '';
    const at = fromLondon(today, '09:10');
    const approved = stateOf(
      ['request', people.teacher, at, study(at, today, inLondon(end).date)],
      ['approve', people.dsl, at, { untilDate, untilTime, why }],
    );
    expect(deadline(approved, 'reach-end')).toBe(end);
  });

  it('[R129] is so for an extension across the night of the clock change', () => {
    const at = fromLondon('2026-10-12', '09:10');
    const longer = { untilDate: '2026-10-30', untilTime: '15:30' };
    const extended = stateOf(
      ['request', people.teacher, at, study(at, '2026-10-12', '2026-10-16')],
      ['approve', people.dsl, at, { untilDate: '2026-10-16', untilTime: '16:00', why }],
      ['opened', people.networkManager, at, {}],
      ['extend', people.teacher, fromLondon('2026-10-16', '15:00'), { ...longer, reason: 'It takes longer.' }],
      ['approve-extension', people.dsl, fromLondon('2026-10-16', '15:10'), { ...longer, why }],
    );
    expect(deadline(extended, 'reach-end')).toBe('2026-10-30T15:30:00.000Z');
  });
});
