import type { Registry } from '../domain/decider.ts';
import { later, SECOND } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { DeliveryFault, Fault, MESSAGE_GONE } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { CLAIM_MS, isClaimed, nextAttempt } from './outbox.ts';
import type { Channel, ChannelId, Clock, Ids, RecordStore } from './ports.ts';
import type { OpenRecord, Owed, RecordSealer } from './sealed-record.ts';

export interface DelivererParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly schools: ReadonlyMap<string, School>;
  readonly commands: CommandHandler;
  /** Told of each failed attempt. */
  readonly failed: (of: { readonly record: string; readonly code: string; readonly attempts: number }) => void;
}

/** Which messages of a record to see to. */
export interface DeliveryRequest {
  readonly school: string;
  readonly reference: string;
  /** Messages that this process has claimed already. */
  readonly claimed?: readonly string[];
  /** True at the start of a process that alone serves the store: claims of an earlier process are void. */
  readonly takeOver?: boolean;
}

type Result =
  | { readonly kind: 'delivered'; readonly post: Post; readonly isNew: boolean }
  | { readonly kind: 'failed'; readonly fault: DeliveryFault }
  | { readonly kind: 'waits' };

/** A message hangs below another that has not been delivered yet; looked at again after this. */
const WAIT_FOR_ROOT_MS = 2 * SECOND;

/**
 * The one way out. Delivers what a record owes, in order, one record at a time; notes each outcome on the record, so
 * that a repetition edits rather than repeats.
 */
export function createDeliverer(parts: DelivererParts) {
  const { store, sealer, registry, clock, ids, channels, schools, commands } = parts;
  const inTurn = createKeyedQueue();

  async function load(school: string, reference: string): Promise<OpenRecord<unknown> | undefined> {
    const found = await store.get(school, reference);
    const workflow = found && registry.get(found.record.kind);
    return found && workflow ? await sealer.open(workflow, found) : undefined;
  }

  /** Changes the outbox and the posts of a record, whatever else changes it meanwhile. */
  async function note(
    school: string,
    reference: string,
    change: (record: OpenRecord<unknown>) => { outbox: readonly Owed[]; posts?: Readonly<Record<string, Post>> } | undefined,
  ): Promise<void> {
    for (;;) {
      const record = await load(school, reference);
      const workflow = record && registry.get(record.stored.kind);
      const made = record && change(record);
      if (record?.etag === undefined || workflow === undefined || made === undefined) return;
      const after = await sealer.change(workflow, record, { at: clock.now(), ...made });
      if ((await store.replace(after.stored, record.etag)).kind === 'replaced') return;
    }
  }

  /** The messages to see to now, claimed: those given, and those that have come due. */
  async function claim({ school, reference, claimed = [], takeOver = false }: DeliveryRequest): Promise<readonly string[]> {
    const now = clock.now();
    let mine: readonly string[] = [];
    const isFree = (owed: Owed) => owed.notBefore <= now || (takeOver && isClaimed(owed, now));
    await note(school, reference, (record) => {
      const free = record.outbox.filter((owed) => !claimed.includes(owed.id) && isFree(owed));
      mine = record.outbox.filter((owed) => claimed.includes(owed.id) || free.includes(owed)).map((owed) => owed.id);
      if (free.length === 0) return undefined;
      return {
        outbox: record.outbox.map((owed) =>
          free.includes(owed) ? { ...owed, attempts: owed.attempts + 1, notBefore: later(now, CLAIM_MS) } : owed,
        ),
      };
    });
    return mine;
  }

  async function deliver(request: DeliveryRequest): Promise<void> {
    const { school: schoolId, reference } = request;
    const school = schools.get(schoolId);
    if (school === undefined) return;
    for (const id of await claim(request)) {
      const record = await load(schoolId, reference);
      const owed = record?.outbox.find((candidate) => candidate.id === id);
      if (record === undefined || owed === undefined) continue;
      const result = await attempt(school, record, owed);
      await conclude(school, reference, owed, result);
    }
  }

  async function attempt(school: School, record: OpenRecord<unknown>, owed: Owed): Promise<Result> {
    const { message } = owed;
    const earlier = record.outbox.slice(0, record.outbox.indexOf(owed));
    if (earlier.some((other) => other.message.slot === message.slot && other.attempts > 0)) return { kind: 'waits' };
    const { to } = message;
    const root = to.kind === 'thread' ? record.posts[to.below] : undefined;
    if (to.kind === 'thread' && root === undefined)
      return earlier.some((other) => other.message.slot === to.below) ? { kind: 'waits' } : { kind: 'failed', fault: noRoot() };
    const standing = record.posts[message.slot];
    const channel = channelFor(school, message, standing ?? root);
    if (channel === undefined) return { kind: 'failed', fault: noChannel() };
    try {
      if (standing !== undefined && message.fresh !== true && (await edited(channel, school, standing, message)))
        return { kind: 'delivered', post: standing, isNew: false };
      if (standing !== undefined && message.fresh === true) await channel.remove(school, standing);
      const post = await channel.post(school, to, message, root);
      return { kind: 'delivered', post, isNew: true };
    } catch (error) {
      return { kind: 'failed', fault: error instanceof DeliveryFault ? error : unexpected(error) };
    }
  }

  async function conclude(school: School, reference: string, owed: Owed, result: Result): Promise<void> {
    const { slot } = owed.message;
    const now = clock.now();
    if (result.kind === 'delivered') {
      await note(school.id, reference, (record) => ({
        outbox: record.outbox.filter((other) => other.id !== owed.id),
        posts: { ...record.posts, [slot]: result.post },
      }));
      const mayBeRepeated = result.isNew && owed.attempts - 1 > owed.settled;
      if (mayBeRepeated) await tell(school, reference, owed, 'may-be-repeated', 'unknown');
      return;
    }
    if (result.kind === 'waits') {
      await note(school.id, reference, (record) => ({
        outbox: replaceOwed(record.outbox, owed.id, (old) => ({
          ...old,
          attempts: old.attempts - 1,
          notBefore: later(now, WAIT_FOR_ROOT_MS),
        })),
      }));
      return;
    }
    const { fault } = result;
    parts.failed({ record: reference, code: fault.code, attempts: owed.attempts });
    const chance = (ids.bytes(1)[0] ?? 0) / 255;
    const again = fault.hopeless ? undefined : nextAttempt(owed.attempts, now, fault.retryAfterMs, chance);
    await note(school.id, reference, (record) => ({
      outbox:
        again === undefined
          ? record.outbox.filter((other) => other.id !== owed.id)
          : replaceOwed(record.outbox, owed.id, (old) => ({
              ...old,
              notBefore: again,
              settled: fault.certain ? old.settled + 1 : old.settled,
            })),
    }));
    if (again === undefined) await tell(school, reference, owed, 'parked', fault.code);
  }

  /** Puts what became of a message on the record, through the one way in. */
  async function tell(school: School, reference: string, owed: Owed, outcome: 'parked' | 'may-be-repeated', code: string) {
    const found = await store.get(school.id, reference);
    const workflow = found && registry.get(found.record.kind);
    if (workflow === undefined) return;
    await commands.handle({
      id: `delivery-note ${owed.id} ${outcome}`,
      school,
      reference,
      type: workflow.deliveryNote,
      by: theClock,
      data: { slot: owed.message.slot, outcome, code },
    });
  }

  /** The chat a message goes to: where its slot or thread stands, or the one that the school uses. */
  function channelFor(_school: School, _message: Message, post: Post | undefined): Channel | undefined {
    if (post !== undefined) return channels.get(post.channel as ChannelId);
    return channels.values().next().value;
  }

  return {
    /** Delivers what is owed now. Rejects with a `Fault` when the store does not answer; what is owed stays owed. */
    deliver: (request: DeliveryRequest): Promise<void> => inTurn(`${request.school} ${request.reference}`, () => deliver(request)),
  };
}

