import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStaffCase } from '../../../../src/workflows/concern/agencies/staff-case.ts';
import type { ConcernCommand } from '../../../../src/workflows/concern/command-data.ts';
import { factIds } from '../../../../src/workflows/concern/police/events.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import { outcomesFor } from '../../../../src/workflows/concern/police/outcomes.ts';
import { firstRules, packOf } from '../../../../src/workflows/concern/rules/packs.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aSchool, people } from '../../../support/school.ts';
import { aRun, type Moved, play } from '../random-run.ts';
import { after, beginning, callingFor, type Expected } from './expected.ts';
import { held, type Reached } from './held.ts';

/** Where nothing else is owed before a case is closed. */
const school = aSchool({
  concerns: {
    rules: packOf(firstRules).steps.map(({ id }) => ({
      rule: id,
      change: 'off',
      author: people.dsl,
      reason: 'The police alone are looked at here.',
      date: '2026-11-01',
    })),
  },
});
const words = fc.string({ minLength: 1, maxLength: 10 }).filter((text) => text.trim() !== '');

const commands: readonly ConcernCommand[] = [
  'concern/assess',
  'concern/assess',
  'concern/tell-police',
  'concern/refer',
  'concern/propose-no-police',
  'concern/propose-correction',
  'concern/agree',
  'concern/disagree',
  'concern/add-person',
  'concern/search-device',
  'concern/hand-over',
  'concern/close',
  'concern/close',
  'concern/reopen',
];

/** What the report itself says is read by the product here; `facts.test.ts` looks at that. */
function reported(concern: Concern): Expected {
  const { answers } = concern.file;
  const facts = factsOf(concern);
  const known = factIds.flatMap((fact) => (facts[fact] === 'not-known' ? [] : [[fact, facts[fact]] as const]));
  const begins = beginning(String(answers.kind), { facts: [], isOfStaff: isStaffCase(concern) });
  const { reportedBy, subjects } = concern.file;
  return { ...begins, known: new Map(known), children: new Set(), reporter: reportedBy, subjects: new Set(subjects) };
}

describe('[R071] [R073] whatever anybody does one after the other, at random', () => {
  it('keeps to what the policies say of the police', () => {
    const reached: Reached = new Set();
    const look = fc.property(aRun(words, 40, commands), (moves) => {
      let expected: Expected | undefined;
      for (const moved of play(moves, school)) expected = seen(moved, expected, reached);
    });
    fc.assert(look, { numRuns: 150 });
  }, 120_000);
});

function seen(moved: Moved, before: Expected | undefined, reached: Reached): Expected | undefined {
  const { command, by, outcome, events, after: state } = moved;
  if (state.status === 'none') return undefined;
  if (before === undefined) return reported(state);
  const counted = events.reduce((expected, event) => after(expected, event, by), before);
  // Who is the same child as another is for the product to say.
  const isAdded = events.some(({ type }) => type === 'PersonAdded');
  const several = factsOf(state)['several-children'];
  const known = new Map(counted.known);
  if (isAdded && several === 'not-known') known.delete('several-children');
  else if (isAdded) known.set('several-children', several === 'yes' ? 'yes' : 'no');
  // Whose case it is may come out later, with whom somebody added.
  const next = { ...counted, known, isOfStaff: isStaffCase(state) };
  held(
    {
      place: { state: moved.before, expected: before, depth: 0 },
      command,
      data: {},
      by,
      outcome,
      events,
      next: { state, expected: next, depth: 0 },
    },
    reached,
  );
  const isThere = outcomesFor(state).some(({ value }) => value === 'no-further-action');
  expect(isThere).toBe(callingFor(next).length === 0);
  return next;
}
