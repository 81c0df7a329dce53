import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { type Attempted, type ConcluderParts, createConcluder, whose } from './conclude.ts';
import { DeliveryFault, Fault, isDamage, LEASE_OVER } from './faults.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { type Claim, isHeld, LOOK_MS, needsRenewal, permitOf } from './lease.ts';
import { claimed, type Deliveries, free, heldUntil, inOrder, isInFlight, spotOf, takenBack } from './outbox.ts';
import { createOwedRecords, type OwedRecordParts, type Whose } from './owed-record.ts';
import type { ChannelId, Permit } from './ports.ts';
import type { OpenRecord, Owed } from './sealed-record.ts';
import type { Sender } from './send-message.ts';
import { fadeOf } from './surface.ts';

export interface DelivererParts extends OwedRecordParts, Omit<ConcluderParts, 'records'> {
  /** This process among those that serve the store. */
  readonly replica: string;
  readonly sender: Sender;
  /** All chats that the service speaks to. */
  readonly running: () => readonly ChannelId[];
  /** Told of each attempt that failed, and of each that came too late to be made. */
  readonly failed: (of: { readonly record: string; readonly code: string; readonly attempts: number }) => void;
}

/** Which messages of a record to see to. */
export interface DeliveryRequest extends Whose {
  /** What this process has claimed for itself already. */
  readonly claims?: readonly Claim[];
}

/** A chat in which messages are delivered one after the other; undefined where there is none. */
type Lane = ChannelId | undefined;

/** How many records that were left in the middle are gone on with side by side. */
const BATCH = 100;

/**
 * The one way out. Delivers what a record owes, in order, one record at a time; notes each outcome on the record, so
 * that a repetition edits rather than repeats. What is attempted was claimed on the record first; what was claimed is
 * attempted, or given back when the process stops.
 */
