import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Chat } from '../../src/domain/chats.ts';
import { HOUR, later, MINUTE, SECOND } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { nextSchoolTime } from '../../src/domain/school-time.ts';
import { applications } from '../support/application.ts';
import { campaignIn, type Said, versionIn, whatIsWrong } from '../support/campaign-checks.ts';
import { type PublishedPolicy, publishPolicy, revisePolicy, withdrawPolicy } from '../support/campaign-policy.ts';
import { volunteers } from '../support/campaign-school.ts';
import { aCampaignTown, type CampaignTown } from '../support/campaign-town.ts';
import { people } from '../support/school.ts';

const { open } = applications();

// Publishing, revising, joining, leaving, acknowledging, reminding and everything that can go wrong meanwhile, in any
// order; what is by chance comes from fast-check, so that a failure can be repeated.

/** `CAMPAIGN_ORDERS=long` plays many more; `CAMPAIGN_ORDERS_SEED` repeats what went wrong. */
const isLong = process.env.CAMPAIGN_ORDERS === 'long';
const RUNS = Number(process.env.CAMPAIGN_ORDERS_RUNS ?? (isLong ? 2_000 : 40));
const seed = process.env.CAMPAIGN_ORDERS_SEED;

/** A Monday in term, at ten past nine in the school. */
const BEGINS = '2026-11-23T09:10:00.000Z';
const DAY = 24 * HOUR;

const is = <const Name extends string>(...names: readonly Name[]) => fc.constantFrom(...names);
const somebody = fc.nat(volunteers.length - 1);
const kill = { writes: fc.integer({ min: 1, max: 40 }), isAfter: fc.boolean() };
const troubles = fc.array(is('no-answer', 'refuse', 'down', 'throttle'), { maxLength: 6 });
const lapses = fc.constantFrom(SECOND, 20 * SECOND, 10 * MINUTE, 5 * HOUR, DAY, 4 * DAY);
const press = {
  who: fc.nat(11),
  card: fc.nat(3),
  times: fc.integer({ min: 1, max: 3 }),
  chats: fc.constantFrom<readonly Chat[]>(['teams'], ['slack'], ['teams', 'slack'], ['slack', 'slack']),
  /** Now and then it is a card that somebody else was sent, which is the same for everybody. */
  isForwarded: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
};

