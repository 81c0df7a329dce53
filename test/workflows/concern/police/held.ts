import { expect } from 'vitest';
import { factIds } from '../../../../src/workflows/concern/police/events.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import { people } from '../../../support/school.ts';
import { callingFor, isForPolice, isPlainNo, policeKnow } from './expected.ts';
import type { Try } from './explored.ts';

/** What has come about while something was tried: a property of what never happens would hold too. */
export type Reached = Set<string>;

/** What must hold of everything that anybody does anywhere. */
export function held({ place, command, data, by, outcome, events, next }: Try, reached: Reached): void {
  const before = place.expected;
  const person = by.kind === 'person' ? by.person : '';
  const calls = callingFor(before);
  const where = () => JSON.stringify([command, data, by, [...before.known], place.state.status]);

  for (const event of events) {
    switch (event.type) {
      case 'ConcernClosed':
        if (calls.length > 0) expect(policeKnow(before), where()).toBe(true);
        if (isForPolice(before) && !policeKnow(before)) {
          expect(isPlainNo(before), where()).toBe(true);
          expect(before.decided.size, where()).toBeGreaterThan(0);
          reached.add('closed by two');
        } else reached.add(policeKnow(before) ? 'closed with the police told' : 'closed without a question');
        if (!before.isTold && before.wasTold) reached.add('closed again after what was told before');
        if (calls.length > 0) expect(event.outcome, where()).not.toBe('no-further-action');
        break;
      case 'AgreementAsked':
        if (event.what !== 'no-police') break;
        expect(calls, where()).toEqual([]);
        expect(isPlainNo(before), where()).toBe(true);
        break;
      case 'AgreementGiven': {
        const asked = before.waiting.get(event.number);
        expect(asked, where()).toBeDefined();
        expect(asked?.by, where()).not.toBe(person);
        expect([people.head, people.chair, people.governor] as string[], where()).toContain(person);
        if (asked?.what === 'no-police') expect(isPlainNo(before), where()).toBe(true);
        else reached.add('a fact was corrected');
        break;
      }
      case 'AgreementWithdrawn':
        if (!events.some(({ type }) => type === 'PoliceTold')) reached.add('a decision of two fell');
        break;
      default:
        break;
    }
  }
  // The product knows what the policies know, no more and no less.
  if (next.state.status !== 'none') {
    const facts = factsOf(next.state);
    const wrong = factIds.filter((fact) => facts[fact] !== (next.expected.known.get(fact) ?? 'not-known'));
    if (wrong.length > 0) expect(wrong, where()).toEqual([]);
  }
  // What is known to be so is only taken back by two.
  const isAgreed = events.some(({ type }) => type === 'AgreementGiven');
  for (const [fact, said] of before.known)
    if (said === 'yes' && !isAgreed && next.expected.known.get(fact) !== 'yes') expect.fail(where());
  // No decision not to tell outlives what it went by.
  if (callingFor(next.expected).length > 0) {
    expect(next.expected.decided.size, where()).toBe(0);
    expect([...next.expected.waiting.values()].map(({ what }) => what)).not.toContain('no-police');
  }
  if (outcome.kind !== 'refusal') return;
  if (command === 'concern/close' && outcome.code === 'police-first') reached.add('refused to close');
  if (outcome.code === 'no-such-outcome') reached.add('refused "no further action"');
  if (outcome.code === 'fact-stands') reached.add('refused to take a fact back');
  if (outcome.code === 'own-proposal') reached.add('refused own proposal');
}
