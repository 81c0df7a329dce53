import type { Decision, DecisionContext, Refusal, Workflow } from '../../src/domain/decider.ts';
import type { Gathered } from '../../src/domain/gathering.ts';
import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';

/** What a command came to. */
export type Came<Event> = Decision<Event> | Refusal<Event> | { readonly kind: 'malformed' };

/** Gives a command as the application does: may it be given, can it be read, what does it cause. */
function giveTo<State, Event>(
  workflow: Workflow<State, Event>,
  state: State,
  { type, data = {} }: { readonly type: string; readonly data?: unknown },
  context: DecisionContext,
): Came<Event> {
  const refused = workflow.refuses(state, type, context);
  if (refused !== undefined) return refused;
  const parsed = workflow.commands[type]?.data.safeParse(data);
  if (parsed?.success !== true) return { kind: 'malformed' };
  return workflow.decide(state, { type, data: parsed.data as Json }, context);
}

/** One record of a workflow, to which commands are given one after the other. */
export function aStage<State, Event>(
  workflow: Workflow<State, Event>,
  of: { readonly school: School; readonly reference: string; readonly at: Instant },
) {
  let { school, at } = of;
  let state = workflow.initial;
  const happened: Event[] = [];

  return {
    get state() {
      return state;
    },
    get at() {
      return at;
    },
    /** Everything that has happened, oldest first. */
    events: happened,
    /** The school file is another one from now on. */
    becomes(other: School): void {
      school = other;
    },
    /** Gives a command so many minutes later; what happens is folded as a store would keep it. */
    give(type: string, by: Actor, data: unknown = {}, minutes = 1, gathered?: Gathered) {
      at = later(at, minutes * MINUTE);
      const came = giveTo(
        workflow,
        state,
        { type, data },
        {
          at,
          by,
          school,
          reference: of.reference,
          ...(gathered === undefined ? {} : { gathered }),
        },
      );
      const events = came.kind === 'decision' ? came.events : [];
      for (const event of events) {
        const kept = workflow.event.parse(JSON.parse(JSON.stringify(event)));
        state = workflow.evolve(state, { event: kept, at, by });
        happened.push(kept);
      }
      state = workflow.state.parse(JSON.parse(JSON.stringify(state)));
      return {
        kind: came.kind,
        events,
        messages: came.kind === 'decision' ? came.messages : [],
        relays: came.kind === 'decision' ? (came.relays ?? []) : [],
        reply: came.kind === 'decision' ? came.reply : undefined,
        /** All the words of the reply, as one text. */
        said: came.kind === 'decision' ? JSON.stringify(came.reply?.data ?? {}) : '',
        code: came.kind === 'refusal' ? came.code : undefined,
        sentence: came.kind === 'refusal' ? came.sentence : '',
      };
    },
  };
}
