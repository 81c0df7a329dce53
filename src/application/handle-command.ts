import { createHash } from 'node:crypto';
import {
  type CommandDefinition,
  type Decision,
  type DecisionContext,
  type Refusal,
  type Registry,
  type Reply,
  type Workflow,
  workflowOf,
} from '../domain/decider.ts';
import { type Instant, later, SECOND } from '../domain/instant.ts';
import type { Json, Message, Post } from '../domain/message.ts';
import type { Actor } from '../domain/people.ts';
import { RECORD_LIMIT_BYTES } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { RecordFullFault, StoreFault } from './faults.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { CLAIM_MS, FADE_MS, isClaimed } from './outbox.ts';
import type { Clock, Ids, RecordStore, Vault } from './ports.ts';
import { deriveReference } from './record-reference.ts';
import type { OpenRecord, Owed, RecordSealer } from './sealed-record.ts';

/** What somebody, or the clock, asks. */
export interface CommandRequest {
  /** Made from the chat's own ids: the same delivery always has the same id, and has its effect once. */
  readonly id: string;
  readonly school: School;
  readonly type: string;
  /** The record it is for; absent for a command that begins one. */
  readonly reference?: string;
  /** For a record of which there is one for each key, such as an address: what it is found by. */
  readonly key?: string;
  readonly by: Actor;
  readonly data: Json;
  /** Where the answer will be shown. Without it, the answer is only returned. */
  readonly surface?: Surface;
}

/** Where somebody acted: in a dialog, which shows the answer itself, or on a card in a chat. */
export type Surface =
  | { readonly kind: 'dialog' }
  | { readonly kind: 'chat'; readonly card?: { readonly slot?: string; readonly isForm: boolean; readonly post: Post } };

export type CommandResult =
  | {
      readonly kind: 'done';
      readonly reference: string;
      /** What the person who asked sees. */
      readonly reply?: Reply;
      /** True when the reply takes the place of the card that was pressed; false when it comes as a message. */
      readonly inPlace: boolean;
      readonly messages: readonly Message[];
    }
  | { readonly kind: 'refused'; readonly code: string; readonly sentence: string };

export interface CommandHandlerParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told after each write that left messages to deliver, with the ids of those that this process has claimed. */
  readonly written: (school: string, reference: string, claimed: readonly string[]) => void;
}

/** Whether a command could be given now. */
export type CheckResult =
  | { readonly kind: 'allowed'; readonly state: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly sentence: string };

export interface CommandHandler {
  /** Carries a command out, once, however often it is given. */
  handle(request: CommandRequest): Promise<CommandResult>;
  /** Asks whether it could be given, before its form is opened. A refusal goes on the record as with `handle`. */
  check(request: CommandRequest): Promise<CheckResult>;
}

/** How long a person waits for an answer at the most, in milliseconds; the chats give up soon after. */
const ANSWER_WITHIN_MS = 2 * SECOND;
/** How often a command is decided again because somebody else was quicker. */
const MOST_TRIES = 60;
/** Left free in a full record so that it can still be read and closed, in bytes. */
const RESERVE_BYTES = 100_000;

/**
 * The one way in. Loads the record, lets the workflow decide, and writes the decision at once: events, messages and
 * deadlines together or not at all. Throws a `StoreFault` when nothing is known to be saved.
 */
