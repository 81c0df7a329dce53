import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { CommandDefinition } from '../../domain/decider.ts';
import type { Answers, Choice, Form, Item, Question } from '../../domain/form.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { handlersOf, type Standing } from './access.ts';
import { capacities, reportForm } from './report-form.ts';
import { type Concern, type ConcernState, ownerOf } from './state.ts';

const nothing = z.object({});
const words = z.string();
const optional = z.string().default('');

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'concern/report': answersSchema,
  'concern/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'concern/put-away': nothing,
  'concern/acknowledge': nothing,
  'concern/take': nothing,
  'concern/hand-over': z.object({ to: words, reason: optional }),
  'concern/note': z.object({ text: words }),
  'concern/ask': z.object({ text: words }),
  'concern/answer': z.object({ number: z.coerce.number().int(), text: words }),
  'concern/add-person': z.object({
    name: words,
    kind: z.enum(['pupil', 'staff', 'adult']),
    capacity: z.enum(['victim', 'instigator', 'witness', 'not-known']),
    detail: optional,
  }),
  'concern/record-action': z.object({ action: words, reason: words }),
  'concern/refer': z.object({
    agency: words,
    contact: optional,
    date: words,
    time: words,
    method: words,
    agencyReference: optional,
    outcome: optional,
    nextCheck: optional,
  }),
  'concern/inform-parents': z.object({ date: words, time: words, method: words, said: optional }),
  'concern/withhold-from-parents': z.object({ reason: words, reviewOn: words }),
  'concern/close': z.object({ outcome: words, reason: words }),
  'concern/reopen': z.object({ reason: words }),
  'concern/question': z.object({ number: z.coerce.number().int() }),
  'concern/show-again': z.object({ place: words }),
  'concern/remind': nothing,
  'concern/referral-check': z.object({ number: z.number() }),
  'concern/parents-review': nothing,
  'concern/delivery-note': z.object({ slot: words, outcome: z.enum(['parked', 'may-be-repeated']), code: words }),
} as const satisfies Record<string, z.ZodType>;

export type ConcernCommand = keyof typeof commandData;
export type CommandData<Type extends ConcernCommand> = z.infer<(typeof commandData)[Type]>;

/** Who may give a command, and where the concern must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: Exclude<Standing, 'nobody'> | 'clock' | 'anybody';
  readonly when: readonly ConcernState['status'][];
}

const open = ['new', 'acknowledged', 'handled'] as const;
const begun = [...open, 'closed'] as const;

export const commandRules: Record<ConcernCommand, CommandRule> = {
  'concern/report': { who: 'anybody', when: ['none'] },
  'concern/open': { who: 'handler', when: begun },
  'concern/put-away': { who: 'handler', when: begun },
  'concern/acknowledge': { who: 'handler', when: ['new'] },
  'concern/take': { who: 'handler', when: open },
  'concern/note': { who: 'handler', when: open },
  'concern/ask': { who: 'handler', when: open },
  'concern/refer': { who: 'handler', when: open },
  'concern/record-action': { who: 'handler', when: open },
  'concern/inform-parents': { who: 'handler', when: open },
  'concern/withhold-from-parents': { who: 'handler', when: open },
  'concern/add-person': { who: 'handler', when: open },
  'concern/hand-over': { who: 'handler', when: open },
  'concern/close': { who: 'handler', when: ['acknowledged', 'handled'] },
  'concern/reopen': { who: 'handler', when: ['closed'] },
  'concern/answer': { who: 'reporter', when: begun },
  'concern/question': { who: 'reporter', when: begun },
  'concern/show-again': { who: 'clock', when: open },
  'concern/remind': { who: 'clock', when: ['new'] },
  'concern/referral-check': { who: 'clock', when: begun },
  'concern/parents-review': { who: 'clock', when: begun },
  'concern/delivery-note': { who: 'clock', when: begun },
};

const agreedMethods: readonly Choice[] = [
  { value: 'telephone', label: 'Telephone' },
  { value: 'in-person', label: 'In person' },
  { value: 'secure-email', label: 'Secure email' },
  { value: 'online-form', label: 'Their online form' },
  { value: 'letter', label: 'Letter' },
];

/** How a concern may end. */
export const outcomes: readonly Choice[] = [
  { value: 'supported', label: 'Supported in school' },
  { value: 'resolved', label: 'Resolved with those involved' },
  { value: 'referred', label: 'Handed to an outside agency' },
  { value: 'behaviour', label: 'Dealt with under the behaviour policy' },
  { value: 'staff-procedure', label: 'Dealt with under a staff procedure' },
  { value: 'linked', label: 'Part of another concern' },
  { value: 'no-further-action', label: 'No further action' },
];

