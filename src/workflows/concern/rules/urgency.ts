import { type Answers, type Condition, conditionHolds } from '../../../domain/form.ts';
import { onKinds } from '../report-conditions.ts';
import type { Rule } from './rule.ts';

/** How soon somebody must look at a concern. */
export type Urgency = 'immediate' | 'urgent' | 'routine';

/** What makes a concern more than routine. */
export interface UrgencyRule extends Rule {
  readonly when: Condition;
  readonly urgency: Exclude<Urgency, 'routine'>;
}

const since = '2026-11-22';

/** What makes a concern more than routine. The first that holds decides. */
export const urgencyRules: readonly UrgencyRule[] = [
  {
    id: 'urgency/immediate-danger',
    words: 'A child is in immediate danger',
    when: { question: 'danger', is: ['yes'] },
    urgency: 'immediate',
    source: '000 section 4.7',
    since,
    isFixed: true,
  },
  {
    id: 'urgency/serious-kind',
    words: 'Sexual harassment, contact by an adult, self-harm and extremism cannot wait',
    when: onKinds('sexual-harassment', 'contact-by-adult', 'self-harm', 'extremism'),
    urgency: 'urgent',
    source: '003 section 3.32; 000 sections 4.7 to 4.9',
    since,
  },
  {
    id: 'urgency/content-on-device',
    words: 'Somebody stands beside a pupil’s device with unsuitable content on it and waits for the team',
    when: onKinds('device-content'),
    urgency: 'urgent',
    source: '003 appendix 2a',
    since,
  },
  {
    id: 'urgency/under-13',
    words: 'A child under 13 is involved',
    when: { question: 'under13', is: ['yes'] },
    urgency: 'urgent',
    source: '003 section 3.32',
    since,
  },
  {
    id: 'urgency/known-vulnerable',
    words: 'A child involved is known to social care or the police as vulnerable',
    when: { question: 'knownVulnerable', is: ['yes'] },
    urgency: 'urgent',
    source: '003 section 3.32',
    since,
  },
  {
    id: 'urgency/special-needs',
    words: 'A child involved has special educational or mental-health needs',
    when: { question: 'send', is: ['yes'] },
    urgency: 'urgent',
    source: '000 sections 2.3.7 and 2.4',
    since,
  },
  {
    id: 'urgency/outside-harm',
    words: 'There are signs of harm from outside the family',
    when: { question: 'outsideHarm', is: ['criminal', 'sexual', 'gang'] },
    urgency: 'urgent',
    source: '000 section 4.6',
    since,
  },
  {
    id: 'urgency/signs',
    words: 'Something in the report may call for the police',
    when: {
      question: 'signs',
      is: ['coercion', 'violent', 'crime-recorded', 'sexual-image', 'illegal-material', 'threat-to-life'],
    },
    urgency: 'urgent',
    source: '003 sections 3.11 and 3.32; 000 section 4.5.2',
    since,
  },
];

/** How urgent these answers make a concern. */
export function urgencyOf(answers: Answers): Urgency {
  return urgencyRules.find((rule) => conditionHolds(rule.when, answers))?.urgency ?? 'routine';
}
