import type { StepRule } from '../rule.ts';
import { all, on, onKind, step } from './making.ts';

const isVictim = on('pupilVictim', 'yes');
const isInstigator = on('pupilInstigator', 'yes');

/** A pupil to whom it happened, and a pupil who did it (003 appendix 4). */
export const pupilSteps: readonly StepRule[] = [
  step('support-victim', {
    words: 'Choose who supports the pupil in school.',
    source: '003 appendix 4',
    when: 'today',
    applies: isVictim,
    choices: [
      { value: 'class-teacher', label: 'Class teacher or form tutor' },
      { value: 'coordinator', label: 'Online-safety co-ordinator' },
      { value: 'senior-leader', label: 'Senior leader or head teacher' },
      { value: 'dsl', label: 'Designated Safeguarding Lead' },
      { value: 'police-officer', label: "The school's own police officer" },
    ],
  }),
  step('parents-victim', {
    words: 'Tell the parents or carers of the pupil whom it happened to, as is right for them.',
    source: '003 appendix 4',
    when: 'today',
    applies: isVictim,
    takenBy: 'parents-of-victim',
    command: 'concern/inform-parents',
  }),
  step('take-device', {
    words: 'Take the device, if that is right, and write down who holds it.',
    source: '003 appendix 4; 003 section 3.18',
    when: 'today',
    applies: all(isVictim, onKind('sexual-harassment', 'contact-by-adult', 'bullying-pupil', 'self-harm')),
    takenBy: 'device-taken',
    command: 'concern/take-device',
    guidance: 'searching',
  }),
  step('identify-pupils', {
    words: 'Go through what happened, and find out whether other pupils had a part in it.',
    source: '003 appendix 4',
    when: 'today',
    applies: isInstigator,
  }),
  step('sanction-or-support', {
    words: 'Decide on a sanction, on support, or on both, under the behaviour policy.',
    source: '003 appendix 4; 000 section 5',
    when: 'this-week',
    applies: isInstigator,
  }),
  step('parents-instigator', {
    words: 'Tell the parents or carers of whoever did it, where it is serious or goes on.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: isInstigator,
    takenBy: 'parents-of-instigator',
    command: 'concern/inform-parents',
  }),
  step('liaison-instigator', {
    words: 'Consider telling the child-protection liaison officer: whoever did it may be at risk too.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: all(isInstigator, on('serious', 'yes')),
    takenBy: 'told-liaison',
    command: 'concern/refer',
  }),
  step('review-procedures', {
    words: "Look at the school's own procedures: what would have prevented it?",
    source: '003 appendix 4',
    when: 'afterwards',
    applies: isInstigator,
  }),
];
