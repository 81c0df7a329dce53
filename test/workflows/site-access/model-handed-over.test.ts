import { describe, expect, it } from 'vitest';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import { outcomeOf, requestData, siteAccess } from './site-ask.ts';
import type { Asked } from './site-periods.ts';

const reference = 'S-7K3Q9F';
const before = aSchoolOfYears();
const after = aSchoolOfYears({ head: [people.senco] });
const until = { untilDate: '2026-11-23', untilTime: '16:00' };

/** A request that was not blocked in time and was shown in red next morning; then IT blocks it in this school. */
function blockedAgainIn(school: typeof before) {
  let state: unknown = siteAccess.initial;
  const give = (command: string, by: string, time: string, data: Asked = {}, of = before) => {
    const at = fromLondon(time.slice(0, 10), time.slice(11));
    const context = { at, by: by === '' ? theClock : actorOf(by), school: of, reference };
    const outcome = outcomeOf(state, `site-access/${command}`, data, context);
    if (outcome?.kind !== 'decision') throw new Error(`${command}: ${outcome?.sentence}`);
    for (const event of outcome.events) state = siteAccess.evolve(state, { event, at, by: context.by });
    return outcome;
  };
  const of = { who: people.teacher, address: 'https://one.example', category: 'education', use: 'look' };
  const asked = requestData(
    { ...of, period: 'day', ahead: 0, days: 0, times: ['', ''] },
    fromLondon('2026-11-23', '09:10'),
  );
  give('request', people.teacher, '2026-11-23 09:10', asked);
  give('approve', people.dsl, '2026-11-23 09:20', { ...until, why: 'It is needed.' });
  give('opened', people.networkManager, '2026-11-23 09:30');
  give('reach-end', '', '2026-11-23 16:00');
  give('morning', '', '2026-11-24 08:30');
  const outcome = give('blocked-again', people.networkManager, '2026-11-24 09:00', {}, school);
  return { state, card: outcome.messages.find(({ slot }) => slot === `overdue:${people.head}`) };
}

describe('who was shown in red that a site is still open', () => {
  it('[R129] is shown when it is blocked again', () => {
    const { card, state } = blockedAgainIn(before);
    expect(card?.data).toMatchObject({ attention: false });
    expect(card && siteAccess.mayStillSend(state, card, before)).toBe(true);
  });

  it('[R129] is shown that too when they have given the role up since, and nothing besides', () => {
    const { card, state } = blockedAgainIn(after);
    expect(card).toBeDefined();
    expect(card?.data.attention ?? false).toBe(false);
    expect(card && siteAccess.mayStillSend(state, card, after)).toBe(true);
    expect(JSON.stringify(card)).not.toContain('one.example');
    expect(JSON.stringify(card)).not.toContain('site-access/open');
  });
});
