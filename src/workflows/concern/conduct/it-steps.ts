import { type DecisionContext, decision } from '../../../domain/decider.ts';
import { itHands, itJobRules } from '../../../domain/it-jobs.ts';
import { saidClock } from '../../../domain/school-time.ts';
import { handlersOf, placeOf } from '../access.ts';
import { caseMessages, tellHandlers } from '../case-card.ts';
import type { CommandData } from '../command-data.ts';
import { after, lineSlot, type Outcome } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { peopleNamedExactlyIn } from '../named-people.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { itRelay } from './it-relay.ts';

/** Asks IT to do something for the case (R005, R084, R101, R102). IT learns the job and what it needs for it. */
export function itAsked(concern: Concern, data: CommandData<'concern/ask-it'>, context: DecisionContext): Outcome {
  const { school } = context;
  const hands = itHands(concern.file.subjects, school);
  const isAboutIt = peopleNamedExactlyIn(data.about, school).some((person) => hands.includes(person));
  if (isAboutIt) return refuse(concern, 'concern/ask-it', 'names-it', context);
  const number = concern.file.conduct.it.length + 1;
  const event: ConcernEvent = { type: 'ItAsked', number, ...data };
  const relays = (now: Concern) =>
    now.file.conduct.it.filter((job) => job.number === number).map((job) => itRelay(now, job, context));
  return step(concern, [event], { line: `asked IT to ${itJobRules[data.job].called}`, relays }, context);
}

/**
 * What IT answered, said to whoever asked: in the thread, which calls them; where there is none, in their chat. Where
 * they do not handle it any more, what has to be acted on is said to all who do.
 */
export function itAnswered(
  concern: Concern,
  data: CommandData<'concern/it-answered'>,
  context: DecisionContext,
): Outcome {
  const { school, at } = context;
  const asked = concern.file.conduct.it.find(({ number }) => number === data.number);
  // A job that is done is done: the same answer again, or an earlier one that comes late, changes nothing.
  if (asked === undefined || asked.outcome === 'done' || asked.outcome === data.outcome)
    return decision({ events: [], messages: [] });
  const event: ConcernEvent = { type: 'ItAnswered', ...data };
  const now = after(concern, [event], context);
  const handlers = handlersOf(now, school);
  const asker = handlers.filter((person) => person === asked.by);
  const isThereToRead = placeOf(now, school) === 'channel' && data.outcome === 'done';
  const whom = asker.length > 0 || isThereToRead ? asker : handlers;
  const { called } = itJobRules[asked.job];
  const said = data.outcome === 'done' ? 'IT has done its job' : 'IT cannot do its job';
  const text = `${said} (${called}), ${saidClock(school, at, at)}. Open the case to read it.`;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, lineSlot(now, 'it', at), text, { ...context, whom }),
    ],
  });
}
