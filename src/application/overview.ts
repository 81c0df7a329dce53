import type { CardContent, ListDefinition, Registry, Row, Workflow } from '../domain/decider.ts';
import type { Instant } from '../domain/instant.ts';
import type { Button, Json } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { Clock, RecordStore, Vault } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';
import { listIncomplete } from './words.ts';

export interface OverviewParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  /** Told of a record that a list could not read. */
  readonly failed: (of: { readonly record: string; readonly code: string }) => void;
}

type AnyList = ListDefinition<unknown>;

/** How many lines a list shows at once. */
const LINES = 10;
/** How many records are read at a time, and at the most, to find the most pressing. */
const PAGE = 200;
const MOST = 2_000;

/** The lists that a person may see: what they reported, and for those with the role what they have to look after. */
export function createOverview({ store, vault, sealer, registry, clock, failed }: OverviewParts) {
  /** The lines of a list, the most pressing first, and whether all that may belong to it could be read. */
  async function rowsOf(workflow: Workflow<unknown, unknown>, list: AnyList, person: PersonId, school: School) {
    const now = clock.now();
    const token = list.findBy === undefined ? undefined : await vault.token(school.id, list.findBy(person));
    const rows: { readonly reference: string; readonly row: Row }[] = [];
    let isWhole = true;
    let after: string | undefined;
    let read = 0;
    do {
      const page = await store.query({
        school: school.id,
        kind: workflow.id,
        order: 'newest-first',
        limit: PAGE,
        tolerant: true,
        ...(list.statuses === undefined ? {} : { statuses: list.statuses }),
        ...(token === undefined ? {} : { token }),
        ...(after === undefined ? {} : { after }),
      });
      for (const record of page.records) {
        const opened = await openState(workflow, record);
        if (opened === undefined) isWhole = false;
        const row = opened && list.row(opened.state, { reference: record.id, person, school, now });
        if (row !== undefined) rows.push({ reference: record.id, row });
      }
      const unreadable = page.unreadable ?? [];
      for (const { id } of unreadable) failed({ record: id, code: 'store-corrupt' });
      if (unreadable.length > 0) isWhole = false;
      read += page.records.length + unreadable.length;
      after = page.next;
    } while (after !== undefined && read < MOST);
    rows.sort((one, other) => one.row.rank - other.row.rank || byAge(one.row.since, other.row.since));
    return { rows, isWhole };
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

  async function section(
    workflow: Workflow<unknown, unknown>,
    list: AnyList,
    person: PersonId,
    school: School,
    asked: number,
  ) {
    const { rows, isWhole } = await rowsOf(workflow, list, person, school);
    const page = Math.min(asked, Math.max(1, Math.ceil(rows.length / LINES)));
    const shown = rows.slice((page - 1) * LINES, page * LINES);
    const left = rows.length - page * LINES;
    const empty = shown.length === 0 ? [list.empty] : [];
    return {
      title: list.title,
      empty: [...empty, ...(isWhole ? [] : [listIncomplete(school)])].join(' '),
      rows: shown.map(({ reference, row }) => ({
        title: row.title,
        detail: row.detail,
        buttons: row.press === undefined ? [] : [opener(row.press, reference)],
      })),
      buttons: left > 0 ? [turner(list.id, page + 1, left)] : [],
    };
  }

  function listsFor(person: PersonId, school: School) {
    return [...registry.values()].flatMap((workflow) =>
      workflow.lists.filter((list) => list.isFor(person, school)).map((list) => ({ workflow, list })),
    );
  }

  return {
    /** Everything that `/safeguarding` shows this person. */
    async all(person: PersonId, school: School): Promise<CardContent> {
      const sections: Json[] = [];
      for (const { workflow, list } of listsFor(person, school))
        sections.push(await section(workflow, list, person, school, 1));
      return overviewCard(school, sections, beginnings(registry));
    },

    /** What may stand in a place of somebody's own for days: what they began themselves, and the way to all else. */
    async own(person: PersonId, school: School): Promise<CardContent> {
      const lists = listsFor(person, school);
      const sections: Json[] = [];
      for (const { workflow, list } of lists.filter(({ list: { findBy } }) => findBy !== undefined))
        sections.push(await section(workflow, list, person, school, 1));
      const others = lists.filter(({ list }) => list.findBy === undefined);
      return overviewCard(school, sections, [...beginnings(registry), ...others.map(({ list }) => opensList(list))]);
    },

    /** A page of one list; undefined when there is no such list for this person. */
    async page(id: string, page: number, person: PersonId, school: School): Promise<CardContent | undefined> {
      const found = listsFor(person, school).find(({ list }) => list.id === id);
      if (found === undefined) return undefined;
      const drawn = await section(found.workflow, found.list, person, school, page);
      return { card: 'list', preview: drawn.title, data: { title: '', sections: [drawn], buttons: [], help: '' } };
    },
  };
}

export type Overview = ReturnType<typeof createOverview>;

/** A button for each kind of record that a person can begin. */
export function beginnings(registry: Registry, only?: string): Button[] {
  return [...registry.values()].flatMap((workflow) =>
    Object.entries(workflow.commands)
      .filter(([type]) => only === undefined || type === only)
      .filter(([, definition]) => definition.begins === true && definition.internal !== true)
      .map(([type, { label }]) => ({ label, primary: true, opens: true, chatOnly: false, press: { do: type } })),
  );
}

function overviewCard(school: School, sections: readonly Json[], buttons: readonly Button[]): CardContent {
  const help = `Write "report a concern" at any time. In an emergency ring 999; the school's number is ${school.telephone}.`;
  return { card: 'list', preview: 'Safeguarding', data: { title: 'Safeguarding', sections, buttons, help } };
}

function opensList({ id, title }: AnyList): Button {
  return { label: title, primary: false, opens: true, chatOnly: false, press: { do: `list/${id}` } };
}

function opener({ label, command }: NonNullable<Row['press']>, reference: string): Button {
  return { label, primary: false, opens: true, chatOnly: false, press: { do: command, ref: reference } };
}

function turner(list: string, page: number, left: number): Button {
  const press = { do: `list/${list}`, with: { page: String(page) } };
  return { label: `${left} more`, primary: false, opens: false, chatOnly: false, press };
}

function byAge(one: Instant, other: Instant): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
