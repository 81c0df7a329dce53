import type { Question } from '../../domain/form.ts';
import type { PersonId } from '../../domain/people.ts';
import { MOST_LISTED, saidAsNamed } from '../../domain/person-named.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { NAME } from './command-data.ts';

/** Who owns it: chosen from a list, or by name in a large school. Who has left the school has to be named anew. */
export function ownerQuestion(before: PersonId, school: School): Question {
  const known = findPerson(school, before) === undefined ? undefined : before;
  const asked = { id: 'owner', required: true, help: 'Answers questions about it, and sees to its review.' } as const;
  if (school.people.length > MOST_LISTED) {
    const label = 'Who owns it? Name or email address';
    const named = known === undefined ? {} : { initially: saidAsNamed(known, school) };
    return { ...asked, kind: 'text', label, atMost: NAME, ...named };
  }
  const choices = school.people.map(({ email, name, jobTitle }) => ({ value: email, label: `${name}, ${jobTitle}` }));
  return {
    ...asked,
    kind: 'choice',
    label: 'Who owns it?',
    choices,
    ...(known === undefined ? {} : { initially: known }),
  };
}
