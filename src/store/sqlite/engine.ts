import type { DatabaseSync } from 'node:sqlite';
import { storeFault, toStoreFault } from './faults.ts';
import type { Envelope, Outcome, Request } from './protocol.ts';
import { createStatements } from './statements.ts';
import { inspectStructure } from './structure.ts';

/** A batch is committed when nothing waits, or after this many requests or milliseconds, so that none waits long. */
const BATCH_REQUESTS = 500;
const BATCH_MS = 100;

/** What changes the database; whether it can be changed is seen by doing so. */
type Write = Extract<Request, { op: 'create' | 'replace' | 'remove' | 'health' }>;

export interface Engine {
  /**
   * Answers what `next` gives until it gives nothing. Writes that wait together share one commit, and what was written
   * or read behind a write is answered only when that commit is on the disk.
   */
  drain(next: () => Envelope | undefined, send: (outcomes: readonly Outcome[]) => void): void;
}

/** Executes requests on an open database, in the thread that it is called in. `now` is `monotonicNow`. */
export function createEngine(database: DatabaseSync, now: () => number): Engine {
  const statements = createStatements(database);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const save = database.prepare('SAVEPOINT one_write');
  const undo = database.prepare('ROLLBACK TO one_write');
  const release = database.prepare('RELEASE one_write');
  const emptyLog = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  const figures = { writes: 0, commits: 0 };
  /** True while the log may still hold a record that was removed: it keeps what it had until it is emptied. */
  let logHoldsRemoved = false;

  /** One write, of which either everything or nothing stays. Throws when it could not be done. */
  function write(request: Write): unknown {
    save.run();
    try {
      const answer = change(request);
      release.run();
      return answer;
    } catch (thrown) {
      undoOne();
      throw thrown;
    }
  }

  function change(request: Write): unknown {
    switch (request.op) {
      case 'create':
        return statements.create(request.record);
      case 'replace':
        return statements.replace(request.record, request.etag);
      case 'remove':
        return statements.remove(request.school, request.id, request.etag);
      case 'health':
        return statements.health();
      default:
        return request satisfies never;
    }
  }

  /** Undoes the write that has just failed, or else the whole transaction; some errors make SQLite do that by itself. */
  function undoOne(): void {
    if (!database.isTransaction) return;
    try {
      undo.run();
      release.run();
    } catch {
      if (database.isTransaction) rollback.run();
    }
  }

  function read(request: Exclude<Request, Write | { op: 'open' | 'close' }>): unknown {
    switch (request.op) {
      case 'get':
        return statements.get(request.school, request.id);
      case 'query':
        return statements.query(request.query);
      case 'count':
        return statements.count(request.query);
      case 'due':
        return statements.due(request.at, request.limit, request.schools);
      case 'all':
        return statements.all(request.page);
      case 'inspect':
        return inspectStructure(database);
      case 'figures':
        return { ...figures };
      default:
        return request satisfies never;
    }
  }

  function batch(next: () => Envelope | undefined): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    /** Where the open transaction's outcomes begin; what stands before them does not depend on it. */
    let since: number | undefined;
    let writes = 0;
    let removals = 0;

    function fail(thrown: unknown): void {
      if (database.isTransaction) rollback.run();
      const parts = partsOf(thrown);
      for (let at = since ?? outcomes.length; at < outcomes.length; at++) {
        const outcome = outcomes[at];
        if (outcome !== undefined) outcomes[at] = { number: outcome.number, fault: parts };
      }
      since = undefined;
      writes = 0;
      removals = 0;
    }

    const started = now();
    while (outcomes.length < BATCH_REQUESTS && now() - started < BATCH_MS) {
      const envelope = next();
      if (envelope === undefined) break;
      const { number, deadline, request } = envelope;
      try {
        if (deadline < now()) throw storeFault('store-slow', 'not begun');
        if (isWrite(request)) {
          if (since === undefined) begin.run();
          since ??= outcomes.length;
          outcomes.push({ number, answer: write(request) });
          if (request.op !== 'health') writes++;
          if (request.op === 'remove') removals++;
        } else if (request.op !== 'open' && request.op !== 'close') {
          outcomes.push({ number, answer: read(request) });
        }
      } catch (thrown) {
        outcomes.push({ number, fault: partsOf(thrown) });
        if (since !== undefined && !database.isTransaction) fail(thrown);
      }
    }
    if (since === undefined) return outcomes;
    try {
      commit.run();
      logHoldsRemoved ||= removals > 0;
      if (writes > 0) figures.commits++;
      figures.writes += writes;
    } catch (thrown) {
      fail(thrown);
    }
    return outcomes;
  }

  /** Moves the log into the database, where what was removed is zeroes. Tried again later where the disk refuses. */
  function forgetRemoved(): void {
    try {
      emptyLog.run();
      logHoldsRemoved = false;
    } catch {
      // Nothing is lost: what was written stays in the log.
    }
  }

  return {
    drain(next, send) {
      for (let outcomes = batch(next); outcomes.length > 0; outcomes = batch(next)) {
        send(outcomes);
        if (logHoldsRemoved) forgetRemoved();
      }
    },
  };
}

function isWrite(request: Request): request is Write {
  const { op } = request;
  return op === 'create' || op === 'replace' || op === 'remove' || op === 'health';
}

/** A fault as it travels between threads. */
export function partsOf(thrown: unknown) {
  const { message, code, whatToDo } = toStoreFault(thrown);
  return { message, code, whatToDo };
}
