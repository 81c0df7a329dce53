import type { StepRule } from '../rule.ts';
import { all, on, onKind, step } from './making.ts';

const isAboutPupils = on('isAboutPupils', 'yes');

/** Sites, telephones, accounts, money and AI (000 sections 4.2 and 4.3; 003 sections 3.16 to 3.25). */
export const misuseSteps: readonly StepRule[] = [
  step('reassure', {
    words: 'Reassure the pupils: nobody is to blame. Use it as a lesson with the class.',
    source: '000 section 4.2',
    when: 'today',
    applies: onKind('accidental-access'),
  }),
  step('block-site', {
    words: 'Ask IT to block the site.',
    source: '000 sections 4.2 and 4.3',
    when: 'today',
    applies: all(
      onKind('accidental-access', 'deliberate-access', 'filter-bypass', 'extremism', 'self-harm'),
      on('hasWebsite', 'yes'),
    ),
    takenBy: 'site-asked',
    command: 'concern/block-site',
  }),
  step('check-filter', {
    words: 'Have IT look whether the filter is still right.',
    source: '000 section 4.2',
    when: 'this-week',
    applies: onKind('accidental-access', 'filter-bypass'),
    takenBy: 'it-reviewed-filter',
    command: 'concern/ask-it',
  }),
  step('parents-access', {
    words: 'Tell the parents or carers what happened and what is going to be done.',
    source: '000 section 4.3',
    when: 'this-week',
    applies: all(onKind('deliberate-access'), isAboutPupils),
    isOwed: true,
    takenBy: 'parents-decided',
    command: 'concern/inform-parents',
  }),
  step('take-phone', {
    words: 'Take the device, and write down who holds it and until when.',
    source: '003 section 3.18',
    when: 'today',
    applies: all(onKind('phone-misuse'), isAboutPupils),
    takenBy: 'device-taken',
    command: 'concern/take-device',
    guidance: 'searching',
  }),
  step('exam-board', {
    words: 'If it was in an examination, tell the exam board, and note when.',
    source: '003 section 3.17',
    when: 'today',
    applies: all(onKind('phone-misuse', 'ai-misuse'), isAboutPupils),
  }),
  step('secure-account', {
    words: 'Have IT make the account or the device safe: new passwords, out of use until then.',
    source: '000 section 3; 003 section 3.20',
    when: 'at-once',
    applies: onKind('data-breach'),
    takenBy: 'it-acted',
    command: 'concern/ask-it',
  }),
  step('data-protection', {
    words: 'Tell whoever looks after data protection at the school: a breach has days, not weeks.',
    source: '003 section 3.28',
    when: 'at-once',
    applies: onKind('data-breach'),
  }),
  step('stop-paying', {
    words: 'Tell whoever it happened to: send nothing more, keep the messages, and tell the bank.',
    source: '000 section 1.2.4',
    when: 'at-once',
    applies: onKind('fraud'),
  }),
  step('fraud-police', {
    words: 'Consider the police: it may be a crime.',
    source: '000 section 1.2.4',
    when: 'today',
    applies: onKind('fraud'),
    takenBy: 'police-told',
    command: 'concern/tell-police',
  }),
  step('malpractice', {
    words: "AI work handed in as a pupil's own goes to the malpractice procedure.",
    source: '003 section 3.25',
    when: 'this-week',
    applies: all(onKind('ai-misuse'), isAboutPupils),
  }),
  step('which-policy', {
    words: "Decide under which of the school's policies it falls.",
    source: '000 section 4.1',
    when: 'this-week',
    applies: onKind('other'),
  }),
];
