import type { Part } from './access.ts';
import type { JobCommand } from './command-data.ts';
import type { JobState } from './state.ts';

/** Who may give a command, and where the job must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: readonly Part[] | 'clock';
  readonly when: readonly JobState['status'][];
}

const begun = ['asked', 'cannot', 'done'] as const;
const carriesOut = ['carriesOut'] as const;

/** The rule of each command. */
export const commandRules: Record<JobCommand, CommandRule> = {
  'it-job/ask': { who: 'clock', when: ['none', ...begun] },
  'it-job/open': { who: carriesOut, when: begun },
  'it-job/put-away': { who: carriesOut, when: begun },
  'it-job/done': { who: carriesOut, when: ['asked', 'cannot'] },
  'it-job/cannot': { who: carriesOut, when: ['asked'] },
  'it-job/remind': { who: 'clock', when: ['asked'] },
  'it-job/look-again': { who: 'clock', when: begun },
  'it-job/show-again': { who: 'clock', when: ['asked'] },
  'it-job/delivery-note': { who: 'clock', when: begun },
};
