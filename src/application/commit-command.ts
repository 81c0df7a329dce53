import type { Refusal, Relay, Reply } from '../domain/decider.ts';
import type { Message } from '../domain/message.ts';
import { RECORD_LIMIT_BYTES } from '../domain/record.ts';
import type { Chats } from './chats.ts';
import type { CommandRequest } from './command.ts';
import type { Delivery } from './delivery.ts';
import { fanOut } from './fan-out.ts';
import { RecordFullFault, StoreFault } from './faults.ts';
import type { Claim } from './lease.ts';
import { claimed, type Deliveries, free, type Outgoing, owe } from './outbox.ts';
import { relayed } from './owed-message.ts';
import type { Ids, RecordStore } from './ports.ts';
import { commandKey, type Prepared } from './prepare-command.ts';
import type { OpenRecord, Owed, RecordSealer } from './sealed-record.ts';
import { heldForForm, replyMessages } from './surface.ts';

export interface CommitterParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly ids: Ids;
  /** This process among those that serve the store. */
  readonly replica: string;
  readonly chats: Chats;
  /**
   * Told which messages this process may deliver, after each write that left some; also after one of which nobody knows
   * whether it was done. Gives when they have been, as far as they could be.
   */
  readonly written: (of: Written) => Promise<Delivery>;
  /** Told of each record that was written, before its delivery begins. */
  readonly stands: (record: OpenRecord<unknown>) => void;
}

/** A write that left messages which this process may deliver. */
export interface Written {
  readonly school: string;
  readonly reference: string;
  readonly claims: readonly Claim[];
  /** The record as it stands now; undefined where nobody knows whether it was written. */
  readonly record: OpenRecord<unknown> | undefined;
}

/** A command, and how long ago it was begun with. */
export interface Asked {
  readonly request: CommandRequest;
  readonly elapsedMs: Claim['elapsedMs'];
}

/** A decision whose reply, if it has one, will be shown. */
export interface Made {
  readonly events: readonly unknown[];
  readonly messages: readonly Message[];
  readonly relays?: readonly Relay[];
  readonly reply: Reply | undefined;
  readonly removes?: boolean;
}

/** Left free in a record for those who read it, for what it owes, and for whoever ends it, in bytes. */
const RESERVE_BYTES = 300_000;
/** So much of that is never taken by what is owed. */
const END_BYTES = 150_000;

