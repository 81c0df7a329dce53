import type { Choice, Condition, Form, Note, Question } from '../../domain/form.ts';
import type { Role } from '../../domain/people.ts';
import { personName, roleLabel, roleTelephone, type School } from '../../domain/school.ts';
import { saidAgency } from './agencies/said-agency.ts';
import { everyKindBut, isAboutHead, onKinds, toStaff } from './report-conditions.ts';
import { dangerQuestion, detailQuestions, whatQuestions } from './report-questions.ts';

/** The form that a concern is reported with. At most five of its questions are required. */
export function reportForm(school: School): Form {
  return {
    title: 'Report a concern',
    intro: 'About a minute. Your answers go to the people who handle it and to nobody else.',
    send: 'Send',
    steps: [
      { id: 'danger', items: [dangerQuestion] },
      {
        id: 'what',
        items: [
          {
            kind: 'note',
            tone: 'danger',
            text: `Ring 999 now. Then tell the ${roleLabel(school, 'dsl')} in person or on ${roleTelephone(school, 'dsl')}. The school's number is ${school.telephone}. Do that first; this form can wait.`,
            when: inDanger,
          },
          ...whatQuestions,
        ],
      },
      {
        id: 'details',
        items: [
          ...dangerNotes(school),
          {
            kind: 'note',
            tone: 'plain',
            text: 'With the pupils: close or minimise it calmly, reassure them, blame nobody, and use it as a lesson.',
            when: onKinds('accidental-access'),
          },
          {
            kind: 'note',
            tone: 'warning',
            text: 'Write what you saw or heard, in their words where you can. Do not ask leading questions. Avoid viewing any image; do not look for, download, store, copy or forward one.',
          },
          ...inConfidence(school),
          ...detailQuestions.map((question) => (question.id === 'confidant' ? confidant(question, school) : question)),
        ],
      },
    ],
  };
}

const inDanger: Condition = { question: 'danger', is: ['yes'] };

/** To whom what happens to a member of staff goes, said before it is sent (R016, R017). */
function inConfidence(school: School): readonly Note[] {
  const others =
    school.concerns.leaders.length === 0
      ? `If you cannot go to them, ring ${saidAgency(school, 'online-safety-adviser')}.`
      : `If you cannot go to them, choose somebody else below, or ring ${saidAgency(school, 'online-safety-adviser')}.`;
  const text = `This goes to the ${roleLabel(school, 'head')} in confidence; what the ${roleLabel(school, 'head')} does goes to the ${roleLabel(school, 'chair')}. ${others} Do not answer the message; keep it. It is about whoever does it, not about you: where you are asked who that is and do not know, write "not known".`;
  return [{ kind: 'note', tone: 'plain', text, when: toStaff }];
}

/** The senior leaders of this school, where it has named any. */
function confidant(question: Question, school: School): Question {
  const { leaders } = school.concerns;
  const choices: readonly Choice[] = [
    { value: 'head', label: `The ${roleLabel(school, 'head')}` },
    ...leaders.map((person) => ({ value: person, label: personName(school, person) })),
  ];
  const isChoice = leaders.length > 0;
  return { ...question, choices, when: isChoice ? toStaff : { question: 'kind', is: [] } };
}

/** Whom to tell in person: never those whom it may be about. */
function dangerNotes(school: School): readonly Note[] {
  const note = (role: Role, also: Condition): Note => ({
    kind: 'note',
    tone: 'danger',
    text: `Ring 999 now if you have not. Then tell the ${roleLabel(school, role)} in person or on ${roleTelephone(school, role)}.`,
    when: { ...inDanger, also },
  });
  const kindsOfHead = ['staff-misuse', 'bullying-staff', 'offensive-message'] as const;
  const others = { question: 'about', is: ['pupil', 'adult'] };
  return [
    note('dsl', { ...others, also: everyKindBut(...kindsOfHead) }),
    note('head', { question: 'about', is: ['staff'], or: { ...others, also: onKinds(...kindsOfHead) } }),
    note('chair', isAboutHead),
  ];
}
