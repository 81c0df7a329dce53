import type { DeliveryNote, Registry } from '../domain/decider.ts';
import { later } from '../domain/instant.ts';
import type { Post } from '../domain/message.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { storeBusy } from './answering-store.ts';
import type { Chats } from './chats.ts';
import type { CommandHandler } from './handle-command.ts';
import { createKeyedQueue, type KeyedQueue } from './keyed-queue.ts';
import {
  CLAIM_MS,
  type Claim,
  claimed,
  DELAYED_AFTER_ATTEMPTS,
  type Deliveries,
  free,
  inOrder,
  isInFlight,
  nextAttempt,
  patienceOf,
  spotOf,
} from './outbox.ts';
import type { ChannelId, Clock, Ids, RecordStore } from './ports.ts';
import type { OpenRecord, Owed, RecordSealer } from './sealed-record.ts';
import { LONGEST_ATTEMPT_MS, type Sender, type Sent } from './send-message.ts';
import { isAside } from './surface.ts';

export interface DelivererParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sender: Sender;
  readonly chats: Chats;
  /** All chats that the service speaks to. */
  readonly running: () => readonly ChannelId[];
  readonly schools: ReadonlyMap<string, School>;
  readonly commands: CommandHandler;
  /** In which everything that changes a record of this process waits its turn. */
  readonly turns: KeyedQueue;
  /** Told of each failed attempt. */
  readonly failed: (of: { readonly record: string; readonly code: string; readonly attempts: number }) => void;
}

/** Which messages of a record to see to. */
export interface DeliveryRequest {
  readonly school: string;
  readonly reference: string;
  /** What this process may attempt already. */
  readonly claims?: readonly Claim[];
}

/** A chat in which messages are delivered one after the other; undefined where there is none. */
type Lane = ChannelId | undefined;

/** An attempt with what came of it. */
interface Attempted {
  readonly owed: Owed;
  readonly sent: Sent;
}

/** How often a change is made again because somebody else was quicker. */
const MOST_TRIES = 60;

/**
 * The one way out. Delivers what a record owes, in order, one record at a time; notes each outcome on the record, so
 * that a repetition edits rather than repeats.
 */
