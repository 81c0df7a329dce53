import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MOST_LOOKED_THROUGH } from '../../src/application/lists.ts';
import type { CardContent, ListDefinition, Registry, Workflow } from '../../src/domain/decider.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { registry as everyWorkflow } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { monday } from '../support/concern.ts';
import { aList, type Entry, entriesOf, searchOfLog } from '../support/entries.ts';
import { aSchool, people } from '../support/school.ts';
import { aVisitor, buttonsIn, inputsOf, labelsOf, problemsOf, troubleOf } from '../support/visitor.ts';

const { open } = applications();

const log = (of: Partial<ListDefinition<Entry>> = {}) =>
  aList({ id: 'log', title: 'Log', newestFirst: true, search: searchOfLog, ...of });
const forHead = (person: PersonId) => person === people.head;

/** An application with two kinds of entries that have these lists. */
async function withLists(
  ones: readonly ListDefinition<Entry>[],
  others: readonly ListDefinition<Entry>[] = [],
): Promise<TestApplication> {
  const kinds = [entriesOf('one', 'Y', ones), entriesOf('other', 'Z', others)];
  const registry: Registry = new Map(kinds.map((kind) => [kind.id, kind as Workflow<unknown, unknown>]));
  return await open({ registry });
}

/** Makes entries a minute apart; `Z: words` makes one of the second kind. */
async function make(t: TestApplication, ...entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    const [kind, words] = entry.startsWith('Z: ') ? ['other', entry.slice(3)] : ['one', entry];
    await t.give(`${kind}/make`, { by: people.teacher, data: { words } });
    t.clock.move(MINUTE);
  }
}

interface Section {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly { readonly title: string }[];
}

function sectionsOf(content: CardContent | undefined): readonly Section[] {
  return (content?.data.sections ?? []) as unknown as readonly Section[];
}

function titlesIn(content: CardContent | undefined): readonly string[] {
  return sectionsOf(content).flatMap(({ rows }) => rows.map(({ title }) => title));
}

/** How often the store was asked for records, and how many it gave. */
function counted(t: TestApplication) {
  const { query } = t.store;
  const asked = { times: 0, records: 0 };
  Object.assign(t.store, {
    async query(...of: Parameters<typeof query>) {
      const page = await query.apply(t.store, of);
      asked.times += 1;
      asked.records += page.records.length;
      return page;
    },
  });
  return asked;
}

describe('lists of several kinds of work with the same id', () => {
  it('are one, the most pressing of all first, with the words of the first', async () => {
    const t = await withLists(
      [aList({ id: 'mine', title: 'Mine', row: (s) => ({ rank: 1, since: s.at, title: s.words, detail: '' }) })],
      [aList({ id: 'mine', title: 'Not this one' })],
    );
    await make(t, 'a', 'Z: b', 'c', 'Z: d');
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ title }) => title)).toEqual(['Mine']);
    expect(titlesIn(all)).toEqual(['b', 'd', 'a', 'c']);
    expect(titlesIn(await t.app.overview.page('mine', 1, people.teacher, t.school))).toEqual(['b', 'd', 'a', 'c']);
  });

  it('have for each person the lines and the words of those parts alone that are for them', async () => {
    const t = await withLists(
      [aList({ id: 'jobs', title: 'For the head', isFor: forHead })],
      [aList({ id: 'jobs', title: 'For all' })],
    );
    await make(t, 'secret', 'Z: open');
    expect(titlesIn(await t.app.overview.all(people.head, t.school))).toEqual(['secret', 'open']);
    const seen = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(seen).map(({ title }) => title)).toEqual(['For all']);
    expect(titlesIn(seen)).toEqual(['open']);
    expect(titlesIn(await t.app.overview.page('jobs', 1, people.teacher, t.school))).toEqual(['open']);
  });

  it('turn their pages together, and their figures add up', async () => {
    const t = await withLists([aList({ id: 'mine' })], [aList({ id: 'mine' })]);
    const names = Array.from({ length: 13 }, (_, n) => (n % 2 === 0 ? `${n}` : `Z: ${n}`));
    await make(t, ...names);
    const first = await t.app.overview.page('mine', 1, people.teacher, t.school);
    const second = await t.app.overview.page('mine', 2, people.teacher, t.school);
    expect(labelsOf(first as CardContent)).toEqual(['3 more']);
    expect([...titlesIn(first), ...titlesIn(second)]).toEqual(names.map((name) => name.replace('Z: ', '')));
  });
});

