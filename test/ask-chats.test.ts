import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chatsToAsk } from '../src/ask-chats.ts';
import type { SlackConfig } from '../src/config-chats.ts';
import { MINUTE } from '../src/domain/instant.ts';
import { aSlackSchool, workspaceId } from './support/slack-school.ts';

const school = aSlackSchool();
let server: Server;
let asked: string[];
/** By how much Slack's clock is ahead of this machine's. */
let aheadMs: number;

beforeEach(async () => {
  asked = [];
  aheadMs = 0;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, team_id: workspaceId, user_id: 'U0SAFEGRD', bot_id: 'B0SAFEGRD' }));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

it.each([
  [10 * MINUTE, -10 * MINUTE],
  [-10 * MINUTE, 10 * MINUTE],
  [0, 0],
])('a chat whose clock is %d ms ahead shows by how much this machine’s is', async (ahead, skewMs) => {
  aheadMs = ahead;
  const chats = ask({ kind: 'http', signingSecret: '0123456789abcdef0123456789abcdef' });
  await chats.channels.get('slack')?.health();
  expect(Math.abs((chats.skewsMs.get('slack') ?? Number.NaN) - skewMs)).toBeLessThan(30_000);
  chats.close();
});

it('no second connection of Socket Mode is made, which would take what is meant for the service', async () => {
  const chats = ask({ kind: 'socket', appToken: 'xapp-fake' });
  await chats.channels.get('slack')?.health();
  expect(asked).toEqual(['/api/auth.test']);
  chats.close();
});

it('a chat that is not configured is not asked', () => {
  const chats = chatsToAsk({ schools: [school], find: async () => undefined });
  expect([...chats.channels.keys()]).toEqual([]);
});

function ask(transport: SlackConfig['transport']) {
  const { port } = server.address() as AddressInfo;
  const slack = { botToken: 'xoxb-fake', transport, apiUrl: `http://127.0.0.1:${port}/api/` };
  return chatsToAsk({ slack, schools: [school], find: async () => undefined });
}
