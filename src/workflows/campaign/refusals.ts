import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import { later } from '../../domain/instant.ts';
import { publishers } from '../../domain/policies.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import type { CampaignEvent } from './events.ts';
import { REMIND_REST } from './pace.ts';
import type { CampaignState } from './state.ts';
import { everybodyHas } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-now'
  | 'not-publisher'
  | 'only-theirs'
  | 'before-its-date'
  | 'over'
  | 'complete'
  | 'reminded-lately';

type RefusalOf = Pick<DecisionContext, 'school' | 'at' | 'reference'> & { readonly state: CampaignState };

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'not-now': () => 'That is not possible now.',
  'not-publisher': ({ school }) => `Only ${saidPublishers(school)} can do that. You can see how it goes.`,
  'only-theirs': () => 'You can see those whom you manage. Open "Who" on the card in your chat.',
  'before-its-date': ({ state, school, at }) =>
    state.status === 'none'
      ? 'You can see who has not signed once its date is past.'
      : `People have until ${saidDate(school, state.file.dueBy, at)} to sign. You can see who has not from the day after.`,
  over: ({ state }) =>
    state.status === 'closing' || state.status === 'closed'
      ? `This was ${state.reason}: nobody owes it any more. What was signed is kept.`
      : 'Nobody owes this any more.',
  complete: ({ state }) =>
    state.status === 'none' ? 'Nobody is left to remind.' : `Nobody is left to remind: ${everybodyHas(state)}.`,
  'reminded-lately': ({ state, school, at }) =>
    state.status === 'none' || state.file.remindAskedAt === null
      ? 'They were reminded a short while ago.'
      : `Reminders were asked for ${saidTime(school, state.file.remindAskedAt, at)}. You can ask again from ${saidTime(school, later(state.file.remindAskedAt, REMIND_REST), at)}; the usual reminders go on by themselves.`,
};

/** Refuses with the sentence of a code. */
export function refuse(
  state: CampaignState,
  code: RefusalCode,
  { school, at, reference }: DecisionContext,
): Refusal<CampaignEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ state, school, at, reference }) });
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. How a policy is being read is seen by ${saidPublishers(school)}.`;
}

function saidPublishers(school: School): string {
  const said = publishers.map((role) => `the ${roleLabel(school, role)}`);
  return `${said.slice(0, -1).join(', ')} or ${said.at(-1)}`;
}
