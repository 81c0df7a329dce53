import type { Channel, ChannelId, RecordStore } from '../../src/application/ports.ts';
import { pressSchema } from '../../src/application/press.ts';
import { chats } from '../../src/domain/chats.ts';
import { type Instant, later } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { findPerson } from '../../src/domain/school.ts';
import type { TestApplication, TestApplicationOptions } from './application.ts';
import { aSchoolWith } from './campaign-school.ts';
import { aClock } from './clock.ts';
import { aFakeChat, type FakeChat, type Standing, type Trouble } from './fake-chat.ts';
import { sqliteHere } from './sqlite-here.ts';

/** A process: from its death on, nothing that it had begun goes on. */
interface Life {
  isOver: boolean;
  readonly died: Promise<void>;
  end(): void;
}

interface Process {
  readonly t: TestApplication;
  readonly life: Life;
}

/** A card that asks somebody, as a chat took it. */
export interface Asking {
  readonly at: Instant;
  readonly person: PersonId;
  readonly chat: ChannelId;
  /** What it shares with all others of its sort: campaign, version, the beginning of the hash, and which card it is. */
  readonly campaign: string;
  /** True when the chat took it and its answer was lost. */
  readonly isUnanswered: boolean;
}

/** A button that acknowledges, as it stands on a card. */
interface Yes {
  readonly press: Json;
  readonly chat: ChannelId;
  readonly standing: Standing;
}

/** When a process dies: at that many writes of the store from now, before or after it is done. */
export interface Kill {
  readonly writes: number;
  readonly isAfter: boolean;
}

function aLife(): Life {
  const { promise, resolve } = Promise.withResolvers<void>();
  const life = {
    isOver: false,
    died: promise,
    end() {
      life.isOver = true;
      resolve();
    },
  };
  return life;
}

/**
 * The whole application on one store with two chats, whose process can be killed at any write of it, and of which a test
 * hears everything that a person would.
 */
