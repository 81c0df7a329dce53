import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';
import { check, type Findings, type Written } from './checker/check.ts';
import { createUnsealer } from './checker/unsealing.ts';
import { type Call, type Door, startDoor } from './door.ts';
import { type RecordsHere, type StoreKind, startRecords } from './records-here.ts';
import { beginReplica, killAllReplicas, type Replica, type ReplicaRequest } from './replica.ts';
import { startWarpedTime } from './warped-time.ts';

/** A Monday in term, in school hours. */
const SCHOOL_DAY = Date.parse('2026-11-23T10:00:00.000Z');

const LEAP_MS = 10_000;

/** When a process ran, and how it ended. */
interface Life {
  readonly place: number;
  readonly from: number;
  readonly until: number;
  readonly isKilled: boolean;
}

export interface HouseOptions {
  readonly store: StoreKind;
  /** When it begins, milliseconds since 1970. */
  readonly at?: number;
  /** How many processes may run at the same time. */
  readonly places?: number;
  /** What is different in the school's file. */
  readonly school?: Parameters<typeof aSlackSchool>[0];
}

type More = Omit<Partial<ReplicaRequest>, 'port' | 'variables' | 'timeFile'> & {
  /** Which of the places it takes; the first if not given. */
  readonly place?: number;
};

/** A school, its Slack, its records, and room for processes of the service, all in one time. */
export async function startHouse({ store, at = SCHOOL_DAY, places = 1, ...options }: HouseOptions) {
  const folder = temporaryFolder();
  const time = startWarpedTime(folder.path('time'), at);
  const school = aSlackSchool(options.school);
  const side = await startSlackSide({ school, now: time.now });
  const records: RecordsHere = await startRecords(store, folder, time.now);
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const port = await freePorts(places);
  const doors: Door[] = [];
  const lives: Life[] = [];
  for (let place = 0; place < places; place++) doors.push(await startDoor(side.slack.apiUrl, time.now));
  const variables = {
    SCHOOL_FILE: folder.path('school.yaml'),
    STORE: records.address,
    ...records.variables,
    VAULT: `file:${folder.path('keys', 'keys.json')}`,
    SLACK_BOT_TOKEN: side.slack.token,
    SLACK_SIGNING_SECRET: side.slack.signingSecret,
  };

  return {
    ...side,
    store,
    school,
    time,
    records,
    folder,
    /** What each place's process says to the chat goes through its own. */
    doors: doors as readonly Door[],
    /** Begins a process; what people do goes to it from now on. */
    begin({ place = 0, ...more }: More = {}): Replica {
      const door = doors[place];
      if (door === undefined) throw new Error(`there is no place ${place}`);
      const set = { ...variables, SLACK_API_URL: door.url };
      const replica = beginReplica({ ...more, port: port + place, variables: set, timeFile: time.file });
      const life: Life = { place, from: time.now(), until: Number.POSITIVE_INFINITY, isKilled: false };
      lives.push(life);
      void replica.ended.then(({ signal }) =>
        Object.assign(life, { until: time.now(), isKilled: signal === 'SIGKILL' }),
      );
      side.slack.sendsTo(`${replica.address}/slack/events`, () => Promise.resolve());
      return replica;
    },
    /** Begins a process and waits until it runs. */
    async start(more: More = {}): Promise<Replica> {
      const replica = this.begin(more);
      if (!(await replica.begun)) throw new Error(`the service ended:\n${replica.log.join('')}`);
      return replica;
    },
    /** Begins one in each place, and waits until all of them run; people speak to the first. */
    async startAll(more: (place: number) => More = () => ({})): Promise<readonly Replica[]> {
      // Whether a lock on the key file is an old one is told by the time of the disk, which is not the test's.
      if (doors.length > 1) makeKeys(folder.path('keys'), school.id);
      const replicas = doors.map((_, place) => this.begin({ ...more(place), place }));
      for (const replica of replicas)
        if (!(await replica.begun)) throw new Error(`the service ended:\n${replica.log.join('')}`);
      const [first] = replicas;
      if (first !== undefined) this.speakTo(first);
      return replicas;
    },
    /** What people do goes to that process from now on. */
    speakTo(replica: Replica): void {
      side.slack.sendsTo(`${replica.address}/slack/events`, () => Promise.resolve());
    },
    /** Lets that much of its time pass, so many times faster than real time. */
    async pass(milliseconds: number, pace = 30): Promise<void> {
      const until = time.now() + milliseconds;
      time.pace(pace);
      while (time.now() < until) await realPause(Math.min(50, Math.max(1, (until - time.now()) / pace)));
      time.pace(1);
    },
    /**
     * Lets that much of its time pass in leaps of ten seconds, in which nothing happens; in between there is some, in
     * real time, for what has come due. Not while a call is under way that must not seem slow.
     */
    async leapAlong(milliseconds: number, betweenMs = 50): Promise<void> {
      for (let left = milliseconds; left > 0; left -= LEAP_MS) {
        time.leap(Math.min(left, LEAP_MS));
        await realPause(betweenMs);
      }
    },
    /** Lets time pass until for so much of it no process has said anything to the chat. */
    async calm(forMs: number, pace = 8): Promise<void> {
      // That a process asks whether Slack is there, as it does every half minute, is nothing that was owed.
      const owed = ({ method }: Call) => method !== 'auth.test';
      const calls = () => doors.reduce((sum, door) => sum + door.calls.filter(owed).length, 0);
      time.pace(pace);
      for (let [since, seen] = [time.now(), calls()]; time.now() - since < forMs; ) {
        await realPause(10);
        if (calls() !== seen) [since, seen] = [time.now(), calls()];
      }
      time.pace(1);
    },
    /** Whether each of these messages was said by a process that was killed. */
    saidByKilled: (messages: readonly string[]): boolean =>
      messages.every((ts) => {
        const place = doors.findIndex(({ calls }) => calls.some((call) => call.ts === ts && isPost(call)));
        const at = doors[place]?.calls.find((call) => call.ts === ts)?.at ?? 0;
        return lives.some((life) => life.place === place && life.from <= at && at <= life.until && life.isKilled);
      }),
    /** Compares what people were told with what is there. No process may run on SQLite. */
    check: (written: readonly Written[]): Findings =>
      check({
        written,
        records: records.raw(),
        unsealer: createUnsealer(folder.path('keys', 'keys.json')),
        messages: side.slack.workspace.messages,
        botUserId: side.slack.botUserId,
        channel: side.channelId,
      }),
    async close(): Promise<void> {
      killAllReplicas();
      side.slack.comesBack();
      for (const door of doors) await door.stop();
      await side.slack.stop();
      await records.stop();
      time.close();
      folder.remove();
    },
  };
}

export type House = Awaited<ReturnType<typeof startHouse>>;

/** Keys as the vault's own file has them, for processes that all start at once. */
function makeKeys(folder: string, school: string): void {
  const random = (count: number) => randomBytes(count).toString('base64url');
  const keys = { school, keyId: random(9), wrappingKey: random(32), tokenKey: random(32) };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = { format: 'safeguarding-bot/keys/1', schools: [keys] };
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(file), { mode: 0o600 });
}

const isPost = ({ method }: Call) => method === 'chat.postMessage';

/** Real time, in which nobody in the test lives. */
export function realPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