export function createCommandHandler(parts: CommandHandlerParts): CommandHandler {
  const { store, vault, sealer, registry, clock, ids } = parts;

  /** Loads the record a command is for, or begins one, and asks whether it may be given. */
  async function prepare(request: CommandRequest, derivation: number) {
    const workflow = workflowOf(registry, request.type);
    const definition = workflow?.commands[request.type];
    const isForThem = definition?.internal !== true || request.by.kind === 'clock';
    if (workflow === undefined || definition === undefined || !isForThem) return refused('unknown-command', request);
    const key = request.key ?? commandKey(request.id);
    const reference = request.reference ?? (await deriveReference(vault, request.school.id, workflow, key, derivation));
    const found = await store.get(request.school.id, reference);
    if (found === undefined ? definition.begins !== true : found.record.kind !== workflow.id)
      return { kind: 'refused', code: 'not-there', sentence: workflow.notThere(reference, request.school) } as const;
    const at = clock.now();
    const before =
      found === undefined
        ? await sealer.begin(workflow, { school: request.school.id, id: reference, at })
        : await sealer.open(workflow, found);
    const context: DecisionContext = { at, by: request.by, school: request.school, reference };
    return { kind: 'prepared', workflow, definition, before, context } as const;
  }

  async function handle(request: CommandRequest): Promise<CommandResult> {
    let derivation = 0;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const prepared = await prepare(request, derivation);
      if (prepared.kind === 'refused') return prepared;
      const { workflow, definition, before, context } = prepared;
      const { reference } = context;
      const parsed = definition.data.safeParse(request.data);
      const ask = { type: request.type, data: (parsed.data ?? null) as Json };
      if (parsed.success && before.seen.includes(commandKey(request.id))) {
        const reply = shownReply(workflow.again(before.state, ask, context), definition, request.surface);
        return done(reference, reply, request.surface, []);
      }
      if (before.etag !== undefined && definition.begins === true && request.key === undefined) {
        derivation++;
        continue;
      }
      const refusal = workflow.refuses(before.state, request.type, context);
      if (refusal !== undefined) return await refuse(workflow, before, refusal, request);
      if (!parsed.success) return refused('malformed', request);
      const outcome = workflow.decide(before.state, ask, context);
      if (outcome.kind === 'refusal') return await refuse(workflow, before, outcome, request);
      const reply = shownReply(outcome.reply, definition, request.surface);
      if (await commit(workflow, definition, before, { ...outcome, reply }, request, context.at))
        return done(reference, reply, request.surface, outcome.messages);
    }
    throw new StoreFault('the record was changed by others again and again', {
      code: 'store-busy',
      whatToDo: 'Press again.',
    });
  }

  /** Whether a command could be given now, and the state to draw its form from. Nothing is changed. */
  async function check(request: CommandRequest): Promise<CheckResult> {
    const prepared = await prepare(request, 0);
    if (prepared.kind === 'refused') return prepared;
    const { workflow, before, context } = prepared;
    const refusal = workflow.refuses(before.state, request.type, context);
    if (refusal === undefined) return { kind: 'allowed', state: before.state };
    const result = await refuse(workflow, before, refusal, request);
    return { kind: 'refused', code: refusal.code, sentence: result.kind === 'refused' ? result.sentence : refusal.sentence };
  }

  async function commit(
    workflow: Workflow<unknown, unknown>,
    definition: CommandDefinition<unknown>,
    before: OpenRecord<unknown>,
    made: Made,
    request: CommandRequest,
    at: Instant,
  ): Promise<boolean> {
    const { fresh, posts } = messagesOf(made, before, request, at);
    if (made.events.length === 0 && fresh.length === 0) return true;
    const owed = fresh.map(
      (message): Owed => ({
        id: ids.fresh(),
        message,
        settled: 0,
        ...(message.notBefore === undefined
          ? { notBefore: later(at, CLAIM_MS), attempts: 1 }
          : { notBefore: message.notBefore, attempts: 0 }),
      }),
    );
    const slots = new Set(fresh.map((message) => message.slot));
    const kept = before.outbox.filter((old) => isClaimed(old, at) || !slots.has(old.message.slot));
    const isSmall = definition.opens === true || definition.internal === true;
    const after = await sealer.change(workflow, before, {
      at,
      events: { of: made.events, by: request.by, command: commandKey(request.id) },
      outbox: [...kept, ...owed],
      posts,
      atMostBytes: isSmall ? RECORD_LIMIT_BYTES : RECORD_LIMIT_BYTES - RESERVE_BYTES,
    });
    const written =
      after.etag === undefined
        ? (await store.create(after.stored)).kind === 'created'
        : (await store.replace(after.stored, after.etag)).kind === 'replaced';
    const claimed = owed.filter((item) => item.attempts > 0).map((item) => item.id);
    if (written && claimed.length > 0) parts.written(request.school.id, after.stored.id, claimed);
    return written;
  }

  /** A refusal that goes on the record is written as well as it can be; the person is refused in any case. */
  async function refuse(
    workflow: Workflow<unknown, unknown>,
    before: OpenRecord<unknown>,
    { code, sentence, noted }: Refusal<unknown>,
    request: CommandRequest,
  ): Promise<CommandResult> {
    if (noted !== undefined && noted.length > 0 && before.etag !== undefined) {
      const events = { of: noted, by: request.by, command: commandKey(request.id) };
      const after = await sealer.change(workflow, before, { at: clock.now(), events, atMostBytes: RECORD_LIMIT_BYTES });
      const { kind } = await store.replace(after.stored, before.etag);
      if (kind === 'conflict') return await handle(request);
    }
    return { kind: 'refused', code, sentence };
  }

  const inTurn = createKeyedQueue();

  /** Commands for one record are decided one after the other here, so that only other processes can be quicker. */
  function queued<Result>({ school, reference }: CommandRequest, work: () => Promise<Result>): Promise<Result> {
    return reference === undefined ? work() : inTurn(`${school.id} ${reference}`, work);
  }

  /** People are answered in time; the clock has time. */
  function inTime<Result>({ by }: CommandRequest, work: Promise<Result>): Promise<Result> {
    return by.kind === 'person' ? within(ANSWER_WITHIN_MS, work) : work;
  }

  return {
    async handle(request) {
      try {
        return await inTime(
          request,
          queued(request, () => handle(request)),
        );
      } catch (error) {
        if (!(error instanceof RecordFullFault)) throw error;
        return { kind: 'refused', code: error.code, sentence: fullSentence(request.reference ?? '') };
      }
    },
    check: (request) =>
      inTime(
        request,
        queued(request, () => check(request)),
      ),
  };
}

