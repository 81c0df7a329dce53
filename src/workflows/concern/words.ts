import { labelOf } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';
import { saidDateTime, saidTime } from '../../domain/school-time.ts';
import { saidHandler } from './access.ts';
import { concernCommands, outcomes } from './commands.ts';
import { kinds } from './report-form.ts';
import type { Route } from './events.ts';
import type { Urgency } from './rules.ts';
import type { Concern, ConcernState } from './state.ts';

/** What each state is called on a handler's card. */
export const statusWords: Record<Concern['status'], string> = {
  new: 'new',
  acknowledged: 'acknowledged',
  handled: 'being handled',
  closed: 'closed',
};

/** What each state is called to the reporter, who sees no more than this. */
export const reporterStatusWords: Record<Concern['status'], string> = {
  new: 'received',
  acknowledged: 'seen',
  handled: 'being handled',
  closed: 'closed',
};

export const urgencyWords: Record<Urgency, string> = {
  immediate: 'IMMEDIATE DANGER',
  urgent: 'urgent',
  routine: 'routine',
};

/** The kind of incident in words. */
export function saidKind(concern: Concern): string {
  const kind = concern.file.answers.kind;
  return labelOf(kinds, typeof kind === 'string' ? kind : 'other');
}

/** Who has it, said to the reporter. */
export function saidTeam(route: Route, school: School): string {
  if (route.place === 'channel') return 'The safeguarding team';
  const [first] = route.handlers;
  return first === undefined ? 'The safeguarding team' : `The ${roleLabel(school, first)}`;
}

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'already-acknowledged'
  | 'already-yours'
  | 'not-acknowledged'
  | 'closed'
  | 'not-closed'
  | 'not-a-handler'
  | 'no-such-agency'
  | 'no-such-question'
  | 'already-answered'
  | 'already-reported'
  | 'malformed'
  | 'not-now';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<
  RefusalCode,
  (of: { readonly state: ConcernState; readonly school: School; readonly now: Instant; readonly reference: string }) => string
> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'already-acknowledged': ({ state, school, now }) =>
    state.status === 'none' || state.status === 'new'
      ? 'This is already acknowledged.'
      : `${capital(saidHandler(state, state.acknowledged.by, school))} acknowledged this at ${saidTime(school, state.acknowledged.at, now)}. It is ${statusWords[state.status]} now.`,
  'already-yours': () => 'You have this one already.',
  'not-acknowledged': () => 'Nobody has acknowledged this yet. Acknowledge it first.',
  closed: ({ state, school, now }) =>
    state.status === 'closed'
      ? `This case was closed at ${saidTime(school, state.closed.at, now)}. Open it to see the outcome, or reopen it.`
      : 'This case is closed.',
  'not-closed': () => 'This case is not closed, so there is nothing to reopen.',
  'not-a-handler': () => 'That person cannot take this case. Choose somebody from the list.',
  'no-such-agency': () => 'That agency is not in the school file any more. Choose one from the list.',
  'no-such-question': () => 'That question is not there any more.',
  'already-answered': () => 'You have answered this question. If there is more to say, report a concern and name this one.',
  'already-reported': () => 'This report has been received already.',
  malformed: () => 'That could not be read. Open the case again and repeat the step from there.',
  'not-now': ({ state }) =>
    state.status === 'none' ? 'That is not possible.' : `That is not possible while the case is ${statusWords[state.status]}.`,
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Concerns are opened by those who handle them: the ${roleLabel(school, 'dsl')} and deputies, or whom the policy names. If you are worried about a child, ring ${school.telephone}.`;
}

/** One step of the history as a handler reads it. */
export function saidStep(
  concern: Concern,
  step: Concern['file']['steps'][number],
  school: School,
): { readonly heading: string; readonly text: string } {
  const who = step.by.kind === 'clock' ? 'The bot' : personName(school, step.by.person);
  const heading = (what: string) => `${saidDateTime(school, step.at)} · ${who} ${what}`;
  const because = step.reason === '' ? '' : `\nReason: ${step.reason}`;
  switch (step.what) {
    case 'taken':
      return { heading: heading('took this'), text: '' };
    case 'handed-over':
      return { heading: heading(`handed over to ${personName(school, step.text)}`), text: step.reason };
    case 'note':
      return { heading: heading('noted'), text: step.text };
    case 'asked':
      return { heading: heading('asked the reporter'), text: step.text };
    case 'answered':
      return { heading: heading('(reporter) answered'), text: step.text };
    case 'action':
      return { heading: heading('recorded an action'), text: `${step.text}${because}` };
    case 'referred':
      return { heading: heading('referred this'), text: step.text };
    case 'parents-informed':
      return { heading: heading('recorded that parents were informed'), text: [step.reason, step.text].filter(Boolean).join(': ') };
    case 'parents-withheld':
      return { heading: heading('withheld this from parents'), text: `${step.text}${because}` };
    case 'closed':
      return { heading: heading('closed this'), text: `${labelOf(outcomes, step.text)}${because}` };
    case 'reopened':
      return { heading: heading('reopened this'), text: step.reason };
    case 'message-parked':
      return { heading: heading('could not deliver a message'), text: `To: ${saidSlot(concern, step.text, school)}` };
    case 'message-repeated':
      return { heading: heading('may have sent a message twice'), text: `To: ${saidSlot(concern, step.text, school)}` };
    default:
      return step.what satisfies never;
  }
}

/** Whom a slot's message goes to, in words. */
export function saidSlot(concern: Concern, slot: string, school: School): string {
  const [what, person] = slot.split(':');
  if (what === 'receipt' || what === 'told' || what === 'question') return 'the reporter';
  if (person !== undefined && school.people.some((candidate) => candidate.email === person)) return personName(school, person);
  return concern.file.route.place === 'channel' ? 'the safeguarding channel' : 'those who handle this';
}

/** The words on a command's button. */
export function buttonLabel(command: keyof typeof concernCommands): string {
  return concernCommands[command].label;
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
