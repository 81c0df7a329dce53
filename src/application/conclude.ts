import { isDeepStrictEqual } from 'node:util';
import type { DeliveryNote, Registry } from '../domain/decider.ts';
import { later, SECOND } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { CommandRequest } from './command.ts';
import type { CommandHandler } from './handle-command.ts';
import { type Claim, isHeld } from './lease.ts';
import {
  DELAYED_AFTER_ATTEMPTS,
  type Deliveries,
  inOrder,
  nextAttempt,
  owe,
  patienceOf,
  spotOf,
  takenBack,
} from './outbox.ts';
import { isForChat } from './owed-message.ts';
import type { OwedRecords, Whose } from './owed-record.ts';
import type { ChannelId, Clock, Ids, RecordStore } from './ports.ts';
import type { OpenRecord, Owed } from './sealed-record.ts';
import { isUnreachable, type Sent } from './send-message.ts';
import { isAside, setAside } from './surface.ts';

export interface ConcluderParts {
  readonly store: RecordStore;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly commands: CommandHandler;
  readonly records: OwedRecords;
}

/** An attempt with what came of it. */
export interface Attempted {
  readonly school: School;
  readonly reference: string;
  readonly claim: Claim;
  readonly owed: Owed;
  /** What stood in its place when it began. */
  readonly stood: Post | undefined;
  /** What will take its place, where it may not stay. */
  readonly fade: Message | undefined;
  /** The record as it was when this process wrote it for the attempt, so that it need not be read. */
  readonly record?: OpenRecord<unknown> | undefined;
  /** `forgone` when it was not to be made any more. */
  readonly sent: Sent | { readonly kind: 'forgone' };
}

/** Whether it is known without looking that the record owes nothing more. */
export interface Concluded {
  readonly owesNothing: boolean;
}

/** What becomes of the message itself; undefined when it is owed no more. */
type Outcome = (owed: Owed) => Owed | undefined;

/** After an attempt whose permit had run out. Long enough for another process to be first. */
const AFTER_LEASE_MS = SECOND;

/**
 * Notes what became of an attempt; what the record itself has to know is put on it first, so that it is never lost. An
 * attempt that somebody else has taken over meanwhile is theirs to note: then only where the message really stands is.
 * Noting the same twice changes nothing.
 */
