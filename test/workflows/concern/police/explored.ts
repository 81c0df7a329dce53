import { later, MINUTE } from '../../../../src/domain/instant.ts';
import { type Actor, actorOf, type PersonId, theClock } from '../../../../src/domain/people.ts';
import type { School } from '../../../../src/domain/school.ts';
import type { ConcernCommand } from '../../../../src/workflows/concern/command-data.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import type { FactId } from '../../../../src/workflows/concern/police/events.ts';
import type { ConcernState } from '../../../../src/workflows/concern/state.ts';
import { give, type History, reference, stateAfter } from '../../../support/concern.ts';
import { after, type Expected, keyOf } from './expected.ts';

/** A case to explore: how it begins, and what may happen in it. */
export interface World {
  readonly name: string;
  readonly history: History;
  readonly school: School;
  readonly people: readonly PersonId[];
  /** The facts that change in it. */
  readonly facts: readonly FactId[];
  readonly begins: Expected;
}

/** Where a world can come to, with what the policies say of it by then. */
export interface Place {
  readonly state: ConcernState;
  readonly expected: Expected;
  readonly depth: number;
}

/** One thing that somebody tries in a place. */
export interface Try {
  readonly place: Place;
  readonly command: ConcernCommand;
  readonly data: unknown;
  readonly by: Actor;
  readonly outcome: ReturnType<typeof give>;
  readonly events: readonly ConcernEvent[];
  readonly next: Place;
}

interface Found {
  readonly places: number;
  readonly tries: number;
}

/**
 * Goes everywhere that a world can come to: everybody tries everything in every place, the nearest places first, until
 * no place is new. Two places are one where the policies cannot tell them apart (`keyOf`).
 */
export function explore(world: World, see: (tried: Try) => void, at: (place: Place) => void): Found {
  const first: Place = { state: stateAfter(world.history), expected: world.begins, depth: 0 };
  const known = new Set([keyOf(first.state, first.expected)]);
  const queue: Place[] = [first];
  let tries = 0;
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    at(place);
    for (const [command, data, by] of everything(world, place)) {
      const now = later('2026-11-23T14:06:00.000Z', place.depth * MINUTE);
      const outcome = give(place.state, command, data(now), { at: now, by, school: world.school, reference });
      const events = outcome.kind === 'decision' ? outcome.events : [];
      const state = events.reduce((before, event) => concern.evolve(before, { event, at: now, by }), place.state);
      const expected = events.reduce((before, event) => after(before, event, by), place.expected);
      const next: Place = { state, expected, depth: place.depth + 1 };
      tries++;
      see({ place, command, data: data(now), by, outcome, events, next });
      // Where nothing happened it is the same place.
      if (events.length === 0) continue;
      const key = keyOf(state, expected);
      if (known.has(key)) continue;
      known.add(key);
      queue.push(next);
    }
  }
  return { places: known.size, tries };
}

type Attempt = readonly [ConcernCommand, (at: string) => unknown, Actor];

/** Everything that everybody might try, also what they may not. */
function everything({ people, facts }: World, { expected }: Place): readonly Attempt[] {
  const numbers = [...expected.waiting.keys(), 99];
  const when = (at: string) => ({ date: at.slice(0, 10), time: at.slice(11, 16), method: 'telephone' });
  const each: readonly (readonly [ConcernCommand, (at: string) => unknown])[] = [
    ['concern/acknowledge', () => ({})],
    ['concern/take', () => ({})],
    ...facts.flatMap((fact) =>
      (['yes', 'no', 'not-known'] as const).map((said) => ['concern/assess', () => ({ [fact]: said })] as const),
    ),
    ['concern/assess', () => expected.others],
    ['concern/add-person', () => ({ name: 'Kit Marsh', kind: 'pupil', capacity: 'victim', detail: '9C' })],
    ['concern/tell-police', (at) => when(at)],
    ['concern/refer', (at) => ({ agency: 'police', ...when(at) })],
    ['concern/propose-no-police', () => ({ reason: 'Nobody is at risk.' })],
    ...facts.map((fact) => ['concern/propose-correction', () => ({ fact, reason: 'It was somebody else.' })] as const),
    ...numbers.flatMap((number) => [
      ['concern/agree', () => ({ number })] as const,
      ['concern/disagree', () => ({ number, reason: 'Ask the police.' })] as const,
    ]),
    ['concern/close', () => ({ outcome: 'supported', reason: 'Done.' })],
    ['concern/close', () => ({ outcome: 'no-further-action', reason: 'Done.' })],
    ['concern/reopen', () => ({ reason: 'It happened again.' })],
  ];
  const actors = [...people.map(actorOf), theClock];
  return each.flatMap(([command, data]) => actors.map((by) => [command, data, by] as const));
}
