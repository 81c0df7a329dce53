import type { ConcernCommand } from './command-data.ts';

/** Commands that belong together, under the words that stand above them. */
export interface Subject {
  readonly title: string;
  readonly commands: readonly ConcernCommand[];
}

/** Everything that can be done with a case, by subject, in the order in which it stands under More. */
export const subjects: readonly Subject[] = [
  {
    title: 'The case',
    commands: [
      'concern/acknowledge',
      'concern/steps',
      'concern/take',
      'concern/note',
      'concern/ask',
      'concern/record-action',
      'concern/enter-elsewhere',
      'concern/hand-over',
      'concern/hand-to-safeguarding',
      'concern/close',
      'concern/reopen',
    ],
  },
  {
    title: 'People and parents',
    commands: [
      'concern/add-person',
      'concern/inform-parents',
      'concern/withhold-from-parents',
      'concern/compare-person',
      'concern/consult',
      'concern/nominate-contact',
    ],
  },
  {
    title: 'Police',
    commands: [
      'concern/assess',
      'concern/tell-police',
      'concern/agree',
      'concern/disagree',
      'concern/propose-no-police',
      'concern/propose-correction',
    ],
  },
  {
    title: 'Outside agencies',
    commands: ['concern/refer', 'concern/advice', 'concern/update-referral', 'concern/lado-test'],
  },
  {
    title: 'Conduct and IT',
    commands: [
      'concern/recommend-sanction',
      'concern/set-sanction',
      'concern/decline-sanction',
      'concern/ask-it',
      'concern/block-site',
    ],
  },
  {
    title: 'Devices and evidence',
    commands: [
      'concern/search-device',
      'concern/take-device',
      'concern/return-device',
      'concern/search-complaint',
      'concern/add-evidence',
      'concern/move-evidence',
    ],
  },
];
