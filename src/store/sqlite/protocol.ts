import type {
  CountQuery,
  Misfit,
  RecordPage,
  RecordQuery,
  RecordStore,
  RecordsPageRequest,
  Versioned,
} from '../../application/ports.ts';
import type { StoredRecord } from '../../domain/record.ts';

/** What the store asks of the thread that holds the database. */
export type Request =
  | { readonly op: 'open'; readonly path: string }
  | { readonly op: 'create'; readonly record: StoredRecord }
  | { readonly op: 'get'; readonly school: string; readonly id: string }
  | { readonly op: 'replace'; readonly record: StoredRecord; readonly etag: string }
  | { readonly op: 'remove'; readonly school: string; readonly id: string; readonly etag: string }
  | { readonly op: 'query'; readonly query: RecordQuery }
  | { readonly op: 'count'; readonly query: CountQuery }
  | {
      readonly op: 'due';
      readonly at: string;
      readonly limit: number;
      readonly schools?: readonly string[] | undefined;
    }
  | { readonly op: 'all'; readonly page: RecordsPageRequest }
  | { readonly op: 'health' }
  | { readonly op: 'inspect' }
  | { readonly op: 'figures' }
  | { readonly op: 'close' };

/** What each request is answered with. */
export interface Answers {
  open: undefined;
  create: Awaited<ReturnType<RecordStore['create']>>;
  get: Versioned | undefined;
  replace: Awaited<ReturnType<RecordStore['replace']>>;
  remove: Awaited<ReturnType<RecordStore['remove']>>;
  query: RecordPage;
  count: Awaited<ReturnType<RecordStore['count']>>;
  due: Awaited<ReturnType<RecordStore['due']>>;
  all: Awaited<ReturnType<RecordStore['all']>>;
  health: undefined;
  inspect: readonly Misfit[];
  figures: StoreFigures;
  close: undefined;
}

/** How much the store has written since it was opened, and in how many commits, each of which waits for the disk. */
export interface StoreFigures {
  readonly writes: number;
  readonly commits: number;
}

/** A request on its way. */
export interface Envelope {
  readonly number: number;
  /** On the clock of `monotonicNow`; not to be executed after this. */
  readonly deadline: number;
  readonly request: Request;
}

/** What became of a request. A fault travels as its parts, for an error loses them between threads. */
export type Outcome =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly fault: FaultParts };

export interface FaultParts {
  readonly message: string;
  readonly code: string;
  readonly whatToDo: string;
}

/** Milliseconds on a clock that all threads of a process share and that nobody sets. */
export function monotonicNow(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