it('lists of the product with the same id say the same of themselves, whoever of them comes first', () => {
  const lists = [...everyWorkflow.values()].flatMap((workflow) => workflow.lists);
  const words = Map.groupBy(lists, ({ id }) => id);
  expect([...words.values()].filter((same) => same.length > 1).length).toBeGreaterThan(2);
  for (const [id, same] of words) {
    const shape = same.map(({ title, empty, folded = false, newestFirst = false, findBy }) =>
      JSON.stringify([title, empty, folded, newestFirst, findBy === undefined]),
    );
    expect(new Set(shape).size, id).toBe(1);
    const asked = same.flatMap(({ search }) => (search ? [JSON.stringify(search.form(aSchool(), monday))] : []));
    expect(new Set(asked).size, id).toBeLessThanOrEqual(1);
  }
});

describe('a list that is folded', () => {
  it('is a button among the lists, and opens as a list of its own', async () => {
    const t = await withLists([aList({ id: 'now', title: 'Open now', folded: true }), aList({ id: 'mine' })]);
    await make(t, 'a');
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ title }) => title)).toEqual(['mine', 'More lists']);
    expect(titlesIn(all)).toEqual(['a']);
    const button = buttonsIn(all.data).find(({ label }) => label === 'Open now');
    expect(button?.press).toEqual({ do: 'list/now' });
    const teacher = aVisitor(t, people.teacher);
    const shown = await teacher.pressTo({ content: all, slot: undefined }, 'Open now');
    expect(titlesIn(shown.content)).toEqual(['a']);
  });

  it('is one of five beside each other at the most', async () => {
    const t = await withLists(Array.from({ length: 7 }, (_, n) => aList({ id: `list-${'abcdefg'[n]}`, folded: true })));
    const sections = sectionsOf(await t.app.overview.all(people.teacher, t.school));
    const buttons = sections.map((section) => (section as unknown as { buttons: readonly unknown[] }).buttons.length);
    expect(buttons).toEqual([5, 2]);
  });
});

describe('somebody with many lists', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => aList({ id: `list-${'abcdefg'[n]}` }));

  it.each([
    [2, 10],
    [3, 5],
    [5, 5],
    [6, 3],
  ])('sees of each of %i lists %i lines, and the way to all', async (count, lines) => {
    const t = await withLists(many(count));
    await make(t, ...Array.from({ length: 12 }, (_, n) => `${n}`));
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ rows }) => rows.length)).toEqual(Array(count).fill(lines));
    const ways = lines === 10 ? '2 more' : 'All 12';
    expect(labelsOf(all).filter((label) => label === ways)).toHaveLength(count);
  });

  it('sees nothing of a list with nothing in it, but for the first', async () => {
    const nobody = (id: string) => aList({ id, row: () => undefined });
    const t = await withLists([nobody('first'), nobody('second'), aList({ id: 'third' }), nobody('fourth')]);
    await make(t, 'a');
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ title, empty }) => [title, empty])).toEqual([
      ['first', 'Nothing in first.'],
      ['third', ''],
    ]);
  });
});

describe('several lists', () => {
  it('say also that there is nothing in what somebody is here for', async () => {
    const nobody = (id: string, of: Partial<ListDefinition<Entry>> = {}) => aList({ id, row: () => undefined, ...of });
    const t = await withLists(
      [nobody('first'), nobody('second'), nobody('third'), nobody('waiting')],
      [nobody('waiting', { empty: 'Nothing in waiting.', alwaysSaid: true })],
    );
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ empty }) => empty)).toEqual(['Nothing in first.', 'Nothing in waiting.']);
  });

  it('are read side by side, some at a time', async () => {
    const t = await withLists(
      [...'abcdefg'].map((id) => aList({ id })),
      [...'abcdefg'].map((id) => aList({ id })),
    );
    await make(t, 'one', 'Z: other');
    const { query } = t.store;
    const reading = { now: 0, most: 0 };
    Object.assign(t.store, {
      async query(...of: Parameters<typeof query>) {
        reading.most = Math.max(reading.most, ++reading.now);
        await pause(5);
        reading.now -= 1;
        return await query.apply(t.store, of);
      },
    });
    const all = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(all).map(({ title }) => title)).toEqual([...'abcdefg']);
    expect(reading).toEqual({ now: 0, most: 8 });
  });
});