export function createConcluder({ store, registry, clock, ids, commands, records }: ConcluderParts) {
  async function conclude(attempted: Attempted): Promise<Concluded> {
    const { owed, sent } = attempted;
    switch (sent.kind) {
      case 'forgone':
        return await note(attempted, () => undefined);
      case 'delivered':
        if (sent.post !== undefined && owed.unsure) await tell(attempted, 'may-be-repeated', 'unknown');
        if (isOfCampaign(owed)) return await noteAndTell(attempted, 'came', 'delivered');
        if (owed.attempts > DELAYED_AFTER_ATTEMPTS && !owed.onlyEdits) await tell(attempted, 'came', 'delivered');
        return await note(attempted, () => undefined);
      case 'waits':
        return await note(attempted, (old) => takenBack(old, sent.until));
      case 'let-go':
        return await note(attempted, (old) => takenBack(old, later(clock.now(), AFTER_LEASE_MS)));
      case 'failed':
        return await noteFailure(attempted, sent);
      default:
        return sent satisfies never;
    }
  }

  async function noteFailure(attempted: Attempted, sent: Extract<Sent, { kind: 'failed' }>): Promise<Concluded> {
    const { owed } = attempted;
    const { fault, mayStand } = sent;
    const chance = (ids.bytes(1)[0] ?? 0) / 255;
    const patience = patienceOf(fault.retryAfterMs);
    // Of one of thousands it is to be known soon that somebody cannot be reached; it is tried again when they can be.
    const isHopeless = fault.hopeless || (isOfCampaign(owed) && isUnreachable(fault));
    const again = isHopeless ? undefined : nextAttempt(owed.attempts, clock.now(), patience, chance);
    if (again === undefined && isOfCampaign(owed)) return await noteAndTell(attempted, 'parked', fault.code);
    if (again === undefined) {
      if (!owed.onlyEdits) await tell(attempted, 'parked', fault.code);
      return await note(attempted, () => undefined);
    }
    // The attempt that should have told of it may have come to no end; what was told already is not told again.
    const isDelayed =
      owed.attempts === DELAYED_AFTER_ATTEMPTS || (owed.attempts > DELAYED_AFTER_ATTEMPTS && owed.unsure);
    if (isDelayed && !owed.onlyEdits) await tell(attempted, 'delayed', fault.code);
    return await note(attempted, (old) => ({
      ...old,
      settled: old.attempts,
      owner: undefined,
      unsure: old.unsure || mayStand,
      notBefore: again,
    }));
  }

  /**
   * Notes that something is owed no more, and what its record makes of that, by one write. Where the record makes nothing
   * of it, or somebody was quicker, it is noted by itself.
   */
  async function noteAndTell(attempted: Attempted, outcome: 'came' | 'parked', code: string): Promise<Concluded> {
    let after: OpenRecord<unknown> | undefined;
    await tell(attempted, outcome, code, {
      settles: (record) => {
        const mine = record.outbox.find((owed) => isHeld(attempted.claim, owed));
        const done = mine && noted(record, { mine, ...attempted }, () => undefined);
        return done && { outbox: inOrder(record, done, clock.now()), posts: done.posts };
      },
      wrote: (record) => {
        after = record;
      },
      ...(attempted.record === undefined ? {} : { record: attempted.record }),
    });
    if (after === undefined) return await note(attempted, () => undefined);
    return { owesNothing: after.outbox.length === 0 };
  }

  /** Notes an outcome, and lets go what waited for it. */
  async function note(attempted: Attempted, outcome: Outcome): Promise<Concluded> {
    let isTold = false;
    let isLate = false;
    const change = () =>
      records.change(whose(attempted), (record) => {
        const mine = record.outbox.find((owed) => isHeld(attempted.claim, owed));
        const late = mine === undefined ? notedLate(record, attempted) : undefined;
        isLate = late !== undefined;
        if (isLate && !isTold) return undefined;
        const after = mine === undefined ? late : noted(record, { mine, ...attempted }, outcome);
        return after && { outbox: inOrder(record, after, clock.now()), posts: after.posts };
      });
    await change();
    if (!isLate) return { owesNothing: false };
    // Others may edit it there from now on, and so would not know that it was posted twice.
    await tell({ ...attempted, claim: undefined }, 'may-be-repeated', 'unknown');
    isTold = true;
    await change();
    return { owesNothing: false };
  }

  /** What a record owes after an outcome, and where its messages stand. */
  function noted(
    { outbox, posts }: Deliveries,
    { mine, sent, fade }: Pick<Attempted, 'sent' | 'fade'> & { readonly mine: Owed },
    outcome: Outcome,
  ): Deliveries {
    const after = outcome(mine);
    const others = outbox.flatMap((owed) => (owed !== mine ? [owed] : after === undefined ? [] : [after]));
    if (sent.kind !== 'delivered') return { outbox: others, posts };
    const delivered = { outbox: others, posts: postsAfter(posts, mine, sent.post) };
    // It stands elsewhere now; what may not stay in the old place is put away there as soon as the chat lets it.
    if (sent.left === undefined || fade === undefined) return delivered;
    return withAside(delivered, sent.left, { ...fade, notBefore: clock.now() });
  }

  function withAside({ outbox, posts }: Deliveries, post: Post, fade: Message): Deliveries {
    const aside = setAside(post, fade, ids.fresh());
    const after = { ...posts, ...aside.posts };
    const at = clock.now();
    return { outbox: owe({ outbox, posts: after }, [aside.outgoing], { at, freshId: ids.fresh }), posts: after };
  }

  /**
   * Somebody has taken over: what they owe and note is theirs. The post that was really made is better known than not:
   * what may not stay there fades there, whatever stands elsewhere; anything else is where the message stands, unless
   * something has come there since.
   */
  function notedLate({ outbox, posts }: Deliveries, { owed, stood, sent, fade }: Attempted): Deliveries | undefined {
    const post = sent.kind === 'delivered' ? sent.post : undefined;
    const isKnown = Object.values(posts).some((other) => isDeepStrictEqual(other, post));
    if (post === undefined || isKnown || isAside(owed.message.slot)) return undefined;
    if (fade !== undefined) return withAside({ outbox, posts }, post, fade);
    const spot = spotOf(owed);
    return isDeepStrictEqual(posts[spot], stood) ? { outbox, posts: { ...posts, [spot]: post } } : undefined;
  }

  /** Puts what became of a message on the record, through the one way in; with a claim, only while that is held. */
  async function tell(
    {
      school,
      reference,
      owed,
      claim,
    }: Pick<Attempted, 'school' | 'reference' | 'owed'> & { readonly claim: Claim | undefined },
    outcome: DeliveryNote['outcome'],
    code: string,
    together: Pick<CommandRequest, 'settles' | 'wrote' | 'record'> = {},
  ): Promise<void> {
    const stored = together.record?.stored ?? (await store.get(school.id, reference))?.record;
    const workflow = stored && registry.get(stored.kind);
    if (workflow === undefined) return;
    await commands.handle({
      ...together,
      id: `delivery-note ${owed.id} ${outcome}`,
      school,
      reference,
      type: workflow.deliveryNote,
      by: theClock,
      data: { slot: owed.message.slot, outcome, code, ...inWhichChat(owed) },
      ...(claim && { onlyIf: ({ outbox }) => outbox.some((one) => isHeld(claim, one)) }),
    });
  }

  return conclude;
}

function isOfCampaign({ message }: Owed): boolean {
  return message.campaign !== undefined;
}

export function whose({ school, reference }: Pick<Attempted, 'school' | 'reference'>): Whose {
  return { school: school.id, reference };
}

/** Where messages stand after one was delivered; `post` is where, if it was posted anew. */
function postsAfter(posts: Deliveries['posts'], owed: Owed, post: Post | undefined): Deliveries['posts'] {
  const spot = spotOf(owed);
  const { [spot]: _, ...others } = posts;
  if (isAside(owed.message.slot) || (isForChat(owed) && owed.message.isLast === true)) return others;
  return post === undefined ? posts : { ...others, [spot]: post };
}

/** Of a message that stands in several chats, which of them it was; of any other nothing. */
function inWhichChat({ message, chat }: Owed): { readonly chat?: ChannelId } {
  return chat === undefined || message.to.kind === 'person' ? {} : { chat };
}
