import { type AgencyKind, agencyKinds, agencyWords } from '../../domain/agencies.ts';
import { schoolSchema } from '../../domain/school.ts';
import type { Answers } from './answers.ts';
import { dayOf } from './as-typed.ts';
import { agenciesIn, firstAgencies } from './draft.ts';
import { listOf, NONE, of, oneOf, orNone, type Question } from './question.ts';

// Who outside the school a case may be referred to. A number that nobody has yet is left out, and can be put in later.

const agency = schoolSchema.shape.agencies.element.shape;

/** Without this one no case could be referred; every authority has one. */
const needed: AgencyKind = 'social-care';

const others = agencyKinds.filter((kind) => kind !== 'other' && !firstAgencies.includes(kind));

export function agencyQuestions(answers: Answers, today: string): readonly Question[] {
  const more: Question = {
    name: 'otherAgencies',
    ask: `Which others have you a number of? Any of ${others.join(', ')}.`,
    example: 'ceop, prevent',
    usual: NONE,
    explain: 'With commas between them. Each is offered in a case where it fits. More can be put in later.',
    read: orNone(listOf(oneOf(others))),
  };
  const all = agenciesIn(answers);
  return [
    ...firstAgencies.flatMap((kind) => contact(kind, answers, today)),
    more,
    ...all.flatMap((kind) => (firstAgencies.includes(kind) ? [] : contact(kind, answers, today))),
  ];
}

function contact(kind: AgencyKind, answers: Answers, today: string): readonly Question[] {
  const words = agencyWords[kind];
  const name = `agencies/${kind}/telephone`;
  const number: Question = {
    name,
    ask: `What is the number of this agency: ${words}?`,
    example: '01632 960201',
    explain:
      kind === needed
        ? 'Of the local authority in which the school is: the one that takes referrals of children.'
        : 'With "none" it is left out of the school file until somebody has it.',
    read: kind === needed ? of(agency.telephone) : orNone(of(agency.telephone)),
  };
  const said = answers.get(name);
  if (said === undefined || said === NONE) return [number];
  return [
    number,
    {
      name: `agencies/${kind}/lastChecked`,
      ask: 'When did somebody last ring it and find it right?',
      example: 'today, or 2026-09-01',
      explain: 'Numbers change: a year later the safeguarding team is asked to check it again.',
      read: of(agency.lastChecked, (typed) => dayOf(typed, today)),
    },
  ];
}
