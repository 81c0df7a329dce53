import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item, Note, Question } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { saidMarks, saidSite } from '../../domain/site-address.ts';
import { PURPOSE, REMARK } from './command-data.ts';
import { chosenLines, ruleLines, saidScope } from './request-words.ts';
import { rulingFor } from './ruling.ts';
import type { SiteState } from './state.ts';
import { onOneLine, saidSpan, spanOf } from './words.ts';

type FormOf = (state: SiteState, of: FormContext) => Form;

/** Said at every field whose words others than the two who speak may come to read. */
const NO_NAME = 'No pupil’s name.';

/** The forms of a request's commands; each is one screen. The request itself has its own file. */
export const siteForms = {
  approve: (state, of) =>
    oneScreen('Approve this site', 'Approve', [
      ...whatItOpens(state, of),
      ...whatDecides(state, of),
      ...howMany(state, of),
      ...endQuestions(of, approvedEnd(state)),
      forTheLog('why', 'Why it is opened', approvedWhy(state)),
    ]),

  ask: () =>
    oneScreen('Ask whoever wants it', 'Ask', [
      { kind: 'long-text', id: 'text', label: 'Your question', help: NO_NAME, required: true, atMost: REMARK },
    ]),

  answer: (state, of) =>
    oneScreen('Your answer', 'Send the answer', [
      ...askedItems(state, of),
      { kind: 'long-text', id: 'text', label: 'Your answer', help: NO_NAME, required: true, atMost: REMARK },
    ]),

  decline: () =>
    oneScreen('Decline this request', 'Decline', [
      reason(
        'reason',
        'Why is it declined?',
        `Whoever asked reads it, and it stands in the filtering change log. ${NO_NAME}`,
      ),
    ]),

  endNow: (state, of) =>
    oneScreen('End it now', 'End it now', [
      ...whatItOpens(state, of),
      reason(
        'reason',
        'Why does it end now?',
        `Whoever asked reads it, and it stands in the filtering change log. ${NO_NAME}`,
      ),
    ]),

  extend: (state, of) =>
    oneScreen('Ask for longer', 'Ask for longer', [
      ...endQuestions(of, 'until' in state ? state.until : undefined),
      reason('reason', 'Why is more time needed?', `Those who decide read it. ${NO_NAME}`),
    ]),

  approveExtension: (state, of) =>
    oneScreen('Approve the longer time', 'Approve', [
      ...whatItOpens(state, of),
      ...whatDecides(state, of),
      ...extensionNotes(state),
      ...endQuestions(of, extensionEnd(state)),
      forTheLog('why', 'Why it stays open', extensionWhy(state)),
    ]),

  declineExtension: () =>
    oneScreen('Decline the longer time', 'Decline', [
      reason(
        'reason',
        'Why is it declined?',
        `Whoever asked reads it. The site stays open until the end it has. ${NO_NAME}`,
      ),
    ]),

  cannotOpen: (state, of) =>
    oneScreen('The site cannot be opened', 'Send', [
      ...whatItOpens(state, of),
      reason('reason', 'Why can it not be opened?', `Whoever asked reads this, and those who decide. ${NO_NAME}`),
    ]),

  cannotBlock: (state, of) =>
    oneScreen('The site cannot be blocked again', 'Send', [
      ...whatItOpens(state, of),
      reason(
        'reason',
        'Why can it not be blocked?',
        `Those who decide read this. It stays your job until you press "Blocked again". ${NO_NAME}`,
      ),
    ]),
} as const satisfies Record<string, FormOf>;

function oneScreen(title: string, send: string, items: readonly Item[]): Form {
  return { title, send, steps: [{ id: 'all', items }] };
}

function reason(id: string, label: string, help: string): Question {
  return { kind: 'long-text', id, label, help, required: true, atMost: PURPOSE };
}

