import type { CardContent, ListDefinition, Registry, Row, Workflow } from '../domain/decider.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { Clock, RecordStore, Vault } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface OverviewParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
}

/** How many lines a list shows at once. */
const LINES = 10;
/** How many records are read at a time, and at the most, to find the most pressing. */
const PAGE = 200;
const MOST = 2_000;

/** The lists that a person may see: what they reported, and for those with the role what they have to look after. */
export function createOverview({ store, vault, sealer, registry, clock }: OverviewParts) {
  async function rowsOf(workflow: Workflow<unknown, unknown>, list: ListDefinition<unknown>, person: PersonId, school: School) {
    const now = clock.now();
    const token = list.findBy === undefined ? undefined : await vault.token(school.id, list.findBy(person));
    const rows: { reference: string; row: Row }[] = [];
    let after: string | undefined;
    let read = 0;
    do {
      const page = await store.query({
        school: school.id,
        kind: workflow.id,
        order: 'newest-first',
        limit: PAGE,
        ...(list.statuses === undefined ? {} : { statuses: list.statuses }),
        ...(token === undefined ? {} : { token }),
        ...(after === undefined ? {} : { after }),
      });
      for (const record of page.records) {
        const state = await sealer.openState(workflow, record);
        const row = list.row(state, { reference: record.id, person, school, now });
        if (row !== undefined) rows.push({ reference: record.id, row });
      }
      read += page.records.length;
      after = page.next;
    } while (after !== undefined && read < MOST);
    return rows.sort((one, other) => one.row.rank - other.row.rank || byAge(one.row.since, other.row.since));
  }

  async function section(workflow: Workflow<unknown, unknown>, list: ListDefinition<unknown>, person: PersonId, school: School, page: number) {
    const rows = await rowsOf(workflow, list, person, school);
    const shown = rows.slice((page - 1) * LINES, page * LINES);
    const left = rows.length - page * LINES;
    return {
      title: list.title,
      empty: shown.length === 0 ? list.empty : '',
      rows: shown.map(({ reference, row }) => ({
        title: row.title,
        detail: row.detail,
        buttons:
          row.press === undefined
            ? []
            : [{ label: row.press.label, primary: false, opens: true, chatOnly: false, press: { do: row.press.command, ref: reference } }],
      })),
      buttons:
        left > 0
          ? [{ label: `${left} more`, primary: false, opens: false, chatOnly: false, press: { do: `list/${list.id}`, with: { page: String(page + 1) } } }]
          : [],
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
      for (const { workflow, list } of listsFor(person, school)) sections.push(await section(workflow, list, person, school, 1));
      return {
        card: 'list',
        preview: 'Safeguarding',
        data: {
          title: 'Safeguarding',
          sections,
          buttons: beginnings(registry),
          help: `Write "report a concern" at any time. In an emergency ring 999; the school's number is ${school.telephone}.`,
        },
      };
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
export function beginnings(registry: Registry): Json[] {
  return [...registry.values()].flatMap((workflow) =>
    Object.entries(workflow.commands)
      .filter(([, definition]) => definition.begins === true && definition.internal !== true)
      .map(([type, { label }]) => ({ label, primary: true, opens: true, chatOnly: false, press: { do: type } })),
  );
}

function byAge(one: Instant, other: Instant): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
