import type { Directory } from '../../application/directory.ts';
import { DeliveryFault, faultCode } from '../../application/faults.ts';
import type { AddressBook } from '../../application/ports.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';
import { stranger } from '../../application/words.ts';
import type { Person, School } from '../../domain/school.ts';
import type { Heard } from '../arrived.ts';
import type { SlackConnector } from './connector.ts';
import { createSlackIdentifier } from './identity.ts';
import type { Who } from './incoming.ts';
import { notIdentified } from './words.ts';

/** Somebody of a school who acts in Slack. */
export interface Visitor {
  readonly school: School;
  readonly person: Person;
}

/** Who acts, or what to say to somebody who may do nothing here. */
export type Recognised =
  | { readonly kind: 'known'; readonly visitor: Visitor }
  | { readonly kind: 'turned-away'; readonly text: string; readonly school: School | undefined };

export interface VisitorsParts {
  readonly directory: Directory;
  readonly addresses: AddressBook;
  readonly connector: Pick<SlackConnector, 'findMember'>;
  readonly heard: Heard;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** How long Slack may take to say who somebody is, in milliseconds: what they pressed serves for three seconds. */
const SAID_WITHIN_MS = 1_500;

/** Knows who comes in. */
export function createVisitors({ directory, addresses, connector, heard, noted, monotonicMs }: VisitorsParts) {
  const inTime: Pick<SlackConnector, 'findMember'> = {
    findMember: (...of) => waitAtMost(SAID_WITHIN_MS, connector.findMember(...of), slowToSay),
  };
  const identifier = createSlackIdentifier({ directory, connector: inTime, monotonicMs });

  /** Whom the school file gives no id for is reached by the one that was learnt. Nobody waits for that to be kept. */
  function remember({ userId }: Who, { school, person }: Visitor): void {
    if (person.slack !== undefined) return;
    addresses
      .remember(school, 'slack', `person:${person.email}`, { userId })
      .catch((error: unknown) => noted({ code: faultCode(error), school: school.id }));
  }

  function schoolOf({ workspaceId }: Pick<Who, 'workspaceId'>): School | undefined {
    return directory.schoolOf({ channel: 'slack', tenant: workspaceId });
  }

  return {
    schoolOf,

    async recognise(who: Who): Promise<Recognised> {
      const school = schoolOf(who);
      if (school === undefined) {
        noted({ code: 'unknown-workspace' });
        return { kind: 'turned-away', text: stranger(undefined), school };
      }
      const identity = await identifier.whoIs(who, school);
      if (identity.kind === 'known') {
        const visitor = { school, person: identity.person };
        remember(who, visitor);
        heard(school, identity.person.email, 'slack');
        return { kind: 'known', visitor };
      }
      noted({ code: identity.kind === 'unclear' ? identity.code : 'unknown-person', school: school.id });
      const text = identity.kind === 'unclear' ? notIdentified(school) : stranger(school.telephone);
      return { kind: 'turned-away', text, school };
    },
  };
}

export type Visitors = ReturnType<typeof createVisitors>;

function slowToSay(): DeliveryFault {
  return new DeliveryFault('Slack did not say in time who somebody is', {
    code: 'slack-slow',
    whatToDo: 'Look at the way from this server to Slack.',
    certain: true,
  });
}
