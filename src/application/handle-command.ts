import type { Refusal } from '../domain/decider.ts';
import { SECOND } from '../domain/instant.ts';
import type { Json } from '../domain/message.ts';
import { storeBusy, storeSlow } from './answering-store.ts';
import type { CheckResult, CommandRefused, CommandRequest, CommandResult } from './command.ts';
import { type CommitterParts, createCommitter, type Made } from './commit-command.ts';
import { RecordFullFault } from './faults.ts';
import { type Gatherer, gatheringOnce } from './gather.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import {
  createPreparer,
  isRepeated,
  isStillCalledFor,
  type Prepared,
  type PreparerParts,
  refused,
} from './prepare-command.ts';
import { placeTaken, shownReply } from './surface.ts';
import { waitAtMost } from './wait-at-most.ts';
import { fullRecord } from './words.ts';

export interface CommandHandlerParts extends PreparerParts, CommitterParts {
  /** In which everything that changes a record of this process waits its turn. */
  readonly turns: KeyedQueue;
  /** Reads what a command has to know of elsewhere. */
  readonly gather: Gatherer;
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
/** Whether whoever asked is still waiting. */
interface Patience {
  isOver: boolean;
}

/**
 * The one way in. Loads the record, lets the workflow decide, and writes the decision at once: events, messages and
 * deadlines together or not at all. Throws a `StoreFault` or `VaultFault` when nothing is known to be saved, and an
 * `IntegrityFault` when the record cannot be read.
 */
export function createCommandHandler(parts: CommandHandlerParts): CommandHandler {
  const { clock, turns } = parts;
  const prepare = createPreparer(parts);
  const { commit, noteRefusal, holdForForm } = createCommitter(parts);

  async function handle(request: CommandRequest, patience: Patience): Promise<CommandResult> {
    const gather = gatheringOnce(parts.gather);
    let derivation = 0;
    let begun = request.record;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const elapsedMs = clock.stopwatch();
      const prepared = await prepare(request, derivation, begun);
      begun = undefined;
      if (prepared.kind === 'refused') return prepared;
      const { workflow, definition, before, context } = prepared;
      if (isRepeated(before, request)) return again(await knowing(gather, prepared, request), request);
      if (before.etag !== undefined && definition.begins === true && request.key === undefined) {
        derivation++; // The reference is another record's.
        continue;
      }
      if (!isStillCalledFor(prepared, request)) return done(request, context.reference, nothingMade);
      const data = definition.data.safeParse(request.data);
      const decide = async (ask: Json) => {
        const known = await knowing(gather, prepared, request);
        return workflow.decide(before.state, { type: request.type, data: ask }, known.context);
      };
      const outcome =
        workflow.refuses(before.state, request.type, context) ??
        (data.success ? await decide(data.data as Json) : undefined);
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
        const { gathered } = (await knowing(gatheringOnce(parts.gather), prepared, request, {})).context;
        return { kind: 'allowed', state: before.state, gathered };
      }
    }
    throw storeBusy();
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

/** The same with what the command has to know of elsewhere; `unasked` is its data while its form has not been sent. */
async function knowing(
  gather: ReturnType<typeof gatheringOnce>,
  prepared: Prepared,
  request: CommandRequest,
  unasked?: Json,
): Promise<Prepared> {
  const { definition, before, context } = prepared;
  const parsed = definition.data.safeParse(request.data);
  const data = parsed.success ? (parsed.data as Json) : unasked;
  if (definition.gathers === undefined || data === undefined) return prepared;
  const { school, at, by, reference } = context;
  const asked = definition.gathers(before.state, { school, at, by, reference, data });
  const gathered = await gather(asked, { school, by });
  return gathered === undefined ? prepared : { ...prepared, context: { ...context, gathered } };
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
