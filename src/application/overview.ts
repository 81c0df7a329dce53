import type { CardContent, Registry, Row } from '../domain/decider.ts';
import type { Answers } from '../domain/form.ts';
import type { Button, Json } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { type Searching, searchAsked, searchPress, turnedWith } from './list-search.ts';
import {
  createListReader,
  type Line,
  type ListReaderParts,
  listFor,
  listsFor,
  MOST_LOOKED_THROUGH,
  type PersonsList,
} from './lists.ts';
import { listIncomplete, notAllLookedThrough } from './words.ts';

export interface OverviewParts extends ListReaderParts {
  readonly registry: Registry;
}

/** How many lines a list shows at once; fewer where it stands among several others. */
const LINES = 10;
const LINES_AMONG_SEVERAL = 5;
const LINES_AMONG_MANY = 3;

/** Which part of a list somebody asks for. */
interface Asked {
  readonly list: PersonsList;
  readonly person: PersonId;
  readonly school: School;
  readonly page: number;
  readonly searching?: Searching | undefined;
}

/** A part of a list that is to be drawn. */
interface Section {
  readonly list: PersonsList;
  readonly page: number;
  readonly shown: readonly Line[];
  /** What stands on earlier pages and on this one and on later ones; of a list that is read in part, what was read. */
  readonly count: number;
  /** What is said above the lines. */
  readonly words: string;
  readonly searching?: Searching | undefined;
}

/** The lists that a person may see: what they reported, and for those with the role what they have to look after. */
export function createOverview(parts: OverviewParts) {
  const { registry } = parts;
  const read = createListReader(parts);

  async function section({ list, person, school, page: asked, searching }: Asked): Promise<Section> {
    const looking = { person, school, sought: searching?.sought };
    const { lines, isWhole, isAll } = await read(list, looking, asked * LINES + 1);
    const page = Math.min(asked, Math.max(1, Math.ceil(lines.length / LINES)));
    const words = [
      ...(searching === undefined ? [] : [searching.said]),
      ...(lines.length > 0 ? [] : [searching === undefined ? list.empty : 'Nothing was found.']),
      ...(isWhole ? [] : [listIncomplete(school)]),
      ...(isAll || lines.length > page * LINES
        ? []
        : [notAllLookedThrough(MOST_LOOKED_THROUGH, list.search !== undefined)]),
    ];
    const shown = lines.slice((page - 1) * LINES, page * LINES);
    return { list, page, shown, count: lines.length, words: words.join(' '), searching };
  }

  async function sections(lists: readonly PersonsList[], person: PersonId, school: School): Promise<readonly Json[]> {
    const all: Section[] = [];
    for (const list of lists) all.push(await section({ list, person, school, page: 1 }));
    // Among so many lists, one without anything in it says nothing; the first is what this person is here for.
    const isSilent = ({ list, shown, words }: Section) => shown.length === 0 && words === list.empty;
    const said = all.filter((one, at) => all.length < 4 || at === 0 || !isSilent(one));
    const filled = said.filter(({ shown }) => shown.length > 0).length;
    const most = filled < 3 ? LINES : filled < 6 ? LINES_AMONG_SEVERAL : LINES_AMONG_MANY;
    return said.map((one) => drawSection(one, most));
  }

  return {
    /** Everything that `/safeguarding` shows this person. */
    async all(person: PersonId, school: School): Promise<CardContent> {
      const lists = listsFor(registry, person, school);
      const open = await sections(
        lists.filter(({ isFolded }) => !isFolded),
        person,
        school,
      );
      const folded = lists.filter(({ isFolded }) => isFolded);
      return overviewCard(registry, school, [...open, ...foldedSections(folded)]);
    },

    /** What may stand in a place of somebody's own for days: what they began themselves, and the way to all else. */
    async own(person: PersonId, school: School): Promise<CardContent> {
      const lists = listsFor(registry, person, school);
      const own = lists.filter(({ isOwn, isFolded }) => isOwn && !isFolded);
      const others = lists.filter((list) => !own.includes(list));
      return overviewCard(registry, school, [...(await sections(own, person, school)), ...foldedSections(others)]);
    },

    /**
     * A page of one list, of what was looked for where these answers say so; undefined when there is no such list for
     * this person, or when it is not looked through like that.
     */
    async page(
      id: string,
      page: number,
      person: PersonId,
      school: School,
      answers?: Answers,
    ): Promise<CardContent | undefined> {
      const list = listFor(registry, id, person, school);
      const searching = list && answers && searchAsked(list, answers, school, parts.clock.now());
      if (list === undefined || (answers !== undefined && searching === undefined)) return undefined;
      const drawn = drawSection(await section({ list, person, school, page, searching }), LINES);
      return { card: 'list', preview: list.title, data: { title: '', sections: [drawn], buttons: [], help: '' } };
    },
  };
}

