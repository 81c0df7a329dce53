import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { Message } from '../../domain/message.ts';
import { readAsked } from '../../domain/site-address.ts';
import { itOf } from './access.ts';
import { caseMessages, lineSlot, tellDeciders } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { BlockEvent } from './events.ts';
import { jobMessages } from './job-card.ts';
import { keptFrom } from './kept-from-steps.ts';
import { concernAdvice, receipt } from './reporter-cards.ts';
import type { Block, BlockState } from './state.ts';

/** Somebody reports a site: IT has a job at once, and whoever looks at the filter a card (R130, R131). */
export function reported(
  state: BlockState,
  { address, scope, ...data }: CommandData<'site-block/report'>,
  context: DecisionContext,
): Outcome {
  const read = readAsked(address, scope, 'block');
  if (read.kind === 'problem') throw new Error('the schema lets only addresses through that can be read');
  const { site } = read;
  const event: BlockEvent = { type: 'SiteReported', site, ...data, ...firstDueTimes(context) };
  const block = after(state, [event], context);
  return decision({
    events: [event],
    messages: [...begun(block, context), ...concernAdvice(block, context)],
    reply: receipt(block, context),
  });
}

/**
 * Those who handle a concern ask for a site to be blocked. Asked again, it is only kept from more people; so that it
 * does not matter how often, and in which order, that comes here.
 */
export function asked(state: BlockState, data: CommandData<'site-block/ask'>, context: DecisionContext): Outcome {
  if (state.status !== 'none') return keptFrom(state, data, context);
  const { site, concern, number, askedBy, without } = data;
  const event: BlockEvent = {
    type: 'SiteBlockRequested',
    ...{ site, concern, number, askedBy, without },
    ...firstDueTimes(context),
  };
  const block = after(state, [event], context);
  return decision({ events: [event], messages: begun(block, context) });
}

function begun(block: Block, context: DecisionContext): readonly Message[] {
  const isNobodys = itOf(block, context.school).length === 0;
  const text = 'Nobody can be asked in the chat to block this site. Ask IT another way.';
  return [
    ...caseMessages(block, context),
    ...jobMessages(block, context),
    ...(isNobodys ? tellDeciders(block, lineSlot(block, 'nobody', context.at), text, context) : []),
  ];
}

/** When each is asked again, should nothing happen. */
function firstDueTimes({ school, at }: DecisionContext) {
  const { block, review } = school.sites.chase;
  return {
    jobDue: nextChase(block, { since: at, done: 0, school }),
    reviewDue: nextChase(review, { since: at, done: 0, school }),
    morning: nextSchoolMorning(school, at),
  };
}
