import type { Answers, Form } from './form.ts';
import type { Instant } from './instant.ts';
import type { PersonId } from './people.ts';
import type { School } from './school.ts';

/** What somebody looks for in a list. All of it holds together. */
export interface Sought {
  /** Records found by this text's token. */
  readonly findBy?: string;
  /** Of what happened at or after this. */
  readonly from?: Instant;
  /** Of what happened before this. */
  readonly before?: Instant;
}

/** How a list is searched. The answers travel in buttons: at most 200 characters each, and about 1,000 in all. */
export interface ListSearch {
  /** Such as `Search the log`. */
  readonly label: string;
  form(school: School, now: Instant): Form;
  /** What these answers, which the form has checked, look for. What a list finds by `findBy` itself comes first. */
  seeks(answers: Answers, school: School): Sought;
  /** What these answers look for, in words for above what was found. */
  said(answers: Answers, school: School): string;
}

/**
 * A list of records that a person may ask for. Lists with the same id, also of several workflows, are one: its title
 * and its other words are those of the first, and its search is that of the first that has one.
 */
export interface ListDefinition<State> {
  readonly id: string;
  readonly title: string;
  /** What stands there when there is nothing. */
  readonly empty: string;
  readonly statuses?: readonly string[];
  /** Records found by this text's token; without it, all of the kind. */
  findBy?(person: PersonId): string;
  /** True for one that stands behind a button of its own rather than open among the others. */
  readonly folded?: boolean;
  /** True for what somebody is here for: that there is nothing is said, also where lists without anything are left out. */
  readonly alwaysSaid?: boolean;
  /** True for one that most people never have anything in: it is left out while it is empty, however few lists there are. */
  readonly onlyFilled?: boolean;
  /** Its name as a slash command and as words, lower case, without the slash, for one that can be asked for by itself. */
  readonly typed?: readonly string[];
  /** True for one that is in the order of its records' beginnings, the newest first, whatever the rank of its lines. */
  readonly newestFirst?: boolean;
  /** How it is searched; only for one that is `newestFirst`. */
  readonly search?: ListSearch;
  /** Whether this list is for this person at all. */
  isFor(person: PersonId, school: School): boolean;
  /** The line that stands for a record; undefined when this person may not know of it, or it is not what is sought. */
  row(state: State, of: RowContext): Row | undefined;
}

/** What a line of a list may depend on. */
export interface RowContext {
  readonly reference: string;
  readonly person: PersonId;
  readonly school: School;
  readonly now: Instant;
  /** What somebody looks for; absent where they look at all of it. */
  readonly sought?: Sought;
}

/** One line of a list. Lines with the lowest `rank` come first, and among these the oldest. */
export interface Row {
  readonly rank: number;
  readonly since: Instant;
  readonly title: string;
  readonly detail: string;
  /** What pressing it does; none for a line that only tells. */
  readonly press?: { readonly label: string; readonly command: string };
}
