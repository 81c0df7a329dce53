import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { checkConfiguration, checkSchoolFileHere } from '../../../src/cli/doctor/set-up.ts';
import { seeServiceConfig } from '../../../src/config.ts';
import { registry } from '../../../src/workflows/index.ts';
import { aSlackSchool } from '../../support/slack-school.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) => found.map(({ level, what }) => `${level}: ${what}`);

const schoolFile = folder.path('school.yaml');
writeFileSync(schoolFile, stringify(aSlackSchool()));
const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };
const teams = {
  TEAMS_CLIENT_ID: '0f8fad5b-d9cb-469f-a165-70867728950e',
  TEAMS_TENANT_ID: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  TEAMS_CLIENT_SECRET: 'secret',
};
const see = (given: Readonly<Record<string, string>>) =>
  seeServiceConfig(registry, {
    STORE: `sqlite:${folder.path('r.db')}`,
    VAULT: `file:${folder.path('k.json')}`,
    SCHOOL_FILE: schoolFile,
    ...slack,
    ...given,
  });

describe('the variables', () => {
  const well = 'well: Every variable that the service needs is set.';

  it.each([
    ['SLACK_API_URL', 'https://evil.example/api/', 'Slack'],
    ['SLACK_API_URL', 'https://slack.com.evil.example/api/', 'Slack'],
    ['TEAMS_SERVICE_URL', 'https://evil.example/', 'Teams'],
  ])('are wrong where %s is %s, for all that is said goes there', (name, address, chat) => {
    expect(said(checkConfiguration(see({ ...teams, [name]: address })))).toContain(
      `wrong: ${name} leads to another host than those of ${chat}: the bot’s token and all that it says go there.`,
    );
  });

  it.each([
    ['SLACK_API_URL', 'https://slack.com/api/'],
    ['SLACK_API_URL', 'http://127.0.0.1:4000/api/'],
  ])('are well where %s is %s', (name, address) => {
    expect(said(checkConfiguration(see({ [name]: address })))).toEqual([well]);
  });

  it('name no value of theirs', () => {
    expect(JSON.stringify(checkConfiguration(see({ SLACK_API_URL: 'https://evil.example/api/' })))).not.toMatch(
      /evil|xoxb|0123456789/,
    );
  });
});

describe('the school file', () => {
  it('is not well where the service that runs refuses it, though it can be read', async () => {
    expect(said(await checkSchoolFileHere(see({})))).toEqual([expect.stringMatching(/^well: .*can be read: 1 school/)]);
    const [finding, ...more] = await checkSchoolFileHere(see({}), 1);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      level: 'wrong',
      what: 'The service goes by what the school file said before: 1 mistake in it now.',
      whatToDo: expect.stringContaining('Write "check the service" to the bot'),
    });
  });

  it('has its mistakes named where the file shows them', async () => {
    writeFileSync(folder.path('wrong.yaml'), stringify({ ...aSlackSchool(), id: 'NOT AN ID' }));
    const found = await checkSchoolFileHere(see({ SCHOOL_FILE: folder.path('wrong.yaml') }), 1);
    expect(found[0]).toMatchObject({ whatToDo: expect.stringContaining('Put right what is named here.') });
    expect(said(found)[1]).toMatch(/wrong\.yaml, line \d+, id: must be put right/);
  });
});