/** Writes what commands come to, each by one write that is done whole or not at all. */
export function createCommitter({ store, sealer, ids, replica, chats, written, stands }: CommitterParts) {
  /** Everything that is to be owed after a decision, and where messages stand. */
  function outgoingOf({ before, context }: Prepared, made: Made, { request }: Asked, from: Deliveries) {
    const { at, by, school } = context;
    const replied =
      by.kind === 'person'
        ? replyMessages(
            made.reply,
            { ...before, ...from },
            { person: by.person, surface: request.surface, at, freshId: ids.fresh },
          )
        : { outgoing: [], posts: from.posts };
    const slots = new Set(replied.outgoing.map(({ message }) => message.slot));
    const others = made.messages.filter((message) => !slots.has(message.slot));
    const posts = chats.standing(school, replied.posts);
    const shared = fanOut(others, { school, chats, before: { outbox: from.outbox, posts } });
    const forRecords = relaysOf(made).map((relay): Outgoing => ({ message: relayed(relay) }));
    return { posts, outgoing: [...shared, ...replied.outgoing, ...forRecords] };
  }

  /** Writes a decision. False when somebody else was quicker. */
  async function commit(prepared: Prepared, made: Made, asked: Asked): Promise<boolean> {
    const { workflow, definition, before, context, now } = prepared;
    const { request, elapsedMs } = asked;
    if (made.removes === true) return await remove(before, made);
    const { at, by } = context;
    // What became of a message is written with what its record makes of it.
    const noted = request.settles?.(before);
    const from = noted ?? before;
    const { posts, outgoing } = outgoingOf(prepared, made, asked, from);
    if (made.events.length === 0 && outgoing.length === 0 && noted === undefined) return true;
    const owed = owe({ outbox: from.outbox, posts }, outgoing, { at: now, freshId: ids.fresh });
    const isNew = ({ id }: Owed) => !before.outbox.some((old) => old.id === id);
    const wanted = free({ outbox: owed, posts }, now).filter(isNew);
    // What took the place of content that may stand there already is left to the deliverer, which knows when to wait.
    const mine = wanted.filter(({ unsure }) => !unsure);
    const { outbox, claims } = claimed(owed, mine, { owner: replica, elapsedMs, now });
    const state = made.events.reduce((folded, event) => workflow.evolve(folded, { event, at, by }), before.state);
    const changesStatus = before.etag !== undefined && workflow.status(state) !== before.stored.status;
    // The clock asks again for ever: that never takes the room of whoever ends it.
    const isAskedAgain = request.deadline !== undefined;
    const mayFill = definition.opens === true || (definition.internal === true && !isAskedAgain) || changesStatus;
    const after = await sealer.change(workflow, before, {
      at,
      events: { of: made.events, by, command: commandKey(request.id) },
      outbox,
      posts,
      atMostBytes: mayFill ? RECORD_LIMIT_BYTES : RECORD_LIMIT_BYTES - keptFor(definition),
    });
    const left = { school: context.school.id, reference: context.reference, claims };
    const etag = await write(after).catch((error: unknown) => {
      // It may have been written all the same, and then its messages are this process's to deliver.
      if (error instanceof StoreFault && wanted.length > 0) follow(request, { ...left, record: undefined });
      throw error;
    });
    if (etag === undefined) return false;
    const record = { ...after, etag };
    stands(record);
    request.wrote?.(record);
    if (wanted.length > 0) follow(request, { ...left, record });
    return true;
  }

  function follow({ follows }: CommandRequest, of: Written): void {
    const delivering = written(of);
    follows?.(delivering);
  }

  /** Takes a record away with all that it owes. False when somebody else was quicker. */
  async function remove({ stored, etag }: OpenRecord<unknown>, made: Made): Promise<boolean> {
    const { events, messages, relays = [], reply } = made;
    if (events.length + messages.length + relays.length > 0 || reply !== undefined)
      throw new Error('a decision that takes a record away has nothing besides');
    return etag === undefined || (await store.remove(stored.school, stored.id, etag)).kind === 'removed';
  }

  /** The new etag; undefined when somebody else was quicker. */
  async function write(after: OpenRecord<unknown>): Promise<string | undefined> {
    if (after.etag === undefined) {
      const created = await store.create(after.stored);
      return created.kind === 'created' ? created.etag : undefined;
    }
    const replaced = await store.replace(after.stored, after.etag);
    return replaced.kind === 'replaced' ? replaced.etag : undefined;
  }

  /**
   * Puts a refusal on the record, where the workflow wants it there. False when the record was changed meanwhile. Where
   * the record is full, the person is refused all the same: that it is there is not for them to know.
   */
  async function noteRefusal(
    { workflow, before, context }: Prepared,
    { noted = [] }: Refusal<unknown>,
    request: CommandRequest,
  ): Promise<boolean> {
    if (noted.length === 0 || before.etag === undefined) return true;
    // Not as the command itself: given again, it is refused again.
    const events = { of: noted, by: request.by, command: commandKey(`refused ${request.id}`) };
    try {
      // What refusals may fill is never what reading needs.
      const change = { at: context.at, events, atMostBytes: RECORD_LIMIT_BYTES - RESERVE_BYTES };
      return (await write(await sealer.change(workflow, before, change))) !== undefined;
    } catch (error) {
      if (error instanceof RecordFullFault) return true;
      throw error;
    }
  }

  /** Keeps what fades from taking away a form that is about to open. False when the record was changed meanwhile. */
  async function holdForForm(
    { workflow, before, context, now }: Prepared,
    { surface }: CommandRequest,
  ): Promise<boolean> {
    const outbox = before.etag === undefined ? undefined : heldForForm(before, surface, now);
    if (outbox === undefined) return true;
    return (await write(await sealer.change(workflow, before, { at: context.at, outbox }))) !== undefined;
  }

  return { commit, noteRefusal, holdForForm };
}

/** The room in a record that a command leaves to others. */
function keptFor({ isForEnd }: Prepared['definition']): number {
  return isForEnd === true ? END_BYTES : RESERVE_BYTES;
}

/** A record remembers a command by its events: without one, a repetition would ask the other record anew. */
function relaysOf({ events, relays = [] }: Made): readonly Relay[] {
  if (relays.length > 0 && events.length === 0) throw new Error('a decision with relays has an event too');
  return relays;
}
