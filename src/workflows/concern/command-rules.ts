import type { Part } from './access.ts';
import type { ConcernCommand } from './command-data.ts';
import type { ConcernState } from './state.ts';

/**
 * Who may give a command, and where the concern must stand. The same rows offer a button, refuse a press, make the tests
 * of who may do what, and fill docs/who-may-do-what.md.
 */
export interface CommandRule {
  readonly who: readonly Part[] | 'clock' | 'anybody';
  readonly when: readonly ConcernState['status'][];
}

const open = ['new', 'acknowledged', 'handled'] as const;
const begun = [...open, 'closed'] as const;
const handler = ['handler'] as const;
/** Who reads a case: who handles it, and who leads once they were asked for something. */
const reads = ['handler', 'leader'] as const;

/** The rule of each command. */
export const commandRules: Record<ConcernCommand, CommandRule> = {
  'concern/report': { who: 'anybody', when: ['none'] },
  'concern/open': { who: reads, when: begun },
  'concern/put-away': { who: reads, when: begun },
  'concern/acknowledge': { who: handler, when: ['new'] },
  'concern/take': { who: handler, when: open },
  'concern/note': { who: handler, when: open },
  'concern/ask': { who: handler, when: open },
  'concern/refer': { who: handler, when: open },
  'concern/record-action': { who: handler, when: open },
  'concern/inform-parents': { who: handler, when: open },
  'concern/withhold-from-parents': { who: handler, when: open },
  'concern/add-person': { who: handler, when: open },
  'concern/block-site': { who: handler, when: open },
  'concern/hand-over': { who: handler, when: open },
  'concern/close': { who: handler, when: ['acknowledged', 'handled'] },
  'concern/reopen': { who: handler, when: ['closed'] },
  'concern/answer': { who: ['reporter'], when: begun },
  'concern/question': { who: ['reporter'], when: begun },
  'concern/show-again': { who: 'clock', when: open },
  'concern/site-blocked': { who: 'clock', when: begun },
  'concern/remind': { who: 'clock', when: ['new', 'acknowledged'] },
  'concern/referral-check': { who: 'clock', when: begun },
  'concern/parents-review': { who: 'clock', when: begun },
  'concern/delivery-note': { who: 'clock', when: begun },
  'concern/log': { who: 'anybody', when: ['none'] },
  'concern/report-breach': { who: 'anybody', when: ['none'] },
  'concern/call-team': { who: 'anybody', when: ['none'] },
  'concern/look-again': { who: 'clock', when: begun },
  'concern/hand-to-safeguarding': { who: handler, when: open },
  'concern/nominate-contact': { who: reads, when: open },
  'concern/assess': { who: handler, when: open },
  'concern/tell-police': { who: reads, when: open },
  'concern/propose-no-police': { who: handler, when: open },
  'concern/propose-correction': { who: handler, when: open },
  'concern/agree': { who: ['leader'], when: open },
  'concern/disagree': { who: ['leader'], when: open },
  'concern/steps': { who: reads, when: begun },
  'concern/tick': { who: reads, when: open },
  'concern/enter-elsewhere': { who: handler, when: begun },
  'concern/advice': { who: reads, when: open },
  'concern/update-referral': { who: reads, when: begun },
  'concern/lado-test': { who: reads, when: open },
  'concern/recommend-sanction': { who: handler, when: open },
  'concern/set-sanction': { who: ['leader'], when: begun },
  'concern/decline-sanction': { who: ['leader'], when: begun },
  'concern/ask-it': { who: reads, when: open },
  'concern/it-answered': { who: 'clock', when: begun },
  'concern/search-device': { who: handler, when: open },
  'concern/take-device': { who: handler, when: open },
  'concern/return-device': { who: handler, when: begun },
  'concern/search-complaint': { who: handler, when: begun },
  'concern/add-evidence': { who: handler, when: open },
  'concern/move-evidence': { who: handler, when: begun },
  'concern/consult': { who: handler, when: open },
  'concern/consultation': { who: ['consulted'], when: begun },
  'concern/answer-consultation': { who: ['consulted'], when: begun },
  'concern/compare-person': { who: handler, when: begun },
};
