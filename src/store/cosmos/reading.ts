import type { Container, SqlQuerySpec } from '@azure/cosmos';
import { StoreFault } from '../../application/faults.ts';
import type { RecordStore } from '../../application/ports.ts';
import type { RecordSummary, StoredRecord } from '../../domain/record.ts';
import { checkLimit, formatMark, LARGEST_PAGE, PAGE_CHARACTERS } from '../pages.ts';
import { beginCall } from './call.ts';
import { fromDocument, nameOf, toSummary } from './document.ts';
import { storeFault } from './faults.ts';
import { canBeKept, encodeId, PRESENCE } from './ids.ts';
import { allQuery, dueQuery, listQuery } from './queries.ts';
import { readItem } from './writing.ts';

/** Whole records are fetched by so many, for one may be of 1.5 MB. */
const WHOLE_AT_ONCE = 20;
/** Going through everything is work in the background, so a page of it may take so many times as long. */
const WHOLE_PATIENCE = 5;
/** The document that is asked for to see whether the service answers; there is none. */
const PROBE = 'probe';

type Row = Readonly<Record<string, unknown>>;

interface Rows {
  /** Of which school; of all if not given. */
  readonly school?: string | undefined;
  readonly limit: number;
  readonly atOnce: number;
  readonly withinMs: number;
}

/** The reads of a store. */
export function createReading(
  container: Container,
  withinMs: number,
): Pick<RecordStore, 'get' | 'query' | 'due' | 'all' | 'time' | 'health'> {
  /** What a query finds: one more than `limit` says that there is more; a page that is heavy ends early. */
  async function find(query: SqlQuerySpec, { school, limit, atOnce, withinMs: within }: Rows) {
    const { value } = await beginCall(within).ask(async (abortSignal) => {
      const found = container.items.query<Row>(query, {
        maxItemCount: Math.min(limit + 1, atOnce),
        abortSignal,
        ...(school === undefined ? {} : { partitionKey: school }),
      });
      const rows: Row[] = [];
      let room = PAGE_CHARACTERS;
      while (rows.length <= limit && room >= 0 && found.hasMoreResults()) {
        const { resources } = await found.fetchNext();
        for (const row of resources ?? []) {
          if (room < 0) return { rows, isMore: true };
          rows.push(row);
          room -= JSON.stringify(row).length;
        }
      }
      return { rows: rows.slice(0, limit), isMore: rows.length > limit || found.hasMoreResults() };
    });
    if (value === undefined) throw storeFault('store-not-set-up', 'there is no container');
    return value;
  }

  /** Asks for what is not there, which is the least that can be asked; gives the headers of the answer. */
  async function probe() {
    let answeredAt: { readonly date: string; readonly roundTripMs: number } | undefined;
    await beginCall(withinMs).ask(async (abortSignal) => {
      const began = performance.now();
      const { headers, statusCode, substatus } = await container.item(PROBE, PRESENCE).read({ abortSignal });
      answeredAt = { date: String(headers['date']), roundTripMs: performance.now() - began };
      if (statusCode === 404) throw Object.assign(new Error('there is none'), { code: 404, substatus });
    });
    return answeredAt;
  }

  return {
    async get(school, id) {
      if (!canBeKept(school, id)) return undefined;
      const { value } = await readItem(container, school, encodeId(id), beginCall(withinMs));
      return value === undefined ? undefined : fromDocument(value.resource);
    },

    async query(query) {
      const limit = checkLimit(query.limit, LARGEST_PAGE);
      const asked = listQuery(query);
      if (!canBeKept(query.school, '') || query.statuses?.length === 0) return { records: [] };
      const { rows, isMore } = await find(asked, { school: query.school, limit, atOnce: limit + 1, withinMs });
      const records: RecordSummary[] = rows.map(toSummary);
      const last = records.at(-1);
      if (!isMore || last === undefined) return { records };
      return { records, next: formatMark({ createdAt: last.createdAt, id: encodeId(last.id) }) };
    },

    async due(at, limit) {
      const { rows } = await find(dueQuery(at), { limit: checkLimit(limit), atOnce: limit, withinMs });
      return rows.map(({ school, id, due }) => ({ school: String(school), id: nameOf(id), due: String(due) }));
    },

    async all({ school, after, limit: asked, tolerant = false }) {
      const limit = Math.min(checkLimit(asked), LARGEST_PAGE);
      if (school !== undefined && !canBeKept(school, '')) return { records: [] };
      const patience = { atOnce: WHOLE_AT_ONCE, withinMs: withinMs * WHOLE_PATIENCE };
      const { rows, isMore } = await find(allQuery(school, after), { school, limit, ...patience });
      const records: StoredRecord[] = [];
      const unreadable: { readonly school: string; readonly id: string }[] = [];
      for (const row of rows) {
        try {
          records.push(fromDocument(row).record);
        } catch (fault) {
          if (!tolerant || !(fault instanceof StoreFault)) throw fault;
          unreadable.push({ school: String(row['school']), id: nameOf(row['id']) });
        }
      }
      const last = rows.at(-1);
      return {
        records,
        ...(unreadable.length === 0 ? {} : { unreadable }),
        ...(isMore && last !== undefined
          ? { next: formatMark({ createdAt: String(last['school']), id: String(last['id']) }) }
          : {}),
      };
    },

    async time() {
      const answer = await probe();
      const seconds = Date.parse(answer?.date ?? '');
      if (answer === undefined || Number.isNaN(seconds)) throw storeFault('store-failed', 'no time in the answer');
      // The header says only which second it is, so half of one is added, and half the way there and back.
      return new Date(seconds + 500 + answer.roundTripMs / 2).toISOString();
    },

    async health() {
      await probe();
    },
  };
}
