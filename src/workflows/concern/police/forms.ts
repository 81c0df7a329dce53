import type { FormContext } from '../../../domain/decider.ts';
import type { Form, Item, Note, Question } from '../../../domain/form.ts';
import { personName } from '../../../domain/school.ts';
import { yesNoUnknown } from '../choices.ts';
import { REMARK } from '../data-parts.ts';
import { dayAndTime, how, longText, oneScreen } from '../form-parts.ts';
import type { Concern, ConcernState } from '../state.ts';
import { correctable, waitingFor } from './agreements.ts';
import type { FactId } from './events.ts';
import { about, calling, factWords } from './fact-words.ts';
import { type Facts, factsOf } from './facts.ts';
import { isToldToPolice, standingTriggers } from './triggers.ts';
import { isUnder13ByClass } from './under-13.ts';
import { saidAsked } from './words.ts';

type FormOf = (state: ConcernState, of: FormContext) => Form;

/** The forms of the commands about the police. */
export const policeForms = {
  assess: (state, { school }) => {
    const known = state.status === 'none' ? undefined : factsOf(state);
    const isUnder13 = state.status !== 'none' && isUnder13ByClass(state, school);
    const questions = (ids: readonly FactId[]) =>
      ids.filter((id) => known?.[id] !== 'yes').map((id) => question(id, known, isUnder13));
    return {
      title: 'Assess',
      intro: 'A minute. What is said with yes here stays, until two have agreed that it was wrong.',
      send: 'Save',
      steps: [
        { id: 'calling', items: [...knownNotes(known), ...questions(calling)] },
        {
          id: 'about',
          items: [
            {
              kind: 'note',
              tone: 'danger',
              text: 'Ring 999 now. Do that first; this form can wait.',
              when: { question: 'immediate-risk', is: ['yes'] },
            },
            ...questions(about),
            { kind: 'long-text', id: 'note', label: 'What do you base this on?', atMost: REMARK },
          ],
        },
      ],
    };
  },

  tellPolice: (state) =>
    oneScreen('Police told', 'Record it', [
      ...(state.status === 'none' ? [] : [...ringNotes(state), ...callingNotes(state)]),
      ...noViewing,
      ...dayAndTime,
      how,
      { kind: 'text', id: 'contact', label: 'Person you spoke to' },
      { kind: 'text', id: 'agencyReference', label: 'Their reference' },
      { kind: 'long-text', id: 'advice', label: 'What they advised', atMost: REMARK },
      { kind: 'date', id: 'nextCheck', label: 'Check again on', notInPast: true },
    ]),

  proposeNoPolice: () =>
    oneScreen('Do not tell the police', 'Ask for agreement', [
      {
        kind: 'note',
        tone: 'plain',
        text: 'Two decide it: you, and the head or who leads in their place. It is kept for whoever looks into the case later.',
      },
      { ...longText('reason', 'Why are the police not told?'), atMost: REMARK, source: '003 section 3.32' },
    ]),

  proposeCorrection: (state) =>
    oneScreen('Correct a fact', 'Ask for agreement', [
      {
        kind: 'choice',
        id: 'fact',
        label: 'What was wrong?',
        required: true,
        choices: (state.status === 'none' ? [] : correctable(state, factsOf(state))).map((id) => ({
          value: id,
          label: factWords[id].asked,
        })),
        help: 'It holds until the head, or who leads in their place, agrees that it was wrong.',
      },
      { ...longText('reason', 'How do you know?'), atMost: REMARK },
    ]),

  agree: (state, of) =>
    oneScreen('Agree', 'Agree', [
      ...askedItems(state, of),
      { kind: 'long-text', id: 'note', label: 'What you want to add', atMost: REMARK },
    ]),

  disagree: (state, of) =>
    oneScreen('Do not agree', 'Do not agree', [...askedItems(state, of), longText('reason', 'Why not?')]),
} as const satisfies Record<string, FormOf>;

const noViewing: readonly Note[] = [
  {
    kind: 'note',
    tone: 'warning',
    text: 'Do not view, copy or send any image, not even as DSL: the police view it on the device. Ask parents to send it to nobody, and to take the device to the police.',
  },
];

function question(id: FactId, known: Facts | undefined, isUnder13: boolean): Question {
  const isByClass = id === 'under-13' && isUnder13 && known?.[id] === 'not-known';
  return {
    kind: 'choice',
    id,
    label: factWords[id].asked,
    ...(isByClass ? { help: 'Filled in by the class of a pupil who is named. Look whether it is right.' } : {}),
    required: true,
    choices: yesNoUnknown,
    initially: isByClass ? 'yes' : (known?.[id] ?? 'not-known'),
    source: factWords[id].source,
  };
}

/** What is known already is not asked again: one person cannot take it back. */
function knownNotes(known: Facts | undefined): readonly Note[] {
  const so = [...calling, ...about].filter((id) => known?.[id] === 'yes');
  if (so.length === 0) return [];
  const words = so.map((id) => factWords[id].said).join('; ');
  return [{ kind: 'note', tone: 'plain', text: `Known already: ${words}. If that is wrong, use "Correct a fact".` }];
}

/** A child in danger comes before any form, and before a number that is not for emergencies. */
export function ringNotes(concern: Concern): readonly Note[] {
  if (factsOf(concern)['immediate-risk'] !== 'yes' || isToldToPolice(concern)) return [];
  return [{ kind: 'note', tone: 'danger', text: 'Ring 999 now if nobody has. This form can wait.' }];
}

function callingNotes(concern: Concern): readonly Note[] {
  const rules = standingTriggers(concern);
  if (rules.length === 0) return [];
  const words = rules.map((rule) => rule.words).join(' ');
  return [{ kind: 'note', tone: 'plain', text: `They are told whatever the pupil or the parents want. ${words}` }];
}

/** How many characters all reasons in one form may have: Teams takes no more. One by itself always fits whole. */
const REASONS = 3_000;

/** What this person is asked to agree to, each with why; which of them they answer is asked below. */
function askedItems(state: ConcernState, { by, school }: FormContext): readonly Item[] {
  const asked = state.status === 'none' ? [] : waitingFor(by, state, school);
  const [first] = asked.map(({ number }) => String(number));
  return [
    ...asked.map(
      (one): Note => ({
        kind: 'note',
        tone: 'plain',
        text: `${personName(school, one.by)} asks: ${saidAsked(one)} Reason: ${begins(one.reason, REASONS / asked.length)}`,
      }),
    ),
    {
      kind: 'choice',
      id: 'number',
      label: 'Which decision?',
      required: true,
      choices: asked.map((one) => ({ value: String(one.number), label: saidAsked(one) })),
      ...(first === undefined ? {} : { initially: first }),
    },
  ];
}

/** A text, or its beginning where it is too long to stand with others; the case has it whole. */
function begins(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most).join('')}… (the rest stands in the case)`;
}
