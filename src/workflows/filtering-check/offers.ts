import type { CheckKind } from '../../domain/filtering.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { mayRead, mayRecord } from './access.ts';
import type { CheckCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import type { CheckState } from './state.ts';

/** Who may give a command, and where the check must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: 'reader' | 'recorder' | 'clock';
  readonly when: readonly CheckState['status'][];
  /** The only kind of check that it is for. */
  readonly kind?: CheckKind;
}

const begun = ['scheduled', 'due', 'overdue'] as const;

/** The rule of each command. */
const commandRules: Record<CheckCommand, CommandRule> = {
  // Given again each day: it then changes nothing.
  'filtering-check/begin': { who: 'clock', when: ['none', ...begun] },
  'filtering-check/open': { who: 'reader', when: begun },
  'filtering-check/put-away': { who: 'reader', when: begun },
  'filtering-check/record-review': { who: 'recorder', when: begun, kind: 'filtering-review' },
  'filtering-check/record-standards': { who: 'recorder', when: begun, kind: 'filtering-standards' },
  'filtering-check/record-security': { who: 'recorder', when: begun, kind: 'security-check' },
  'filtering-check/announce': { who: 'clock', when: ['scheduled'] },
  'filtering-check/come-due': { who: 'clock', when: ['scheduled'] },
  'filtering-check/run-over': { who: 'clock', when: ['due'] },
  'filtering-check/remind': { who: 'clock', when: ['due', 'overdue'] },
  'filtering-check/show-again': { who: 'clock', when: ['due', 'overdue'] },
  'filtering-check/delivery-note': { who: 'clock', when: begun },
};

/** How each kind of check is recorded. */
const recordingOf = {
  'filtering-review': 'filtering-check/record-review',
  'filtering-standards': 'filtering-check/record-standards',
  'security-check': 'filtering-check/record-security',
} as const satisfies Record<CheckKind, CheckCommand>;

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: CheckState,
  command: CheckCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { who, when, kind } = commandRules[command];
  if (person === undefined) return who === 'clock' && when.includes(state.status) ? undefined : 'not-now';
  const isKnown = findPerson(school, person) !== undefined && mayRead(person, school);
  if (who === 'clock' || state.status === 'none' || !isKnown) return 'not-yours';
  if (kind !== undefined && kind !== state.file.kind) return 'another-check';
  return who === 'recorder' && !mayRecord(state.file.kind, person, school) ? 'not-recorder' : undefined;
}

/** The step that somebody who reads a check is offered, if they may take it. */
export function offered(state: CheckState, person: PersonId, school: School): readonly CheckCommand[] {
  return Object.values(recordingOf).filter((command) => refusalFor(state, command, person, school) === undefined);
}
