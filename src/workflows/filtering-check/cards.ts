import type { CardContent } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { nextWorkingTime, saidDate, saidDateTime } from '../../domain/school-time.ts';
import { askedSlot, cardHolder, hearersOf, mayRead, responsibleFor, toldSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { checks } from './checks.ts';
import type { Check } from './state.ts';
import { checkTitle, inSentence, saidBy, saidLast } from './words.ts';

/** The cards of a check, in the chat of each who is asked for it, and of each who is told that it is overdue. */
export function checkCards(check: Check, of: CardContext): readonly Message[] {
  const { kind } = check.file;
  const hearers = check.status === 'overdue' ? hearersOf(kind, of.school) : [];
  const asked = cardOf(check, of, 'Open to record it');
  const told = cardOf(check, of, 'Open');
  return [
    ...responsibleFor(kind, of.school).map((person) => toPerson(person, askedSlot(person), asked)),
    ...hearers.map((person) => toPerson(person, toldSlot(person), told)),
  ];
}

/**
 * The same cards anew, at the end of each chat, as the school is open: nobody is called for a check at night or in the
 * holidays.
 */
export function cardsAnew(check: Check, of: CardContext): readonly Message[] {
  const opens = nextWorkingTime(of.school, of.at);
  const notBefore = opens > of.at ? { notBefore: opens } : {};
  return checkCards(check, of).map((message) => ({ ...message, fresh: true, ...notBefore }));
}

/** Takes the place of cards that say what is true no more. */
export function cardsReplaced(
  slots: readonly string[],
  text: string,
  { school, reference }: CardContext,
): readonly Message[] {
  return slots.flatMap((slot) => {
    const person = cardHolder(slot);
    if (person === undefined) return [];
    const buttons = mayRead(person, school) ? [button('filtering-check/open', reference, { opens: true })] : [];
    const data = { title: '', lines: [text], buttons };
    return [{ slot, to: { kind: 'person', person }, card: 'notice', data, preview: text, onlyEdits: true }];
  });
}

/** What takes the place of the cards of a check that was recorded. */
export function saidRecorded(
  check: Check,
  by: Actor,
  { school, at }: { readonly school: School; readonly at: Instant },
) {
  const { kind, next } = check.file;
  const when = saidDateTime(school, at);
  const what = inSentence(checks[kind].title);
  return `Recorded by ${saidBy(kind, by, school)}, ${when}: ${what}. The next one is due ${saidDate(school, next.on, at)}.`;
}

/** What takes the place of a card that nobody comes back to, such as of somebody who has given the role up. */
export function saidGoneOn({ file }: Check): string {
  return `The ${inSentence(checks[file.kind].title)} has gone on.`;
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

function cardOf(check: Check, { school, reference, at }: CardContext, label: string): CardContent {
  const title = checkTitle(check, school, at);
  return {
    card: 'case',
    preview: title,
    data: {
      title,
      attention: check.status === 'overdue',
      facts: [
        { label: 'Last one', value: saidLast(check, school, at) },
        { label: 'Needs', value: checks[check.file.kind].needs },
      ],
      buttons: [button('filtering-check/open', reference, { label, primary: true, opens: true })],
    },
  };
}

function toPerson(person: PersonId, slot: string, { card, data, preview }: CardContent): Message {
  return { slot, to: { kind: 'person', person }, card, data, preview };
}
