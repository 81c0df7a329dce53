import { dayAfter } from '../../domain/calendar-day.ts';
import {
  type Ask,
  type Decision,
  type DecisionContext,
  decision,
  type Refusal,
  type Reply,
  refusal,
} from '../../domain/decider.ts';
import { HOUR, type Instant, later } from '../../domain/instant.ts';
import type { Json } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { instantOf, localDateTime, nextWorkingTime } from '../../domain/school-time.ts';
import { mayRead, viewSlot } from './access.ts';
import { messagesFor, messagesForGone, putAway, upkeepFile } from './cards.ts';
import { type CommandData, commandData, type UpkeepCommand } from './command-data.ts';
import type { UpkeepEvent } from './events.ts';
import { type Finding, findingsOf } from './findings.ts';
import type { Upkeep, UpkeepState } from './state.ts';
import { notYours } from './words.ts';

/** What a command comes to. */
type Outcome = Decision<UpkeepEvent> | Refusal<UpkeepEvent>;

const nothing: Outcome = decision({ events: [], messages: [] });
/** How long nothing more is said of what was said: until the fourth look after it, which may come a little earlier. */
const AGAIN_AFTER_MS = 27 * 24 * HOUR;

/** Every reason for which a command is refused. */
export type RefusalCode = 'not-yours' | 'not-now';

/** The sentence for each refusal; a code without one does not compile. */
const refusalSentences: Record<RefusalCode, (of: Pick<DecisionContext, 'reference'>) => string> = {
  'not-yours': ({ reference }) => notYours(reference),
  'not-now': () => 'That is not possible now.',
};

/** Who gives a command, and where the record must stand. The same rows offer a button and refuse a press. */
const rules: Record<
  UpkeepCommand,
  { readonly by: 'reader' | 'clock'; readonly when: readonly UpkeepState['status'][] }
> = {
  // Given again each day: it then changes nothing.
  'upkeep/begin': { by: 'clock', when: ['none', 'kept'] },
  'upkeep/look': { by: 'clock', when: ['kept'] },
  'upkeep/open': { by: 'reader', when: ['kept'] },
  'upkeep/put-away': { by: 'reader', when: ['kept'] },
  'upkeep/delivery-note': { by: 'clock', when: ['kept'] },
};

/** Why this person, or the clock, may not give this command now; undefined when they may. */
function refusalFor(
  state: UpkeepState,
  command: UpkeepCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { by, when } = rules[command];
  if (person === undefined) return by === 'clock' && when.includes(state.status) ? undefined : 'not-now';
  return by === 'reader' && when.includes(state.status) && mayRead(person, school) ? undefined : 'not-yours';
}

/** Why this command may not be given now by whoever asks. */
export function refusesUpkeep(
  state: UpkeepState,
  type: string,
  { by, school, reference }: DecisionContext,
): Refusal<UpkeepEvent> | undefined {
  const person = by.kind === 'person' ? by.person : undefined;
  const code = refusalFor(state, type as UpkeepCommand, person, school);
  return code === undefined ? undefined : refusal({ code, sentence: refusalSentences[code]({ reference }) });
}

/** Decides every command. Pure: the same state, command and context always give the same outcome. */
export function decideUpkeep(state: UpkeepState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesUpkeep(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as UpkeepCommand;
  if (command === 'upkeep/begin' || state.status === 'none') return begun(state, context);
  switch (command) {
    case 'upkeep/look':
      return looked(state, context);
    case 'upkeep/open': {
      const reply = upkeepFile(state, personIn(context), dataOf(command, ask.data).page, context);
      return decision({ events: [], messages: [], reply });
    }
    case 'upkeep/put-away': {
      const reply = { slot: viewSlot(personIn(context)), ...putAway(context) };
      return decision({ events: [], messages: [], reply });
    }
    case 'upkeep/delivery-note':
      return deliveryNoted(state, dataOf(command, ask.data));
    default:
      return command satisfies never;
  }
}

/** The record begins, and is looked at on the next school morning. */
function begun(state: UpkeepState, { school, at }: DecisionContext): Outcome {
  if (state.status !== 'none') return nothing;
  return decision({ events: [{ type: 'UpkeepBegun', lookAt: morning(school, at, 1) }], messages: [] });
}

/**
 * What is not current is said to whom it is for, once, and again where nobody has seen to it for four weeks. A look at
 * which there is nothing to say only sets the next.
 */
function looked({ file }: Upkeep, context: DecisionContext): Outcome {
  const { school, at } = context;
  const findings = findingsOf(school, at);
  const isNew = (id: string) => {
    const before = file.said[id];
    return before === undefined || later(before, AGAIN_AFTER_MS) <= at;
  };
  const now = findings.filter(({ id }) => isNew(id));
  const gone = Object.keys(file.said).filter((id) => findings.every((one) => one.id !== id));
  // A change of the school file may come at any time; the week goes on all the same.
  const lookAt = file.lookAt > at ? file.lookAt : morning(school, at, 7);
  if (now.length === 0 && gone.length === 0 && lookAt === file.lookAt) return nothing;
  // One message says all that its reader has to see to, so that it can take the place of the one before.
  const said = findings.filter((one) => now.some((other) => other === one || isSaidWith(one, other)));
  const event: UpkeepEvent = { type: 'UpkeepLooked', lookAt, said: said.map(({ id }) => id), gone };
  return decision({
    events: [event],
    messages: [...messagesForGone(gone, findings), ...messagesFor(said, now, context)],
  });
}

/** Whether two findings stand in one message: all agencies, and all training of which the leadership hears. */
function isSaidWith(one: Finding, other: Finding): boolean {
  const isForLeader = (finding: Finding) => finding.kind === 'training' && finding.state !== 'soon';
  return (one.kind === 'agency' && other.kind === 'agency') || (isForLeader(one) && isForLeader(other));
}

/** What did not come stands where it is opened. */
function deliveryNoted({ file }: Upkeep, { slot, outcome, code }: CommandData<'upkeep/delivery-note'>): Outcome {
  if (outcome !== 'parked' || file.parked.includes(slot)) return nothing;
  return decision({ events: [{ type: 'NoticeParked', slot, code }], messages: [] });
}

/** What somebody sees whose command was carried out already: how it is now, while they may read it. */
export function againUpkeep(state: UpkeepState, ask: Ask, context: DecisionContext): Reply | undefined {
  const { by, school } = context;
  if (state.status === 'none' || by.kind !== 'person' || !mayRead(by.person, school)) return undefined;
  const page = ask.type === 'upkeep/open' ? dataOf('upkeep/open', ask.data).page : 1;
  return upkeepFile(state, by.person, page, context);
}

/** As the school opens so many days later, or next after that. */
function morning(school: School, at: Instant, days: number): Instant {
  const day = dayAfter(localDateTime(school, at).date, days);
  return nextWorkingTime(school, instantOf(school, day, school.calendar.hours.from));
}

function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

function dataOf<Type extends UpkeepCommand>(command: Type, data: Json): CommandData<Type> {
  return commandData[command].parse(data) as CommandData<Type>;
}
