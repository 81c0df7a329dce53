import type { Reply } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import { holdersOf, roleTelephone, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import { lineTo } from './case-card.ts';
import { subjectsOf } from './routing.ts';
import type { Concern } from './state.ts';
import { reporterStatusWords, saidTeam } from './words.ts';

/** The reporter's receipt, which also shows where their report stands: its state, and nothing of what others did. */
export function receipt(concern: Concern, { school, reference }: CardContext): Reply {
  const { status } = concern;
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${reporterStatusWords[status]}`,
    data: {
      title: status === 'new' ? 'Received' : `Your report is ${reporterStatusWords[status]}`,
      reference,
      lines: [
        status === 'new' ? saidReceived(concern, school) : `Last change: ${saidDateTime(school, lastChange(concern))}.`,
        `If you are worried${status === 'new' ? ' before then' : ''}, ring ${telephoneFor(concern, school)}.`,
        ...(isRoundHeadAndChair(concern, school)
          ? [`It names both the head and the chair. You may go straight to the LADO: ${saidLado(school)}.`]
          : []),
      ],
      danger: status === 'new' && concern.file.urgency === 'immediate' ? saidDanger(concern, school) : '',
    },
  };
}

/** The reporter's receipt as a message that edits the one they have. */
export function receiptMessage(concern: Concern, of: CardContext): Message {
  const { slot, card, data, preview } = receipt(concern, of);
  return { slot, card, data, preview, to: { kind: 'person', person: concern.file.reportedBy } };
}

/** Tells the reporter that their report was seen, once. */
export function toldSeen(concern: Concern, { reference }: CardContext): Message {
  return lineTo(concern.file.reportedBy, 'told:seen', `Your report ${reference} has been seen.`);
}

/** Tells the reporter that their report was closed. */
export function toldClosed(concern: Concern, { reference, school, at }: CardContext): Message {
  const text = `Your report ${reference} has been dealt with and closed. If you are still worried, report it again or ring ${telephoneFor(concern, school)}.`;
  return lineTo(concern.file.reportedBy, `told:closed:${at}`, text);
}

/** Tells the reporter that nobody who handles it can be reached in the chat, so that they tell them another way. */
export function toldUnreached(concern: Concern, { reference, school }: CardContext): Message {
  const team = saidTeam(concern, school) ?? 'those who handle it';
  const text = `Your report ${reference} is kept, but ${team} could not be told of it in the chat. Ring ${telephoneFor(concern, school)} now.`;
  return lineTo(concern.file.reportedBy, 'told:unreached', text);
}

/** The handler's question to the reporter, with the button that answers it; gone from the chat once it is answered. */
export function questionMessage(concern: Concern, number: number, { school, reference }: CardContext): Message {
  const question = concern.file.questions.find((candidate) => candidate.number === number);
  const answeredAt = question?.answeredAt ?? null;
  return {
    slot: `question:${number}`,
    to: { kind: 'person', person: concern.file.reportedBy },
    card: 'notice',
    preview: `A question about ${reference}`,
    data:
      answeredAt === null
        ? {
            title: `There is a question about your report ${reference}`,
            lines: [question?.text ?? ''],
            buttons: [
              button('concern/answer', reference, { primary: true, opens: true, given: { number: String(number) } }),
            ],
          }
        : {
            title: `Your answer about ${reference} has joined the case`,
            lines: [`Sent ${saidDateTime(school, answeredAt)}.`],
            buttons: [],
          },
  };
}

function saidReceived(concern: Concern, school: School): string {
  const team = saidTeam(concern, school);
  if (team !== undefined) return `It is saved and on its way to ${team}. You will be told when it is seen.`;
  return `It is kept, but it names everybody who could handle it, so nobody at the school has it. ${ringLado(school)}`;
}

function saidDanger(concern: Concern, school: School): string {
  const team = saidTeam(concern, school);
  const then = team === undefined ? '' : `, and tell ${team} in person`;
  return `A child is in immediate danger: ring 999 if you have not${then}.`;
}

/**
 * The number of who handles it. The school's where it might be answered by whom it is about, and where others handle it
 * than at first: the reporter is not told whom it went round.
 */
function telephoneFor({ file }: Concern, school: School): string {
  if (file.steps.some(({ event }) => event.type === 'ConcernRerouted')) return school.telephone;
  const role = file.route.handlers.find((one) =>
    school.roles[one].people.every((person) => !file.subjects.includes(person)),
  );
  return role === undefined ? school.telephone : roleTelephone(school, role);
}

/** Where a reporter has named both head and chair, they are offered the LADO (R015). What others found is not told. */
function isRoundHeadAndChair({ file }: Concern, school: School): boolean {
  const named = subjectsOf(file.answers, school);
  const isNamed = (person: string) => named.includes(person);
  return holdersOf(school, ['head']).some(isNamed) && holdersOf(school, ['chair']).some(isNamed);
}

/** What is left where nobody at the school may handle a concern (R015). */
export function ringLado(school: School): string {
  return `Ring the LADO now: ${saidLado(school)}.`;
}

function saidLado(school: School): string {
  const lado = school.agencies.find((agency) => agency.id === 'lado');
  if (lado === undefined) return 'the designated officer of your local authority';
  return [lado.name, lado.contact, lado.telephone].filter((part) => part !== undefined).join(', ');
}

function lastChange(concern: Concern): Instant {
  switch (concern.status) {
    case 'new':
      return concern.file.reportedAt;
    case 'acknowledged':
      return concern.acknowledged.at;
    case 'handled': {
      const changes = ['ConcernTaken', 'ConcernHandedOver', 'ConcernReopened'];
      return concern.file.steps.findLast((step) => changes.includes(step.event.type))?.at ?? concern.acknowledged.at;
    }
    case 'closed':
      return concern.closed.at;
    default:
      return concern satisfies never;
  }
}
