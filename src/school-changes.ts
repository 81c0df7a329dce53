import type { School } from './domain/school.ts';
import type { ConfigProblem } from './school-files.ts';

/**
 * What cannot be taken over while the service runs: another id, tenant or workspace of a school that is served. More
 * likely than not it is a slip, and with it nobody would be known, or all open cases out of sight, at once.
 */
export function cannotFollow(
  served: ReadonlyMap<string, School>,
  read: readonly School[],
  path: string,
): readonly ConfigProblem[] {
  return read.flatMap((school) => {
    const before = served.get(school.id);
    const place = (of: string) => `${path}, ${of} of the school ${school.id}`;
    if (before === undefined) {
      const isOther = [...served.values()].some(
        (one) => !read.some(({ id }) => id === one.id) && sharesChat(one, school),
      );
      return isOther ? [{ place: place('id'), words: OTHER_ID }] : [];
    }
    return [
      ...(differ(before.teams?.tenantId, school.teams?.tenantId)
        ? [{ place: place('teams.tenantId'), words: OTHER_TENANT }]
        : []),
      ...(differ(before.slack?.workspaceId, school.slack?.workspaceId)
        ? [{ place: place('slack.workspaceId'), words: OTHER_WORKSPACE }]
        : []),
    ];
  });
}

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
