import type { Audience } from '../../domain/audience.ts';
import type { Choice, Item, Question } from '../../domain/form.ts';
import { type PersonId, personKinds, roles } from '../../domain/people.ts';
import { MOST_LISTED, saidAsNamed } from '../../domain/person-named.ts';
import { personKindLabels } from '../../domain/policies.ts';
import { capital } from '../../domain/said-by-role.ts';
import { findPerson, roleLabel, type School } from '../../domain/school.ts';
import { NAMED } from './command-data.ts';

/** Who is asked: each part adds people, and everybody is asked once. What the school file has none of is not asked. */
export function audienceQuestions(audience: Audience | undefined, school: School): readonly Item[] {
  const kinds = personKinds.map((value) => ({ value, label: personKindLabels[value] }));
  const held = roles.map((value) => ({ value, label: capital(roleLabel(school, value)) }));
  const groups = named(school.groups);
  const channels = named(school.staffChannels);
  return [
    { kind: 'note', tone: 'plain', text: 'Who must read or sign it? Choose one or more; everybody is asked once.' },
    choices('kinds', 'Everybody who is', kinds, audience?.kinds, '003 section 3.14, appendix 2b'),
    choices('roles', 'Roles', held, audience?.roles),
    ...(groups.length === 0 ? [] : [choices('groups', 'Groups', groups, audience?.groups)]),
    ...(channels.length === 0 ? [] : [choices('channels', 'Members of channels', channels, audience?.channels)]),
    {
      kind: 'names',
      id: 'people',
      label: 'People by name',
      help: 'Whole names or email addresses, one a line.',
      atMost: NAMED,
      ...initially(
        stillHere(audience, school)
          .map((person) => saidAsNamed(person, school))
          .join('\n'),
      ),
    },
  ];
}

/** Those who were named and are at the school still. Whoever has left could not be taken, as anybody unknown. */
function stillHere(audience: Audience | undefined, school: School): readonly PersonId[] {
  return (audience?.people ?? []).filter((person) => findPerson(school, person) !== undefined);
}

function named(all: readonly { readonly id: string; readonly name: string }[]): readonly Choice[] {
  return all.slice(0, MOST_LISTED).map(({ id, name }) => ({ value: id, label: name }));
}

function choices(
  id: string,
  label: string,
  of: readonly Choice[],
  chosen: readonly string[] | undefined,
  source?: string,
): Question {
  const there = chosen?.filter((value) => of.some((choice) => choice.value === value)).join(',');
  return { kind: 'choices', id, label, choices: of, ...initially(there), ...(source === undefined ? {} : { source }) };
}

function initially(value: string | undefined): Pick<Question, 'initially'> {
  return value === undefined || value === '' ? {} : { initially: value };
}
