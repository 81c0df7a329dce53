import type { Relay } from '../../domain/decider.ts';
import type { Actor } from '../../domain/people.ts';
import type { Site } from '../../domain/site-address.ts';
import { siteToBlock } from '../../domain/site-to-block.ts';
import type { CardContext } from './card-context.ts';
import type { CommandData } from './command-data.ts';
import { isToItJob, itRelay } from './conduct/it-relay.ts';
import type { ConcernEvent } from './events.ts';
import type { Concern } from './state.ts';

// A concern and the blocking of a site that stands in it know each other by the concern's reference and a number. What
// was asked and answered stands in the concern as an action, and in no other way: version 0.1.0 reads and keeps that.

/** How the slots begin of what goes to the record of a site. */
const TO_SITE_BLOCK = 'relay:block:';
/** How the action begins. Records are read by it, so that it never changes; the address follows. */
const ASKED = 'Asked IT to block ';

type Outcome = CommandData<'concern/site-blocked'>['outcome'];
type Recorded = Extract<ConcernEvent, { type: 'ActionRecorded' }>;

/** A site that IT was asked to block, with who asked. */
export interface AskedSite {
  /** Counted in each concern, from 1. */
  readonly number: number;
  readonly by: Actor;
  readonly site: Site;
}

/** That IT was asked. It has no reason, which an action that a person records always has: so nobody can write one. */
export function askedEvent({ host, path }: Site): Recorded {
  return { type: 'ActionRecorded', action: `${ASKED}${host}${path}`, reason: '' };
}

/** The site that IT was asked to block, where an event says that it was. */
export function siteAsked({ action, reason }: Recorded): Site | undefined {
  if (reason !== '' || !action.startsWith(ASKED)) return undefined;
  const address = action.slice(ASKED.length);
  return siteToBlock(address) ?? asItStands(address);
}

/** Of an address that this version would not take any more. */
function asItStands(address: string): Site {
  const [host = ''] = address.split('/');
  return { host, path: address.slice(host.length), domain: host, otherForm: '', marks: [] };
}

/** The sites that IT was asked to block, in order. */
export function sitesAsked({ file }: Concern): readonly AskedSite[] {
  return file.steps
    .flatMap(({ event, by }) => {
      const site = event.type === 'ActionRecorded' ? siteAsked(event) : undefined;
      return site === undefined ? [] : [{ by, site }];
    })
    .map((asked, index) => ({ ...asked, number: index + 1 }));
}

/** What became of it, and in which record. */
export function answeredEvent({ site }: AskedSite, { outcome, record }: CommandData<'concern/site-blocked'>): Recorded {
  const address = `${site.host}${site.path}`;
  return { type: 'ActionRecorded', action: saidAnswer(outcome, address), reason: `IT was asked in ${record}.` };
}

/**
 * Asks for a site to be blocked: its address, and who may not know of it, and nothing else of the concern. Given again,
 * it is only kept from more people.
 */
export function blockRelay(
  concern: Concern,
  { number, site, by }: AskedSite,
  { reference }: Pick<CardContext, 'reference'>,
): Relay {
  return {
    slot: `${TO_SITE_BLOCK}${number}`,
    type: 'site-block/ask',
    key: `${reference}:${number}`,
    data: {
      site: { ...site },
      concern: reference,
      number,
      askedBy: by.kind === 'person' ? by.person : '',
      without: [...concern.file.subjects],
    },
  };
}

/** Keeps everything that IT was asked for from those who turned out to be whom the concern is about. */
export function keptFromSubjects(
  before: Concern,
  now: Concern,
  of: Pick<CardContext, 'reference' | 'school'>,
): readonly Relay[] {
  const isNews = now.file.subjects.some((person) => !before.file.subjects.includes(person));
  if (!isNews) return [];
  return [
    ...sitesAsked(now).map((asked) => blockRelay(now, asked, of)),
    ...now.file.conduct.it.map((job) => itRelay(now, job, of)),
  ];
}

/** Whether a slot is that of a command to a record of IT's: of a site, or of another job. */
export function isToIt(slot: string): boolean {
  return slot.startsWith(TO_SITE_BLOCK) || isToItJob(slot);
}

/** What became of a site: of "the site" in the thread, and of its address in the history. */
export function saidAnswer(outcome: Outcome, site: string): string {
  switch (outcome) {
    case 'blocked':
      return `IT has blocked ${site}`;
    case 'cannot':
      return `IT says it cannot block ${site}`;
    case 'lifted':
      return `The block of ${site} is off: it was not needed`;
    default:
      return outcome satisfies never;
  }
}
