import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { drawHome, drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import { drawActivity, drawCard } from '../../src/channels/teams/draw.ts';
import type { CardContent, Registry, Workflow } from '../../src/domain/decider.ts';
import { MINUTE } from '../../src/domain/instant.ts';
import { applications } from '../support/application.ts';
import { blockKitProblems } from '../support/block-kit.ts';
import { aList, entriesOf, searchOfLog } from '../support/entries.ts';
import { people } from '../support/school.ts';
import { requestAnswers } from '../support/site-access.ts';

const { open } = applications();
const render = { teams: createRenderer('teams'), slack: createRenderer('slack') };

/** The longest line that a list of ours has: a site, whose it is and where it stands, with a way in. */
const row = (words: string, since: string) => ({
  rank: 0,
  since,
  title: `${words} ${'a-long-name.'.repeat(8)}example · waiting for a second approval`,
  detail: `S-7K3Q9F · ${'who asked for it and why '.repeat(10)}`,
  press: { label: 'Open', command: 'one/make' },
});

/** What somebody sees who holds every role, with all lists full: so many open, and five folded. */
async function everything(count: number) {
  const lists = [...'abcdefgh'].slice(0, count).map((letter) =>
    aList({
      id: `list-${letter}`,
      title: `A list with a rather long title ${letter}`,
      newestFirst: letter === 'b',
      ...(letter === 'b' ? { search: searchOfLog } : {}),
      row: ({ words, at }) => row(words, at),
    }),
  );
  const folded = [...'vwxyz'].map((letter) =>
    aList({ id: `folded-${letter}`, title: `Checks of filtering and security ${letter}`, folded: true }),
  );
  const one = entriesOf('one', 'Y', [...lists, ...folded]);
  const other = entriesOf('other', 'Z', []);
  const registry: Registry = new Map([one, other].map((kind) => [kind.id, kind as Workflow<unknown, unknown>]));
  const t = await open({ registry });
  for (let entry = 0; entry < 12; entry++) await t.give('one/make', { by: people.dsl, data: { words: `${entry}` } });
  const { all, own, page } = t.app.overview;
  const contents: readonly (CardContent | undefined)[] = [
    await all(people.dsl, t.school),
    await own(people.dsl, t.school),
    await page('list-a', 1, people.dsl, t.school),
  ];
  return contents.flatMap((content) => content ?? []);
}

describe.each([1, 2, 3, 4, 5, 6, 8])('somebody for whom %i lists stand open, all of them full', (count) => {
  it('sees them in Slack, in a modal and on the Home tab', async () => {
    for (const content of await everything(count)) {
      expect(blockKitProblems('modal', drawModal(render.slack, content))).toEqual([]);
      expect(blockKitProblems('home', drawHome(render.slack, content))).toEqual([]);
      // Never a message there; half as much as a modal takes is for more than anybody has.
      if (count <= 6) expect(blockKitProblems('message', drawMessage(render.slack, content))).toEqual([]);
    }
  });

  it('sees them in Teams, in a message and in a dialog', async () => {
    for (const content of await everything(count)) expectRoomInTeams(content);
  });
});

/** As in test/cards/teams.test.ts; 28 KB is the least that any page of Microsoft's says of a message. */
function expectRoomInTeams(content: CardContent): void {
  const activity = drawActivity(render.teams, content, { setting: 'chat' });
  expect(Buffer.byteLength(JSON.stringify(activity), 'utf16le')).toBeLessThan(80 * 1_024);
  expect(Buffer.byteLength(JSON.stringify(activity))).toBeLessThan(28 * 1_024);
  const card = drawCard(render.teams, content, { setting: 'dialog' });
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28 * 1_024);
}

interface Drawn {
  readonly rows: readonly { readonly title: string; readonly detail: string }[];
  readonly buttons: readonly { readonly label: string }[];
}

describe.each([
  ['the longest words there are', '\u{1F33B}'.repeat(500)],
  ['words in another script', 'ගවේෂණය '.repeat(71)],
  ['words of a usual length', 'Letters that soldiers wrote, for a lesson on the trenches.'],
])('the filtering change log, with %s', (_, why) => {
  it('is turned page by page in both chats, with nothing left out and nothing twice', async () => {
    const t = await open();
    const hosts = Array.from({ length: 23 }, (__, n) => `${'a-long-name-of-a-site.'.repeat(10)}n${n}.example`);
    for (const [n, host] of hosts.entries()) {
      const answers = requestAnswers({
        address: `https://${host}/${'path/'.repeat(30)}`,
        purpose: why,
        date: '2026-11-24',
      });
      const asked = await t.give('site-access/request', { by: people.teacher, data: answers });
      if (asked.kind !== 'done') throw new Error(asked.sentence);
      const { reference } = asked;
      const data = { untilDate: '2026-11-24', untilTime: '11:00', why, reason: why };
      const agreed = { by: people.dsl, reference, data };
      await t.give(n % 3 === 0 ? 'site-access/decline' : 'site-access/approve', agreed);
      await t.settle();
      t.clock.move(MINUTE);
    }
    const seen: string[] = [];
    for (let number = 1, isMore = true; isMore; number++) {
      const content = await t.app.overview.page('filtering-log', number, people.head, t.school);
      if (content === undefined) throw new Error('no log');
      const [section] = content.data.sections as unknown as readonly [Drawn];
      seen.push(...section.rows.map(({ title }) => /n\d+\.example/.exec(title)?.[0] ?? title));
      isMore = section.buttons.some(({ label }) => label === 'More');
      expectRoomInTeams(content);
      for (const { detail } of section.rows) expect(detail).toContain(why.trim());
      expect(blockKitProblems('modal', drawModal(render.slack, content))).toEqual([]);
    }
    expect(seen).toEqual(hosts.map((_host, n) => `n${n}.example`).toReversed());
  });
});
