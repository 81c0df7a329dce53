import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aFakeChat } from '../support/fake-chat.ts';
import { aCrowdedSchool, crowdOf, type Round, rounds } from '../support/hearers.ts';
import { people } from '../support/school.ts';

const { open } = applications();

async function aRound(t: TestApplication, of: readonly string[] = [], words = 'Lock the gate.'): Promise<string> {
  const begun = await t.give('round/begin', { data: { words, people: of } });
  await t.settle();
  if (begun.kind !== 'done') throw new Error(begun.sentence);
  return begun.reference;
}

/** What a command saw that asked for this. */
async function seen(t: TestApplication, reference: string, gather: object, by: 'clock' | undefined = undefined) {
  const data = JSON.parse(JSON.stringify({ gather }));
  const given = await t.give('round/look', { reference, data, ...(by === undefined ? {} : { by }) });
  expect(given.kind).toBe('done');
  return ((await t.record(reference)).state as unknown as Round).saw.at(-1);
}

/** A school with a channel in both chats, and a round that asks who is in it. */
async function aChannel() {
  const ids = { teams: { channelId: '19:x@thread.tacv2' }, slack: { channelId: 'C012345' } };
  const staffChannels = [{ id: 'staffroom', name: 'Staffroom', ...ids }];
  const [teams, slack] = [aFakeChat('teams'), aFakeChat('slack')];
  const school = aCrowdedSchool(0, { staffChannels, slack: { workspaceId: 'T012345' } } as never);
  const t = await open({ registry: rounds, schools: [school], chat: teams, slack });
  const round = await aRound(t);
  const ask = (more: object) => seen(t, round, { kind: 'members', channel: 'staffroom', ...more });
  return { t, teams, slack, round, ask };
}

/** Page after page, without what leads from one to the next. */
async function all(ask: (more: object) => Promise<unknown>): Promise<readonly object[]> {
  const pages: object[] = [];
  let after: string | undefined;
  do {
    const { kind: _, next, ...page } = (await ask({ after })) as { kind: string; next?: string };
    pages.push(page);
    after = next;
  } while (after !== undefined);
  return pages;
}

