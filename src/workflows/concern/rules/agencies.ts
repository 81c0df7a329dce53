import type { AgencyKind } from '../../../domain/agencies.ts';
import type { Condition } from '../../../domain/form.ts';
import { onKinds } from '../report-conditions.ts';
import type { Rule } from './rule.ts';

/** Which agencies are offered first in a case of this sort. */
interface FittingRule extends Rule {
  readonly applies: Condition;
  /** The likeliest first. */
  readonly agencies: readonly AgencyKind[];
}

const since = '2026-11-22';

/**
 * Which outside agencies fit which case. All that hold count, in this order; every other agency of the school file
 * comes after them. What they may depend on is said at `caseAnswers`.
 */
export const fittingRules: readonly FittingRule[] = [
  {
    id: 'agency/danger',
    words: 'A child in immediate danger: the police.',
    applies: { question: 'fact-immediate-risk', is: ['yes'] },
    agencies: ['police', 'social-care'],
    source: '000 section 4.7',
    since,
  },
  {
    id: 'agency/staff',
    words:
      'What a member of staff may have done: the LADO, then HR; the online-safety officer where it is significant.',
    applies: { question: 'isStaffCase', is: ['yes'] },
    agencies: ['lado', 'hr', 'police', 'online-safety-officer'],
    source: '003 appendix 4; 000 sections 4.4 and 5.2',
    since,
  },
  {
    id: 'agency/extremism',
    words: 'A child drawn to extremism, or put at risk by it: MASH; the Prevent education manager advises.',
    applies: onKinds('extremism'),
    agencies: ['social-care', 'prevent', 'channel', 'police'],
    source: '000 section 4.8',
    since,
  },
  {
    id: 'agency/contact-by-adult',
    words: 'Contact by an adult, grooming or exploitation: the police, MASH and CEOP.',
    applies: {
      ...onKinds('contact-by-adult'),
      or: {
        question: 'fact-coercion',
        is: ['yes'],
        or: { question: 'outsideHarm', is: ['criminal', 'sexual', 'gang'] },
      },
    },
    agencies: ['police', 'social-care', 'ceop'],
    // That CEOP takes reports is national practice; the policies name it for its training alone (R097).
    source: '000 section 4.7; CEOP from national practice',
    since,
  },
  {
    id: 'agency/sexual-harassment',
    words: 'Sexual harassment online, or an image on a device: the police and MASH; CEOP where somebody was coerced.',
    applies: onKinds('sexual-harassment', 'device-content'),
    agencies: ['police', 'social-care', 'ceop', 'child-protection-liaison'],
    source: '003 section 3.32; 000 section 4.6',
    since,
  },
  {
    id: 'agency/victim-at-risk',
    words: 'A child who may be at risk: MASH, and the child-protection liaison officer.',
    applies: { ...onKinds('self-harm'), or: { question: 'victimAtRisk', is: ['yes'] } },
    agencies: ['social-care', 'child-protection-liaison'],
    source: '003 appendix 4; 000 section 4.9',
    since,
  },
  {
    id: 'agency/bullying',
    words: 'Bullying: the anti-bullying adviser; the police where there are threats or it goes on.',
    applies: onKinds('bullying-pupil'),
    agencies: ['anti-bullying', 'police', 'child-protection-liaison'],
    source: '000 section 4.5.2; 003 appendix 4',
    since,
  },
  {
    id: 'agency/staff-victim',
    words: 'A member of staff whom it happened to: the online-safety and anti-bullying advisers, HR, the local police.',
    applies: { question: 'isStaffVictim', is: ['yes'], or: onKinds('parent-conduct') },
    agencies: ['anti-bullying', 'online-safety-adviser', 'police', 'hr'],
    source: '003 appendix 4; 000 section 4.5.4',
    since,
  },
  {
    id: 'agency/significant',
    words: 'A significant incident, or a breach of the network: the local authority’s online-safety officer.',
    applies: {
      ...onKinds('data-breach', 'fraud', 'filter-bypass', 'deliberate-access', 'ai-misuse'),
      or: { question: 'significant', is: ['yes'] },
    },
    agencies: ['online-safety-officer', 'it-support', 'police'],
    source: '000 sections 2.3.3 and 5.2',
    since,
  },
];

/** When an agency is asked again where nobody chose a day. */
interface CheckRule extends Rule {
  /** For these; without it, for all others. */
  readonly agencies?: readonly AgencyKind[];
  /** After so many days on which the school is open. */
  readonly schoolDays: number;
}

/** By which day somebody looks what came of a referral where none was chosen: the first that holds. */
export const checkRules: readonly [...CheckRule[], CheckRule] = [
  {
    id: 'agency-check/urgent',
    words: 'Social care, the police and the LADO are asked again after two school days.',
    agencies: ['social-care', 'police', 'lado', 'child-protection-liaison'],
    schoolDays: 2,
    source: 'derived; 003 section 3.3',
    since,
  },
  {
    id: 'agency-check/others',
    words: 'Every other agency is asked again after five school days.',
    schoolDays: 5,
    source: 'derived; 003 section 3.3',
    since,
  },
];

/** One question of the LADO test. */
interface LadoQuestion extends Rule {
  readonly answer: 'harmed' | 'offence' | 'risk';
}

/** The LADO test: one yes is enough. No school can take it out. */
export const ladoQuestions: readonly LadoQuestion[] = [
  {
    id: 'lado/harmed',
    answer: 'harmed',
    words: 'Has a child been harmed by what they did, or might one have been?',
    isFixed: true,
    source: '003 appendix 4',
    since,
  },
  {
    id: 'lado/offence',
    answer: 'offence',
    words: 'Might it be an offence against a child, or one that has to do with a child?',
    isFixed: true,
    source: '003 appendix 4',
    since,
  },
  {
    id: 'lado/risk',
    answer: 'risk',
    words: 'Does how they behaved suggest a risk to children they work with?',
    isFixed: true,
    source: '003 appendix 4',
    since,
  },
];
