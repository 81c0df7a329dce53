import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { type AttempterParts, createAttempter } from './attempt.ts';
import { deliveryOf, isOneOfCampaign } from './campaign-delivery.ts';
import { createClaimsInHand, keyOf, nameOf } from './claims-in-hand.ts';
import { type Attempted, type Concluded, type ConcluderParts, createConcluder, whose } from './conclude.ts';
import { type Delivery, type DeliveryRequest, nothingToTell } from './delivery.ts';
import { Fault, isDamage, LEASE_OVER } from './faults.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { type Claim, isHeld, needsRenewal } from './lease.ts';
import {
  claimed,
  type Deliveries,
  free,
  heldUntil,
  inOrder,
  isInFlight,
  spotOf,
  takenBack,
  withClaimed,
} from './outbox.ts';
import { isForChat } from './owed-message.ts';
import { createOwedRecords, type OwedRecordParts, type Whose } from './owed-record.ts';
import type { ChannelId } from './ports.ts';
import type { OpenRecord, Owed } from './sealed-record.ts';
import { fadeOf } from './surface.ts';

export interface DelivererParts
  extends OwedRecordParts,
    Omit<ConcluderParts, 'records'>,
    Pick<AttempterParts, 'sender' | 'relay'> {
  /** This process among those that serve the store. */
  readonly replica: string;
  /** All chats that the service speaks to. */
  readonly running: () => readonly ChannelId[];
  /** Told of each attempt that failed, and of each that came too late to be made. */
  readonly failed: (of: { readonly record: string; readonly code: string; readonly attempts: number }) => void;
}

/** To other records, which no chat holds up. */
const TO_RECORDS = 'records';
/** Where what is owed is delivered one after the other: a chat (undefined where there is none), or other records. */
type Lane = ChannelId | typeof TO_RECORDS | undefined;

/** How many records that were left in the middle are gone on with side by side. */
const BATCH = 100;

/**
 * The one way out. Delivers what a record owes, in order, one record at a time; notes each outcome on the record, so
 * that a repetition edits rather than repeats. What is attempted was claimed on the record first; what was claimed is
 * attempted, or given back when the process stops.
 */
