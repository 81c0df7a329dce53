import { Fault, StoreFault } from '../application/faults.ts';

/** What happens most: the service runs. */
const inUse = `Not done: another process has the record store open, most likely the service.
Stop the service, run this again, and start the service anew. Or restore last night's backups of the records
and of their checkpoints to another folder, and check these with --store, --vault and --checkpoints while the
service runs.`;

/** What could not be done, and what to do now. Quotes no record. */
export function explain(error: unknown): string {
  if (!(error instanceof Fault)) return unforeseen(error);
  if (error instanceof StoreFault && error.code === 'store-in-use') return inUse;
  return `Not done: ${error.message}\n${error.whatToDo}`;
}

/** Where it happened, but not the text of the error, which may quote a record. */
function unforeseen(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  return [`Not done, for a reason that nobody foresaw (${name}). Please report these lines:`, ...frames].join('\n');
}
