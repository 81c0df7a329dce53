import type { Deadline } from '../../../src/domain/decider.ts';
import { HOUR, type Instant, later } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { dayAfter, inLondon } from '../../support/london-days.ts';
import { outcomeOf, requestData, schools, siteAccess } from './site-ask.ts';
import type { Seen } from './site-known.ts';
import type { Asked } from './site-periods.ts';
import { type Run, whoAsked } from './site-random-run.ts';

const DAY = 24 * HOUR;

/** Makes the moves one after the other, and lets the clock do meanwhile what it has to, on time or late. */
export function play({ begins, request: asked, moves }: Run): {
  readonly seen: readonly Seen[];
  readonly stuck: boolean;
} {
  const seen: Seen[] = [];
  let school = schools[0] as School;
  let state: unknown = siteAccess.initial;
  let at = begins;
  let stuck = false;

  function give(command: string, data: Asked, by: Actor): void {
    const before = siteAccess.status(state);
    const context = { at, by, school, reference: 'S-7K3Q9F' };
    const outcome = outcomeOf(state, command, data, context);
    const events = outcome === undefined ? [] : outcome.kind === 'refusal' ? (outcome.noted ?? []) : outcome.events;
    for (const event of events) state = siteAccess.evolve(state, { event, at, by });
    seen.push({
      command,
      by,
      at,
      data,
      school,
      before,
      after: siteAccess.status(state),
      isDone: outcome?.kind === 'decision' && events.length > 0,
      messages: outcome?.kind === 'decision' ? outcome.messages : [],
      deadlines: siteAccess.deadlines(state),
    });
  }

  /** The clock, until then. Each deadline is given so late as the clock is. */
  function pass(until: Instant, lateMs: number): void {
    for (let rounds = 0; rounds < 3_000; rounds++) {
      const next = firstOf(siteAccess.deadlines(state));
      if (next === undefined || later(next.at, lateMs) > until) return;
      if (later(next.at, lateMs) > at) at = later(next.at, lateMs);
      give(next.command, next.data as Asked, theClock);
      const after = firstOf(siteAccess.deadlines(state));
      if (after?.at === next.at && after.command === next.command) break;
    }
    stuck = true;
  }

  give('site-access/request', requestData(asked, at), actorOf(asked.who));
  for (const { command, who, wait: waits, lateMs, school: other, pick } of moves) {
    const end = endIn(siteAccess.deadlines(state)) ?? at;
    const wanted = typeof waits === 'number' ? later(at, waits) : later(end, waits.aroundEnd);
    const then = wanted > at ? wanted : at;
    pass(then, lateMs);
    at = then > at ? then : at;
    if (other !== undefined) school = schools[other] ?? school;
    if (!command.endsWith('/nothing'))
      give(command, dataFor(pick, { at, end }), actorOf(who === whoAsked ? asked.who : who));
  }
  pass(later(at, 12 * DAY), 0);
  return { seen, stuck };
}

/** What goes with any command: those that need none of it leave it. */
function dataFor(pick: number, { at, end }: { readonly at: Instant; readonly end: Instant }): Asked {
  const from = [0, 1, 2, 3].includes(pick) ? end : at;
  const days = [0, 0, 3, -1, 0, 1, 10, 40, 42, 43][pick] ?? 0;
  const { date, time } = inLondon(from);
  const untilTime = ['', '15:30', '16:00', '10:00', '15:00', '07:30'][pick] ?? '16:00';
  return {
    untilDate: dayAfter(date, days),
    untilTime: untilTime === '' ? time : untilTime,
    why: 'To compare two reports of one event.',
    reason: 'The work takes longer.',
    text: 'Which part of it?',
    number: '1',
    page: '1',
  };
}

function firstOf(deadlines: readonly Deadline[]): Deadline | undefined {
  return deadlines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
}

function endIn(deadlines: readonly Deadline[]): Instant | undefined {
  return deadlines.find(({ command }) => ['site-access/reach-end', 'site-access/lapse'].includes(command))?.at;
}
