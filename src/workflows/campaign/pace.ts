import { earliest, HOUR, type Instant, later, MINUTE, SECOND } from '../../domain/instant.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { School } from '../../domain/school.ts';
import {
  daysWithoutHolidays,
  instantOf,
  localDateTime,
  nextWorkingTime,
  schoolDayBefore,
} from '../../domain/school-time.ts';
import { open } from './figures.ts';
import type { CampaignFile } from './state.ts';

// How often the clock looks at a campaign. A record holds 1.5 MB, and each look is an event of it: so a campaign that
// stands for years is looked at less often, and one that is very large too.

const DAY = 24 * HOUR;

/** After how long the figures are looked at for the first times. */
const firstLooks: readonly number[] = [10 * SECOND, 30 * SECOND, MINUTE];
const OFTEN_FOR = HOUR;
const OFTEN_EVERY = 5 * MINUTE;
const HOURLY_FOR = 2 * DAY;
/** For so long after people were last asked a campaign is seen to on each school day. */
const DAILY_FOR = 56 * DAY;

/** How many days lie between two mornings once the clock has filled so many bytes of the record. */
const paces: readonly { readonly below: number; readonly days: number }[] = [
  { below: 400_000, days: 1 },
  { below: 700_000, days: 7 },
  { below: 1_000_000, days: 28 },
];

type Moment = { readonly school: School; readonly at: Instant };

/** When the figures are looked at next. */
export function nextProgress(file: CampaignFile, { school, at }: Moment): Instant | null {
  const { pass } = file;
  const usual = usualProgress(file, { school, at });
  // What waits for the school to open is looked at soon after it has gone on.
  const resumed = pass !== null && pass.dueAt > later(at, SECOND) ? later(pass.dueAt, MINUTE) : undefined;
  return resumed !== undefined && (usual === null || usual > resumed) ? resumed : usual;
}

function usualProgress(file: CampaignFile, { school, at }: Moment): Instant | null {
  const from = file.goesOutAt ?? file.begunAt;
  const passed = Date.parse(at) - Date.parse(from);
  const first = firstLooks.find((after) => passed < after);
  if (first !== undefined) return later(from, first);
  if (passed < OFTEN_FOR) return later(at, OFTEN_EVERY);
  if (passed < HOURLY_FOR) return nextWorkingTime(school, later(at, HOUR));
  const morning = nextMorning(file, false, { school, at });
  // Once those who have not were gone through: only then is it known whether anything was missed.
  return morning === null ? null : later(morning, OFTEN_EVERY);
}

/** The next school morning on which a campaign is seen to; null once its record has no room for it. */
export function nextMorning(file: CampaignFile, isComplete: boolean, { school, at }: Moment): Instant | null {
  const pace = paces.find(({ below }) => file.spent < below)?.days;
  if (pace === undefined) return null;
  const isLate = Date.parse(at) - Date.parse(file.askedAt) > DAILY_FOR;
  const days = Math.max(pace, isComplete || isLate ? 7 : 1);
  const usual = nextSchoolMorning(school, later(at, (days - 1) * DAY));
  return earliest([usual, ...datedMornings(file, school).filter((morning) => morning > at)]) ?? usual;
}

/** The mornings that are never passed over: the last school day before the date, and the first after each of the dates. */
function datedMornings({ dueBy, lastDue = dueBy }: CampaignFile, school: School): readonly Instant[] {
  const { from, until } = school.calendar.hours;
  return [
    instantOf(school, schoolDayBefore(school, dueBy), from),
    nextSchoolMorning(school, instantOf(school, dueBy, until)),
    nextSchoolMorning(school, instantOf(school, lastDue, until)),
  ];
}

/** The next morning of a campaign as it will be then, where it is earlier than the one that was planned. */
export function soonerMorning(file: CampaignFile, moment: Moment): { readonly morning?: Instant } {
  const morning = nextMorning(file, false, moment);
  return morning !== null && (file.morning === null || morning < file.morning) ? { morning } : {};
}

/** So much of a record the clock may fill; the rest is for what people do, and for closing. */
const MOST_FILLED = 1_150_000;
/** As many acknowledgements as one page has, and about how many bytes of the record that takes. */
const WALK_PAGE = 500;
const WALK_PAGE_BYTES = 1_200;

/** Whether those who have not can be gone through once more. */
export function hasRoomToWalk({ spent, figures }: Pick<CampaignFile, 'spent' | 'figures'>): boolean {
  const pages = 1 + Math.floor(figures === null ? 0 : open(figures) / WALK_PAGE);
  return spent + pages * WALK_PAGE_BYTES < MOST_FILLED;
}

/** About how many bytes of a record an event takes: sealed, chained, and remembered with its command. */
export function bytesOf(event: object): number {
  return Math.round(JSON.stringify(event).length * 1.4) + 320;
}

/** Tells how many days have passed since a moment, without those of holidays; none of one that is to come. */
export function daysSince(school: School, now: Instant): (then: Instant) => number {
  const today = localDateTime(school, now).date;
  const known = new Map<string, number>();
  return (then) => {
    const day = localDateTime(school, then).date;
    const days = known.get(day) ?? daysWithoutHolidays(school, day, today);
    known.set(day, days);
    return days;
  };
}

/** Whether that day is past. */
export function isPast(date: string, { school, at }: Moment): boolean {
  return localDateTime(school, at).date > date;
}

/** For how long channels are not read again after they were, however many people come. */
export const CHANNELS_REST = 30 * MINUTE;
/** How often those who have not are reminded by hand at the most. */
export const REMIND_REST = DAY;
