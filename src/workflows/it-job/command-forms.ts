import type { FormContext } from '../../domain/decider.ts';
import type { Condition, Form, Item, Question } from '../../domain/form.ts';
import { itJobRules, RESULT } from '../../domain/it-jobs.ts';
import { partsOf } from './access.ts';
import { REMARK } from './command-data.ts';
import type { Job, JobState } from './state.ts';

const never: Condition = { question: 'holder', is: [] };
const whoReads = 'Those who asked read it.';

/** What IT says when a job is done: who holds something, where and since when; or what was found. */
export function doneForm(state: JobState, of: FormContext): Form {
  const job = theirs(state, of);
  const rule = job === undefined ? undefined : itJobRules[job.file.job];
  const isCustody = rule?.answer !== 'result';
  const custody = (question: Question): Question => (isCustody ? { ...question, required: true } : asNever(question));
  return {
    title: 'The job is done',
    intro: 'A minute. Those who asked are told at once.',
    send: 'Send',
    steps: [
      {
        id: 'all',
        items: [
          ...taskItems(job),
          custody({ kind: 'text', id: 'holder', label: 'Who holds it now?', source: '000 section 4.4' }),
          custody({ kind: 'text', id: 'place', label: 'Where is it kept?', source: '000 section 4.4' }),
          custody({ kind: 'date', id: 'since', label: 'Since', initially: 'today', notInFuture: true }),
          {
            kind: 'long-text',
            id: 'result',
            label: rule?.asks ?? 'What was done',
            help: `${whoReads} Never put in an image, or words from one.`,
            atMost: RESULT,
            ...(isCustody ? {} : { required: true }),
            ...(rule === undefined ? {} : { source: rule.source }),
          },
        ],
      },
    ],
  };
}

/** What IT writes where a job cannot be done. */
export function cannotForm(state: JobState, of: FormContext): Form {
  return {
    title: 'Cannot be done',
    intro: 'Those who asked are told at once. Should you find a way later, you can still press "Done".',
    send: 'Send',
    steps: [
      {
        id: 'all',
        items: [
          ...taskItems(theirs(state, of)),
          {
            kind: 'long-text',
            id: 'reason',
            label: 'Why can it not be done?',
            help: whoReads,
            required: true,
            atMost: REMARK,
          },
        ],
      },
    ],
  };
}

/** What the job is about stands above the questions, for whoever does it. */
function taskItems(job: Job | undefined): readonly Item[] {
  if (job === undefined) return [];
  return [{ kind: 'note', tone: 'plain', text: job.file.about }];
}

function theirs(state: JobState, { by, school }: FormContext): Job | undefined {
  return state.status !== 'none' && partsOf(state, by, school).includes('carriesOut') ? state : undefined;
}

function asNever(question: Question): Question {
  return { ...question, when: never };
}
