import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import { isMorningRound, jobHearers, nextSchoolMorning } from '../../domain/job-chase.ts';
import type { Message } from '../../domain/message.ts';
import { holds } from '../../domain/school.ts';
import { nextWorkingTime, saidDuration } from '../../domain/school-time.ts';
import { decidersInChannel, watchersOf } from './access.ts';
import { caseMessages, lineTo, tellDeciders } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import { isCardThere } from './delivery-steps.ts';
import type { BlockEvent } from './events.ts';
import { jobMessages, overdueMessage } from './job-card.ts';
import type { Block } from './state.ts';

const nothing: Outcome = decision({ events: [], messages: [] });

/** What comes late, when the school is closed, waits until it opens; where nobody knows when, for a weekday. */
function putOff(what: 'job' | 'review' | 'morning', { school, at }: DecisionContext): Outcome | undefined {
  const until = nextWorkingTime(school, at);
  return until > at ? decision({ events: [{ type: 'ReminderPutOff', what, until }], messages: [] }) : undefined;
}

/** IT has not done its job for too long: it hears again, and with each time others do too. */
export function jobReminded(block: Block, context: DecisionContext): Outcome {
  const { school, at, reference } = context;
  const { job, without, askedAt, review } = block.file;
  if (job === null || job.due > at) return nothing;
  const later = putOff('job', context);
  if (later !== undefined) return later;
  const hearers = jobHearers(job.noticed, without, school);
  // Who finds the red card about now would find the line beside it.
  const isShown = block.status === 'reported' && isMorningRound(school, askedAt, at);
  const shown = isShown ? watchersOf(block, school) : [];
  const isIt = (person: string) => holds(school, person, filteringParts.carriesOut.roles);
  const carryOut = hearers.carryOut.filter((person) => !shown.includes(person) || isIt(person));
  const others = hearers.others.filter((person) => !shown.includes(person));
  const jobDue = nextChase(school.sites.chase.block, { since: at, done: job.noticed + 1, school });
  const event: BlockEvent = { type: 'JobWaitNoticed', jobDue, to: [...carryOut, ...others] };
  const now = after(block, [event], context);
  const isBlock = block.status === 'reported';
  const waited = `It has waited ${saidDuration(isBlock ? askedAt : (review?.at ?? askedAt), at)}.`;
  const please = isBlock ? 'please block this site' : 'please take this block off';
  const not = isBlock ? 'IT has not blocked this site' : 'IT has not taken this block off';
  const said = (person: string, words: string): Message => ({
    ...lineTo(person, `chase:${person}`, `${reference}: ${words}. ${waited}`),
    fresh: true,
  });
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...jobMessages(now, context),
      ...carryOut.map((person) => said(person, please)),
      ...others.map((person) => said(person, not)),
    ],
  });
}

/** Nobody has looked at the filter for too long: all who may hear again. */
export function reviewReminded(block: Block, context: DecisionContext): Outcome {
  const { school, at, reference } = context;
  const { reviewWait, askedAt } = block.file;
  if (reviewWait === null || reviewWait.due > at) return nothing;
  const later = putOff('review', context);
  if (later !== undefined) return later;
  const reviewDue = nextChase(school.sites.chase.review, { since: at, done: reviewWait.noticed + 1, school });
  const event: BlockEvent = { type: 'ReviewWaitNoticed', reviewDue };
  const now = after(block, [event], context);
  const text = `Nobody has reviewed the filter yet. It has waited ${saidDuration(askedAt, at)}.`;
  const inChannel = decidersInChannel(now, school);
  const mentions = reviewWait.noticed > 0 ? inChannel : [];
  // Below a card that did not come, a line would not come either.
  const isThreadThere = isCardThere(now, 'case');
  const lines = [
    ...tellDeciders(now, 'line:waiting', text, { ...context, mentions }).filter(
      ({ to }) => to.kind === 'person' || isThreadThere,
    ),
    ...(isThreadThere ? [] : inChannel).map((person) =>
      lineTo(person, `line:waiting:${person}`, `${reference}: ${text}`),
    ),
  ];
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      // One line that comes again, so that those which could not be delivered do not heap up.
      ...lines.map((line) => ({ ...line, fresh: true })),
    ],
  });
}

/** A school morning has come and the site is not blocked: those who watch see it. */
export function morningCame(block: Block, context: DecisionContext): Outcome {
  const { school, at } = context;
  const { morning } = block.file;
  if (morning === null || morning.due > at) return nothing;
  const later = putOff('morning', context);
  if (later !== undefined) return later;
  const watchers = watchersOf(block, school);
  const event: BlockEvent = { type: 'MorningNoticed', morning: nextSchoolMorning(school, at), to: [...watchers] };
  const now = after(block, [event], context);
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...jobMessages(now, context),
      ...watchers.map((person) => overdueMessage(person, now, context)),
    ],
  });
}

/** The cards of one channel or person, to stand at the end of that chat. */
export function shownAgain(
  block: Block,
  { place, chat }: CommandData<'site-block/show-again'>,
  context: DecisionContext,
): Outcome {
  const isThere = ({ to }: Message) =>
    (to.kind === 'person' && place === `person:${to.person}`) ||
    (to.kind === 'channel' && place === `channel:${to.channel}`);
  const { job, shownTo } = block.file;
  const all = [
    ...caseMessages(block, context),
    ...(job === null ? [] : jobMessages(block, context)),
    ...(block.status === 'reported' ? shownTo.map((person) => overdueMessage(person, block, context)) : []),
  ];
  const messages = all.filter(isThere).map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}
