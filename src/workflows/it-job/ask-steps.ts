import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { itJobRules } from '../../domain/it-jobs.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { handsOf } from './access.ts';
import { toConcern } from './answer.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { JobEvent } from './events.ts';
import { putAway, viewSlot } from './file-card.ts';
import { jobMessages, settledMessages } from './job-card.ts';
import { refuse } from './refuse.ts';
import type { Job, JobState } from './state.ts';

/**
 * Those who handle a concern ask IT to do something (R005). Asked again, it is only kept from more people; so that it
 * does not matter how often, and in which order, that comes here.
 */
export function asked(state: JobState, data: CommandData<'it-job/ask'>, context: DecisionContext): Outcome {
  if (state.status !== 'none') return keptFrom(state, data, context);
  const { school, at } = context;
  const due = nextChase(itJobRules[data.job].chase, { since: at, done: 0, school });
  return unlessNobodys(state, { type: 'ItJobAsked', ...data, due }, [], context);
}

/** Where nobody is left who may do it, the case that asked hears so at once, and is not kept waiting. */
function unlessNobodys(job: JobState, event: JobEvent, before: readonly Message[], context: DecisionContext): Outcome {
  const asked = after(job, [event], context);
  const isNobodys = asked.status === 'asked' && handsOf(asked, context.school).length === 0;
  const failed: readonly JobEvent[] = isNobodys ? [{ type: 'ItJobFailed', reason: nobody }] : [];
  const now = after(asked, failed, context);
  return decision({
    events: [event, ...failed],
    messages: [
      ...before,
      ...(isNobodys ? settledMessages(asked, context) : []),
      ...(now.status === 'done' ? [] : jobMessages(now, context)),
    ],
    relays: isNobodys ? toConcern(now, context) : [],
  });
}

const nobody = 'Nobody of IT can be asked in the chat. See to it another way, and write it into the case.';

/**
 * From now on nobody of these has it, sees it or hears of it; others have it in their place. They are not told: what
 * they have of it ends as it would have ended anyhow (R198).
 */
function keptFrom(job: Job, data: CommandData<'it-job/ask'>, context: DecisionContext): Outcome {
  const { concern, number, without } = job.file;
  if (concern !== data.concern || number !== data.number) return refuse(job, 'it-job/ask', 'not-this-one', context);
  const people = data.without.filter((person) => !without.includes(person));
  if (people.length === 0) return decision({ events: [], messages: [] });
  const event: JobEvent = { type: 'ItJobKeptFrom', people };
  return unlessNobodys(job, event, endedFor(people, job, context), context);
}

/**
 * What takes the place of the cards of these people: exactly what an ordinary end of the job leaves there, for anything
 * else would tell them that it is about them. What is over for them already stays, and nothing is posted.
 */
function endedFor(people: readonly PersonId[], before: Job, context: DecisionContext): readonly Message[] {
  const end: JobEvent = { type: 'ItJobDone', holder: '', place: '', since: '', result: '' };
  const cards =
    before.status === 'done'
      ? []
      : [...jobMessages(after(before, [end], context), context), ...settledMessages(before, context)];
  const views = people.map(
    (person): Message => ({ slot: viewSlot(person), to: { kind: 'person', person }, ...putAway(context) }),
  );
  return [...cards, ...views]
    .filter(({ to }) => to.kind === 'person' && people.includes(to.person))
    .map((message) => ({ ...message, onlyEdits: true }));
}
