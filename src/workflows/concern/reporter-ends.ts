import type { DecisionContext } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { handlersOf } from './access.ts';
import { closedNow } from './leaving.ts';
import { receiptMessage, toldNobody } from './reporter-cards.ts';
import { isToldStill } from './reporter-told.ts';
import type { Concern } from './state.ts';

/** What a reporter is shown of a step: where their report stands, also where nobody at the school has it any more. */
export function receiptsAfter(before: Concern, now: Concern, context: DecisionContext): readonly Message[] {
  const { school } = context;
  if (!isToldStill(before, school)) return [];
  if (!isToldStill(now, school)) return [{ ...receiptMessage(closedNow(before, context), context), onlyEdits: true }];
  const isNobodys = now.status !== 'closed' && handlersOf(now, school).length === 0;
  const wasNobodys = handlersOf(before, school).length === 0;
  if (isNobodys && !wasNobodys) return [receiptMessage(now, context), toldNobody(now, context)];
  return now.status === before.status ? [] : [receiptMessage(now, context)];
}
