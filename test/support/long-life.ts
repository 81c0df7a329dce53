import type { Channel, RecordStore } from '../../src/application/ports.ts';
import { type Instant, later, MINUTE, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import type { PersonId } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { TestApplication, TestApplicationOptions } from './application.ts';
import { aFakeChat, type ChatCall, type Trouble } from './fake-chat.ts';
import type { OddTimes } from './odd-times.ts';
import { aWorld } from './replicas.ts';

/** What came to a chat, and when. */
export interface Told {
  readonly at: Instant;
  readonly what: ChatCall['what'];
  readonly place: string;
  readonly slot: string;
  readonly reference: string;
  readonly preview: string;
  /** As it was then. */
  readonly school: School;
}

export interface LongLifeParts {
  readonly open: (options: TestApplicationOptions) => Promise<TestApplication>;
  readonly begins: Instant;
  readonly odd: OddTimes;
  readonly chance: () => number;
  readonly school: School;
  /** The person whom the chat cannot reach while IT is unreachable. */
  readonly isUnreachable: (place: string) => boolean;
}

interface Process {
  readonly t: TestApplication;
  isOver: boolean;
  setWall(off: number): void;
}

/** How a chat that is away answers. */
const away: readonly Trouble[] = [
  { kind: 'refuse' },
  { kind: 'down' },
  { kind: 'no-answer' },
  { kind: 'fall-over' },
  { kind: 'throttle', retryAfterMs: 90 * SECOND },
];
/** How often a chat that is well loses a message or its answer, and a store the answer to a write. */
const SLIPS = 0.01;
/** How often a process is killed while somebody waits for it; while nobody does, less often. */
const KILLED = 0.04;
/** How long what nobody can help is left before it is looked at again. */
const LONGEST_PAUSE_MS = 10 * MINUTE;
const HOUR_MS = 60 * MINUTE;

/** The service over years of virtual time: it fails, is killed and started again, and people go on using it. */
export async function aLongLife({ open, begins, odd, chance, school: first, isUnreachable }: LongLifeParts) {
  const world = aWorld(begins);
  const chat = aFakeChat();
  const told: Told[] = [];
  /** Slots of which something old may still stand, since it could not be put away. */
  const left = new Set<string>();
  const counts = { commands: 0, kills: 0, starts: 0, troubles: 0, storeTroubles: 0 };
  let school = first;
  const schools = [{ since: begins, school: first }];
  let running: Process | undefined;
  let commandNumber = 0;
  let isCalm = false;

  chat.always(({ what, place, slot, message }) => {
    const at = world.now();
    const trouble = troubleFor(place);
    if (trouble !== undefined) counts.troubles++;
    if (trouble !== undefined && what === 'remove') left.add(`${place} ${slot}`);
    if (trouble === undefined || trouble.kind === 'no-answer')
      told.push({ at, what, place, slot, reference: referenceIn(message), preview: message?.preview ?? '', school });
    return trouble;
  });

  function troubleFor(place: string): Trouble | undefined {
    const at = world.now();
    if (isCalm) return undefined;
    if (odd.isNow('it-unreachable', at) && isUnreachable(place)) return { kind: 'hopeless' };
    if (odd.isNow('chat-away', at)) return away[Math.floor(chance() * away.length)];
    return chance() < SLIPS ? away[Math.floor(chance() * 3)] : undefined;
  }

  /** A call of something outside comes to nothing when the process is killed. */
  async function outside<Value>(process: Process, work: () => Promise<Value>): Promise<Value> {
    if (process.isOver) return await new Promise<never>(() => {});
    const value = await work();
    return process.isOver ? await new Promise<never>(() => {}) : value;
  }

  async function start(): Promise<Process> {
    counts.starts++;
    const machine = await world.aMachine({ skewMs: skewNow() });
    const process: { -readonly [Key in keyof Process]?: Process[Key] } & { isOver: boolean } = { isOver: false };
    const mine = process as Process;
    const store: RecordStore = {
      ...world.store,
      create: (record) => outside(mine, () => world.store.create(record)),
      get: (of, reference) => outside(mine, () => world.store.get(of, reference)),
      replace: (record, etag) => outside(mine, () => world.store.replace(record, etag)),
      due: (at, limit, schools) => outside(mine, () => world.store.due(at, limit, schools)),
    };
    process.setWall = machine.setWall;
    process.t = await open({ store, clock: machine.clock, chat, schools: [school] });
    const channel: Channel = {
      ...chat,
      post: (...call) => outside(mine, () => chat.post(...call)),
      edit: (...call) => outside(mine, () => chat.edit(...call)),
      remove: (...call) => outside(mine, () => chat.remove(...call)),
    };
    mine.t.app.channels.set('teams', channel);
    mine.t.store.always((method) => {
      const isAway = !isCalm && odd.isNow('store-away', world.now());
      const isWrite = method === 'create' || method === 'replace';
      const isLost = !isCalm && isWrite && chance() < SLIPS / 2;
      if (isAway || isLost) counts.storeTroubles++;
      if (isAway) return isWrite && chance() < 0.3 ? 'lose-answer' : 'reject';
      return isLost ? 'lose-answer' : undefined;
    });
    return mine;
  }

  function skewNow(): number {
    if (odd.isNow('clock-ahead', world.now())) return HOUR_MS;
    return odd.isNow('clock-behind', world.now()) ? -HOUR_MS : 0;
  }

  /** Ends the process at some moment while it does this. */
  async function killDuring(work: (t: TestApplication) => Promise<unknown>): Promise<void> {
    const dying = running;
    if (dying === undefined) return;
    counts.kills++;
    odd.note(world.now());
    work(dying.t).catch(() => undefined);
    for (let turns = Math.floor(chance() * 400); turns > 0; turns--) await Promise.resolve();
    dying.isOver = true;
    running = undefined;
    // Whatever still runs there comes to its end, which is that it stops.
    await new Promise(setImmediate);
    running = await start();
  }

  /** Starts or stops the process as the time has it. */
  async function bringAbout(): Promise<void> {
    const isStopped = !isCalm && odd.isNow('stopped', world.now());
    if (isStopped && running !== undefined) {
      await running.t.app.stop().catch(() => undefined);
      running.isOver = true;
      running = undefined;
    }
    if (!isStopped && running === undefined) running = await start();
    running?.setWall(isCalm ? 0 : skewNow());
  }

  /** Lets time pass, and the application see to what comes due. */
  async function pass(until: Instant): Promise<void> {
    let pauseMs = SECOND;
    let before = '';
    while (world.now() < until) {
      await bringAbout();
      await running?.t.settle();
      const stop = [odd.next(world.now()) ?? until, until].toSorted()[0] ?? until;
      const [due] = running === undefined ? [] : await world.store.due(stop, 1);
      const now = world.now();
      if (due === undefined) {
        world.pass(Date.parse(stop) - Date.parse(now));
        continue;
      }
      // What stays due, because something is away, is looked at less and less often.
      pauseMs = `${due.id} ${due.due}` === before ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : SECOND;
      before = `${due.id} ${due.due}`;
      const then = [due.due > now ? due.due : later(now, pauseMs), stop].toSorted()[0] ?? stop;
      world.pass(Date.parse(then) - Date.parse(now));
      await round();
    }
    await bringAbout();
    await round();
  }

  async function round(): Promise<void> {
    if (running === undefined) return;
    if (!isCalm && chance() < KILLED / 8) await killDuring((t) => t.runDue());
    await running.t.runDue().catch(() => undefined);
    await running.t.settle();
  }

  /** Somebody gives a command, and gives it again until they are answered. */
  async function give(type: string, by: PersonId, of: { readonly reference?: string; readonly data?: Json } = {}) {
    const id = `press ${commandNumber++}`;
    counts.commands++;
    let fault: unknown;
    // The longest outage of the store is over by then.
    for (let tries = 0; tries < 60; tries += running === undefined ? 0 : 1) {
      await bringAbout();
      if (!isCalm && chance() < KILLED) await killDuring((t) => t.give(type, { by, id, ...of }));
      try {
        const result = await running?.t.give(type, { by, id, ...of });
        if (result !== undefined) {
          await running?.t.settle();
          return { result, at: world.now() };
        }
      } catch (error) {
        // They are told that it was not saved, and press again later.
        fault = error;
      }
      await pass(later(world.now(), 5 * MINUTE));
    }
    throw new Error(`nobody could give ${type}`, { cause: fault });
  }

  running = await start();
  return {
    chat,
    told,
    left,
    counts,
    now: () => world.now(),
    pass,
    give,
    school: () => school,
    /** As it was at that time. */
    schoolAt: (at: Instant) => schools.findLast(({ since }) => since <= at)?.school ?? first,
    /** The process that runs; one is started where none does. */
    async process(): Promise<TestApplication> {
      running ??= await start();
      return running.t;
    },
    /** The school file is changed, and the service started with it. */
    async changeSchool(to: School): Promise<void> {
      school = to;
      schools.push({ since: world.now(), school: to });
      odd.note(world.now());
      await running?.t.app.stop().catch(() => undefined);
      if (running !== undefined) running.isOver = true;
      running = undefined;
      await bringAbout();
    },
    /** From now on nothing goes wrong any more. */
    calm(): void {
      isCalm = true;
    },
  };
}

export type LongLife = Awaited<ReturnType<typeof aLongLife>>;

/** What a message is about: its reference stands on every one, in words or on its buttons. */
export function referenceIn(message: unknown): string {
  return /S-[0-9A-Z]{6}/.exec(JSON.stringify(message ?? ''))?.[0] ?? '';
}