export type Overview = ReturnType<typeof createOverview>;

/** A button for each kind of record that a person can begin, the first of them the likeliest. */
export function beginnings(registry: Registry, only?: string): Button[] {
  return [...registry.values()]
    .flatMap((workflow) => Object.entries(workflow.commands))
    .filter(([type]) => only === undefined || type === only)
    .filter(([, definition]) => definition.begins === true && definition.internal !== true)
    .map(([type, { label }], at) => ({ label, primary: at === 0, opens: true, chatOnly: false, press: { do: type } }));
}

function overviewCard(registry: Registry, school: School, sections: readonly Json[]): CardContent {
  const help = `Write ${saidBeginnings(registry)} at any time. In an emergency ring 999; the school's number is ${school.telephone}.`;
  const data = { title: 'Safeguarding', sections, buttons: beginnings(registry), help };
  return { card: 'list', preview: 'Safeguarding', data };
}

/** What can be typed as words to begin something. */
function saidBeginnings(registry: Registry): string {
  const typed = [...registry.values()]
    .flatMap(({ commands }) => Object.values(commands))
    .filter(({ begins, internal }) => begins === true && internal !== true)
    .flatMap(({ typed: names = [] }) => names.find((name) => name.includes(' ')) ?? [])
    .map((name) => `"${name}"`);
  const last = typed.at(-1) ?? '';
  return typed.length < 2 ? last : `${typed.slice(0, -1).join(', ')} or ${last}`;
}

/** Where one line ends and how it goes on. */
function drawSection({ list, page, shown, count, words, searching }: Section, most: number): Json {
  const isCut = shown.length > most;
  const left = count - page * LINES;
  const turning = isCut ? [turner(list.id, 1, list.isNewestFirst ? 'More' : `All ${count}`, searching)] : [];
  const further = left > 0 ? [turner(list.id, page + 1, list.isNewestFirst ? 'More' : `${left} more`, searching)] : [];
  return {
    title: list.title,
    empty: words,
    rows: shown.slice(0, most).map(({ reference, row }) => ({
      title: row.title,
      detail: row.detail,
      buttons: row.press === undefined ? [] : [opener(row.press, reference)],
    })),
    buttons: [...(isCut ? turning : further), ...searchButtons(list, searching)],
  };
}

function searchButtons(list: PersonsList, searching: Searching | undefined): readonly Button[] {
  const { search } = list;
  if (search === undefined) return [];
  const again = searching === undefined ? search.label : 'Search again';
  const press = searchPress(list, searching);
  const whole = searching === undefined ? [] : [turner(list.id, 1, 'Show all', undefined)];
  return [{ label: again, primary: false, opens: true, chatOnly: false, press }, ...whole];
}

/** So many buttons stand beside each other in every chat. */
const IN_A_ROW = 5;

/** The way to lists that do not stand open. */
function foldedSections(lists: readonly PersonsList[]): readonly Json[] {
  const buttons = lists.map(opensList);
  const rows = Math.ceil(buttons.length / IN_A_ROW);
  return Array.from({ length: rows }, (_, row) => ({
    title: row === 0 ? 'More lists' : 'And more',
    empty: '',
    rows: [],
    buttons: buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  }));
}

function opensList({ id, title }: PersonsList): Button {
  return { label: title, primary: false, opens: true, chatOnly: false, press: { do: `list/${id}` } };
}

function opener({ label, command }: NonNullable<Row['press']>, reference: string): Button {
  return { label, primary: false, opens: true, chatOnly: false, press: { do: command, ref: reference } };
}

function turner(list: string, page: number, label: string, searching: Searching | undefined): Button {
  const press = { do: `list/${list}`, with: { page: String(page), ...turnedWith(searching) } };
  return { label, primary: false, opens: false, chatOnly: false, press };
}