export type Deliverer = ReturnType<typeof createDeliverer>;

function replaceOwed(outbox: readonly Owed[], id: string, change: (owed: Owed) => Owed): readonly Owed[] {
  return outbox.map((owed) => (owed.id === id ? change(owed) : owed));
}

function noChannel(): DeliveryFault {
  return new DeliveryFault('no chat is set up for this message', {
    code: 'no-channel',
    whatToDo: 'Set up Teams or Slack for this school.',
    certain: true,
  });
}

function noRoot(): DeliveryFault {
  return new DeliveryFault('the message that this one hangs below was never delivered', {
    code: 'no-root',
    whatToDo: 'Look at why the first message of the case could not be delivered.',
    certain: true,
    hopeless: true,
  });
}

function unexpected(cause: unknown): DeliveryFault {
  return new DeliveryFault('a message could not be delivered for a reason that nobody foresaw', {
    code: 'unexpected',
    whatToDo: 'Report this with the log around it.',
    certain: false,
    cause,
  });
}

/** Whether the message could be edited; false when somebody took it away, so that it has to be posted anew. */
async function edited(channel: Channel, school: School, standing: Post, message: Message): Promise<boolean> {
  try {
    await channel.edit(school, standing, message);
    return true;
  } catch (error) {
    if (error instanceof DeliveryFault && error.code === MESSAGE_GONE) return false;
    throw error;
  }
}

/** The code of a fault for the log; `unknown` for what is none. */
export function faultCode(error: unknown): string {
  return error instanceof Fault ? error.code : 'unknown';
}
