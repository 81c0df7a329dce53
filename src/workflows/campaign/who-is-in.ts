import { type Audience, channelsIn, peopleIn } from '../../domain/audience.ts';
import { digestOf } from '../../domain/digest.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import type { CampaignFile, Pass } from './state.ts';

// Who is asked, by the school file and by the chat. A campaign keeps no list of people: what it keeps of the school file
// is a digest of each of its parts, so that it sees in which part somebody came or went, and of the channels it keeps
// the marks of those who are in them.

/** Into how many parts the people of the school file fall, by their address. */
const PARTS = 64;
/** One part more, of which channels there are. */
const CHANNELS_PART = PARTS;
const DIGEST_LENGTH = 6;
/** How long the mark of a person is: 48 bits, so that no two of a school have the same. */
const MARK_LENGTH = 8;

/** The people of an audience, by the school file. */
export interface Asked {
  readonly people: readonly PersonId[];
  has(person: PersonId): boolean;
  /** A digest of each part, one after the other. */
  readonly parts: string;
}

/** A trust has tens of thousands of people, and each page needs them: each audience is worked out once for a school. */
const workedOut = new WeakMap<School, Map<string, Asked>>();
const MOST_KEPT = 64;

/** Who is asked by the school file. */
export function askedBy(audience: Audience, school: School): Asked {
  const known = workedOut.get(school) ?? new Map<string, Asked>();
  workedOut.set(school, known);
  const key = JSON.stringify(audience);
  const asked = known.get(key) ?? workOut(audience, school);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, asked);
  return asked;
}

function workOut(audience: Audience, school: School): Asked {
  const people = peopleIn(audience, school);
  const all = new Set(people);
  const parts: PersonId[][] = Array.from({ length: PARTS }, () => []);
  for (const person of people) parts[partOf(person)]?.push(person);
  const digests = [...parts, channelsIn(audience, school)].map((part) => shortDigest(part));
  return { people, has: (person) => all.has(person), parts: digests.join('') };
}

/** The parts that are not as they were. */
export function changedParts(before: string, now: string): number[] {
  const digest = (parts: string, part: number) => parts.slice(part * DIGEST_LENGTH, (part + 1) * DIGEST_LENGTH);
  return Array.from({ length: PARTS + 1 }, (_, part) => part).filter(
    (part) => digest(before, part) !== digest(now, part),
  );
}

/** The same with these parts unknown: at the next look they are not as they were. */
export function withoutParts(parts: string, unknown: readonly number[]): string {
  return Array.from({ length: PARTS + 1 }, (_, part) =>
    unknown.includes(part) ? ' '.repeat(DIGEST_LENGTH) : parts.slice(part * DIGEST_LENGTH, (part + 1) * DIGEST_LENGTH),
  ).join('');
}

/** Every part. */
export const everyPart: readonly number[] = Array.from({ length: PARTS + 1 }, (_, part) => part);

/** Whether these are parts in which there may be people of the school file. */
export function haveChangedPeople(parts: readonly number[]): boolean {
  return parts.some((part) => part !== CHANNELS_PART);
}

/** A page holds this many; of a very large audience more, so that its record stays small. Each relay has at most 100. */
const PAGE = 100;
const LARGE_PAGE = 500;
const LARGE = 5_000;

/** The next people of a pass, in the order of their addresses, and whether they are the last. */
export function nextPeople(
  { people }: Asked,
  { after, changed }: Pass,
): { page: readonly PersonId[]; isLast: boolean } {
  const most = people.length > LARGE ? LARGE_PAGE : PAGE;
  const parts = new Set(changed);
  const page: PersonId[] = [];
  const first = people.findIndex((person) => person > after);
  for (let at = first; at >= 0 && at < people.length; at++) {
    const person = people[at];
    if (person === undefined || !parts.has(partOf(person))) continue;
    if (page.length === most) return { page, isLast: false };
    page.push(person);
  }
  return { page, isLast: true };
}

/** What stands for a person among those who are in a channel. */
export function markOf(person: PersonId): string {
  return digestOf(person).slice(0, MARK_LENGTH);
}

/** The marks of these people, one after the other, as they are kept. */
export function marksOf(people: readonly PersonId[]): string {
  return people.map(markOf).join('');
}

/** How many people marks stand for. */
export function countMarks(pages: readonly { readonly people: string }[]): number {
  return pages.reduce((sum, { people }) => sum + people.length / MARK_LENGTH, 0);
}

/** The marks of some pages, to be looked up. */
export function marksIn(pages: readonly { readonly people: string }[]): ReadonlySet<string> {
  const marks = new Set<string>();
  for (const { people } of pages)
    for (let at = 0; at < people.length; at += MARK_LENGTH) marks.add(people.slice(at, at + MARK_LENGTH));
  return marks;
}

/** Whether somebody is no longer asked. Who came by a channel is, as long as it is not known who is in it. */
export function leaverTest(file: CampaignFile, school: School): (person: PersonId) => boolean {
  const asked = askedBy(file.audience, school);
  const marks = marksIn(file.channelPages);
  const isChannelKnown = file.audience.channels.length === 0 || (file.areChannelsWhole && file.pass === null);
  return (person) => {
    if (findPerson(school, person) === undefined) return true;
    return !asked.has(person) && isChannelKnown && !marks.has(markOf(person));
  };
}

/** How many people are asked now, as far as it is known who is in the channels; undefined where it is not. */
export function countAsked(file: CampaignFile, school: School): number | undefined {
  const asked = askedBy(file.audience, school);
  if (file.audience.channels.length === 0) return asked.people.length;
  if (!file.areChannelsWhole) return undefined;
  const marks = marksIn(file.channelPages);
  const byChannel = school.people.filter(({ email }) => !asked.has(email) && marks.has(markOf(email)));
  return asked.people.length + byChannel.length;
}

function partOf(person: PersonId): number {
  let sum = 0;
  for (let at = 0; at < person.length; at++) sum = (sum * 31 + person.charCodeAt(at)) % 65_521;
  return sum % PARTS;
}

function shortDigest(of: readonly string[]): string {
  return digestOf(of).slice(0, DIGEST_LENGTH);
}
