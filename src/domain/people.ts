/** A person of the school: their email address in lower case. */
export type PersonId = string;

/** The roles a school gives to people; one person may hold several (R001). */
export const roles = [
  'dsl',
  'deputy-dsl',
  'head',
  'chair',
  'online-safety-coordinator',
  'online-safety-governor',
  'network-manager',
  'senco',
] as const;
export type Role = (typeof roles)[number];

/** What somebody is to the school, beside the roles they hold: which agreements they sign goes by it (R159, R161, R164). */
export const personKinds = ['staff', 'governor', 'volunteer', 'visitor'] as const;
export type PersonKind = (typeof personKinds)[number];

/** Roles of governors. */
export const governing: readonly Role[] = ['chair', 'online-safety-governor'];

/** Who asks: a person of the school, or the clock. */
export type Actor = { readonly kind: 'person'; readonly person: PersonId } | { readonly kind: 'clock' };

export const theClock: Actor = { kind: 'clock' };

/** The actor that a person is. */
export function actorOf(person: PersonId): Actor {
  return { kind: 'person', person };
}
