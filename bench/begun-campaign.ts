import type { Vault } from '../src/application/ports.ts';
import { deriveReference } from '../src/application/record-reference.ts';
import type { Registry, Workflow } from '../src/domain/decider.ts';
import type { School } from '../src/domain/school.ts';
import { statement } from '../src/domain/wording.ts';
import { registry } from '../src/workflows/index.ts';

const policy = 'P-7K3Q9F';
const key = `campaign ${policy} 1`;

/** The command by which everybody who works at the school is asked to read a policy of an ordinary length. */
export function beginning(school: School) {
  const wording = {
    policy,
    version: 1,
    kind: 'policy',
    title: 'Online safety policy',
    changes: ['Mobile telephones stay in the locker.', 'Who to tell has a new name.'],
    text: 'Everybody who works here reads this, and does as it says. '.repeat(40),
    statement,
    isSigned: false,
  };
  const audience = { kinds: ['staff'], roles: [], groups: [], channels: [], people: [] };
  const [owner = ''] = school.roles['online-safety-coordinator'].people;
  const [publisher = ''] = school.roles.head.people;
  const data = { wording, audience, owner, publisher, round: 1, dueBy: '2026-12-04', isYearly: false };
  return { school, key, type: 'campaign/begin', data };
}

/** The reference of the campaign that this begins. */
export async function campaignReference(vault: Vault, school: School): Promise<string> {
  const workflow = registry.get('campaign');
  if (workflow === undefined) throw new Error('the registry has no campaigns');
  return await deriveReference(vault, school.id, workflow, key);
}

/** The service's own workflows. Here there is only the campaign: the policy that it would tell of itself is not. */
export function workflowsWithoutThePolicy(): Registry {
  const withoutIt = (workflow: Workflow<unknown, unknown>): Workflow<unknown, unknown> => ({
    ...workflow,
    decide(...of) {
      const decided = workflow.decide(...of);
      if (decided.kind !== 'decision' || decided.relays === undefined) return decided;
      return { ...decided, relays: decided.relays.filter(({ type }) => type !== 'policy/campaign-began') };
    },
  });
  return new Map([...registry].map(([id, workflow]) => [id, id === 'campaign' ? withoutIt(workflow) : workflow]));
}
