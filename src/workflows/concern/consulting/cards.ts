import type { CardContent, Reply } from '../../../domain/decider.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { Message } from '../../../domain/message.ts';
import type { PersonId } from '../../../domain/people.ts';
import { saidDateTime } from '../../../domain/school-time.ts';
import { button } from '../buttons.ts';
import type { CardContext } from '../card-context.ts';
import type { Concern } from '../state.ts';
import { askedOf } from './consulted.ts';
import type { Consultation } from './state.ts';

/** What a question is about, as far as a notification may say it: no name, nothing of the case (R197). */
const titles: Record<Consultation['role'], { readonly asked: string; readonly answered: string }> = {
  senco: {
    asked: 'There is a question about a pupil',
    answered: 'The question about a pupil has been answered',
  },
  'online-safety-coordinator': {
    asked: 'There is a question about technology in a case',
    answered: 'The question about technology in a case has been answered',
  },
};

/** What a question is about, as it may be said in a list. */
export function consultationTitle({ role }: Pick<Consultation, 'role'>): string {
  return titles[role].asked;
}

/** The slot of the card that somebody has who is consulted. */
function consultationSlot(number: number, person: PersonId): string {
  return `consultation:${number}:${person}`;
}

/** The card of a question in the chats of those who are asked: without its words, which they open (R204). */
export function consultationMessages(concern: Concern, question: Consultation, of: CardContext): readonly Message[] {
  const content = consultationCard(question, of);
  return askedOf(question, concern, of.school).map((person) => ({
    slot: consultationSlot(question.number, person),
    to: { kind: 'person', person },
    ...content,
  }));
}

/**
 * Where somebody is not asked any more, such as who turned out to be whom the concern is about, their card ends as it
 * does for everybody whose question was answered; who is asked in their place gets one.
 */
export function consultationsMoved(before: Concern, now: Concern, of: CardContext): readonly Message[] {
  return now.file.consulting.asked
    .filter(({ number, answeredAt }) => answeredAt === null && wasAsked(before, number))
    .flatMap((question) => {
      const had = askedOf(question, before, of.school);
      const have = askedOf(question, now, of.school);
      const gone = endedFor(
        had.filter((person) => !have.includes(person)),
        question,
        of,
      );
      const come = consultationMessages(now, question, of).filter(
        ({ to }) => to.kind === 'person' && !had.includes(to.person),
      );
      return [...gone, ...come];
    });
}

/**
 * After the school file has changed: who turned out to be whom the concern is about sees their card end, whether they had
 * one or not; who is asked in their place has one.
 */
export function consultationsAfter(found: readonly PersonId[], now: Concern, of: CardContext): readonly Message[] {
  const open = found.length === 0 ? [] : now.file.consulting.asked.filter(({ answeredAt }) => answeredAt === null);
  return open.flatMap((question) => [
    ...endedFor(found, question, of),
    ...consultationMessages(now, question, of).filter(({ to }) => to.kind === 'person' && !found.includes(to.person)),
  ]);
}

/** Ends the cards of these people as an answer would have. Where they have none, nothing is posted. */
function endedFor(people: readonly PersonId[], question: Consultation, of: CardContext): readonly Message[] {
  const ended = endedCard(question, of.at, of);
  return people.map((person) => ({
    slot: consultationSlot(question.number, person),
    to: { kind: 'person', person },
    ...ended,
    onlyEdits: true,
  }));
}

function wasAsked({ file }: Concern, number: number): boolean {
  return file.consulting.asked.some((one) => one.number === number);
}

/** The question itself for somebody who opened it, and nothing else of the case; once it is answered, only that. */
export function consultationReply(question: Consultation, person: PersonId, of: CardContext): Reply {
  const slot = consultationSlot(question.number, person);
  const card = consultationCard(question, of);
  if (question.answeredAt !== null) return { slot, ...card };
  const given = { number: String(question.number) };
  return {
    slot,
    card: 'case-file',
    preview: card.preview,
    data: {
      title: titles[question.role].asked,
      attention: false,
      caution: 'This question is all that you see of the case. Talk about it with nobody but those who asked.',
      blocks: [{ heading: `Asked ${saidDateTime(of.school, question.at)}`, text: question.text }],
      page: '',
      turns: [],
      buttons: [
        button('concern/answer-consultation', of.reference, { primary: true, opens: true, given }),
        button('concern/consultation', of.reference, {
          label: 'Put away',
          given: { ...given, away: 'yes' },
          chatOnly: true,
        }),
      ],
      more: [],
    },
    fades: card,
  };
}

/** The card without the question's words, as a reply that takes the place of what was opened. */
export function consultationPutAway(question: Consultation, person: PersonId, of: CardContext): Reply {
  return { slot: consultationSlot(question.number, person), ...consultationCard(question, of) };
}

function consultationCard(question: Consultation, of: CardContext): CardContent {
  const { number, role, at, answeredAt } = question;
  if (answeredAt !== null) return endedCard(question, answeredAt, of);
  const { asked } = titles[role];
  return {
    card: 'notice',
    preview: asked,
    data: {
      title: asked,
      lines: [`Concern ${of.reference}, asked ${saidDateTime(of.school, at)}.`],
      buttons: [
        button('concern/consultation', of.reference, { primary: true, opens: true, given: { number: String(number) } }),
      ],
    },
  };
}

function endedCard({ role }: Consultation, at: Instant, { school, reference }: CardContext): CardContent {
  const { answered } = titles[role];
  return {
    card: 'notice',
    preview: answered,
    data: { title: answered, lines: [`Concern ${reference}, answered ${saidDateTime(school, at)}.`], buttons: [] },
  };
}
