import type { DecisionContext } from '../../domain/decider.ts';
import { type Instant, later, SECOND } from '../../domain/instant.ts';
import { type Dated, isOverdue, lastDue } from './dates.ts';
import type { CampaignEvent, Figures } from './events.ts';
import { isReached, notReached, open } from './figures.ts';
import { isPast } from './pace.ts';
import type { Campaign, CampaignFile, LiveCampaign, Walk } from './state.ts';

type Moment = Pick<DecisionContext, 'school' | 'at'>;

// How many have not signed an agreement by the date that they were given: IT hears of it, once it is past (R163).

/** How many IT is told now; null where that is nothing new. */
export function unsignedNow({ file }: LiveCampaign, figures: Figures, context: DecisionContext): number | null {
  if (!file.wording.isSigned || !isPast(file.dueBy, context)) return null;
  // Where some have a later date of their own, they are counted as those who have not are gone through each morning.
  const isPastForAll = isPast(lastDue(file), context);
  const count = isPastForAll ? open(figures) : Math.min(file.overdue?.counted ?? 0, open(figures));
  return count === (file.unsigned ?? 0) ? null : count;
}

/** How many of those whom IT hears of were never reached. */
export function unsignedUnreached({ file }: Pick<Campaign, 'file'>, moment: Moment): number {
  const { figures, overdue, unsigned } = file;
  const isPastForAll = isPast(lastDue(file), moment);
  const count = isPastForAll ? (figures === null ? 0 : notReached(figures)) : (overdue?.unreached ?? 0);
  return Math.min(count, unsigned ?? 0);
}

/** How many of a page have not signed by their date; nothing where nobody has to know. */
export function overdueOn(
  { kind }: Walk,
  file: CampaignFile,
  askings: readonly (Dated & { readonly status: string })[],
  context: DecisionContext,
): { readonly overdue?: number; readonly overdueUnreached?: number } {
  const isCounted = kind === 'morning' && file.wording.isSigned && lastDue(file) > file.dueBy;
  if (!isCounted || !isPast(file.dueBy, context)) return {};
  const late = askings.filter((asking) => isOverdue(asking, file, context));
  return { overdue: late.length, overdueUnreached: late.filter((asking) => !isReached(asking)).length };
}

/** What a page adds to that number. Once the last is counted the figures are looked at soon, where it is another one. */
export function overdueAfter(
  file: CampaignFile,
  walk: Walk | undefined,
  event: Extract<CampaignEvent, { type: 'WalkPageGone' }>,
  at: Instant,
): Partial<CampaignFile> {
  if (event.overdue === undefined || walk === undefined) return {};
  const { counting = 0, counted = 0, countingUnreached = 0, unreached = 0 } = file.overdue ?? {};
  const isFirst = walk.after === '';
  const sum = (isFirst ? 0 : counting) + event.overdue;
  const missed = (isFirst ? 0 : countingUnreached) + (event.overdueUnreached ?? 0);
  if (event.after !== null) return { overdue: { counting: sum, counted, countingUnreached: missed, unreached } };
  const soon = later(at, SECOND);
  const isNew = sum !== (file.unsigned ?? 0) && (file.progress === null || file.progress > soon);
  return { overdue: { counting: 0, counted: sum, unreached: missed }, ...(isNew ? { progress: soon } : {}) };
}

/**
 * After a new date nobody is late any more, until it is past. What IT was told stays known here: by it their card is
 * changed with the same step (`revised`), and taken back once the campaign is over.
 */
export function unsignedAfter(file: CampaignFile, dueBy: string): Partial<CampaignFile> {
  return file.unsigned === null || dueBy <= file.dueBy ? {} : { unsigned: 0 };
}
