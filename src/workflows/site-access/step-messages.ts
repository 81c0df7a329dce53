import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { watchersOf } from './access.ts';
import { accessMessage } from './access-card.ts';
import type { CardContext } from './buttons.ts';
import { isJob, jobMessages, overdueMessage } from './job-card.ts';
import { calledInChannel, lineSlot, requestMessages, threadLine } from './request-card.ts';
import { receiptMessage } from './requester-cards.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { supervisorMessages } from './supervisor-card.ts';

/** What a step says besides what every card shows of it. */
export interface StepWords {
  /** The line of the thread; none where the step needs none. */
  readonly line?: string;
  /** True where there is something new to decide, so that the cards of those who may stand anew. */
  readonly isNew?: boolean;
  /** True when whoever asked has to notice that their access has changed. */
  readonly tellsRequester?: boolean;
  /** What stands from now on where people were asked again. */
  readonly settled?: string;
  readonly more?: readonly Message[];
}

/** Every card that a step changes, and the line in the thread. Each slot once. */
export function stepMessages(
  before: SiteRequest,
  now: SiteRequest,
  { line, isNew = false, tellsRequester = false, settled, more = [] }: StepWords,
  of: CardContext,
): readonly Message[] {
  const access = hasAccessChanged(before, now) ? accessMessage(now, of) : undefined;
  return [
    ...requestMessages(now, of, isNew),
    ...(line === undefined
      ? []
      : [threadLine(lineSlot(now, 'step', of.at), line, isNew ? calledInChannel(now, of) : [])]),
    ...jobsAfter(before, now, of),
    ...(access === undefined ? [] : [tellsRequester ? { ...access, fresh: true } : access]),
    ...(before.status !== 'open' && now.status === 'open' ? supervisorMessages(now, of) : []),
    ...(hasReceiptChanged(before, now) ? [receiptMessage(now, of)] : []),
    ...(now.status === 'blocked' ? overdueAfter(now, of) : []),
    ...(settled === undefined ? [] : settledChases(before, now, `${of.reference}: ${settled}`)),
    ...more,
  ];
}

/**
 * IT's cards, where the job has changed, anew where there is something to do, or to know; and as long as it waits,
 * whatever is said, for whoever may be IT by then.
 */
function jobsAfter(before: SiteRequest, now: SiteRequest, of: CardContext): readonly Message[] {
  if (!isJob(now)) return [];
  const isLonger = isJob(before) && before.until !== now.until;
  if (before.status === now.status && !isLonger)
    return now.status === 'approved' || now.status === 'ended' ? jobMessages(now, of) : [];
  return jobMessages(now, of, { fresh: isLonger || now.status === 'ended' });
}

function hasAccessChanged(before: SiteRequest, now: SiteRequest): boolean {
  if (before.status !== now.status) return true;
  return (
    before.status === 'open' &&
    now.status === 'open' &&
    (before.until !== now.until || (before.extension === null) !== (now.extension === null))
  );
}

function hasReceiptChanged(before: SiteRequest, now: SiteRequest): boolean {
  const isAgreed = before.file.approvals.length !== now.file.approvals.length;
  const isLonger = isJob(before) && isJob(now) && before.until !== now.until;
  return before.status !== now.status || isAgreed || isLonger;
}

/** Whom it was shown to in red sees that it is blocked; who has given the role up since, only that it is settled. */
function overdueAfter(now: SiteAt<'blocked'>, of: CardContext): readonly Message[] {
  const watchers = watchersOf(of.school);
  return now.shownTo.map((person) =>
    watchers.includes(person)
      ? overdueMessage(now, person, of)
      : settledNotice(person, `overdue:${person}`, `${of.reference}: this is settled.`),
  );
}

/** Where people were asked again in their own chats, it says now that nothing is left to do. */
function settledChases(before: SiteRequest, now: SiteRequest, text: string): readonly Message[] {
  return before.file.chased
    .filter((person) => !now.file.chased.includes(person))
    .map((person) => settledNotice(person, `chase:${person}`, text));
}

/** Takes the place of what stands there, also for somebody who has given their part up; posts nothing. */
function settledNotice(person: PersonId, slot: string, text: string): Message {
  const data = { title: '', lines: [text], buttons: [] };
  return { slot, to: { kind: 'person', person }, card: 'notice', data, preview: text, onlyEdits: true };
}
