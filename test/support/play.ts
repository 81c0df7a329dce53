import type { Decision, DecisionContext, Refusal, Workflow } from '../../src/domain/decider.ts';
import type { Gathered, Gathering } from '../../src/domain/gathering.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { asSample, posted, type SampleCard } from './sample-card.ts';

/** A command as somebody gives it, so many minutes after the one before. */
export type Given = readonly [command: string, by: Actor, data?: object, minutesLater?: number];

interface Stage {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
  /** What is read of elsewhere for a command that asks for it. */
  readonly gather?: (asked: Gathering) => Gathered;
}

/** A record as it stands at some time. */
export interface Standing<State> {
  readonly state: State;
  readonly at: Instant;
}

/** Where a record stands after these commands. Throws where one of them is refused. */
export function played<State, Event>(
  workflow: Workflow<State, Event>,
  given: readonly Given[],
  stage: Stage,
): Standing<State> {
  return given.reduce(
    (before: Standing<State>, one) => {
      const [command, by] = one;
      const at = timeOf(one, before);
      const made = giveTo(workflow, before.state, one, { ...stage, at });
      if (made?.kind !== 'decision') throw new Error(`${command} is not taken: ${made?.code ?? 'malformed'}`);
      return { at, state: made.events.reduce((was, event) => workflow.evolve(was, { event, at, by }), before.state) };
    },
    { state: workflow.initial, at: stage.at },
  );
}

/** The cards of all these commands, given in turn to a record that stands there: messages, replies, what fades. */
export function cardsOf<State, Event>(
  workflow: Workflow<State, Event>,
  standing: Standing<State>,
  given: readonly Given[],
  stage: Stage,
): readonly SampleCard[] {
  return given.flatMap((one) => {
    const made = giveTo(workflow, standing.state, one, { ...stage, at: timeOf(one, standing) });
    if (made?.kind !== 'decision') return [];
    const name = `${one[0]} on ${workflow.status(standing.state)}`;
    const { reply, messages } = made;
    const replies = reply === undefined ? [] : [reply, ...(reply.fades ? [reply.fades] : [])];
    return [...messages.map((message) => asSample(name, message)), ...replies.map((content) => posted(name, content))];
  });
}

function timeOf([, , , minutesLater = 1]: Given, { at }: Standing<unknown>): Instant {
  return later(at, minutesLater * MINUTE);
}

/** Gives a command as the application does; undefined where its data cannot be read. */
function giveTo<State, Event>(
  workflow: Workflow<State, Event>,
  state: State,
  [command, by, data = {}]: Given,
  { school, reference, at, gather }: Stage,
): Decision<Event> | Refusal<Event> | undefined {
  const context: DecisionContext = { at, by, school, reference };
  const refused = workflow.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const definition = workflow.commands[command];
  const parsed = definition?.data.safeParse(data);
  if (definition === undefined || parsed?.success !== true) return undefined;
  const asked = definition.gathers?.(state, { school, at, by, reference, data: parsed.data as Json });
  const gathered = asked === undefined ? undefined : gather?.(asked);
  const known = gathered === undefined ? context : { ...context, gathered };
  return workflow.decide(state, { type: command, data: parsed.data as Json }, known);
}
