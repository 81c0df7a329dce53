import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { CampaignOutcome, CampaignRun } from '../../bench/campaign-run.ts';

const program = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));

/** Plays a campaign in a process of its own, whose time is not ours. */
async function play(run: CampaignRun): Promise<CampaignOutcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'campaign', 'one', JSON.stringify(run)]);
  return JSON.parse(stdout) as CampaignOutcome;
}

it('everybody is told in both chats, once, under all limits of both at once, and no chat ever has to ask for patience', async () => {
  const { told, doubled, refused, counts, virtualMs, leastMs, writes } = await play({
    ...{ people: 300, chats: 'both', isKnown: true },
  });
  expect({ told, doubled, refused, counts }).toEqual({ told: 300, doubled: 0, refused: 0, counts: { delivered: 300 } });
  // Who could be quicker would use up at once what is left for others: ten seconds, whatever the number of people.
  expect(virtualMs).toBeLessThan(1.05 * leastMs + 10_000);
  expect(writes / told).toBeLessThan(3.2);
});

it('when a chat allows half of what it did, that is found from what it refuses, and the half is used', async () => {
  const { told, doubled, refused, backMs } = await play({
    ...{ people: 900, chats: 'teams', isKnown: true, halvedAfterMs: 8_000 },
  });
  expect({ told, doubled }).toEqual({ told: 900, doubled: 0 });
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(100);
  expect(backMs).toBeLessThanOrEqual(10_000);
});
