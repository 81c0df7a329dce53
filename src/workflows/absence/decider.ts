import { awayIn } from '../../domain/absences.ts';
import { dayAfter } from '../../domain/calendar-day.ts';
import {
  type Ask,
  type Decision,
  type DecisionContext,
  decision,
  type Refusal,
  type Reply,
} from '../../domain/decider.ts';
import { instantOf, localDateTime, nextSchoolTime, saidDate } from '../../domain/school-time.ts';
import { CHANNEL, viewSlot } from './access.ts';
import { ownCard, putAway } from './cards.ts';
import { type AbsenceCommand, type CommandData, commandData } from './command-data.ts';
import type { AbsenceEvent } from './events.ts';
import { refusalFor, refuse } from './refusals.ts';
import { type Absence, type AbsenceState, evolveAbsence } from './state.ts';
import { type Away, lineTo, tellBack, tellOthers } from './telling.ts';

/** What a command comes to. */
type Outcome = Decision<AbsenceEvent> | Refusal<AbsenceEvent>;

const nothing: Outcome = decision({ events: [], messages: [] });
const MOST_DAYS = 366;

/** Why this command may not be given now by whoever asks. */
export function refusesAbsence(
  state: AbsenceState,
  type: string,
  context: DecisionContext,
): Refusal<AbsenceEvent> | undefined {
  const person = context.by.kind === 'person' ? context.by.person : undefined;
  const code = refusalFor(state, type as AbsenceCommand, person, context.school);
  return code === undefined ? undefined : refuse(code, context);
}

/** Decides every command of an absence. Pure: the same state, command and context always give the same outcome. */
export function decideAbsence(state: AbsenceState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesAbsence(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as AbsenceCommand;
  if (command === 'absence/begin') return begun(state, dataOf(command, ask), context);
  if (state.status === 'none') return refuse('not-yours', context);
  switch (command) {
    case 'absence/open':
      return decision({ events: [], messages: [], reply: ownCard(state, context) });
    case 'absence/put-away': {
      const reply = { slot: viewSlot(state.file.person), ...putAway(context) };
      return decision({ events: [], messages: [], reply });
    }
    case 'absence/back':
      return ended(state, context);
    case 'absence/end':
      return state.status === 'away' && state.file.endsAt <= context.at ? ended(state, context) : nothing;
    case 'absence/delivery-note':
      return deliveryNoted(state, dataOf(command, ask));
    default:
      return command satisfies never;
  }
}

/** Somebody is away from now on, or until another day than they said. Who has what comes to them hears of it. */
function begun(state: AbsenceState, { until }: CommandData<'absence/begin'>, context: DecisionContext): Outcome {
  const { school, at, by, gathered } = context;
  const person = by.kind === 'person' ? by.person : '';
  const today = localDateTime(school, at).date;
  if (until <= today) return refuse('not-ahead', context);
  if (until > dayAfter(today, MOST_DAYS)) return refuse('too-far', context);
  const of: Away = { person, day: saidDate(school, until, at), away: new Set([...awayIn(gathered), person]), school };
  const messages = tellOthers(of);
  const endsAt = nextSchoolTime(school, instantOf(school, until, school.calendar.hours.from));
  const isChange = state.status === 'away';
  const event: AbsenceEvent = {
    type: isChange ? 'AbsenceChanged' : 'AbsenceBegun',
    until,
    endsAt,
    told: messages.map(({ slot }) => slot),
  };
  const now = evolveAbsence(state, { event, at, by });
  return decision({
    events: [event],
    // What was told of an earlier absence stands further up by now.
    messages: isChange ? messages : messages.map((message) => ({ ...message, fresh: true })),
    ...(now.status === 'none' ? {} : { reply: ownCard(now, context) }),
  });
}

function ended(state: Absence, context: DecisionContext): Outcome {
  const { at, by, school } = context;
  const event: AbsenceEvent = { type: 'AbsenceEnded' };
  const now = evolveAbsence(state, { event, at, by });
  const { person, told } = state.file;
  return decision({
    events: [event],
    messages: tellBack(person, told, school),
    ...(now.status === 'none' || by.kind === 'clock' ? {} : { reply: ownCard(now, context) }),
  });
}

/** What somebody could not be told is told to whoever is away, so that they tell them another way. */
function deliveryNoted({ file }: Absence, { slot, outcome, code }: CommandData<'absence/delivery-note'>): Outcome {
  if (outcome !== 'parked' || !file.told.includes(slot) || file.parked.includes(slot)) return nothing;
  const whom = slot === CHANNEL ? 'the safeguarding channel' : 'whoever has what comes to you';
  const text = `That you are away could not be told to ${whom}. Tell them another way.`;
  const event: AbsenceEvent = { type: 'NoticeParked', slot, code };
  return decision({ events: [event], messages: [lineTo(file.person, `parked:${slot}`, text)] });
}

/** What somebody sees whose command was carried out already: how it stands now, where it is theirs. */
export function againAbsence(state: AbsenceState, _ask: Ask, context: DecisionContext): Reply | undefined {
  const { by } = context;
  if (state.status === 'none' || by.kind !== 'person' || state.file.person !== by.person) return undefined;
  return ownCard(state, context);
}

function dataOf<Type extends AbsenceCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}
