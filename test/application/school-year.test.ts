import { describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src/application/command.ts';
import { policyRegister } from '../../src/workflows/policy-register/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { people } from '../support/school.ts';

const { open } = applications();

const anAgreement = {
  kind: 'agreement',
  title: 'Acceptable use',
  text: 'I keep my password to myself.',
  kinds: ['staff'],
  dueBy: '2026-12-04',
  isYearly: 'yes',
  nextReview: '2028-11-01',
};

describe('[R159] a new school year', () => {
  it('is started from the register: each yearly agreement begins its next round, once, however often it is pressed', async () => {
    const t = await open({ clock: aClock('2026-11-23T14:05:00.000Z') });
    await keepRecords(t);
    const policy = await published(t);
    expect(await rounds(t, policy)).toEqual([1]);
    // Before the first school day, when it would begin by itself.
    t.clock.set('2027-09-01T06:00:00.000Z');
    const register = await registerOf(t);
    const shown = await t.give('policy-register/roll-over', { by: people.head, reference: register });
    const plan = planIn(shown);
    for (let press = 0; press < 3; press++) {
      const pressed = await t.give('policy-register/start', { by: people.head, reference: register, data: { plan } });
      expect(pressed.kind).toBe('done');
      await t.settle();
      await t.runDue();
      await t.settle();
    }
    expect(await rounds(t, policy)).toEqual([1, 2]);
    expect(await entryOf(t, policy)).toMatchObject({ round: 2, year: '2027-28', startedFor: '2027-28', refused: '' });
    const again = await t.give('policy-register/roll-over', { by: people.dsl, reference: register });
    expect(planIn(again)).toBe('');
  });
});

/** Begins the records that every school has, as the service does when it starts. */
async function keepRecords(t: TestApplication): Promise<void> {
  for (const { key, command, data } of policyRegister.keeps?.(t.school) ?? [])
    await t.app.commands.handle({
      id: `keep ${key}`,
      school: t.school,
      key,
      type: command,
      by: { kind: 'clock' },
      data,
    });
}

async function published(t: TestApplication): Promise<string> {
  const written = await t.give('policy/publish', { by: people.head, data: anAgreement });
  if (written.kind !== 'done') throw new Error(written.sentence);
  const confirmed = await t.give('policy/confirm', {
    by: people.head,
    reference: written.reference,
    data: { draft: 1 },
  });
  if (confirmed.kind !== 'done') throw new Error(confirmed.sentence);
  await t.settle();
  await t.runDue();
  await t.settle();
  return written.reference;
}

async function registerOf(t: TestApplication): Promise<string> {
  const { records } = await t.store.all({ limit: 500 });
  const [register, ...others] = records.filter(({ kind }) => kind === policyRegister.id);
  if (register === undefined || others.length > 0) throw new Error('a school has one register');
  return register.id;
}

async function entryOf(t: TestApplication, policy: string) {
  const found = await t.store.get(t.school.id, await registerOf(t));
  if (found === undefined) throw new Error('there is no register');
  const { state } = await t.app.sealer.open(policyRegister, found);
  return state.status === 'none' ? undefined : state.policies.find((one) => one.policy === policy);
}

/** The rounds of asking that a policy began, as its history has them. */
async function rounds(t: TestApplication, policy: string): Promise<readonly number[]> {
  const began = (await t.events(policy)).filter((type) => ['VersionPublished', 'PolicyRenewed'].includes(type));
  return began.map((_, at) => at + 1);
}

function planIn(result: CommandResult): string {
  const data = result.kind === 'done' ? (result.reply?.data ?? {}) : {};
  const { buttons = [] } = data as {
    buttons?: readonly { press: { do: string; with?: Record<string, string> } }[];
  };
  return buttons.find(({ press }) => press.do === 'policy-register/start')?.press.with?.['plan'] ?? '';
}
