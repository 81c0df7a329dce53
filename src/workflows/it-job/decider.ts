import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { partsOf } from './access.ts';
import { asked } from './ask-steps.ts';
import { reminded, shownAgain } from './clock-steps.ts';
import type { CommandData, JobCommand } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import { deliveryNoted } from './delivery-steps.ts';
import type { JobEvent } from './events.ts';
import { doneBefore, fileCard, putAway, viewSlot } from './file-card.ts';
import { done, failed } from './job-steps.ts';
import { lookedAgain } from './new-hands.ts';
import { refusalFor } from './offers.ts';
import { refuse } from './refuse.ts';
import type { Job, JobState } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesJob(state: JobState, type: string, context: DecisionContext): Refusal<JobEvent> | undefined {
  const command = type as JobCommand;
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, command, person, context.school);
  return code === undefined ? undefined : refuse(state, command, code, context);
}

/** Decides every command. Pure: the same state, command and context always give the same outcome. */
export function decideJob(state: JobState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesJob(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as JobCommand;
  if (command === 'it-job/ask') return asked(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse(state, command, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(job: Job, command: Exclude<JobCommand, 'it-job/ask'>, ask: Ask, context: DecisionContext): Outcome {
  switch (command) {
    case 'it-job/open':
      return opened(job, dataOf(command, ask), context);
    case 'it-job/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(personIn(context)), ...putAway(context) } });
    case 'it-job/done':
      return done(job, dataOf(command, ask), context);
    case 'it-job/cannot':
      return failed(job, dataOf(command, ask), context);
    case 'it-job/remind':
      return reminded(job, context);
    case 'it-job/look-again':
      return lookedAgain(job, context);
    case 'it-job/show-again':
      return shownAgain(job, dataOf(command, ask), context);
    case 'it-job/delivery-note':
      return deliveryNoted(job, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** Every opening is an event, and every page that is turned (R198). */
function opened(job: Job, { page }: CommandData<'it-job/open'>, context: DecisionContext): Outcome {
  const reply = fileCard(job, personIn(context), page, context);
  return decision({ events: [{ type: 'ItJobOpened', page }], messages: [], reply });
}

/** What somebody sees whose command was carried out already. */
export function againJob(state: JobState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const { person } = by;
  if (!partsOf(state, person, school).includes('carriesOut')) return undefined;
  return ask.type === 'it-job/open'
    ? fileCard(state, person, dataOf('it-job/open', ask).page, context)
    : { slot: viewSlot(person), ...doneBefore(context) };
}