describe('a list that shows the newest first', () => {
  it('shows the newest of all kinds, whatever their rank, and what is older on further pages', async () => {
    const t = await withLists([log()], [log()]);
    const names = Array.from({ length: 23 }, (_, n) => (n % 3 === 0 ? `Z: ${n}` : `${n}`));
    await make(t, ...names);
    const page = async (number: number) => await t.app.overview.page('log', number, people.teacher, t.school);
    const pages = [await page(1), await page(2), await page(3)];
    expect(pages.flatMap(titlesIn)).toEqual(names.map((name) => name.replace('Z: ', '')).reverse());
    expect(pages.map((one) => labelsOf(one as CardContent))).toEqual([
      ['More', 'Search the log'],
      ['More', 'Search the log'],
      ['Search the log'],
    ]);
    expect(titlesIn(await page(9))).toEqual(titlesIn(await page(3)));
  });

  it('reads no more records than the page needs, however many there are', async () => {
    const t = await withLists([log()], [log()]);
    for (let count = 0; count < 60; count++) await make(t, `a${count}`, `Z: b${count}`);
    const asked = counted(t);
    await t.app.overview.page('log', 1, people.teacher, t.school);
    expect(asked).toEqual({ times: 2, records: 22 });
    await t.app.overview.page('log', 2, people.teacher, t.school);
    expect(asked.records).toBe(22 + 42);
  });

  it('looks further where lines are not for this person, and shows a whole page', async () => {
    const odd = log({
      row: ({ words, at }) => (Number(words) % 2 === 0 ? undefined : { rank: 0, since: at, title: words, detail: '' }),
    });
    const t = await withLists([odd]);
    await make(t, ...Array.from({ length: 30 }, (_, n) => `${n}`));
    const shown = titlesIn(await t.app.overview.page('log', 1, people.teacher, t.school));
    expect(shown).toEqual(['29', '27', '25', '23', '21', '19', '17', '15', '13', '11']);
  });
});

describe('a list that shows the newest first, of which one kind has more than is looked through', () => {
  it('ends where that kind ends, says so there, and shows nothing older of the others as if it were all', async () => {
    const t = await withLists([log()], [log()]);
    await make(t, 'Z: oldest', ...Array.from({ length: 3 }, (_, n) => `a${n}`), 'Z: between', 'a3', 'Z: newest');
    // As if those three were all that is looked through.
    const { query } = t.store;
    Object.assign(t.store, {
      async query(...[of]: Parameters<typeof query>) {
        const page = await query.call(t.store, of);
        if (of.kind !== 'one') return page;
        const records = page.records.slice(0, 3);
        const unreadable = Array.from({ length: MOST_LOOKED_THROUGH }, (_, n) => ({
          school: t.school.id,
          id: `Y-${n}`,
        }));
        return { records, unreadable, next: 'there is more' };
      },
    });
    const shown = await t.app.overview.page('log', 1, people.teacher, t.school);
    expect(titlesIn(shown)).toEqual(['newest', 'a3', 'between', 'a2', 'a1']);
    expect(sectionsOf(shown)[0]?.empty).toContain('Only the latest 2,000 were looked through.');
    expect(labelsOf(shown as CardContent)).toEqual(['Search the log']);
  });
});

it('a list says so when there is more than is looked through at once', async () => {
  const t = await withLists([aList({ id: 'mine' }), log()]);
  const unreadable = Array.from({ length: 200 }, (_, n) => ({ school: t.school.id, id: `Y-${n}` }));
  let asked = 0;
  Object.assign(t.store, {
    query: async () => {
      asked += 1;
      return { records: [], unreadable, next: 'there is always more' };
    },
  });
  const words = async (id: string) => sectionsOf(await t.app.overview.page(id, 1, people.teacher, t.school))[0]?.empty;
  expect(await words('mine')).toMatch(/Only the latest 2,000 were looked through\.$/);
  expect(asked).toBe(10);
  expect(await words('log')).toMatch(/Only the latest 2,000 were looked through\. Search between two dates/);
});