export function createDeliverer(parts: DelivererParts) {
  const { clock, sender, running, schools, replica } = parts;
  const records = createOwedRecords(parts);
  const conclude = createConcluder({ ...parts, records });
  const oneByOne = createKeyedQueue();
  const inHand = createClaimsInHand();
  /** What became of messages where the store could not be told yet: they are not attempted again for that. */
  const unnoted = new Map<string, Attempted & { readonly lane: Lane }>();
  /** Records that were left in the middle because something did not work. */
  const left = new Map<string, DeliveryRequest>();
  let takesNoMore = false;
  let restsUntil: Instant | undefined;
  let isOver = false;
  const attemptNow = createAttempter({ ...parts, records, isOver: () => isOver });

  function rests(): boolean {
    return restsUntil !== undefined && clock.now() < restsUntil;
  }

  /** What another process may have sent, and may be about to note. */
  function isLeftToOthers({ attempts, settled, owner, unsure }: Owed): boolean {
    return rests() && (unsure || (attempts > settled && owner !== replica));
  }

  function laneOf(school: School, owed: Owed, posts: Deliveries['posts']): Lane {
    return isForChat(owed) ? (sender.chatOf(school, owed, posts) ?? running()[0]) : TO_RECORDS;
  }

  /** The right to an attempt at all that can be delivered now: what was claimed before and what has come due. */
  async function claim(of: Whose, lane: Lane): Promise<readonly Claim[]> {
    const before = inHand.of(of);
    const school = schools.get(of.school);
    if (school === undefined) return [];
    let mine: readonly Claim[] = [];
    let fresh: readonly Claim[] = [];
    let lost = before;
    try {
      await records.change(of, (record) => {
        const { posts } = record;
        const elapsedMs = clock.stopwatch();
        const now = clock.now();
        const outbox = inOrder(record, record, now);
        const claimOf = (owed: Owed) => before.find((one) => isHeld(one, owed));
        const inLane = outbox.filter((owed) => laneOf(school, owed, posts) === lane);
        const isFree = new Set(takesNoMore ? [] : free({ outbox, posts }, now).filter((owed) => !isLeftToOthers(owed)));
        const wanted = inLane.filter((owed) => isFree.has(owed) && claimOf(owed) === undefined);
        const after = claimed(outbox, wanted, { owner: replica, elapsedMs, now });
        lost = before.filter((one) => !outbox.some((owed) => isHeld(one, owed)));
        fresh = after.claims;
        mine = [...inLane.flatMap((owed) => claimOf(owed) ?? []), ...fresh];
        return wanted.length === 0 ? undefined : { outbox: after.outbox, posts };
      });
    } finally {
      inHand.keep(of, fresh);
    }
    inHand.drop(...lost.filter((one) => !fresh.some((other) => nameOf(other) === nameOf(one))));
    return mine;
  }

  async function deliver(of: Whose, lane: Lane): Promise<void> {
    for (const attempted of unnoted.values()) {
      if (keyOf(whose(attempted)) === keyOf(of) && attempted.lane === lane) await settle(attempted);
    }
    // What was delivered may let go what waited for it.
    for (let mine = await claim(of, lane); mine.length > 0; mine = await claim(of, lane)) {
      for (const one of mine) await attempt(of, { lane, begun: one });
      if (isOver) return await giveBack(of);
    }
  }

  /** Goes by the school file as it is then, whatever it was when the message was owed or its claim was made. */
  async function attempt(
    of: Whose,
    { lane, begun, written }: { readonly lane: Lane; readonly begun: Claim; readonly written?: OpenRecord<unknown> },
  ): Promise<(Delivery & Concluded) | undefined> {
    const isFresh = !needsRenewal(begun);
    const claim = isFresh ? begun : await renewed(of, begun);
    // Who has just written a record has looked at it: since it began with that, as its claim counts.
    const known = isFresh ? written : undefined;
    const lookedMs = known === undefined ? clock.stopwatch() : claim.elapsedMs;
    const record = known ?? (await records.load(of));
    const school = schools.get(of.school);
    if (isOver || school === undefined) return;
    inHand.drop(claim);
    const owed = record?.outbox.find((one) => isHeld(claim, one));
    if (record === undefined || owed === undefined) return;
    const before = unnoted.get(owed.id);
    if (before !== undefined) return void (await settle({ ...before, claim }));
    const stood = record.posts[spotOf(owed)];
    const fade = fadeOf(owed, record.outbox);
    const { sent, waitedMs } = await attemptNow(school, record, { owed, claim, lookedMs });
    const { reference } = of;
    if (sent.kind === 'failed') parts.failed({ record: reference, code: sent.fault.code, attempts: owed.attempts });
    if (sent.kind === 'let-go' && !isOver)
      parts.failed({ record: reference, code: LEASE_OVER, attempts: owed.attempts });
    const { owesNothing } = await settle({ school, reference, lane, claim, owed, stood, fade, sent, record: known });
    return { ...deliveryOf(sent, waitedMs), owesNothing };
  }

  /** Notes what became of an attempt; what cannot be noted now is kept until it can. */
  async function settle(attempted: Attempted & { readonly lane: Lane }): Promise<Concluded> {
    const { id } = attempted.owed;
    unnoted.set(id, attempted);
    const school = schools.get(attempted.school.id) ?? attempted.school;
    const concluded = await conclude({ ...attempted, school });
    unnoted.delete(id);
    return concluded;
  }

  /** Holds on to a claim that could run out during the attempt, unless somebody else has taken over. */
  async function renewed(of: Whose, claim: Claim): Promise<Claim> {
    let elapsedMs = claim.elapsedMs;
    await records.change(of, (record) => {
      elapsedMs = clock.stopwatch();
      const notBefore = heldUntil(clock.now());
      return withClaimed(record, [claim], (owed) => ({ ...owed, notBefore }));
    });
    const after = { ...claim, elapsedMs };
    inHand.renew(of, after);
    return after;
  }

  async function giveBack(of: Whose): Promise<void> {
    const claims = inHand.of(of).filter(({ id }) => !unnoted.has(id));
    await records.change(of, (record) => {
      const now = clock.now();
      const after = withClaimed(record, claims, (owed) => takenBack(owed, now));
      return after && { outbox: inOrder(record, after, now), posts: after.posts };
    });
    inHand.drop(...claims);
  }

  /** Whether a record owes something to others, as far as this process knows without reading it. */
  function owesRecords(of: Whose): boolean {
    const isKnown = [...unnoted.values()].some((one) => one.lane === TO_RECORDS && keyOf(whose(one)) === keyOf(of));
    return isKnown || inHand.of(of).some((claim) => !claim.isForChat);
  }

  /** In each chat by itself, so that one that hangs holds up nothing in another, nor what is for other records. */
  async function inEachLane(request: DeliveryRequest): Promise<void> {
    const of = { school: request.school, reference: request.reference };
    if (!schools.has(of.school)) return;
    const inLane = (lane: Lane) => oneByOne(`${keyOf(of)} ${lane}`, () => deliver(of, lane));
    const chats: readonly Lane[] = running().length === 0 ? [undefined] : running();
    const lanes = request.onlyRecords === true ? [] : chats;
    const all = request.owesRecords === true || owesRecords(of) ? ([TO_RECORDS, ...lanes] as const) : lanes;
    const outcomes = await Promise.allSettled(all.map(inLane));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) leave(request, failed.reason);
  }

  /** Leaves a record in the middle: it is gone on with where that can ever be. */
  function leave(request: DeliveryRequest, reason: unknown): never {
    const { claims: _, record: __, ...again } = request;
    if (isDamage(reason)) forget(request);
    else if (reason instanceof Fault) left.set(keyOf(request), { ...again, onlyRecords: false });
    throw reason;
  }

  /**
   * Delivers one of a campaign by the record that this process has just written: it is not read again for that. Anything
   * else the record may owe is seen to as always.
   */
  async function deliverWritten(request: DeliveryRequest, record: OpenRecord<unknown>): Promise<Delivery> {
    const of = { school: request.school, reference: request.reference };
    const [begun] = request.claims ?? [];
    const [owed] = record.outbox;
    const school = schools.get(of.school);
    if (school === undefined || begun === undefined || owed === undefined) return nothingToTell;
    const lane = laneOf(school, owed, record.posts);
    try {
      const came = await oneByOne(`${keyOf(of)} ${lane}`, () => attempt(of, { lane, begun, written: record }));
      if (isOver) await giveBack(of);
      else if (came?.owesNothing !== true) await inEachLane(of);
      return came ?? nothingToTell;
    } catch (error) {
      return leave(request, error);
    }
  }

  /** Of a record that cannot be read nothing can be noted, now or later. */
  function forget(of: Whose): void {
    inHand.drop(...inHand.of(of));
    for (const [id, attempted] of unnoted) if (keyOf(whose(attempted)) === keyOf(of)) unnoted.delete(id);
  }

  return {
    /** Makes attempts that an earlier process had begun free for others; what came of them is not known. */
    release: (of: Whose): Promise<void> =>
      records.change(of, ({ outbox, posts }) => {
        const now = clock.now();
        const freed = outbox.map((owed) => (isInFlight(owed, now) ? { ...owed, notBefore: now } : owed));
        return freed.every((owed, index) => owed === outbox[index]) ? undefined : { outbox: freed, posts };
      }),

    /** Delivers what is owed now. Rejects with a `Fault` when the store does not answer; what is owed stays owed. */
    async deliver({ record, ...request }: DeliveryRequest): Promise<Delivery> {
      const { claims = [] } = request;
      inHand.keep(request, claims);
      if (record !== undefined && isOneOfCampaign(record, claims)) return await deliverWritten(request, record);
      await inEachLane(request);
      return nothingToTell;
    },

    /**
     * Goes on where the store did not let it before: notes what is known, and makes the attempts that were claimed. What
     * does not work this time either was told of already, and is left for the next time.
     */
    async resume(): Promise<void> {
      const some = [...left.values()].slice(0, BATCH);
      for (const of of some) left.delete(keyOf(of));
      await Promise.allSettled(some.map(inEachLane));
    },

    /** Leaves to others what they may have sent, until then. */
    rest(until: Instant): void {
      restsUntil = until;
    },

    rests,

    /** Claims nothing more; what is claimed is still delivered. */
    takeNoMore(): void {
      takesNoMore = true;
    },

    /**
     * Lets nothing more leave, notes what is known, and gives back what was not attempted, so that another process goes on
     * with it at once. Rejects when the store does not let it.
     */
    async giveBack(): Promise<void> {
      takesNoMore = true;
      isOver = true;
      await Promise.all([...[...unnoted.values()].map(settle), ...inHand.owing().map(giveBack)]);
    },
  };
}

export type Deliverer = ReturnType<typeof createDeliverer>;
