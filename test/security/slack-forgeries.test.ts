import { afterAll, beforeAll, expect, it } from 'vitest';
import { people } from '../support/school.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../support/slack-bot.ts';
import { watchConnections } from '../support/watched-connections.ts';
import {
  type ForgedForSlack,
  type Genuine,
  wrongBodies,
  wrongQuestions,
  wrongSignatures,
  wrongTimes,
} from './slack-forgery-tables.ts';

/** Words that must come to nothing. */
const MARKER = 'MARKER-OF-A-FORGER';

let bot: SlackBot;
let watch: ReturnType<typeof watchConnections>;

beforeAll(async () => {
  bot = await startSlackBot();
  watch = watchConnections();
  await reportInSlack(bot);
});

afterAll(async () => {
  watch.stop();
  await bot.stop();
});

/** What a forger may want to be done. Nothing of it was ever sent by Slack, so that nothing is only known again. */
function wishes(): readonly Genuine[] {
  const { slack } = bot;
  const dsl = slack.addUser({ id: bot.userIdOf(people.dsl), name: 'Naila Rahimi', email: people.dsl });
  const [form, json] = ['application/x-www-form-urlencoded', 'application/json'];
  const [secret, now] = [slack.signingSecret, Math.floor(bot.nowMs() / 1_000)];
  const command = slack.payloads.command(dsl, '/report-concern', MARKER, bot.channelId);
  const shortcut = JSON.stringify(slack.payloads.shortcut(dsl, 'concern/report'));
  const joined = slack.payloads.event(slack.payloads.joined(slack.botUserId, bot.channelId, dsl.id));
  return [
    { type: form, body: new URLSearchParams(command).toString(), secret, now },
    { type: form, body: new URLSearchParams({ payload: shortcut }).toString(), secret, now },
    { type: json, body: JSON.stringify(joined), secret, now },
  ];
}

/** Everything that must be as it was. */
async function standing() {
  return {
    records: await bot.everyRecord(),
    calls: bot.slack.calls.length,
    begun: watch.besides(bot.address).length,
    storeCalls: bot.storeCalls,
  };
}

async function send({ headers, body }: Omit<ForgedForSlack, 'how'>) {
  const answer = await fetch(`${bot.address}/slack/events`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: answer.status, said: await answer.text() };
}

const tables: Readonly<Record<string, (of: Genuine) => readonly ForgedForSlack[]>> = {
  'in how it is signed': wrongSignatures,
  'in when it is dated': wrongTimes,
  'in what it holds': wrongBodies,
  'in what it asks': wrongQuestions,
};

function everything(): readonly ForgedForSlack[] {
  return Object.values(tables).flatMap((table) => wishes().flatMap(table));
}

it('what a genuine request does is seen here, or nothing would be', async () => {
  const before = await standing();
  await bot.as(people.dsl).types('/report-concern');
  const after = await standing();
  expect(after.calls).toBeGreaterThan(before.calls);
  expect(watch.besides(bot.address).length).toBeGreaterThan(0);
  await bot.as(people.dsl).closes();
});

it.each(Object.entries(tables))(
  'a request that is forged %s is refused, whatever it asks for, and nothing comes of it',
  async (_what, table) => {
    const before = await standing();
    for (const { how, ...forged } of wishes().flatMap(table)) {
      const { status, said } = await send(forged);
      expect([how, status, said]).toEqual([how, 401, '{"error":"Not authorised."}']);
    }
    await bot.settle();
    // Looking at what stands asks the store as well.
    expect({ ...(await standing()), storeCalls: 0 }).toEqual({ ...before, storeCalls: 0 });
  },
);

it('there are more than four hundred of them, no two alike', () => {
  const all = everything().map(({ headers, body }) => JSON.stringify([headers, String(body)]));
  expect(new Set(all).size).toBeGreaterThan(400);
});

it('the record store is never asked on behalf of any of them', async () => {
  const all = everything();
  const before = bot.storeCalls;
  for (const forged of all) await send(forged);
  await bot.settle();
  expect(bot.storeCalls).toBe(before);
});

it('nothing of any of them is kept, said or logged', () => {
  expect(bot.everythingKept().includes(MARKER)).toBe(false);
  expect(bot.slack.everythingShown()).not.toContain(MARKER);
  expect(bot.log.join()).not.toMatch(/v0=|x-slack|U0PERSON/i);
});

it('and a genuine request is taken as before', async () => {
  expect((await send(genuineOf(wishes()[0]))).status).toBe(200);
  await bot.settle();
  expect(bot.as(people.dsl).modal).toBeDefined();
});

function genuineOf(of: Genuine | undefined): ForgedForSlack {
  if (of === undefined) throw new Error('nobody wishes for anything');
  return { how: 'as it should be', headers: bot.slack.signs(of.body), body: of.body };
}
