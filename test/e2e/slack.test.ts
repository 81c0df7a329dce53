import { writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { pressInChannel } from '../support/slack-case.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

const folder = temporaryFolder();
let service: ServiceProcess | undefined;
afterEach(async () => {
  await service?.kill();
  folder.remove();
});

it('the service as a school starts it takes a report in Slack, and loses nothing by a power cut', async () => {
  const school = aSlackSchool();
  const { slack, as, channelId } = await startSlackSide({ school, now: Date.now });
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const variables = {
    SCHOOL_FILE: folder.path('school.yaml'),
    STORE: `sqlite:${folder.path('records.db')}`,
    VAULT: `file:${folder.path('keys.json')}`,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
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
