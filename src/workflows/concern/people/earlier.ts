import type { GatheringFor, SharedWith } from '../../../domain/decider.ts';
import type { Gathered, Gathering } from '../../../domain/gathering.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { Json } from '../../../domain/message.ts';
import { mayRead } from '../access.ts';
import type { Concern, ConcernState } from '../state.ts';
import { isWholeName } from './name-keys.ts';
import { namedIn, tokensOf, tokensToFind } from './named.ts';

/** How many other cases are looked through for each key of a name. */
const MOST_CASES = 20;

/**
 * What a concern says of itself to another one that names the same people: when it was reported, and that only to who
 * may read it. For everybody else, and for the clock, it is not there.
 */
export function sharesConcern(state: ConcernState, { school, by }: SharedWith): Json | undefined {
  if (state.status === 'none' || by.kind !== 'person' || !mayRead(state, by.person, school)) return undefined;
  return { reportedAt: state.file.reportedAt };
}

/** What is asked of the store when somebody opens a case: the other cases of those whom it names. */
export function findsEarlier(state: ConcernState, { by, school, reference }: GatheringFor): Gathering | undefined {
  if (state.status === 'none' || by.kind !== 'person' || !mayRead(state, by.person, school)) return undefined;
  const findBy = tokensToFind(state);
  return findBy.length === 0
    ? undefined
    : { kind: 'matches', workflow: 'concern', findBy, most: MOST_CASES, except: reference };
}

/** Another case that may be about the same person. */
export interface OtherCase {
  readonly reference: string;
  readonly reportedAt: Instant;
  /**
   * `same` and `other`: a handler has said so. `likely`: the same name. `possible`: the same surname and initial, or one
   * name alone.
   */
  readonly is: 'same' | 'likely' | 'possible' | 'other';
}

/** Somebody of a case, and the other cases of theirs that whoever looks may read. */
export interface SeenBefore {
  /** As it was written in this case. */
  readonly name: string;
  /** The surest first, then the newest. */
  readonly others: readonly OtherCase[];
}

const bySureness = { same: 0, likely: 1, possible: 2, other: 3 };

/** Those of a case who stand in others too; nobody where that was not looked for. */
export function seenBefore(concern: Concern, gathered: Gathered | undefined): readonly SeenBefore[] {
  if (gathered?.kind !== 'matches') return [];
  return namedIn(concern)
    .map((name) => ({ name, others: othersOf(name, concern, gathered) }))
    .filter(({ others }) => others.length > 0);
}

function othersOf(
  name: string,
  { file }: Concern,
  { records }: Extract<Gathered, { kind: 'matches' }>,
): readonly OtherCase[] {
  const tokens = tokensOf(name);
  const whole = tokens.filter((token) => isWholeName(token.slice('name:'.length)));
  return records
    .flatMap(({ reference, shared, foundBy }): OtherCase[] => {
      const said = file.people.compared.find((one) => one.name === name && one.earlier === reference)?.is;
      if (!foundBy.some((text) => tokens.includes(text))) return [];
      const alike = foundBy.some((text) => whole.includes(text)) ? 'likely' : 'possible';
      return [{ reference, reportedAt: reportedAtIn(shared), is: said ?? alike }];
    })
    .toSorted(
      (one, other) => bySureness[one.is] - bySureness[other.is] || (one.reportedAt < other.reportedAt ? 1 : -1),
    );
}

function reportedAtIn(shared: Json): Instant {
  const { reportedAt } = shared as { readonly reportedAt?: Json };
  return String(reportedAt ?? '');
}

/** One person of a case beside one other case, as the form that compares them names the two. */
export interface Pair {
  readonly id: string;
  readonly name: string;
  readonly other: OtherCase;
}

/** Every person of the case with each other case of theirs, those first that nobody has compared yet. */
export function pairsOf(concern: Concern, gathered: Gathered | undefined): readonly Pair[] {
  const people = namedIn(concern);
  const pairs = seenBefore(concern, gathered).flatMap(({ name, others }) =>
    others.map((other): Pair => ({ id: `${other.reference} ${people.indexOf(name) + 1}`, name, other })),
  );
  const isDone = ({ other }: Pair) => Number(other.is === 'same' || other.is === 'other');
  return pairs.toSorted((one, two) => isDone(one) - isDone(two));
}
