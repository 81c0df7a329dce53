import type { FormContext } from '../../../domain/decider.ts';
import type { Choice, Form, Item, Note, Question } from '../../../domain/form.ts';
import { findPerson, holdersOf, personName, type School } from '../../../domain/school.ts';
import { saidDateTime } from '../../../domain/school-time.ts';
import { isSubject, mayRead } from '../access.ts';
import { yesNo } from '../choices.ts';
import { dayAndTime, longText, oneScreen } from '../form-parts.ts';
import {
  imageSuspected,
  type SearchDecision,
  saidSearchAdvice,
  searchDecisionRules,
  searchGroundRules,
} from '../rules/search.ts';
import type { Concern, ConcernState } from '../state.ts';
import { policeDecisions } from './events.ts';
import { heldDevices, heldNote, isImageSuspected } from './held.ts';

type FormOf = (state: ConcernState, of: FormContext) => Form;

/** The forms of the commands about devices. */
export const deviceForms = {
  /** What was searched and why first; what may be decided depends on it. */
  search: (state, of) => {
    const concern = readBy(state, of);
    const isKnown = concern !== undefined && isImageSuspected(concern);
    const mayBeImage = isKnown || of.answers?.image !== 'no';
    return {
      title: 'Record a search',
      intro: 'Two minutes. Nothing is searched without a good reason, and nobody decides alone.',
      send: 'Record the search',
      steps: [
        {
          id: 'search',
          items: [
            { kind: 'note', tone: 'warning', text: lookNoFurther },
            ...deviceAndOwner(concern),
            { kind: 'text', id: 'searchedBy', label: 'Who searched it, if not you?' },
            ...dayAndTime,
            {
              kind: 'choice',
              id: 'ground',
              label: 'What was the good reason?',
              required: true,
              choices: searchGroundRules.map(({ ground, words }) => ({ value: ground, label: words })),
              source: '003 section 3.12',
            },
            longText('why', 'What made you suspect that?'),
            imageQuestion(isKnown),
          ],
        },
        {
          id: 'decision',
          items: [
            { kind: 'note', tone: 'warning', text: imageSuspected, when: { question: 'image', is: ['yes'] } },
            {
              kind: 'choice',
              id: 'decision',
              label: 'What was decided?',
              required: true,
              choices: decisions(mayBeImage),
              source: '003 sections 3.12 and 3.32',
            },
            ...decidedWith(concern, of.school),
            longText('decisionWhy', 'Why was that decided?'),
            advice,
          ],
        },
      ],
    };
  },

  take: (state, of) =>
    oneScreen('A device was taken', 'Record it', [
      { kind: 'note', tone: 'warning', text: lookNoFurther },
      ...deviceAndOwner(readBy(state, of)),
      { kind: 'text', id: 'holder', label: 'Who holds it?', required: true, source: '003 appendix 4' },
      { kind: 'text', id: 'place', label: 'Where is it kept?', required: true },
      longText('reason', 'Why was it taken?'),
      {
        kind: 'choice',
        id: 'refused',
        label: 'Was it handed over when asked for?',
        required: true,
        choices: [
          { value: 'no', label: 'Yes' },
          { value: 'yes', label: 'Not at first' },
        ],
        initially: 'no',
        source: '003 section 3.18',
      },
      {
        kind: 'text',
        id: 'told',
        label: 'Which parent or agency was told?',
        help: 'Keep it until you have spoken to the people concerned.',
        source: '000 section 3.6.9',
      },
      ...dayAndTime,
    ]),

  giveBack: (state, of) => {
    const concern = readBy(state, of);
    const held = concern === undefined ? [] : heldDevices(concern);
    const only = held.length === 1 ? held[0] : undefined;
    return oneScreen('Device given back', 'Record it', [
      ...(held.length === 0 ? [] : [heldNote(held, 'Held now:')]),
      {
        kind: 'choice',
        id: 'number',
        label: 'Which device?',
        required: true,
        // By numbers alone: what people wrote stands in the note, where nothing is read as more than words.
        choices: held.map((one) => ({
          value: String(one.number),
          label: `Device ${one.number}, taken ${saidDateTime(of.school, one.at)}`,
        })),
        ...(only === undefined ? {} : { initially: String(only.number) }),
      },
      { kind: 'text', id: 'to', label: 'To whom?', required: true, source: '000 section 3.6.9' },
      ...dayAndTime,
    ]);
  },

  complaint: (_state, { school }) =>
    oneScreen('Complaint about a search', 'Record the complaint', [
      {
        kind: 'note',
        tone: 'plain',
        text: `A complaint about a search, or about what was deleted, goes by the ${school.concerns.policies.complaints}.`,
      },
      { kind: 'text', id: 'by', label: 'Who complains?', required: true },
      {
        kind: 'text',
        id: 'passedTo',
        label: 'Passed on to',
        help: 'The procedure, and its reference there if you have one.',
        required: true,
        initially: school.concerns.policies.complaints,
        source: '003 section 3.12',
      },
      ...dayAndTime,
    ]),
} as const satisfies Record<string, FormOf>;

