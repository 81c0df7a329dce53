import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { slots } from './access.ts';
import type { CampaignCommand, CommandData } from './command-data.ts';
import { after, dataOf, nothing, type Outcome, personIn } from './decision-parts.ts';
import type { CampaignEvent } from './events.ts';
import { exportPutAway } from './export-card.ts';
import { figuresIn, noFigures } from './figures.ts';
import { goneThrough } from './go-through-steps.ts';
import { begun, handedOut, lookedAt } from './hand-out-steps.ts';
import { morningCame, progressSeen } from './morning-steps.ts';
import { namesPutAway } from './names-card.ts';
import { namesFor, refusalFor } from './offers.ts';
import { ownerChanged } from './owner-steps.ts';
import { soonerMorning } from './pace.ts';
import { overCards, progressCards, progressFile, putAway } from './progress-card.ts';
import { exportOpened, namesOpened, opened, remindedNow } from './reading-steps.ts';
import { refuse } from './refusals.ts';
import { type Campaign, type CampaignState, isLive } from './state.ts';
import { tellingWentOn, told, toldNobody } from './telling.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesCampaign(
  state: CampaignState,
  type: string,
  context: DecisionContext,
): Refusal<CampaignEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as CampaignCommand, person, context);
  return code === undefined ? undefined : refuse(state, code, context);
}

/** Decides every command of a campaign. Pure: the same state, command and context always give the same outcome. */
export function decideCampaign(state: CampaignState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesCampaign(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as CampaignCommand;
  switch (command) {
    case 'campaign/begin':
      return begun(state, dataOf(command, ask), context);
    case 'campaign/hand-out':
      return handedOut(state, context);
    case 'campaign/go-through':
      return goneThrough(state, context);
    case 'campaign/tell':
      return tellingWentOn(state, context);
    case 'campaign/look':
      return lookedAt(state, dataOf(command, ask), context);
    case 'campaign/morning':
      return morningCame(state, context);
    case 'campaign/progress':
      return progressSeen(state, context);
    case 'campaign/revise':
      return revised(state, dataOf(command, ask), context);
    case 'campaign/change-owner':
      return ownerChanged(state, dataOf(command, ask), context);
    case 'campaign/close':
      return closed(state, dataOf(command, ask), context);
    case 'campaign/delivery-note':
      return noted(state, dataOf(command, ask));
    default:
      return state.status === 'none'
        ? refuse(state, 'not-yours', context)
        : decideForPerson(state, command, ask, context);
  }
}

type PersonsCommand =
  | 'campaign/open'
  | 'campaign/put-away'
  | 'campaign/who-has-not'
  | 'campaign/remind-now'
  | 'campaign/export';

function decideForPerson(campaign: Campaign, command: PersonsCommand, ask: Ask, context: DecisionContext): Outcome {
  switch (command) {
    case 'campaign/open':
      return opened(campaign, context);
    case 'campaign/put-away': {
      const reply = { slot: slots.view(personIn(context)), ...shownAway };
      return decision({ events: [], messages: [], reply });
    }
    case 'campaign/who-has-not':
      return namesOpened(campaign, dataOf(command, ask), context);
    case 'campaign/remind-now':
      return remindedNow(campaign, context);
    case 'campaign/export':
      return exportOpened(campaign, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** What stands where something was put away: what it was is not said, for others use the same place. */
const shownAway = {
  card: 'notice',
  preview: 'What was shown here has been put away.',
  data: { title: '', lines: ['What was shown here has been put away.'], buttons: [] },
} as const;

/** A later wording for which nobody is asked again: who has not yet is shown it. One that came late changes nothing. */
function revised(state: CampaignState, data: CommandData<'campaign/revise'>, context: DecisionContext): Outcome {
  if (!isLive(state) || data.wording.version <= state.file.wording.version) return nothing;
  const { file } = state;
  const sooner = soonerMorning({ ...file, dueBy: data.dueBy }, context);
  const events: readonly CampaignEvent[] = [{ type: 'WordingRevised', ...data, ...sooner }];
  const now = after(state, events, context);
  // The card of IT says until when they have now, where it had said how many were late.
  const isLater = (file.unsigned ?? 0) > 0 && now.file.unsigned === 0;
  const telling = isLater && isLive(now) ? told(now, context) : toldNobody;
  const progress = file.figures === null ? [] : progressCards(now, context);
  return decision({ events: [...events, ...telling.events], messages: [...progress, ...telling.messages] });
}

/** Nobody owes it any more. The cards say so; what was acknowledged stays. */
function closed(state: CampaignState, { reason }: CommandData<'campaign/close'>, context: DecisionContext): Outcome {
  if (!isLive(state)) return nothing;
  const figures = figuresIn(context) ?? state.file.figures ?? noFigures;
  const events: readonly CampaignEvent[] = [{ type: 'ClosingBegan', reason, figures }];
  const now = after(state, events, context);
  const progress = progressCards(now, context).map((message) => ({ ...message, onlyEdits: true }));
  return decision({ events, messages: [...progress, ...overCards(now)] });
}

/** A card that will never come, or an asking that was not taken, goes on the record. */
function noted(state: CampaignState, { slot, outcome, code }: CommandData<'campaign/delivery-note'>): Outcome {
  if (state.status === 'none' || outcome !== 'parked') return nothing;
  if (slot.startsWith('ask:')) return decision({ events: [{ type: 'AskRefused', slot, code }], messages: [] });
  const isCard = ['progress:', 'manager:', 'unmanaged:', 'head:', 'it:'].some((start) => slot.startsWith(start));
  if (!isCard || state.file.parked.includes(slot)) return nothing;
  return decision({ events: [{ type: 'CardParked', slot, code }], messages: [] });
}

/** What somebody sees whose command was carried out already: that it was, and how to see it again. */
export function againCampaign(state: CampaignState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const { person } = by;
  const slot = slots.view(person);
  const command = ask.type as CampaignCommand;
  if (refusalFor(state, command === 'campaign/remind-now' ? 'campaign/open' : command, person, context) !== undefined)
    return undefined;
  if (command === 'campaign/who-has-not') {
    const whose = namesFor(state, dataOf(command, ask).of, person, context);
    return whose === 'all' || whose === 'mine' || whose === 'unsigned'
      ? { slot, ...namesPutAway(state, whose, context) }
      : undefined;
  }
  if (command === 'campaign/export') return { slot, ...exportPutAway(context) };
  if (command === 'campaign/put-away') return { slot, ...shownAway };
  if (figuresIn(context) === undefined && state.file.figures === null) return { slot, ...putAway(state, context) };
  return progressFile(state, person, figuresIn(context) ?? state.file.figures ?? noFigures, context);
}
