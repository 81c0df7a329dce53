import { type DecisionContext, decision } from '../../domain/decider.ts';
import { saidClock } from '../../domain/school-time.ts';
import { readAsked } from '../../domain/site-address.ts';
import { handlersOf, placeOf } from './access.ts';
import { answeredEvent, askedEvent, blockRelay, saidAnswer, sitesAsked } from './block-site.ts';
import { caseMessages, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome } from './decision-parts.ts';
import { step } from './handler-steps.ts';
import type { Concern } from './state.ts';

/** Asks IT to block a site that stands in a concern (R130, R131). IT learns the address and nothing else. */
export function blockAskedFor(
  concern: Concern,
  { address, scope }: CommandData<'concern/block-site'>,
  context: DecisionContext,
): Outcome {
  const read = readAsked(address, scope, 'block');
  if (read.kind === 'problem') throw new Error('the schema lets only addresses through that can be read');
  const { site } = read;
  const asked = { number: sitesAsked(concern).length + 1, site, by: context.by };
  const relays = (now: Concern) => [blockRelay(now, asked, context)];
  return step(concern, [askedEvent(site)], { line: 'asked IT to block a site', relays }, context);
}

/**
 * What became of it, said to whoever asked: in the thread, which calls them; where there is none, in their chat. Where
 * they do not handle it any more, what has to be acted on is said to all who do.
 */
export function blockAnswered(
  concern: Concern,
  data: CommandData<'concern/site-blocked'>,
  context: DecisionContext,
): Outcome {
  const { school, at } = context;
  const asked = sitesAsked(concern).find(({ number }) => number === data.number);
  if (asked === undefined) return decision({ events: [], messages: [] });
  const event = answeredEvent(asked, data);
  const now = after(concern, [event], context);
  const handlers = handlersOf(now, school);
  const asker = handlers.filter((person) => asked.by.kind === 'person' && asked.by.person === person);
  const isThereToRead = placeOf(now, school) === 'channel' && data.outcome !== 'cannot';
  const whom = asker.length > 0 || isThereToRead ? asker : handlers;
  const text = `${saidAnswer(data.outcome, 'the site')}, ${saidClock(school, at, at)}.`;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, lineSlot(now, 'site', at), text, { ...context, whom }),
    ],
  });
}
