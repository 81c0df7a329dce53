import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { type AttempterParts, createAttempter } from './attempt.ts';
import { createClaimsInHand, keyOf, nameOf } from './claims-in-hand.ts';
import { type Attempted, type ConcluderParts, createConcluder, whose } from './conclude.ts';
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
import type { Owed } from './sealed-record.ts';
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

/** Which messages of a record to see to. */
export interface DeliveryRequest extends Whose {
  /** What this process has claimed for itself already. */
  readonly claims?: readonly Claim[];
  /** True when it may owe something to another record that this process has not claimed. */
  readonly owesRecords?: boolean;
  /** True to leave its chats, where one holds up what is under way already. */
  readonly onlyRecords?: boolean;
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
  async function claim(school: School, of: Whose, lane: Lane): Promise<readonly Claim[]> {
    const before = inHand.of(of);
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

  async function deliver(school: School, of: Whose, lane: Lane): Promise<void> {
    for (const attempted of unnoted.values()) {
      if (keyOf(whose(attempted)) === keyOf(of) && attempted.lane === lane) await settle(attempted);
    }
    // What was delivered may let go what waited for it.
    for (let mine = await claim(school, of, lane); mine.length > 0; mine = await claim(school, of, lane)) {
      for (const one of mine) await attempt(school, of, { lane, begun: one });
      if (isOver) return await giveBack(of);
    }
  }

  async function attempt(
    school: School,
    of: Whose,
    { lane, begun }: { readonly lane: Lane; readonly begun: Claim },
  ): Promise<void> {
    const claim = needsRenewal(begun) ? await renewed(of, begun) : begun;
    const lookedMs = clock.stopwatch();
    const record = await records.load(of);
    if (isOver) return;
    inHand.drop(claim);
    const owed = record?.outbox.find((one) => isHeld(claim, one));
    if (record === undefined || owed === undefined) return;
    const known = unnoted.get(owed.id);
    if (known !== undefined) return await settle({ ...known, claim });
    const stood = record.posts[spotOf(owed)];
    const fade = fadeOf(owed, record.outbox);
    const sent = await attemptNow(school, record, { owed, claim, lookedMs });
    const { reference } = of;
    if (sent.kind === 'failed') parts.failed({ record: reference, code: sent.fault.code, attempts: owed.attempts });
    if (sent.kind === 'let-go' && !isOver)
      parts.failed({ record: reference, code: LEASE_OVER, attempts: owed.attempts });
    await settle({ school, reference, lane, claim, owed, stood, fade, sent });
  }

  /** Notes what became of an attempt; what cannot be noted now is kept until it can. */
  async function settle(attempted: Attempted & { readonly lane: Lane }): Promise<void> {
    const { id } = attempted.owed;
    unnoted.set(id, attempted);
    await conclude(attempted);
    unnoted.delete(id);
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
    const school = schools.get(of.school);
    if (school === undefined) return;
    const inLane = (lane: Lane) => oneByOne(`${keyOf(of)} ${lane}`, () => deliver(school, of, lane));
    const chats: readonly Lane[] = running().length === 0 ? [undefined] : running();
    const lanes = request.onlyRecords === true ? [] : chats;
    const all = request.owesRecords === true || owesRecords(of) ? ([TO_RECORDS, ...lanes] as const) : lanes;
    const outcomes = await Promise.allSettled(all.map(inLane));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    if (isDamage(failed.reason)) forget(of);
    else if (failed.reason instanceof Fault) left.set(keyOf(of), { ...request, onlyRecords: false });
    throw failed.reason;
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
    async deliver({ claims = [], ...request }: DeliveryRequest): Promise<void> {
      inHand.keep(request, claims);
      await inEachLane(request);
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
