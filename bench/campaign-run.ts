import { hrtime } from 'node:process';
import { preferredChat, type School } from '../src/domain/school.ts';
import { BIN_MS, backAfter, type Heard, halfOf } from './back-after.ts';
import { type CampaignWorld, openCampaignWorld } from './campaign-world.ts';
import { slackTable, teamsTableByDefault } from './chat-limits.ts';
import type { ChatsOf } from './large-school.ts';
import { campaignCalls, leastMsOfAll } from './least-time.ts';
import { personalChatOf } from './limited-sdks.ts';

/** One campaign to be played. */
export interface CampaignRun {
  readonly people: number;
  readonly chats: ChatsOf;
  /** Whether the bot's chat with each person is known in Teams, as it is where the app was installed for them. */
  readonly isKnown: boolean;
  /** After so many milliseconds each chat allows half of what it did. */
  readonly halvedAfterMs?: number;
  /** What is left to chance is the same for the same number. */
  readonly seed?: number;
}

/** What came of it. */
export interface CampaignOutcome {
  /** From the beginning of the campaign to the last post. */
  readonly virtualMs: number;
  readonly leastMs: number;
  readonly refused: number;
  readonly peakMegabytes: number;
  readonly wallMs: number;
  /** Of all threads, which a machine with other work to do does not change. */
  readonly cpuMs: number;
  readonly writes: number;
  readonly commits: number;
  /** Who was told, and how many were told again. */
  readonly told: number;
  readonly doubled: number;
  /** What the records say at the end, by status. */
  readonly counts: Readonly<Record<string, number>>;
  /** How long after the halving the chat was used to 95 % of what it allowed then, in milliseconds. */
  readonly backMs?: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** Given up when so little is told for so long, in milliseconds of the campaign's time. */
const STUCK_MS = 30 * 60_000;
/** How long what comes of the last post is waited for. */
const AFTERWARDS_MS = 30_000;

/** What the chats take, and when. */
function createEar() {
  const posts = new Map<string, number>();
  /** How many posts came in each tenth of a second since the beginning. */
  const bins: Heard[] = [];
  let began = 0;
  let last = 0;
  return {
    posts,
    bins,
    last: () => last,
    begin(now: number): void {
      began = now;
      last = now;
    },
    hear(thread: string, isTaken: boolean, now: number, isRecipient: boolean): void {
      const bin = Math.floor((now - began) / BIN_MS);
      const { taken, refused } = bins[bin] ?? { taken: 0, refused: 0 };
      bins[bin] = isTaken ? { taken: taken + 1, refused } : { taken, refused: refused + 1 };
      if (!isRecipient || !isTaken) return;
      if (!posts.has(thread)) last = now;
      posts.set(thread, (posts.get(thread) ?? 0) + 1);
    },
  };
}

/** Plays a campaign. Takes over the time of this process. */
export async function playCampaign(run: CampaignRun): Promise<CampaignOutcome> {
  // What a service has in memory too, although nothing is called there.
  await Promise.all([import('@microsoft/teams.apps'), import('@slack/bolt')]);
  const ear = createEar();
  const world: CampaignWorld = await openCampaignWorld({
    seed: 1,
    ...run,
    heard: ({ thread, isTaken }) => ear.hear(thread, isTaken, world.time.nowMs(), recipients.has(thread)),
  });
  const { time, limited, failures } = world;
  const recipients = threadsOf(world.school);
  if (run.isKnown && run.chats !== 'slack') await meetEverybody(world);
  const before = { figures: await world.figures(), cpu: process.cpuUsage(), wall: hrtime.bigint() };
  const began = time.nowMs();
  ear.begin(began);
  world.start();
  world.begin();
  const { halvedAfterMs } = run;
  if (halvedAfterMs !== undefined) setTimeout(() => halve(world), halvedAfterMs);
  const quietMs = () => time.nowMs() - ear.last();
  await time.passUntil(() => ear.posts.size >= recipients.size || quietMs() > STUCK_MS);
  const virtualMs = ear.last() - began;
  await time.passUntil(() => quietMs() > AFTERWARDS_MS);
  const { user, system } = process.cpuUsage(before.cpu);
  const wallMs = Number(hrtime.bigint() - before.wall) / 1e6;
  const { writes, commits } = await world.figures();
  const counts = await world.counts();
  await world.close();
  return {
    ...{ virtualMs, leastMs: leastOf(run), wallMs, cpuMs: (user + system) / 1e3, counts },
    refused: limited.teams.refused + limited.slack.refused,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    writes: writes - before.figures.writes,
    commits: commits - before.figures.commits,
    told: ear.posts.size,
    doubled: [...ear.posts.values()].filter((times) => times > 1).length,
    ...(halvedAfterMs === undefined
      ? {}
      : { backMs: backAfter({ heard: ear.bins, afterMs: halvedAfterMs, wanted: halfOf(run.chats) }) }),
    failures: Object.fromEntries(failures),
  };
}

function halve({ limited }: CampaignWorld): void {
  for (const chat of Object.values(limited)) chat.allow(0.5);
}

/** Where each person's posts are heard. */
function threadsOf(school: School): ReadonlySet<string> {
  const threadOf = ({ email, teams, slack }: School['people'][number]) =>
    preferredChat(school, email) === 'teams' ? personalChatOf(teams?.userId ?? '') : (slack?.userId ?? '');
  return new Set(school.people.filter(({ kind }) => kind === 'staff').map(threadOf));
}

/** The app is installed for everybody in Teams, which tells the service their chats. */
async function meetEverybody({ application, school, time }: CampaignWorld): Promise<void> {
  let met = 0;
  const serviceUrl = 'https://smba.trafficmanager.net/emea/';
  const all = school.people.filter(({ email }) => preferredChat(school, email) === 'teams');
  const meet = async (from: number) => {
    for (let index = from; index < all.length; index += 200) {
      const { email = '', teams } = all[index] ?? {};
      const reach = { serviceUrl, conversation: personalChatOf(teams?.userId ?? ''), userId: teams?.userId ?? '' };
      await application.addresses.remember(school, 'teams', `person:${email}`, reach);
      met++;
    }
  };
  for (let from = 0; from < 200; from++) void meet(from);
  await time.passUntil(() => met === all.length);
}

/** Nobody could be quicker: what takes longest in either chat. */
function leastOf({ people, chats, isKnown }: CampaignRun): number {
  const inTeams = chats === 'teams' ? people : chats === 'slack' ? 0 : Math.ceil(people / 2);
  return Math.max(
    leastMsOfAll(campaignCalls('teams', inTeams, isKnown), teamsTableByDefault),
    leastMsOfAll(campaignCalls('slack', people - inTeams, isKnown), slackTable),
  );
}
