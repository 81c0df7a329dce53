import { z } from 'zod';
import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { Gathering } from '../../domain/gathering.ts';
import type { PersonId } from '../../domain/people.ts';
import { type Wording, wordingHash, wordingSchema } from '../../domain/wording.ts';
import { type AcknowledgementCommand, type CommandData, commandData } from './command-data.ts';
import type { AcknowledgementEvent } from './events.ts';
import { evolveAcknowledgement } from './evolve.ts';
import { type Acknowledgement, type AcknowledgementState, isOwed, type Owed } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<AcknowledgementEvent> | Refusal<AcknowledgementEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** What a campaign shares of itself, as far as it is needed here. */
const campaignSchema = z.object({
  wording: wordingSchema,
  dueBy: z.string(),
  status: z.string(),
  owner: z.string().optional(),
});
export type SharedCampaign = z.infer<typeof campaignSchema>;

/** The campaign, to read the wording of now. What was acknowledged is read from the record itself. */
export function campaignOf(state: AcknowledgementState): Gathering | undefined {
  return state.status === 'none' ? undefined : { kind: 'record', workflow: 'campaign', reference: state.file.campaign };
}

/** The same for what is still owed alone. */
export function campaignOfOwed(state: AcknowledgementState): Gathering | undefined {
  return isOwed(state) ? campaignOf(state) : undefined;
}

/** The campaign that was read for a command; undefined where it could not be. */
export function campaignIn({ gathered }: Pick<DecisionContext, 'gathered'>): SharedCampaign | undefined {
  if (gathered?.kind !== 'record') return undefined;
  return campaignSchema.safeParse(gathered.record?.shared).data;
}

/** Whether a campaign asks nobody any more. */
export function isOver({ status }: SharedCampaign): boolean {
  return status === 'closing' || status === 'closed';
}

/**
 * The day by which this person has to have read it: their own, as they were asked. Where the wording is a newer one than
 * that, and they have not been asked for it yet, no earlier than what everybody has.
 */
function dueOf({ file }: Owed, { wording, dueBy }: SharedCampaign): string {
  if (file.dueBy === '') return dueBy;
  return wording.version > file.version && dueBy > file.dueBy ? dueBy : file.dueBy;
}

/** What a campaign asks of this person: its wording of now, and their own day. */
export function askedOf(state: Owed, campaign: SharedCampaign): SharedCampaign {
  return { ...campaign, dueBy: dueOf(state, campaign) };
}

/** A wording as events and states name it. */
export function namedWording({ wording, dueBy }: Pick<SharedCampaign, 'wording' | 'dueBy'>) {
  const { version, title, isSigned } = wording;
  return { version, title, hash: wordingHash(wording), dueBy, ...(isSigned ? { isSigned } : {}) };
}

/** What a card with a wording is drawn from. */
export interface Shown {
  readonly wording: Wording;
  readonly dueBy: string;
}

/** The acknowledgement as it is after these events. */
export function after(
  state: AcknowledgementState,
  events: readonly AcknowledgementEvent[],
  { at, by }: DecisionContext,
): Acknowledgement {
  const folded = events.reduce((before, event) => evolveAcknowledgement(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave an acknowledgement behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends AcknowledgementCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}
