import type { LocalDate } from './school-time.ts';

const DAY_MS = 86_400_000;

/** The day of the calendar that comes so many days later; earlier for a negative number. */
export function dayAfter(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
