import type { Standing } from './access.ts';
import type { ConcernCommand } from './command-data.ts';
import type { ConcernState } from './state.ts';

/** Who may give a command, and where the concern must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: Exclude<Standing, 'nobody'> | 'clock' | 'anybody';
  readonly when: readonly ConcernState['status'][];
}

const open = ['new', 'acknowledged', 'handled'] as const;
const begun = [...open, 'closed'] as const;

/** The rule of each command. */
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
  'concern/block-site': { who: 'handler', when: open },
  'concern/hand-over': { who: 'handler', when: open },
  'concern/close': { who: 'handler', when: ['acknowledged', 'handled'] },
  'concern/reopen': { who: 'handler', when: ['closed'] },
  'concern/answer': { who: 'reporter', when: begun },
  'concern/question': { who: 'reporter', when: begun },
  'concern/show-again': { who: 'clock', when: open },
  'concern/site-blocked': { who: 'clock', when: begun },
  'concern/remind': { who: 'clock', when: ['new', 'acknowledged'] },
  'concern/referral-check': { who: 'clock', when: begun },
  'concern/parents-review': { who: 'clock', when: begun },
  'concern/delivery-note': { who: 'clock', when: begun },
};
