import { createHash } from 'node:crypto';
import type { Registry } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import type { Chats } from './chats.ts';
import type { Delivery } from './delivery.ts';
import { faultCode, isDamage, StoreFault, VaultFault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import { createPace } from './pace.ts';
import { createPacerSources, type Source, wake } from './pacer-sources.ts';
import type { ChannelId, Clock, RecordStore, Vault } from './ports.ts';
import type { OpenRecord } from './sealed-record.ts';

export interface PacerParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
  readonly chats: Pick<Chats, 'of'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  /** All chats that the service speaks to. */
  readonly running: () => readonly ChannelId[];
  /** This process among those that serve the store. */
  readonly replica: string;
  /** Given work that is to come to its end before the service stops. */
  readonly follow: (work: Promise<void>) => void;
  /** Told of what could not be given its command; it is tried again. */
  readonly failed: (of: { readonly record?: string; readonly school?: string; readonly code: string }) => void;
}

/** So many are found at once: they last for seconds. */
const PAGE = 200;
/** How long one is left alone that its command did nothing for, that is refused or that cannot be read. */
const AFTER_NOTHING_MS = MINUTE;
const AFTER_DAMAGE_MS = HOUR;
const AFTER_STORE_FAULT_MS = 3 * SECOND;

/**
 * Gives records that wait for room in a chat their command, as fast as the chat takes what comes of it and no faster: each
 * is followed until its delivery has ended. Reads the store only while there are some, after a write that left one, and
 * once a minute; what may go out at this hour, and the rest when its school opens. Any number of processes share the work:
 * each begins elsewhere, and a record takes its command once.
 */