/** A decision whose reply, if it has one, will be shown. */
type Made = Omit<Decision<unknown>, 'reply'> & { readonly reply: Reply | undefined };

/**
 * The reply as far as it is to be shown: content that nobody asked to open is not sent after a press on another card,
 * such as the one in a channel.
 */
function shownReply(
  reply: Reply | undefined,
  definition: CommandDefinition<unknown>,
  surface: Surface | undefined,
): Reply | undefined {
  if (reply === undefined || surface === undefined || surface.kind === 'dialog') return reply;
  return takesPlace(reply, surface) || definition.opens === true || reply.fades === undefined ? reply : undefined;
}

/** The messages of a decision with its reply among them where that stands in a chat, and the posts they edit. */
function messagesOf(made: Made, before: OpenRecord<unknown>, request: CommandRequest, at: Instant) {
  const { reply } = made;
  const { surface, by } = request;
  if (reply === undefined || surface === undefined || by.kind !== 'person') return { fresh: made.messages, posts: before.posts };
  if (surface.kind === 'dialog' && reply.fades !== undefined) return { fresh: made.messages, posts: before.posts };
  const inPlace = surface.kind === 'chat' && takesPlace(reply, surface) ? surface.card?.post : undefined;
  const { slot, card, data, preview, fades } = reply;
  const to = { kind: 'person', person: by.person } as const;
  const shown: Message = {
    slot,
    to,
    card,
    data,
    preview,
    ...(inPlace === undefined && fades !== undefined ? { fresh: true } : {}),
  };
  const fading: readonly Message[] =
    fades === undefined ? [] : [{ slot, to, ...fades, notBefore: later(at, FADE_MS) }];
  return {
    fresh: [...made.messages.filter((message) => message.slot !== slot), shown, ...fading],
    posts: inPlace === undefined ? before.posts : { ...before.posts, [slot]: inPlace },
  };
}

/** A reply takes the place of the pressed card when that card is its own, or a form that belongs to no record. */
function takesPlace(reply: Reply, surface: Surface): boolean {
  if (surface.kind === 'dialog' || surface.card === undefined) return false;
  const { slot, isForm } = surface.card;
  return slot === undefined ? isForm : slot === reply.slot;
}

function done(reference: string, reply: Reply | undefined, surface: Surface | undefined, messages: readonly Message[]): CommandResult {
  return {
    kind: 'done',
    reference,
    messages,
    inPlace: surface === undefined || surface.kind === 'dialog' || (reply !== undefined && takesPlace(reply, surface)),
    ...(reply === undefined ? {} : { reply }),
  };
}

function refused(code: 'unknown-command' | 'malformed', { reference, school }: CommandRequest) {
  const what = reference === undefined ? 'That' : `The step for ${reference}`;
  return {
    kind: 'refused',
    code,
    sentence: `${what} could not be read, so nothing was changed. Write "help" to start again, or ring ${school.telephone}.`,
  } as const;
}

function fullSentence(reference: string): string {
  return `${reference} is full, so this was not saved. Report a new concern that names ${reference}, go on there, and close this one as part of it.`;
}

/** What a record remembers of a command id: short, and nothing of what the id was made from. */
function commandKey(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 22);
}

/** Gives up waiting, not working: what is under way may still be written, and its id makes a repetition harmless. */
async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreFault('the record store did not answer in time', { code: 'store-slow', whatToDo: 'Press again.' }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
