import { type Answers, type Condition, conditionHolds } from '../../domain/form.ts';
import type { Role } from '../../domain/people.ts';
import { isAboutAdult, isAboutHead, isAboutPupils, isAboutStaff, onKinds } from './report-conditions.ts';

/** Where a rule comes from, so that the record can say why. */
interface Rule {
  readonly id: string;
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

/** How soon somebody must look at a concern. */
export type Urgency = 'immediate' | 'urgent' | 'routine';

interface UrgencyRule extends Rule {
  readonly when: Condition;
  readonly urgency: Exclude<Urgency, 'routine'>;
}

/** What makes a concern more than routine. The first that holds decides. */
const urgencyRules: readonly UrgencyRule[] = [
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
  return urgencyRules.find((rule) => conditionHolds(rule.when, answers))?.urgency ?? 'routine';
}

interface RoutingRule extends Rule {
  readonly when: Condition;
  /** Who handles it: these roles together; when somebody in them is a subject of it, the next list. */
  readonly handlers: readonly (readonly Role[])[];
}

/** Misconduct of the head goes to the chair, and the head may not know of it. */
const aboutHead: RoutingRule = {
  id: 'about-head',
  when: isAboutHead,
  handlers: [['chair']],
  source: '000 section 4.4',
  since: '2026-11-22',
};

/** What breaks the rules for using the network. */
const isBreach = onKinds('filter-bypass', 'data-breach', 'deliberate-access', 'accidental-access');

const routingRules: readonly RoutingRule[] = [
  aboutHead,
  {
    id: 'about-staff',
    when: isAboutStaff,
    handlers: [['head'], ['chair']],
    source: '000 section 4.4',
    since: '2026-11-22',
  },
  {
    id: 'about-adult',
    when: isAboutAdult,
    handlers: [['dsl', 'deputy-dsl']],
    source: '000 section 2.3.3; 003 section 3.3',
    since: '2026-11-22',
  },
  {
    // A breach that IT finds in an audit comes to the co-ordinator as a case, together with the safeguarding team. What
    // is more than a breach of the rules goes as everything does, to where it is seen soonest.
    id: 'audit-finding',
    when: {
      question: 'source',
      is: ['it-audit'],
      also: { question: 'danger', is: ['no'], also: { ...isBreach, also: isAboutPupils } },
    },
    handlers: [['online-safety-coordinator', 'dsl', 'deputy-dsl']],
    source: '000 section 2.3.4',
    since: '2026-11-22',
  },
];

const safeguardingTeam: RoutingRule = {
  id: 'safeguarding-team',
  when: isAboutPupils,
  handlers: [['dsl', 'deputy-dsl']],
  source: '000 section 2.3.3; 003 section 3.3',
  since: '2026-11-22',
};

/** The rule that says who hears of these answers. */
export function routingRuleOf(answers: Answers, namesHead: boolean): RoutingRule {
  if (namesHead) return aboutHead;
  return routingRules.find((rule) => conditionHolds(rule.when, answers)) ?? safeguardingTeam;
}

/** Where nobody of a rule's own lists can take it, these are asked in turn (derived; see requirement R015). */
export const lastResort: readonly (readonly Role[])[] = [['head'], ['chair'], ['online-safety-governor']];

/** The roles whose work is done together in the safeguarding channel; everybody else is reached one to one. */
export const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

/** The roles that a concern can come to. */
export const handlingRoles: readonly Role[] = [
  ...new Set([...[...routingRules, safeguardingTeam].flatMap((rule) => rule.handlers.flat()), ...lastResort.flat()]),
];
