import { describe, expect, it } from 'vitest';
import { createChats } from '../../src/application/chats.ts';
import { fanOut } from '../../src/application/fan-out.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { someAnswers } from '../support/concern.ts';
import { aFakeChat, type FakeChat } from '../support/fake-chat.ts';
import { aSchool, aSchoolFile, people, type SchoolFile } from '../support/school.ts';

const { open } = applications();

const channel = 'channel:safeguarding';

/** Who prefers Slack; everybody else is reached in Teams. */
const inSlack: readonly string[] = [people.deputy, people.otherTeacher];

function inBoth(change: Partial<SchoolFile> = {}) {
  const file = aSchoolFile();
  return aSchool({
    slack: { workspaceId: 'T0OAKFIELD' },
    chat: 'teams',
    people: file.people.map((person) =>
      inSlack.includes(person.email) ? { ...person, chat: 'slack' as const } : person,
    ),
    channels: {
      safeguarding: {
        teams: { channelId: '19:safeguarding@thread.tacv2' },
        slack: { channelId: 'C0SAFEGUARD' },
      },
    },
    ...change,
  });
}

/** The same school with Slack alone. */
function inSlackAlone() {
  const { teams: _, ...file } = inBoth();
  return { ...file, people: file.people.map(({ teams: _id, ...person }) => person) };
}

/** Resolves when it has come to that; what it waits for runs on turns of the event loop. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns++) {
    if (turns > 5_000) throw new Error('it has not come to that');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Both extends TestApplication {
  readonly slack: FakeChat;
}

async function openBoth(change: Partial<SchoolFile> = {}): Promise<Both> {
  const slack = aFakeChat('slack');
  return { ...(await open({ schools: [inBoth(change)], slack })), slack };
}

/** The titles of the cards that stand in the channel of a chat. */
function cardsIn(chat: FakeChat): readonly unknown[] {
  return chat.at(channel).map(({ content }) => content.data.title);
}

/** The lines that stand in the thread below the one card of a chat's channel. */
function linesIn(chat: FakeChat): readonly unknown[] {
  const [card] = chat.at(channel);
  return chat.at(`thread:${card?.post.at.id}`).map(({ content }) => content.data.text);
}

