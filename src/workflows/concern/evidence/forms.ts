import type { FormContext } from '../../../domain/decider.ts';
import type { Form, Note, Question } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import { REMARK } from '../data-parts.ts';
import { longText, oneScreen } from '../form-parts.ts';
import type { ConcernState } from '../state.ts';
import { type EvidenceItem, evidenceItems } from './register.ts';

type FormOf = (state: ConcernState, of: FormContext) => Form;

/** The forms of the commands about evidence. */
export const evidenceForms = {
  add: () =>
    oneScreen('Add evidence', 'Add it', [
      neverHere,
      { ...longText('description', 'What is it?', 'Describe it in words.'), atMost: REMARK },
      ...whereItIs,
    ]),

  move: (state, of) => {
    const items = evidenceOf(state, of);
    const only = items.length === 1 ? items[0] : undefined;
    return oneScreen('Evidence moved', 'Record the move', [
      ...registerNote(items),
      {
        kind: 'choice',
        id: 'number',
        label: 'Which evidence?',
        required: true,
        choices: items.map(({ number }) => ({ value: String(number), label: `Evidence ${number}` })),
        ...(only === undefined ? {} : { initially: String(only.number) }),
      },
      ...whereItIs,
      { ...longText('why', 'Why was it moved?'), atMost: REMARK },
    ]);
  },
} as const satisfies Record<string, FormOf>;

/** How much of each description stands above the form. */
const DESCRIBED = 100;

/** Which thing has which number: a window covers the case. */
function registerNote(items: readonly EvidenceItem[]): readonly Note[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, 20).map(({ number, description }) => `${number}. ${begins(description)}`);
  return [{ kind: 'note', tone: 'plain', text: lines.join('\n') }];
}

function begins(text: string): string {
  const letters = [...text];
  return letters.length <= DESCRIBED ? text : `${letters.slice(0, DESCRIBED).join('')}…`;
}

/** Where evidence stays (R054); said wherever it is written about. */
export const whereItStays =
  'The thing itself stays with the young person or in a sealed place. Nothing of it is sent, copied or kept here.';

const neverHere: Note = { kind: 'note', tone: 'warning', text: whereItStays };

const source = '000 section 4.5.2; 003 appendix 4';

const whereItIs: readonly Question[] = [
  { kind: 'text', id: 'holder', label: 'Who holds it now?', required: true, source },
  { kind: 'text', id: 'place', label: 'Where is it kept?', required: true, source },
  { kind: 'date', id: 'since', label: 'Since', initially: 'today', notInFuture: true },
];

function evidenceOf(state: ConcernState, { by, school }: FormContext): readonly EvidenceItem[] {
  return state.status !== 'none' && mayRead(state, by, school) ? evidenceItems(state) : [];
}
