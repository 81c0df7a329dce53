import type { Reply } from '../../domain/decider.ts';
import { conditionHolds } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import { actorOf } from '../../domain/people.ts';
import { holdersOf, roleTelephone, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { handlersOf, placeOf } from './access.ts';
import { saidAgency } from './agencies/said-agency.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import { lineTo } from './case-card.ts';
import { closedNow } from './leaving.ts';
import { toStaff } from './report-conditions.ts';
import { isToldStill } from './reporter-told.ts';
import { leadersToChoose } from './routing.ts';
import type { Concern } from './state.ts';
import { reporterStatusWords, saidHandler, saidTeam } from './words.ts';
import { subjectsOf } from './written-names.ts';

/** The reporter's receipt, which also shows where their report stands: its state, and nothing of what others did. */
export function receipt(concern: Concern, of: CardContext): Reply {
  const { school, reference } = of;
  const { status } = concern;
  if (!isToldStill(concern, school) && status !== 'closed') return receipt(closedNow(concern, of), of);
  if (isNobodys(concern, school) && status !== 'new') return receiptOfNobody(of);
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${reporterStatusWords[status]}`,
    data: {
      title: status === 'new' ? 'Received' : `Your report is ${reporterStatusWords[status]}`,
      reference,
      lines: [
        status === 'new' ? saidReceived(concern, school) : `Last change: ${saidDateTime(school, lastChange(concern))}.`,
        ...(status === 'new' && isOnDevice(concern) ? [besideTheDevice] : []),
        saidWorried(concern, school),
        ...(isRoundHeadAndChair(concern, school)
          ? [`It names both the head and the chair. You may go straight to the LADO: ${saidAgency(school, 'lado')}.`]
          : []),
        ...(status === 'new' && hasNobodyToChoose(concern, school)
          ? [`You can also turn to the adviser: ${saidAgency(school, 'online-safety-adviser')}.`]
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

function isNobodys(concern: Concern, school: School): boolean {
  return concern.status !== 'closed' && handlersOf(concern, school).length === 0;
}

/** The receipt of a report that everybody lost who could handle it. */
function receiptOfNobody({ school, reference }: CardContext): Reply {
  const title = 'Nobody at the school has your report';
  const preview = `${reference}: ${ringLado(school)}`;
  const lines = [`It is kept, but nobody at the school can handle it any more. ${ringLado(school)}`];
  return { slot: 'receipt', card: 'receipt', preview, data: { title, reference, lines, danger: '' } };
}

/** Tells the reporter that nobody at the school can handle it any more, and whom to ring (R015). */
export function toldNobody(concern: Concern, { reference, school, at }: CardContext): Message {
  const text = `Nobody at the school can handle your report ${reference} any more. ${ringLado(school)}`;
  return lineTo(concern.file.reportedBy, `told:nobody:${at}`, text);
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

/** What somebody does who stands beside a device with something unsuitable on it (003 appendix 2a). */
const besideTheDevice =
  'Keep the device with you and the pupil in sight. Do not view, copy or send what is on it. The team comes to you.';

/** Whoever stands beside a device waits for minutes; others for somebody to look. */
function saidWorried(concern: Concern, school: School): string {
  const { status, file } = concern;
  const number = telephoneFor(concern, school);
  if (status === 'new' && file.answers.begunBy === 'call-team')
    return `If nobody has come in five minutes, ring ${number}.`;
  return `If you are worried${status === 'new' ? ' before then' : ''}, ring ${number}.`;
}

function isOnDevice({ file }: Concern): boolean {
  return file.answers.kind === 'device-content';
}

/** Whether it happened to a member of staff who had no senior leader to choose in the head’s place (R016). */
function hasNobodyToChoose({ file }: Concern, school: School): boolean {
  return conditionHolds(toStaff, file.answers) && leadersToChoose(file.subjects, school).length === 0;
}

function saidReceived(concern: Concern, school: School): string {
  const now = saidTeam(concern, school);
  const team = now !== undefined && isElsewhere(concern) ? 'those who handle it' : now;
  if (team !== undefined) return `It is saved and on its way to ${team}. You will be told when it is seen.`;
  return `It is kept, but it names everybody who could handle it, so nobody at the school has it. ${ringLado(school)}`;
}

function saidDanger(concern: Concern, school: School): string {
  // One of them, where several have it: whom to look for has to be plain.
  const [first] = handlersOf(concern, school);
  const isTeams =
    first === undefined || placeOf(concern, school) === 'channel' || concern.file.route.people !== undefined;
  const team = isTeams ? saidTeam(concern, school) : saidHandler(concern, actorOf(first), school);
  const then = team === undefined ? '' : `, and tell ${team} in person`;
  return `A child is in immediate danger: ring 999 if you have not${then}.`;
}

/**
 * The number of who handles it. The school's where it might be answered by whom it is about, and where others handle it
 * than at first: the reporter is not told whom it went round.
 */
function telephoneFor(concern: Concern, school: School): string {
  const { file } = concern;
  if (isElsewhere(concern) || file.route.people !== undefined) return school.telephone;
  const role = file.route.handlers.find((one) =>
    school.roles[one].people.every((person) => !file.subjects.includes(person)),
  );
  return role === undefined ? school.telephone : roleTelephone(school, role);
}

/** Whether others handle it than at first, because it is about somebody who would. */
function isElsewhere({ file }: Concern): boolean {
  return file.steps.some(({ event }) => event.type === 'ConcernRerouted' || event.type === 'SubjectsFound');
}

/** Where a reporter has named both head and chair, they are offered the LADO (R015). What others found is not told. */
function isRoundHeadAndChair({ file }: Concern, school: School): boolean {
  const named = subjectsOf(file.answers, school);
  const isNamed = (person: string) => named.includes(person);
  return holdersOf(school, ['head']).some(isNamed) && holdersOf(school, ['chair']).some(isNamed);
}

/** What is left where nobody at the school may handle a concern (R015). */
export function ringLado(school: School): string {
  return `Ring the LADO now: ${saidAgency(school, 'lado')}.`;
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
