import type { Directory } from '../../application/directory.ts';
import type { School } from '../../domain/school.ts';
import { createIdentifier, type Identity } from '../identity.ts';
import { type Activity, tenantOf } from './activity.ts';
import type { TeamsConnector } from './connector.ts';

export interface TeamsIdentifierParts {
  readonly directory: Directory;
  readonly connector: Pick<TeamsConnector, 'findMember'>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/**
 * Finds out who is behind an activity: by object id where the school file has it, else by the addresses that Teams
 * gives of a member of the school's own tenant.
 */
export function createTeamsIdentifier({ directory, connector, monotonicMs }: TeamsIdentifierParts) {
  const identifier = createIdentifier({ channel: 'teams', directory, monotonicMs });
  return {
    whoIs(activity: Activity, school: School): Promise<Identity> {
      const { from, serviceUrl, conversation } = activity;
      return identifier.whoIs(
        {
          userId: from.aadObjectId ?? undefined,
          key: from.aadObjectId ?? from.id,
          find: () =>
            connector.findMember(serviceUrl, conversation.id, { tenantId: tenantOf(activity) ?? '', userId: from.id }),
        },
        school,
      );
    },
  };
}

export type TeamsIdentifier = ReturnType<typeof createTeamsIdentifier>;