describe('what a command has to know of elsewhere', () => {
  test('is how many records a text finds, by status', async () => {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(5)] });
    const round = await aRound(t, crowdOf(5));
    expect(await seen(t, round, { kind: 'counts', workflow: 'hearer', findBy: `round ${round}` })).toEqual({
      kind: 'counts',
      counts: { delivered: 5 },
    });
    expect(await seen(t, round, { kind: 'counts', workflow: 'hearer', findBy: 'nothing' })).toMatchObject({
      counts: {},
    });
  });

  test('is what records share, page by page, and nothing else of them', async () => {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(5)] });
    const round = await aRound(t, crowdOf(5));
    const asked = { kind: 'records', workflow: 'hearer', findBy: `round ${round}`, most: 3 };
    const first = (await seen(t, round, asked)) as { records: { shared: object }[]; next?: string };
    expect(first).toMatchObject({ isWhole: true });
    expect(first.records).toHaveLength(3);
    const second = (await seen(t, round, { ...asked, after: first.next })) as typeof first;
    expect(second.next).toBeUndefined();
    const all = [...first.records, ...second.records].map(({ shared }) => shared);
    expect(all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(
      crowdOf(5).map((person) => ({ person, status: 'delivered' })),
    );
    expect(await seen(t, round, { ...asked, statuses: ['pending'] })).toEqual({
      kind: 'records',
      records: [],
      isWhole: true,
    });
    expect(await seen(t, round, { ...asked, workflow: 'unheard-of' })).toMatchObject({ records: [] });
  });

  test('begins at the first page where a press brings a mark that no page gave', async () => {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(5)] });
    const round = await aRound(t, crowdOf(5));
    const asked = { kind: 'records', workflow: 'hearer', findBy: `round ${round}`, most: 3 };
    const first = await seen(t, round, asked);
    for (const after of ['forged', 'WzEsMl0', '{}']) expect(await seen(t, round, { ...asked, after })).toEqual(first);
  });

  test('says where a record could not be read, and gives the others', async () => {
    const t = await open({ registry: rounds, schools: [aCrowdedSchool(3)] });
    const round = await aRound(t, crowdOf(3));
    const { records } = await t.store.query({
      school: t.school.id,
      kind: 'hearer',
      order: 'oldest-first',
      limit: 10,
    });
    const found = await t.store.get(t.school.id, records[0]?.id ?? '');
    if (found === undefined) throw new Error('there is none');
    await t.store.replace({ ...found.record, state: records[1]?.state ?? '' }, found.etag);
    const asked = { kind: 'records', workflow: 'hearer', findBy: `round ${round}`, most: 10 };
    const saw = (await seen(t, round, asked)) as { records: object[]; isWhole: boolean };
    expect(saw.isWhole).toBe(false);
    expect(saw.records).toHaveLength(2);
  });

  test('is what one record shares; nothing of one that is of another kind, is not there or shares nothing', async () => {
    const t = await open({ registry: rounds });
    const round = await aRound(t);
    const other = await aRound(t, [], 'Close the window.');
    const silent = await aRound(t, [], 'nothing');
    const ask = (reference: string, workflow = 'round') => seen(t, round, { kind: 'record', workflow, reference });
    expect(await ask(other)).toEqual({
      kind: 'record',
      record: { reference: other, status: 'open', shared: { words: 'Close the window.' } },
    });
    for (const [reference, workflow] of [['M-ABCDEF'], [silent], [other, 'hearer']] as const)
      expect(await ask(reference ?? '', workflow)).toEqual({ kind: 'record' });
  });

  test('is read anew for whoever waits at the screen, and once a second for the clock', async () => {
    const t = await open({ registry: rounds });
    const [round, other] = [await aRound(t), await aRound(t, [], 'Close the window.')];
    const ask = (by?: 'clock') => seen(t, round, { kind: 'record', workflow: 'round', reference: other }, by);
    await ask('clock');
    await t.give('round/ask-more', { by: 'clock', reference: other, data: { words: 'Open it.', people: [] } });
    t.clock.move(500);
    expect(await ask()).toMatchObject({ record: { reference: other } });
    const gets = () => t.store.calls.filter((method) => method === 'get').length;
    const before = gets();
    await ask('clock');
    const ofClock = gets() - before;
    await ask();
    expect(gets() - before - ofClock).toBeGreaterThan(ofClock);
    t.clock.move(1_100);
    const later = gets();
    await ask('clock');
    expect(gets() - later).toBeGreaterThan(ofClock);
    // By another school file it may share something else: what is kept is of the file by which it was asked for.
    const another = gets();
    const gather = { kind: 'record', workflow: 'round', reference: other };
    await t.give('round/look', { by: 'clock', reference: round, school: aCrowdedSchool(3), data: { gather } });
    expect(gets() - another).toBeGreaterThan(ofClock);
  });

  test('is who is in a channel, of one chat after the other', async () => {
    const { t, teams, slack, ask } = await aChannel();
    const [one, two, three] = [{ name: 'One', person: people.teacher }, { name: 'Two' }, { name: 'Three' }];
    teams.peopled('staff:staffroom', [[one], [two]]);
    slack.peopled('staff:staffroom', [[three, one]]);
    expect(await all(ask)).toEqual([{ members: [one] }, { members: [two] }, { members: [three, one] }]);
    expect(t.failures).toEqual([]);
  });

  test.each(['no-address', 'hopeless'] as const)(
    'is not that nobody is in a channel where the chat can never say (%s); the other chat is asked all the same',
    async (kind) => {
      const { t, teams, slack, ask } = await aChannel();
      const [one, two] = [{ name: 'One' }, { name: 'Two' }];
      teams.peopled('staff:staffroom', [[one], { kind }]);
      slack.peopled('staff:staffroom', [[two]]);
      expect(await all(ask)).toEqual([{ members: [one] }, { members: [], isKnown: false }, { members: [two] }]);
      expect(t.failures).toEqual([{ what: 'gather', school: 'oakfield', code: `chat-${kind}` }]);
    },
  );

  test('is not that nobody is in a channel of a chat that does not run, or that the school has no more', async () => {
    const { t, teams, slack, ask } = await aChannel();
    teams.peopled('staff:staffroom', [[{ name: 'One' }]]);
    slack.peopled('staff:staffroom', [[{ name: 'Two' }]]);
    t.app.channels.delete('slack');
    expect(await all(ask)).toEqual([{ members: [{ name: 'One' }] }, { members: [], isKnown: false }]);
    t.app.channels.delete('teams');
    expect(await all(ask)).toEqual([
      { members: [], isKnown: false },
      { members: [], isKnown: false },
    ]);
    expect(await ask({ channel: 'no-such' })).toEqual({ kind: 'members', members: [], isKnown: false });
  });

  test('that cannot be had leaves the command undone: nothing is decided on half of it', async () => {
    const { t, teams, round, ask } = await aChannel();
    teams.peopled('staff:staffroom', [{ kind: 'down' }]);
    await expect(ask({})).rejects.toMatchObject({ code: 'chat-down' });
    expect(await t.events(round)).toEqual(['Begun']);
  });

  test.each(['down', 'fall-over'] as const)('is decided without, once a chat was %s for an hour', async (kind) => {
    const { t, teams, slack, ask } = await aChannel();
    const people = [{ name: 'One' }];
    teams.peopled('staff:staffroom', [{ kind }]);
    slack.peopled('staff:staffroom', [people]);
    for (let minute = 0; minute < 60; minute += 5) {
      await expect(ask({})).rejects.toThrow();
      t.clock.move(5 * MINUTE);
    }
    expect(await all(ask)).toEqual([{ members: [], isKnown: false }, { members: people }]);
    teams.peopled('staff:staffroom', [people]);
    expect(await all(ask)).toEqual([{ members: people }, { members: people }]);
    teams.peopled('staff:staffroom', [{ kind }]);
    await expect(ask({})).rejects.toThrow();
  });

  test('is waited for anew where nobody asked for a while: the chat may have been there meanwhile', async () => {
    const { t, teams, ask } = await aChannel();
    teams.peopled('staff:staffroom', [{ kind: 'down' }]);
    await expect(ask({})).rejects.toThrow();
    t.clock.move(16 * HOUR);
    await expect(ask({})).rejects.toThrow();
  });
});
