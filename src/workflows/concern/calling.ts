import { awayIn } from '../../domain/absences.ts';
import type { DecisionContext } from '../../domain/decider.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { holdersOf, type School } from '../../domain/school.ts';
import { handlersOf, isSubject } from './access.ts';
import type { ConcernEvent } from './events.ts';
import { type LadderCall, type LadderStep, ladderSteps } from './rules/ladder.ts';
import type { Concern } from './state.ts';

/** Who stands in for which role. */
type StandIn = Extract<ConcernEvent, { type: 'ConcernEscalated' }>['standIns'][number];

/** Whom a reminder calls. */
export interface Call {
  /** The step of the ladder that was reached, from 1; steps that call nobody count as reached too. */
  readonly step: number;
  readonly whom: readonly PersonId[];
  /** The roles it comes to. */
  readonly to: readonly Role[];
  readonly standIns: readonly StandIn[];
}

type Of = Pick<DecisionContext, 'school' | 'at' | 'gathered'>;

/**
 * Whom to call now that nobody has seen a concern, or taken it: the people of the next step of its ladder who are there
 * and were not called before. A step of whom nobody is there is passed over, and one whose people it is about; of those
 * that were missed while nothing ran, all are called. After the last, everybody who handles it is called again.
 */
export function callNow(concern: Concern, { school, at, gathered }: Of): Call {
  const { remindAt, reminded, route } = concern.file;
  const first = reminded + 1;
  const due = reminded + Math.max(1, remindAt.filter((instant) => instant <= at).length);
  const steps = ladderSteps(route);
  const away = awayIn(gathered);
  const among = (left: ReadonlySet<PersonId>) => reached(concern, steps, { first, due, away: left, school });
  // Where everybody who is left is away, they are called all the same.
  const call = among(away) ?? (away.size === 0 ? undefined : among(new Set()));
  if (call !== undefined) return call;
  const handlers = handlersOf(concern, school);
  const there = handlers.filter((person) => !away.has(person));
  return { step: Math.max(due, steps.length), whom: there.length > 0 ? there : handlers, to: [], standIns: [] };
}

/** How far it goes up the ladder now; undefined where nobody is left to be called. */
function reached(
  concern: Concern,
  steps: readonly LadderStep[],
  {
    first,
    due,
    away,
    school,
  }: {
    readonly first: number;
    readonly due: number;
    readonly away: ReadonlySet<PersonId>;
    readonly school: School;
  },
): Call | undefined {
  const called = new Set<PersonId>();
  let now: Call = { step: 0, whom: [], to: [], standIns: [] };
  for (const [index, alternatives] of steps.entries()) {
    const step = index + 1;
    if (step > due && now.whom.length > 0) break;
    const found = alternatives
      .map((call) => answeredBy(concern, call, away, school))
      .map((one) => ({ ...one, whom: one.whom.filter((person) => !called.has(person)) }))
      .find(({ whom }) => whom.length > 0);
    for (const person of found?.whom ?? []) called.add(person);
    if (step < first) continue;
    now = {
      step,
      whom: [...now.whom, ...(found?.whom ?? [])],
      to: [...now.to, ...(found?.to ?? [])],
      standIns: [...now.standIns, ...(found?.standIns ?? [])],
    };
  }
  return now.whom.length === 0 ? undefined : { ...now, step: Math.max(now.step, due) };
}

/** Who is there to be called by one alternative of a step, round those whom it is about. */
function answeredBy(
  concern: Concern,
  { roles, isDelegates, isOwn, people }: LadderCall,
  away: ReadonlySet<PersonId>,
  school: School,
): Omit<Call, 'step'> {
  const there = (some: readonly PersonId[]) => some.filter((person) => !away.has(person));
  if (people !== undefined) return { whom: there(whoWouldHandle(concern, { people }, school)), to: [], standIns: [] };
  if (isDelegates === true) {
    const standIns = delegatesFor(concern, roles, away, school);
    return { whom: standIns.map(({ person }) => person), to: [], standIns };
  }
  const isHandling = (role: Role) => concern.file.route.handlers.includes(role);
  const mayCome = (role: Role) => isOwn !== true && !isAboutHolder(concern, role, school);
  const to = roles.filter((role) => isHandling(role) || mayCome(role));
  const standIns = standInsFor(concern, to, away, school);
  const holders = there(whoWouldHandle(concern, { roles: to }, school));
  return { whom: [...new Set([...holders, ...standIns.map(({ person }) => person)])], to, standIns };
}

/** For each of these roles whose people are all away, its delegate, where it is not about them (R008). */
export function standInsFor(
  concern: Concern,
  roles: readonly Role[],
  away: ReadonlySet<PersonId>,
  school: School,
): readonly StandIn[] {
  const isEmpty = (role: Role) => {
    const holders = whoWouldHandle(concern, { roles: [role] }, school);
    return holders.length > 0 && holders.every((person) => away.has(person));
  };
  return delegatesFor(concern, roles.filter(isEmpty), away, school);
}

/** The delegates of these roles who are there. What is about the head reaches no delegate of the head either (R014). */
function delegatesFor(
  concern: Concern,
  roles: readonly Role[],
  away: ReadonlySet<PersonId>,
  school: School,
): readonly StandIn[] {
  const kept = isAboutHolder(concern, 'head', school) ? [school.roles.head.delegate] : [];
  const isFree = (person: PersonId) =>
    !away.has(person) && !kept.includes(person) && whoWouldHandle(concern, { people: [person] }, school).length > 0;
  return roles
    .map((role) => ({ role, person: school.roles[role].delegate }))
    .filter(({ person }) => isFree(person))
    .filter((one, index, all) => all.findIndex(({ person }) => person === one.person) === index);
}

function isAboutHolder(concern: Concern, role: Role, school: School): boolean {
  return holdersOf(school, [role]).some((person) => isSubject(concern, person, school));
}

/** Who would handle it if it went to these alone: by the rules that hold for whoever handles it. */
function whoWouldHandle(
  concern: Concern,
  { roles = [], people = [] }: { readonly roles?: readonly Role[]; readonly people?: readonly PersonId[] },
  school: School,
): readonly PersonId[] {
  const { file } = concern;
  const route = { ...file.route, handlers: [...roles], people: [] };
  return handlersOf({ ...concern, file: { ...file, route, standIns: [...people], contact: null } }, school);
}
