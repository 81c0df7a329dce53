import { createHash, randomBytes } from 'node:crypto';
import type { Json } from './evaluate.ts';
import { Refusal } from './refusal.ts';

/** What a container was made with: learn.microsoft.com, "Create a collection". */
export interface ContainerSettings {
  readonly id: string;
  readonly partitionKey: { readonly paths: readonly string[] };
  readonly indexingPolicy?: IndexingPolicy;
  readonly defaultTtl?: number;
}

export interface IndexingPolicy {
  readonly includedPaths?: readonly { readonly path: string }[];
  readonly compositeIndexes?: readonly (readonly { readonly path: string; readonly order?: string }[])[];
}

/** A document, what stood there before its last write, and which write that was. */
interface Slot {
  current: Json | undefined;
  before: Json | undefined;
  written: number;
}

const MOST_BYTES = 2 * 1_024 * 1_024;

/** The documents of one container. `now` is in milliseconds. */
export function createContainer(settings: ContainerSettings, rid: string, now: () => number, removesLate: boolean) {
  const slots = new Map<string, Slot>();
  const path = settings.partitionKey.paths[0]?.slice(1) ?? '';
  let writes = 0;

  const key = (partition: unknown, id: string) => JSON.stringify([partition, id]);

  function isAlive(document: Json | undefined): document is Json {
    if (document === undefined) return false;
    const ttl = document['ttl'] ?? settings.defaultTtl ?? -1;
    if (removesLate || settings.defaultTtl === undefined || ttl === -1) return true;
    return Number(document['_ts']) + Number(ttl) > Math.floor(now() / 1_000);
  }

  /** What a reader sees who knows of so many writes; a copy that lags does not show it more. */
  function seen(slot: Slot | undefined, known: number): Json | undefined {
    const document = slot !== undefined && slot.written > known ? slot.before : slot?.current;
    return isAlive(document) ? document : undefined;
  }

  function put(partition: unknown, id: string, body: Json | undefined): Json | undefined {
    const slot = slots.get(key(partition, id));
    const before = slot?.current;
    const current =
      body === undefined
        ? undefined
        : {
            ...body,
            _rid: before?.['_rid'] ?? `${rid}${randomBytes(6).toString('hex')}`,
            _self: `dbs/fake/colls/${rid}/docs/${id}/`,
            _etag: `"${randomBytes(16).toString('hex')}"`,
            _attachments: 'attachments/',
            _ts: Math.floor(now() / 1_000),
          };
    slots.set(key(partition, id), { current, before, written: ++writes });
    return current;
  }

  function check(partition: unknown, body: Json): string {
    const id = body['id'];
    if (typeof id !== 'string' || id === '' || /[/\\?#]/.test(id) || Buffer.byteLength(id) > 1_023) {
      throw new Refusal(400, 'One of the specified inputs is invalid: id');
    }
    if (JSON.stringify(body[path]) !== JSON.stringify(partition)) {
      const words = "PartitionKey extracted from document doesn't match the one specified in the header.";
      throw new Refusal(400, words, 1001);
    }
    if (sizeOf(body) > MOST_BYTES) throw new Refusal(413, 'Request size is too large');
    return id;
  }

  /** Refuses where the document is not there, or is not the one that is meant. */
  function held(partition: unknown, id: string, ifMatch: string | undefined): Json {
    const document = seen(slots.get(key(partition, id)), writes);
    if (document === undefined) throw new Refusal(404, 'Entity with the specified id does not exist in the system.');
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== document['_etag']) {
      throw new Refusal(412, 'Operation cannot be performed because one of the specified precondition is not met.');
    }
    return document;
  }

  return {
    settings,
    rid,
    /** Counts the writes. */
    writes: () => writes,
    read(partition: unknown, id: string, known: number): Json {
      const document = seen(slots.get(key(partition, id)), known);
      if (document === undefined) throw new Refusal(404, 'Entity with the specified id does not exist in the system.');
      return document;
    },
    create(partition: unknown, body: Json): Json {
      const id = check(partition, body);
      if (seen(slots.get(key(partition, id)), writes) !== undefined) {
        throw new Refusal(409, 'Entity with the specified id already exists in the system.');
      }
      return put(partition, id, body) ?? {};
    },
    replace(partition: unknown, id: string, body: Json, ifMatch: string | undefined): Json {
      if (check(partition, body) !== id) throw new Refusal(400, 'The id of a document cannot be changed.');
      held(partition, id, ifMatch);
      return put(partition, id, body) ?? {};
    },
    /** Gives whether it is new. */
    upsert(partition: unknown, body: Json): { readonly document: Json; readonly isNew: boolean } {
      const id = check(partition, body);
      const isNew = seen(slots.get(key(partition, id)), writes) === undefined;
      return { document: put(partition, id, body) ?? {}, isNew };
    },
    remove(partition: unknown, id: string, ifMatch: string | undefined): Json {
      const document = held(partition, id, ifMatch);
      put(partition, id, undefined);
      return document;
    },
    /** Everything that a reader sees who knows of so many writes. */
    all(known: number): readonly Json[] {
      return [...slots.values()].map((slot) => seen(slot, known)).filter((document) => document !== undefined);
    },
    partitionOf: (document: Json): unknown => document[path],
    /** Changes a document behind everybody's back, as somebody with the keys of the account might. */
    tamper(id: string, change: (document: Json) => Json | undefined): void {
      for (const slot of slots.values()) {
        if (slot.current?.['id'] === id) slot.current = change(structuredClone(slot.current));
      }
    },
  };
}

export type Container = ReturnType<typeof createContainer>;

export function sizeOf(document: unknown): number {
  return Buffer.byteLength(JSON.stringify(document) ?? '');
}

/** Which of so many physical partitions keeps a partition key. */
export function rangeOf(partition: unknown, ranges: number): number {
  return (
    (createHash('sha256')
      .update(JSON.stringify(partition ?? null))
      .digest()[0] ?? 0) % ranges
  );
}
