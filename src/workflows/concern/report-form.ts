import type { Condition, Form, Note } from '../../domain/form.ts';
import type { Role } from '../../domain/people.ts';
import { roleLabel, roleTelephone, type School } from '../../domain/school.ts';
import { isAboutAdult, isAboutHead, isAboutPupils, isAboutStaff, onKinds } from './report-conditions.ts';
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
          ...detailQuestions,
        ],
      },
    ],
  };
}

const inDanger: Condition = { question: 'danger', is: ['yes'] };

/** Whom to tell in person: never those whom it may be about. */
function dangerNotes(school: School): readonly Note[] {
  const note = (role: Role, also: Condition): Note => ({
    kind: 'note',
    tone: 'danger',
    text: `Ring 999 now if you have not. Then tell the ${roleLabel(school, role)} in person or on ${roleTelephone(school, role)}.`,
    when: { ...inDanger, also },
  });
  return [note('dsl', { ...isAboutPupils, or: isAboutAdult }), note('head', isAboutStaff), note('chair', isAboutHead)];
}
