import type { School } from './domain/school.ts';
import type { ConfigProblem, SchoolsRead } from './school-files.ts';

/** What a service that runs may go by of what the school files say now, and why not by the rest. */
export interface Followed {
  /** Every school that is served, and those that came. */
  readonly schools: readonly School[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * A slip in one file keeps nothing that is said in another waiting: a role that was taken away at one school is gone,
 * whatever is wrong at the next. A school whose file is wrong or gone is served as before: a file that is away for
 * seconds, while it is copied or written anew, is no school that was given up.
 */
export function follow(served: ReadonlyMap<string, School>, read: SchoolsRead, path: string): Followed {
  const { sound, wrongIds } = read;
  let taken = sound;
  let refused: readonly Refused[] = [];
  // What is refused at one school may stand in the way of another.
  for (let before = -1; before !== refused.length; ) {
    before = refused.length;
    const kept = [...served.values()].filter(({ id }) => taken.every((school) => school.id !== id));
    refused = sound.flatMap((school) => cannotFollow(served.get(school.id), { school, kept, path }));
    taken = sound.filter(({ id }) => refused.every(({ school }) => school.id !== id));
  }
  const isSaid = (one: School) =>
    wrongIds.includes(one.id) ||
    sound.some(({ id }) => id === one.id) ||
    refused.some(({ school }) => !served.has(school.id) && sharesChat(one, school));
  // Of a wrong file that names no school which is served, nobody knows whose it is; while none is there, that says it.
  const isKnown = sound.length + wrongIds.length > 0 && wrongIds.every((id) => id !== undefined && served.has(id));
  const gone = isKnown ? [...served.values()].filter((one) => !isSaid(one)) : [];
  return {
    schools: [
      ...[...served.values()].map((one) => taken.find(({ id }) => id === one.id) ?? one),
      ...taken.filter(({ id }) => !served.has(id)),
    ],
    problems: [
      ...read.problems,
      ...refused.map(({ problem }) => problem),
      ...gone.map(({ id }) => ({ place: `${path}, the school ${id}`, words: GONE })),
    ],
  };
}

interface Refused {
  readonly school: School;
  readonly problem: ConfigProblem;
}

/**
 * What cannot be taken over while the service runs: another id, tenant or workspace of a school that is served, or one
 * that is still another's. More likely than not it is a slip, and with it nobody would be known, or all open cases out of
 * sight, at once.
 */
function cannotFollow(
  before: School | undefined,
  { school, kept, path }: { readonly school: School; readonly kept: readonly School[]; readonly path: string },
): readonly Refused[] {
  const problem = (of: string, words: string): Refused => ({
    school,
    problem: { place: `${path}, ${of} of the school ${school.id}`, words },
  });
  const others = kept.filter(({ id }) => id !== school.id);
  if (others.some((one) => sharesChat(one, school))) return [problem('id', before === undefined ? OTHER_ID : ANOTHERS)];
  if (others.some((one) => differ(one.slack?.workspaceId, school.slack?.workspaceId)))
    return [problem('slack.workspaceId', SECOND_WORKSPACE)];
  if (before === undefined) return [];
  return [
    ...(differ(before.teams?.tenantId, school.teams?.tenantId) ? [problem('teams.tenantId', OTHER_TENANT)] : []),
    ...(differ(before.slack?.workspaceId, school.slack?.workspaceId)
      ? [problem('slack.workspaceId', OTHER_WORKSPACE)]
      : []),
  ];
}

const GONE =
  'is in no file any more, so what its file said before holds. Put its file back. To serve it no more, start the service again without it.';
const ANOTHERS =
  'has the tenant or workspace of another school, which is served as before. Put right what is named of that school first.';
const SECOND_WORKSPACE = 'is a second workspace, and one service speaks to one. Run another service for this school.';
const OTHER_ID =
  'was another before. Its records stay with the old id, and nobody would see to them. Put the old id back. If this is another school, stop the service before its file takes the place of the old one.';
const OTHER_TENANT = 'was another before, from which nobody would be known. Put it back; or start the service again.';
const OTHER_WORKSPACE =
  'was another before, and the bot speaks to that one. Put it back; or give the service the bot token of this workspace and start it again.';

function sharesChat(one: School, other: School): boolean {
  const isSame = (before: string | undefined, now: string | undefined) => before !== undefined && before === now;
  return isSame(one.teams?.tenantId, other.teams?.tenantId) || isSame(one.slack?.workspaceId, other.slack?.workspaceId);
}

/** A chat that a school takes up or gives up is no other one. */
function differ(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}
