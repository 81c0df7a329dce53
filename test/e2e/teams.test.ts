import { writeFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { aSchool, people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { reportConcern } from '../support/teams-bot.ts';
import { startTeamsOfProcess } from '../support/teams-of-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

let folder = temporaryFolder();
let service: ServiceProcess | undefined;
afterEach(async () => {
  await service?.kill();
  folder.remove();
  folder = temporaryFolder();
});

it('the service as a school starts it takes a report in Teams, and loses nothing by a power cut', async () => {
  const school = aSchool();
  const teams = await startTeamsOfProcess(school);
  writeFileSync(folder.path('school.yaml'), stringify(school));
  const variables = {
    ...teams.variables,
    SCHOOL_FILE: folder.path('school.yaml'),
    STORE: `sqlite:${folder.path('records.db')}`,
    VAULT: `file:${folder.path('keys.json')}`,
  };
  const port = await freePorts(1);
  service = await startServiceProcess(variables, port);
  teams.speakTo(service);
  expect((await fetch(`${service.address}/readyz`)).status).toBe(200);
  const cards = () => teams.fake.messagesIn(teams.channelId);

  teams.fake.trouble('post', { status: 503 }, 50);
  const reference = await reportConcern(teams);
  expect(cards()).toEqual([]);
  await service.kill();

  teams.fake.calmDown();
  service = await startServiceProcess(variables, port);
  await vi.waitFor(() => expect(cards()).toHaveLength(1), { timeout: 90_000, interval: 50 });
  expect(JSON.stringify(cards())).toContain(reference);
  expect(JSON.stringify(cards())).not.toMatch(/MARKER|Marker/);
  // Everything that was said, was said with a token that the bot was given for its secret.
  const said = teams.fake.requests.map(({ authorization }) => authorization ?? '');
  expect(said.every((authorization) => authorization.startsWith('Bearer ey'))).toBe(true);
  expect(teams.issuer.requests.filter((path) => path.endsWith('/oauth2/v2.0/token'))).toHaveLength(2);
  expect(await teams.post(JSON.stringify(teams.as(people.teacher).activities.message('help')))).toMatchObject({
    status: 401,
  });
  expect(await service.stop()).toBe(0);
  expect(service.log.join('')).not.toMatch(/MARKER|Marker|Osei/);
  await teams.stop();
});
