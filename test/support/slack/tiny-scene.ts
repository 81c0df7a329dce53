import { afterEach } from 'vitest';
import { type FakeSlackOptions, startFakeSlack } from '../fake-slack.ts';
import { createSlackPerson } from '../slack-person.ts';
import { type Heard, type Reply, startTinyBot } from './tiny-bot.ts';
import type { Part } from './workspace.ts';

let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

/** The manifest of the bot's app. */
export const manifest = {
  features: {
    slash_commands: [{ command: '/report' }],
    shortcuts: [
      { name: 'Report', type: 'global', callback_id: 'report' },
      { name: 'Report this', type: 'message', callback_id: 'report-this' },
    ],
  },
  settings: { event_subscriptions: { bot_events: ['message.im', 'app_home_opened', 'member_joined_channel'] } },
};

export type Said = Heard & {
  readonly trigger_id?: string;
  readonly view?: Part;
  readonly actions?: Part[];
  readonly event?: Part;
};

/** A Slack with Amara in it, and a bot that answers what it is told to. */
export async function started(
  answer: (said: Said) => Reply | undefined | Promise<Reply | undefined> = () => undefined,
  options: FakeSlackOptions = {},
) {
  let at = Date.parse('2026-11-23T14:05:00Z');
  const slack = await startFakeSlack({ now: () => at, manifest, echoes: false, ...options });
  const bot = await startTinyBot(slack, answer as (heard: Heard) => Reply | undefined);
  ends.push(bot.stop, slack.stop);
  const amara = createSlackPerson(
    slack,
    slack.addUser({ id: 'U0AMARA', name: 'Amara Okafor', email: 'amara@oakfield.example' }),
  );
  slack.addChannel({ id: 'C0DSL', name: 'dsl-team' });
  const pass = (milliseconds: number) => {
    at += milliseconds;
  };
  return { slack, bot, amara, pass };
}

/** A person who has a form open, and the bot that opened it. */
export async function withForm(view: Part, answer: (said: Said) => Reply | undefined = () => undefined) {
  const scene = await started((said) => (said['type'] === undefined ? undefined : answer(said)));
  await scene.amara.types('/report');
  const trigger = String(scene.bot.heard.at(-1)?.heard['trigger_id']);
  const opened = await scene.bot.call('views.open', { trigger_id: trigger, view });
  if (opened.json['ok'] !== true) throw new Error(`it was not opened: ${JSON.stringify(opened.json)}`);
  return { ...scene, opened: opened.json['view'] as Part };
}
