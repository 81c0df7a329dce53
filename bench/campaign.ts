import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type CampaignOutcome, type CampaignRun, playCampaign } from './campaign-run.ts';
import { printTable } from './table.ts';

// How long the chats take to tell everybody, against what nobody could beat (P4), and what that takes of a machine (P5).

const chatsSchema = z.enum(['teams', 'slack', 'both']);
const runSchema = z.object({
  people: z.number().int().min(1),
  chats: chatsSchema,
  isKnown: z.boolean(),
  halvedAfterMs: z.number().optional(),
  seed: z.number().int().optional(),
});

const targets = { ratio: 1.05, megabytes: 256, wallMs: 60_000, backMs: 10_000 } as const;
/** By when a campaign is well under way. */
const HALVED_AFTER_MS = 60_000;

/** What is played when nobody says: each in a process of its own, whose memory is its own too. */
const usual: readonly CampaignRun[] = [
  ...[10_000, 90_000].flatMap((people) => chatsSchema.options.map((chats) => ({ people, chats, isKnown: true }))),
  { people: 10_000, chats: 'teams', isKnown: false },
  { people: 10_000, chats: 'teams', isKnown: true, halvedAfterMs: HALVED_AFTER_MS },
  { people: 1_000, chats: 'slack', isKnown: true, halvedAfterMs: HALVED_AFTER_MS },
];

/**
 * `npm run bench -- campaign` plays all; `npm run bench -- campaign 10000 teams` one, and `new` or `halved` behind it the
 * one in which nobody's chat is known, or in which the limits are halved meanwhile.
 */
export async function campaign(words: readonly string[]): Promise<void> {
  const [first = '', second = '', third] = words;
  if (first === 'one') {
    const outcome = await playCampaign(asRun(runSchema.parse(JSON.parse(second))));
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    // Timers of a time that passes no more would keep nobody waiting; the thread of the store would.
    process.exit(0);
  }
  const runs = first === '' ? usual : [runOf(Number(first), second, third)];
  const rows: string[][] = [];
  for (const run of runs) rows.push(rowOf(run, await playApart(run)));
  printTable(
    [
      'people',
      'chat',
      'time',
      'least',
      'ratio',
      '429s',
      'memory',
      'wall',
      'of the processors',
      'writes each',
      'told twice',
      'back at 95 %',
    ],
    rows,
  );
}

function runOf(people: number, chats: string, besides: string | undefined): CampaignRun {
  const run = { people, chats: chatsSchema.parse(chats), isKnown: besides !== 'new' };
  return besides === 'halved' ? { ...run, halvedAfterMs: HALVED_AFTER_MS } : run;
}

function asRun({ halvedAfterMs, seed = 1, ...run }: z.infer<typeof runSchema>): CampaignRun {
  return halvedAfterMs === undefined ? { ...run, seed } : { ...run, seed, halvedAfterMs };
}

async function playApart(run: CampaignRun): Promise<CampaignOutcome> {
  const program = fileURLToPath(new URL('run.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, program, 'campaign', 'one', JSON.stringify(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await closed;
  if (code !== 0) throw new Error(`a campaign ended with ${code}`);
  const outcome = JSON.parse(said) as CampaignOutcome;
  const whole = outcome.told === run.people && Object.keys(outcome.failures).length === 0;
  if (!whole) console.log(`${run.people} in ${run.chats}:`, outcome);
  return outcome;
}

function rowOf(run: CampaignRun, outcome: CampaignOutcome): string[] {
  const { virtualMs, leastMs, refused, peakMegabytes, wallMs, cpuMs, writes, told, doubled, backMs } = outcome;
  const { halvedAfterMs } = run;
  const ratio = virtualMs / leastMs;
  const isAimed = halvedAfterMs === undefined && told === run.people;
  return [
    run.people.toLocaleString('en-GB'),
    run.isKnown ? run.chats : `${run.chats}, chats begun`,
    inMinutes(virtualMs),
    inMinutes(leastMs),
    isAimed ? judged(ratio.toFixed(3), ratio <= targets.ratio) : told === run.people ? 'halved' : `only ${told} told`,
    halvedAfterMs === undefined ? judged(String(refused), refused === 0) : String(refused),
    judged(`${Math.round(peakMegabytes)} MB`, peakMegabytes <= targets.megabytes),
    judged(`${(wallMs / 1_000).toFixed(1)} s`, wallMs <= targets.wallMs),
    `${(cpuMs / 1_000).toFixed(1)} s`,
    (writes / run.people).toFixed(2),
    String(doubled),
    backMs === undefined ? '' : judged(`${(backMs / 1_000).toFixed(1)} s`, backMs <= targets.backMs),
  ];
}

function judged(figure: string, isMet: boolean): string {
  return isMet ? figure : `${figure} NOT MET`;
}

function inMinutes(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;
}
