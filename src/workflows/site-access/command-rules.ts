import type { Standing } from './access.ts';
import type { SiteCommand } from './command-data.ts';
import type { SiteRequest, SiteState } from './state.ts';

/** Who may give a command, and where the request must stand. The same rows offer a button and refuse a press. */
interface CommandRule {
  readonly who: readonly Standing[] | 'clock' | 'anybody';
  readonly when: readonly SiteState['status'][];
}

const begun = [
  'asked',
  'refused',
  'declined',
  'withdrawn',
  'lapsed',
  'approved',
  'open',
  'ended',
  'blocked',
  'not-opened',
] as const satisfies readonly SiteRequest['status'][];
const everybody = ['handler', 'requester', 'it', 'log-reader'] as const;

/** The rule of each command. */
export const commandRules: Record<SiteCommand, CommandRule> = {
  'site-access/request': { who: 'anybody', when: ['none'] },
  'site-access/open': { who: everybody, when: begun },
  'site-access/put-away': { who: everybody, when: begun },
  'site-access/approve': { who: ['handler'], when: ['asked'] },
  'site-access/ask': { who: ['handler'], when: ['asked', 'open'] },
  'site-access/answer': { who: ['requester'], when: begun },
  'site-access/question': { who: ['requester'], when: begun },
  'site-access/decline': { who: ['handler'], when: ['asked'] },
  'site-access/withdraw': { who: ['requester'], when: ['asked'] },
  'site-access/end': { who: ['requester'], when: ['approved', 'open'] },
  'site-access/end-now': { who: ['handler'], when: ['approved', 'open'] },
  'site-access/extend': { who: ['requester'], when: ['open'] },
  'site-access/approve-extension': { who: ['handler'], when: ['open'] },
  'site-access/decline-extension': { who: ['handler'], when: ['open'] },
  'site-access/opened': { who: ['it'], when: ['approved'] },
  'site-access/cannot-open': { who: ['it'], when: ['approved'] },
  'site-access/blocked-again': { who: ['it'], when: ['ended'] },
  'site-access/cannot-block': { who: ['it'], when: ['ended'] },
  'site-access/remind-approvers': { who: 'clock', when: ['asked', 'open'] },
  'site-access/lapse': { who: 'clock', when: ['asked'] },
  'site-access/begin': { who: 'clock', when: ['asked', 'approved'] },
  'site-access/remind-to-open': { who: 'clock', when: ['approved'] },
  'site-access/remind-of-end': { who: 'clock', when: ['open'] },
  'site-access/reach-end': { who: 'clock', when: ['approved', 'open'] },
  'site-access/remind-to-block': { who: 'clock', when: ['ended'] },
  'site-access/morning': { who: 'clock', when: ['ended'] },
  'site-access/look-again': { who: 'clock', when: begun },
  'site-access/show-again': { who: 'clock', when: begun },
  'site-access/delivery-note': { who: 'clock', when: begun },
};
