import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, actorOf } from '../../../src/domain/people.ts';
import { commandData, type RollCommand } from '../../../src/workflows/signature-roll/command-data.ts';
import { signatureRoll } from '../../../src/workflows/signature-roll/index.ts';
import { offered, refusalFor } from '../../../src/workflows/signature-roll/offers.ts';
import { phaseIds } from '../../../src/workflows/signature-roll/phases.ts';
import { figuresOf, keyOf } from '../../../src/workflows/signature-roll/rows.ts';
import { stranger } from '../../support/school.ts';
import { aRoll, clock, letComeDue, people, rowsOf, school } from './a-roll.ts';

const actors: readonly Actor[] = [
  ...[
    people.head,
    people.head,
    people.assistant,
    people.assistant,
    people.networkManager,
    people.teacher,
    stranger,
  ].map(actorOf),
  clock,
];
const aRow = fc.tuple(
  fc.constantFrom('Amelia Hart', 'amelia hart', 'Jacob Lowe', 'Mina Pace', 'Noor Reed', '', '"Gil'),
  fc.constantFrom('7A', '7B', '7b', ''),
  fc.constantFrom('yes', 'no', '', '14/09/2026', 'perhaps'),
  fc.constantFrom('yes', 'no', '', '2026-10-01', '2031-01-01'),
);
const aMove = fc.record({
  command: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<RollCommand>('signature-roll/record', 'signature-roll/open') },
    { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(commandData) as RollCommand[])) },
  ),
  by: fc.constantFrom(...actors),
  rows: fc.array(aRow, { minLength: 1, maxLength: 4 }),
  dueOn: fc.constantFrom('2026-11-25', '2027-01-20'),
  minutes: fc.constantFrom(1, 1, 60, 3 * 24 * 60),
});

/** What a roll ought to hold, kept as simply as can be: the last that was recorded of each. */
function lastRecorded(events: ReturnType<typeof aRoll>['events']) {
  const all = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'SignaturesRecorded') for (const row of event.rows) all.set(keyOf(row), row.own + row.parent);
    if (event.type === 'TakenOffRoll') for (const one of event.people) all.delete(keyOf(one));
  }
  return all;
}

describe('[R162] any sequence of commands by anybody', () => {
  it('folds, adds up, holds each person once as last recorded, and takes what it offers and nothing else', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...phaseIds), fc.array(aMove, { maxLength: 20 }), (phase, moves) => {
        const roll = aRoll({ phase });
        for (const { command, by, rows, dueOn, minutes } of moves) {
          if (signatureRoll.deadlines(roll.state).some(({ at }) => at < roll.at)) letComeDue(roll);
          const person = by.kind === 'person' ? by.person : undefined;
          const table = rows.map((cells) => cells.join(',')).join('\n');
          const data = {
            ...{ table, dueOn, internet: 'yes', recorders: 'Bronwen Tallis', reason: 'Why.' },
            ...{ place: 'person:x', slot: `roll:${people.head}`, outcome: 'parked', code: 'x' },
            ...{ title: 'T', part: 'P', year: '2026-27', text: 'W', phase },
          };
          const before = roll.state;
          const offers = person === undefined ? [] : offered(before, person, school);
          const mayNot = refusalFor(before, command, person, school);
          const came = roll.give(command, by, data, minutes);
          reached.add(came.code ?? came.kind).add(roll.state.status);
          if (mayNot !== undefined) expect([came.kind, came.code]).toEqual(['refusal', mayNot]);
          if (offers.some((one) => one === command)) expect(mayNot).toBeUndefined();
          if (came.kind === 'refusal') expect(roll.state).toEqual(before);
        }
        const { signed, partly, unsigned } = figuresOf(rowsOf(roll), phase);
        expect(signed + partly + unsigned).toBe(rowsOf(roll).length);
        const held = rowsOf(roll).map((row) => [keyOf(row), row.own + row.parent] as const);
        expect(new Map(held)).toEqual(lastRecorded(roll.events));
        expect(held).toHaveLength(new Map(held).size);
      }),
      { numRuns: 150, seed: 20_261_122 },
    );
    for (const code of ['decision', 'not-yours', 'rows-bad', 'closed', 'not-publisher', 'not-on-roll', 'open', 'due'])
      expect(reached).toContain(code);
  });
});