/** The words with which something stands in the filtering change log, put forward as others wrote them. */
function forTheLog(id: string, label: string, initially: string | undefined): Question {
  return {
    ...reason(id, label, `It stands in the filtering change log. ${NO_NAME}`),
    ...(initially === undefined ? {} : { initially }),
    source: '003 section 1.1',
  };
}

function whatItOpens(state: SiteState, { school }: FormContext): readonly Note[] {
  if (state.status === 'none') return [];
  const { site } = state.file.requested;
  const { from, until } = spanOf(state);
  const text = `${saidSite(site)}, ${saidSpan(school, from, until)}`;
  return [
    { kind: 'note', tone: 'plain', text },
    ...saidMarks(site).map((mark): Note => ({ kind: 'note', tone: 'warning', text: mark })),
  ];
}

/** What somebody has to know who decides: whoever pressed the card in a channel has read no more than a name. */
function whatDecides(state: SiteState, { school, now }: FormContext): readonly Note[] {
  if (state.status === 'none') return [];
  const { file } = state;
  const { group, purpose } = file.requested;
  const lines = [
    saidScope(file),
    ...chosenLines(file, { school, at: now }),
    `Class or group: ${onOneLine(group)}`,
    `What pupils learn with it: ${onOneLine(purpose)}`,
    ...ruleLines(rulingFor(file.requested, school), file, school),
  ];
  return lines.map((text): Note => ({ kind: 'note', tone: 'plain', text }));
}

/** Where two have to agree by the rules as they are now, whether this is the first or the second. */
function howMany(state: SiteState, { school }: FormContext): readonly Note[] {
  if (state.status === 'none' || rulingFor(state.file.requested, school).opening !== 'two-approvals') return [];
  const isFirst = state.file.approvals.length === 0;
  const text = isFirst
    ? 'You are the first; IT hears of it once a second has agreed.'
    : 'One person has agreed. You are the second: it goes to IT then.';
  return [{ kind: 'note', tone: 'plain', text }];
}

/** The end, as it is unless somebody changes it. */
function endQuestions({ school }: FormContext, end: Instant | undefined): readonly Question[] {
  const local = end === undefined ? undefined : localDateTime(school, end);
  const initially = (value: string | undefined) => (value === undefined ? {} : { initially: value });
  return [
    { kind: 'date', id: 'untilDate', label: 'Open until', required: true, notInPast: true, ...initially(local?.date) },
    { kind: 'time', id: 'untilTime', label: 'At', required: true, ...initially(local?.time) },
  ];
}

/** The end that was agreed to last, else the one that was asked for. */
function approvedEnd(state: SiteState): Instant | undefined {
  if (state.status === 'none') return undefined;
  return state.file.approvals.at(-1)?.until ?? state.file.requested.until;
}

function approvedWhy(state: SiteState): string | undefined {
  return state.status === 'none' ? undefined : (state.file.approvals.at(-1)?.why ?? state.file.requested.purpose);
}

function extensionWhy(state: SiteState): string | undefined {
  if (state.status !== 'open' || state.extension === null) return undefined;
  return state.extension.approvals.at(-1)?.why ?? state.extension.reason;
}

function extensionEnd(state: SiteState): Instant | undefined {
  if (state.status !== 'open' || state.extension === null) return undefined;
  return state.extension.approvals.at(-1)?.until ?? state.extension.until;
}

function extensionNotes(state: SiteState): readonly Note[] {
  if (state.status !== 'open' || state.extension === null) return [];
  return [{ kind: 'note', tone: 'plain', text: `Why more time: ${onOneLine(state.extension.reason)}` }];
}

/** The question that the pressed card names stands above its answer. */
function askedItems(state: SiteState, { by, given }: FormContext): readonly Item[] {
  if (state.status === 'none' || state.file.requestedBy !== by) return [];
  const question = state.file.questions.find(({ number }) => String(number) === given.number);
  return question === undefined ? [] : [{ kind: 'note', tone: 'plain', text: question.text }];
}
