import { type PersonId, roles } from '../../domain/people.ts';
import { findPerson, freeHolders, holds, membersOfPrivateChannel, type School } from '../../domain/school.ts';
import { type Finding, findingsOf } from './finding.ts';
import { listed, named, theRole } from './words.ts';

/** Whether somebody is left to act for each role when others are away, or a concern is about them (R008). */
export function checkRoles(school: School): readonly Finding[] {
  const found = findingsOf('roles', school);
  const { head, chair } = school.roles;
  const both = head.people.filter((person) => holds(school, person, ['dsl', 'deputy-dsl']));
  const alone = handlers(school).filter((person) => freeHolders(['dsl', 'deputy-dsl'], [person], school).length === 0);
  const without = roles.filter((role) => actingFor(school, role).length < 2);
  const findings = [
    ...without.map((role) =>
      found.wrong(
        `For ${theRole(school, role)} nobody is named beside one person.`,
        `Name a delegate who is somebody else in "roles.${role}" of the school file.`,
      ),
    ),
    ...(alone.length > 0
      ? [
          found.wrong(
            `Nobody is left to see to a concern that is about ${named(school, alone)}.`,
            'Name another deputy, or another delegate of the DSL, in the school file.',
          ),
        ]
      : []),
    ...(head.people.includes(chair.delegate)
      ? [
          found.wrong(
            `The head is the delegate of ${theRole(school, 'chair')}, so that a concern about the head could come to the head.`,
            'Name another governor as "roles.chair.delegate" in the school file.',
          ),
        ]
      : []),
    ...(both.length > 0
      ? [
          found.look(
            `${named(school, both)} is both head and a member of the safeguarding team, so that fewer can stand in.`,
            'Name somebody else for one of the two, if the school has somebody.',
          ),
        ]
      : []),
    ...(alone.length === 0 && handlers(school).length < 3
      ? [
          found.look(
            `Only ${named(school, handlers(school))} can see to cases. When one is away and a concern is about the other, nobody is left.`,
            'Name another deputy, or a delegate who is neither of them, in the school file.',
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [found.well('Every role has somebody, and a delegate who is somebody else.')];
}

/** Everybody who sees to cases, or stands in for those who do. */
function handlers(school: School): readonly PersonId[] {
  const { dsl, 'deputy-dsl': deputy } = school.roles;
  return [...new Set([...membersOfPrivateChannel(school), dsl.delegate, deputy.delegate])];
}

function actingFor(school: School, role: (typeof roles)[number]): readonly PersonId[] {
  const { people, delegate } = school.roles[role];
  return [...new Set([...people, delegate])].filter((person) => findPerson(school, person) !== undefined);
}

/** What somebody holds or stands in for, for a list of people: `Ruth Elstow (head teacher)`. */
export function withRoles(school: School, people: readonly PersonId[]): string {
  return listed(
    people.map((person) => {
      const held = roles.find((role) => school.roles[role].people.includes(person));
      const role = held ?? roles.find((one) => school.roles[one].delegate === person);
      const name = named(school, [person]);
      return role === undefined
        ? name
        : `${name} (${theRole(school, role).slice(4)}${held === undefined ? ', delegate' : ''})`;
    }),
  );
}
