import type { FormContext } from '../../../domain/decider.ts';
import type { Form, Item, Note } from '../../../domain/form.ts';
import { type ItJob, itJobRules, itJobs } from '../../../domain/it-jobs.ts';
import { capital } from '../../../domain/said-by-role.ts';
import { REMARK } from '../data-parts.ts';
import { stepsToTake } from '../guidance/steps-of.ts';
import type { Concern, ConcernState } from '../state.ts';
import { theirs } from './forms.ts';
import { namesInCase } from './names-in-case.ts';

/** The form in which IT is asked to do something: first what, then exactly what IT will read. */
export function askItForm(state: ConcernState, of: FormContext): Form {
  const concern = theirs(state, of);
  return {
    title: 'Ask IT',
    intro:
      'IT learns the job and what you write here, and nothing else of this case. You are told when IT has answered.',
    send: 'Ask IT',
    steps: [
      {
        id: 'job',
        items: [
          {
            kind: 'choice',
            id: 'job',
            label: 'What should IT do?',
            required: true,
            choices: itJobs.map((job) => ({ value: job, label: capital(itJobRules[job].called) })),
            ...likelyJob(concern, of),
            source: '000 sections 4.4, 4.7 and 4.8',
          },
          {
            kind: 'long-text',
            id: 'about',
            label: 'What does IT need to know?',
            help: [
              "Without a pupil's name and without what happened: IT reads it.",
              ...itJobs.map((job) => `${capital(itJobRules[job].called)}: ${itJobRules[job].needs.toLowerCase()}.`),
            ].join(' '),
            required: true,
            atMost: REMARK,
          },
        ],
      },
      { id: 'check', items: checkItems(concern, of) },
    ],
  };
}

/** The first job that the steps of the case still call for. */
function likelyJob(concern: Concern | undefined, { school }: FormContext): { readonly initially?: ItJob } {
  if (concern === undefined) return {};
  const [initially] = stepsToTake(concern, school).flatMap(({ rule }) => jobsOfSteps[rule.takenBy ?? ''] ?? []);
  return initially === undefined ? {} : { initially };
}

/** Which job takes a step, by what shows that it was taken. */
const jobsOfSteps: Readonly<Record<string, ItJob>> = {
  'it-secured-device': 'secure-device',
  'it-kept-evidence': 'keep-evidence',
  'it-audited': 'audit-use',
  'it-reviewed-filter': 'review-filter',
};

/** Exactly what IT will read, and a word of caution where somebody of the case is named in it. */
function checkItems(concern: Concern | undefined, { answers }: FormContext): readonly Item[] {
  const about = typeof answers?.about === 'string' ? answers.about.trim() : '';
  const job = itJobs.find((one) => one === answers?.job);
  const named = concern === undefined ? [] : namesInCase(concern, about);
  const task = job === undefined ? '' : `${itJobRules[job].task}\n`;
  return [
    { kind: 'note', tone: 'plain', text: 'Look at it once more. This is all that IT reads:' },
    { kind: 'note', tone: 'plain', text: `${task}${about}`.trim() === '' ? 'Nothing yet.' : `${task}${about}` },
    ...named.map(
      (name): Note => ({
        kind: 'note',
        tone: 'warning',
        text: `"${name}" is a name in this case. Go back and take it out, unless IT cannot do the job without it.`,
      }),
    ),
  ];
}
