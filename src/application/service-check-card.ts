import type { CardContent } from '../domain/decider.ts';
import { SECOND } from '../domain/instant.ts';
import type { Button, Json } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import { administratorsOf, type School } from '../domain/school.ts';
import { saidTime } from '../domain/school-time.ts';
import type { Finding, FindingLevel } from './doctor/finding.ts';
import { Fault } from './faults.ts';
import type { Clock } from './ports.ts';
import { waitAtMost } from './wait-at-most.ts';
import { notice } from './words.ts';

/** What a button sends that asks how the service stands. It belongs to no record. */
export const SERVICE_CHECK = 'service/check';

export interface ServiceCheckCardParts {
  readonly checkService: (school: School) => Promise<readonly Finding[]>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Each look has a shorter time of its own; Teams waits five seconds for what a button shows. */
const WITHIN_MS = 3 * SECOND;

/** What has to be seen first, under which words. What is well is only counted. */
const parts: readonly { readonly level: FindingLevel; readonly title: string; readonly short: string }[] = [
  { level: 'wrong', title: 'To put right', short: 'to put right' },
  { level: 'look', title: 'To look at', short: 'to look at' },
  { level: 'unknown', title: 'Nobody could say', short: 'unknown' },
];

/** What stands before all else of its part: somebody may be waiting for help. */
const FIRST = 'urgent';

/** How many findings a page shows, and of how much text: Teams takes 28 KB of a message in all. */
const FINDINGS = 10;
const TEXT_BYTES = 8 * 1_024;
/** The most characters of a sentence. What is left out, the command line shows whole. */
const SENTENCE = 600;

/** Whether somebody looks after the service, and so may see how it stands. */
export function mayCheckService(school: School, person: PersonId): boolean {
  return administratorsOf(school).includes(person);
}

/** The button that opens the card, for those who may see it. */
export function serviceCheckButton(): Button {
  const press = { do: SERVICE_CHECK };
  return { label: 'Check the service', primary: false, opens: true, chatOnly: false, press };
}

/** Gives a page of how the service stands, what is wrong first. Reads no record's content and shows no reference. */
export function createServiceCheckCard({ checkService, clock }: ServiceCheckCardParts) {
  return async (school: School, page: number): Promise<CardContent> => {
    const findings = await found(checkService(school));
    const at = saidTime(school, clock.now(), clock.now());
    return findings === undefined ? tookTooLong() : drawServiceCheck(findings, page, at);
  };
}

async function found(look: Promise<readonly Finding[]>): Promise<readonly Finding[] | undefined> {
  const tooLate = () => new TooLate('the service was not looked at in time', { code: 'check-slow', whatToDo: '' });
  try {
    return await waitAtMost(WITHIN_MS, look, tooLate);
  } catch (error) {
    if (error instanceof TooLate) return undefined;
    throw error;
  }
}

class TooLate extends Fault {}

function tookTooLong(): CardContent {
  const words = 'That took too long, so nothing is known. Check again in a minute, or run "npx safeguarding doctor".';
  return notice('', [words], [again('Check again', 1)]);
}

/** A page of what was found, or the last where there are not so many; `at` says when it was looked at. */
export function drawServiceCheck(findings: readonly Finding[], asked: number, at: string): CardContent {
  const inOrder = [...findings.filter(isFirst), ...findings.filter((one) => !isFirst(one))];
  const ranked = parts.flatMap(({ level }) => inOrder.filter((one) => one.level === level)).map(asRow);
  const pages = inPages(ranked);
  const page = Math.min(asked, pages.length);
  const rows = pages[page - 1] ?? [];
  const later = pages.slice(page).flat().length;
  const well = findings.length - ranked.length;
  const more = later > 0 ? [again(`${later} more`, page + 1)] : [];
  const data = {
    title: `The service · ${state(findings)}`,
    sections: sectionsOf(rows),
    buttons: [{ ...again('Check again', 1), primary: true }, ...more],
    help: findings.length === 0 ? `Nothing was looked at, ${at}.` : `${countedWell(well)} well. Looked at ${at}.`,
  };
  return { card: 'list', preview: 'The service', data };
}

function isFirst({ check }: Finding): boolean {
  return check === FIRST;
}

function countedWell(well: number): string {
  return well === 1 ? '1 thing is' : `${well} things are`;
}

function state(findings: readonly Finding[]): string {
  // Where nothing was looked at, nothing is known to be well.
  if (findings.length === 0) return 'unknown';
  const counts = parts.flatMap(({ level, short }) => {
    const count = findings.filter((one) => one.level === level).length;
    return count === 0 ? [] : [`${count} ${short}`];
  });
  return counts.length === 0 ? 'all is well' : counts.join(' · ');
}

interface FindingRow {
  readonly level: FindingLevel;
  readonly title: string;
  readonly detail: string;
}

function asRow({ level, what, whatToDo = '' }: Finding): FindingRow {
  return { level, title: shortened(what), detail: shortened(whatToDo) };
}

function shortened(text: string): string {
  // Half a character at the end is none.
  return text.length <= SENTENCE ? text : `${text.slice(0, SENTENCE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function sectionsOf(rows: readonly FindingRow[]): readonly Json[] {
  return parts.flatMap(({ level, title }) => {
    const shown = rows.filter((row) => row.level === level);
    const drawn = shown.map((row) => ({ title: row.title, detail: row.detail, buttons: [] }));
    return drawn.length === 0 ? [] : [{ title, empty: '', rows: drawn, buttons: [] }];
  });
}

function inPages(rows: readonly FindingRow[]): readonly (readonly FindingRow[])[] {
  const pages: FindingRow[][] = [[]];
  let filled = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify([row.title, row.detail]));
    const page = pages.at(-1) ?? [];
    const isFull = page.length === FINDINGS || (page.length > 0 && filled + size > TEXT_BYTES);
    if (isFull) pages.push([row]);
    else page.push(row);
    filled = isFull ? size : filled + size;
  }
  return pages;
}

/** Looks anew: what was found before is kept nowhere. */
function again(label: string, page: number): Button {
  const press = page === 1 ? { do: SERVICE_CHECK } : { do: SERVICE_CHECK, with: { page: String(page) } };
  return { label, primary: false, opens: false, chatOnly: false, press };
}
