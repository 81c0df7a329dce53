import type { DecisionContext } from '../../../domain/decider.ts';
import type { Message } from '../../../domain/message.ts';
import { agreersFor, handlersOf } from '../access.ts';
import { lineTo, tellHandlers } from '../case-card.ts';
import { lineSlot } from '../decision-parts.ts';
import type { Concern } from '../state.ts';

/** Tells who decided, and who handles it, that it cannot be left at not telling the police. */
export function saidFallen(now: Concern, context: DecisionContext): readonly Message[] {
  const { school, at, reference } = context;
  const text = 'The decision not to tell the police does not hold any more. Open the case.';
  const whom = handlersOf(now, school);
  const slot = lineSlot(now, 'fallen', at);
  const agreed = now.file.police.agreements
    .filter(({ what }) => what === 'no-police')
    .flatMap(({ by }) => agreersFor(by, now, school))
    .filter((person) => !whom.includes(person));
  return [
    ...tellHandlers(now, slot, text, { ...context, whom }),
    ...[...new Set(agreed)].map((person) => lineTo(person, `${slot}:${person}`, `${reference}: ${text}`)),
  ];
}
