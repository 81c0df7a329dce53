import { filteringParts } from './filtering.ts';
import { type Misfit, notAmongPeople, repeated, standsTwice, unknownAmong } from './misfit.ts';
import { type PersonId, type Role, roles } from './people.ts';

/** As much of a school file as is looked at here. */
interface Compared {
  readonly people: readonly { readonly email: string; readonly isGuest: boolean }[];
  readonly roles: Readonly<
    Record<string, { readonly people: readonly PersonId[]; readonly delegate: PersonId; readonly supervisor: PersonId }>
  >;
  readonly concerns: { readonly leaders: readonly PersonId[] };
  readonly emailDomains: readonly string[];
}

const nobody = { people: [], delegate: '', supervisor: '' };

/** The domain of an address, as the school file has it. */
export const domain = /^@?[a-z0-9.-]+\.[a-z]{2,}$/;

/** The roles whose work somebody sees. */
const supervised: readonly Role[] = filteringParts.carriesOut.roles;

/** Who sees what the people of a role do: somebody of the school, and not one of them (000 section 2.3.4). */
export function inSupervisors({ people, roles: given }: Compared): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  return roles.flatMap((role) => {
    const { people: named, delegate, supervisor } = given[role] ?? nobody;
    if (supervisor === '') return [];
    const path = ['roles', role, 'supervisor'];
    if (!supervised.includes(role)) return [{ path, message: notSupervised }];
    if (isUnknown(supervisor)) return [{ path, message: notAmongPeople }];
    return [...named, delegate].includes(supervisor) ? [{ path, message: supervisesThemselves }] : [];
  });
}

/** Accounts of other organisations are served only where the school has approved them as guests (000 section 2.3.2). */
export function inDomains({ people, emailDomains }: Compared): readonly Misfit[] {
  // Of a domain that is none the line itself is said to be wrong, and not everybody in the file.
  if (emailDomains.length === 0 || !emailDomains.every((one) => domain.test(one))) return [];
  const own = emailDomains.map((one) => one.replace('@', ''));
  return people.flatMap(({ email, isGuest }, index) => {
    const isOfSchool = email === '' || isGuest || own.includes(email.split('@').at(-1) ?? '');
    return isOfSchool ? [] : [{ path: ['people', index, 'email'], message: ofAnotherDomain }];
  });
}

/** Senior leaders to whom somebody may turn who cannot go to the head: known to the school, and not the head. */
export function inLeaders({ people, roles: given, concerns: { leaders } }: Compared): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  const again = repeated(leaders);
  const heads = given.head?.people ?? [];
  return leaders.flatMap((one, index) => {
    const path = ['concerns', 'leaders', index];
    if (isUnknown(one)) return [{ path, message: notAmongPeople }];
    if (again.includes(index)) return [{ path, message: standsTwice }];
    return one !== '' && heads.includes(one) ? [{ path, message: leaderIsHead }] : [];
  });
}

export function inAdministrators({ people, administrators }: Administered): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  const again = repeated(administrators);
  return administrators.flatMap((one, index) => {
    const path = ['administrators', index];
    if (isUnknown(one)) return [{ path, message: notAmongPeople }];
    return again.includes(index) ? [{ path, message: standsTwice }] : [];
  });
}

interface Administered extends Pick<Compared, 'people'> {
  readonly administrators: readonly string[];
}

// None of these repeats what the file says: what is printed at a start may be kept in a log.
const supervisesThemselves =
  'who sees what this role does must not hold it or stand in for it; name somebody else, or take this line away';
const notSupervised = 'nobody sees what this role does: only the network manager has a supervisor; take this line away';
const ofAnotherDomain =
  'this address is not of the school’s own domains; correct it, or say "isGuest: true" once the school has approved the account';
const leaderIsHead = 'this is the head; name somebody to whom people can turn who cannot go to the head';
