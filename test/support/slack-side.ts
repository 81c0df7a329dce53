import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { createSlackReceiver } from '../../src/channels/slack/receive.ts';
import { createSlackApp, type SlackTransport } from '../../src/channels/slack/slack-app.ts';
import { createSlackChannel } from '../../src/channels/slack/slack-channel.ts';
import { findPerson, type School } from '../../src/domain/school.ts';
import { registry } from '../../src/workflows/index.ts';
import { type FakeManifest, startFakeSlack } from './fake-slack.ts';
import type { Joined, Joining, RunningBot } from './running-bot.ts';
import { createActivity } from './slack/activity.ts';
import type { SlackUser } from './slack/workspace.ts';
import { createSlackPerson, type SlackPerson } from './slack-person.ts';
import { slackChannelId, slackUserId, workspaceId } from './slack-school.ts';

export interface SlackSideOptions {
  readonly school: School;
  readonly transport?: 'http' | 'socket' | undefined;
  /** How long Slack waits for an answer; its own three seconds if not given. */
  readonly patienceMs?: number | undefined;
  /** Lets time pass between two attempts to say something, and before a modal opens without its content. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
  /** Keeps to Slack's own limits in real time, instead of to those of people who take their time. */
  readonly inRealTime?: boolean | undefined;
  readonly callWithinMs?: number | undefined;
  /** What time it is in Slack, in milliseconds since 1970; the bot's own time if not given. */
  readonly now?: (() => number) | undefined;
}

/** The manifest that a school installs. */
const manifest = JSON.parse(
  readFileSync(new URL('../../manifest/slack/manifest.json', import.meta.url), 'utf8'),
) as FakeManifest;

/** Building the templates takes longer than anything that a test does with them. */
const render = createRenderer('slack');

/** A fake Slack with the people of a school in it, and how a bot is joined to it. */
export async function startSlackSide(options: SlackSideOptions) {
  const { school, transport = 'http', patienceMs, wait = pause, inRealTime = false, callWithinMs } = options;
  let now = options.now ?? (() => Date.parse('2026-11-23T14:05:00.000Z'));
  const slack = await startFakeSlack({
    manifest,
    now: () => now(),
    teamId: workspaceId,
    signingSecret: '0123456789abcdef0123456789abcdef',
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  slack.addChannel({ id: slackChannelId, name: 'safeguarding' });
  for (const [index, { email, name, slack: known }] of school.people.entries()) {
    slack.addUser({ id: known?.userId ?? slackUserId(index), name, email });
  }
  const persons = new Map<string, SlackPerson>();
  /** Milliseconds that the bot has spent with waiting for its turn. */
  let waited = 0;

  function userIdOf(email: string): string {
    const index = school.people.findIndex((person) => person.email === email);
    const person = findPerson(school, email);
    if (person === undefined) throw new Error(`nobody is ${email}`);
    return person.slack?.userId ?? slackUserId(index);
  }

  return {
    slack,
    channelId: slackChannelId,
    userIdOf,
    /** Joins a bot to Slack, as at the start of the service. */
    async join({ application, server, log, nowMs, sleep }: Joining): Promise<Joined> {
      now = nowMs;
      const began = nowMs();
      const monotonicMs = () => nowMs() - began + waited;
      // A turn that has to be waited for comes at once, and time has passed: nobody sleeps in a test.
      const paced = {
        monotonicMs,
        wait: async (milliseconds: number) => {
          waited += milliseconds;
        },
      };
      const credentials: SlackTransport =
        transport === 'http'
          ? { kind: 'http', signingSecret: slack.signingSecret }
          : { kind: 'socket', appToken: slack.appToken };
      const app = createSlackApp({
        server,
        credentials: { botToken: slack.token, transport: credentials },
        apiUrl: slack.apiUrl,
        troubled: (fields) => log.warn('something of Slack could not be dealt with', fields),
        nowMs,
        limiter: createRateLimiter(inRealTime ? {} : paced),
        ...(callWithinMs === undefined ? {} : { callWithinMs }),
      });
      const { connector } = app;
      const { addresses, channels } = application;
      channels.set(
        'slack',
        createSlackChannel({ connector, addresses, render, workspaces: () => [school.slack?.workspaceId ?? ''] }),
      );
      const noted = (fields: { readonly code: string }) => log.info('something of Slack was not taken', fields);
      const receiver = createSlackReceiver({
        ...application,
        registry,
        connector,
        render,
        noted,
        monotonicMs,
        async wait(milliseconds) {
          await wait(milliseconds);
          waited += milliseconds;
        },
        // What is typed is kept a while after it was, in the test's time; nobody waits for that.
        async sleep(milliseconds, signal) {
          const goOn = activity.pause();
          await sleep(milliseconds, signal);
          return goOn();
        },
        inBackground: (work) => void work.finally(activity.begin()),
      });
      const activity = createActivity();
      await app.start(async (incoming) => {
        // Somebody takes a while between two things that they do.
        waited += inRealTime ? 0 : 5_000;
        const end = activity.begin();
        let rest: Promise<void> | undefined;
        try {
          const answer = await receiver.receive(incoming);
          if (answer !== undefined && 'rest' in answer) rest = answer.rest;
          return answer;
        } finally {
          void Promise.allSettled([rest]).then(end);
        }
      });
      return {
        settle: () => activity.idle(),
        async leave() {
          await app.stop();
          await receiver.stop();
        },
      };
    },
    /** Which bot this Slack speaks to. */
    speakTo(running: Pick<RunningBot, 'address' | 'settle'>): void {
      slack.sendsTo(transport === 'http' ? `${running.address}/slack/events` : undefined, () => running.settle());
    },
    /** Somebody of the school, by email, at their Slack. */
    as(email: string): SlackPerson {
      const known = persons.get(email);
      if (known !== undefined) return known;
      const user = slack.workspace.users.get(userIdOf(email));
      if (user === undefined) throw new Error(`nobody is ${email}`);
      const person = createSlackPerson(slack, user);
      persons.set(email, person);
      return person;
    },
    /** Somebody whom the school does not know by that id. */
    asSomebodyElse(user: Partial<SlackUser> = {}): SlackPerson {
      const somebody = { id: 'U0STRANGER', name: 'Somebody Else', email: 'somebody@elsewhere.example', ...user };
      return createSlackPerson(slack, slack.addUser(somebody));
    },
  };
}
