import { type Ask, type DecisionContext, decision, type Refusal, type Reply } from '../../domain/decider.ts';
import { partsOf } from './access.ts';
import { jobReminded, morningCame, reviewReminded, shownAgain } from './clock-steps.ts';
import type { BlockCommand, CommandData } from './command-data.ts';
import { dataOf, type Outcome, personIn } from './decision-parts.ts';
import { deliveryNoted } from './delivery-steps.ts';
import type { BlockEvent } from './events.ts';
import { doneBefore, fileCard, putAway, viewSlot } from './file-card.ts';
import { blocked, failed, lifted, reviewed } from './job-steps.ts';
import { lookedAgain } from './new-holders.ts';
import { refusalFor } from './offers.ts';
import { refuse } from './refuse.ts';
import { receipt } from './reporter-cards.ts';
import { asked, reported } from './reporter-steps.ts';
import { type Block, type BlockState, reporterOf } from './state.ts';

/** Why this command may not be given now by whoever asks. */
export function refusesBlock(
  state: BlockState,
  type: string,
  context: DecisionContext,
): Refusal<BlockEvent> | undefined {
  const command = type as BlockCommand;
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, command, person, context.school);
  return code === undefined ? undefined : refuse(state, command, code, context);
}

/** Decides every command. Pure: the same state, command and context always give the same outcome. */
export function decideBlock(state: BlockState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesBlock(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as BlockCommand;
  if (command === 'site-block/report') return reported(state, dataOf(command, ask), context);
  if (command === 'site-block/ask') return asked(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse(state, command, 'not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  block: Block,
  command: Exclude<BlockCommand, 'site-block/report' | 'site-block/ask'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  switch (command) {
    case 'site-block/open':
      return opened(block, dataOf(command, ask), context);
    case 'site-block/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(personIn(context)), ...putAway(context) } });
    case 'site-block/blocked':
      return blocked(block, context);
    case 'site-block/cannot-block':
      return failed(block, dataOf(command, ask), context);
    case 'site-block/review':
      return reviewed(block, dataOf(command, ask), context);
    case 'site-block/lifted':
      return lifted(block, context);
    case 'site-block/remind-to-block':
      return jobReminded(block, context);
    case 'site-block/remind-to-review':
      return reviewReminded(block, context);
    case 'site-block/morning':
      return morningCame(block, context);
    case 'site-block/look-again':
      return lookedAgain(block, context);
    case 'site-block/show-again':
      return shownAgain(block, dataOf(command, ask), context);
    case 'site-block/delivery-note':
      return deliveryNoted(block, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

/** Every opening is an event, and every page that is turned (R198). */
function opened(block: Block, { page }: CommandData<'site-block/open'>, context: DecisionContext): Outcome {
  const reply = fileCard(block, personIn(context), page, context);
  return decision({ events: [{ type: 'SiteBlockOpened', page }], messages: [], reply });
}

/** What somebody sees whose command was carried out already: the receipt, or the record as it is for them. */
export function againBlock(state: BlockState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person') return undefined;
  const { person } = by;
  if (ask.type === 'site-block/report') return reporterOf(state) === person ? receipt(state, context) : undefined;
  if (partsOf(state, person, school).length === 0) return undefined;
  return ask.type === 'site-block/open'
    ? fileCard(state, person, dataOf('site-block/open', ask).page, context)
    : { slot: viewSlot(person), ...doneBefore(context) };
}
