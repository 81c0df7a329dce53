import { saidAudience } from '../../domain/audience.ts';
import type { CardData, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import type { Approver } from '../../domain/policies.ts';
import { roleLabel } from '../../domain/school.ts';
import { nextWorkingTime, saidDate, saidDateTime } from '../../domain/school-time.ts';
import {
  draftSlot,
  holdersIn,
  knownSlot,
  mayRead,
  overdueHearers,
  reviewersOf,
  reviewSlot,
  signersOf,
  signSlot,
} from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { PolicyCommand } from './command-data.ts';
import { refusalFor } from './offers.ts';
import { inForce, inTheMaking, latestVersion, type Policy, type PolicyState, titleOf } from './state.ts';
import { cardTitle, draftTitle, isOverdue, saidReview } from './words.ts';

/** The cards of those who are asked to sign, each in their own chat. */
export function signMessages(policy: Policy, of: CardContext): readonly Message[] {
  if (policy.status !== 'awaiting-signature') return [];
  const { draft, number } = policy.making;
  const given = { draft: String(number) };
  const data: CardData = {
    title: `${cardTitle(draft.wording, of.reference)} · awaits your signature`,
    attention: false,
    facts: [
      { label: 'Title', value: draft.wording.title },
      { label: 'For', value: saidAudience(draft.audience, of.school).slice(0, 300) },
    ],
    buttons: [
      button('policy/preview', of.reference, { label: 'Read it', primary: true }),
      button('policy/sign', of.reference, { given }),
      button('policy/send-back', of.reference, { given }),
    ],
  };
  return signersOf(policy, of.school).map((person) =>
    atWork(toPerson(person, signSlot(person), data, `${of.reference} awaits your signature.`), of),
  );
}

/** The cards that ask for a review: the owner's, and the head's once it is overdue. */
export function reviewMessages(policy: Policy, of: CardContext): readonly Message[] {
  const { school, reference, at } = of;
  if (inForce(policy) === undefined) return [];
  const overdue = isOverdue(policy, school, at);
  const asked = [...reviewersOf(policy, school), ...(overdue ? overdueHearers(policy, school) : [])];
  const wording = latestVersion(policy)?.wording;
  if (wording === undefined) return [];
  const title = `${cardTitle(wording, reference)} · ${saidReview(policy, school, at)}`;
  return asked.map((person) => {
    const data: CardData = {
      title,
      attention: overdue,
      facts: [
        { label: 'Title', value: wording.title },
        { label: 'Last reviewed', value: saidDate(school, inForce(policy)?.review.lastOn ?? '', at) },
      ],
      buttons: [
        ...may(policy, person, of, ['policy/reviewed', 'policy/revise']).map((command, index) =>
          button(command, reference, { primary: index === 0 }),
        ),
        button('policy/open', reference),
      ],
    };
    const preview = overdue ? `The review of ${reference} is overdue.` : `${reference} is due for review.`;
    return atWork(toPerson(person, reviewSlot(person), data, preview), of);
  });
}

/** Asks whoever published a version whether it has been made known to others (R169). */
export function knownMessages(policy: Policy, person: PersonId, of: CardContext): readonly Message[] {
  const known = inForce(policy)?.known ?? null;
  const version = latestVersion(policy);
  if (known === null || version === undefined) return [];
  const isDone = known.website.is !== 'not-yet' && known.families.is !== 'not-yet';
  const data: CardData = {
    title: `${cardTitle(version.wording, of.reference)} · ${isDone ? 'made known' : 'to be made known'}`,
    attention: false,
    facts: [
      { label: 'Title', value: version.wording.title },
      { label: 'Posted on the website', value: saidKnown(known.website, of) },
      { label: 'Told to pupils and parents', value: saidKnown(known.families, of) },
    ],
    buttons: [
      button('policy/made-known', of.reference, isDone ? { label: 'Change' } : { primary: true }),
      button('policy/open', of.reference),
    ],
  };
  return [toPerson(person, knownSlot(person), data, `${of.reference}: has it been made known?`)];
}

/** How far something has been made known, in words. */
export function saidKnown(
  { is, on }: { readonly is: string; readonly on: string | null },
  { school, at }: Pick<CardContext, 'school' | 'at'>,
): string {
  if (is === 'done') return on === null ? 'done' : saidDate(school, on, at);
  return is === 'not-needed' ? 'not needed' : 'not yet';
}

/** Tells people what became of a draft that was sent on, once they are at work. */
export function draftMessages(
  policy: Policy,
  told: readonly PersonId[],
  text: string,
  of: CardContext,
): readonly Message[] {
  const isDraft = inTheMaking(policy) !== undefined;
  const what = isDraft ? draftTitle(policy) : titleOf(policy);
  const data = {
    title: what,
    lines: [text],
    buttons: [button(isDraft ? 'policy/preview' : 'policy/open', of.reference, { label: 'Open', primary: true })],
  };
  const preview = `${of.reference}: ${text}`;
  return told.map((person) => {
    const slot = draftSlot(person);
    return atWork({ slot, to: { kind: 'person', person }, card: 'notice', data, preview, fresh: true }, of);
  });
}

/** Takes the place of cards that say what is true no more. */
export function cardsReplaced(
  slots: readonly string[],
  text: string,
  policy: PolicyState,
  { school, reference }: CardContext,
): readonly Message[] {
  if (policy.status === 'none') return [];
  return slots.map((slot) => {
    const [person = ''] = holdersIn([slot]);
    const buttons = mayRead(policy, person, school) ? [button('policy/open', reference)] : [];
    const title = inTheMaking(policy) === undefined ? titleOf(policy) : draftTitle(policy);
    const preview = `${reference}: ${text}`;
    return {
      slot,
      to: { kind: 'person', person },
      card: 'notice',
      data: { title, lines: [text], buttons },
      preview,
      onlyEdits: true,
    };
  });
}

/** What takes the place of a card for signing when somebody has signed. */
export function saidSigned(as: Approver, { school, at }: Pick<CardContext, 'school' | 'at'>): string {
  return `Signed by the ${roleLabel(school, as)}, ${saidDateTime(school, at)}.`;
}

/** What takes the place of what was asked of the version before. */
export function saidPublished(policy: Policy): string {
  const version = latestVersion(policy)?.wording.version ?? 1;
  return `Version ${version} is published. Nothing is left to do here.`;
}

/** A card that can wait comes while the school is open. */
export function atWork(message: Message, { school, at }: CardContext): Message {
  const opens = nextWorkingTime(school, at);
  return opens > at ? { ...message, notBefore: opens } : message;
}

function may(policy: Policy, person: PersonId, { school }: CardContext, commands: readonly PolicyCommand[]) {
  return commands.filter((command) => refusalFor(policy, command, person, school) === undefined);
}

function toPerson(person: PersonId, slot: string, data: CardData, preview: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'case', data, preview };
}
