import type { StepRule } from '../rule.ts';
import { all, any, on, onKind, step } from './making.ts';

const isBullying = onKind('bullying-pupil', 'bullying-staff', 'offensive-message');

/** Online bullying (000 section 4.5; 003 section 3.10). */
export const bullyingSteps: readonly StepRule[] = [
  step('is-it-bullying', {
    words: 'Look whether it is bullying: repeated, meant to hurt, and an imbalance of power; and which form it took.',
    source: '003 section 3.10; 000 section 4.5.1',
    when: 'today',
    applies: onKind('bullying-pupil', 'bullying-staff'),
  }),
  step('consider-police', {
    words: 'Consider the police: it goes on, or there is a threat to a life. If you do not tell them, say why.',
    source: '000 section 4.5.2',
    when: 'at-once',
    applies: any(
      on('fact-threat-to-life', 'yes'),
      all(isBullying, any(on('bullying', 'repeated'), on('danger', 'yes'))),
    ),
    isOwed: true,
    takenBy: 'police-told',
    command: 'concern/tell-police',
  }),
  step('parents-bullying', {
    words: 'Tell the parents or carers, and how messages can be blocked at home.',
    source: '000 section 4.5.3',
    when: 'today',
    applies: onKind('bullying-pupil'),
    takenBy: 'parents-decided',
    command: 'concern/inform-parents',
  }),
  step('behaviour-record', {
    words: 'Enter it in the behaviour record too.',
    source: '003 section 3.3; 003 appendix 3',
    when: 'before-closing',
    applies: onKind('bullying-pupil', 'bullying-staff'),
    takenBy: 'entered-behaviour-record',
    command: 'concern/enter-elsewhere',
  }),
  step('providers', {
    words: 'Ask the provider to act.',
    source: '000 section 4.5.3',
    when: 'this-week',
    applies: any(isBullying, onKind('contact-by-adult', 'sexual-harassment')),
    choices: [
      { value: 'takedown', label: 'The site was asked to take it down' },
      { value: 'moderator', label: 'A moderator was told' },
      { value: 'phone-trace', label: 'The telephone company was asked to trace it' },
      { value: 'email-provider', label: 'The email provider was asked to trace it' },
      { value: 'new-contact', label: 'A new number or address was advised' },
      { value: 'left-room', label: 'The chat or game was left' },
    ],
  }),
  step('report-abuse', {
    words: 'Use the way to report abuse where it stands, and ask for its removal.',
    source: '003 appendix 4',
    when: 'today',
    applies: isBullying,
    choices: [
      { value: 'report-abuse', label: 'Abuse was reported to the network' },
      { value: 'removal', label: 'Whoever posted it was asked to remove it' },
      { value: 'close-account', label: 'Refused by a child under 13: closing asked for' },
    ],
  }),
  step('anti-bullying-adviser', {
    words: 'In an extreme case, speak to the anti-bullying adviser.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: isBullying,
    takenBy: 'heard-anti-bullying',
    command: 'concern/advice',
  }),
  step('in-proportion', {
    words:
      'Keep it in proportion to the harm: helping the pupils to resolve it themselves may do more than a sanction.',
    source: '000 section 4.5.2',
    when: 'this-week',
    applies: onKind('bullying-pupil'),
  }),
];
