import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Finding, FindingLevel } from '../../src/application/doctor/finding.ts';
import type { School } from '../../src/domain/school.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { runHere } from '../support/command-here.ts';
import { startFakeCosmos } from '../support/fake-cosmos.ts';
import type { FakeSlack } from '../support/fake-slack.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { aSchoolWithBoth, aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { aStoredRecord } from '../support/stored-record.ts';
import { startTeamsOfProcess } from '../support/teams-of-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

/** Secrets that must be printed nowhere. */
const SECRETS = /xoxb|MARKER|0123456789abcdef/;

const folder = temporaryFolder();
let home: string;
let port: number;
let slack: FakeSlack | undefined;
let service: ServiceProcess | undefined;
let other: Server | undefined;

beforeEach(async () => {
  home = folder.path(randomUUID());
  mkdirSync(home, { mode: 0o700 });
  port = await freePorts(1);
});

afterEach(async () => {
  await service?.kill();
  await slack?.stop();
  await new Promise((done) => (other === undefined ? done(undefined) : other.close(done)));
  [slack, service, other] = [undefined, undefined, undefined];
});

afterAll(() => folder.remove());

describe('safeguarding doctor, where little is set up', () => {
  it('says that nothing is, and what to run', async () => {
    const { code, out, err } = await run(['doctor'], { PORT: String(port) });
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/wrong +configuration +Nothing is set up here yet\.\n +Run "npx safeguarding init"/);
    expect(out).toMatch(/wrong +configuration +VAULT is not set\.\n +Put "file:"/);
    expect(out).toMatch(/\n\d+ well, \d+ to look at, [5-9] wrong, 1 unknown\.\n$/);
    expect(readdirSync(home)).toEqual([]);
  });

  it('goes on as far as it can with half of the variables, and makes nothing', async () => {
    writeFileSync(`${home}/school.yaml`, stringify(aSlackSchool()));
    const { code, found } = await look({
      SCHOOL_FILE: `${home}/school.yaml`,
      STORE: `sqlite:${home}/data/records.db`,
      VAULT: `file:${home}/keys/keys.json`,
    });
    expect(code).toBe(1);
    expect(levelsOf(found)).toMatchObject({
      configuration: ['wrong'],
      roles: ['well'],
      store: ['well'],
      vault: ['well'],
      service: ['look'],
    });
    expect(found.find(({ check }) => check === 'configuration')?.what).toContain('neither is set');
    expect(readdirSync(home).sort()).toEqual(['safeguarding.env', 'school.yaml']);
  });

  it('names each mistake in the school file with its line, and quotes none', async () => {
    const school = stringify(aSlackSchool()).replace('email: n.rahimi@oakfield.example', 'email: MARKER');
    writeFileSync(`${home}/school.yaml`, school);
    const { code, out } = await run(['doctor', '--env', variables({ SCHOOL_FILE: `${home}/school.yaml` })]);
    expect(code).toBe(1);
    expect(out).toMatch(/wrong +school-file +.*school\.yaml, line \d+, people\[1\]\.email: must be put right/);
    expect(out).not.toMatch(SECRETS);
  });

  it('ends with 2 where the file with the variables is not there', async () => {
    const { code, out, err } = await run(['doctor', '--env', `${home}/none.env`]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('none.env cannot be read.');
  });
});

