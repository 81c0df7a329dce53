import { channelsIn } from '../../domain/audience.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { closedUntil, localDateTime } from '../../domain/school-time.ts';
import { after, nothing, type Outcome } from './decision-parts.ts';
import type { CampaignEvent, Figures } from './events.ts';
import { areSame, figuresIn, noFigures, open, recipients } from './figures.ts';
import { passAnew, passNow } from './hand-out-steps.ts';
import { hasRoomToWalk, nextMorning, nextProgress } from './pace.ts';
import { progressCards } from './progress-card.ts';
import { type CampaignState, isLive, type LiveCampaign } from './state.ts';
import { told, toldNobody } from './telling.ts';
import { unsignedNow } from './unsigned.ts';
import { countAsked } from './who-is-in.ts';

/** A school morning: who has not is gone through, and it is looked whether the audience is still the same. */
export function morningCame(state: CampaignState, context: DecisionContext): Outcome {
  if (!isLive(state) || state.file.morning === null || state.file.morning > context.at) return nothing;
  const { school, at } = context;
  const opens = closedUntil(context);
  // The service may have been away in the morning: nobody is reminded in the evening for that.
  if (opens !== undefined) return decision({ events: [{ type: 'MorningPutOff', until: opens }], messages: [] });
  const { file } = state;
  const day = localDateTime(school, at).date;
  const isComplete = state.status === 'complete';
  const isWalking = file.walks.some(({ kind }) => kind === 'morning');
  const event: CampaignEvent = {
    type: 'MorningCame',
    next: nextMorning(file, isComplete, context),
    walks: !isComplete && !isWalking && hasRoomToWalk(file),
    everybody: file.isRemindOwed,
    reminds: file.remindedOn !== day,
  };
  const now = after(state, [event], context);
  return decision({ events: [event, ...audienceAnew(now, context)], messages: [] });
}

function audienceAnew(state: CampaignState, context: DecisionContext): readonly CampaignEvent[] {
  if (!isLive(state) || state.file.pass !== null) return [];
  if (channelsIn(state.file.audience, context.school).length === 0) return passNow(state, context);
  return [passAnew(state.file, context)];
}

/** The figures are read; the cards that show them change where these did. */
export function progressSeen(state: CampaignState, context: DecisionContext): Outcome {
  if (!isLive(state) || state.file.progress === null || state.file.progress > context.at) return nothing;
  const { file } = state;
  const next = nextProgress(file, context);
  const read = figuresIn(context);
  const figures = read ?? file.figures ?? noFigures;
  const isComplete = read !== undefined && isEverybodyDone(state, read, context);
  const mends = read === undefined || isComplete ? null : mendsTo(state, read, context);
  const unsigned = read === undefined ? null : unsignedNow(state, read, context);
  const right = read !== undefined && recipients(read) === countAsked(file, context.school) ? { isRight: true } : {};
  const event: CampaignEvent = { type: 'ProgressSeen', figures, isComplete, next, mends, unsigned, ...right };
  const events = [event, ...(mends === null || recipients(figures) > mends ? [] : fullPass(state, context))];
  const now = after(state, events, context);
  const isNew = read !== undefined && (!areSame(file.figures, read) || now.status !== state.status);
  const isHeard = unsigned !== null || isComplete || (now.file.unsigned ?? 0) > 0;
  const telling = isLive(now) && isHeard ? told(now, context) : toldNobody;
  const messages = [...(isNew ? progressCards(now, context) : []), ...telling.messages];
  return decision({ events: [...events, ...telling.events], messages });
}

/** Whether everybody who is asked has done it. */
function isEverybodyDone({ file }: LiveCampaign, figures: Figures, context: DecisionContext) {
  const asked = countAsked(file, context.school);
  return file.pass === null && open(figures) === 0 && asked !== undefined && figures.acknowledged >= asked;
}

/**
 * How many should be asked, where the figures say that it is another number though nothing is under way: something was
 * missed, and it is put right. Once a day, and not again for the same figures, until they were right.
 */
function mendsTo({ status, file }: LiveCampaign, figures: Figures, context: DecisionContext) {
  const { school, at, isOwing = false } = context;
  const asked = countAsked(file, school);
  const isAtRest = status !== 'handing-out' && file.pass === null && file.walks.length === 0 && !isOwing;
  if (!isAtRest || asked === undefined || recipients(figures) === asked) return null;
  const isTried = file.mendedOn === at.slice(0, 10) || file.mended === `${recipients(figures)} of ${asked}`;
  return isTried ? null : asked;
}

function fullPass({ file }: LiveCampaign, context: DecisionContext): readonly CampaignEvent[] {
  return [passAnew(file, context, true)];
}

/** Reminders to everybody who has not: at once while the school is open, else as it opens. Nobody gets two on a day. */
export function remindersAsked(
  state: LiveCampaign,
  context: DecisionContext,
): { readonly event: CampaignEvent; readonly isAtOnce: boolean } {
  const { date } = localDateTime(context.school, context.at);
  const { remindedOn, walks } = state.file;
  const isWalking = walks.some(({ kind, reminds }) => kind === 'morning' && reminds);
  const isAtOnce = closedUntil(context) === undefined && remindedOn !== date && !isWalking;
  return { event: { type: 'RemindersAsked', isAtOnce }, isAtOnce };
}
