import type { Refusal, Relay, Reply } from '../domain/decider.ts';
import { SECOND } from '../domain/instant.ts';
import type { Json, Message } from '../domain/message.ts';
import { RECORD_LIMIT_BYTES } from '../domain/record.ts';
import { storeBusy, storeSlow } from './answering-store.ts';
import type { Chats } from './chats.ts';
import type { CheckResult, CommandRefused, CommandRequest, CommandResult } from './command.ts';
import { fanOut } from './fan-out.ts';
import { RecordFullFault, StoreFault } from './faults.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { Claim } from './lease.ts';
import { claimed, free, type Outgoing, owe } from './outbox.ts';
import { relayed } from './owed-message.ts';
import type { Ids } from './ports.ts';
import {
  commandKey,
  createPreparer,
  isRepeated,
  isStillCalledFor,
  type Prepared,
  type PreparerParts,
  refused,
} from './prepare-command.ts';
import type { OpenRecord, Owed } from './sealed-record.ts';
import { heldForForm, placeTaken, replyMessages, shownReply } from './surface.ts';
import { waitAtMost } from './wait-at-most.ts';
import { fullRecord } from './words.ts';

export interface CommandHandlerParts extends PreparerParts {
  readonly ids: Ids;
  /** This process among those that serve the store. */
  readonly replica: string;
  /** In which everything that changes a record of this process waits its turn. */
  readonly turns: KeyedQueue;
  readonly chats: Chats;
  /**
   * Told which messages this process may deliver, after each write that left some; also after one of which nobody knows
   * whether it was done.
   */
  readonly written: (school: string, reference: string, claims: readonly Claim[]) => void;
}

export interface CommandHandler {
  /** Carries a command out, once, however often it is given. */
  handle(request: CommandRequest): Promise<CommandResult>;
  /**
   * Asks whether it could be given, before its form is opened, and keeps what fades from taking the form away. A
   * refusal goes on the record as with `handle`.
   */
  check(request: CommandRequest): Promise<CheckResult>;
}

/** How long a person waits for an answer at the most, in milliseconds; the chats give up soon after. */
const ANSWER_WITHIN_MS = 2 * SECOND;
/** How often a command is decided again because somebody else was quicker. */
const MOST_TRIES = 60;
/** Left free in a record for those who read it and for whoever ends it, in bytes. */
const RESERVE_BYTES = 300_000;

/** Whether whoever asked is still waiting. */
interface Patience {
  isOver: boolean;
}

/** A command, and how long ago it was begun with. */
interface Asked {
  readonly request: CommandRequest;
  readonly elapsedMs: Claim['elapsedMs'];
}

/** A decision whose reply, if it has one, will be shown. */
interface Made {
  readonly events: readonly unknown[];
  readonly messages: readonly Message[];
  readonly relays?: readonly Relay[];
  readonly reply: Reply | undefined;
  readonly removes?: boolean;
}

/**
 * The one way in. Loads the record, lets the workflow decide, and writes the decision at once: events, messages and
 * deadlines together or not at all. Throws a `StoreFault` or `VaultFault` when nothing is known to be saved, and an
 * `IntegrityFault` when the record cannot be read.
 */
