import type { Row, Sought, Workflow } from '../domain/decider.ts';
import type { Instant } from '../domain/instant.ts';
import type { PersonId } from '../domain/people.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { Part, PersonsList } from './persons-lists.ts';
import type { Clock, RecordQuery, RecordStore, Vault } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

/** A line with the record that it stands for. */
export interface Line {
  readonly reference: string;
  readonly createdAt: Instant;
  readonly row: Row;
}

/** The lines of a list that were asked for, and what has to be said with them. */
export interface Lines {
  readonly lines: readonly Line[];
  /** False when something that may belong here could not be read. */
  readonly isWhole: boolean;
  /** False when there was more than is looked through at once. */
  readonly isAll: boolean;
}

/** What has come to light while one part of a list was read. */
interface Told {
  readonly isWhole?: false;
  readonly isAll?: false;
  /** Where reading ended although there is more: when the last record began that was read. */
  readonly cutAt?: Instant | undefined;
}

/** Who looks, and for what. */
export interface Looking {
  readonly person: PersonId;
  readonly school: School;
  readonly sought?: Sought | undefined;
}

export interface ListReaderParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
  /** Told of a record that a list could not read. */
  readonly failed: (of: { readonly record: string; readonly code: string }) => void;
}

/** How many records are read at a time, and of each kind at the most, to find the most pressing. */
const PAGE = 200;
/** How many records of each kind are looked through at the most for one list. */
export const MOST_LOOKED_THROUGH = 2_000;

/** Reads what stands in lists. */
export function createListReader({ store, vault, sealer, clock, failed }: ListReaderParts) {
  async function queryOf({ workflow, list }: Part, { person, school, sought }: Looking) {
    // What somebody may see at all is found by themselves; the line looks whether it is what they look for.
    const findBy = list.findBy?.(person) ?? sought?.findBy;
    const token = findBy === undefined ? undefined : await vault.token(school.id, findBy);
    return {
      school: school.id,
      kind: workflow.id,
      order: 'newest-first',
      tolerant: true,
      ...(list.statuses === undefined ? {} : { statuses: list.statuses }),
      ...(token === undefined ? {} : { token }),
      ...(sought?.from === undefined ? {} : { createdFrom: sought.from }),
      ...(sought?.before === undefined ? {} : { createdBefore: sought.before }),
    } satisfies Omit<RecordQuery, 'limit'>;
  }

  /** One that cannot be read does not keep the others from whoever asks. */
  async function openState(workflow: Workflow<unknown, unknown>, record: RecordSummary) {
    try {
      return { state: await sealer.openState(workflow, record) };
    } catch (error) {
      if (!isDamage(error)) throw error;
      failed({ record: record.id, code: faultCode(error) });
      return undefined;
    }
  }

  /** What one workflow adds, the newest first: of what is not asked for, no more than a page is read. */
  async function* linesOf(part: Part, looking: Looking, first: number, tell: (what: Told) => void) {
    const { workflow, list } = part;
    const { person, school, sought } = looking;
    const [query, now] = [await queryOf(part, looking), clock.now()];
    let after: string | undefined;
    let cutAt: Instant | undefined;
    let read = 0;
    do {
      const limit = Math.min(read === 0 ? first : PAGE, MOST_LOOKED_THROUGH - read);
      const page = await store.query({ ...query, limit, ...(after === undefined ? {} : { after }) });
      for (const { id } of page.unreadable ?? []) failed({ record: id, code: 'store-corrupt' });
      if ((page.unreadable ?? []).length > 0) tell({ isWhole: false });
      for (const record of page.records) {
        const opened = await openState(workflow, record);
        if (opened === undefined) tell({ isWhole: false });
        const of = { reference: record.id, person, school, now, ...(sought === undefined ? {} : { sought }) };
        const row = opened && list.row(opened.state, of);
        if (row !== undefined) yield { reference: record.id, createdAt: record.createdAt, row };
      }
      cutAt = page.records.at(-1)?.createdAt ?? cutAt;
      read += page.records.length + (page.unreadable ?? []).length;
      after = page.next;
    } while (after !== undefined && read < MOST_LOOKED_THROUGH);
    if (after !== undefined) tell({ isAll: false, cutAt });
  }

  /** All lines, the most pressing first. */
  async function ranked(list: PersonsList, looking: Looking): Promise<Lines> {
    let said = { isWhole: true, isAll: true };
    const tell = ({ cutAt: _, ...what }: Told) => {
      said = { ...said, ...what };
    };
    const read = list.parts.map(async (part) => {
      const lines: Line[] = [];
      for await (const line of linesOf(part, looking, PAGE, tell)) lines.push(line);
      return lines;
    });
    const lines = (await Promise.all(read)).flat();
    lines.sort((one, other) => one.row.rank - other.row.rank || compare(one.row.since, other.row.since));
    return { lines, ...said };
  }

  /**
   * So many lines, the newest first. Where one kind was not read to its end, nothing older of the others stands there as
   * if nothing were missing between.
   */
  async function newest(list: PersonsList, looking: Looking, most: number): Promise<Lines> {
    let said = { isWhole: true, isAll: true };
    let end: Instant | undefined;
    const tell = ({ cutAt, ...what }: Told) => {
      said = { ...said, ...what };
      if (cutAt !== undefined && (end === undefined || cutAt > end)) end = cutAt;
    };
    const parts = list.parts.map((part) => linesOf(part, looking, Math.min(most, PAGE), tell));
    const heads = await Promise.all(parts.map(async (part) => ({ part, line: (await part.next()).value })));
    const lines: Line[] = [];
    while (lines.length < most) {
      const [next] = heads
        .flatMap((head) => (head.line ? [{ head, line: head.line }] : []))
        .sort((one, other) => compare(other.line.createdAt, one.line.createdAt));
      if (next === undefined || (end !== undefined && next.line.createdAt < end)) break;
      lines.push(next.line);
      next.head.line = (await next.head.part.next()).value;
    }
    return { lines, ...said };
  }

  /** Of a list that is `newestFirst` so many lines, from the first; of any other all. */
  return (list: PersonsList, looking: Looking, most: number): Promise<Lines> =>
    list.isNewestFirst ? newest(list, looking, most) : ranked(list, looking);
}

function compare(one: Instant, other: Instant): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
