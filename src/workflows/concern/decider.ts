import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { mayRead } from './access.ts';
import { agencySteps, referred } from './agencies/steps.ts';
import { beginSteps } from './begin/steps.ts';
import { blockAnswered, blockAskedFor } from './block-site-steps.ts';
import { caseFile, doneBefore, LAST_PAGE, putAway, viewSlot } from './case-file.ts';
import { deliveryNoted, parentsReviewCame, referralCheckCame, reminded, shownAgain } from './clock-steps.ts';
import type { CommandData, ConcernCommand } from './command-data.ts';
import { conductSteps } from './conduct/steps.ts';
import { consultationAgain, consultingSteps } from './consulting/steps.ts';
import type { Deciders } from './deciders.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import { deviceSteps } from './devices/steps.ts';
import type { ConcernEvent } from './events.ts';
import { evidenceSteps } from './evidence/steps.ts';
import { guidanceSteps } from './guidance/steps.ts';
import { stepsView } from './guidance/steps-view.ts';
import { asked, handedOver, parentsInformed, personAdded, step, taken, withheldFromParents } from './handler-steps.ts';
import { menu } from './menu.ts';
import { refusalFor } from './offers.ts';
import { peopleSteps } from './people/steps.ts';
import { closed } from './police/closing.ts';
import { policeSteps } from './police/steps.ts';
import { refuse } from './refuse.ts';
import { reopened } from './reopening.ts';
import { receipt } from './reporter-cards.ts';
import { answered, questionReply, questionShown, reported } from './reporter-steps.ts';
import { routingSteps } from './routing-steps.ts';
import type { Concern, ConcernState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesConcern(
  state: ConcernState,
  type: string,
  context: DecisionContext,
): Refusal<ConcernEvent> | undefined {
  const command = type as ConcernCommand;
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, command, person, context.school);
  return code === undefined ? undefined : refuse(state, command, code, context);
}

/** Decides every command of a concern. Pure: the same state, command and context always give the same outcome. */
export function decideConcern(state: ConcernState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesConcern(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as ConcernCommand;
  if (command === 'concern/report') return reported(state, dataOf(command, ask), context);
  if (isBeginning(command)) return beginSteps[command](state, ask, context);
  if (state.status === 'none') return refuse(state, command, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  concern: Concern,
  command: Exclude<ConcernCommand, 'concern/report' | keyof typeof beginSteps>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'concern/open':
      return opened(concern, dataOf(command, ask), context);
    case 'concern/more':
      // Buttons and their titles are all that it shows: nothing was read (R198).
      return decision({ events: [], messages: [], reply: menu(concern, personIn(context), context) });
    case 'concern/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(personIn(context)), ...putAway(context) } });
    case 'concern/acknowledge':
      // Nothing was written: whoever presses it goes on to read the report.
      return step(concern, [], { page: 1 }, context);
    case 'concern/take':
      return taken(concern, context);
    case 'concern/hand-over':
      return handedOver(concern, dataOf(command, ask), context);
    case 'concern/note':
      return step(concern, [{ type: 'NoteAdded', ...dataOf(command, ask) }], { line: 'added a note' }, context);
    case 'concern/ask':
      return asked(concern, dataOf(command, ask), context);
    case 'concern/answer':
      return answered(concern, dataOf(command, ask), context);
    case 'concern/question':
      return questionShown(concern, dataOf(command, ask), context);
    case 'concern/add-person':
      return personAdded(concern, dataOf(command, ask), context);
    case 'concern/record-action': {
      const event = { type: 'ActionRecorded', ...dataOf(command, ask) } as const;
      return step(concern, [event], { line: 'recorded an action' }, context);
    }
    case 'concern/refer':
      return referred(concern, dataOf(command, ask), context);
    case 'concern/inform-parents':
      return parentsInformed(concern, dataOf(command, ask), context);
    case 'concern/withhold-from-parents':
      return withheldFromParents(concern, dataOf(command, ask), context);
    case 'concern/block-site':
      return blockAskedFor(concern, dataOf(command, ask), context);
    case 'concern/site-blocked':
      return blockAnswered(concern, dataOf(command, ask), context);
    case 'concern/close':
      return closed(concern, dataOf(command, ask), context);
    case 'concern/reopen':
      return reopened(concern, dataOf(command, ask), context);
    case 'concern/show-again':
      return shownAgain(concern, dataOf(command, ask), context);
    case 'concern/remind':
      return reminded(concern, context);
    case 'concern/referral-check':
      return referralCheckCame(concern, dataOf(command, ask), context);
    case 'concern/parents-review':
      return parentsReviewCame(concern, context);
    case 'concern/delivery-note':
      return deliveryNoted(concern, dataOf(command, ask), context);
    default:
      return decidePart(concern, command, ask, context);
  }
}

type PartCommand = keyof (typeof routingSteps &
  typeof policeSteps &
  typeof guidanceSteps &
  typeof agencySteps &
  typeof conductSteps &
  typeof deviceSteps &
  typeof evidenceSteps &
  typeof consultingSteps &
  typeof peopleSteps);
const partSteps: Deciders<PartCommand> = {
  ...routingSteps,
  ...policeSteps,
  ...guidanceSteps,
  ...agencySteps,
  ...conductSteps,
  ...deviceSteps,
  ...evidenceSteps,
  ...consultingSteps,
  ...peopleSteps,
};

/** What a command of one part of the case comes to. */
function decidePart<One extends PartCommand>(
  concern: Concern,
  command: One,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  return partSteps[command](concern, dataOf(command, ask), context);
}

function isBeginning(command: ConcernCommand): command is keyof typeof beginSteps {
  return Object.hasOwn(beginSteps, command);
}

/** Every opening is an event, and every page that is turned (R198). */
function opened(concern: Concern, { page }: CommandData<'concern/open'>, context: DecisionContext): Outcome {
  const reply = caseFile(concern, personIn(context), page, context);
  return decision({ events: [{ type: 'ConcernOpened', page }], messages: [], reply });
}

/**
 * What somebody sees whose command was carried out already: the receipt, their answer, or what they have seen of the
 * case. Where others have added to it since, they open it again, which goes on the record (R198).
 */
export function againConcern(state: ConcernState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const { person } = by;
  const isReporter = state.file.reportedBy === person;
  const command = ask.type as ConcernCommand;
  if (isReporter && (command === 'concern/report' || isBeginning(command))) return receipt(state, context);
  if (isReporter && ask.type === 'concern/answer')
    return questionReply(state, dataOf('concern/answer', ask).number, context);
  const consulted = consultationAgain(state, ask, context);
  if (consulted !== undefined) return consulted;
  if (!mayRead(state, person, school)) return undefined;
  if (ask.type === 'concern/open') return caseFile(state, person, dataOf('concern/open', ask).page, context);
  if (ask.type === 'concern/more') return menu(state, person, context);
  if (ask.type === 'concern/steps') return stepsView(state, person, dataOf('concern/steps', ask).page, context);
  return hasSeenAll(state, person)
    ? caseFile(state, person, isReading.includes(command) ? 1 : LAST_PAGE, context)
    : { slot: viewSlot(person), ...doneBefore(context) };
}

/** Whoever does this has the report still to read. */
const isReading: readonly ConcernCommand[] = ['concern/acknowledge', 'concern/take'];

/** Whether the latest step was this person's own. */
function hasSeenAll(concern: Concern, person: string): boolean {
  const seen = concern.status === 'new' ? undefined : concern.acknowledged;
  const latest = concern.file.steps.at(-1) ?? seen;
  return latest?.by.kind === 'person' && latest.by.person === person;
}
