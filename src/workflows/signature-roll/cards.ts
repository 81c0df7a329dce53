import type { CardContent } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { nextWorkingTime } from '../../domain/school-time.ts';
import { cardHoldersOf, isShownToIt, itOf, rollSlot, unsignedSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { phases } from './phases.ts';
import { figuresOf } from './rows.ts';
import type { Roll } from './state.ts';
import { saidAgreement, saidBar, saidDue, saidFigures, saidUnsigned, statusWords } from './words.ts';

/** The cards of a roll: for each who records it, and for IT while it is shown who has not signed. No pupil is named. */
export function rollCards(roll: Roll, of: CardContext): readonly Message[] {
  const toIt = isShownToIt(roll) ? itOf(of.school) : [];
  return [
    ...cardHoldersOf(roll, of.school).map((person) => toPerson(person, rollSlot(person), rollCard(roll, of))),
    ...toIt.map((person) => toPerson(person, unsignedSlot(person), unsignedCard(roll, of))),
  ];
}

/** The same cards at the end of each chat, while the school is open. */
export function cardsAnew(roll: Roll, of: CardContext): readonly Message[] {
  const opens = nextWorkingTime(of.school, of.at);
  const notBefore = opens > of.at ? { notBefore: opens } : {};
  return rollCards(roll, of).map((message) => ({ ...message, fresh: true, ...notBefore }));
}

/** What takes the place of the cards of those who have none any more. */
export function cardsTakenBack(before: Roll, after: Roll, of: CardContext): readonly Message[] {
  const standing = new Set(rollCards(after, of).map(({ slot }) => slot));
  const text = 'This signature roll has gone on. There is nothing more to do here.';
  return rollCards(before, of)
    .filter(({ slot }) => !standing.has(slot))
    .map(({ slot, to }) => ({ slot, to, ...noticeOf(text), onlyEdits: true }));
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

function rollCard(roll: Roll, of: CardContext): CardContent {
  const { status, file } = roll;
  const isGoing = status !== 'closed';
  const { signed } = figuresOf(file.rows, file.phase);
  const record = button('signature-roll/record', of.reference, { primary: true, opens: true });
  const open = button('signature-roll/open', of.reference, { primary: !isGoing, opens: true });
  return {
    card: 'case',
    preview: `Signatures ${of.reference}`,
    data: {
      title: `Signatures ${of.reference} · ${statusWords[status]}`,
      attention: status === 'due' && signed < file.rows.length,
      facts: [
        { label: 'Agreement', value: saidAgreement(roll) },
        { label: 'Signed', value: `${saidBar(roll)} ${saidFigures(roll)}` },
        { label: 'Last day', value: saidDue(roll, of.school, of.at) },
      ],
      buttons: isGoing ? [record, open] : [open],
    },
  };
}

function unsignedCard(roll: Roll, of: CardContext): CardContent {
  const { rows, phase } = roll.file;
  const isAll = figuresOf(rows, phase).signed === rows.length;
  return {
    card: 'case',
    preview: `Signatures ${of.reference}`,
    data: {
      title: `Signatures ${of.reference} · ${isAll ? 'everybody has signed' : 'some have not signed'}`,
      attention: false,
      facts: [
        { label: 'Agreement', value: saidAgreement(roll) },
        { label: 'Not signed', value: isAll ? `nobody of ${rows.length}` : saidUnsigned(roll) },
        { label: 'Why', value: `The internet is for ${phases[phase].several} who have signed (000 section 3.3)` },
      ],
      buttons: isAll ? [] : [button('signature-roll/show-who', of.reference, { primary: true, opens: true })],
    },
  };
}

/** A short card that says one thing. */
export function noticeOf(text: string, buttons: readonly ReturnType<typeof button>[] = []): CardContent {
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [...buttons] } };
}

function toPerson(person: PersonId, slot: string, { card, data, preview }: CardContent): Message {
  return { slot, to: { kind: 'person', person }, card, data, preview };
}