const when = (label: string): readonly Question[] => [
  { kind: 'date', id: 'date', label, required: true, initially: 'today', notInFuture: true },
  { kind: 'time', id: 'time', label: 'Time', required: true, initially: 'now', notInFuture: true },
];

const oneStep = (title: string, send: string, items: readonly Item[]): Form => ({
  title,
  send,
  steps: [{ id: 'all', items }],
});

const longText = (id: string, label: string, help?: string): Question => ({
  kind: 'long-text',
  id,
  label,
  required: true,
  ...(help === undefined ? {} : { help }),
});

type Definition = CommandDefinition<ConcernState>;
const internal = { label: '', internal: true } as const;

/** The commands of a concern, in the order in which their buttons stand. */
export const concernCommands: Record<ConcernCommand, Definition> = {
  'concern/report': {
    label: 'Report a concern',
    data: commandData['concern/report'],
    begins: true,
    typed: ['report-concern', 'report a concern'],
    form: (_state, { school }) => reportForm(school),
  },
  'concern/open': { label: 'Open', data: commandData['concern/open'], opens: true },
  'concern/put-away': { label: 'Put away', data: commandData['concern/put-away'] },
  'concern/acknowledge': { label: 'Acknowledge', data: commandData['concern/acknowledge'] },
  'concern/take': { label: 'Take', data: commandData['concern/take'] },
  'concern/note': {
    label: 'Note',
    cancel: 'concern/open',
    data: commandData['concern/note'],
    form: () => oneStep('Add a note', 'Add the note', [longText('text', 'Note')]),
  },
  'concern/ask': {
    label: 'Ask the reporter',
    cancel: 'concern/open',
    data: commandData['concern/ask'],
    form: () =>
      oneStep('Ask the reporter', 'Ask', [
        longText('text', 'Your question', 'It goes to the reporter alone. Leave names out; they know what they reported.'),
      ]),
  },
  'concern/refer': {
    label: 'Refer',
    cancel: 'concern/open',
    data: commandData['concern/refer'],
    form: (_state, { school }) =>
      oneStep('Refer to an outside agency', 'Record the referral', [
        {
          kind: 'choice',
          id: 'agency',
          label: 'Agency',
          required: true,
          choices: school.agencies.map((agency) => ({ value: agency.id, label: agency.name })),
          source: '000 sections 2.3.6 and 4.1; 003 section 3.3',
        },
        { kind: 'text', id: 'contact', label: 'Person you spoke to' },
        ...when('Day'),
        { kind: 'choice', id: 'method', label: 'How', required: true, choices: agreedMethods, initially: 'telephone' },
        { kind: 'text', id: 'agencyReference', label: 'Their reference' },
        { kind: 'long-text', id: 'outcome', label: 'Outcome so far', atMost: 2_000 },
        { kind: 'date', id: 'nextCheck', label: 'Check again on', notInPast: true },
      ]),
  },
  'concern/record-action': {
    label: 'Record an action',
    cancel: 'concern/open',
    data: commandData['concern/record-action'],
    form: () =>
      oneStep('Record an action', 'Record the action', [longText('action', 'What was done?'), longText('reason', 'Why?')]),
  },
  'concern/inform-parents': {
    label: 'Parents informed',
    cancel: 'concern/open',
    data: commandData['concern/inform-parents'],
    form: () =>
      oneStep('Parents or carers informed', 'Record', [
        ...when('Day'),
        { kind: 'choice', id: 'method', label: 'How', required: true, choices: agreedMethods, initially: 'telephone' },
        { kind: 'long-text', id: 'said', label: 'What was said', atMost: 2_000 },
      ]),
  },
  'concern/withhold-from-parents': {
    label: 'Withhold from parents',
    cancel: 'concern/open',
    data: commandData['concern/withhold-from-parents'],
    form: () =>
      oneStep('Withhold from parents or carers', 'Record', [
        longText('reason', 'Why are they not told now?', 'Only where telling them would put a child at risk (003 section 3.32).'),
        { kind: 'date', id: 'reviewOn', label: 'Review this on', required: true, notInPast: true },
      ]),
  },
  'concern/add-person': {
    label: 'Add a person',
    cancel: 'concern/open',
    data: commandData['concern/add-person'],
    form: () =>
      oneStep('Add a person', 'Add', [
        { kind: 'text', id: 'name', label: 'Name', required: true },
        {
          kind: 'choice',
          id: 'kind',
          label: 'Who is it?',
          required: true,
          initially: 'pupil',
          choices: [
            { value: 'pupil', label: 'Pupil' },
            { value: 'staff', label: 'Member of staff' },
            { value: 'adult', label: 'Another adult' },
          ],
        },
        {
          kind: 'choice',
          id: 'capacity',
          label: 'In this concern they are',
          required: true,
          choices: capacities,
          source: '003 appendix 4; 003 section 3.11',
        },
        { kind: 'text', id: 'detail', label: 'Class, job or other detail' },
      ]),
  },
  'concern/hand-over': {
    label: 'Hand over',
    cancel: 'concern/open',
    data: commandData['concern/hand-over'],
    form: (state, { school }) =>
      oneStep('Hand over', 'Hand over', [
        {
          kind: 'choice',
          id: 'to',
          label: 'To',
          required: true,
          choices:
            state.status === 'none'
              ? []
              : handlersOf(state, school)
                  .filter((person) => person !== ownerOf(state as Concern))
                  .map((person) => ({ value: person, label: personName(school, person) })),
        },
        { kind: 'long-text', id: 'reason', label: 'Anything they should know first', atMost: 2_000 },
      ]),
  },
  'concern/close': {
    label: 'Close',
    cancel: 'concern/open',
    data: commandData['concern/close'],
    form: () =>
      oneStep('Close this concern', 'Close', [
        { kind: 'choice', id: 'outcome', label: 'Outcome', required: true, choices: outcomes },
        longText('reason', 'Reason'),
      ]),
  },
  'concern/reopen': {
    label: 'Reopen',
    cancel: 'concern/open',
    data: commandData['concern/reopen'],
    form: () => oneStep('Reopen this concern', 'Reopen', [longText('reason', 'Reason')]),
  },
  'concern/answer': {
    label: 'Answer',
    cancel: 'concern/question',
    data: commandData['concern/answer'],
    form: (state, { by, given }) => oneStep('Your answer', 'Send the answer', answerItems(state, by, given)),
  },
  'concern/question': { label: 'Read the question', data: commandData['concern/question'] },
  'concern/show-again': { ...internal, data: commandData['concern/show-again'] },
  'concern/remind': { ...internal, data: commandData['concern/remind'] },
  'concern/referral-check': { ...internal, data: commandData['concern/referral-check'] },
  'concern/parents-review': { ...internal, data: commandData['concern/parents-review'] },
  'concern/delivery-note': { ...internal, data: commandData['concern/delivery-note'] },
};

/** The question that the pressed card names stands above its answer. */
function answerItems(state: ConcernState, by: PersonId, given: Answers): readonly Item[] {
  if (state.status === 'none' || state.file.reportedBy !== by) return [];
  const question = state.file.questions.find((candidate) => String(candidate.number) === given.number);
  return [
    ...(question === undefined ? [] : [{ kind: 'note', tone: 'plain', text: question.text } as const]),
    longText('text', 'Your answer'),
  ];
}
