import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { mayPublish, mayRead, mayReadDraft, mayReview, signsAs } from './access.ts';
import type { PolicyCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import { inTheMaking, type PolicyState } from './state.ts';

/** Who may give a command, and where the policy must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: 'publisher' | 'signer' | 'reviewer' | 'draft-reader' | 'reader' | 'clock';
  readonly when: readonly PolicyState['status'][];
  /** True for what needs a version that was published. */
  readonly ofPublished?: true;
}

const begun = ['preview', 'awaiting-signature', 'published', 'withdrawn', 'discarded'] as const;
const making = ['preview', 'awaiting-signature'] as const;
const holding = ['preview', 'awaiting-signature', 'published'] as const;

/** The rule of each command. */
const commandRules: Record<PolicyCommand, CommandRule> = {
  'policy/publish': { who: 'publisher', when: ['none'] },
  'policy/preview': { who: 'draft-reader', when: making },
  'policy/change': { who: 'publisher', when: making },
  'policy/confirm': { who: 'publisher', when: ['preview'] },
  'policy/discard': { who: 'publisher', when: making },
  'policy/sign': { who: 'signer', when: ['awaiting-signature'] },
  'policy/send-back': { who: 'signer', when: ['awaiting-signature'] },
  'policy/open': { who: 'reader', when: begun },
  'policy/read': { who: 'reader', when: [...holding, 'withdrawn'], ofPublished: true },
  'policy/put-away': { who: 'reader', when: begun },
  'policy/revise': { who: 'publisher', when: ['published'] },
  'policy/withdraw': { who: 'publisher', when: holding, ofPublished: true },
  'policy/reviewed': { who: 'reviewer', when: holding, ofPublished: true },
  'policy/made-known': { who: 'publisher', when: holding, ofPublished: true },
  'policy/renew': { who: 'clock', when: begun },
  'policy/new-year': { who: 'clock', when: holding, ofPublished: true },
  'policy/campaign-began': { who: 'clock', when: begun },
  'policy/ask-for-review': { who: 'clock', when: holding, ofPublished: true },
  'policy/remind-to-sign': { who: 'clock', when: ['awaiting-signature'] },
  'policy/remind-to-make-known': { who: 'clock', when: holding, ofPublished: true },
  'policy/show-again': { who: 'clock', when: begun },
  'policy/delivery-note': { who: 'clock', when: begun },
};

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: PolicyState,
  command: PolicyCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const rule = commandRules[command];
  if (person === undefined) return rule.who === 'clock' && isTimeFor(state, rule) ? undefined : 'not-now';
  if (command === 'policy/publish') return mayPublish(person, school) ? notBegunYet(state) : 'not-publisher';
  if (rule.who === 'clock' || !mayRead(state, person, school)) return 'not-yours';
  const code = whyNotTheirs(rule.who, state, person, school);
  if (code !== undefined) return code;
  if (isTimeFor(state, rule)) return isNothingToMakeKnown(state, command) ? 'not-to-make-known' : undefined;
  return whyNotNow(state, command);
}

function notBegunYet({ status }: PolicyState): RefusalCode | undefined {
  return status === 'none' ? undefined : 'not-now';
}

function whyNotTheirs(
  who: CommandRule['who'],
  state: PolicyState,
  person: PersonId,
  school: School,
): RefusalCode | undefined {
  switch (who) {
    case 'publisher':
      return mayPublish(person, school) ? undefined : 'not-publisher';
    case 'signer':
      // Where nothing waits for a signature, that is what they are told.
      return state.status !== 'awaiting-signature' || signsAs(state, person, school) !== undefined
        ? undefined
        : 'not-asked-to-sign';
    case 'reviewer':
      return mayReview(state, person, school) ? undefined : 'not-reviewer';
    case 'draft-reader':
      return mayReadDraft(state, person, school) || inTheMaking(state) === undefined ? undefined : 'not-publisher';
    case 'reader':
    case 'clock':
      return undefined;
    default:
      return who satisfies never;
  }
}

function isTimeFor(state: PolicyState, { when, ofPublished }: CommandRule): boolean {
  if (!when.includes(state.status)) return false;
  return ofPublished !== true || (state.status !== 'none' && state.file.standing !== undefined);
}

function isNothingToMakeKnown(state: PolicyState, command: PolicyCommand): boolean {
  return command === 'policy/made-known' && state.status !== 'none' && (state.file.standing?.known ?? null) === null;
}

function whyNotNow(state: PolicyState, command: PolicyCommand): RefusalCode {
  if (state.status === 'withdrawn') return 'withdrawn';
  if (state.status === 'discarded') return 'discarded';
  if (command === 'policy/revise') return state.status === 'published' ? 'not-now' : 'in-the-making';
  if (command === 'policy/confirm' && state.status === 'awaiting-signature') return 'awaits-signature';
  if (command === 'policy/sign' || command === 'policy/send-back') return 'nothing-to-sign';
  return state.status === 'published' ? 'no-draft' : 'not-published';
}

/** The steps that somebody who opened it is offered, in this order. */
const steps = [
  'policy/sign',
  'policy/send-back',
  'policy/revise',
  'policy/reviewed',
  'policy/made-known',
  'policy/withdraw',
] as const satisfies readonly PolicyCommand[];

/** What of that this person may do now. */
export function offered(state: PolicyState, person: PersonId, school: School): readonly (typeof steps)[number][] {
  if (findPerson(school, person) === undefined) return [];
  return steps.filter((command) => refusalFor(state, command, person, school) === undefined);
}
