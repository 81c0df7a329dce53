import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { caseMessages } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import type { BlockEvent } from './events.ts';
import { putAway, viewSlot } from './file-card.ts';
import { jobMessages, settledMessages } from './job-card.ts';
import { refuse } from './refuse.ts';
import type { Block } from './state.ts';

/**
 * From now on nobody of these has it, sees it or hears of it; others have it in their place. They are not told: what
 * they have of it ends as it would have ended anyhow.
 */
export function keptFrom(block: Block, data: CommandData<'site-block/ask'>, context: DecisionContext): Outcome {
  const { origin, without } = block.file;
  const isThis = origin.from === 'concern' && origin.concern === data.concern && origin.number === data.number;
  if (!isThis) return refuse(block, 'site-block/ask', 'not-this-one', context);
  const people = data.without.filter((person) => !without.includes(person));
  if (people.length === 0) return decision({ events: [], messages: [] });
  const event: BlockEvent = { type: 'SiteBlockKeptFrom', people };
  const now = after(block, [event], context);
  return decision({ events: [event], messages: [...endedFor(people, block, context), ...current(now, context)] });
}

/** What still waits, for those who have it from now on. */
function current(block: Block, context: DecisionContext): readonly Message[] {
  return [
    ...(block.status === 'closed' ? [] : caseMessages(block, context)),
    ...(block.file.job === null ? [] : jobMessages(block, context)),
  ];
}

/**
 * What takes the place of the cards of these people: exactly what an ordinary end of the record leaves there, for
 * anything else would tell them that it is about them. What is over for them already stays, and nothing is posted.
 */
function endedFor(people: readonly PersonId[], before: Block, context: DecisionContext): readonly Message[] {
  const ended = after(before, endOf(before), context);
  const cards = [
    ...(before.status === 'closed' ? [] : caseMessages(ended, context)),
    ...(before.file.job === null ? [] : [...jobMessages(ended, context), ...settledMessages(before, ended, context)]),
  ];
  const views = people.map(
    (person): Message => ({ slot: viewSlot(person), to: { kind: 'person', person }, ...putAway(context) }),
  );
  return [...cards, ...views]
    .filter(({ to }) => to.kind === 'person' && people.includes(to.person))
    .map((message) => ({ ...message, onlyEdits: true }));
}

/** What is missing for a record to end in the ordinary way. */
function endOf({ status, file }: Block): readonly BlockEvent[] {
  const reviewed: BlockEvent = { type: 'FilterReviewed', outcome: 'keep', finding: '', jobDue: null };
  switch (status) {
    case 'reported':
      return [{ type: 'SiteBlocked' }, ...(file.review === null ? [reviewed] : [])];
    case 'blocked':
      return [reviewed];
    case 'lifting':
      return [{ type: 'BlockLifted' }];
    case 'closed':
      return [];
    default:
      return status satisfies never;
  }
}
