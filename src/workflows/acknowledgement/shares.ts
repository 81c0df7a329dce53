import type { Chat } from '../../domain/chats.ts';
import type { Json } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidReason } from './delivery-reasons.ts';
import { type AcknowledgementState, signedOf } from './state.ts';

/** What the acknowledgements of a person are found by. */
export function personToken(person: PersonId): string {
  return `person ${person}`;
}

/** What the acknowledgements of a campaign are found by. */
function campaignToken(campaign: string): string {
  return `campaign ${campaign}`;
}

/** What an acknowledgement is found by while its card waits for room in a chat. */
function toSendToken(chat: Chat): string {
  return `to send in ${chat}`;
}

/** The same while what it says cannot wait until the school opens. */
function atOnceToken(chat: Chat): string {
  return `to send at once in ${chat}`;
}

/** What is found of what waits for room in a chat: while the school is closed, what cannot wait until it opens. */
export function pacedToken(chat: Chat, isOpen: boolean): string {
  return isOpen ? toSendToken(chat) : atOnceToken(chat);
}

/** What acknowledgements are found by where a question waits, whoever has it. */
export const QUESTION_WAITS = 'question waits';

/** What acknowledgements are found by whose questions wait for this person. */
export function questionsToken(owner: PersonId): string {
  return `question for ${owner}`;
}

/** What an acknowledgement is found by. */
export function findableBy(state: AcknowledgementState): readonly string[] {
  if (state.status === 'none') return [];
  const { campaign, person, chat, toSend, isNow, questions } = state.file;
  const owners = new Set(questions.filter(({ answer }) => answer === null).map(({ owner }) => owner));
  return [
    campaignToken(campaign),
    personToken(person),
    ...(toSend === null ? [] : [toSendToken(chat)]),
    // A reminder waits for the school to open, whatever it reminds of.
    ...(toSend === 'first' && isNow ? [atOnceToken(chat)] : []),
    ...(owners.size === 0 ? [] : [QUESTION_WAITS]),
    ...[...owners].map(questionsToken),
  ];
}

/** What a campaign may know of an acknowledgement: never what somebody asked about the policy. */
export function sharesAcknowledgement(state: AcknowledgementState): Json | undefined {
  if (state.status === 'none') return undefined;
  const { person, name, jobTitle, askedAt, reminded, version, hash, dueBy } = state.file;
  const signed = signedOf(state);
  return {
    person,
    name,
    jobTitle,
    askedAt,
    reminded,
    version,
    hash,
    dueBy,
    ...(state.status === 'unreachable' ? { reason: saidReason(state.code) } : {}),
    ...(signed === undefined ? {} : { acknowledgedAt: signed.at }),
    ...(signed === undefined || signed.signature === null ? {} : { signature: { ...signed.signature } }),
  };
}
