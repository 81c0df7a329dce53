import { z } from 'zod';
import type { Versioned } from '../../application/ports.ts';
import type { RecordSummary, StoredRecord } from '../../domain/record.ts';
import { checkRecord, parseRecord, parseSummary } from '../record-schema.ts';
import { storeFault } from './faults.ts';
import { canBeKept, decodeId, encodeId } from './ids.ts';

/** A document of the container `records`: a record, with its id as Cosmos DB takes it and who wrote it last. */
export type RecordDocument = StoredRecord & {
  /** The random ids of the last writes, the newest first: by these a write is known again whose answer was lost. */
  readonly writes: readonly string[];
};

/**
 * How many writes a document remembers. A lost answer is resolved within two seconds; whose write was followed by more
 * than these meanwhile is told of a conflict and reads anew, and finds that what it wanted is done.
 */
const REMEMBERED = 4;

/** The etag of the service with the writes of the document, so that the next write can remember them. */
export interface Version {
  readonly etag: string;
  readonly writes: readonly string[];
}

/** The document of a record. Throws `store-failed` for one that could not be read back. */
export function toDocument(record: StoredRecord, write: string, before: readonly string[]): RecordDocument {
  const checked = checkRecord(record);
  if (!canBeKept(record.school, record.id)) throw storeFault('store-failed', 'not of the shape of a reference');
  return { ...checked, id: encodeId(record.id), writes: [write, ...before].slice(0, REMEMBERED) };
}

/** The record of a document with its etag. Throws `store-corrupt`, naming it, when it is not as it was written. */
export function fromDocument(document: unknown): Versioned {
  const { own, id, version } = split(document);
  return { record: parseRecord({ ...own, id }, id), etag: formatEtag(version) };
}

/** The version of a document, whatever else is in it; undefined when it is none of ours. */
export function versionOf(document: unknown): Version | undefined {
  const parsed = versionSchema.safeParse(document);
  return parsed.success ? { etag: parsed.data._etag, writes: parsed.data.writes } : undefined;
}

/** What a list shows of a document: see `SUMMARY` in queries.ts. */
export function toSummary(row: unknown): RecordSummary {
  const parts = partsOf(row);
  const id = referenceOf(parts);
  return parseSummary({ ...parts, id }, id);
}

/** How an etag of ours is written. */
export function formatEtag({ etag, writes }: Version): string {
  return [etag, ...writes].join('~');
}

/** An etag of ours. One that is none, such as the star that any document meets, becomes one that no document has. */
export function parseEtag(text: string): Version {
  const [etag = '', ...writes] = text.split('~');
  return { etag: /^["\w-]+$/.test(etag) ? etag : '"none"', writes };
}

/** The etag of a write that was made, and that others have followed since: no document has it any more. */
export function pastEtag(write: string): string {
  return formatEtag({ etag: `"past-${write}"`, writes: [write] });
}

const versionSchema = z.object({ _etag: z.string(), writes: z.array(z.string()) });

/** What the service adds to a document begins with a line, as no part of a record does. */
function split(document: unknown) {
  const parts = partsOf(document);
  const id = referenceOf(parts);
  const version = versionOf(parts);
  if (version === undefined) throw storeFault('store-corrupt', `record ${id}`);
  const own = Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith('_') && name !== 'writes'));
  return { own, id, version };
}

function partsOf(document: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).safeParse(document).data ?? {};
}

/** The reference of the record that a document keeps. Throws `store-corrupt` for an id that the store never made. */
function referenceOf({ id }: Readonly<Record<string, unknown>>): string {
  const reference = typeof id === 'string' ? decodeId(id) : undefined;
  if (reference === undefined) throw storeFault('store-corrupt', `record ${nameOf(id)}`);
  return reference;
}

/** The reference that a document's id stands for, or else that id. */
export function nameOf(id: unknown): string {
  return typeof id === 'string' ? (decodeId(id) ?? id) : 'without an id';
}
