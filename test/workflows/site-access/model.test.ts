import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSiteOracle } from './site-oracle.ts';
import { play } from './site-play.ts';
import { aRun, type Run } from './site-random-run.ts';

const RUNS = Number(process.env.RUNS ?? 150);

/** Whatever happened in a run that never should. */
function faultsIn(run: Run): readonly string[] {
  const { seen, stuck } = play(run);
  return [...seen.flatMap(aSiteOracle()), ...(stuck ? ['the clock has to do the same for ever'] : [])];
}

describe('any sequence of commands by anybody over months, the clock on time or days late', () => {
  it('[R125] [R126] [R128] [R129] leaves no access without an end, and no end without a job that is asked after', () => {
    fc.assert(
      fc.property(aRun, (run) => {
        expect(faultsIn(run)).toEqual([]);
      }),
      { numRuns: RUNS, examples: [[lateToWhatOneAgreedTo]] },
    );
  });

  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    const look = fc.property(aRun, (run) => {
      for (const { command, isDone, after, before } of play(run).seen)
        if (isDone) for (const name of [after, command, `${command} ${before}`]) reached.add(name);
    });
    // Always the same runs, for a rare thing may not happen in others.
    fc.assert(look, { numRuns: 250, seed: 20_261_123 });
    expect([...reached]).toEqual(expect.arrayContaining(everywhere));
  });
});

/** One of two agrees to a longer time, and the clock comes late: after the end that was asked for, before that one. */
const lateToWhatOneAgreedTo: Run = {
  begins: '2026-10-14T08:10:00.000Z',
  request: {
    who: 'a.osei@oakfield.example',
    address: 'https://one.example',
    category: 'social-media',
    use: 'look',
    period: 'lesson',
    ahead: 0,
    days: 0,
    times: ['11:00', '12:00'],
  },
  moves: [
    {
      command: 'site-access/approve',
      who: 'n.rahimi@oakfield.example',
      wait: 0,
      lateMs: 0,
      school: undefined,
      pick: 5,
    },
    {
      command: 'site-access/decline',
      who: 'n.rahimi@oakfield.example',
      wait: 259_200_000,
      lateMs: 18_000_000,
      school: undefined,
      pick: 0,
    },
  ],
};

const everywhere = [
  ...['asked', 'refused', 'declined', 'withdrawn', 'lapsed', 'approved', 'open', 'ended', 'blocked', 'not-opened'],
  ...[
    'request none',
    'approve asked',
    'opened approved',
    'cannot-open approved',
    'end approved',
    'end open',
    'extend open',
    'approve-extension open',
    'decline-extension open',
    'blocked-again ended',
    'cannot-block ended',
    'remind-approvers asked',
    'remind-to-open approved',
    'remind-of-end open',
    'reach-end approved',
    'reach-end open',
    'remind-to-block ended',
    'morning ended',
  ].map((name) => `site-access/${name}`),
];
