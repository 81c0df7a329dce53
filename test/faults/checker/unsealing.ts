import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// The way out of a sealed record, written a second time from docs/decisions/0004-sealing.md, so that the check would
// notice if the product sealed, chained or wrapped in another way than it says.

/** A record as it lies in a store, whoever wrote it. */
export interface RawRecord {
  readonly id: string;
  readonly school: string;
  readonly kind: string;
  readonly status: string;
  readonly due: string | null;
  readonly entries: readonly RawEntry[];
  readonly outbox: readonly { readonly id: string; readonly notBefore: string; readonly attempts: number }[];
  readonly posts: string;
  readonly key: string;
}

interface RawEntry {
  readonly seq: number;
  readonly at: string;
  readonly sealed: string;
  readonly hash: string;
}

interface SchoolKey {
  readonly school: string;
  readonly keyId: string;
  readonly wrappingKey: string;
}

/** One event of a history. */
export interface ReadEvent {
  readonly at: string;
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** Where a message stands, by slot. */
export type ReadPosts = Readonly<
  Record<string, { readonly channel: string; readonly at: Readonly<Record<string, string>> }>
>;

/** Each part behind its length in bytes. */
function parts(of: readonly string[]): string {
  return of.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
}

/** AES-256-GCM: 12 bytes of iv, the text, 16 bytes of tag. Throws where anything was changed. */
function decrypt(key: Buffer, sealed: string, context: readonly string[]): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(parts(context)));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** Reads what the records of a store say, with the keys that stand in `keyFile`. */
export function createUnsealer(keyFile: string) {
  const { schools } = JSON.parse(readFileSync(keyFile, 'utf8')) as { readonly schools: readonly SchoolKey[] };

  function dataKeyOf({ key, school }: RawRecord): Buffer {
    const [format = '', keyId = '', wrapped = ''] = key.split('.');
    const found = schools.find((one) => one.keyId === keyId && one.school === school);
    if (found === undefined) throw new Error(`no key ${keyId}`);
    const wrapping = Buffer.from(found.wrappingKey, 'base64url');
    return decrypt(wrapping, wrapped, [format, 'data key of a record', keyId, school]);
  }

  function open(record: RawRecord, place: readonly string[], sealed: string): unknown {
    const plain = decrypt(dataKeyOf(record), sealed.replace(/^1\./, ''), [record.school, record.id, ...place]);
    return JSON.parse(plain.toString('utf8'));
  }

  return {
    history: (record: RawRecord): readonly ReadEvent[] =>
      record.entries.map(({ seq, at, sealed }) => {
        const { event } = open(record, ['entry', String(seq)], sealed) as Pick<ReadEvent, 'event'>;
        return { at, event };
      }),
    posts: (record: RawRecord): ReadPosts => open(record, ['posts'], record.posts) as ReadPosts,
  };
}

export type Unsealer = ReturnType<typeof createUnsealer>;

/** Whether each entry follows from the one before it. */
export function isChained({ school, kind, id, entries }: RawRecord): boolean {
  const hash = (of: readonly string[]) => createHash('sha256').update(parts(of)).digest('base64url');
  let head = hash(['safeguarding-bot/1', school, kind, id]);
  return entries.every(({ seq, at, sealed, hash: said }, index) => {
    head = hash([head, String(seq), at, sealed]);
    return seq === index + 1 && said === head;
  });
}