export function createPacer(parts: PacerParts) {
  const { store, vault, registry, schools, clock, commands, running, replica, follow, failed } = parts;
  const sources = createPacerSources(parts);
  const paces = new Map<ChannelId, ReturnType<typeof createPace>>();
  /** Records that this process has in hand, and until when it leaves others alone, by what they were then. */
  const inHand = new Set<string>();
  const leftAlone = new Map<string, { readonly updatedAt: Instant; readonly until: Instant }>();
  /** Of each chat, whether it is being looked for more, and whether it has to be looked for again. */
  const looking = new Map<ChannelId, 'once' | 'again'>();
  let isStopping = false;

  function paceOf(chat: ChannelId) {
    const pace = paces.get(chat) ?? createPace();
    paces.set(chat, pace);
    return pace;
  }

  function isFree({ school, id, updatedAt }: RecordSummary): boolean {
    const key = `${school} ${id}`;
    const left = leftAlone.get(key);
    return !inHand.has(key) && (left === undefined || left.updatedAt !== updatedAt || left.until <= clock.now());
  }

  /** Asks the store for the next page. */
  async function find(source: Source): Promise<void> {
    const { school, kind, findBy, after } = source;
    if (after === undefined) source.hasNew = false;
    source.askedAt = clock.now();
    const page = await store.query({
      school: school.id,
      kind,
      token: await vault.token(school.id, findBy),
      order: 'oldest-first',
      limit: PAGE,
      tolerant: true,
      ...(after === undefined ? {} : { after }),
    });
    const free = page.records.filter(isFree);
    source.waiting = store.sole ? free : inOrderOf(replica, free);
    source.after = page.next;
    source.mayHaveMore = page.next !== undefined || source.hasNew;
  }

  /** One that waits; undefined where there is none, or none can be found now. */
  async function firstOf(source: Source): Promise<RecordSummary | undefined> {
    try {
      while (source.waiting.length === 0 && source.mayHaveMore && !isStopping) await find(source);
    } catch (error) {
      sources.rest(source, AFTER_STORE_FAULT_MS);
      tell(source, error);
    }
    return source.waiting.shift();
  }

  /** A source that gives nothing, such as one whose school's keys cannot be had, keeps no other waiting. */
  async function nextOf(
    chat: ChannelId,
  ): Promise<{ readonly source: Source; readonly one: RecordSummary } | undefined> {
    for (const source of sources.ready(chat)) {
      const one = await firstOf(source);
      if (one === undefined) continue;
      sources.served(source);
      return { source, one };
    }
    return undefined;
  }

  /** Once a minute of each: while the store is away, all of them fail. */
  function tell(source: Source, error: unknown): void {
    if (source.toldAt !== undefined && later(source.toldAt, MINUTE) > clock.now()) return;
    source.toldAt = clock.now();
    failed({ school: source.school.id, code: faultCode(error) });
  }

  /** Begins with as many as the chat has room for. */
  async function fill(chat: ChannelId): Promise<void> {
    if (looking.has(chat)) return void looking.set(chat, 'again');
    const pace = paceOf(chat);
    try {
      do {
        looking.set(chat, 'once');
        while (!isStopping && pace.hasRoom(clock.now())) {
          const next = await nextOf(chat);
          if (next === undefined) break;
          if (isFree(next.one)) begin(chat, next.source, next.one);
        }
      } while (looking.get(chat) === 'again');
    } catch (error) {
      pace.rest(later(clock.now(), AFTER_STORE_FAULT_MS));
      failed({ code: faultCode(error) });
    } finally {
      looking.delete(chat);
    }
  }

  function begin(chat: ChannelId, source: Source, one: RecordSummary): void {
    const key = `${one.school} ${one.id}`;
    const pace = paceOf(chat);
    inHand.add(key);
    pace.begin();
    const given = give(source, one)
      .catch((error: unknown): Delivery | undefined => {
        leftAlone.set(key, { updatedAt: one.updatedAt, until: later(clock.now(), pauseAfter(error)) });
        if (isOutage(error)) sources.rest(source, AFTER_STORE_FAULT_MS);
        if (isOutage(error)) wake(source);
        failed({ record: one.id, school: one.school, code: faultCode(error) });
        return undefined;
      })
      .then((delivery) => {
        inHand.delete(key);
        pace.end(delivery, clock.now());
        return fill(chat);
      });
    follow(given);
  }

  /** Gives one its command. Resolves when what that said has come, or cannot come now. */
  async function give({ school, paced }: Source, one: RecordSummary): Promise<Delivery | undefined> {
    const { command } = paced;
    let delivering: Promise<Delivery> | undefined;
    let isWritten = false;
    const result = await commands.handle({
      // Two processes that have found the same give it the same.
      id: `paced ${command} ${one.updatedAt}`,
      school,
      reference: one.id,
      type: command,
      by: theClock,
      data: {},
      wrote: () => {
        isWritten = true;
      },
      follows: (delivery) => {
        delivering = delivery;
      },
    });
    const key = `${one.school} ${one.id}`;
    if (isWritten) leftAlone.delete(key);
    else leftAlone.set(key, { updatedAt: one.updatedAt, until: later(clock.now(), AFTER_NOTHING_MS) });
    if (result.kind === 'refused') failed({ record: one.id, school: one.school, code: result.code });
    return await delivering;
  }

  return {
    /** Told of a record that was written: it may wait for room now. */
    stands({ stored, state }: OpenRecord<unknown>): void {
      const workflow = registry.get(stored.kind);
      const school = schools.get(stored.school);
      if (workflow?.paced === undefined || school === undefined || isStopping) return;
      const found = workflow.findableBy(state);
      for (const chat of sources.wakeWhere(school, workflow, found)) follow(fill(chat));
    },

    /** One round: begins where there is room, and looks again where there was nothing for a minute. Never rejects. */
    run(): void {
      const now = clock.now();
      for (const [key, { until }] of leftAlone) if (until <= now) leftAlone.delete(key);
      sources.wakeAll();
      if (!isStopping) for (const chat of running()) follow(fill(chat));
    },

    /** Begins nothing more. */
    stop(): void {
      isStopping = true;
    },
  };
}

/** Whether more than one record cannot be had now: the store is away, or the keys of a school are. */
function isOutage(error: unknown): boolean {
  return (error instanceof StoreFault || error instanceof VaultFault) && !isDamage(error);
}

/** How long to leave a record alone that could not be given its command, in milliseconds. */
function pauseAfter(error: unknown): number {
  if (isDamage(error)) return AFTER_DAMAGE_MS;
  return isOutage(error) ? AFTER_STORE_FAULT_MS : AFTER_NOTHING_MS;
}

/** Each process begins elsewhere, so that they do not all go for the same records. */
function inOrderOf(replica: string, found: readonly RecordSummary[]): RecordSummary[] {
  const placed = found.map((one) => ({ one, place: placeOf(replica, one) }));
  return placed.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ one }) => one);
}

function placeOf(replica: string, { school, id }: RecordSummary): string {
  return createHash('sha256').update(`${replica} ${school} ${id}`).digest('hex');
}