export function createDeliverer(parts: DelivererParts) {
  const { registry, clock, sender, running, schools, replica } = parts;
  const records = createOwedRecords(parts);
  const conclude = createConcluder({ ...parts, records });
  const oneByOne = createKeyedQueue();
  /** What was claimed and not attempted yet, each once; also where nobody knows whether the claim was written. */
  const waiting = new Map<string, { readonly claim: Claim; readonly of: Whose }>();
  /** What became of messages where the store could not be told yet: they are not attempted again for that. */
  const unnoted = new Map<string, Attempted & { readonly lane: Lane }>();
  /** Records that were left in the middle because something did not work. */
  const left = new Map<string, Whose>();
  let takesNoMore = false;
  let restsUntil: Instant | undefined;
  let isOver = false;

  function waitingOf(of: Whose): readonly Claim[] {
    return [...waiting.values()].filter((one) => keyOf(one.of) === keyOf(of)).map(({ claim }) => claim);
  }

  /** Of two tries to make the same claim, the first counts: no more time has passed than since that. */
  function keepWaiting(of: Whose, claims: readonly Claim[]): void {
    for (const claim of claims) if (!waiting.has(nameOf(claim))) waiting.set(nameOf(claim), { claim, of });
  }

  function rests(): boolean {
    return restsUntil !== undefined && clock.now() < restsUntil;
  }

  /** What another process may have sent, and may be about to note. */
  function isLeftToOthers({ attempts, settled, owner, unsure }: Owed): boolean {
    return rests() && (unsure || (attempts > settled && owner !== replica));
  }

  /** The right to an attempt at all that can be delivered now: what was claimed before and what has come due. */
  async function claim(school: School, of: Whose, lane: Lane): Promise<readonly Claim[]> {
    const before = waitingOf(of);
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
        const inLane = outbox.filter((owed) => (sender.chatOf(school, owed, posts) ?? running()[0]) === lane);
        const isFree = new Set(takesNoMore ? [] : free({ outbox, posts }, now).filter((owed) => !isLeftToOthers(owed)));
        const wanted = inLane.filter((owed) => isFree.has(owed) && claimOf(owed) === undefined);
        const after = claimed(outbox, wanted, { owner: replica, elapsedMs, now });
        lost = before.filter((one) => !outbox.some((owed) => isHeld(one, owed)));
        fresh = after.claims;
        mine = [...inLane.flatMap((owed) => claimOf(owed) ?? []), ...fresh];
        return wanted.length === 0 ? undefined : { outbox: after.outbox, posts };
      });
    } finally {
      keepWaiting(of, fresh);
    }
    for (const one of lost) if (!fresh.some((other) => nameOf(other) === nameOf(one))) waiting.delete(nameOf(one));
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
    waiting.delete(nameOf(claim));
    const owed = record?.outbox.find((one) => isHeld(claim, one));
    if (record === undefined || owed === undefined) return;
    const known = unnoted.get(owed.id);
    if (known !== undefined) return await settle({ ...known, claim });
    const stood = record.posts[spotOf(owed)];
    const fade = fadeOf(owed, record.outbox);
    const sent = mayStillSend(record, owed, school) ? await send(school, record, { owed, claim, lookedMs }) : forgone;
    const { reference } = of;
    if (sent.kind === 'failed') parts.failed({ record: reference, code: sent.fault.code, attempts: owed.attempts });
    if (sent.kind === 'let-go' && !isOver)
      parts.failed({ record: reference, code: LEASE_OVER, attempts: owed.attempts });
    await settle({ school, reference, lane, claim, owed, stood, fade, sent });
  }

  /** Sends while the claim holds, and while what the record was seen to say a moment ago counts as what it says. */
  async function send(
    school: School,
    record: OpenRecord<unknown>,
    { owed, claim, lookedMs }: { readonly owed: Owed; readonly claim: Claim; readonly lookedMs: Claim['elapsedMs'] },
  ): Promise<Attempted['sent']> {
    const { holds } = permitOf(claim);
    let lookMs = lookedMs;
    const permit: Permit = { holds: () => !isOver && holds() && lookMs() < LOOK_MS };
    /** Before each further call of the attempt: the one before may have taken long. */
    const lookAgain = async () => {
      const anew = clock.stopwatch();
      const now = await records.load({ school: school.id, reference: record.stored.id });
      const still = now?.outbox.find((one) => isHeld(claim, one));
      if (now !== undefined && still !== undefined && mayStillSend(now, still, school)) lookMs = anew;
    };
    const sent = await sender.send(school, owed, { posts: record.posts, permit, lookAgain });
    return sent.kind === 'let-go' && !isOver && holds() ? tooLate : sent;
  }

  /** Notes what became of an attempt; what cannot be noted now is kept until it can. */
  async function settle(attempted: Attempted & { readonly lane: Lane }): Promise<void> {
    const { id } = attempted.owed;
    unnoted.set(id, attempted);
    await conclude(attempted);
    unnoted.delete(id);
  }

  /** Whoever lost the right to a case gets nothing more of it; what they have of it in their chat still fades. */
  function mayStillSend({ stored, state }: OpenRecord<unknown>, { message, onlyEdits }: Owed, school: School): boolean {
    const fades = onlyEdits && message.onlyEdits !== true;
    return fades || registry.get(stored.kind)?.mayStillSend(state, message, school) !== false;
  }

  /** Holds on to a claim that could run out during the attempt, unless somebody else has taken over. */
  async function renewed(of: Whose, claim: Claim): Promise<Claim> {
    let elapsedMs = claim.elapsedMs;
    await records.change(of, (record) => {
      elapsedMs = clock.stopwatch();
      const notBefore = heldUntil(clock.now());
      return changed(record, [claim], (owed) => ({ ...owed, notBefore }));
    });
    const after = { ...claim, elapsedMs };
    waiting.set(nameOf(after), { claim: after, of });
    return after;
  }

  async function giveBack(of: Whose): Promise<void> {
    const claims = waitingOf(of).filter(({ id }) => !unnoted.has(id));
    await records.change(of, (record) => {
      const now = clock.now();
      const after = changed(record, claims, (owed) => takenBack(owed, now));
      return after && { outbox: inOrder(record, after, now), posts: after.posts };
    });
    for (const claim of claims) waiting.delete(nameOf(claim));
  }

  /** In each chat by itself, so that one that hangs holds up nothing in another. */
  async function inEachChat(of: Whose): Promise<void> {
    const school = schools.get(of.school);
    if (school === undefined) return;
    const inChat = (lane: Lane) => oneByOne(`${keyOf(of)} ${lane}`, () => deliver(school, of, lane));
    const lanes = running().length === 0 ? [undefined] : running();
    const outcomes = await Promise.allSettled(lanes.map(inChat));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    if (isDamage(failed.reason)) forget(of);
    else if (failed.reason instanceof Fault) left.set(keyOf(of), of);
    throw failed.reason;
  }

  /** Of a record that cannot be read nothing can be noted, now or later. */
  function forget(of: Whose): void {
    for (const claim of waitingOf(of)) waiting.delete(nameOf(claim));
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
    async deliver({ school, reference, claims = [] }: DeliveryRequest): Promise<void> {
      keepWaiting({ school, reference }, claims);
      await inEachChat({ school, reference });
    },

    /**
     * Goes on where the store did not let it before: notes what is known, and makes the attempts that were claimed. What
     * does not work this time either was told of already, and is left for the next time.
     */
    async resume(): Promise<void> {
      const some = [...left.values()].slice(0, BATCH);
      for (const of of some) left.delete(keyOf(of));
      await Promise.allSettled(some.map(inEachChat));
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
      const owing = new Map([...waiting.values()].map(({ of }) => [keyOf(of), of]));
      await Promise.all([...[...unnoted.values()].map(settle), ...[...owing.values()].map(giveBack)]);
    },
  };
}

export type Deliverer = ReturnType<typeof createDeliverer>;

const forgone = { kind: 'forgone' } as const;

/** An attempt whose way out took so long that nobody could say any more who may have the message: nothing left. */
const tooLate: Attempted['sent'] = {
  kind: 'failed',
  fault: new DeliveryFault('a message took too long to leave', {
    code: 'way-out-slow',
    whatToDo: 'Look at the way from this server to the chat, and at the load of this machine.',
    certain: true,
  }),
  mayStand: false,
};

/** What tells a process's own claims apart. */
function nameOf({ id, attempts }: Claim): string {
  return `${id} ${attempts}`;
}

function keyOf({ school, reference }: Whose): string {
  return `${school} ${reference}`;
}

/** What a record owes with what was claimed changed; undefined when nothing of it is held any more. */
function changed(
  { outbox, posts }: Deliveries,
  claims: readonly Claim[],
  change: (owed: Owed) => Owed,
): Deliveries | undefined {
  const isClaimed = (owed: Owed) => claims.some((claim) => isHeld(claim, owed));
  if (!outbox.some(isClaimed)) return undefined;
  return { outbox: outbox.map((owed) => (isClaimed(owed) ? change(owed) : owed)), posts };
}
