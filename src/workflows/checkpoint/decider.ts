import { type Ask, type Decision, type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { Role } from '../../domain/people.ts';
import { holdersOf, holds, type School } from '../../domain/school.ts';
import { type CheckpointCommand, type CheckpointData, dataOf } from './commands.ts';
import { type CheckpointEvent, type CheckpointState, evolveCheckpoint } from './state.ts';
import { codeMessage, parkedMessage, personOf } from './words.ts';

/** Who keeps the codes: one who handles the records, and one who does not. */
const keepers: readonly Role[] = ['dsl', 'online-safety-governor'];

const nothing = decision<CheckpointEvent>({ events: [], messages: [] });

/** Decides every command of a checkpoint. A checkpoint is taken once: a second one of the same day changes nothing. */
export function decideCheckpoint(
  state: CheckpointState,
  ask: Ask,
  context: DecisionContext,
): Decision<CheckpointEvent> {
  const command = ask.type as CheckpointCommand;
  switch (command) {
    case 'checkpoint/take':
      return state.status === 'none' ? taken(dataOf(command, ask), context) : nothing;
    case 'checkpoint/delivery-note':
      return noted(state, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

function taken(data: CheckpointData<'checkpoint/take'>, { at, by, school }: DecisionContext) {
  const event: CheckpointEvent = { type: 'CheckpointTaken', ...data };
  const after = evolveCheckpoint({ status: 'none' }, { event, at, by });
  const messages =
    after.status === 'taken'
      ? holdersOf(school, keepers).map((person) => codeMessage(after, { person, school, at }))
      : [];
  return decision({ events: [event], messages });
}

/** What became of a message. Where somebody will never have the code, the others who keep it are asked to pass it on. */
function noted(
  state: CheckpointState,
  { slot, outcome, code }: CheckpointData<'checkpoint/delivery-note'>,
  { school, at }: DecisionContext,
): Decision<CheckpointEvent> {
  if (state.status === 'none' || outcome === 'delayed' || outcome === 'came') return nothing;
  if (outcome === 'may-be-repeated') return decision({ events: [{ type: 'CodeMayBeRepeated', slot }], messages: [] });
  const missing = personOf(slot);
  const others = missing === undefined ? [] : holdersOf(school, keepers).filter((person) => person !== missing);
  return decision({
    events: [{ type: 'CodeParked', slot, code }],
    messages: others.map((person) => parkedMessage(state, slot, { person, school, at })),
  });
}

/** A code goes only to those who keep it now. */
export function mayStillSendCode({ to }: Message, school: School): boolean {
  return to.kind === 'person' && holds(school, to.person, keepers);
}