describe('a school that uses Teams and Slack', () => {
  it('has the card of a case in both channels, and both are edited', async () => {
    const t = await openBoth();
    const reference = await t.report();
    for (const chat of [t.chat, t.slack]) expect(cardsIn(chat)).toEqual([expect.stringContaining('new')]);
    await t.give('concern/acknowledge', { reference });
    await t.give('concern/take', { reference });
    await t.settle();
    for (const chat of [t.chat, t.slack]) {
      expect(cardsIn(chat)).toEqual([expect.stringContaining('handled')]);
      expect(chat.at(channel)[0]?.edits).toBeGreaterThan(0);
      expect(linesIn(chat)).toHaveLength(2);
    }
    expect(linesIn(t.slack)).toEqual(linesIn(t.chat));
  });

  it('sends each person their messages in the chat that they prefer, and in no other', async () => {
    const t = await openBoth();
    for (const [person, here, elsewhere] of [
      [people.teacher, t.chat, t.slack],
      [people.otherTeacher, t.slack, t.chat],
    ] as const) {
      const reference = await t.report(someAnswers(), person);
      await t.give('concern/acknowledge', { reference });
      await t.settle();
      expect(
        here
          .at(`person:${person}`)
          .map(({ content }) => content.preview)
          .join(),
      ).toContain(reference);
      expect(elsewhere.at(`person:${person}`)).toEqual([]);
    }
  });

  it('notifies nobody of one thing in two chats', async () => {
    const t = await openBoth();
    await t.report(someAnswers({ danger: 'yes' }));
    expect(t.chat.at(channel)[0]?.mentions).toEqual([people.dsl]);
    expect(t.slack.at(channel)[0]?.mentions).toEqual([people.deputy]);
  });

  it('loses nothing in one chat when the other is down, and catches up where it was', async () => {
    const t = await openBoth();
    t.slack.always({ kind: 'down' });
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    await t.settle();
    expect(cardsIn(t.chat)).toEqual([expect.stringContaining('acknowledged')]);
    expect(cardsIn(t.slack)).toEqual([]);
    t.slack.calm();
    await t.pass(5 * MINUTE);
    expect(cardsIn(t.slack)).toEqual([expect.stringContaining('acknowledged')]);
    expect(linesIn(t.slack)).toHaveLength(1);
  });

  it('tells its handlers one to one, each in their own chat, when the card does not come to one of its channels', async () => {
    const t = await openBoth();
    t.slack.always((call) => (call.place === channel ? { kind: 'down' } : undefined));
    await t.report();
    await t.pass(2 * MINUTE);
    const told = (chat: FakeChat, person: string) => chat.at(`person:${person}`).map(({ content }) => content.preview);
    expect(told(t.chat, people.dsl)).toEqual([expect.stringContaining('the safeguarding channel in Slack')]);
    expect(told(t.slack, people.deputy)).toEqual([expect.stringContaining('the safeguarding channel in Slack')]);
    // It stands in the other channel, so that the reporter need not ring.
    expect(told(t.chat, people.teacher).join()).not.toContain('Ring');
  });

  it('reminds those whose channel the card did not come to in their own chats', async () => {
    const t = await openBoth();
    t.slack.always((call) => (call.place === channel ? { kind: 'hopeless' } : undefined));
    await t.report();
    await t.pass(3 * 24 * 60 * MINUTE);
    const told = t.slack.at(`person:${people.deputy}`).map(({ content }) => content.preview);
    expect(told.join()).toContain('Nobody has acknowledged this yet');
  });

  it('goes on where the card stands when a second chat is set up later, and posts it there as well', async () => {
    const slack = aFakeChat('slack');
    const before = await open();
    const reference = await before.report();
    const after = await open({
      store: before.store,
      chat: before.chat,
      slack,
      schools: [inBoth()],
      clock: before.clock,
    });
    await after.give('concern/acknowledge', { reference });
    await after.settle();
    expect(cardsIn(before.chat)).toEqual([expect.stringContaining('acknowledged')]);
    expect(cardsIn(slack)).toEqual([expect.stringContaining('acknowledged')]);
  });

  it('notifies those who are reached in the first chat also of cases from before the second', async () => {
    const before = await open();
    await before.report(someAnswers({ danger: 'yes' }));
    const slack = aFakeChat('slack');
    const { store, chat, clock } = before;
    const after = await open({ store, chat, slack, schools: [inBoth()], clock });
    const called = (of: FakeChat) =>
      of.all().flatMap(({ content, mentions }) => (content.preview.includes('Nobody has') ? mentions : []));
    // The DSL after five minutes, and the deputy after ten.
    await after.pass(6 * MINUTE);
    expect([called(chat), called(slack)]).toEqual([[people.dsl], []]);
    await after.pass(5 * MINUTE);
    expect([called(chat), called(slack)]).toEqual([[], [people.deputy]]);
  });

  it('is told in the chat that is left when it gives one up, of old cases too', async () => {
    const before = await openBoth();
    const reference = await before.report();
    await before.give('concern/acknowledge', { reference });
    await before.settle();
    const { store, slack, clock } = before;
    const after = await open({ store, chat: before.chat, slack, schools: [inSlackAlone()], clock });
    after.app.channels.delete('teams');
    await after.give('concern/take', { reference });
    await after.pass(26 * HOUR);
    expect(
      slack
        .at(`person:${people.teacher}`)
        .map(({ content }) => content.preview)
        .join(),
    ).toContain(reference);
    expect(cardsIn(slack)).toEqual([expect.stringContaining('handled')]);
    expect(await after.events(reference)).not.toContain('MessageParked');
    expect(after.failures).toEqual([]);
  });

  it('has its cases in its new chat when it moves from one to the other', async () => {
    const before = await open();
    const reference = await before.report();
    const slack = aFakeChat('slack');
    const after = await open({ store: before.store, slack, schools: [inSlackAlone()], clock: before.clock });
    after.app.channels.delete('teams');
    await after.give('concern/acknowledge', { reference });
    await after.pass(26 * HOUR);
    expect(cardsIn(slack)).toEqual([expect.stringContaining('acknowledged')]);
    expect(await after.events(reference)).not.toContain('MessageParked');
  });

  it('has its open cases in its new channel when it takes another one', async () => {
    const t = await openBoth();
    const reference = await t.report();
    t.slack.movesAway();
    t.slack.always((call) => (call.what === 'post' ? undefined : { kind: 'refuse' }));
    await t.app.standing.showAgain(t.school, { place: channel, chat: 'slack' });
    await t.settle();
    expect(t.slack.at(channel)).toHaveLength(2);
    t.slack.calm();
    await t.give('concern/acknowledge', { reference });
    await t.settle();
    expect(t.slack.at(channel).at(-1)?.content.data.title).toContain('acknowledged');
    expect(t.slack.at(channel).at(0)?.content.data.title).toContain('new');
  });

  it('has a case in its new channel with the next change of it, although the bot was not invited anew', async () => {
    const t = await openBoth();
    const reference = await t.report();
    t.slack.movesAway();
    await t.give('concern/acknowledge', { reference });
    await t.settle();
    expect(cardsIn(t.slack)).toEqual([expect.stringContaining('new'), expect.stringContaining('acknowledged')]);
    expect(cardsIn(t.chat)).toEqual([expect.stringContaining('acknowledged')]);
  });

  it('is not told of what was still owed to a chat that it has given up since', async () => {
    const before = await openBoth();
    before.chat.always((call) => (call.place === channel ? { kind: 'down' } : undefined));
    const reference = await before.report();
    const { store, slack, clock } = before;
    const after = await open({ store, chat: before.chat, slack, schools: [inSlackAlone()], clock });
    after.app.channels.delete('teams');
    await after.pass(26 * HOUR);
    expect(await after.events(reference)).not.toContain('MessageParked');
    expect((await after.record(reference)).outbox).toEqual([]);
  });

  it('waits for what our own limits do not let be tried yet, and does not call that a failure', async () => {
    const t = await openBoth();
    t.slack.next(...Array.from({ length: 8 }, () => ({ kind: 'busy' as const, retryAfterMs: 2_000 })));
    const reference = await t.report();
    await t.pass(MINUTE);
    expect(cardsIn(t.slack)).toHaveLength(1);
    expect(await t.events(reference)).toEqual(['ConcernReported']);
    expect(t.failures).toEqual([]);
  });

  it('has a card that is to stand anew in the chat where the bot was invited, also when that was its first', async () => {
    const slack = aFakeChat('slack');
    const before = await open({ slack, schools: [inSlackAlone()] });
    before.app.channels.delete('teams');
    await before.report();
    const { store, chat, clock } = before;
    const after = await open({ store, chat, slack, schools: [inBoth()], clock });
    await after.app.standing.showAgain(after.school, { place: channel, chat: 'slack' });
    await after.settle();
    expect(cardsIn(slack)).toEqual([undefined, expect.stringContaining('new')]);
    expect(chat.at(channel)).toEqual([]);
  });

  it('hears in its new channel what comes without a step of anybody, with the card', async () => {
    const t = await openBoth();
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    const data = { agency: 'police', date: '2026-11-23', time: '14:00', method: 'telephone', nextCheck: '2026-11-25' };
    await t.give('concern/refer', { reference, data });
    await t.settle();
    for (const chat of [t.chat, t.slack]) chat.movesAway();
    await t.pass(4 * 24 * HOUR);
    for (const chat of [t.chat, t.slack]) {
      const card = chat.at(channel).at(-1);
      expect(chat.at(channel)).toHaveLength(2);
      const lines = chat.at(`thread:${card?.post.at.id}`).map(({ content }) => content.preview);
      expect(lines.join()).toContain('Time to check on a referral');
    }
    expect(await t.events(reference)).not.toContain('MessageParked');
  });

  it('is not told of a card that was owed to a channel which it has given up, while it keeps the chat', async () => {
    const before = await openBoth();
    before.slack.always((call) => (call.place === channel ? { kind: 'down' } : undefined));
    const reference = await before.report();
    const { store, chat, slack, clock } = before;
    const { safeguarding } = inBoth().channels;
    const without = { ...inBoth(), channels: { safeguarding: { teams: safeguarding.teams } } };
    const after = await open({ store, chat, slack, schools: [without], clock });
    await after.give('concern/acknowledge', { reference });
    await after.pass(26 * HOUR);
    const events = await after.events(reference);
    expect(events).not.toContain('MessageParked');
    expect((await after.record(reference)).outbox).toEqual([]);
  });

  it('reaches a handler in the other chat when their card is gone with their account', async () => {
    const t = await openBoth();
    const head = aSchoolFile().people.filter(({ email }) => email === people.head);
    const others = inBoth().people.filter(({ email }) => email !== people.head);
    const school = aSchool({
      ...inBoth(),
      people: [...others, ...head.map((one) => ({ ...one, chat: 'slack' as const }))],
    });
    const { store, chat, slack, clock } = t;
    const both = await open({ store, chat, slack, schools: [school], clock });
    const reference = await both.report(someAnswers({ kind: 'staff-misuse', about: 'staff', adultNames: 'Somebody' }));
    const [card] = slack.at(`person:${people.head}`);
    if (card === undefined) throw new Error('the head has no card');
    slack.takeAway(card.post);
    slack.always((call) => (call.what === 'post' ? { kind: 'hopeless' } : undefined));
    await both.give('concern/acknowledge', { reference, by: people.head });
    await both.settle();
    expect(chat.at(`person:${people.head}`).map(({ content }) => content.data.title)).toEqual([
      expect.stringContaining('acknowledged'),
    ]);
  });

  it('has a card that is to stand anew also where the old one cannot be put away', async () => {
    const t = await openBoth();
    await t.report();
    t.slack.always((call) => (call.what === 'remove' ? { kind: 'down' } : undefined));
    await t.app.standing.showAgain(t.school, { place: channel, chat: 'slack' });
    await t.settle();
    expect(t.slack.at(channel)).toHaveLength(2);
  });

  it('hears in one chat at once although the other never answers', async () => {
    const t = await openBoth();
    t.chat.always({ kind: 'stop-before' });
    const result = await t.give('concern/report', { by: people.otherTeacher, data: { ...someAnswers() } });
    await until(() => t.slack.at(channel).length === 1);
    if (result.kind !== 'done') throw new Error('refused');
    await t.give('concern/acknowledge', { reference: result.reference });
    await until(() => linesIn(t.slack).length === 1);
  });

  it('shows open cases again only in the chat in which the bot was set up anew', async () => {
    const t = await openBoth();
    await t.report();
    await t.app.standing.showAgain(t.school, { place: channel, chat: 'slack' });
    await t.settle();
    expect(t.slack.at(channel)).toHaveLength(2);
    expect(t.chat.at(channel)).toHaveLength(1);
  });

  it.each(['no-address', 'hopeless'] as const)(
    'reaches a person in the other chat when the preferred one cannot (%s)',
    async (kind) => {
      const t = await openBoth();
      t.slack.always((call) => (call.place.startsWith('person:') ? { kind } : undefined));
      const reference = await t.report(someAnswers(), people.otherTeacher);
      await t.give('concern/acknowledge', { reference });
      await t.settle();
      expect(t.chat.at(`person:${people.otherTeacher}`).join()).not.toBe('');
    },
  );
});

describe('what one step says', () => {
  it('hangs in each chat below the card that the same step posts there', () => {
    const card = { slot: 'case', to: { kind: 'channel', channel: 'safeguarding' }, card: 'case' } as const;
    const line = { slot: 'line', to: { kind: 'thread', below: 'case' }, card: 'line' } as const;
    const chats = createChats(new Map([['teams', aFakeChat()] as const, ['slack', aFakeChat('slack')] as const]));
    const before = { outbox: [], posts: {} };
    const messages = [card, line].map((message) => ({ ...message, data: {}, preview: '' }));
    const owed = fanOut(messages, { school: inBoth(), chats, before });
    expect(owed.map(({ message, chat }) => [message.slot, chat])).toEqual([
      ['case', 'teams'],
      ['case', 'slack'],
      ['line', 'teams'],
      ['line', 'slack'],
    ]);
  });
});
