import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import type { PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { people, stranger } from '../../support/school.ts';
import {
  aDraft,
  aRevision,
  awaiting,
  given,
  monday,
  published,
  reference,
  school,
  stateAfter,
  textOf,
} from './a-policy.ts';

const everybody = { ...people, stranger };
type Who = keyof typeof everybody;

/** Who of the whole school may give a command to a policy that stands there. */
function whoMay(command: PolicyCommand, history: Parameters<typeof stateAfter>[0]): readonly string[] {
  const state = stateAfter(history);
  return (Object.keys(everybody) as Who[]).filter((who) => {
    const context = { at: monday, by: actorOf(everybody[who]), school, reference };
    return policy.refuses(state, command, context) === undefined;
  });
}

const publishing = ['dsl', 'head', 'coordinator'];
const reading = ['dsl', 'deputy', 'head', 'chair', 'coordinator', 'governor'];
const owned = published({ ...aDraft, owner: people.senco });

describe('of everybody at the school, and a stranger', () => {
  it.each<readonly [PolicyCommand, string, Parameters<typeof stateAfter>[0], readonly string[]]>([
    ['policy/publish', 'nothing yet', [], publishing],
    ['policy/revise', 'a published policy', owned, publishing],
    ['policy/withdraw', 'a published policy', owned, publishing],
    ['policy/made-known', 'a published policy', owned, publishing],
    ['policy/reviewed', 'a published policy', owned, [...publishing, 'senco']],
    ['policy/open', 'a published policy', owned, [...reading, 'senco']],
    ['policy/read', 'a published policy', owned, [...reading, 'senco']],
    ['policy/preview', 'a draft that awaits signature', awaiting(), [...publishing, 'chair']],
    ['policy/sign', 'a draft that awaits signature', awaiting(), ['head', 'chair']],
    ['policy/send-back', 'a draft that awaits signature', awaiting('head'), ['head']],
    ['policy/change', 'a draft that awaits signature', awaiting(), publishing],
    ['policy/discard', 'a draft that awaits signature', awaiting(), publishing],
    ['policy/confirm', 'a draft that awaits signature', awaiting(), []],
    ['policy/renew', 'a published policy', owned, []],
    ['policy/new-year', 'a published policy', owned, []],
    ['policy/campaign-began', 'a published policy', owned, []],
    ['policy/delivery-note', 'a published policy', owned, []],
  ])('%s on %s is for those alone who have that part [R170] [R171]', (command, _, history, expected) => {
    expect(whoMay(command, history).toSorted()).toEqual(expected.toSorted());
  });

  it('says in the preview whose signature it needs, and whether everybody is asked again [R167] [R170]', () => {
    const shown = (draft: object) => textOf(given().when('policy/publish', actorOf(people.dsl), draft).reply);
    expect(shown({ ...aDraft, approval: 'head-and-chair' })).toContain(
      'signed off by the head teacher and the chair of governors.',
    );
    expect(shown(aDraft)).not.toContain('signed off by the');
    const small = given(owned).when('policy/revise', actorOf(people.dsl), aRevision(5, { isMaterial: 'no' }));
    expect(textOf(small.reply)).toContain('who has acknowledged this round owes nothing');
  });
});
