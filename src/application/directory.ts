import { findByChatId, type Person, type School } from '../domain/school.ts';
import type { ChannelId } from './ports.ts';

/** What a chat says of somebody who acts in it. */
export interface ChatIdentity {
  readonly channel: ChannelId;
  /** The tenant of Teams or the workspace of Slack. */
  readonly tenant: string;
  /** The chat's own id of the person. */
  readonly userId: string;
}

/** Knows which school a chat belongs to and which person of it somebody is. */
export function createDirectory(schools: readonly School[]) {
  // One map for as long as the process lives: whoever holds it sees each change at once.
  const byId = new Map<string, School>();
  replace(schools);

  function replace(served: readonly School[]): void {
    for (const id of [...byId.keys()].filter((one) => served.every((school) => school.id !== one))) byId.delete(id);
    for (const school of served) byId.set(school.id, school);
  }

  function schoolOf({ channel, tenant }: Pick<ChatIdentity, 'channel' | 'tenant'>): School | undefined {
    return [...byId.values()].find((school) =>
      channel === 'teams' ? school.teams?.tenantId === tenant.toLowerCase() : school.slack?.workspaceId === tenant,
    );
  }

  return {
    schools: byId as ReadonlyMap<string, School>,
    /** From now on these are the schools, as their files say now. */
    replace,
    schoolOf,
    /** The person with that id in the chat; undefined when the school file does not give it. */
    personOf(school: School, { channel, userId }: Pick<ChatIdentity, 'channel' | 'userId'>): Person | undefined {
      const wanted = channel === 'teams' ? userId.toLowerCase() : userId;
      return findByChatId(school, channel, wanted);
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
