import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { nextWorkingTime } from '../../domain/school-time.ts';
import type { Outcome } from './decision-parts.ts';
import { lineTo } from './request-card.ts';

/** What comes of a reminder that is not due. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** What comes late, when the school is closed, waits until it opens; where nobody knows when, for a weekday. */
export function putOff(what: 'chase' | 'morning', { school, at }: DecisionContext): Outcome | undefined {
  const until = nextWorkingTime(school, at);
  return until > at ? decision({ events: [{ type: 'ReminderPutOff', what, until }], messages: [] }) : undefined;
}

/** One line in somebody's own chat that comes again and again, until it is settled. */
export function chaseLine(person: PersonId, text: string): Message {
  return { ...lineTo(person, `chase:${person}`, text), fresh: true };
}
