import type { StepRule } from '../rule.ts';
import { all, on, onKind, step } from './making.ts';

const isStaffCase = on('isStaffCase', 'yes');
const isStaffVictim = on('isStaffVictim', 'yes');
const byParent = on('instigator', 'parent');
const byColleague = on('instigator', 'colleague');
const byPupil = on('instigator', 'pupil');

/** Conduct of a member of staff (000 section 4.4; 003 appendix 4). */
export const staffSteps: readonly StepRule[] = [
  step('lado-test', {
    words: 'Answer the three questions of the LADO test.',
    source: '003 appendix 4',
    when: 'at-once',
    applies: isStaffCase,
    isOwed: true,
    isStrict: true,
    isFixed: true,
    takenBy: 'lado-tested',
    command: 'concern/lado-test',
  }),
  step('lado-contact', {
    words: 'Contact the LADO: one of the three questions was answered with yes.',
    source: '003 appendix 4',
    when: 'at-once',
    applies: all(isStaffCase, on('lado', 'yes')),
    isOwed: true,
    isStrict: true,
    isFixed: true,
    takenBy: 'heard-lado',
    command: 'concern/refer',
  }),
  step('lado-advice', {
    words: "Consider the LADO's advice, and record the answer: theirs, or why it was not asked for.",
    source: '000 sections 4.4 and 5.2',
    when: 'this-week',
    applies: all(isStaffCase, on('lado', 'no')),
    isOwed: true,
    takenBy: 'lado-considered',
    command: 'concern/advice',
  }),
  step('hr-first', {
    words: 'Speak to HR before you speak to the member of staff: you may be told not to discuss it with them.',
    source: '003 appendix 4',
    when: 'at-once',
    applies: isStaffCase,
    takenBy: 'heard-hr',
    command: 'concern/advice',
  }),
  step('secure-device', {
    words: 'Have IT take the device out of use and store it safely.',
    source: '000 section 4.4',
    when: 'at-once',
    applies: all(isStaffCase, on('equipment', 'yes')),
    isOwed: true,
    takenBy: 'it-secured-device',
    command: 'concern/ask-it',
  }),
  step('find-equipment', {
    words: 'Find out whether school equipment was used. If it was, IT takes it out of use and audits it.',
    source: '000 section 4.4',
    when: 'today',
    applies: all(isStaffCase, on('equipment', 'not-known')),
  }),
  step('accidental-or-deliberate', {
    words: 'Look at the evidence, and decide whether it was accidental or deliberate.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: all(isStaffCase, on('lado', 'no')),
    isOwed: true,
  }),
  step('staff-action', {
    words: 'Choose what follows. Where it was deliberate: the disciplinary procedure, with HR.',
    source: '003 appendix 4; 000 section 4.4',
    when: 'this-week',
    who: 'leader',
    applies: all(isStaffCase, on('lado', 'no')),
    isOwed: true,
  }),
  step('illegal-material', {
    words: 'If what was reached may be illegal: tell the police, and record what they advise.',
    source: '000 section 4.4',
    when: 'at-once',
    who: 'leader',
    applies: isStaffCase,
    takenBy: 'police-told',
    command: 'concern/tell-police',
  }),
  step('gross-misconduct', {
    words: 'Gross misconduct: think of equipment taken back, the LADO or the police, and suspension meanwhile.',
    source: '000 section 5.2',
    when: 'at-once',
    who: 'leader',
    applies: on('breach', 'B'),
  }),
  step('governing-body', {
    words: 'Once the facts are known, report to the governing body, and to the police where it is for them.',
    source: '000 section 4.4',
    when: 'before-closing',
    who: 'leader',
    applies: isStaffCase,
  }),
];

/** A member of staff whom it happened to (003 appendix 4; 000 section 4.5.4). */
export const staffVictimSteps: readonly StepRule[] = [
  step('support-colleague', {
    words: 'Support your colleague. Say that their union may advise them, and who else helps.',
    source: '003 appendix 4; 000 section 4.5.4',
    when: 'at-once',
    applies: isStaffVictim,
  }),
  step('tell-chair', {
    words: 'Consider telling the chair of governors, and a report to the governing body.',
    source: '003 appendix 4',
    when: 'this-week',
    who: 'leader',
    applies: isStaffVictim,
  }),
  step('local-police', {
    words: 'Where it is serious: consider the local police team.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: isStaffVictim,
    takenBy: 'police-told',
    command: 'concern/tell-police',
  }),
  step('child-at-risk', {
    words: 'Where a child is at risk: ask the DSL whether the LADO is to hear of it.',
    source: '003 appendix 4',
    when: 'today',
    applies: isStaffVictim,
    takenBy: 'heard-lado',
    command: 'concern/advice',
  }),
  step('invite-parent', {
    words: 'Invite the parent in, talk about it with the home-school agreement, and ask them to take it down.',
    source: '003 appendix 4; 000 section 4.5.4',
    when: 'today',
    who: 'leader',
    applies: all(isStaffVictim, byParent),
  }),
  step('parent-chair', {
    words: 'If that does not end it: bring in the chair of governors.',
    source: '003 appendix 4',
    when: 'this-week',
    who: 'leader',
    applies: all(isStaffVictim, byParent),
  }),
  step('parent-letter', {
    words: 'Consider a letter to the parent.',
    source: '003 appendix 4',
    when: 'this-week',
    who: 'leader',
    applies: all(isStaffVictim, byParent),
  }),
  step('colleague-removal', {
    words: 'Ask the colleague to take it down at once, unless HR has said not to discuss it.',
    source: '003 appendix 4',
    when: 'today',
    who: 'leader',
    applies: all(isStaffVictim, byColleague),
  }),
  step('colleague-agreement', {
    words: 'Hold it against the acceptable-use agreement, the code of conduct and the contract.',
    source: '003 appendix 4',
    when: 'this-week',
    who: 'leader',
    applies: all(isStaffVictim, byColleague),
  }),
  step('pupils-removal', {
    words: 'Find out which pupils, and have them take it down, by the agreement that they signed.',
    source: '003 appendix 4',
    when: 'today',
    applies: all(isStaffVictim, byPupil),
  }),
  step('pupils-behaviour', {
    words: 'Act under the behaviour policy, and tell the parents where it is serious or goes on.',
    source: '003 appendix 4',
    when: 'this-week',
    applies: all(isStaffVictim, byPupil),
  }),
  step('restrict-access', {
    words: "The head may restrict a parent's access to the site or to its IT, and tell the police.",
    source: '003 section 3.30',
    when: 'today',
    who: 'leader',
    applies: onKind('parent-conduct'),
  }),
  step('talk-to-parent', {
    words: 'Invite the parent in and talk about it, with the home-school agreement.',
    source: '003 appendix 4; 000 section 4.5.4',
    when: 'this-week',
    who: 'leader',
    applies: onKind('parent-conduct'),
  }),
];
