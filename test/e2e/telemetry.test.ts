import { writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type FakeCollector, startFakeCollector } from '../support/fake-collector.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

const folder = temporaryFolder();
let service: ServiceProcess | undefined;
let collector: FakeCollector | undefined;
afterEach(async () => {
  await service?.kill();
  await collector?.stop();
  folder.remove();
});

it('the service as a school starts it sends figures without a word of the case, and stops in time with a collector that hangs', async () => {
  let answer: number | undefined = 200;
  collector = await startFakeCollector(() => answer);
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
    TELEMETRY: `otlp:${collector.url}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-leak=MARKER',
    OTEL_RESOURCE_ATTRIBUTES: 'host.name=MARKER',
  };
  const port = await freePorts(1);
  service = await startServiceProcess(variables, port);
  slack.sendsTo(`${service.address}/slack/events`, () => Promise.resolve());
  const teacher = as(people.teacher);
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.presses('No');
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await teacher.submits();
  const reference = referenceIn(teacher);
  await slack.until(() => slack.messagesIn(channelId).length > 0, 'the card comes');
  expect(await service.stop()).toBe(0);

  const points = collector.points();
  expect(points).toContainEqual(
    expect.objectContaining({
      name: 'safeguarding.commands',
      attributes: { type: 'concern', outcome: 'well', school: school.id },
      value: 1,
    }),
  );
  const names = new Set(points.map(({ name }) => name));
  for (const name of [
    'safeguarding.deliveries',
    'safeguarding.store.calls',
    'safeguarding.requests',
    'safeguarding.uptime',
  ])
    expect(names).toContain(name);
  const sent = JSON.stringify(collector.taken);
  for (const word of ['MARKER', 'Marker', 'Robin', 'Osei', '@oakfield', reference, channelId])
    expect(sent, word).not.toContain(word);

  answer = undefined;
  service = await startServiceProcess(variables, port);
  const began = performance.now();
  expect(await service.stop()).toBe(0);
  expect(service.log.join('')).not.toContain('something had to be left');
  expect(performance.now() - began).toBeLessThan(10_000);
  await slack.stop();
});
