import type { FormContext } from '../../domain/decider.ts';
import type { Choice, Form, Note, Question } from '../../domain/form.ts';
import { saidAsNamed } from '../../domain/person-named.ts';
import { nextYearBegins, schoolYearOf } from '../../domain/policies.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { LONGEST_TEXT } from '../../domain/wording.ts';
import { NAMES, PART, REASON, TABLE, TITLE } from './command-data.ts';
import { type Phase, phaseChoices, phases } from './phases.ts';
import { peopleNamed, rowsFor } from './reading.ts';
import { changesBy } from './rows.ts';
import type { RollState } from './state.ts';
import { counted, countLost, saidBad, saidChanged, saidCheck, saidRow } from './words.ts';

type FormOf = (state: RollState, of: FormContext) => Form;

const yesOrNo: readonly Choice[] = [
  { value: 'yes', label: 'Yes: IT is told who has not signed, once the day is past' },
  { value: 'no', label: 'No' },
];

/** The forms of a roll. What somebody pasted is read while they fill it in, so that they see what it comes to. */
export const rollForms = {
  begin: (_state, { school, now }) => ({
    title: 'Signature roll',
    intro:
      'About two minutes. For signatures on paper, of pupils, parents and visitors: none of them is ever in a chat.',
    send: 'Begin the roll',
    steps: [
      {
        id: 'what',
        items: [
          {
            kind: 'text',
            id: 'title',
            label: 'What do they sign?',
            help: 'Such as "Acceptable-use agreement" or "Phone guidance".',
            required: true,
            atMost: TITLE,
            initially: 'Acceptable-use agreement',
          },
          {
            kind: 'choice',
            id: 'phase',
            label: 'Who signs?',
            required: true,
            choices: phaseChoices,
            source: phases.primary.source,
          },
          {
            kind: 'text',
            id: 'part',
            label: 'Which part of the school?',
            help: 'A year group or a class, such as "Year 7"; or "Visitors". No name of a pupil.',
            required: true,
            atMost: PART,
          },
          yearQuestion(school, now),
          dueQuestion(),
        ],
      },
      {
        id: 'text',
        items: [
          {
            kind: 'long-text',
            id: 'text',
            label: 'The text, as they are given it to sign',
            help: 'It is kept with the roll word for word.',
            required: true,
            atMost: LONGEST_TEXT,
            source: '003 appendices 1, 2a and 2b',
          },
          internetQuestion(),
          recordersQuestion(),
        ],
      },
    ],
  }),

  record: (state, of) => ({
    title: 'Record signatures',
    intro: 'Paste a class or a year group at a time. You see what it comes to before anything is kept.',
    // Nothing can be kept while a row is not understood.
    send: (pasted(state, of)?.bad.length ?? 0) > 0 ? CHECK : 'Keep them',
    steps: [
      {
        id: 'paste',
        items: [
          {
            kind: 'long-text',
            id: 'table',
            label: 'The list',
            help: tableHelp(phaseOf(state)),
            required: true,
            atMost: TABLE,
            source: phases[phaseOf(state)].source,
          },
        ],
      },
      { id: 'check', items: checkNotes(state, of) },
    ],
  }),

  takeOff: (state, of) => ({
    title: 'Take somebody off the roll',
    intro: 'For somebody who has left or was put on by mistake. What was recorded of them stays in the history.',
    send: (named(state, of)?.unknown.length ?? 0) > 0 ? CHECK : 'Take them off',
    steps: [
      {
        id: 'who',
        items: [
          {
            kind: 'long-text',
            id: 'table',
            label: 'Who?',
            help: `One a line, as on the roll: name, ${phases[phaseOf(state)].group}.`,
            required: true,
            atMost: TABLE,
          },
          { kind: 'long-text', id: 'reason', label: 'Why?', required: true, atMost: REASON },
        ],
      },
      { id: 'check', items: takeOffNotes(state, of) },
    ],
  }),

  change: (state, { school }) => {
    const terms = state.status === 'none' ? undefined : state.file.terms;
    const recorders = (terms?.recorders ?? []).map((person) => saidAsNamed(person, school)).join('\n');
    return {
      title: 'Change the roll',
      intro: 'The text that is signed does not change: for another text, begin another roll.',
      send: 'Change it',
      steps: [
        {
          id: 'all',
          items: [
            { ...dueQuestion(), ...initially(terms?.dueOn) },
            { ...internetQuestion(), ...initially(terms && (terms.tellsIt ? 'yes' : 'no')) },
            { ...recordersQuestion(), ...initially(recorders === '' ? undefined : recorders) },
          ],
        },
      ],
    };
  },

  close: () => ({
    title: 'Close the roll',
    intro: 'It stays to be read. Nothing more is recorded on it, and IT is no longer shown who has not signed.',
    send: 'Close it',
    steps: [
      {
        id: 'why',
        items: [
          {
            kind: 'long-text',
            id: 'reason',
            label: 'Why?',
            required: true,
            atMost: REASON,
            initially: 'The school year is over.',
          },
        ],
      },
    ],
  }),
} as const satisfies Record<string, FormOf>;

