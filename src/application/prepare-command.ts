import { createHash } from 'node:crypto';
import {
  type CommandDefinition,
  type DecisionContext,
  type Registry,
  type Workflow,
  workflowOf,
} from '../domain/decider.ts';
import { type Instant, later, SECOND } from '../domain/instant.ts';
import { parseReference } from '../domain/reference.ts';
import type { CommandRefused, CommandRequest } from './command.ts';
import { StoreFault } from './faults.ts';
import type { Clock, RecordStore, Vault, Versioned } from './ports.ts';
import { deriveReference } from './record-reference.ts';
import type { OpenRecord, RecordSealer } from './sealed-record.ts';
import { slotsShown } from './shown-slots.ts';
import { unreadable } from './words.ts';

export interface PreparerParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
}

/** A command with the record it is for. */
export interface Prepared {
  readonly kind: 'prepared';
  readonly workflow: Workflow<unknown, unknown>;
  readonly definition: CommandDefinition<unknown>;
  readonly before: OpenRecord<unknown>;
  readonly context: DecisionContext;
  /** By which it is judged what another process has in hand: not later than the decision, which may be too late. */
  readonly now: Instant;
}

/** Finds out what a command means and which record it is for; decides nothing. */
export function createPreparer({ store, vault, sealer, registry, clock }: PreparerParts) {
  /** Loads the record a command is for, or begins one. */
  async function prepare(
    request: CommandRequest,
    derivation: number,
    begun?: OpenRecord<unknown>,
  ): Promise<Prepared | CommandRefused> {
    const { school, by, deadline } = request;
    const workflow = workflowOf(registry, request.type);
    const definition = workflow?.commands[request.type];
    const isForThem = definition?.internal !== true || by.kind === 'clock';
    if (workflow === undefined || definition === undefined || !isForThem) return refused('unknown-command', request);
    const reference = await referenceOf(request, workflow, definition, derivation);
    if (reference === undefined) return refused('malformed', request);
    const found = begun?.etag === undefined ? await store.get(school.id, reference) : atHand(begun, begun.etag);
    if (found === undefined ? definition.begins !== true : found.record.kind !== workflow.id)
      return { kind: 'refused', code: 'not-there', sentence: workflow.notThere(request.named ?? reference, school) };
    const moment = await clock.forDecision();
    // Nobody waits for an answer to a deadline; what a person brings is taken, whatever the time.
    if (deadline !== undefined && !moment.isSure) throw inDoubt();
    const at = momentAfter(found?.record.entries.at(-1)?.at, moment.at);
    const now = moment.isSure ? at : clock.now();
    const before =
      found === undefined
        ? await sealer.begin(workflow, { school: school.id, id: reference, at })
        : (begun ?? (await sealer.open(workflow, found)));
    const isOwing = before.outbox.length > 0;
    const shown = definition.internal === true ? { shown: slotsShown(before) } : {};
    const context = { at, by, school, reference, isOwing, ...shown };
    return { kind: 'prepared', workflow, definition, before, context, now };
  }

  /** Undefined when a command names no record, or one that it is about to begin. */
  async function referenceOf(
    { id, school, reference, key }: CommandRequest,
    workflow: Workflow<unknown, unknown>,
    { begins }: CommandDefinition<unknown>,
    derivation: number,
  ): Promise<string | undefined> {
    if (reference !== undefined)
      return begins !== true && parseReference(reference) === reference ? reference : undefined;
    if (key !== undefined) return await deriveReference(vault, school.id, workflow, key);
    return begins === true ? await deriveReference(vault, school.id, workflow, commandKey(id), derivation) : undefined;
  }

  return prepare;
}

/** A record that need not be read. */
function atHand({ stored }: OpenRecord<unknown>, etag: string): Versioned {
  return { record: stored, etag };
}

/** Whether the record has seen the command before. */
export function isRepeated({ seen }: OpenRecord<unknown>, { id }: CommandRequest): boolean {
  return seen.includes(commandKey(id));
}

/** Whether a command that a deadline gives, or that has a condition, is still called for; every other command is. */
export function isStillCalledFor({ workflow, before }: Prepared, request: CommandRequest): boolean {
  const { deadline, type, data, onlyIf } = request;
  if (onlyIf?.(before) === false) return false;
  if (deadline === undefined) return true;
  const key = JSON.stringify(data);
  return workflow
    .deadlines(before.state)
    .some((due) => due.at === deadline && due.command === type && JSON.stringify(due.data) === key);
}

/** Refuses what is not anything that a card of ours sends. */
export function refused(code: 'unknown-command' | 'malformed', { reference, school }: CommandRequest): CommandRefused {
  return { kind: 'refused', code, sentence: unreadable(school, reference && parseReference(reference)) };
}

function inDoubt(): StoreFault {
  return new StoreFault('it is not certain what time it is, so a deadline waits', {
    code: 'clock-in-doubt',
    whatToDo: 'Look whether the record store answers, and at the clock of this machine.',
  });
}

/** Two things never happen to a record in the same millisecond: by their time they can be told apart. */
function momentAfter(last: Instant | undefined, now: Instant): Instant {
  return last !== undefined && last >= now && last < later(now, SECOND) ? later(last, 1) : now;
}

/** What a record remembers of a command id: short, and nothing of what the id was made from. */
export function commandKey(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 22);
}
