import {
  type Ask,
  type Decision,
  type DecisionContext,
  decision,
  type Refusal,
  type Reply,
} from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { publishers } from '../../domain/policies.ts';
import { freeHolders, type School } from '../../domain/school.ts';
import { channelOf, mayWrite, viewSlot } from './access.ts';
import { bulletinFile, posts, putAway, takenDown } from './cards.ts';
import { type Bulletin, type BulletinCommand, type CommandData, commandData } from './command-data.ts';
import type { BulletinEvent } from './events.ts';
import { asKept, whyNotTaken } from './read-bulletin.ts';
import { refusalFor, refuse } from './refusals.ts';
import { type BulletinState, evolveBulletin, type Written } from './state.ts';

/** What a command comes to. */
type Outcome = Decision<BulletinEvent> | Refusal<BulletinEvent>;

/** Why this command may not be given now by whoever asks. */
export function refusesBulletin(
  state: BulletinState,
  type: string,
  context: DecisionContext,
): Refusal<BulletinEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as BulletinCommand, person, context.school);
  return code === undefined ? undefined : refuse(code, context);
}

/** Decides every command of a safety message. Pure: the same state, command and context always give the same outcome. */
export function decideBulletin(state: BulletinState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesBulletin(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as BulletinCommand;
  if (command === 'bulletin/write') return written(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse('not-yours', context);
  return decideOn(state, command, ask, context);
}

function decideOn(
  state: Written,
  command: Exclude<BulletinCommand, 'bulletin/write'>,
  ask: Ask,
  context: DecisionContext,
): Outcome {
  const person = personIn(context);
  switch (command) {
    case 'bulletin/open':
      return decision({ events: [], messages: [], reply: bulletinFile(state, person, context) });
    case 'bulletin/put-away':
      return decision({ events: [], messages: [], reply: { slot: viewSlot(person), ...putAway(context) } });
    case 'bulletin/post':
      return posted(state, context);
    case 'bulletin/change':
      return changedTo(state, dataOf(command, ask), context);
    case 'bulletin/discard':
      return happened(state, { type: 'BulletinDiscarded' }, context);
    case 'bulletin/take-back': {
      const event = { type: 'BulletinTakenBack', ...dataOf(command, ask) } as const;
      return happened(state, event, context, takenDown(state.bulletin.channels));
    }
    case 'bulletin/delivery-note':
      return deliveryNoted(state, dataOf(command, ask), context);
    default:
      return command satisfies never;
  }
}

function written(state: BulletinState, bulletin: Bulletin, context: DecisionContext): Outcome {
  const code = whyNotTaken(bulletin, context.school);
  if (code !== undefined) return refuse(code, context);
  return happened(state, { type: 'BulletinWritten', bulletin: asKept(bulletin) }, context);
}

/** It goes to its channels, if the school still has all of them. */
function posted(state: Written, context: DecisionContext): Outcome {
  const code = whyNotTaken(state.bulletin, context.school);
  if (code !== undefined) return refuse(code, context);
  return happened(state, { type: 'BulletinPosted' }, context, posts(state, personIn(context), context.school));
}

/**
 * What stands in channels is edited there, from whoever changed it; in a channel that is none of its own any more it is
 * taken back.
 */
function changedTo(state: Written, bulletin: Bulletin, context: DecisionContext): Outcome {
  const code = whyNotTaken(bulletin, context.school);
  if (code !== undefined) return refuse(code, context);
  const event = { type: 'BulletinChanged', bulletin: asKept(bulletin) } as const;
  if (state.status !== 'posted') return happened(state, event, context);
  const left = state.bulletin.channels.filter((id) => !bulletin.channels.includes(id));
  const after = { ...state, bulletin: event.bulletin };
  return happened(state, event, context, [...takenDown(left), ...posts(after, personIn(context), context.school)]);
}

/** A channel that never got it stands on the record, and whoever posted it hears of it. */
function deliveryNoted(
  state: Written,
  { slot, outcome, code }: CommandData<'bulletin/delivery-note'>,
  { reference, school }: DecisionContext,
): Outcome {
  const channel = channelOf(slot);
  if (outcome !== 'parked' || channel === undefined || state.parked.includes(channel))
    return decision({ events: [], messages: [] });
  const text = `The safety message ${reference} could not be posted in one of its channels. Open it to see which.`;
  const told = toTell(state, school).map(
    (person): Message => ({
      slot: `parked:${slot}:${person}`,
      to: { kind: 'person', person },
      card: 'line',
      data: { text },
      preview: text,
    }),
  );
  return decision({ events: [{ type: 'PostParked', channel, code }], messages: told });
}

/** Whoever posted it; where they write no more, those who do now. */
function toTell(state: Written, school: School): readonly PersonId[] {
  const person = state.status === 'posted' ? state.postedBy : state.writtenBy;
  return mayWrite(person, school)
    ? [person]
    : freeHolders(publishers, [], school).filter((one) => mayWrite(one, school));
}

/** What somebody sees whose command was carried out already: the message as it is now, while it is theirs to see. */
export function againBulletin(state: BulletinState, _ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person' || !mayWrite(by.person, school)) return undefined;
  return bulletinFile(state, by.person, context);
}

function happened(
  state: BulletinState,
  event: BulletinEvent,
  context: DecisionContext,
  messages: readonly Message[] = [],
): Outcome {
  const { at, by } = context;
  const after = evolveBulletin(state, { event, at, by });
  if (after.status === 'none') throw new Error('a decision must leave a message behind');
  return decision({ events: [event], messages, reply: bulletinFile(after, personIn(context), context) });
}

/** Who asks; nobody where the clock does. */
function personIn({ by }: DecisionContext): string {
  return by.kind === 'person' ? by.person : '';
}

function dataOf<Type extends BulletinCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}