function tableHelp(phase: Phase): string {
  const { columns, signs, group, one } = phases[phase];
  const signed = columns.map((signer) => `signed by ${signs[signer]}`).join(', ');
  return `One ${one} a line: name, ${group}, ${signed}. Copied from a spreadsheet, or with commas. Yes, no, or the day; blank is no.`;
}

/** The button of a list that cannot be taken as it is. */
const CHECK = 'Check it again';

/** What was pasted, row by row; undefined as long as nothing was. */
function pasted(state: RollState, { answers, school, now }: FormContext) {
  const table = answers?.['table'];
  return state.status === 'none' || typeof table !== 'string' ? undefined : rowsFor(state, table, school, now);
}

/** Who is to be taken off; undefined as long as nobody was named. */
function named(state: RollState, { answers }: FormContext) {
  const table = answers?.['table'];
  return state.status === 'none' || typeof table !== 'string' ? undefined : peopleNamed(state, table);
}

/** What was pasted comes to; as long as nothing was, where to begin. */
function checkNotes(state: RollState, of: FormContext): Note[] {
  const read = pasted(state, of);
  if (state.status === 'none' || read === undefined) return [plain('Paste the list first.')];
  const { phase, rows: before } = state.file;
  const { rows, bad } = read;
  const changes = changesBy(rows, before);
  const lost = countLost(changes);
  return [
    ...(bad.length === 0
      ? []
      : [
          warning(
            `${counted(bad.length, 'row')} could not be understood, so nothing can be kept yet. Go back and put them right.\n${saidBad(bad, phase)}`,
          ),
        ]),
    plain(saidCheck(changes)),
    ...(changes.changed.length === 0 ? [] : [plain(`What changes:\n${saidChanged(changes, phase)}`)]),
    ...(lost === 0
      ? []
      : [
          warning(
            `${lost === 1 ? 'One loses a signature' : `${lost} lose a signature`} that is recorded. Go back if that is not meant.`,
          ),
        ]),
  ];
}

function takeOffNotes(state: RollState, of: FormContext): Note[] {
  const found = named(state, of);
  if (found === undefined) return [plain('Say who first.')];
  const { people, unknown } = found;
  const shown = people.slice(0, 10).map(saidRow).join('\n');
  const more = people.length > 10 ? `\nAnd ${people.length - 10} more.` : '';
  return [
    ...(unknown.length === 0
      ? []
      : [warning(`Not on this roll, written like that: ${saidLines(unknown)}. Go back and put it right.`)]),
    plain(`To be taken off: ${people.length}.${people.length === 0 ? '' : `\n${shown}${more}`}`),
  ];
}

/** Lines by their numbers, at most ten of them. */
export function saidLines(lines: readonly number[]): string {
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 10).join(', ')}${more}`;
}

function yearQuestion(school: FormContext['school'], now: FormContext['now']): Question {
  const year = schoolYearOf(localDateTime(school, now).date, school);
  const next = schoolYearOf(nextYearBegins(year, school), school);
  const choices = [year, next].map((value) => ({ value, label: value }));
  return { kind: 'choice', id: 'year', label: 'Which school year?', required: true, choices, initially: year };
}

function dueQuestion(): Question {
  const label = 'The last day to sign';
  return { kind: 'date', id: 'dueOn', label, help: 'At most a year from now.', required: true, notInPast: true };
}

function internetQuestion(): Question {
  return {
    kind: 'choice',
    id: 'internet',
    label: 'Is the internet for those alone who have signed?',
    required: true,
    choices: yesOrNo,
    source: '000 section 3.3',
  };
}

function recordersQuestion(): Question {
  return {
    kind: 'names',
    id: 'recorders',
    label: 'Who else records signatures?',
    help: 'Names or email addresses of colleagues, one a line.',
    atMost: NAMES,
  };
}

function phaseOf(state: RollState): Phase {
  return state.status === 'none' ? 'secondary' : state.file.phase;
}

function plain(text: string): Note {
  return { kind: 'note', tone: 'plain', text };
}

function warning(text: string): Note {
  return { kind: 'note', tone: 'warning', text };
}

function initially(value: string | undefined): Pick<Question, 'initially'> {
  return value === undefined ? {} : { initially: value };
}
