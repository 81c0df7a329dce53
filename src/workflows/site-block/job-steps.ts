import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { filteringParts } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import { capital, saidByRole } from '../../domain/said-by-role.ts';
import { saidClock } from '../../domain/school-time.ts';
import { type Answer, answerLost, toConcern } from './answer.ts';
import { caseMessages, lineSlot, tellDeciders, threadLine } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { BlockEvent } from './events.ts';
import { fileCard } from './file-card.ts';
import { jobMessages, settledMessages } from './job-card.ts';
import { receiptMessages, toldBlocked } from './reporter-cards.ts';
import { type Block, reporterOf } from './state.ts';

/** IT has blocked it: everybody who waits for that is told. */
export function blocked(block: Block, context: DecisionContext): Outcome {
  return step(block, { type: 'SiteBlocked' }, context, {
    line: saidLine('has blocked the site', 'carriesOut', context),
    answer: 'blocked',
    more: (now) => (reporterOf(now) === personIn(context) ? [] : toldBlocked(now, context)),
  });
}

/** IT cannot block it: whoever looks at the filter is told, and it is asked for further. */
export function failed(block: Block, data: CommandData<'site-block/cannot-block'>, context: DecisionContext): Outcome {
  const text = 'IT cannot block the site. Open it to read why.';
  return step(block, { type: 'BlockingFailed', ...data }, context, {
    answer: 'cannot',
    more: (now) => tellDeciders(now, lineSlot(now, 'failed', context.at), text, context),
  });
}

/** IT has taken a block off that was not needed. */
export function lifted(block: Block, context: DecisionContext): Outcome {
  return step(block, { type: 'BlockLifted' }, context, {
    line: saidLine('has taken the block off', 'carriesOut', context),
    answer: 'lifted',
  });
}

/** Somebody has looked whether the filter is right (R130). Where the block is not needed, IT has to take it off. */
export function reviewed(block: Block, data: CommandData<'site-block/review'>, context: DecisionContext): Outcome {
  const { school, at } = context;
  const isToLift = data.outcome === 'not-needed';
  const jobDue = isToLift ? nextChase(school.sites.chase.block, { since: at, done: 0, school }) : null;
  return step(block, { type: 'FilterReviewed', ...data, jobDue }, context, {
    line: saidLine('has reviewed the filter', 'decides', context),
    isNewJob: isToLift,
  });
}

interface StepWords {
  /** The line of the thread; none where another message says it. */
  readonly line?: string;
  /** What those who handle the concern hear, where it comes from one. */
  readonly answer?: Answer;
  /** True where IT has something to do that it had not before. */
  readonly isNewJob?: boolean;
  readonly more?: (now: Block) => readonly Message[];
}

/** A step of IT's or of whoever looks at the filter: all cards follow it. */
function step(
  block: Block,
  event: BlockEvent,
  context: DecisionContext,
  { line, answer, isNewJob = false, more = () => [] }: StepWords,
): Outcome {
  const { at } = context;
  const now = after(block, [event], context);
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...jobMessages(now, context, { fresh: isNewJob }),
      ...(block.file.job !== null && (now.file.job === null || isNewJob) ? settledMessages(block, now, context) : []),
      ...(line === undefined ? [] : threadLine(now, lineSlot(now, 'step', at), line)),
      ...receiptMessages(now, context),
      ...more(now),
    ],
    relays: toConcern(now, answer ?? answerLost(block), context),
    reply: fileCard(now, personIn(context), 1, context),
  });
}

function saidLine(words: string, part: 'decides' | 'carriesOut', { school, at, by }: DecisionContext): string {
  const who = capital(saidByRole(by, filteringParts[part].roles, school));
  return `${who} ${words}, ${saidClock(school, at, at)}.`;
}
