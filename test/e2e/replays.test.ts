import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { type RecordsHere, type StoreKind, startRecords, stores } from '../faults/records-here.ts';
import { startWarpedTime } from '../faults/warped-time.ts';
import { type Recorded, startRecorder } from '../support/recorder.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { reportInSlack } from '../support/slack-bot.ts';
import { aSchoolWithBoth } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { reportConcern } from '../support/teams-bot.ts';
import { startTeamsOfProcess } from '../support/teams-of-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

const MINUTE = 60_000;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A school in both chats, and the processes that serve it. */
async function startScene(store: StoreKind) {
  const folder = temporaryFolder();
  ends.push(folder.remove);
  const time = startWarpedTime(folder.path('time'), Date.now());
  ends.push(time.close);
  const school = aSchoolWithBoth();
  const teams = await startTeamsOfProcess(school);
  ends.push(teams.stop);
  const { slack, as } = await startSlackSide({ school, now: time.now });
  ends.push(slack.stop);
  const records: RecordsHere = await startRecords(store, folder, time.now);
  ends.push(records.stop);
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const variables = {
    ...teams.variables,
    ...records.variables,
    SCHOOL_FILE: folder.path('school.yaml'),
    STORE: records.address,
    VAULT: `file:${folder.path('keys.json')}`,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    WARP_FILE: time.file,
  };
  const port = await freePorts(2);
  const running = new Map<number, ServiceProcess>();
  ends.push(() => Promise.all([...running.values()].map((service) => service.kill())));

  async function start(place = 0): Promise<ServiceProcess> {
    const around = { preload: resolve('test/faults/preload/time-warp.ts') };
    const service = await startServiceProcess(variables, port + place, around);
    running.set(place, service);
    return service;
  }

  const recorder = await startRecorder(() => `http://127.0.0.1:${port}`);
  ends.push(recorder.stop);
  teams.speakTo(recorder);
  slack.sendsTo(`${recorder.address}/slack/events`, calm);

  /** What everybody sees, and how many cases there are. */
  function standing() {
    const chats = [teams.channelId, ...teams.fake.users.map((user) => teams.fake.personalChatOf(user))];
    return {
      teams: chats.map((chat) => teams.fake.messagesIn(chat).map(({ id, versions }) => [id, versions.length])),
      slack: slack.workspace.messages.map(({ ts, versions }) => [ts, versions.length]),
      alone: slack.ephemerals.length,
    };
  }

  /** Nothing has changed for a while: neither chat was told anything by the service. */
  async function calm(): Promise<void> {
    const told = () => teams.fake.requests.length + slack.calls.length;
    for (let [seen, times] = [-1, 0]; times < 4; times = told() === seen ? times + 1 : 0) {
      seen = told();
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  return { teams, slack, as, time, records, recorder, start, standing, calm };
}

/** Everything that may come in: lines, an installation, forms, presses, commands, in both chats. */
async function aDay({ teams, slack, as, calm }: Awaited<ReturnType<typeof startScene>>): Promise<void> {
  const [teacher, dsl] = [teams.as(people.teacher), teams.as(people.dsl)];
  await teacher.send(teacher.activities.installation('add'));
  await teacher.say('help');
  await dsl.say('safeguarding');
  await reportConcern(teams);
  await vi.waitFor(() => expect(teams.fake.messagesIn(teams.channelId)).toHaveLength(1), { timeout: 30_000 });
  await dsl.pressInChannel('Acknowledge');
  await calm();
  await reportInSlack({ as });
  await slack.until(() => slack.workspace.messages.length > 0, 'the card comes in Slack too');
  await as(people.teacher).writes('hello?');
  await calm();
}

describe.each(stores)('every genuine request of a day that comes again, on %s', (store) => {
  it('has no second effect: not at once, not ten times at once, not elsewhere, not after a kill, not later', async () => {
    const scene = await startScene(store);
    const { recorder, time, records, standing, calm } = scene;
    const first = await scene.start();
    const other = store === 'Cosmos' ? await scene.start(1) : first;
    await aDay(scene);
    const day = [...recorder.recorded];
    expect(new Set(day.map(({ path }) => path))).toEqual(new Set(['/api/messages', '/slack/events']));
    expect(day.length).toBeGreaterThan(12);
    const before = standing();

    async function expectNothingNew(what: string, send: (request: Recorded) => Promise<unknown>): Promise<void> {
      for (const request of day) await send(request);
      await calm();
      expect(standing(), what).toEqual(before);
    }

    await expectNothingNew('again', (request) => recorder.send(request));
    await expectNothingNew('to the other process', (request) => recorder.send(request, other.address));
    await expectNothingNew('ten times at once', (request) =>
      Promise.all(
        Array.from({ length: 10 }, (_, time) => recorder.send(request, [first, other][time % 2]?.address ?? '')),
      ),
    );
    await first.kill();
    const second = await scene.start();
    await expectNothingNew('after a kill', (request) => recorder.send(request));

    time.leap(6 * MINUTE);
    await calm();
    const statuses = async (of: readonly Recorded[]) =>
      new Set(await Promise.all(of.map(async (request) => (await recorder.send(request)).status)));
    expect(await statuses(day.filter(({ path }) => path.startsWith('/slack')))).toEqual(new Set([401]));
    time.leap(70 * MINUTE);
    expect(await statuses(day)).toEqual(new Set([401]));

    expect(await second.stop()).toBe(0);
    if (other !== first) await other.stop();
    const concerns = records.raw().filter(({ kind }) => kind === 'concern');
    expect(concerns).toHaveLength(2);
  });
});
