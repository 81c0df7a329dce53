import { type DecisionContext, decision, type Reply } from '../../domain/decider.ts';
import { statement, type Wording, wordingHash } from '../../domain/wording.ts';
import { viewSlot } from './access.ts';
import { cardsTakenBack, noticeOf, rollCards } from './cards.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { RollEvent } from './events.ts';
import { saidLines } from './forms.ts';
import { peopleNamed, rowsFor } from './reading.ts';
import { refuse } from './refusals.ts';
import { rollFile } from './roll-file.ts';
import { changesBy, MOST_ROWS, withRows } from './rows.ts';
import type { Roll, RollState } from './state.ts';
import { termsFrom } from './terms.ts';
import { saidCheck } from './words.ts';

/** A roll begins, with the text that is signed, word for word (R162, R164, R165, R168). */
export function begun(state: RollState, data: CommandData<'signature-roll/begin'>, context: DecisionContext): Outcome {
  const found = termsFrom(data, context);
  if (found.kind === 'refusal') return found;
  const { title, phase, part, year, text } = data;
  const wording: Wording = {
    policy: context.reference,
    version: 1,
    kind: 'agreement',
    title,
    changes: [],
    text,
    statement,
    isSigned: true,
  };
  const of = { phase, part, year, wording, hash: wordingHash(wording), terms: found.terms };
  const events: readonly RollEvent[] = [{ type: 'RollBegun', ...of }];
  // Its card comes to whoever began it as well: a second one with the same buttons would only stand beside it.
  return decision({ events, messages: rollCards(after(state, events, context), context), reply: begunNotice(context) });
}

function begunNotice(context: DecisionContext): Reply {
  const text = `Signatures ${context.reference}: the roll has begun. Its card stands in your own chat with this bot; signatures are recorded from there.`;
  return { slot: viewSlot(personIn(context)), ...noticeOf(text) };
}

/** Signatures are recorded as they were pasted: all rows, or where one is not understood none of them. */
export function recorded(
  roll: Roll,
  { table }: CommandData<'signature-roll/record'>,
  context: DecisionContext,
): Outcome {
  const { phase, rows: before } = roll.file;
  const { rows, bad } = rowsFor(roll, table, context.school, context.at);
  if (bad.length > 0) return refuse('rows-bad', context, { bad, phase });
  if (rows.length === 0) return refuse('no-rows', context);
  const changes = changesBy(rows, before);
  const kept = [...changes.added, ...changes.changed.map((one) => one.after)];
  const count = withRows(before, kept).length;
  if (count > MOST_ROWS) return refuse('roll-full', context, { count });
  const said = saidCheck(changes);
  const event: RollEvent = { type: 'SignaturesRecorded', rows: kept, corrected: changes.changed.length };
  return changed(roll, kept.length === 0 ? [] : [event], context, said);
}

/** People are taken off. What was recorded of them stays in the history. */
export function takenOff(
  roll: Roll,
  { table, reason }: CommandData<'signature-roll/take-off'>,
  context: DecisionContext,
): Outcome {
  const { people, unknown } = peopleNamed(roll, table);
  if (unknown.length > 0) return refuse('not-on-roll', context, { about: saidLines(unknown) });
  if (people.length === 0) return refuse('no-rows', context);
  return changed(roll, [{ type: 'TakenOffRoll', people, reason }], context, `Taken off: ${people.length}.`);
}

/** The last day, who records, or whether IT hears, is changed. */
export function termsChanged(
  roll: Roll,
  data: CommandData<'signature-roll/change'>,
  context: DecisionContext,
): Outcome {
  const found = termsFrom(data, context, roll.file.terms);
  if (found.kind === 'refusal') return found;
  return changed(roll, [{ type: 'RollChanged', terms: found.terms }], context, 'Changed.');
}

/** The roll is over: it is read further, and shown to IT no more. */
export function closed(roll: Roll, { reason }: CommandData<'signature-roll/close'>, context: DecisionContext): Outcome {
  return changed(roll, [{ type: 'RollClosed', reason }], context);
}

/** What happened, with every card as it then is, and the roll for whoever did it. */
function changed(state: RollState, events: readonly RollEvent[], context: DecisionContext, said?: string): Outcome {
  const now = after(state, events, context);
  const takenBack = state.status === 'none' ? [] : cardsTakenBack(state, now, context);
  const messages = events.length === 0 ? [] : [...takenBack, ...rollCards(now, context)];
  return decision({ events, messages, reply: rollFile(now, personIn(context), 1, context, said) });
}