describe('the search of a list', () => {
  /** The log that somebody looks at, with the way to its search. */
  async function logSeen(t: TestApplication, person: PersonId, setting: 'chat' | 'dialog') {
    const visitor = aVisitor(t, person, setting);
    const screen = await visitor.forge({ do: 'list/log' });
    if (screen.kind !== 'card') throw new Error(screen.text);
    return { visitor, seen: { content: screen.content, slot: screen.slot } };
  }

  it.each(['chat', 'dialog'] as const)(
    'finds by what was asked for, says what that was, and keeps it from page to page (%s)',
    async (setting) => {
      const t = await withLists([
        log({ row: (s, of) => ({ rank: 0, since: s.at, title: `${s.words} ${of.sought?.findBy}`, detail: '' }) }),
      ]);
      await make(t, ...Array.from({ length: 12 }, (_, n) => `blue ${n}`), 'red 1');
      const { visitor, seen } = await logSeen(t, people.teacher, setting);
      const form = await visitor.pressTo(seen, 'Search the log');
      expect(inputsOf(form.content)).toEqual({ word: '', from: '', until: '', kinds: '' });
      const found = await visitor.pressTo(form, 'Search', { word: 'blue', kinds: 'one,two' });
      expect(titlesIn(found.content)[0]).toBe('blue 11 word:blue');
      expect(sectionsOf(found.content)[0]?.empty).toBe('Entries with *blue*');
      expect(labelsOf(found.content)).toEqual(['More', 'Search again', 'Show all']);
      const rest = await visitor.pressTo(found, 'More');
      expect(titlesIn(rest.content)).toEqual(['blue 1 word:blue', 'blue 0 word:blue']);
      expect(sectionsOf(rest.content)[0]?.empty).toBe('Entries with *blue*');
      // What was looked for stands there again.
      const again = await visitor.pressTo(rest, 'Search again');
      expect(inputsOf(again.content)).toEqual({ word: 'blue', from: '', until: '', kinds: 'one,two' });
      const other = await visitor.pressTo(again, 'Search', { word: 'green' });
      expect(sectionsOf(other.content)[0]?.empty).toBe('Entries with *green* Nothing was found.');
      const whole = await visitor.pressTo(other, 'Show all');
      expect(titlesIn(whole.content)[0]).toBe('red 1 undefined');
    },
  );

  it('asks the store for no more than what lies between the days that were asked for', async () => {
    const t = await withLists([log()]);
    for (const day of ['a', 'b', 'c', 'd']) {
      await make(t, day);
      t.clock.move(24 * HOUR);
    }
    const asked = counted(t);
    const found = await t.app.overview.page('log', 1, people.teacher, t.school, {
      from: '2026-11-24',
      until: '2026-11-25',
    });
    expect(titlesIn(found)).toEqual(['c', 'b']);
    expect(asked.records).toBe(2);
  });

  it('says at the field what is wrong, with nothing lost, and goes back to the list', async () => {
    const t = await withLists([log()]);
    await make(t, 'a');
    const { visitor, seen } = await logSeen(t, people.teacher, 'chat');
    const form = await visitor.pressTo(seen, 'Search the log');
    const wrong = await visitor.pressTo(form, 'Search', { word: 'blue', from: 'tomorrow' });
    expect(problemsOf(wrong.content)).toEqual({ from: 'Put a date, such as 2026-11-23.' });
    expect(inputsOf(wrong.content)).toMatchObject({ word: 'blue', from: 'tomorrow' });
    const back = await visitor.pressTo(wrong, 'Back to the list');
    expect(titlesIn(back.content)).toEqual(['a']);
  });

  it('refuses what no button could carry, with all that was typed', async () => {
    const t = await withLists([log()]);
    const { visitor, seen } = await logSeen(t, people.teacher, 'chat');
    const form = await visitor.pressTo(seen, 'Search the log');
    const again = await visitor.pressTo(form, 'Search', { word: 'x'.repeat(201) });
    expect(troubleOf(again.content)).toBe('This is too long to look for. Shorten it and search again.');
    expect(inputsOf(again.content)).toMatchObject({ word: 'x'.repeat(201) });
    for (const word of ['&'.repeat(200), '"'.repeat(200), '\u{1F600}'.repeat(100)]) {
      const found = await visitor.pressTo(form, 'Search', { word });
      for (const { press } of buttonsIn(found.content.data))
        expect(JSON.stringify(press).replace(/[&<>]/g, '\\u0026').length).toBeLessThan(2_000);
    }
  });

  it('stands there again with all that was typed while the store does not answer', async () => {
    const t = await withLists([log()]);
    const { visitor, seen } = await logSeen(t, people.teacher, 'chat');
    const form = await visitor.pressTo(seen, 'Search the log');
    t.store.always('reject');
    const again = await visitor.pressTo(form, 'Search', { word: 'blue' });
    expect(troubleOf(again.content)).toMatch(/^Not done: .* Your text is still below\.$/);
    const left = await visitor.pressTo(again, 'Back to the list');
    expect(inputsOf(left.content)).toMatchObject({ word: 'blue' });
    t.store.always(undefined);
    expect((await visitor.pressTo(left, 'Search')).content.card).toBe('list');
  });

  it('is not there for somebody whom the list is not for: the same answer as where there is no such list', async () => {
    const t = await withLists([log({ isFor: forHead })]);
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const form = { id: 'x', step: 0, kept: {}, seen: [0], go: 'send' };
    const answers = await Promise.all(
      [
        { do: 'list/log' },
        { do: 'list/log', with: { page: '2', 'sought:word': 'blue' } },
        { do: 'search/log' },
        { do: 'search/log', form },
        { do: 'search/log', form: { ...form, go: 'cancel' } },
        { do: 'list/nothing' },
        { do: 'search/nothing' },
        { do: 'search/nothing', form },
      ].map((data) => teacher.forge(data)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ kind: 'refused', isFault: false });
  });

  it('of a list that is not searched, or for what its form does not take, finds nothing', async () => {
    const t = await withLists([log(), aList({ id: 'mine' })]);
    const { page } = t.app.overview;
    expect(await page('mine', 1, people.teacher, t.school, { word: 'blue' })).toBeUndefined();
    expect(await page('log', 1, people.teacher, t.school, { from: 'yesterday' })).toBeUndefined();
  });

  it('is not kept to be offered again where it is closed', async () => {
    const t = await withLists([log()]);
    const teacher = t.school.people.find(({ email }) => email === people.teacher);
    if (teacher === undefined) return;
    const form = { id: 'x', step: 0, kept: {}, seen: [0], go: 'send' as const };
    const data = { do: 'search/log', form };
    const pressed = { id: 'p', school: t.school, person: teacher, data, answers: { word: 'blue' } };
    const kept = await t.app.drafts.keep({ ...pressed, surface: { kind: 'dialog' } }, { offer: true });
    expect(kept).toEqual({ kind: 'empty' });
    const nobody = { ...pressed, person: { email: '', name: '', jobTitle: '' }, surface: { kind: 'dialog' } as const };
    const again = t.app.presser.notTaken(nobody, 'You are not recognised.');
    expect(inputsOf(again.kind === 'card' ? again.content : { card: 'form', data: {}, preview: '' })).toMatchObject({
      word: 'blue',
    });
  });
});

describe('what can be begun', () => {
  it('has one likeliest, the first, and says what can be typed', async () => {
    const t = await withLists([aList({ id: 'mine' })]);
    const { data } = await t.app.overview.all(people.teacher, t.school);
    const buttons = data.buttons as unknown as readonly { label: string; primary: boolean }[];
    expect(buttons.map(({ label, primary }) => [label, primary])).toEqual([
      ['Make an one', true],
      ['Make an other', false],
    ]);
    expect(data.help).toContain('Write "make one" or "make other" at any time.');
  });
});
