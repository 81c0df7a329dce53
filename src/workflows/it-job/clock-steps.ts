import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { itJobRules } from '../../domain/it-jobs.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { nextWorkingTime, saidDuration } from '../../domain/school-time.ts';
import { askerOf, handsOf, supervisorsOf } from './access.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { JobEvent } from './events.ts';
import { jobMessages, lineTo } from './job-card.ts';
import type { Job } from './state.ts';
import { saidJob } from './words.ts';

const nothing: Outcome = decision({ events: [], messages: [] });

/**
 * IT has not done it for too long: it hears again; from the second time on whoever stands in and whoever asked do too,
 * and from the third whoever supervises IT (R009).
 */
export function reminded(job: Job, context: DecisionContext): Outcome {
  const { school, at, reference } = context;
  const { wait, askedAt } = job.file;
  if (wait === null || wait.due > at) return nothing;
  const until = nextWorkingTime(school, at);
  if (until > at) return decision({ events: [{ type: 'ReminderPutOff', until }], messages: [] });
  const due = nextChase(itJobRules[job.file.job].chase, { since: at, done: wait.noticed + 1, school });
  const heard = (to: readonly PersonId[]): JobEvent => ({ type: 'ItJobWaitNoticed', due, to: [...to] });
  const hands = handsOf(after(job, [heard([])], context), school);
  const others = othersOf(job, wait.noticed, context).filter((person) => !hands.includes(person));
  const event = heard([...hands, ...others]);
  const now = after(job, [event], context);
  const waited = `It has waited ${saidDuration(askedAt, at)}.`;
  const said = (person: PersonId, words: string): Message => ({
    ...lineTo(person, `chase:${person}`, `Job ${reference}: ${words}. ${waited}`),
    fresh: true,
  });
  return decision({
    events: [event],
    messages: [
      ...jobMessages(now, context),
      ...hands.map((person) => said(person, `please ${saidJob(now)}`)),
      ...others.map((person) => said(person, `IT has not answered yet. It is to ${saidJob(now)}`)),
    ],
  });
}

function othersOf(job: Job, noticed: number, { school }: DecisionContext): readonly PersonId[] {
  const asker = askerOf(job, school);
  return [
    ...new Set([
      ...(noticed > 0 && asker !== undefined ? [asker] : []),
      ...(noticed > 1 ? supervisorsOf(job, school) : []),
    ]),
  ];
}

/** The card of one person, to stand at the end of that chat. */
export function shownAgain(
  job: Job,
  { place, chat }: CommandData<'it-job/show-again'>,
  context: DecisionContext,
): Outcome {
  const messages = jobMessages(job, context)
    .filter(({ to }) => to.kind === 'person' && place === `person:${to.person}`)
    .map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}
