import { type Role, roles } from '../../domain/people.ts';
import { schoolSchema, usualLabels } from '../../domain/school.ts';
import type { Answers } from './answers.ts';
import { dayOf } from './as-typed.ts';
import { peopleIn } from './draft.ts';
import { listOf, NONE, of, oneOf, orNone, partsOf, type Question } from './question.ts';

// Who does what, who stands in, and what the school file has to know of each of them.

const person = schoolSchema.shape.people.element.shape;
const toLower = (typed: string) => typed.toLowerCase();
const email = of(person.email, toLower);
const telephone = of(schoolSchema.shape.telephone);

/** Who most likely stands in for the people of a role. */
const likelyStandIn: Record<Role, readonly Role[]> = {
  dsl: ['deputy-dsl'],
  'deputy-dsl': ['online-safety-coordinator', 'head'],
  head: ['deputy-dsl'],
  chair: ['online-safety-governor'],
  'online-safety-coordinator': ['dsl', 'deputy-dsl'],
  'online-safety-governor': ['chair'],
  'network-manager': ['online-safety-coordinator', 'deputy-dsl'],
  senco: ['dsl', 'deputy-dsl'],
};

const inRole: Record<Role, string> = {
  dsl: 'Takes in every concern and leads on each.',
  'deputy-dsl': 'Handles concerns like the DSL; they are called when the DSL does not answer.',
  head: 'Is told of what the policies name, sets sanctions, and handles concerns about staff.',
  chair: 'Handles concerns about the head, so it must be somebody else.',
  'online-safety-coordinator': 'Agrees to blocked sites, and keeps the policies going.',
  'online-safety-governor': 'Reads the log, and hears when the police are told.',
  'network-manager': 'Opens and blocks sites, and gets the jobs for IT; sees no case.',
  senco: 'Is asked where a pupil has special educational needs.',
};

export function peopleQuestions(answers: Answers, today: string): readonly Question[] {
  const detailsFor = newPeople(answers);
  return [
    ...roles.flatMap((role) => [holders(role), ...detailsFor(answers.get(`roles/${role}/people`))]),
    ...roles.flatMap((role) => [delegate(role, answers), ...detailsFor(answers.get(`roles/${role}/delegate`))]),
    ...roles.map(number),
    ...handlersIn(answers).map((one) => training(one, answers, today)),
    administrators(answers),
    ...detailsFor(answers.get('administrators')),
    ...detailsFor(peopleIn(answers).join(', ')),
    ...kindsAndManagers(answers),
  ];
}

function holders(role: Role): Question {
  return {
    name: `roles/${role}/people`,
    ask: `Who is the ${usualLabels[role]}? Their email; several with commas between them.`,
    example: 'n.rahimi@oakfield.example',
    explain: `${inRole[role]} One person may hold several roles: type the same email again.`,
    read: listOf(email),
  };
}

function delegate(role: Role, answers: Answers): Question {
  const holding = partsOf(answers.get(`roles/${role}/people`));
  const likely = likelyStandIn[role]
    .flatMap((other) => partsOf(answers.get(`roles/${other}/people`)))
    .find((one) => !holding.includes(one));
  return {
    name: `roles/${role}/delegate`,
    ask: `Who stands in when the ${usualLabels[role]} cannot? Their email.`,
    example: 'd.okonjo@oakfield.example',
    ...(likely === undefined ? {} : { suggested: likely }),
    explain: 'Somebody who does not hold the role. They act when nobody who holds it can.',
    read: email,
  };
}

function number(role: Role): Question {
  return {
    name: `roles/${role}/telephone`,
    ask: `Which number reaches the ${usualLabels[role]}?`,
    example: '01632 960101',
    usual: NONE,
    explain: 'People are told to ring it when it is urgent. With "none" they are given the number of the school.',
    read: orNone(telephone),
  };
}

/** Those who see to cases: the DSL, the deputies, and who stands in for them. */
function handlersIn(answers: Answers): readonly string[] {
  const all = (['dsl', 'deputy-dsl'] as const).flatMap((role) => [
    ...partsOf(answers.get(`roles/${role}/people`)),
    ...partsOf(answers.get(`roles/${role}/delegate`)),
  ]);
  return [...new Set(all)];
}

function training(one: string, answers: Answers, today: string): Question {
  return {
    name: `people/${one}/trained`,
    ask: `When was ${answers.get(`people/${one}/name`) ?? one} last trained for safeguarding?`,
    example: '2026-02-10',
    usual: NONE,
    explain: 'The day of the latest training of those who see to cases. When it runs out, the head is told.',
    read: orNone(of(person.safeguardingTraining, (typed) => dayOf(typed, today))),
  };
}

function administrators(answers: Answers): Question {
  const managers = answers.get('roles/network-manager/people');
  return {
    name: 'administrators',
    ask: 'Who looks after the service itself? Their email; several with commas between them.',
    example: 'i.brandt@oakfield.example',
    ...(managers === undefined ? {} : { usual: managers }),
    explain:
      'They may write "check the service" to the bot, and are told what is wrong with it. They see no case by that.',
    read: listOf(email),
  };
}

/** The questions on whoever is named there and was not asked about before. */
function newPeople(answers: Answers): (named: string | undefined) => readonly Question[] {
  const asked = new Set<string>();
  return (named) =>
    partsOf(named).flatMap((one) => {
      if (asked.has(one)) return [];
      asked.add(one);
      const name = answers.get(`people/${one}/name`);
      return [
        {
          name: `people/${one}/name`,
          ask: `What is the name of ${one}?`,
          example: 'Naila Rahimi',
          explain: 'As colleagues write it. It stands in cases and registers, never in a channel or a notification.',
          read: of(person.name),
        },
        {
          name: `people/${one}/jobTitle`,
          ask: `What is the job title of ${name ?? one}?`,
          example: 'Head of Year 9',
          explain: 'It stands beside the name where somebody signs.',
          read: of(person.jobTitle),
        },
      ];
    });
}

/** Only what a table or a file of answers gives: nobody is asked it for each person. */
function kindsAndManagers(answers: Answers): readonly Question[] {
  return peopleIn(answers).flatMap((one) => [
    {
      name: `people/${one}/kind`,
      ask: `What is ${one} to the school?`,
      usual: NONE,
      explain: 'staff, governor, volunteer or visitor: it says which agreements they sign.',
      read: orNone(oneOf(person.kind.unwrap().options)),
      isSilent: true,
    },
    {
      name: `people/${one}/manager`,
      ask: `Who is the manager of ${one}? Their email.`,
      usual: NONE,
      explain: 'Who is told when they have not read or signed what they have to.',
      read: orNone(email),
      isSilent: true,
    },
  ]);
}
