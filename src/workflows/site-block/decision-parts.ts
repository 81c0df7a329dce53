import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type BlockCommand, type CommandData, commandData } from './command-data.ts';
import type { BlockEvent } from './events.ts';
import { evolveBlock } from './evolve.ts';
import type { Block, BlockState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<BlockEvent> | Refusal<BlockEvent>;

/** The record as it is after these events. */
export function after(state: BlockState, events: readonly BlockEvent[], { at, by }: DecisionContext): Block {
  const folded = events.reduce((before, event) => evolveBlock(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a record behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends BlockCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}
