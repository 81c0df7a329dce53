import { nextChase } from '../../domain/chase.ts';
import { type DecisionContext, decision } from '../../domain/decider.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { Message } from '../../domain/message.ts';
import { readSite, wholeSite } from '../../domain/site-address.ts';
import { decidersAlone, isInChannel, itOf } from './access.ts';
import { caseMessages, lineSlot, tellDeciders } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { BlockEvent } from './events.ts';
import { jobMessages } from './job-card.ts';
import { refuse } from './refuse.ts';
import { concernAdvice, receipt } from './reporter-cards.ts';
import type { Block, BlockState } from './state.ts';

/** Somebody reports a site: IT has a job at once, and whoever looks at the filter a card (R130, R131). */
export function reported(
  state: BlockState,
  { address, scope, ...data }: CommandData<'site-block/report'>,
  context: DecisionContext,
): Outcome {
  const read = readSite(address, 'block');
  if (read.kind === 'problem') throw new Error('the schema lets only addresses through that can be read');
  const site = scope === 'site' ? wholeSite(read.site) : read.site;
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

/** From now on nobody of these has it, sees it or hears of it; others have it in their place. */
function keptFrom(block: Block, data: CommandData<'site-block/ask'>, context: DecisionContext): Outcome {
  const { origin, without } = block.file;
  const isThis = origin.from === 'concern' && origin.concern === data.concern && origin.number === data.number;
  if (!isThis) return refuse(block, 'site-block/ask', 'not-this-one', context);
  const people = data.without.filter((person) => !without.includes(person));
  if (people.length === 0) return decision({ events: [], messages: [] });
  const event: BlockEvent = { type: 'SiteBlockKeptFrom', people };
  const now = after(block, [event], context);
  return decision({ events: [event], messages: [...gone(block, now, context), ...current(now, context)] });
}

function current(block: Block, context: DecisionContext): readonly Message[] {
  return [...caseMessages(block, context), ...jobMessages(block, context)];
}

function begun(block: Block, context: DecisionContext): readonly Message[] {
  const isNobodys = itOf(block, context.school).length === 0;
  const text = 'Nobody can be asked in the chat to block this site. Ask IT another way.';
  return [
    ...current(block, context),
    ...(isNobodys ? tellDeciders(block, lineSlot(block, 'nobody', context.at), text, context) : []),
  ];
}

/** What takes the place of every card that stands where it may not be seen any more. */
function gone(before: Block, now: Block, { school, reference }: DecisionContext): readonly Message[] {
  const text = `${reference} is handled elsewhere now.`;
  const notice = { card: 'notice', data: { title: '', lines: [text], buttons: [] }, preview: text } as const;
  const to = (person: string) => ({ kind: 'person', person }) as const;
  const leftBy = (people: readonly string[], slot: string) =>
    people
      .filter((person) => now.file.without.includes(person))
      .map((person) => ({ slot: `${slot}:${person}`, to: to(person), ...notice, onlyEdits: true }));
  const { shownTo, chased } = before.file;
  const hasLeftChannel = isInChannel(before, school) && !isInChannel(now, school);
  return [
    ...(hasLeftChannel
      ? [{ slot: 'case', to: { kind: 'channel', channel: 'safeguarding' } as const, ...notice, onlyEdits: true }]
      : []),
    ...leftBy(decidersAlone(before, school), 'case'),
    ...leftBy(itOf(before, school), 'job'),
    ...leftBy(shownTo, 'overdue'),
    ...leftBy(chased, 'chase'),
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
