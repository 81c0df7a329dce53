import type { DecisionContext } from '../../../domain/decider.ts';
import type { Message } from '../../../domain/message.ts';
import { agreersFor, handlersOf } from '../access.ts';
import { lineTo, tellHandlers } from '../case-card.ts';
import { lineSlot } from '../decision-parts.ts';
import type { Concern } from '../state.ts';
import { wasAgreed } from './words.ts';

/** Tells who decided, and who handles it, that something which two had decided does not hold any more. */
export function saidFallen(now: Concern, context: DecisionContext): readonly Message[] {
  const { school, at, reference } = context;
  const ended = now.file.police.agreements.filter((one) => one.answer === 'withdrawn' && one.answeredAt === at);
  const text = ended.some(({ number }) => wasAgreed(number, now))
    ? 'A decision of two does not hold any more. Open the case.'
    : 'What who leads was asked has fallen away. Open the case.';
  const whom = handlersOf(now, school);
  const slot = lineSlot(now, 'fallen', at);
  const agreed = now.file.police.agreements
    .filter(({ answer, answeredAt }) => answer === 'withdrawn' && answeredAt === at)
    .flatMap(({ by }) => agreersFor(by, now, school))
    .filter((person) => !whom.includes(person));
  return [
    ...tellHandlers(now, slot, text, { ...context, whom }),
    ...[...new Set(agreed)].map((person) => lineTo(person, `${slot}:${person}`, `${reference}: ${text}`)),
  ];
}