const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: is('press'), ...press }) },
  { weight: 3, arbitrary: fc.record({ do: is('revise'), isMaterial: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: is('join', 'leave', 'remove-app', 'install-app'), who: somebody }) },
  { weight: 3, arbitrary: fc.record({ do: is('remind', 'restart', 'withdraw') }) },
  { weight: 6, arbitrary: fc.record({ do: is('pass'), milliseconds: lapses }) },
  { weight: 4, arbitrary: fc.record({ do: is('kill'), ...kill }) },
  { weight: 3, arbitrary: fc.record({ do: is('trouble'), kinds: troubles }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const scenario = fc.record({
  present: fc.subarray([...volunteers], { minLength: 1 }),
  /** When the process dies for the first time, which may be while the first are asked. */
  firstKill: fc.option(fc.record({ writes: fc.integer({ min: 1, max: 60 }), isAfter: fc.boolean() }), {
    nil: undefined,
  }),
  /** How long it is before anything else happens. */
  waits: fc.constantFrom(0, 20 * SECOND),
  steps: fc.array(step, { minLength: 6, maxLength: 24, size: 'max' }),
});

/** What is known from the answers that people got. */
interface Known {
  policy: PublishedPolicy;
  isWithdrawn: boolean;
  readonly said: Said[];
}

async function take(town: CampaignTown, known: Known, one: Step): Promise<void> {
  switch (one.do) {
    case 'press':
      return await pressYes(town, known, one);
    case 'revise':
      if (!known.isWithdrawn) known.policy = await revisePolicy(town, known.policy, one.isMaterial);
      return;
    case 'withdraw':
      if (!known.isWithdrawn) await withdrawPolicy(town, known.policy);
      known.isWithdrawn = true;
      return;
    case 'join':
      return await town.setPeople([...new Set([...town.people(), named(one)])]);
    case 'leave':
      return await leave(town, named(one));
    case 'remove-app':
      return town.removeApp(named(one));
    case 'install-app':
      return await town.installApp(named(one));
    case 'remind':
      return await remind(town);
    case 'restart':
      return await town.restart();
    case 'pass':
      return await town.pass(one.milliseconds);
    case 'kill':
      return town.killAt(one);
    case 'trouble':
      return town.trouble(one.kinds);
    default:
      return one satisfies never;
  }
}

function named({ who }: { readonly who: number }): PersonId {
  return volunteers[who] ?? '';
}

async function leave(town: CampaignTown, person: PersonId): Promise<void> {
  if (town.people().length > 1) await town.setPeople(town.people().filter((other) => other !== person));
}

/** Somebody presses yes on one of the cards that stand in their chats, which may be an old one, or on somebody else's. */
async function pressYes(
  town: CampaignTown,
  known: Known,
  { who, card, isForwarded, ...how }: Extract<Step, { readonly do: 'press' }>,
): Promise<void> {
  const having = volunteers.filter((one) => town.buttonsOf(one).length > 0);
  const [holder = '', other = ''] = [having[who % having.length], volunteers[who % volunteers.length]];
  const buttons = town.buttonsOf(holder);
  const yes = buttons.at(-1 - (card % Math.max(1, buttons.length)));
  if (yes === undefined) return;
  const person = isForwarded ? other : holder;
  await town.press(person, yes.press, how);
  const campaign = campaignIn(yes.press);
  if (known.said.some((one) => one.person === person && one.campaign === campaign)) return;
  // What came of it is told by what stands in the store for them: their own card says it too.
  if (await isAcknowledged(town, campaign, person))
    known.said.push({ person, campaign, version: versionIn(yes.press) });
}

async function isAcknowledged(town: CampaignTown, campaign: string, person: PersonId): Promise<boolean> {
  const { school, vault } = town.process();
  const token = await vault.token(school.id, `person ${person}`);
  const statuses = ['acknowledged'];
  const query = {
    school: school.id,
    kind: 'acknowledgement',
    token,
    statuses,
    order: 'oldest-first',
    limit: 100,
  } as const;
  const { records } = await town.store.query(query);
  for (const { id } of records) {
    const { state } = await town.process().record(id);
    if ((state as unknown as { file: { campaign: string } }).file.campaign === campaign) return true;
  }
  return false;
}

async function remind(town: CampaignTown): Promise<void> {
  const { school } = town.process();
  const query = { school: school.id, kind: 'campaign', order: 'newest-first', limit: 1 } as const;
  const [latest] = (await town.store.query(query)).records;
  if (latest !== undefined) await town.give('campaign/remind-now', people.head, { reference: latest.id });
}

it(
  '[R159] [R160] [R166] [R167] whatever comes in whatever order, everybody who is asked is counted once, nobody is asked who owes nothing, and what was acknowledged stays',
  async () => {
    const played = { steps: 0, kills: 0, said: 0, asked: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async ({ present, firstKill, waits, steps }) => {
        const town = await aCampaignTown(open, { begins: BEGINS, present });
        const known: Known = { policy: { reference: '', version: 0, round: 0 }, isWithdrawn: false, said: [] };
        town.judgeBy(({ person, campaign }) => {
          if (!town.people().includes(person)) return `${person} was asked for ${campaign} and is not at the school`;
          const has = known.said.some((one) => one.person === person && campaign.startsWith(`${one.campaign} `));
          return has ? `${person} was asked for ${campaign} and had acknowledged it` : undefined;
        });
        if (firstKill !== undefined) town.killAt(firstKill);
        known.policy = await publishPolicy(town);
        await town.pass(waits);
        for (const one of steps) await take(town, known, one);
        town.calm();
        await town.pass(3 * DAY);
        // What waits for the school to open has come two hours after it did.
        const opens = nextSchoolTime(town.process().school, later(town.now(), DAY));
        await town.pass(Date.parse(opens) - Date.parse(town.now()) + 2 * HOUR);
        const { said, isWithdrawn, policy } = known;
        expect(await whatIsWrong(town, { said, isWithdrawn, rounds: policy.round })).toEqual([]);
        played.steps += steps.length;
        played.kills += town.kills();
        played.said += said.length;
        played.asked += town.askings.length;
      }),
      { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
    console.log('campaigns in any order', played);
    // What had nothing to look at would prove nothing.
    expect(Math.min(...Object.values(played))).toBeGreaterThan(RUNS / 4);
  },
  isLong ? 3_600_000 : 240_000,
);
