import { randomBytes } from 'node:crypto';
import type { ItemResponse } from '@azure/cosmos';
import type { RecordStore } from '../../application/ports.ts';
import type { StoredRecord } from '../../domain/record.ts';
import { formatEtag, parseEtag, pastEtag, type RecordDocument, toDocument, versionOf } from './document.ts';
import { storeFault } from './faults.ts';
import { canBeKept, encodeId } from './ids.ts';
import type { ContainerCall, Sessions } from './sessions.ts';

/** What a document is read with: gives none where there is none. */
export function readItem({ container, ask }: ContainerCall, school: string, id: string) {
  return ask(async (abortSignal) => {
    const response: ItemResponse<Record<string, unknown>> = await container.item(id, school).read({ abortSignal });
    // The library throws whatever is not as it should be, and gives this alone back as an answer.
    if (response.statusCode !== 404) return response;
    throw Object.assign(new Error('there is none'), { code: 404, substatus: response.substatus });
  });
}

/**
 * The three writes of a store, each of which may be repeated: when its answer was lost, what stands there tells whether
 * it was made. Every document carries the random id of the write that made it what it is, and of some before.
 */
export function createWriting(
  sessions: Sessions,
  withinMs: number,
): Pick<RecordStore, 'create' | 'replace' | 'remove'> {
  /** The etag that the write left, if it is among those of the document that stands there now. */
  async function etagIfMade(
    { school, id, writes: [write = ''] }: RecordDocument,
    call: ContainerCall,
  ): Promise<string | undefined> {
    const { value } = await readItem(call, school, id);
    const version = versionOf(value?.resource);
    if (version?.writes.includes(write) !== true) return undefined;
    // Others have written since: whoever goes on from this write meets a conflict and reads what they wrote.
    return version.writes[0] === write ? formatEtag(version) : pastEtag(write);
  }

  function etagOf({ etag }: ItemResponse<RecordDocument>, { writes }: RecordDocument): string {
    return formatEtag({ etag, writes });
  }

  return {
    async create(record) {
      const document = toDocument(record, freshWrite(), []);
      const call = sessions.begin(withinMs);
      const reply = await call.ask((abortSignal) => call.container.items.create(document, { abortSignal }));
      if (reply.value !== undefined) return { kind: 'created', etag: etagOf(reply.value, document) };
      if (reply.status !== 409) throw storeFault('store-not-set-up', String(reply.status));
      const etag = reply.isPerhapsDone ? await etagIfMade(document, call) : undefined;
      return etag === undefined ? { kind: 'exists' } : { kind: 'created', etag };
    },

    async replace(record: StoredRecord, given: string) {
      const { etag: held, writes } = parseEtag(given);
      const document = toDocument(record, freshWrite(), writes);
      const call = sessions.begin(withinMs);
      const reply = await call.ask((abortSignal) =>
        call.container
          .item(document.id, document.school)
          .replace(document, { accessCondition: onlyIf(held), abortSignal }),
      );
      if (reply.value !== undefined) return { kind: 'replaced', etag: etagOf(reply.value, document) };
      const etag = reply.isPerhapsDone ? await etagIfMade(document, call) : undefined;
      return etag === undefined ? { kind: 'conflict' } : { kind: 'replaced', etag };
    },

    async remove(school, id, given) {
      if (!canBeKept(school, id)) return { kind: 'conflict' };
      const { etag } = parseEtag(given);
      const { container, ask } = sessions.begin(withinMs);
      const reply = await ask((abortSignal) =>
        container.item(encodeId(id), school).delete({ accessCondition: onlyIf(etag), abortSignal }),
      );
      // Gone after an attempt whose answer was lost: by that attempt, or, if it was not made, by somebody else, perhaps
      // after a change. Whoever removes wants it gone, and it is.
      const isRemoved = reply.value !== undefined || (reply.status === 404 && reply.isPerhapsDone);
      return { kind: isRemoved ? 'removed' : 'conflict' };
    },
  };
}

function onlyIf(etag: string) {
  return { type: 'IfMatch', condition: etag };
}

/** 64 random bits: among the writes of one record in two seconds, enough. */
function freshWrite(): string {
  return randomBytes(8).toString('base64url');
}
