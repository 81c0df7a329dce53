const DAY_MS = 86_400_000;
const SECONDS = /^\d+(\.\d+)?$/;
/** The one form of a date that is still to be sent (RFC 9110, section 5.6.7). */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Between two values of a header that was sent more than once; a comma behind the day of the week is none. */
const BETWEEN = /(?<!\b[A-Z][a-z]{2}),/;

/**
 * How long a chat asks to wait, in milliseconds; a day at the most, undefined when nobody can tell. `Retry-After` gives
 * it in seconds or as a date, which counts from the answer's own `Date`; `nowMs` is for an answer that has none. Of
 * several, the longest counts.
 */
export function retryAfterMs(retryAfter: unknown, date: unknown, nowMs: () => number): number | undefined {
  const asked = typeof retryAfter === 'string' ? retryAfter.split(BETWEEN).map((one) => one.trim()) : [];
  const from = typeof date === 'string' && DATE.test(date) ? Date.parse(date) : nowMs();
  const waits = asked.map((one) => {
    if (SECONDS.test(one)) return Math.ceil(Number(one) * 1_000);
    return DATE.test(one) ? Date.parse(one) - from : 0;
  });
  const milliseconds = Math.max(...waits.filter((wait) => wait > 0));
  return milliseconds > 0 ? Math.min(milliseconds, DAY_MS) : undefined;
}
