import { actorOf, theClock } from '../../src/domain/people.ts';
import { policyRegister } from '../../src/workflows/policy-register/index.ts';
import { planNow } from '../../src/workflows/policy-register/plan.ts';
import { monday } from './concern.ts';
import { type Given, played } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

const YEAR_MINUTES = 366 * 24 * 60;

/** The cards of the policy register, where people wrote `words` wherever they can. */
export function policyRegisterCards(words: string, everyKind = true): readonly SampleCard[] {
  const of = { school: aSchool(), reference: 'L-7K3Q9F', at: monday };
  const title = words.slice(0, 120).trim();
  const entered = (at: number): Given => [
    'policy-register/enter',
    theClock,
    {
      policy: `P-22222${at + 2}`,
      title,
      kind: 'agreement',
      version: 12,
      status: 'published',
      isYearly: true,
      audience: {
        kinds: ['staff', 'governor', 'volunteer'],
        roles: ['senco'],
        groups: [],
        channels: [],
        people: [people.head],
      },
      owner: people.coordinator,
      nextReview: '2027-11-01',
      round: 3,
    },
  ];
  const begin: Given = ['policy-register/begin', theClock];
  const some = Array.from({ length: 8 }, (_, at) => entered(at));
  const yearLater: Given = ['policy-register/begin', theClock, {}, YEAR_MINUTES];
  const due = [begin, ...some, yearLater];
  const { state, at } = played(policyRegister, due, of);
  const plan = state.status === 'none' ? '' : planNow(state, of.school, at).token;
  const start: Given = ['policy-register/start', actorOf(people.head), { plan }];
  const refused = { slot: 'renew:P-222222', outcome: 'parked', code: 'not-now' };
  const scenes = [due, [...due, start], [begin, ...some], [begin]];
  return workflowCards(
    {
      workflow: policyRegister,
      ...of,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 2),
      commands: [
        ...byEach('policy-register/open', {}, ['head', 'governor']),
        ...byEach('policy-register/put-away', {}, ['head']),
        ...byEach('policy-register/roll-over', {}, ['head']),
        start,
        ['policy-register/start', actorOf(people.dsl), { plan: 'another' }],
        ['policy-register/delivery-note', theClock, refused],
      ],
    },
    words,
  );
}