export function createDeliverer(parts: DelivererParts) {
  const { store, sealer, registry, clock, ids, sender, chats, running, schools, commands, turns } = parts;
  const oneByOne = createKeyedQueue();
  /** What became of messages where the store could not be told yet: they are not attempted again for that. */
  const unnoted = new Map<string, Attempted>();

  async function load(school: string, reference: string): Promise<OpenRecord<unknown> | undefined> {
    const found = await store.get(school, reference);
    const workflow = found && registry.get(found.record.kind);
    const of = schools.get(school);
    if (found === undefined || workflow === undefined || of === undefined) return undefined;
    const record = await sealer.open(workflow, found);
    return { ...record, posts: chats.standing(of, record.posts) };
  }

  /** Changes what a record owes and where its messages stand, whatever else changes it meanwhile. */
  async function note(
    { school, reference }: Pick<DeliveryRequest, 'school' | 'reference'>,
    change: (record: OpenRecord<unknown>) => Deliveries | undefined,
  ): Promise<void> {
    await turns(`${school} ${reference}`, async () => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const record = await load(school, reference);
        const workflow = record && registry.get(record.stored.kind);
        const made = record && change(record);
        if (record?.etag === undefined || workflow === undefined || made === undefined) return;
        const after = await sealer.change(workflow, record, { at: clock.now(), ...made });
        if ((await store.replace(after.stored, record.etag)).kind === 'replaced') return;
      }
      throw storeBusy();
    });
  }

  /** The right to an attempt at all that can be delivered now: what was claimed before and what has come due. */
  async function claim(school: School, request: DeliveryRequest, chat: Lane): Promise<readonly Claim[]> {
    const { reference, claims = [] } = request;
    let mine: readonly Claim[] = [];
    await note({ school: school.id, reference }, (record) => {
      const now = clock.now();
      const isOfChat = (owed: Owed) => (sender.chatOf(school, owed, record.posts) ?? running()[0]) === chat;
      const outbox = inOrder(record, record, now);
      const isClaimed = ({ id, attempts }: Owed) => claims.some((one) => one.id === id && one.attempts === attempts);
      const isUnderWay = ({ attempts, settled }: Owed) => attempts > settled;
      const held = outbox.filter((owed) => isClaimed(owed) && isUnderWay(owed) && isOfChat(owed));
      const isWanted = (owed: Owed) => !isClaimed(owed) && isOfChat(owed);
      const wanted = free({ outbox, posts: record.posts }, now).filter(isWanted);
      const after = claimed(outbox, wanted, now);
      mine = [...held.map(({ id, attempts }) => ({ id, attempts })), ...after.claims];
      return wanted.length === 0 ? undefined : { outbox: after.outbox, posts: record.posts };
    });
    return mine;
  }

  async function deliver(school: School, request: DeliveryRequest, chat: Lane): Promise<void> {
    const { reference } = request;
    const others = { school: school.id, reference };
    // What was delivered may let go what waited for it.
    for (let mine = await claim(school, request, chat); mine.length > 0; mine = await claim(school, others, chat)) {
      for (const one of mine) await attempt(school, reference, one);
    }
  }

  async function attempt(school: School, reference: string, claim: Claim): Promise<void> {
    const record = await load(school.id, reference);
    const owed = record?.outbox.find(({ id, attempts }) => id === claim.id && attempts === claim.attempts);
    if (record === undefined || owed === undefined) return;
    if (owed.notBefore < later(clock.now(), LONGEST_ATTEMPT_MS) && !(await renewed(school, reference, claim))) return;
    if (!mayStillSend(record, owed, school)) return await noteOutcome(school, reference, (of) => given(of, owed));
    const attempted = unnoted.get(owed.id) ?? { owed, sent: await sender.send(school, owed, record.posts) };
    unnoted.set(owed.id, attempted);
    await conclude(school, reference, attempted);
    unnoted.delete(owed.id);
  }

  /** Whoever lost the right to a case gets nothing more of it; what they have of it in their chat still fades. */
  function mayStillSend({ stored, state }: OpenRecord<unknown>, { message, onlyEdits }: Owed, school: School): boolean {
    const fades = onlyEdits && message.onlyEdits !== true;
    return fades || registry.get(stored.kind)?.mayStillSend(state, message, school) !== false;
  }

  /** Holds on to a claim that could run out during the attempt. False when somebody else has taken over. */
  async function renewed(school: School, reference: string, { id, attempts }: Claim): Promise<boolean> {
    let isMine = false;
    await note({ school: school.id, reference }, ({ outbox, posts }) => {
      isMine = outbox.some((owed) => owed.id === id && owed.attempts === attempts);
      const notBefore = later(clock.now(), CLAIM_MS);
      return isMine ? { outbox: changed(outbox, id, (owed) => ({ ...owed, notBefore })), posts } : undefined;
    });
    return isMine;
  }

  /** Notes what became of an attempt. What the record itself has to know is put on it first, so that it is never lost. */
  async function conclude(school: School, reference: string, { owed, sent }: Attempted): Promise<void> {
    if (sent.kind === 'delivered') {
      if (sent.post !== undefined && owed.unsure) await tell(school, reference, owed, 'may-be-repeated', 'unknown');
      if (owed.attempts > DELAYED_AFTER_ATTEMPTS && !owed.onlyEdits)
        await tell(school, reference, owed, 'came', 'delivered');
      return await noteOutcome(school, reference, (record) => ({
        outbox: given(record, owed).outbox,
        posts: postsAfter(record.posts, owed, sent.post),
      }));
    }
    if (sent.kind === 'waits') {
      const back = ({ attempts }: Owed) => ({ attempts: attempts - 1, notBefore: sent.until });
      return await noteOutcome(school, reference, ({ outbox, posts }) => ({
        outbox: changed(outbox, owed.id, (old) => ({ ...old, ...back(old) })),
        posts,
      }));
    }
    const { fault, mayStand } = sent;
    const now = clock.now();
    parts.failed({ record: reference, code: fault.code, attempts: owed.attempts });
    const chance = (ids.bytes(1)[0] ?? 0) / 255;
    const again = fault.hopeless ? undefined : nextAttempt(owed.attempts, now, patienceOf(fault.retryAfterMs), chance);
    if (again === undefined) {
      if (!owed.onlyEdits) await tell(school, reference, owed, 'parked', fault.code);
      return await noteOutcome(school, reference, (record) => given(record, owed));
    }
    if (owed.attempts === DELAYED_AFTER_ATTEMPTS && !owed.onlyEdits)
      await tell(school, reference, owed, 'delayed', fault.code);
    return await noteOutcome(school, reference, ({ outbox, posts }) => ({
      outbox: changed(outbox, owed.id, (old) => ({
        ...old,
        settled: old.attempts,
        unsure: old.unsure || mayStand,
        notBefore: again,
      })),
      posts,
    }));
  }

  /** Notes a change and lets go what waited for it. */
  function noteOutcome(
    school: School,
    reference: string,
    outcome: (record: OpenRecord<unknown>) => Deliveries,
  ): Promise<void> {
    return note({ school: school.id, reference }, (record) => {
      const after = outcome(record);
      return { outbox: inOrder(record, after, clock.now()), posts: after.posts };
    });
  }

  /** Puts what became of a message on the record, through the one way in. */
  async function tell(
    school: School,
    reference: string,
    owed: Owed,
    outcome: DeliveryNote['outcome'],
    code: string,
  ): Promise<void> {
    const found = await store.get(school.id, reference);
    const workflow = found && registry.get(found.record.kind);
    if (workflow === undefined) return;
    await commands.handle({
      id: `delivery-note ${owed.id} ${outcome}`,
      school,
      reference,
      type: workflow.deliveryNote,
      by: theClock,
      data: { slot: owed.message.slot, outcome, code, ...inWhichChat(owed) },
    });
  }

  return {
    /** Makes attempts that an earlier process had begun free for others; what came of them is not known. */
    release: (of: Pick<DeliveryRequest, 'school' | 'reference'>): Promise<void> =>
      note(of, ({ outbox, posts }) => {
        const now = clock.now();
        const freed = outbox.map((owed) => (isInFlight(owed, now) ? { ...owed, notBefore: now } : owed));
        return freed.every((owed, index) => owed === outbox[index]) ? undefined : { outbox: freed, posts };
      }),

    /**
     * Delivers what is owed now, in each chat by itself, so that one that hangs holds up nothing in another. Rejects
     * with a `Fault` when the store does not answer; what is owed stays owed.
     */
    async deliver(request: DeliveryRequest): Promise<void> {
      const school = schools.get(request.school);
      if (school === undefined) return;
      const inChat = (chat: Lane) =>
        oneByOne(`${school.id} ${request.reference} ${chat}`, () => deliver(school, request, chat));
      const lanes = running().length === 0 ? [undefined] : running();
      const outcomes = await Promise.allSettled(lanes.map(inChat));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

export type Deliverer = ReturnType<typeof createDeliverer>;

function changed(outbox: readonly Owed[], id: string, change: (owed: Owed) => Owed): readonly Owed[] {
  return outbox.map((owed) => (owed.id === id ? change(owed) : owed));
}

/** What is left when a message is owed no more. */
function given({ outbox, posts }: Deliveries, { id }: Owed): Deliveries {
  return { outbox: outbox.filter((owed) => owed.id !== id), posts };
}

/** Where messages stand after one was delivered; `post` is where, if it was posted anew. */
function postsAfter(posts: Deliveries['posts'], owed: Owed, post: Post | undefined): Deliveries['posts'] {
  const spot = spotOf(owed);
  const { [spot]: _, ...others } = posts;
  if (isAside(owed.message.slot)) return others;
  return post === undefined ? posts : { ...others, [spot]: post };
}

/** Of a message that stands in several chats, which of them it was; of any other nothing. */
function inWhichChat({ message, chat }: Owed): { readonly chat?: ChannelId } {
  return chat === undefined || message.to.kind === 'person' ? {} : { chat };
}