describe('safeguarding doctor, with Slack', () => {
  it('ends with 0 before the first start, and says that the service does not run', async () => {
    const { code, found } = await look(await setUp());
    expect(wrongOf(found)).toEqual([]);
    expect(code).toBe(0);
    expect(levelsOf(found)).toMatchObject({ chats: ['well'], 'private-channel': ['well'], clock: ['well'] });
    expect(found.find(({ check }) => check === 'service')?.what).toBe(
      `The service does not run here; port ${port} is free.`,
    );
    expect(readdirSync(home).sort()).toEqual(['safeguarding.env', 'school.yaml']);
  });

  it('ends with 1 then where it is asked to be strict', async () => {
    const { code } = await run(['doctor', '--strict', '--env', variables(await setUp())]);
    expect(code).toBe(1);
  });

  it('tells that Slack does not take the token, and prints no secret', async () => {
    const { code, out, err } = await run([
      'doctor',
      '--env',
      variables({ ...(await setUp()), SLACK_BOT_TOKEN: 'xoxb-MARKER-wrong' }),
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/wrong +chats +Slack answered invalid_auth\./);
    expect(out + err).not.toMatch(SECRETS);
  });

  it('tells whether Slack takes the token of Socket Mode', async () => {
    const { SLACK_SIGNING_SECRET: _, ...given } = await setUp();
    const found = await chatsOf({ ...given, SLACK_APP_TOKEN: slack?.appToken ?? '' });
    expect(found).toContain('well: Slack takes the token of Socket Mode.');
    expect(await chatsOf({ ...given, SLACK_APP_TOKEN: 'xapp-MARKER-wrong' })).toContain(
      'wrong: Slack does not take the app-level token of Socket Mode.',
    );
  });

  it('tells who is in the private channel and should not be, and counts whom it does not know', async () => {
    const given = await setUp([people.dsl, people.deputy, people.teacher], { more: ['U0STRANGER'] });
    slack?.addUser({ id: 'U0STRANGER', name: 'MARKER Somebody', email: 'somebody@elsewhere.example' });
    const { code, out } = await run(['doctor', '--env', variables(given)]);
    expect(code).toBe(1);
    expect(out).toContain('people who are neither DSL nor deputy: Amara Osei.');
    expect(out).toContain('In the safeguarding channel in Slack is somebody whom the school file does not name.');
    expect(out).not.toMatch(SECRETS);
  });

  it('says that Slack cannot be reached, and looks at all else', async () => {
    const given = await setUp();
    await slack?.stop();
    slack = undefined;
    const { code, found } = await look(given);
    expect(code).toBe(1);
    expect(found.find(({ check }) => check === 'chats')).toMatchObject({
      level: 'unknown',
      what: 'Slack did not answer.',
    });
    expect(levelsOf(found)).toMatchObject({ roles: ['well'], store: ['well'] });
  });
});

describe('safeguarding doctor, beside a service that runs', () => {
  it('ends with 0, stands in nobody’s way, and tells what the service wrote', async () => {
    const given = await setUp();
    service = await startServiceProcess(given, port);
    await until(() => readdirSync(home).includes('records.db.standing.json'));
    const { code, found } = await look(given);
    expect(wrongOf(found)).toEqual([]);
    expect(code).toBe(0);
    expect(levelsOf(found)).toMatchObject({
      service: ['well'],
      store: ['well'],
      messages: ['well'],
      urgent: ['well'],
    });
    expect(found.find(({ check }) => check === 'store')?.what).toMatch(
      /^The service, version .*, has the records open/,
    );
    const written = readFileSync(`${home}/records.db.standing.json`, 'utf8');
    expect(written).not.toMatch(/oakfield\.example|Rahimi|xoxb/);
    expect(await service.stop()).toBe(0);
    expect(readdirSync(home)).not.toContain('records.db.standing.json');
  });

  it('tells that the service ended without stopping, and opens the records then', async () => {
    const given = await setUp();
    service = await startServiceProcess(given, port);
    await until(() => readdirSync(home).includes('records.db.standing.json'));
    await service.kill();
    const { code, found } = await look(given);
    expect(code).toBe(1);
    expect(wrongOf(found)).toEqual([
      expect.stringMatching(/^The service ended without stopping in order; it last wrote \d+ seconds ago\.$/),
    ]);
    expect(found.find(({ check }) => check === 'store')?.what).toMatch(/^The record store answers/);
    expect(levelsOf(found)).toMatchObject({ messages: ['well'], people: [expect.any(String)] });
  });

  it('says of Teams and Slack alike how they are, in a school that has both', async () => {
    const school = aSchoolWithBoth();
    const given = await setUp([people.dsl, people.deputy], { school });
    const teams = await startTeamsOfProcess(school);
    try {
      const both = { ...given, ...teams.variables };
      service = await startServiceProcess(both, port);
      await until(() => readdirSync(home).includes('records.db.standing.json'));
      const { found } = await look(both);
      expect(found.filter(({ check }) => check === 'chats').map(({ level, what }) => `${level}: ${what}`)).toEqual([
        'well: Teams lets the bot in, with every right that it needs.',
        'well: Slack lets the bot in, with every right that it needs.',
      ]);
      expect(levelsOf(found)).toMatchObject({ service: ['well'], clock: ['well'] });
      const { out } = await look({ ...both, TEAMS_CLIENT_SECRET: 'MARKER-wrong' });
      expect(out).toContain('The bot could not prove itself to Teams.');
    } finally {
      await teams.stop();
    }
  });

  it('does not say that a school file is well which the service refuses, also for what the service alone sees', async () => {
    const given = await setUp();
    service = await startServiceProcess(given, port);
    const text = readFileSync(`${home}/school.yaml`, 'utf8');
    writeFileSync(`${home}/school.yaml`, text.replace(/workspaceId: .*/, 'workspaceId: T0ANOTHER'));
    await service.says('the school files are wrong now');
    const { found } = await look(given);
    expect(found.filter(({ check }) => check === 'school-file')).toEqual([
      expect.objectContaining({ level: 'wrong', whatToDo: expect.stringContaining('"check the service"') }),
    ]);
  });

  it('tells that another program listens where the service would', async () => {
    other = createServer((_, response) => response.end('something else')).listen(0, '127.0.0.1');
    await new Promise((done) => other?.once('listening', done));
    const { found } = await look({ PORT: String((other.address() as AddressInfo).port) });
    expect(found.find(({ check }) => check === 'service')).toMatchObject({
      level: 'wrong',
      what: expect.stringMatching(/^Something other than the service listens on port \d+\.$/),
    });
  });

  it('says of records that another program has open that nobody knows how they stand', async () => {
    const given = await setUp();
    const store = await createSqliteRecordStore({ path: `${home}/records.db` });
    await openFileVault(`${home}/keys.json`);
    try {
      const { found } = await look(given);
      expect(found.find(({ check }) => check === 'store')).toMatchObject({ level: 'unknown' });
    } finally {
      await store.close();
    }
  });
});

describe('safeguarding doctor, where a chat hangs', () => {
  it('has let go of the records by then, so that a service can start and a backup be made', async () => {
    const { SLACK_API_URL: _, ...given } = await setUp();
    await fill();
    const asked = Promise.withResolvers<void>();
    other = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
    await new Promise((done) => other?.once('listening', done));
    const { port: hanging } = other.address() as AddressInfo;
    const looking = look({ ...given, SLACK_API_URL: `http://127.0.0.1:${hanging}/api/` });
    await asked.promise;
    await (await createSqliteRecordStore({ path: `${home}/records.db` })).close();
    const { found } = await looking;
    other.closeAllConnections();
    expect(levelsOf(found)).toMatchObject({ chats: ['unknown'], vault: ['well'], messages: ['well'] });
  });
});

describe('safeguarding doctor, with records in Cosmos DB', () => {
  it('opens them as one more process, also while the service runs on them', async () => {
    const cosmos = await startFakeCosmos();
    try {
      const given = { ...(await setUp()), STORE: `cosmos:${cosmos.url}/safeguarding`, COSMOS_KEY: cosmos.key };
      service = await startServiceProcess(given, port);
      const { found } = await look(given);
      expect(levelsOf(found)).toMatchObject({
        service: ['well'],
        store: ['well'],
        vault: ['well'],
        messages: ['well'],
      });
      expect(found.some(({ check }) => check === 'disk')).toBe(false);
    } finally {
      await service?.kill();
      await cosmos.stop();
    }
  });

  it('says that the account does not answer, and looks at all else', async () => {
    const [key, away] = ['MARKER+key/of+an+emulator==', await freePorts(1)];
    const given = { ...(await setUp()), STORE: `cosmos:http://127.0.0.1:${away}/safeguarding`, COSMOS_KEY: key };
    await openFileVault(`${home}/keys.json`);
    const { code, found } = await look(given);
    expect(code).toBe(1);
    expect(levelsOf(found)).toMatchObject({ store: ['wrong'], roles: ['well'], chats: ['well'] });
  });
});

describe('safeguarding doctor, with records that nobody can read', () => {
  it('tells that the database is damaged, and what to do', async () => {
    const given = await setUp();
    writeFileSync(`${home}/records.db`, 'MARKER this is no database', { mode: 0o600 });
    await openFileVault(`${home}/keys.json`);
    const { code, found, out } = await look(given);
    expect(code).toBe(1);
    expect(levelsOf(found)['store']).toEqual(['wrong']);
    expect(out).not.toMatch(SECRETS);
  });

  it('tells of each place where a folder stands for a file or a file for a folder, and looks at all else', async () => {
    const given = await setUp();
    mkdirSync(`${home}/a-folder`);
    const file = `${home}/school.yaml`;
    const { code, found } = await look(
      { ...given, STORE: `sqlite:${home}/a-folder`, VAULT: `file:${home}/a-folder`, CHECKPOINTS: `folder:${file}` },
      ['--backups', file],
    );
    expect(code).toBe(1);
    for (const check of ['store', 'vault', 'checkpoints', 'backup'])
      expect([check, found.find((one) => one.check === check)]).toEqual([
        check,
        expect.objectContaining({ level: 'wrong', what: expect.stringContaining('folder') }),
      ]);
    expect(levelsOf(found)).toMatchObject({ chats: ['well'], roles: ['well'] });
  });

  it('does not say that the key file is gone where nobody can see it', async () => {
    const given = await setUp();
    await fill();
    symlinkSync(`${home}/loop`, `${home}/loop`);
    const { found } = await look({ ...given, VAULT: `file:${home}/loop` });
    expect(found.filter(({ check }) => check === 'vault').map(({ what }) => what)).toEqual([
      `This account cannot see ${home}/loop, which VAULT names.`,
    ]);
  });

  it('leaves an empty database as it is', async () => {
    const given = await setUp();
    writeFileSync(`${home}/records.db`, '', { mode: 0o600 });
    await openFileVault(`${home}/keys.json`);
    const { found } = await look(given);
    expect(levelsOf(found)['store']).toEqual(['look']);
    expect(readFileSync(`${home}/records.db`)).toHaveLength(0);
  });

  it('tells that the key file is another one', async () => {
    const given = await setUp();
    await fill();
    rmSync(`${home}/keys.json`);
    await openFileVault(`${home}/keys.json`);
    const { code, found } = await look(given);
    expect(code).toBe(1);
    expect(found.filter(({ check, level }) => check === 'vault' && level === 'wrong')).toEqual([
      expect.objectContaining({ what: expect.stringContaining('not in the key file') }),
    ]);
  });

  it('tells that the key file is gone, and makes no other', async () => {
    const given = await setUp();
    await fill();
    rmSync(`${home}/keys.json`);
    const { found } = await look(given);
    expect(found.find(({ check }) => check === 'vault')).toMatchObject({ level: 'wrong' });
    expect(readdirSync(home)).not.toContain('keys.json');
  });

  it('makes no keys for a school that has none yet', async () => {
    const { people: all, ...rest } = aSlackSchool();
    // The DSL would be looked for in the records.
    const school = { ...rest, people: all.map(({ slack: _, ...one }) => one) };
    const given = await setUp([people.dsl, people.deputy], { school });
    await fill('elmfield');
    const before = readFileSync(`${home}/keys.json`, 'utf8');
    await look(given);
    expect(readFileSync(`${home}/keys.json`, 'utf8')).toBe(before);
  });

  it.runIf(process.platform !== 'win32')('tells that others can read the secrets and the keys', async () => {
    const given = await setUp();
    await fill();
    chmodSync(`${home}/keys.json`, 0o644);
    const file = variables(given);
    chmodSync(file, 0o644);
    const { code, out } = await run(['doctor', '--env', file]);
    expect(code).toBe(1);
    expect(out).toMatch(/Others on this machine can read .*safeguarding\.env.*\n +Run: chmod 600 /);
    expect(out).toMatch(/Others on this machine can read .*keys\.json/);
  });
});

/** A school in a Slack of its own: the DSL and the deputy alone are in the private channel. */
async function setUp(
  members: readonly string[] = [people.dsl, people.deputy],
  { school = aSlackSchool(), more = [] }: { readonly school?: School; readonly more?: readonly string[] } = {},
) {
  const side = await startSlackSide({ school, now: Date.now });
  slack = side.slack;
  slack.changeChannel(side.channelId, { members: [...members.map(side.userIdOf), ...more] });
  writeFileSync(`${home}/school.yaml`, stringify(withTraining(school)));
  return {
    SCHOOL_FILE: `${home}/school.yaml`,
    STORE: `sqlite:${home}/records.db`,
    VAULT: `file:${home}/keys.json`,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
}

/** With terms that a real clock is in, whenever the tests run. */
function withTraining(school: School) {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const terms = [{ from: `${year}-01-01`, until: `${year + 1}-12-31` }];
  return {
    ...school,
    people: school.people.map((person) => ({ ...person, safeguardingTraining: `${year - 1}-12-31` })),
    agencies: school.agencies.map((agency) => ({ ...agency, lastChecked: today })),
    calendar: { ...school.calendar, terms },
  };
}

/** Writes the file with the variables. */
function variables(given: Readonly<Record<string, string>>): string {
  const file = `${home}/safeguarding.env`;
  const all = Object.entries({ PORT: String(port), ...given });
  writeFileSync(file, all.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  return file;
}

async function fill(school = 'oakfield'): Promise<void> {
  const vault = await openFileVault(`${home}/keys.json`);
  const store = await createSqliteRecordStore({ path: `${home}/records.db` });
  for (const id of ['C-7K3Q9F', 'C-7K3Q9G']) {
    const key = await vault.wrap(school, new Uint8Array(32));
    await store.create(aStoredRecord({ id, school, key }));
  }
  await store.close();
}

async function look(given: Readonly<Record<string, string>>, more: readonly string[] = []) {
  const { code, out, err } = await run(['doctor', '--json', ...more, '--env', variables(given)]);
  expect(err).toBe('');
  expect(out).not.toMatch(SECRETS);
  const { findings: found } = JSON.parse(out) as { readonly findings: readonly Finding[] };
  for (const { level, whatToDo } of found) expect(whatToDo === undefined).toBe(level === 'well');
  return { code, out, found };
}

async function chatsOf(given: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { found } = await look(given);
  return found.filter(({ check }) => check === 'chats').map(({ level, what }) => `${level}: ${what}`);
}

function levelsOf(found: readonly Finding[]): Readonly<Record<string, readonly FindingLevel[]>> {
  const levels: Record<string, FindingLevel[]> = {};
  for (const { check, level } of found) levels[check] = [...new Set([...(levels[check] ?? []), level])];
  return levels;
}

function wrongOf(found: readonly Finding[]): readonly string[] {
  return found.filter(({ level }) => level === 'wrong' || level === 'unknown').map(({ what }) => what);
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 20_000, interval: 50 }).toBe(true);
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return await runHere(words, environment, home);
}
