import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, later } from '../../src/domain/instant.ts';
import { chanceOf } from '../faults/how-long.ts';
import { applications } from '../support/application.ts';
import { dayAfter, fromLondon, hasSchool } from '../support/london-days.ts';
import { aLongLife } from '../support/long-life.ts';
import { oddTimes } from '../support/odd-times.ts';
import { people } from '../support/school.ts';
import { aSchoolOfYears } from '../support/school-years.ts';
import { peopleOfYears } from '../support/site-years.ts';
import { checksOfYears } from '../support/site-years-checks.ts';

const { open } = applications();

/** `SITE_YEARS=long` asks for ten times as much; `SITE_YEARS_SEED` repeats what went wrong. */
const isLong = process.env.SITE_YEARS === 'long';
const REQUESTS = Number(process.env.SITE_YEARS_REQUESTS ?? (isLong ? 1_500 : 100));
const seed = Number(process.env.SITE_YEARS_SEED ?? 20_261_123);

const begins = fromLondon('2026-09-03', '08:30');
const ends = fromLondon('2029-06-29', '16:00');
const WEEK = 7 * 24 * HOUR;

/** Moments of school days, by chance. */
function schoolMoments(count: number, chance: () => number): readonly Instant[] {
  const school = aSchoolOfYears();
  const days: string[] = [];
  for (let date = '2026-09-03'; date < '2029-06-01'; date = dayAfter(date))
    if (hasSchool(school, date)) days.push(date);
  const moment = () =>
    later(fromLondon(days[Math.floor(chance() * days.length)] ?? '', '08:35'), chance() * 6.5 * HOUR);
  return Array.from({ length: count }, moment).toSorted();
}

describe('three school years in which the chat, the store, the clock, the process and IT fail by turns', () => {
  it(
    '[R125] [R126] [R128] [R129] leave no access without an end, no end without a job, and no job forgotten',
    async () => {
      const chance = chanceOf(seed);
      const odd = oddTimes(begins, ends, chance);
      const isUnreachable = (place: string) =>
        [people.networkManager, people.assistant].some((person) => place === `person:${person}`);
      const life = await aLongLife({ open, begins, odd, chance, school: aSchoolOfYears(), isUnreachable });
      const school = peopleOfYears(life, odd, chance);
      const checks = checksOfYears(life, odd);
      for (const at of schoolMoments(REQUESTS, chance)) school.plan(at, school.ask);
      for (const at of schoolMoments(8, chance)) school.plan(at, school.handOver);

      const wrong: string[] = [];
      const seen = new Set<string>();
      /** Looks at what is not over, and once at how it came to its end. */
      const look = async () => {
        for (const request of school.known) {
          if (seen.has(request.reference)) continue;
          wrong.push(...(await checks.ofOne(request)));
          if (request.blockedAt === undefined && request.overAt === undefined) continue;
          wrong.push(...checks.ofHearing(request));
          seen.add(request.reference);
        }
      };
      for (let until = later(begins, WEEK); until < ends; until = later(until, WEEK)) {
        await school.liveUntil(until);
        await look();
      }
      life.calm();
      while (school.isAnythingPlanned()) await school.liveUntil(later(life.now(), WEEK));
      await school.liveUntil(later(life.now(), WEEK));
      await look();
      wrong.push(
        ...checks.atNight(),
        ...(await checks.stale()),
        ...(await checks.doubled()),
        ...(await checks.lost(school.known)),
      );
      const t = await life.process();
      const left: string[] = [];
      const statuses: Record<string, number> = {};
      for (const { reference } of school.known) {
        const { outbox, stored } = await t.record(reference);
        statuses[stored.status] = (statuses[stored.status] ?? 0) + 1;
        if (outbox.length > 0 || stored.due !== null) left.push(`${reference} is ${stored.status}`);
      }
      const { looked } = checks;
      const { counts, told } = life;
      console.log('three years of site requests', { seed, ...counts, messages: told.length, statuses, looked });
      expect(wrong).toEqual([]);
      expect(left).toEqual([]);
      // What had nothing to look at would prove nothing.
      const met = [...Object.values(looked), counts.kills, counts.troubles, counts.storeTroubles];
      expect(Math.min(...met)).toBeGreaterThan(0);
    },
    isLong ? 3_600_000 : 240_000,
  );
});
