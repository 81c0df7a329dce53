import type { StepRule } from '../rule.ts';
import { all, any, on, onKind, step } from './making.ts';

const isSexual = any(onKind('sexual-harassment', 'device-content'), on('fact-sexual-image', 'yes'));
const isExtremism = onKind('extremism');
const isSelfHarm = onKind('self-harm');
const isContact = onKind('contact-by-adult');

/** Harm of a sexual kind, contact by adults, extremism, self-harm (000 sections 4.6 to 4.9; 003 section 3.32). */
export const harmSteps: readonly StepRule[] = [
  step('no-viewing', {
    words: 'Do not view, copy, keep or send any image. Secure the device; the police view it.',
    source: '003 section 3.32',
    when: 'at-once',
    applies: isSexual,
    guidance: 'nudes',
  }),
  step('parents-sexual', {
    words:
      'Tell the parents or carers, or withhold it with a reason and a day of review where a child would be at risk.',
    source: '003 section 3.32',
    when: 'today',
    applies: any(onKind('sexual-harassment'), on('fact-sexual-image', 'yes')),
    isOwed: true,
    takenBy: 'parents-decided',
    command: 'concern/inform-parents',
  }),
  step('no-child-criminal', {
    words: 'Keep the answer in proportion, and avoid making a child a criminal without need.',
    source: '000 section 4.6',
    when: 'this-week',
    applies: onKind('sexual-harassment'),
    guidance: 'child-on-child',
  }),
  step('end-contact', {
    words: 'Tell the pupil how to end the contact, and to change how they can be reached where that is needed.',
    source: '000 section 4.7',
    when: 'at-once',
    applies: isContact,
  }),
  step('parents-contact', {
    words:
      'Tell the parents or carers. Of contact by an adult they always hear. Where they must not: Next steps, Not needed, with the reason.',
    source: '000 section 4.7',
    when: 'today',
    applies: isContact,
    isOwed: true,
    takenBy: 'parents-informed',
    command: 'concern/inform-parents',
  }),
  step('offer-meeting', {
    words: 'Offer the parents or carers a meeting about what they can do to keep the child safe.',
    source: '000 section 4.7',
    when: 'this-week',
    applies: isContact,
  }),
  step('social-care-advice', {
    words: 'Ask social care (MASH) for advice where you are not sure about a referral.',
    source: '000 section 4.7',
    when: 'today',
    applies: any(isContact, isSexual),
    takenBy: 'heard-social-care',
    command: 'concern/advice',
  }),
  step('report-to-ceop', {
    words: 'Consider a report to CEOP: grooming, or sexual exploitation online.',
    source: 'national practice; 000 section 2.3.3',
    when: 'today',
    applies: any(isContact, on('outsideHarm', 'sexual')),
    takenBy: 'told-ceop',
    command: 'concern/refer',
  }),
  step('extremism-referral', {
    words: 'Refer it to social care (MASH): somebody may be drawn in, in contact, or at risk through their parents.',
    source: '000 section 4.8',
    when: 'at-once',
    applies: isExtremism,
    isOwed: true,
    takenBy: 'told-social-care',
    command: 'concern/refer',
    guidance: 'prevent',
  }),
  step('prevent-advice', {
    words: 'Ask the Prevent education manager for advice.',
    source: '000 section 4.8',
    when: 'this-week',
    applies: isExtremism,
    takenBy: 'heard-prevent',
    command: 'concern/advice',
    guidance: 'prevent',
  }),
  step('channel-outcome', {
    words: 'Record what the Channel panel decided.',
    source: '000 section 4.8',
    when: 'afterwards',
    applies: all(on('told', 'channel'), isExtremism),
    takenBy: 'channel-answered',
    command: 'concern/update-referral',
    guidance: 'channel',
  }),
  step('review-filter', {
    words: 'Have IT review the filter, and what came of it.',
    source: '000 section 4.8',
    when: 'today',
    applies: isExtremism,
    isOwed: true,
    takenBy: 'it-reviewed-filter',
    command: 'concern/ask-it',
  }),
  step('extremism-breach', {
    words: 'Treat it as a breach of the rules for using IT too: the behaviour policy, or the staff procedure.',
    source: '000 section 4.8',
    when: 'this-week',
    applies: isExtremism,
  }),
  step('extremism-patterns', {
    words: 'Look for patterns: is a group trying to reach this school, and do its procedures hold?',
    source: '000 section 4.8',
    when: 'afterwards',
    applies: isExtremism,
  }),
  step('pastoral-support', {
    words: 'Offer pastoral support.',
    source: '000 section 4.9',
    when: 'at-once',
    applies: isSelfHarm,
  }),
  step('explore-risk', {
    words: 'Find out with the pupil whether what they do online adds to the risk.',
    source: '000 section 4.9',
    when: 'today',
    applies: isSelfHarm,
  }),
  step('refer-for-help', {
    words: 'Refer them for help.',
    source: '000 section 4.9',
    when: 'today',
    applies: isSelfHarm,
    takenBy: 'told-anybody',
    command: 'concern/refer',
  }),
];
