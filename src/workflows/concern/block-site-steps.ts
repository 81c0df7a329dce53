import { type DecisionContext, decision } from '../../domain/decider.ts';
import { capital } from '../../domain/said-by-role.ts';
import { saidClock } from '../../domain/school-time.ts';
import { readSite, wholeSite } from '../../domain/site-address.ts';
import { handlersOf, placeOf } from './access.ts';
import { blockAsked, blockRelay, blocksAsked, saidBlockOutcome } from './block-site.ts';
import { caseMessages, tellHandlers } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, lineSlot, type Outcome } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { step } from './handler-steps.ts';
import type { Concern } from './state.ts';

/** Asks IT to block a site that stands in a concern (R130, R131). IT learns the address and nothing else. */
export function blockAskedFor(
  concern: Concern,
  { address, scope }: CommandData<'concern/block-site'>,
  context: DecisionContext,
): Outcome {
  const read = readSite(address, 'block');
  if (read.kind === 'problem') throw new Error('the schema lets only addresses through that can be read');
  const site = scope === 'site' ? wholeSite(read.site) : read.site;
  const number = blocksAsked(concern).length + 1;
  return step(
    concern,
    [{ type: 'SiteBlockAsked', number, site }],
    {
      line: 'asked IT to block a site',
      relays: (now) =>
        blocksAsked(now)
          .slice(-1)
          .map((asked) => blockRelay(now, asked, context)),
    },
    context,
  );
}

/** What became of it: in the thread; where there is none, in the chat of whoever asked. */
export function blockAnswered(
  concern: Concern,
  { number, outcome }: CommandData<'concern/site-blocked'>,
  context: DecisionContext,
): Outcome {
  const { school, at } = context;
  const asked = blockAsked(concern, number);
  if (asked === undefined) return decision({ events: [], messages: [] });
  const event: ConcernEvent = { type: 'SiteBlockAnswered', number, outcome };
  const now = after(concern, [event], context);
  const handlers = handlersOf(now, school);
  const asker = handlers.filter((person) => asked.by.kind === 'person' && asked.by.person === person);
  // In the channel it is there to be read; only what somebody has to act on calls them.
  const inChannel = outcome === 'cannot' ? asker : [];
  const inChats = asker.length > 0 ? asker : handlers;
  const whom = placeOf(now, school) === 'channel' ? inChannel : inChats;
  const text = `${capital(saidBlockOutcome(outcome))}, ${saidClock(school, at, at)}.`;
  return decision({
    events: [event],
    messages: [
      ...caseMessages(now, context),
      ...tellHandlers(now, lineSlot(now, 'site', at), text, { ...context, whom }),
    ],
  });
}
