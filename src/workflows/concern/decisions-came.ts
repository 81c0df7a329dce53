import type { DecisionContext } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { handlersOf, leadersIn } from './access.ts';
import { lineTo } from './case-card.ts';
import { pendingIn } from './conduct/breaches.ts';
import { waiting } from './police/agreements.ts';
import type { Concern } from './state.ts';

/** Tells who comes to lead a case in which something waits already that they decide. */
export function decisionsCame(
  before: Concern,
  now: Concern,
  { school, reference, at }: DecisionContext,
): readonly Message[] {
  const hasWaited = (pendingIn(before).length > 0 && pendingIn(now).length > 0) || isAsked(before, now);
  if (!hasWaited || now.status === 'closed') return [];
  const known = [...leadersIn(before, school), ...handlersOf(now, school)];
  return leadersIn(now, school)
    .filter((person) => !known.includes(person))
    .map((person) =>
      lineTo(person, `line:decide:${at}:${person}`, `${reference}: something waits for your decision. Open it.`),
    );
}

function isAsked(before: Concern, now: Concern): boolean {
  const still = waiting(now).map(({ number }) => number);
  return waiting(before).some(({ number }) => still.includes(number));
}
