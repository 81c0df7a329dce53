import { findByChatId, findPerson, type Person, type School } from '../domain/school.ts';
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
  const byId = new Map(schools.map((school) => [school.id, school]));

  function schoolOf({ channel, tenant }: Pick<ChatIdentity, 'channel' | 'tenant'>): School | undefined {
    return schools.find((school) =>
      channel === 'teams' ? school.teams?.tenantId === tenant.toLowerCase() : school.slack?.workspaceId === tenant,
    );
  }

  return {
    schools: byId as ReadonlyMap<string, School>,
    schoolOf,
    /** The person with that id in the chat; undefined when the school file does not give it. */
    personOf(school: School, { channel, userId }: Pick<ChatIdentity, 'channel' | 'userId'>): Person | undefined {
      const wanted = channel === 'teams' ? userId.toLowerCase() : userId;
      return findByChatId(school, channel, wanted);
    },
    /** The person with that email address. */
    personWithEmail(school: School, email: string): Person | undefined {
      return findPerson(school, email.trim().toLowerCase());
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
