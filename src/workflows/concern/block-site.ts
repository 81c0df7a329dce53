import type { Relay } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import type { CardContext } from './buttons.ts';
import type { StepEvent } from './events.ts';
import type { Concern, Step } from './state.ts';

// A concern and the blocking of a site that stands in it know each other by the concern's reference and a number.

/** How the slots begin of what goes to the record of a site. */
const TO_SITE_BLOCK = 'relay:block:';

type Asked = Extract<StepEvent, { type: 'SiteBlockAsked' }>;

/** A step in which IT was asked to block a site. */
interface AskedStep extends Step {
  readonly event: Asked;
}

/** The sites that IT was asked to block, in order. */
export function blocksAsked({ file }: Concern): readonly AskedStep[] {
  return file.steps.filter((step): step is AskedStep => step.event.type === 'SiteBlockAsked');
}

/** The site of that number, with who asked. */
export function blockAsked(concern: Concern, number: number): AskedStep | undefined {
  return blocksAsked(concern).find(({ event }) => event.number === number);
}

/**
 * Asks for a site to be blocked: its address, and who may not know of it, and nothing else of the concern. Given again,
 * it is only kept from more people.
 */
export function blockRelay(
  concern: Concern,
  { event, by }: AskedStep,
  { reference }: Pick<CardContext, 'reference'>,
): Relay {
  const askedBy: PersonId = by.kind === 'person' ? by.person : '';
  return {
    slot: `${TO_SITE_BLOCK}${event.number}`,
    type: 'site-block/ask',
    key: `${reference}:${event.number}`,
    data: {
      site: { ...event.site },
      concern: reference,
      number: event.number,
      askedBy,
      without: [...concern.file.subjects],
    },
  };
}

/** Keeps every site that was asked for from those who turned out to be whom the concern is about. */
export function keptFromSubjects(before: Concern, now: Concern, of: Pick<CardContext, 'reference'>): readonly Relay[] {
  const isNews = now.file.subjects.some((person) => !before.file.subjects.includes(person));
  if (!isNews) return [];
  return blocksAsked(now).map((asked) => blockRelay(now, asked, of));
}

/** Whether a slot is that of a command to the record of a site. */
export function isToSiteBlock(slot: string): boolean {
  return slot.startsWith(TO_SITE_BLOCK);
}

/** What became of it, as the thread and the history say it. */
export function saidBlockOutcome(outcome: Extract<StepEvent, { type: 'SiteBlockAnswered' }>['outcome']): string {
  switch (outcome) {
    case 'blocked':
      return 'IT has blocked the site';
    case 'cannot':
      return 'IT says it cannot block the site';
    case 'lifted':
      return 'the site need not be blocked, and the block is off';
    default:
      return outcome satisfies never;
  }
}
