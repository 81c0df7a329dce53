const DAY_MS = 86_400_000;

/** The day of the calendar that comes so many days later, as `2026-11-23`; earlier for a negative number. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days of the calendar the second day comes after the first. */
export function daysBetween(first: string, second: string): number {
  return (Date.parse(`${second}T00:00:00.000Z`) - Date.parse(`${first}T00:00:00.000Z`)) / DAY_MS;
}