const lookNoFurther =
  'If a sexual image of a child may be on it, look no further: do not view, copy or delete it. Secure the device; the police view it.';

const advice: Note = { kind: 'note', tone: 'plain', text: saidSearchAdvice };

/** Who may be chosen as the one who decided with somebody: the DSL, a deputy, the head or another senior leader. */
export function searchDeciders(concern: Concern, school: School): readonly string[] {
  const all = [...holdersOf(school, ['dsl', 'deputy-dsl', 'head']), ...school.concerns.leaders];
  return [...new Set(all)].filter(
    (person) => findPerson(school, person) !== undefined && !isSubject(concern, person, school),
  );
}

/** What may be decided: nothing that touches the device where a sexual image of a child may be on it (R119). */
function decisions(mayBeImage: boolean): readonly Choice[] {
  const offered = ({ decision }: SearchDecision) => policeDecisions.includes(decision) || !mayBeImage;
  return searchDecisionRules.filter(offered).map(({ decision, words }) => ({ value: decision, label: words }));
}

function imageQuestion(isKnown: boolean): Question {
  const question = {
    kind: 'choice',
    id: 'image',
    label: 'Might a sexual image of a child be on it?',
    help: 'What you were told or saw of it counts. Do not look to find out.',
    required: true,
    source: '003 section 3.32',
  } as const;
  return isKnown
    ? { ...question, choices: [{ value: 'yes', label: 'Yes: this case says so' }], initially: 'yes' }
    : { ...question, choices: yesNo };
}

function decidedWith(concern: Concern | undefined, school: School): readonly Question[] {
  const deciders = concern === undefined ? [] : searchDeciders(concern, school);
  return [
    {
      kind: 'choice',
      id: 'agreedWith',
      label: 'Who decided it with whoever searched?',
      choices: deciders.map((person) => ({ value: person, label: personName(school, person) })),
      source: '003 section 3.12',
    },
    {
      kind: 'text',
      id: 'agreedOther',
      label: 'Or another senior leader, by name',
      needed: { where: 'agreedWith', is: 'empty', sentence: 'Choose who decided it above, or name them here.' },
    },
  ];
}

/** Whose device it is most likely: the pupil's, where the report names one alone. */
function deviceAndOwner(concern: Concern | undefined): readonly Item[] {
  const names = String(concern?.file.answers.names ?? '')
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const [only = ''] = names.length === 1 ? names : [];
  return [
    { kind: 'text', id: 'device', label: 'Which device?', help: 'Make, colour, number.', required: true },
    {
      kind: 'text',
      id: 'owner',
      label: 'Whose is it?',
      required: true,
      ...(only === '' || [...only].length > 200 ? {} : { initially: only }),
    },
  ];
}

/** The case, for whoever may read it. */
function readBy(state: ConcernState, { by, school }: FormContext): Concern | undefined {
  return state.status !== 'none' && mayRead(state, by, school) ? state : undefined;
}
