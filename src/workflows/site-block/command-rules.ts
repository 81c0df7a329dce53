import type { Part } from './access.ts';
import type { BlockCommand } from './command-data.ts';
import type { BlockState } from './state.ts';

/** Who may give a command, and where the record must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  /** One of these parts, or the clock, or anybody of the school. */
  readonly who: readonly Part[] | 'clock' | 'anybody';
  readonly when: readonly BlockState['status'][];
}

const begun = ['reported', 'blocked', 'lifting', 'closed'] as const;
const readers = ['decides', 'carriesOut', 'readsLog', 'reported'] as const;

/** The rule of each command. */
export const commandRules: Record<BlockCommand, CommandRule> = {
  'site-block/report': { who: 'anybody', when: ['none'] },
  'site-block/ask': { who: 'clock', when: ['none', ...begun] },
  'site-block/open': { who: readers, when: begun },
  'site-block/put-away': { who: readers, when: begun },
  'site-block/blocked': { who: ['carriesOut'], when: ['reported'] },
  'site-block/cannot-block': { who: ['carriesOut'], when: ['reported'] },
  'site-block/review': { who: ['decides'], when: ['reported', 'blocked'] },
  'site-block/lifted': { who: ['carriesOut'], when: ['lifting'] },
  'site-block/remind-to-block': { who: 'clock', when: ['reported', 'lifting'] },
  'site-block/remind-to-review': { who: 'clock', when: ['reported', 'blocked'] },
  'site-block/morning': { who: 'clock', when: ['reported'] },
  'site-block/look-again': { who: 'clock', when: begun },
  'site-block/show-again': { who: 'clock', when: ['reported', 'blocked', 'lifting'] },
  'site-block/delivery-note': { who: 'clock', when: begun },
};
