import type { Directory } from '../../application/directory.ts';
import type { School } from '../../domain/school.ts';
import { createIdentifier, type Identity } from '../identity.ts';
import type { SlackConnector } from './connector.ts';
import type { Who } from './incoming.ts';

export interface SlackIdentifierParts {
  readonly directory: Directory;
  readonly connector: Pick<SlackConnector, 'findMember'>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** Finds out who acts in Slack: by user id where the school file has it, else by the email address of their account. */
export function createSlackIdentifier({ directory, connector, monotonicMs }: SlackIdentifierParts) {
  const identifier = createIdentifier({ channel: 'slack', directory, monotonicMs });
  return {
    whoIs({ workspaceId, userId }: Who, school: School): Promise<Identity> {
      return identifier.whoIs({ userId, key: userId, find: () => connector.findMember(userId, workspaceId) }, school);
    },
  };
}
