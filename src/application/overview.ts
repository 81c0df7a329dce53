import type { CardContent, CommandDefinition, Registry } from '../domain/decider.ts';
import type { Answers } from '../domain/form.ts';
import { SECOND } from '../domain/instant.ts';
import type { Button, Json } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { type Searching, searchAsked } from './list-search.ts';
import { drawSection, foldedSections, inPages, type Section } from './list-sections.ts';
import { createListReader, type ListReaderParts, MOST_LOOKED_THROUGH } from './lists.ts';
import { listFor, listsFor, type PersonsList } from './persons-lists.ts';
import { mayCheckService, serviceCheckButton } from './service-check-card.ts';
import { createSideBySide } from './side-by-side.ts';
import { listIncomplete, notAllLookedThrough } from './words.ts';

export interface OverviewParts extends ListReaderParts {
  readonly registry: Registry;
}

/** How many lines a list shows at once; fewer where it stands among several others. */
const LINES = 10;
const LINES_AMONG_SEVERAL = 5;
const LINES_AMONG_MANY = 3;
/** How much text a card of lists has at the most: Teams takes 28 KB of a message in all. */
const TEXT_BYTES = 16 * 1_024;

/** How many lists are read side by side for one person. */
const READ_AT_ONCE = { most: 4, mostInAll: 4, slowMs: 5 * SECOND };

/** Which part of a list somebody asks for. */
interface Asked {
  readonly list: PersonsList;
  readonly person: PersonId;
  readonly school: School;
  readonly page: number;
  readonly searching?: Searching | undefined;
}

/** The lists that a person may see: what they reported, and for those with the role what they have to look after. */
export function createOverview(parts: OverviewParts) {
  const { registry } = parts;
  const read = createListReader(parts);

  async function section({ list, person, school, page: asked, searching }: Asked): Promise<Section> {
    const looking = { person, school, sought: searching?.sought };
    const { lines, isWhole, isAll } = await read(list, looking, asked * LINES + 1);
    const pages = inPages(lines, LINES, TEXT_BYTES);
    const page = Math.min(asked, pages.length);
    const shown = pages[page - 1] ?? [];
    const later = pages.slice(page).flat().length;
    const words = [
      ...(searching === undefined ? [] : [searching.said]),
      ...(lines.length > 0 ? [] : [searching === undefined ? list.empty : 'Nothing was found.']),
      ...(isWhole ? [] : [listIncomplete(school)]),
      ...(isAll || later > 0 ? [] : [notAllLookedThrough(MOST_LOOKED_THROUGH, list.search !== undefined)]),
    ];
    return { list, page, shown, later, count: lines.length, words: words.join(' '), searching };
  }

  async function sections(lists: readonly PersonsList[], person: PersonId, school: School): Promise<readonly Json[]> {
    const inTurn = createSideBySide(READ_AT_ONCE);
    const all = await Promise.all(lists.map((list) => inTurn(() => section({ list, person, school, page: 1 }))));
    // Among so many lists, one without anything in it says nothing; the first is what this person is here for.
    const isSilent = ({ list, shown, words }: Section) =>
      !list.isAlwaysSaid && shown.length === 0 && words === list.empty;
    const isKept = (one: Section, at: number) => (all.length < 4 && !one.list.isOnlyFilled) || at === 0;
    const said = all.filter((one, at) => isKept(one, at) || !isSilent(one));
    const filled = said.filter(({ shown }) => shown.length > 0).length;
    const most = filled < 3 ? LINES : filled < 6 ? LINES_AMONG_SEVERAL : LINES_AMONG_MANY;
    return said.map((one) => drawSection(one, most, TEXT_BYTES / Math.max(1, filled)));
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
      return overviewCard(registry, { person, school }, [...open, ...foldedSections(folded)]);
    },

    /** What may stand in a place of somebody's own for days: what they began themselves, and the way to all else. */
    async own(person: PersonId, school: School): Promise<CardContent> {
      const lists = listsFor(registry, person, school);
      const own = lists.filter(({ isOwn, isFolded }) => isOwn && !isFolded);
      const others = lists.filter((list) => !own.includes(list));
      return overviewCard(registry, { person, school }, [
        ...(await sections(own, person, school)),
        ...foldedSections(others),
      ]);
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
      const drawn = drawSection(await section({ list, person, school, page, searching }), LINES, TEXT_BYTES);
      return { card: 'list', preview: list.title, data: { title: '', sections: [drawn], buttons: [], help: '' } };
    },
  };
}

export type Overview = ReturnType<typeof createOverview>;

/** Who is offered something. */
interface Whom {
  readonly person: PersonId;
  readonly school: School;
}

/**
 * A button for each kind of record that everybody can begin, the first of them the likeliest; or for the one that was
 * asked for by its name, whoever it is for.
 */
export function beginnings(registry: Registry, only?: string): Button[] {
  return begun(registry, ([type, definition]) =>
    only === undefined ? definition.isOffered === undefined : type === only,
  ).map((button, at) => ({ ...button, primary: at === 0 }));
}

/** What is offered to some alone, in a part of its own: a chat has no room for more buttons below the card. */
export function offeredSections(registry: Registry, whom: Whom): readonly Json[] {
  const begins = begun(registry, ([, one]) => one.isOffered !== undefined && isFor(one, whom));
  const buttons = mayCheckService(whom.school, whom.person) ? [...begins, serviceCheckButton()] : begins;
  return buttons.length === 0 ? [] : [{ title: 'For your role', empty: '', rows: [], buttons }];
}

function begun(
  registry: Registry,
  isWanted: (one: readonly [string, CommandDefinition<unknown>]) => boolean,
): Button[] {
  return [...registry.values()]
    .flatMap((workflow) => Object.entries(workflow.commands))
    .filter(([type, definition]) => isBeginning(definition) && isWanted([type, definition]))
    .map(([type, { label }]) => ({ label, primary: false, opens: true, chatOnly: false, press: { do: type } }));
}

function isBeginning({ begins, internal }: CommandDefinition<unknown>): boolean {
  return begins === true && internal !== true;
}

function isFor({ isOffered }: CommandDefinition<unknown>, { person, school }: Whom): boolean {
  return isOffered === undefined || isOffered(person, school);
}

function overviewCard(registry: Registry, whom: Whom, sections: readonly Json[]): CardContent {
  const { school } = whom;
  const help = `Write ${saidBeginnings(registry, whom)} at any time. In an emergency ring 999; the school's number is ${school.telephone}.`;
  const all = [...sections, ...offeredSections(registry, whom)];
  const data = { title: 'Safeguarding', sections: all, buttons: beginnings(registry), help };
  return { card: 'list', preview: 'Safeguarding', data };
}

/** What can be typed as words to begin something, or to see a list of one's own. */
function saidBeginnings(registry: Registry, whom: Whom): string {
  const workflows = [...registry.values()];
  const begun = workflows
    .flatMap(({ commands }) => Object.values(commands))
    .filter((definition) => isBeginning(definition) && isFor(definition, whom));
  const lists = workflows
    .flatMap((one) => one.lists)
    .filter(({ isFor: isTheirs }) => isTheirs(whom.person, whom.school));
  const named = [...begun, ...lists].flatMap(({ typed: names = [] }) => names.find((name) => name.includes(' ')) ?? []);
  const checks = mayCheckService(whom.school, whom.person) ? ['check the service'] : [];
  const typed = [...named, ...checks].map((name) => `"${name}"`);
  const last = typed.at(-1) ?? '';
  return typed.length < 2 ? last : `${typed.slice(0, -1).join(', ')} or ${last}`;
}
