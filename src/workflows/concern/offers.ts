import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { handlersOf, partsOf } from './access.ts';
import { agencyWhyNot } from './agencies/why-not.ts';
import type { ConcernCommand } from './command-data.ts';
import { commandRules } from './command-rules.ts';
import { conductWhyNot } from './conduct/why-not.ts';
import { consultingWhyNot } from './consulting/why-not.ts';
import { deviceWhyNot } from './devices/why-not.ts';
import { evidenceWhyNot } from './evidence/why-not.ts';
import { guidanceWhyNot } from './guidance/why-not.ts';
import { owedBeforeClosing } from './owed.ts';
import { peopleWhyNot } from './people/why-not.ts';
import { policeWhyNot } from './police/why-not.ts';
import type { RefusalCode } from './refusals.ts';
import { type Concern, type ConcernState, ownerOf } from './state.ts';
import type { WhyNot } from './why-not.ts';

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: ConcernState,
  command: ConcernCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const rule = commandRules[command];
  if (person === undefined) return rule.who === 'clock' && isWhen(command, state) ? undefined : 'not-now';
  if (rule.who === 'clock' || findPerson(school, person) === undefined) return 'not-yours';
  if (state.status === 'none') return rule.who === 'anybody' ? undefined : 'not-yours';
  const parts = partsOf(state, person, school);
  if (rule.who === 'anybody') return parts.length === 0 ? 'not-yours' : 'already-reported';
  const { who } = rule;
  if (!parts.some((part) => who.includes(part))) return 'not-yours';
  if (!isWhen(command, state)) return reasonFor(state, command);
  if (command === 'concern/take' && ownerOf(state) === person) return 'already-yours';
  if (command === 'concern/hand-over' && handOverTo(state, person, school).length === 0) return 'nobody-else';
  if (command === 'concern/close') return whyNotClosed(state, school);
  return whyNot[command]?.(state, person, school);
}

const whyNot: WhyNot = {
  ...policeWhyNot,
  ...guidanceWhyNot,
  ...agencyWhyNot,
  ...conductWhyNot,
  ...deviceWhyNot,
  ...evidenceWhyNot,
  ...consultingWhyNot,
  ...peopleWhyNot,
};

function whyNotClosed(concern: Concern, school: School): RefusalCode | undefined {
  const owed = owedBeforeClosing(concern, school);
  if (owed.some(({ isPolice }) => isPolice)) return 'police-first';
  return owed.length > 0 ? 'still-owed' : undefined;
}

/** What a handler is offered, the likely next step first. */
export function offered(state: ConcernState, person: PersonId, school: School): readonly ConcernCommand[] {
  const may = steps.filter((command) => refusalFor(state, command, person, school) === undefined);
  // Who looks at a colleague's case rarely wants to take it away from them.
  const isLast = (command: ConcernCommand) => command === 'concern/take' && state.status === 'handled';
  // A site that stands in the report is likely to be blocked: the first of what does not stand on the card itself.
  const isSite = (command: ConcernCommand) => command === 'concern/block-site' && hasWebsite(state);
  const usual = may.filter((command) => !isLast(command) && !isSite(command));
  return [...usual.slice(0, 3), ...may.filter(isSite), ...usual.slice(3), ...may.filter(isLast)];
}

/** To whom a case can be handed over by somebody: who handles it, but has it not, and is not who hands it over. */
export function handOverTo(state: ConcernState, by: PersonId, school: School): readonly PersonId[] {
  if (state.status === 'none') return [];
  return handlersOf(state, school).filter((person) => person !== ownerOf(state) && person !== by);
}

/** The steps of a case, in the order in which their buttons stand. */
const steps: readonly ConcernCommand[] = [
  'concern/acknowledge',
  'concern/take',
  'concern/note',
  'concern/ask',
  'concern/refer',
  'concern/record-action',
  'concern/inform-parents',
  'concern/withhold-from-parents',
  'concern/add-person',
  'concern/agree',
  'concern/disagree',
  'concern/set-sanction',
  'concern/decline-sanction',
  'concern/steps',
  'concern/assess',
  'concern/tell-police',
  'concern/propose-no-police',
  'concern/propose-correction',
  'concern/tick',
  'concern/enter-elsewhere',
  'concern/advice',
  'concern/update-referral',
  'concern/lado-test',
  'concern/recommend-sanction',
  'concern/ask-it',
  'concern/search-device',
  'concern/take-device',
  'concern/return-device',
  'concern/search-complaint',
  'concern/add-evidence',
  'concern/move-evidence',
  'concern/consult',
  'concern/compare-person',
  'concern/nominate-contact',
  'concern/hand-to-safeguarding',
  'concern/block-site',
  'concern/hand-over',
  'concern/close',
  'concern/reopen',
];

function hasWebsite(state: ConcernState): boolean {
  return state.status !== 'none' && state.file.answers.website !== undefined;
}

function isWhen(command: ConcernCommand, state: ConcernState): boolean {
  return commandRules[command].when.includes(state.status);
}

function reasonFor(state: ConcernState, command: ConcernCommand): RefusalCode {
  if (command === 'concern/reopen') return 'not-closed';
  if (state.status === 'closed') return 'closed';
  if (command === 'concern/acknowledge') return 'already-acknowledged';
  return command === 'concern/close' ? 'not-acknowledged' : 'not-now';
}
