import type { SqlQuerySpec } from '@azure/cosmos';
import type { RecordStore, Unreadable } from '../../application/ports.ts';
import { checkLimit, formatMark, LARGEST_PAGE, PAGE_CHARACTERS, readRows } from '../pages.ts';
import { fromDocument, nameOf, toSummary } from './document.ts';
import { storeFault } from './faults.ts';
import { canBeKept, encodeId, PRESENCE } from './ids.ts';
import { allQuery, countQuery, dueQuery, listQuery } from './queries.ts';
import type { Sessions } from './sessions.ts';
import { readItem } from './writing.ts';

/** Whole records are fetched by so many, for one may be of 1.5 MB. */
const WHOLE_AT_ONCE = 20;
/** There are a handful of statuses. */
const COUNTED_AT_ONCE = 1_000;
/** Going through everything is work in the background, so a page of it may take so many times as long. */
const WHOLE_PATIENCE = 5;
/** The document that is asked for to see whether the service answers; there is none. */
const PROBE = 'probe';

type Row = Readonly<Record<string, unknown>>;

interface Rows {
  /** Of which school; of all if not given. */
  readonly school?: string | undefined;
  /** No more than this are given. */
  readonly most: number;
  /** So many come with one answer. */
  readonly atOnce: number;
  readonly withinMs: number;
}

/** The reads of a store. */
export function createReading(
  sessions: Sessions,
  withinMs: number,
): Pick<RecordStore, 'get' | 'query' | 'count' | 'due' | 'all' | 'time' | 'health'> {
  /** What a query finds, and whether there may be more; ends early when what it found is heavy. */
  async function find(query: SqlQuerySpec, { school, most, atOnce, withinMs: within }: Rows) {
    const { container, ask } = sessions.begin(within);
    const { value } = await ask(async (abortSignal) => {
      const found = container.items.query<Row>(query, {
        maxItemCount: Math.min(most, atOnce),
        abortSignal,
        // Across partitions the library tries in vain to do without a plan. Told to ask for it first (forceQueryPlan), it
        // repeats by itself, at once and without end, what is answered with 410.
        ...(school === undefined ? {} : { partitionKey: school }),
      });
      const rows: Row[] = [];
      let room = PAGE_CHARACTERS;
      while (rows.length < most && room >= 0 && found.hasMoreResults()) {
        const { resources } = await found.fetchNext();
        for (const row of resources ?? []) {
          if (rows.length === most || room < 0) return { rows, isMore: true };
          rows.push(row);
          room -= JSON.stringify(row).length;
        }
      }
      return { rows, isMore: found.hasMoreResults() };
    });
    if (value === undefined) throw storeFault('store-not-set-up', 'there is no container');
    return value;
  }

  /** Asks for what is not there, which is the least that can be asked; gives the headers of the answer. */
  async function probe() {
    let answeredAt: { readonly date: string; readonly roundTripMs: number } | undefined;
    const { container, ask } = sessions.begin(withinMs);
    await ask(async (abortSignal) => {
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
      const { value } = await readItem(sessions.begin(withinMs), school, encodeId(id));
      return value === undefined ? undefined : fromDocument(value.resource);
    },

    async query(query) {
      const limit = checkLimit(query.limit, LARGEST_PAGE);
      const asked = listQuery(query);
      const { school } = query;
      if (!canBeKept(school, '') || query.statuses?.length === 0) return { records: [] };
      // One more than fits says whether there is a next page.
      const { rows, isMore } = await find(asked, { school, most: limit + 1, atOnce: limit + 1, withinMs });
      const shown = rows.slice(0, limit);
      const page = readRows(shown, toSummary, query.tolerant === true ? nameOfRow : undefined);
      const last = shown.at(-1);
      return last !== undefined && (isMore || rows.length > limit) ? { ...page, next: markBehind(last) } : page;
    },

    async count(query) {
      const { school } = query;
      if (!canBeKept(school, '')) return {};
      const everything = { most: Number.MAX_SAFE_INTEGER, atOnce: COUNTED_AT_ONCE };
      const { rows } = await find(countQuery(query), { school, ...everything, withinMs });
      const counts = new Map<string, number>();
      for (const { status, number } of rows) {
        counts.set(String(status), (counts.get(String(status)) ?? 0) + Number(number));
      }
      return Object.fromEntries(counts);
    },

    async due(at, limit, schools) {
      if (schools?.length === 0) return [];
      const { rows } = await find(dueQuery(at, schools), { most: checkLimit(limit), atOnce: limit, withinMs });
      return rows.map(({ school, id, due }) => ({ school: String(school), id: nameOf(id), due: String(due) }));
    },

    async all({ school, after, limit, tolerant = false }) {
      const most = Math.min(checkLimit(limit), LARGEST_PAGE);
      if (school !== undefined && !canBeKept(school, '')) return { records: [] };
      const patience = { atOnce: WHOLE_AT_ONCE, withinMs: withinMs * WHOLE_PATIENCE };
      const { rows, isMore } = await find(allQuery(school, after), { school, most, ...patience });
      const page = readRows(rows, (row) => fromDocument(row).record, tolerant ? nameOfRow : undefined);
      const last = rows.at(-1);
      if (!isMore || last === undefined) return page;
      return { ...page, next: formatMark({ createdAt: String(last['school']), id: String(last['id']) }) };
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

function nameOfRow({ school, id }: Row): Unreadable {
  return { school: String(school), id: nameOf(id) };
}

/** Where a list goes on. What is no text stands before all texts, so the least text is behind it. */
function markBehind({ createdAt, id }: Row): string {
  return formatMark({ createdAt: typeof createdAt === 'string' ? createdAt : '', id: String(id) });
}
