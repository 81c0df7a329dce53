import type { DatabaseSync } from 'node:sqlite';
import { storeFault, toStoreFault } from './faults.ts';
import type { Envelope, Outcome, Request } from './protocol.ts';
import { createStatements } from './statements.ts';

/** A batch is committed when nothing waits, or after this many requests or milliseconds, so that none waits long. */
const BATCH_REQUESTS = 500;
const BATCH_MS = 100;

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
  const figures = { writes: 0, commits: 0 };

  /** One write, of which either everything or nothing stays. Throws when it could not be done. */
  function write(request: Extract<Request, { op: 'create' | 'replace' }>): unknown {
    save.run();
    try {
      const answer =
        request.op === 'create' ? statements.create(request.record) : statements.replace(request.record, request.etag);
      release.run();
      return answer;
    } catch (thrown) {
      undoOne();
      throw thrown;
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

  function read(request: Exclude<Request, { op: 'open' | 'close' | 'create' | 'replace' }>): unknown {
    switch (request.op) {
      case 'get':
        return statements.get(request.school, request.id);
      case 'query':
        return statements.query(request.query);
      case 'due':
        return statements.due(request.at, request.limit);
      case 'all':
        return statements.all(request.after, request.limit);
      case 'health':
        return statements.health();
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

    function fail(thrown: unknown): void {
      if (database.isTransaction) rollback.run();
      const parts = partsOf(thrown);
      for (let at = since ?? outcomes.length; at < outcomes.length; at++) {
        const outcome = outcomes[at];
        if (outcome !== undefined) outcomes[at] = { number: outcome.number, fault: parts };
      }
      since = undefined;
      writes = 0;
    }

    const started = now();
    while (outcomes.length < BATCH_REQUESTS && now() - started < BATCH_MS) {
      const envelope = next();
      if (envelope === undefined) break;
      const { number, deadline, request } = envelope;
      try {
        if (deadline < now()) throw storeFault('store-slow', 'not begun');
        if (request.op === 'create' || request.op === 'replace') {
          if (since === undefined) begin.run();
          since ??= outcomes.length;
          outcomes.push({ number, answer: write(request) });
          writes++;
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
      figures.commits++;
      figures.writes += writes;
    } catch (thrown) {
      fail(thrown);
    }
    return outcomes;
  }

  return {
    drain(next, send) {
      for (let outcomes = batch(next); outcomes.length > 0; outcomes = batch(next)) send(outcomes);
    },
  };
}

/** A fault as it travels between threads. */
export function partsOf(thrown: unknown) {
  const { message, code, whatToDo } = toStoreFault(thrown);
  return { message, code, whatToDo };
}
