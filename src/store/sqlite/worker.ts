import type { DatabaseSync } from 'node:sqlite';
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createEngine, type Engine, partsOf } from './engine.ts';
import { openDatabase } from './open-database.ts';
import { type Envelope, monotonicNow, type Outcome } from './protocol.ts';

// The thread that holds the database, so that waiting for the disk never holds up the event loop of the service.

const port: MessagePort = workerData.port;
let database: DatabaseSync | undefined;
let engine: Engine | undefined;
let waiting: Envelope | undefined;

function nextToExecute(): Envelope | undefined {
  const envelope = waiting ?? receive();
  waiting = undefined;
  if (envelope?.request.op !== 'close') return envelope;
  waiting = envelope;
  return undefined;
}

function receive(): Envelope | undefined {
  return receiveMessageOnPort(port)?.message;
}

function send(outcomes: readonly Outcome[]): void {
  port.postMessage(outcomes);
}

function open({ number, request }: Envelope): void {
  try {
    if (request.op !== 'open') throw new Error('the first request opens the database');
    database = openDatabase(request.path);
    engine = createEngine(database, monotonicNow);
    send([{ number, answer: undefined }]);
  } catch (thrown) {
    send([{ number, fault: partsOf(thrown) }]);
    port.close();
  }
}

/** Closing moves the log into the database and lets go of the lock; then the thread has nothing left to do. */
function close({ number }: Envelope): void {
  try {
    database?.close();
    send([{ number, answer: undefined }]);
  } catch (thrown) {
    send([{ number, fault: partsOf(thrown) }]);
  }
  port.close();
}

port.on('message', (first: Envelope) => {
  if (engine === undefined) {
    open(first);
    return;
  }
  waiting = first;
  engine.drain(nextToExecute, send);
  if (waiting !== undefined) close(waiting);
});
