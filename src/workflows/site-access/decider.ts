import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { standingsOf } from './access.ts';
import { approved, asked, cutShort, declined, extensionApproved, extensionDeclined } from './approver-steps.ts';
import { begun, decidersReminded, endReached, lapsed, overdueShown, remindedOfEnd } from './clock-steps.ts';
import type { SiteCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import { deliveryNoted } from './delivery-steps.ts';
import type { SiteEvent } from './events.ts';
import { doneBefore, fileView, LAST_PAGE, putAway, viewSlot } from './file-card.ts';
import { remindedToBlock, remindedToOpen } from './job-reminders.ts';
import { blockedAgain, notBlocked, notOpened, opened } from './job-steps.ts';
import { lookedAgain } from './new-holders.ts';
import { refusalFor } from './offers.ts';
import { refuse } from './refuse.ts';
import { receipt } from './requester-cards.ts';
import {
  answered,
  extensionAsked,
  givenBack,
  questionReply,
  questionShown,
  requested,
  withdrawn,
} from './requester-steps.ts';
import { shownAgain } from './show-again.ts';
import type { SiteAt, SiteRequest, SiteState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesSite(state: SiteState, type: string, context: DecisionContext): Refusal<SiteEvent> | undefined {
  const command = type as SiteCommand;
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, command, person, context.school);
  return code === undefined ? undefined : refuse({ state, command }, code, context);
}

/** Decides every command of a request. Pure: the same state, command and context always give the same outcome. */
export function decideSite(state: SiteState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesSite(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as SiteCommand;
  if (command === 'site-access/request') return requested(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse({ state, command }, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  request: SiteRequest,
  command: Exclude<SiteCommand, 'site-access/request'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  /** Goes on where the request stands so; it does, for `refusesSite` has looked, but that is not for a type to say. */
  const at = <Status extends SiteRequest['status']>(
    statuses: readonly Status[],
    go: (standing: SiteAt<Status>) => Outcome,
  ): Outcome => {
    const isThere = (one: SiteRequest): one is SiteAt<Status> => statuses.some((status) => status === one.status);
    return isThere(request) ? go(request) : refuse({ state: request, command }, 'not-now', context);
  };
  switch (command) {
    case 'site-access/open':
      return fileOpened(request, dataOf(command, ask).page, context);
    case 'site-access/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(personIn(context)), ...putAway(context) } });
    case 'site-access/approve':
      return at(['asked'], (standing) => approved(standing, dataOf(command, ask), context));
    case 'site-access/ask':
      return asked(request, dataOf(command, ask), context);
    case 'site-access/answer':
      return answered(request, dataOf(command, ask), context);
    case 'site-access/question':
      return questionShown(request, dataOf(command, ask), context);
    case 'site-access/decline':
      return declined(request, dataOf(command, ask), context);
    case 'site-access/withdraw':
      return withdrawn(request, context);
    case 'site-access/end':
      return at(['approved', 'open'], (standing) => givenBack(standing, context));
    case 'site-access/end-now':
      return at(['approved', 'open'], (standing) => cutShort(standing, dataOf(command, ask), context));
    case 'site-access/extend':
      return at(['open'], (standing) => extensionAsked(standing, dataOf(command, ask), context));
    case 'site-access/approve-extension':
      return at(['open'], (standing) => extensionApproved(standing, dataOf(command, ask), context));
    case 'site-access/decline-extension':
      return at(['open'], (standing) => extensionDeclined(standing, dataOf(command, ask), context));
    case 'site-access/opened':
      return at(['approved'], (standing) => opened(standing, context));
    case 'site-access/cannot-open':
      return notOpened(request, dataOf(command, ask), context);
    case 'site-access/blocked-again':
      return blockedAgain(request, context);
    case 'site-access/cannot-block':
      return notBlocked(request, dataOf(command, ask), context);
    case 'site-access/remind-approvers':
      return decidersReminded(request, context);
    case 'site-access/lapse':
      return lapsed(request, context);
    case 'site-access/begin':
      return at(['asked', 'approved'], (standing) => begun(standing, context));
    case 'site-access/remind-to-open':
      return at(['approved'], (standing) => remindedToOpen(standing, context));
    case 'site-access/remind-of-end':
      return at(['open'], (standing) => remindedOfEnd(standing, context));
    case 'site-access/reach-end':
      return at(['approved', 'open'], (standing) => endReached(standing, context));
    case 'site-access/remind-to-block':
      return at(['ended'], (standing) => remindedToBlock(standing, context));
    case 'site-access/morning':
      return at(['ended'], (standing) => overdueShown(standing, context));
    case 'site-access/look-again':
      return lookedAgain(request, context);
    case 'site-access/show-again':
      return shownAgain(request, dataOf(command, ask), context);
    case 'site-access/delivery-note':
      return deliveryNoted(request, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** Every opening is an event, and every page that is turned (R127). */
function fileOpened(request: SiteRequest, page: number, context: DecisionContext): Outcome {
  const person = personIn(context);
  const reply = fileView(request, person, page, context);
  const [as] = standingsOf(request, person, context.school);
  if (reply === undefined || as === undefined)
    return refuse({ state: request, command: 'site-access/open' }, 'not-yours', context);
  return decision({ events: [{ type: 'SiteFileOpened', page, as }], messages: [], reply });
}

/**
 * What somebody sees whose command was carried out already: the receipt, their answer, or what they have seen of the
 * request. Where others have added to it since, they open it again, which goes on the record.
 */
export function againSite(state: SiteState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const { person } = by;
  if (standingsOf(state, person, school).length === 0) return undefined;
  const isRequester = state.file.requestedBy === person;
  if (isRequester && ask.type === 'site-access/request') return receipt(state, context);
  if (isRequester && ask.type === 'site-access/answer')
    return questionReply(state, dataOf('site-access/answer', ask).number, context);
  if (ask.type === 'site-access/open') return fileView(state, person, dataOf('site-access/open', ask).page, context);
  const latest = state.file.steps.at(-1);
  const isOwn = latest?.by.kind === 'person' && latest.by.person === person;
  return isOwn ? fileView(state, person, LAST_PAGE, context) : { slot: viewSlot(person), ...doneBefore(context) };
}
