import { SECOND } from '../src/domain/instant.ts';
import { theClock } from '../src/domain/people.ts';
import { beginning, campaignReference } from './begun-campaign.ts';
import { aLargeSchool } from './large-school.ts';
import { type Cost, openMeasuredSchool } from './measured-school.ts';

/** What a campaign asks of the database. */
export interface CampaignCost {
  /** To ask so many people, and to tell them: all of it. */
  readonly people: number;
  readonly asking: readonly Cost[];
  /** One person says yes: what they wait for, and then what comes of it. */
  readonly yes: readonly Cost[];
}

/** Rounds of the clock in which each of these is told: a page of a hundred is asked in each. */
const ROUNDS = 6;

/** A hundred are told at once here, and a busy machine takes its time over that. */
const PATIENCE_MS = 60 * SECOND;

/** A campaign to so many people, and one of them who acknowledges. */
export async function measureCampaign(people: number): Promise<CampaignCost> {
  const school = aLargeSchool(people, 'teams');
  const bench = await openMeasuredSchool(school);
  const { app, clock, vault } = bench;
  try {
    const asking = await bench.costOf(async () => {
      await app.commands.handle({ id: 'begin', by: theClock, ...beginning(school) });
      for (let round = 0; round < ROUNDS + people / 100; round++) {
        await app.settle(PATIENCE_MS);
        clock.move(SECOND);
        await app.dueRunner.run();
      }
      await app.settle(PATIENCE_MS);
    });
    const person = school.people.at(-1);
    if (person === undefined) throw new Error('nobody is there');
    const ref = await campaignReference(vault, school);
    const yes = await bench.costOf(async () => {
      const surface = { kind: 'chat', chat: 'teams' } as const;
      const data = { do: 'acknowledgement/acknowledge', ref, with: { version: '1' } };
      const screen = await app.presser.press({ id: 'yes', school, person, answers: {}, surface, data });
      if (screen.kind === 'refused') throw new Error(screen.text);
    });
    return { people, asking, yes };
  } finally {
    await bench.stop();
  }
}
