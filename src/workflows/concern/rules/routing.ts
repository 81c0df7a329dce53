import type { Answers, Condition } from '../../../domain/form.ts';
import { conditionHolds } from '../../../domain/form.ts';
import type { Role } from '../../../domain/people.ts';
import { isAboutAdult, isAboutHead, isAboutPupils, isAboutStaff, onKinds, toStaff } from '../report-conditions.ts';
import type { Rule } from './rule.ts';

/** Who handles what. */
export interface RoutingRule extends Rule {
  readonly when: Condition;
  /** These roles together; when somebody in them is whom it is about, the next list. */
  readonly handlers: readonly (readonly Role[])[];
}

const since = '2026-11-22';

/** Misconduct of the head goes to the chair, and the head may not know of it. */
const aboutHead: RoutingRule = {
  id: 'routing/about-head',
  words: 'What is about the head goes to the chair, and the head does not learn of it',
  when: isAboutHead,
  handlers: [['chair']],
  source: '000 section 4.4',
  since,
  isFixed: true,
};

/** What happened to a member of staff is the head's, in confidence. */
export const staffVictim: RoutingRule = {
  id: 'routing/staff-victim',
  words: 'What happens to a member of staff goes to the head in confidence',
  when: toStaff,
  handlers: [['head'], ['chair']],
  source: '000 sections 4.5.4; 003 section 3.19 and appendix 4',
  since,
};

/**
 * The same where the member of staff chose another leader: that leader alone has it. Where they are there no more it
 * goes to the chair and not to the head, whom the member of staff went round.
 */
export const chosenLeader: RoutingRule = {
  id: 'routing/chosen-leader',
  words: 'A member of staff to whom something happens may choose a senior leader in the head’s place',
  when: toStaff,
  handlers: [['chair']],
  source: '003 appendix 4',
  since,
};

/** What breaks the rules for using the network. */
const isBreach = onKinds('filter-bypass', 'data-breach', 'deliberate-access', 'accidental-access');

const rules: readonly RoutingRule[] = [
  aboutHead,
  staffVictim,
  {
    id: 'routing/about-staff',
    words: 'What is about a member of staff goes to the head and the online-safety co-ordinator, one to one',
    when: isAboutStaff,
    handlers: [['head', 'online-safety-coordinator'], ['head'], ['chair']],
    source: '000 section 4.4',
    since,
  },
  {
    id: 'routing/about-adult',
    words: 'What is about a parent or another adult goes to the safeguarding team',
    when: isAboutAdult,
    handlers: [['dsl', 'deputy-dsl']],
    source: '000 section 2.3.3; 003 section 3.3',
    since,
  },
  {
    id: 'routing/breach',
    words: 'A broken rule of online safety goes to the online-safety co-ordinator and the safeguarding team together',
    // Nobody is asked this: the short report of a broken rule says it of itself.
    when: { question: 'begunBy', is: ['report-breach'], also: isAboutPupils },
    handlers: [
      ['online-safety-coordinator', 'dsl', 'deputy-dsl'],
      ['dsl', 'deputy-dsl'],
    ],
    source: '000 section 4.1; 003 appendix 2a',
    since,
  },
  {
    // A breach that IT finds in an audit comes to the co-ordinator as a case, together with the safeguarding team. What
    // is more than a breach of the rules goes as everything does, to where it is seen soonest.
    id: 'routing/audit-finding',
    words: 'A breach that IT finds goes to the online-safety co-ordinator and the safeguarding team together',
    when: {
      question: 'source',
      is: ['it-audit'],
      also: { question: 'danger', is: ['no'], also: { ...isBreach, also: isAboutPupils } },
    },
    handlers: [
      ['online-safety-coordinator', 'dsl', 'deputy-dsl'],
      ['dsl', 'deputy-dsl'],
    ],
    source: '000 section 2.3.4',
    since,
  },
];

const safeguardingTeam: RoutingRule = {
  id: 'routing/safeguarding-team',
  words: 'Concerns about pupils go to the DSL and the deputies',
  when: isAboutPupils,
  handlers: [['dsl', 'deputy-dsl']],
  source: '000 sections 2.3.3 and 4.1; 003 sections 3.3 and 3.32',
  since,
};

/** Derived: the policies name nobody for what is about those who would handle it (requirement R015). */
const roundTheNamed: RoutingRule = {
  id: 'routing/round-the-named',
  words: 'It goes round everybody whom it is about: to the head, then the chair, then the online-safety governor',
  when: isAboutPupils,
  handlers: [['head'], ['chair'], ['online-safety-governor']],
  source: '000 section 4.4 and 003 appendix 4, taken further',
  since,
};

/** What the co-ordinator has found to be a matter of safeguarding. */
export const handedToSafeguarding: RoutingRule = {
  id: 'routing/handed-to-safeguarding',
  words: 'The online-safety co-ordinator hands what is a matter of safeguarding to the DSL, who decides',
  when: isAboutPupils,
  handlers: [['dsl', 'deputy-dsl']],
  source: '000 sections 2.3.3, 2.3.6 and 4.1',
  since,
};

/** Every rule that says who handles a case. */
export const routingRules: readonly RoutingRule[] = [
  ...rules,
  safeguardingTeam,
  chosenLeader,
  handedToSafeguarding,
  roundTheNamed,
];

/** The rule that says who hears of these answers. */
export function routingRuleOf(answers: Answers, namesHead: boolean): RoutingRule {
  if (namesHead && !conditionHolds(toStaff, answers)) return aboutHead;
  return rules.find((rule) => conditionHolds(rule.when, answers)) ?? safeguardingTeam;
}

/** Where nobody of a rule's own lists can take it, these are asked in turn. */
export const lastResort = roundTheNamed;

/** A rule of a case, also of one from before the rules had a folder in their ids. */
export function routingRuleCalled(id: string): RoutingRule | undefined {
  return routingRules.find((rule) => rule.id === id || rule.id === `routing/${id}`);
}

/** The roles whose work is done together in the safeguarding channel; everybody else is reached one to one. */
export const channelRoles: readonly Role[] = ['dsl', 'deputy-dsl'];

/** Who hears at once of what a member of staff may have done (000 section 4.4). */
export const ofStaff: readonly Role[] = ['head', 'online-safety-coordinator'];

/** The roles that a concern can come to. */
export const handlingRoles: readonly Role[] = [...new Set(routingRules.flatMap((rule) => rule.handlers.flat()))];
