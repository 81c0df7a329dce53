import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startWarpedTime } from '../faults/warped-time.ts';
import type { FakeSlack } from '../support/fake-slack.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { pressInChannel } from '../support/slack-case.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { wanted, why } from '../support/slack-sites.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

let folder = temporaryFolder();
let service: ServiceProcess | undefined;
afterEach(async () => {
  await service?.kill();
  folder.remove();
  folder = temporaryFolder();
});

it('the service as a school starts it takes a report in Slack, and loses nothing by a power cut', async () => {
  const school = aSlackSchool();
  const { slack, as, channelId } = await startSlackSide({ school, now: Date.now });
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const variables = variablesFor(slack);
  const port = await freePorts(1);
  service = await startServiceProcess(variables, port);
  const listens = `${service.address}/slack/events`;
  slack.sendsTo(listens, () => Promise.resolve());
  const [teacher, dsl] = [as(people.teacher), as(people.dsl)];
  expect((await fetch(`${service.address}/readyz`)).status).toBe(200);

  slack.goesDown({ method: 'chat.postMessage' });
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.presses('No');
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await teacher.submits();
  const reference = referenceIn(teacher);
  await service.kill();
  slack.comesBack();

  service = await startServiceProcess(variables, port);
  await slack.until(() => slack.messagesIn(channelId).length > 0, 'the card comes');
  expect(slack.messagesIn(channelId).map(({ words }) => words)).toEqual([
    expect.stringContaining(`${reference} · new`),
  ]);
  await pressInChannel({ as, slack, channelId }, dsl, 'Take');
  await slack.until(
    () => slack.messagesIn(channelId)[0]?.words.includes('being handled') === true,
    'the card is brought up to date',
  );
  expect(await service.stop()).toBe(0);
  expect(service.log.join('')).not.toMatch(/MARKER|Marker|Osei/);
  expect(slack.refusals()).toEqual([]);
  await slack.stop();
});

it('[R129] a site is opened and blocked again in Slack, though the power goes when the job is owed', async () => {
  const school = aSlackSchool();
  const time = startWarpedTime(folder.path('time'), Date.parse('2026-11-23T14:05:00Z'));
  const { slack, as, channelId } = await startSlackSide({ school, now: time.now });
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const variables = { ...variablesFor(slack), WARP_FILE: time.file };
  const around = { preload: resolve('test/faults/preload/time-warp.ts') };
  const port = await freePorts(1);
  service = await startServiceProcess(variables, port, around);
  slack.sendsTo(`${service.address}/slack/events`, () => Promise.resolve());
  const [teacher, dsl, network] = [as(people.teacher), as(people.dsl), as(people.networkManager)];
  const cardSays = (words: string) =>
    slack.until(() => slack.messagesIn(channelId)[0]?.words.includes(words) === true, `the card says "${words}"`);
  const jobWith = (label: string) =>
    slack.until(
      () => network.directMessages.find(({ words }) => words.includes(`[${label}]`)),
      `IT has a job with "${label}"`,
    );

  await teacher.types('/request-site');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.fills(wanted);
  await teacher.submits();
  await teacher.fills(why);
  await teacher.submits();
  await cardSays('waiting');
  slack.goesDown({ method: 'chat.postMessage' });
  await pressInChannel({ as, slack, channelId }, dsl, 'Approve');
  await slack.until(() => dsl.modal, 'the form opens');
  await dsl.submits();
  expect(network.directMessages).toEqual([]);
  await service.kill();
  slack.comesBack();

  service = await startServiceProcess(variables, port, around);
  await network.pressesOn(await jobWith('Done'), 'Done');
  await cardSays('open from');
  await slack.until(
    () => teacher.directMessages.some(({ words }) => words.includes('is set up for')),
    'whoever asked is told that it is set up',
  );
  time.leap(90 * 60_000);
  // What is under way when time leaps seems to have taken all of it, and is left alone for a minute.
  await jobWith('Blocked again').catch(() => time.leap(61_000));
  await network.pressesOn(await jobWith('Blocked again'), 'Blocked again');
  await cardSays('blocked again');
  expect(await service.stop()).toBe(0);
  expect(service.log.join('')).not.toMatch(/MARKER|library\.example|Osei/i);
  expect(slack.refusals()).toEqual([]);
  await slack.stop();
  time.close();
});

/** What the service is started with, to be served by this Slack. */
function variablesFor({ token, signingSecret, apiUrl }: FakeSlack) {
  return {
    SCHOOL_FILE: folder.path('school.yaml'),
    STORE: `sqlite:${folder.path('records.db')}`,
    VAULT: `file:${folder.path('keys.json')}`,
    SLACK_BOT_TOKEN: token,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  };
}
