import type { Answers } from '../../domain/form.ts';
import type { Role } from '../../domain/people.ts';

/** Where a rule comes from, so that the record can say why. */
interface Rule {
  readonly id: string;
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** Holds when the answer to `question` is one of `is`. */
interface AnswerTest {
  readonly question: string;
  readonly is: readonly string[];
}

export type Urgency = 'immediate' | 'urgent' | 'routine';

interface UrgencyRule extends Rule {
  readonly when: AnswerTest;
  readonly urgency: Exclude<Urgency, 'routine'>;
}

/** What makes a concern more than routine. The first that holds decides. */
export const urgencyRules: readonly UrgencyRule[] = [
  {
    id: 'immediate-danger',
    when: { question: 'danger', is: ['yes'] },
    urgency: 'immediate',
    source: '000 section 4.7',
    since: '2026-11-22',
  },
  {
    id: 'serious-kind',
    when: { question: 'kind', is: ['sexual-harassment', 'contact-by-adult', 'self-harm', 'extremism'] },
    urgency: 'urgent',
    source: '003 section 3.32; 000 sections 4.7 to 4.9',
    since: '2026-11-22',
  },
  {
    id: 'under-13',
    when: { question: 'under13', is: ['yes'] },
    urgency: 'urgent',
    source: '003 section 3.32',
    since: '2026-11-22',
  },
  {
    id: 'known-vulnerable',
    when: { question: 'knownVulnerable', is: ['yes'] },
    urgency: 'urgent',
    source: '003 section 3.32',
    since: '2026-11-22',
  },
  {
    id: 'special-needs',
    when: { question: 'send', is: ['yes'] },
    urgency: 'urgent',
    source: '000 sections 2.3.7 and 2.4',
    since: '2026-11-22',
  },
  {
    id: 'outside-harm',
    when: { question: 'outsideHarm', is: ['criminal', 'sexual', 'gang'] },
    urgency: 'urgent',
    source: '000 section 4.6',
    since: '2026-11-22',
  },
];

/** How urgent these answers make a concern. */
export function urgencyOf(answers: Answers): Urgency {
  return urgencyRules.find((rule) => holdsFor(rule.when, answers))?.urgency ?? 'routine';
}

export interface RoutingRule extends Rule {
  readonly about: string;
  /** Who handles it: these roles together; when everybody in them is a subject of it, the next list. */
  readonly handlers: readonly (readonly Role[])[];
}

/**
 * Who hears of a concern. The handlers of the first list work in the safeguarding channel when that list is the DSL
 * and deputies; everybody else is reached one to one.
 */
export const routingRules: readonly RoutingRule[] = [
  {
    id: 'about-head',
    about: 'head',
    handlers: [['chair']],
    source: '000 section 4.4',
    since: '2026-11-22',
  },
  {
    id: 'about-staff',
    about: 'staff',
    handlers: [['head'], ['chair']],
    source: '000 section 4.4',
    since: '2026-11-22',
  },
  {
    id: 'safeguarding-team',
    about: 'pupil',
    handlers: [['dsl', 'deputy-dsl']],
    source: '000 section 2.3.3; 003 section 3.3',
    since: '2026-11-22',
  },
  {
    id: 'about-adult',
    about: 'adult',
    handlers: [['dsl', 'deputy-dsl']],
    source: '000 section 2.3.3; 003 section 3.3',
    since: '2026-11-22',
  },
];

/** The roles whose work is done together in the safeguarding channel. */
export const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

function holdsFor(test: AnswerTest, answers: Answers): boolean {
  const given = answers[test.question] ?? '';
  return (typeof given === 'string' ? [given] : given).some((value) => test.is.includes(value));
}