export async function aCampaignTown(
  open: (options: TestApplicationOptions) => Promise<TestApplication>,
  { begins, present }: { readonly begins: Instant; readonly present: readonly PersonId[] },
) {
  const clock = aClock(begins);
  const store = sqliteHere();
  const chat: Record<ChannelId, FakeChat> = { teams: aFakeChat('teams'), slack: aFakeChat('slack') };
  const askings: Asking[] = [];
  /** Who has removed the app. */
  const removed = new Set<PersonId>();
  const coming: Trouble['kind'][] = [];
  let people = [...present];
  let kill: { left: number; readonly isAfter: boolean } | undefined;
  let kills = 0;
  let number = 0;
  let wrong: string[] = [];
  /** Asked of each card that asks somebody, as it comes to a chat. */
  let judge: (asking: Asking) => string | undefined = () => undefined;

  for (const id of chats)
    chat[id].always(({ what, place, message }) => {
      const person = place.startsWith('person:') ? place.slice('person:'.length) : undefined;
      if (person !== undefined && removed.has(person)) return { kind: 'hopeless' };
      const kind = coming.shift();
      const trouble = kind === undefined ? undefined : troubleOf(kind);
      const isTaken = trouble === undefined || trouble.kind === 'no-answer';
      if (isTaken && what === 'post' && person !== undefined && message?.campaign !== undefined) {
        const isUnanswered = trouble !== undefined;
        const asking = { at: clock.now(), person, chat: id, campaign: message.campaign, isUnanswered };
        const complaint = judge(asking);
        if (complaint !== undefined) wrong.push(complaint);
        askings.push(asking);
      }
      return trouble;
    });

  async function outside<Value>(life: Life, work: () => Promise<Value>): Promise<Value> {
    if (life.isOver) return await new Promise<never>(() => {});
    const value = await work();
    return life.isOver ? await new Promise<never>(() => {}) : value;
  }

  /** A write, at which the process may die. */
  async function writing<Value>(life: Life, work: () => Promise<Value>): Promise<Value> {
    if (life.isOver || kill === undefined || --kill.left > 0) return await outside(life, work);
    const { isAfter } = kill;
    kill = undefined;
    kills++;
    if (isAfter) await work();
    life.end();
    return await new Promise<never>(() => {});
  }

  async function start(): Promise<Process> {
    const life = aLife();
    const mine: RecordStore = {
      ...store,
      create: (record) => writing(life, () => store.create(record)),
      get: (school, id) => outside(life, () => store.get(school, id)),
      replace: (record, etag) => writing(life, () => store.replace(record, etag)),
      remove: (school, id, etag) => writing(life, () => store.remove(school, id, etag)),
      query: (query) => outside(life, () => store.query(query)),
      count: (query) => outside(life, () => store.count(query)),
      due: (at, limit, schools) => outside(life, () => store.due(at, limit, schools)),
    };
    const t = await open({ store: mine, clock, chat: chat.teams, slack: chat.slack, schools: [aSchoolWith(people)] });
    for (const id of chats) t.app.channels.set(id, mortal(life, chat[id]));
    await t.app.dueRunner.release();
    return { t, life };
  }

  function mortal(life: Life, of: FakeChat): Channel {
    return {
      ...of,
      post: (...call) => outside(life, () => of.post(...call)),
      edit: (...call) => outside(life, () => of.edit(...call)),
      remove: (...call) => outside(life, () => of.remove(...call)),
    };
  }

  let running = await start();
  let starting: Promise<Process> | undefined;

  /** Does something, again in a new process where the one that did it died. */
  async function alive<Value>(work: (t: TestApplication) => Promise<Value>): Promise<Value> {
    for (;;) {
      const { t, life } = running;
      const died = Symbol('died');
      const result = await Promise.race([work(t), life.died.then(() => died)]);
      if (result !== died) return result as Value;
      // Whatever still runs there comes to its end, which is that it stops.
      await new Promise(setImmediate);
      await startAfter(life);
    }
  }

  /** Whoever notices first that it is dead, starts it again for all. */
  async function startAfter(life: Life): Promise<void> {
    if (running.life !== life) return;
    starting ??= start().finally(() => {
      starting = undefined;
    });
    running = await starting;
  }

  /** Somebody gives a command, and gives it again until they are answered. */
  async function give(type: string, by: PersonId, of: { readonly reference?: string; readonly data?: Json } = {}) {
    const id = `press ${++number}`;
    const result = await alive((t) => t.give(type, { by, id, ...of }));
    await alive((t) => t.settle());
    return result;
  }

  /** The buttons that acknowledge, on all cards that stand in somebody's chats, the oldest first. */
  function buttonsOf(person: PersonId): readonly Yes[] {
    return chats.flatMap((id) =>
      chat[id].at(`person:${person}`).flatMap((standing) => {
        const press = pressIn(standing.content.data);
        return press === undefined ? [] : [{ press, chat: id, standing }];
      }),
    );
  }

  /** Somebody presses a button in these chats, in all of them at once; each press comes as often as that. */
  async function press(
    person: PersonId,
    pressed: Json,
    of: { readonly chats: readonly ChannelId[]; readonly times: number },
  ) {
    const data = pressSchema.parse(pressed);
    await Promise.all(
      of.chats.map(async (id) => {
        const press = { id: `press ${++number}`, data, answers: {}, surface: { kind: 'chat', chat: id } as const };
        for (let time = 0; time < of.times; time++)
          await alive(async (t) => {
            const known = findPerson(t.school, person);
            if (known !== undefined) await t.app.presser.press({ ...press, school: t.school, person: known });
          });
      }),
    );
    await alive((t) => t.settle());
  }

  return {
    askings,
    buttonsOf,
    give,
    press,
    chat,
    now: () => clock.now(),
    people: () => people as readonly PersonId[],
    wrong: () => wrong,
    kills: () => kills,
    /** What each card that asks is to be judged by. */
    judgeBy(by: typeof judge): void {
      judge = by;
      wrong = [];
    },
    pass: (milliseconds: number) => passTo(later(clock.now(), milliseconds)),
    restart: stopAndStart,
    killAt: ({ writes, isAfter }: Kill): void => {
      kill = { left: Math.max(1, writes), isAfter };
    },
    /** The school file is changed, and the service started with it. */
    async setPeople(to: readonly PersonId[]): Promise<void> {
      people = [...to];
      await stopAndStart();
    },
    removeApp: (person: PersonId): void => void removed.add(person),
    /** The app is there again, which the chat tells. */
    async installApp(person: PersonId): Promise<void> {
      removed.delete(person);
      await alive(async ({ app, school }) => {
        for (const id of chats) await app.arrived(school, person, id);
      });
      await alive((t) => t.settle());
    },
    trouble: (kinds: readonly Trouble['kind'][]): void => void coming.push(...kinds),
    /** Nothing goes wrong any more. */
    calm(): void {
      coming.splice(0);
      removed.clear();
      kill = undefined;
    },
    /** The process that runs. */
    process: () => running.t,
    alive,
    store,
  };

  async function passTo(end: Instant): Promise<void> {
    await alive((t) => t.pass(Math.max(0, Date.parse(end) - Date.parse(clock.now()))));
  }

  async function stopAndStart(): Promise<void> {
    await alive((t) => t.settle());
    running.life.end();
    running = await start();
    await alive((t) => t.settle());
  }
}

export type CampaignTown = Awaited<ReturnType<typeof aCampaignTown>>;

function troubleOf(kind: Trouble['kind']): Trouble {
  if (kind === 'throttle' || kind === 'busy') return { kind, retryAfterMs: 5_000 };
  if (kind.includes('-after') || kind === 'wait-before') throw new Error('only what ends by itself');
  return { kind: kind as 'refuse' | 'down' | 'no-answer' };
}

/** What the button carries that acknowledges, wherever in the data of a card it is. */
function pressIn(data: Json | undefined): Json | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('press' in data) {
    const { press } = data;
    if (typeof press === 'object' && press !== null && 'do' in press && press.do === 'acknowledgement/acknowledge')
      return press;
  }
  for (const part of Object.values(data)) {
    const found = pressIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
