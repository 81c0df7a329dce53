import type { ListSearch, Registry } from '../domain/decider.ts';
import type { FormCommand } from './form-command.ts';
import { soughtBy } from './list-search.ts';
import { listFor } from './persons-lists.ts';
import type { Clock } from './ports.ts';
import type { Press, PressData } from './screen.ts';
import { notSearched } from './words.ts';

/** The list that a press is to look through; undefined for any other press. */
export function searchedList({ do: what }: Pick<PressData, 'do'>): string | undefined {
  return what.startsWith('search/') ? what.slice('search/'.length) : undefined;
}

/** Finds the form of a list's search as one that a walker takes somebody through. */
export function createSearchFinder({ registry, clock }: { readonly registry: Registry; readonly clock: Clock }) {
  type Pressed = Pick<Press, 'data' | 'school' | 'person'>;

  function commandOf({ data, school }: Pressed, id: string, search: ListSearch | undefined): FormCommand | undefined {
    return (
      search && {
        begins: true,
        initial: undefined,
        form: () => search.form(school, clock.now()),
        opensWith: soughtBy(data.with) ?? {},
        wayBack: `list/${id}`,
        cancelLabel: 'Back to the list',
        outage: notSearched(school),
      }
    );
  }

  return {
    /** Undefined where there is no such list for this person, or where it is not searched. */
    of(pressed: Pressed): FormCommand | undefined {
      const id = searchedList(pressed.data);
      if (id === undefined) return undefined;
      return commandOf(pressed, id, listFor(registry, id, pressed.person.email, pressed.school)?.search);
    },

    /** The same for somebody who is not known just now, to show again what they typed, and nothing else. */
    ofAnybody(pressed: Pressed): FormCommand | undefined {
      const id = searchedList(pressed.data);
      const lists = [...registry.values()].flatMap((workflow) => workflow.lists);
      return id === undefined
        ? undefined
        : commandOf(pressed, id, lists.find((list) => list.id === id && list.search !== undefined)?.search);
    },
  };
}
