import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item } from '../../domain/form.ts';
import { saidVersion } from '../../domain/policy-card.ts';
import { findPerson } from '../../domain/school.ts';
import type { Wording } from '../../domain/wording.ts';
import { NAME, QUESTION } from './command-data.ts';
import { campaignIn } from './decision-parts.ts';
import { type AcknowledgementState, questionOf } from './state.ts';

type FormOf = (state: AcknowledgementState, of: FormContext) => Form;

/** The forms of an acknowledgement. What a state does not have is left out, so that each can be drawn without one. */
export const acknowledgementForms = {
  /** The name and the job title are put forward as the school file has them, below the words that are signed. */
  sign: (state, { school, by, ...of }) => {
    const known = findPerson(school, by);
    return {
      title: 'Sign',
      intro: 'Half a minute. Kept with exactly the words that you were shown.',
      send: 'Sign',
      steps: [
        {
          id: 'signature',
          items: [
            ...whatIsSigned(state, of),
            {
              kind: 'text',
              id: 'name',
              label: 'Your full name',
              required: true,
              atMost: NAME,
              ...(known === undefined ? {} : { initially: known.name }),
              source: '003 appendices 1 and 2',
            },
            {
              kind: 'text',
              id: 'jobTitle',
              label: 'Your job title or role',
              required: true,
              atMost: NAME,
              ...(known === undefined ? {} : { initially: known.jobTitle }),
              source: '003 appendices 1 and 2',
            },
          ],
        },
      ],
    };
  },

  question: () => ({
    title: 'A question about a policy',
    intro: 'A minute. It goes to whoever looks after the policy, and to nobody else. The answer comes to this chat.',
    send: 'Send the question',
    steps: [
      {
        id: 'question',
        items: [
          {
            kind: 'note',
            tone: 'warning',
            text: 'If you are worried about a child, do not write it here. Use "Report a concern".',
          },
          {
            kind: 'long-text',
            id: 'text',
            label: 'What would you like to know?',
            required: true,
            atMost: QUESTION,
            source: '003 appendix 2',
          },
        ],
      },
    ],
  }),

  answer: (state, { given }) => ({
    title: 'Answer a question about a policy',
    intro: 'It goes to whoever asked, and to nobody else.',
    send: 'Send the answer',
    steps: [
      {
        id: 'answer',
        items: [
          ...whatWasAsked(state, Number(given['number'])),
          { kind: 'long-text', id: 'text', label: 'Your answer', required: true, atMost: QUESTION },
        ],
      },
    ],
  }),
} as const satisfies Record<string, FormOf>;

/**
 * The words, once more: the form may stand where the card stood. Where the wording is another than that of the card, that
 * is said, and whoever has read it here ticks so: nobody signs it unread.
 */
function whatIsSigned(state: AcknowledgementState, of: Pick<FormContext, 'gathered' | 'given'>): readonly Item[] {
  if (state.status === 'none') return [readTick(undefined)];
  const wording = campaignIn(of)?.wording;
  if (wording === undefined) return [plain(`You sign ${saidVersion(state.file)}, ${asShown}`), readTick(undefined)];
  const by = `By signing you say: ${wording.statement}.`;
  const isOther = String(wording.version) !== of.given['version'];
  const { changes, text = '', link } = wording;
  const words = isOther ? [...(changes.length === 0 ? [] : [`What changed:\n${changes.join('\n')}`]), text] : [text];
  const where = isOther && link !== undefined ? [`Where it stands: ${link.address}`] : [];
  const what = isOther
    ? warning(`This has changed since that card was sent. You sign ${saidVersion(wording)}: please read it first.`)
    : plain(`You sign ${saidVersion(wording)}, ${asShown}`);
  const notes = [...words, ...where, by].filter((said) => said !== '');
  return [what, ...notes.map(plain), readTick(isOther ? wording : undefined)];
}

const asShown = 'in the words that you were shown.';

/** Ticked by whoever has read a wording in the form; asked for nothing where they have read it before. */
function readTick(wording: Wording | undefined): Item {
  const version = wording === undefined ? '' : String(wording.version);
  return {
    kind: 'choices',
    id: 'shown',
    label: 'This is new',
    required: true,
    choices: wording === undefined ? [] : [{ value: version, label: `I have read version ${version}, above` }],
    ...(wording === undefined ? { when: { question: 'shown', is: [] } } : {}),
  };
}

function plain(text: string): Item {
  return { kind: 'note', tone: 'plain', text };
}

function warning(text: string): Item {
  return { kind: 'note', tone: 'warning', text };
}

/** The words of a question are shown once its owner has opened it, which is on the record. */
function whatWasAsked(state: AcknowledgementState, number: number): readonly Item[] {
  const question = questionOf(state, number);
  if (question === undefined) return [];
  const text = question.isOpened
    ? `The question: ${question.text}`
    : 'To read the question, go back and press "Open" first.';
  return [{ kind: 'note', tone: 'plain', text }];
}
