import type { ListDefinition, ListSearch, Registry, Workflow } from '../domain/decider.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';

/** A list as one person has it: what several workflows call by the same id is one. */
export interface PersonsList {
  readonly id: string;
  readonly title: string;
  /** What stands there when there is nothing. */
  readonly empty: string;
  readonly isFolded: boolean;
  readonly isNewestFirst: boolean;
  /** True for one of what this person began themselves. */
  readonly isOwn: boolean;
  /** True for one that says so when there is nothing in it, however many lists stand beside it. */
  readonly isAlwaysSaid: boolean;
  /** True for one that is left out while there is nothing in it. */
  readonly isOnlyFilled: boolean;
  readonly search: ListSearch | undefined;
  readonly parts: readonly Part[];
}

/** What one workflow adds to a list. */
export interface Part {
  readonly workflow: Workflow<unknown, unknown>;
  readonly list: ListDefinition<unknown>;
}

/** The lists that are for this person, in the order of the registry. */
export function listsFor(registry: Registry, person: PersonId, school: School): readonly PersonsList[] {
  const parts = [...registry.values()].flatMap((workflow) =>
    workflow.lists.filter((list) => list.isFor(person, school)).map((list): Part => ({ workflow, list })),
  );
  return [...Map.groupBy(parts, ({ list }) => list.id)].map(([id, of]) => joined(id, of));
}

/** The list with this id; undefined where there is none for this person. */
export function listFor(registry: Registry, id: string, person: PersonId, school: School): PersonsList | undefined {
  return listsFor(registry, person, school).find((list) => list.id === id);
}

function joined(id: string, parts: readonly Part[]): PersonsList {
  const first = parts[0]?.list;
  return {
    id,
    title: first?.title ?? '',
    empty: first?.empty ?? '',
    isFolded: first?.folded === true,
    isNewestFirst: first?.newestFirst === true,
    isOwn: parts.every(({ list }) => list.findBy !== undefined),
    isAlwaysSaid: parts.some(({ list }) => list.alwaysSaid === true),
    isOnlyFilled: parts.every(({ list }) => list.onlyFilled === true),
    search: parts.find(({ list }) => list.search !== undefined)?.list.search,
    parts,
  };
}
