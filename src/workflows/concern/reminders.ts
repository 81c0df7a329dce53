import { dayAfter } from '../../domain/calendar-day.ts';
import { HOUR, type Instant, later, MINUTE } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { instantOf, type LocalDate, localDateTime, nextSchoolTime, nextWorkingTime } from '../../domain/school-time.ts';
import type { Urgency } from './rules/urgency.ts';

/** When the handlers of a concern that nobody acknowledges are reminded, earliest first. */
export function firstReminders(urgency: Urgency, at: Instant, school: School): readonly Instant[] {
  const reminders: Instant[] = [];
  let before = 0;
  for (const minutes of school.reminders[urgency].toSorted((one, other) => one - other)) {
    // As long after the one before as the school says: what waits for school to open does not come all at once then.
    reminders.push(reminderAfter(minutes - before, urgency, reminders.at(-1) ?? at, school));
    before = minutes;
  }
  return reminders;
}

/**
 * The reminders that are still to come once one was given. After the last of the school's list it repeats at the last
 * one's distance, so that a concern that nobody acknowledges is never left in silence.
 */
export function nextReminders(
  file: { readonly remindAt: readonly Instant[]; readonly urgency: Urgency },
  { school, at }: { readonly school: School; readonly at: Instant },
): readonly Instant[] {
  const left = file.remindAt.filter((instant) => instant > at);
  if (left.length > 0) return left;
  const last = Math.max(...school.reminders[file.urgency]);
  return [reminderAfter(last, file.urgency, at, school)];
}

/** When to come back to something on a day: as school opens, or in an hour where that has passed. */
export function comeBackOn(day: LocalDate, { school, at }: { readonly school: School; readonly at: Instant }): Instant {
  const opens = instantOf(school, day, school.calendar.hours.from);
  return opens > at ? opens : later(at, HOUR);
}

/** When to come back to what was not done, a week on: as school opens, after the holidays where the week ends in them. */
export function inASchoolWeek({ school, at }: { readonly school: School; readonly at: Instant }): Instant {
  const day = dayAfter(localDateTime(school, at).date, 7);
  return nextWorkingTime(school, instantOf(school, day, school.calendar.hours.from));
}

/** All but immediate danger waits for the school to be open; nobody is woken for it. */
function reminderAfter(minutes: number, urgency: Urgency, at: Instant, school: School): Instant {
  const due = later(at, minutes * MINUTE);
  return urgency === 'immediate' ? due : nextSchoolTime(school, due);
}
