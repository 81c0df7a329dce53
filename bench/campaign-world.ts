import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleApplication } from '../src/application/assemble.ts';
import { startClockwork } from '../src/application/clockwork.ts';
import { faultCode } from '../src/application/faults.ts';
import type { Clock, RecordStore } from '../src/application/ports.ts';
import { currentPassage } from '../src/channels/permit.ts';
import { createRateLimiter } from '../src/channels/rate-limiter.ts';
import { createRenderer } from '../src/channels/render.ts';
import { createSdkConnector as createSlackConnector } from '../src/channels/slack/sdk-connector.ts';
import { createSlackChannel } from '../src/channels/slack/slack-channel.ts';
import { createSdkConnector as createTeamsConnector } from '../src/channels/teams/sdk-connector.ts';
import { createTeamsChannel } from '../src/channels/teams/teams-channel.ts';
import type { Chat } from '../src/domain/chats.ts';
import { theClock } from '../src/domain/people.ts';
import { chatsOf } from '../src/domain/school.ts';
import { createIds } from '../src/random-ids.ts';
import { createSqliteRecordStore } from '../src/store/sqlite/record-store.ts';
import { openFileVault } from '../src/vault/file-vault.ts';
import { beginning, campaignReference, workflowsWithoutThePolicy } from './begun-campaign.ts';
import { createChance } from './chance.ts';
import { createLimitedChat, type LimitedChat, slackTable, teamsTable } from './chat-limits.ts';
import { aLargeSchool, type ChatsOf } from './large-school.ts';
import { aLimitedSlack, aLimitedTeams, type Heard } from './limited-sdks.ts';
import { takeOverTime, type VirtualTime } from './virtual-time.ts';

/** A Monday in term; 08:35 in the school. */
const MONDAY = '2026-11-23T08:35:00.000Z';
/** How long a call of the store takes at the most: more than on a disk, and about what Cosmos DB takes. */
const STORE_MS = 20;
/** A busy machine is not what is measured: a store that is slow for a moment fails nothing. */
const STORE_WITHIN_MS = 60_000;
/** A folder in memory, where there is one: what takes an hour in life takes a minute here, and no disk is sixty times faster. */
const MEMORY = '/dev/shm';
/** How long a call of a chat is on the way, one way: so much, and up to three tenths more or less. */
const TRAVEL_MS = 60;
const TRAVEL_SPREAD = 0.3;
const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';

export interface CampaignWorldOptions {
  readonly people: number;
  readonly chats: ChatsOf;
  /** Told of each post that came to a chat. */
  readonly heard: Heard;
  /** What is left to chance is the same for the same number. */
  readonly seed: number;
}

/**
 * The whole service in virtual time: its application, its store on a real disk, its channels, connectors and limiters;
 * only the SDKs of the chats and the clock are others. Time is taken over for the whole process, for good.
 */
export async function openCampaignWorld({ people, chats, heard, seed }: CampaignWorldOptions) {
  const school = aLargeSchool(people, chats);
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'bench-'));
  const path = join(folder, 'records.db');
  const sqlite = await createSqliteRecordStore({ path, answerWithinMs: STORE_WITHIN_MS });
  const vault = await openFileVault(join(folder, 'keys.json'));
  // The school's keys are made now: in the time that passes below, nothing waits for a file.
  await vault.token(school.id, 'the first');
  const time = takeOverTime(Date.parse(MONDAY));
  const now = () => new Date(time.nowMs()).toISOString();
  const clock: Clock = {
    now,
    forDecision: async () => ({ at: now(), isSure: true }),
    stopwatch() {
      const began = time.nowMs();
      return () => time.nowMs() - began;
    },
  };
  const monotonicMs = () => time.nowMs() - Date.parse(MONDAY);
  /** What did not work, by what and why. */
  const failures = new Map<string, number>();
  const application = assembleApplication({
    store: slowStore(sqlite, time),
    vault,
    registry: workflowsWithoutThePolicy(),
    schools: [school],
    clock,
    ids: createIds(),
    failed: ({ what, code }) => failures.set(`${what} ${code}`, (failures.get(`${what} ${code}`) ?? 0) + 1),
  });
  const { addresses, channels } = application;
  const limited: Record<Chat, LimitedChat> = {
    teams: createLimitedChat(teamsTable, time.nowMs),
    slack: createLimitedChat(slackTable, time.nowMs),
  };
  const chance = createChance(seed);
  const travel = () => time.wait(TRAVEL_MS * (1 + TRAVEL_SPREAD * (2 * chance() - 1)));
  const mayLeave = () => currentPassage()?.mayLeave() !== false;
  const join_: Record<Chat, () => void> = {
    teams() {
      const app = aLimitedTeams({ chat: limited.teams, travel, heard, mayLeave });
      const connector = createTeamsConnector(app, { limiter: createRateLimiter(), nowMs: time.nowMs });
      const render = createRenderer('teams');
      channels.set(
        'teams',
        createTeamsChannel({ connector, addresses, render, setting: 'chat-with-dialogs', serviceUrl: SERVICE_URL }),
      );
    },
    slack() {
      const client = aLimitedSlack({ chat: limited.slack, travel, heard, mayLeave });
      const connector = createSlackConnector({ client, limiter: createRateLimiter(), monotonicMs });
      const workspaces = () => [school.slack?.workspaceId ?? ''];
      const render = createRenderer('slack');
      channels.set('slack', createSlackChannel({ connector, render, addresses, workspaces, monotonicMs }));
    },
  };
  for (const chat of chatsOf(school)) join_[chat]();

  return {
    application,
    school,
    time,
    limited,
    failures,
    figures: () => sqlite.figures(),
    /** What the records of those who were asked say, by status. */
    async counts(): Promise<Readonly<Record<string, number>>> {
      const reference = await campaignReference(vault, school);
      const token = await vault.token(school.id, `campaign ${reference}`);
      return await sqlite.count({ school: school.id, kind: 'acknowledgement', token });
    },
    /** Everybody is to be asked. */
    begin(): void {
      const request = { id: randomUUID(), by: theClock, ...beginning(school) };
      application.commands.handle(request).catch((error: unknown) => failures.set(`begin ${faultCode(error)}`, 1));
    },
    /** Begins the rounds of the clock, as the service has them. */
    start: () => startClockwork(application.dueRunner, ({ code }) => failures.set(`round ${code}`, 1)),
    async close(): Promise<void> {
      await sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type CampaignWorld = Awaited<ReturnType<typeof openCampaignWorld>>;

/**
 * A store whose calls take their time. What is asked within a while is done together at its end, as it is in life where a
 * commit waits for the disk.
 */
function slowStore(store: RecordStore, time: VirtualTime): RecordStore {
  let turn: Promise<void> | undefined;
  const slow = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    turn ??= time.wait(STORE_MS).then(() => {
      turn = undefined;
    });
    await turn;
    return await time.hold(work());
  };
  return {
    ...store,
    create: (record) => slow(() => store.create(record)),
    get: (school, id) => slow(() => store.get(school, id)),
    replace: (record, etag) => slow(() => store.replace(record, etag)),
    remove: (school, id, etag) => slow(() => store.remove(school, id, etag)),
    query: (query) => slow(() => store.query(query)),
    count: (query) => slow(() => store.count(query)),
    due: (at, limit, schools) => slow(() => store.due(at, limit, schools)),
  };
}