export function createCommandHandler(parts: CommandHandlerParts): CommandHandler {
  const { store, sealer, clock, ids, replica, turns, chats, written } = parts;
  const prepare = createPreparer(parts);

  async function handle(request: CommandRequest, patience: Patience): Promise<CommandResult> {
    let derivation = 0;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const elapsedMs = clock.stopwatch();
      const prepared = await prepare(request, derivation);
      if (prepared.kind === 'refused') return prepared;
      const { workflow, definition, before, context } = prepared;
      if (isRepeated(before, request)) return again(prepared, request);
      if (before.etag !== undefined && definition.begins === true && request.key === undefined) {
        derivation++; // The reference is another record's.
        continue;
      }
      if (!isStillCalledFor(prepared, request)) return done(request, context.reference, nothingMade);
      const data = definition.data.safeParse(request.data);
      const outcome =
        workflow.refuses(before.state, request.type, context) ??
        (data.success
          ? workflow.decide(before.state, { type: request.type, data: data.data as Json }, context)
          : undefined);
      if (outcome === undefined) return refused('malformed', request);
      if (patience.isOver) throw storeSlow();
      if (outcome.kind === 'refusal') {
        if (await noteRefusal(prepared, outcome, request)) return refusedBy(outcome);
      } else {
        const made = { ...outcome, reply: shownReply(outcome.reply, definition, request.surface) };
        if (await commit(prepared, made, { request, elapsedMs })) return done(request, context.reference, made);
      }
    }
    throw storeBusy();
  }

  async function check(request: CommandRequest, patience: Patience): Promise<CheckResult> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const prepared = await prepare(request, 0);
      if (prepared.kind === 'refused') return prepared;
      const { workflow, before, context } = prepared;
      if (isRepeated(before, request)) return { kind: 'repeated' };
      const refusal = workflow.refuses(before.state, request.type, context);
      if (patience.isOver) throw storeSlow();
      if (refusal !== undefined) {
        if (await noteRefusal(prepared, refusal, request)) return refusedBy(refusal);
      } else if (await holdForForm(prepared, request)) {
        return { kind: 'allowed', state: before.state };
      }
    }
    throw storeBusy();
  }

  /** Writes a decision. False when somebody else was quicker. */
  async function commit(prepared: Prepared, made: Made, { request, elapsedMs }: Asked): Promise<boolean> {
    const { workflow, definition, before, context, now } = prepared;
    if (made.removes === true) return await remove(before, made);
    const { at, by } = context;
    const replied =
      by.kind === 'person'
        ? replyMessages(made.reply, before, { person: by.person, surface: request.surface, at, freshId: ids.fresh })
        : { outgoing: [], posts: before.posts };
    const slots = new Set(replied.outgoing.map(({ message }) => message.slot));
    const others = made.messages.filter((message) => !slots.has(message.slot));
    const { school } = context;
    const posts = chats.standing(school, replied.posts);
    const shared = fanOut(others, { school, chats, before: { outbox: before.outbox, posts } });
    const forRecords = relaysOf(made).map((relay): Outgoing => ({ message: relayed(relay) }));
    const outgoing: readonly Outgoing[] = [...shared, ...replied.outgoing, ...forRecords];
    if (made.events.length === 0 && outgoing.length === 0) return true;
    const owed = owe({ outbox: before.outbox, posts }, outgoing, { at: now, freshId: ids.fresh });
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
      atMostBytes: mayFill ? RECORD_LIMIT_BYTES : RECORD_LIMIT_BYTES - RESERVE_BYTES,
    });
    const isWritten = await write(after).catch((error: unknown) => {
      // It may have been written all the same, and then its messages are this process's to deliver.
      if (error instanceof StoreFault && wanted.length > 0) written(context.school.id, context.reference, claims);
      throw error;
    });
    if (isWritten && wanted.length > 0) written(context.school.id, context.reference, claims);
    return isWritten;
  }

  /** Takes a record away with all that it owes. False when somebody else was quicker. */
  async function remove({ stored, etag }: OpenRecord<unknown>, made: Made): Promise<boolean> {
    const { events, messages, relays = [], reply } = made;
    if (events.length + messages.length + relays.length > 0 || reply !== undefined)
      throw new Error('a decision that takes a record away has nothing besides');
    return etag === undefined || (await store.remove(stored.school, stored.id, etag)).kind === 'removed';
  }

  async function write(after: OpenRecord<unknown>): Promise<boolean> {
    return after.etag === undefined
      ? (await store.create(after.stored)).kind === 'created'
      : (await store.replace(after.stored, after.etag)).kind === 'replaced';
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
      return await write(await sealer.change(workflow, before, change));
    } catch (error) {
      if (error instanceof RecordFullFault) return true;
      throw error;
    }
  }

  async function holdForForm(
    { workflow, before, context, now }: Prepared,
    { surface }: CommandRequest,
  ): Promise<boolean> {
    const outbox = before.etag === undefined ? undefined : heldForForm(before, surface, now);
    return outbox === undefined || (await write(await sealer.change(workflow, before, { at: context.at, outbox })));
  }

  /** Runs work in the record's turn. People are answered in time; the clock has time. */
  async function inTurn<Result>(
    { school, reference, by }: CommandRequest,
    work: (patience: Patience) => Promise<Result>,
  ): Promise<Result> {
    const patience: Patience = { isOver: false };
    const begin = () => work(patience);
    const working = reference === undefined ? begin() : turns(`${school.id} ${reference}`, begin);
    if (by.kind === 'clock') return await working;
    return await waitAtMost(ANSWER_WITHIN_MS, working, () => {
      patience.isOver = true;
      return storeSlow();
    });
  }

  return {
    async handle(request) {
      try {
        return await inTurn(request, (patience) => handle(request, patience));
      } catch (error) {
        if (!(error instanceof RecordFullFault)) throw error;
        return { kind: 'refused', code: error.code, sentence: fullRecord(request.reference) };
      }
    },
    check: (request) => inTurn(request, (patience) => check(request, patience)),
  };
}

/** A record remembers a command by its events: without one, a repetition would ask the other record anew. */
function relaysOf({ events, relays = [] }: Made): readonly Relay[] {
  if (relays.length > 0 && events.length === 0) throw new Error('a decision with relays has an event too');
  return relays;
}

const nothingMade: Made = { events: [], messages: [], reply: undefined };

function done(
  { surface }: CommandRequest,
  reference: string,
  { reply, messages }: Made,
  isRepeated = false,
): CommandResult {
  const isOnlyReturned = surface === undefined || surface.kind === 'dialog';
  return {
    kind: 'done',
    reference,
    messages,
    isRepeated,
    inPlace: isOnlyReturned || (reply !== undefined && placeTaken(reply, surface) !== undefined),
    ...(reply === undefined ? {} : { reply }),
  };
}

/** What somebody gets whose command was carried out already. */
function again({ workflow, definition, before, context }: Prepared, request: CommandRequest): CommandResult {
  const data = definition.data.safeParse(request.data);
  const ask = { type: request.type, data: (data.data ?? null) as Json };
  const reply = data.success ? workflow.again(before.state, ask, context) : undefined;
  const shown = reply?.fades === undefined ? shownReply(reply, definition, request.surface) : undefined;
  return done(request, context.reference, { ...nothingMade, reply: shown }, true);
}

function refusedBy({ code, sentence }: Refusal<unknown>): CommandRefused {
  return { kind: 'refused', code, sentence };
}
