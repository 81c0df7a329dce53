import { DateTime } from 'luxon';

// What people type, as the school file has it: days and spans of days, ids that stand in a link, names as ids.

/** A day as the school file has it, from `23/11/2026`, `today` or itself; what is no day stays as it is. */
export function dayOf(typed: string, today: string): string {
  if (typed.toLowerCase() === 'today') return today;
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(typed) ?? [];
  return year === '' ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The two ends of `2026-09-02 to 2026-12-18`. */
export function spanOf(text: string): { readonly from: string; readonly until: string } {
  const [from = '', until = ''] = text.split(/\s+to\s+/).map((end) => end.trim());
  return { from, until };
}

/** The days of a span on which a school could be open, Monday to Friday; or the one day. */
export function daysOf(text: string): readonly string[] {
  if (!/\sto\s/.test(text)) return [text];
  const { from, until } = spanOf(text);
  const days: string[] = [];
  for (
    let day = DateTime.fromISO(from, { zone: 'utc' });
    day.isValid && day.toISODate() <= until;
    day = day.plus({ days: 1 })
  )
    if (day.weekday <= 5) days.push(day.toISODate());
  return days;
}

/** The id of a channel of Teams, from the link that Teams gives or from itself. */
export function teamsChannelOf(typed: string): string {
  const [, inLink = typed] = /\/channel\/([^/?#]+)/.exec(typed) ?? [];
  try {
    return decodeURIComponent(inLink);
  } catch {
    return typed;
  }
}

/** The id of a channel of Slack, from its link or from itself. */
export function slackChannelOf(typed: string): string {
  return /\/(?:archives|client\/T[A-Z0-9]+)\/([CG][A-Z0-9]+)/.exec(typed)?.[1] ?? typed;
}

/** The id of a workspace, from the address of Slack in a browser or from itself. */
export function slackWorkspaceOf(typed: string): string {
  return /\/client\/(T[A-Z0-9]+)/.exec(typed)?.[1] ?? typed;
}

/** A name in small letters, digits and dashes; empty where it has none. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\p{M}'’]/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}
