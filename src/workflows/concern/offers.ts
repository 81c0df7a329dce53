import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { handlersOf, partsOf } from './access.ts';
import { agencyWhyNot } from './agencies/why-not.ts';
import { mayLog } from './begin/may-log.ts';
import type { ConcernCommand } from './command-data.ts';
import { type CommandRule, commandRules } from './command-rules.ts';
import { conductNotTheirs, conductWhyNot } from './conduct/why-not.ts';
import { consultingWhyNot } from './consulting/why-not.ts';
import { deviceWhyNot } from './devices/why-not.ts';
import { evidenceWhyNot } from './evidence/why-not.ts';
import { stepsToTake } from './guidance/steps-of.ts';
import { guidanceWhyNot } from './guidance/why-not.ts';
import { subjects } from './menu-subjects.ts';
import { owedBeforeClosing } from './owed.ts';
import { peopleWhyNot } from './people/why-not.ts';
import { policeWhyNot } from './police/why-not.ts';
import type { RefusalCode } from './refusals.ts';
import { routingWhyNot } from './routing-why-not.ts';
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
  if (state.status === 'none') return whyNotBegun(rule.who, person, school);
  const parts = partsOf(state, person, school);
  if (rule.who === 'anybody' || rule.who === 'trained') return parts.length === 0 ? 'not-yours' : 'already-reported';
  const { who } = rule;
  if (!parts.some((part) => who.includes(part)))
    return (parts.includes('handler') ? conductNotTheirs[command] : undefined) ?? 'not-yours';
  if (!isWhen(command, state)) return reasonFor(state, command);
  if (command === 'concern/take' && ownerOf(state) === person) return 'already-yours';
  if (command === 'concern/hand-over' && handOverTo(state, person, school).length === 0) return 'nobody-else';
  if (command === 'concern/close') return whyNotClosed(state, school);
  return whyNot[command]?.(state, person, school);
}

/** Why somebody may not begin a concern; nothing else can be done with one that is not there. */
function whyNotBegun(who: CommandRule['who'], person: PersonId, school: School): RefusalCode | undefined {
  if (who === 'trained') return mayLog(person, school) ? undefined : 'only-trained';
  return who === 'anybody' ? undefined : 'not-yours';
}

const whyNot: WhyNot = {
  ...routingWhyNot,
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

/** So much of what a case calls for goes before the usual, so that a note is always at hand. */
const CALLED_FIRST = 4;

/**
 * What somebody is offered who reads a case, the likely next step first: what is asked of them, then what is owed, the
 * police before all else, then what its steps name, and the usual. The steps stand beside the first, wherever the case is.
 */
export function offered(state: ConcernState, person: PersonId, school: School): readonly ConcernCommand[] {
  if (state.status === 'none') return [];
  const may = everyStep.filter((command) => refusalFor(state, command, person, school) === undefined);
  // Who looks at a colleague's case rarely wants to take it away from them.
  const isLast = (command: ConcernCommand) => command === 'concern/take' && state.status === 'handled';
  const isFirst = (command: ConcernCommand) => may.includes(command) && command !== 'concern/steps' && !isLast(command);
  const called = [...new Set(calledFor(state, school))].filter(isFirst);
  // Whoever reported or logged it themselves has nobody to ask.
  const usualHere = usual.filter((command) => command !== 'concern/ask' || state.file.reportedBy !== person);
  const usually = [...called.slice(0, CALLED_FIRST), ...usualHere.filter(isFirst), ...called, ...may.filter(isFirst)];
  const [first = [], ...others] = [...new Set(usually)].map((command) => [command]);
  const steps = may.filter((command) => command === 'concern/steps');
  // The two answers to one question stand side by side.
  const isPair = first[0] === 'concern/agree';
  const [second = [], ...rest] = isPair ? others : [[], ...others];
  return [...first, ...second, ...steps, ...rest.flat(), ...may.filter(isLast)];
}

/** The commands that the case itself calls for, the first of them first. */
function calledFor(concern: Concern, school: School): readonly ConcernCommand[] {
  const { file } = concern;
  const checks = file.referrals.some(({ isDue }) => isDue === true) ? (['concern/update-referral'] as const) : [];
  if (concern.status === 'closed') return [...checks, 'concern/reopen'];
  const owed = owedBeforeClosing(concern, school);
  const commandsOf = (isPolice: boolean) =>
    owed.flatMap((one) => ((one.isPolice === true) === isPolice ? (one.command ?? []) : []));
  const isRecommended = file.conduct.recommended.some(({ answer }) => answer === null);
  const soon = stepsToTake(concern, school).filter(({ rule }) => rule.when === 'at-once' || rule.when === 'today');
  return [
    'concern/acknowledge',
    'concern/agree',
    'concern/disagree',
    ...(isRecommended ? (['concern/set-sanction', 'concern/decline-sanction'] as const) : []),
    ...commandsOf(true),
    ...checks,
    ...commandsOf(false),
    'concern/take',
    // A site that stands in the report is likely to be blocked.
    ...(file.answers.website === undefined ? [] : (['concern/block-site'] as const)),
    ...soon.flatMap(({ rule }) => rule.command ?? []),
    ...(soon.length === 0 ? (['concern/close'] as const) : []),
  ];
}

/** To whom a case can be handed over by somebody: who handles it, but has it not, and is not who hands it over. */
export function handOverTo(state: ConcernState, by: PersonId, school: School): readonly PersonId[] {
  if (state.status === 'none') return [];
  return handlersOf(state, school).filter((person) => person !== ownerOf(state) && person !== by);
}

/** What is done with most cases. */
const usual: readonly ConcernCommand[] = [
  'concern/note',
  'concern/ask',
  'concern/refer',
  'concern/inform-parents',
  'concern/record-action',
  'concern/add-person',
];

/** The steps of a case, in the order in which they stand under More. */
const everyStep = subjects.flatMap(({ commands }) => commands);

function isWhen(command: ConcernCommand, state: ConcernState): boolean {
  return commandRules[command].when.includes(state.status);
}

function reasonFor(state: ConcernState, command: ConcernCommand): RefusalCode {
  if (command === 'concern/reopen') return 'not-closed';
  if (state.status === 'closed') return 'closed';
  if (command === 'concern/acknowledge') return 'already-acknowledged';
  return command === 'concern/close' ? 'not-acknowledged' : 'not-now';
}
