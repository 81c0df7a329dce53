import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigFault, readRecordsConfig, readServiceConfig, readTryOutConfig } from '../src/config.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const EXAMPLE = resolve('config/oakfield.yaml');
const example = readFileSync(EXAMPLE, 'utf8');
const SECRET = 'MARKER~secret';

const good = {
  SCHOOL_FILE: EXAMPLE,
  STORE: 'sqlite:/var/lib/safeguarding/records.db',
  VAULT: 'file:/var/lib/safeguarding-keys/keys.json',
  TEAMS_CLIENT_ID: '00000000-0000-4000-8000-00000000c0de',
  TEAMS_TENANT_ID: '00000000-0000-4000-8000-0000000000aa',
  TEAMS_CLIENT_SECRET: SECRET,
};

const folder = temporaryFolder();
let count = 0;
afterAll(() => folder.remove());

describe('the configuration of the service', () => {
  it('is read from the environment and the school file', () => {
    const config = readServiceConfig(good);
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 3978,
      logLevel: 'info',
      store: { kind: 'sqlite', path: '/var/lib/safeguarding/records.db' },
      vault: { kind: 'file', path: '/var/lib/safeguarding-keys/keys.json' },
      teams: {
        clientId: good.TEAMS_CLIENT_ID,
        tenantId: good.TEAMS_TENANT_ID,
        credential: { kind: 'secret', secret: SECRET },
      },
    });
    expect(config.schools.map(({ id }) => id)).toEqual(['oakfield']);
    expect(config.teams).not.toHaveProperty('serviceUrl');
  });

  it('takes every other setting that there is', () => {
    const { TEAMS_CLIENT_SECRET: _, ...rest } = good;
    const identity = { ...rest, TEAMS_MANAGED_IDENTITY_CLIENT_ID: 'system' };
    const more = { HOST: '::1', PORT: ' 443 ', LOG_LEVEL: 'warn', TEAMS_SERVICE_URL: 'http://127.0.0.1:9/teams' };
    expect(readServiceConfig({ ...identity, ...more })).toMatchObject({
      host: '::1',
      port: 443,
      logLevel: 'warn',
      teams: { credential: { kind: 'managed-identity', clientId: 'system' }, serviceUrl: 'http://127.0.0.1:9/teams' },
    });
  });

  it('takes relative paths from where it is started', () => {
    const { store, vault } = readServiceConfig({ ...good, STORE: 'sqlite:data/a b.db', VAULT: 'file:keys.json' });
    expect([store.path, vault.path]).toEqual([resolve('data/a b.db'), resolve('keys.json')]);
  });

  it('has no default for what only the school can know, and names all of it at once', () => {
    const needed = ['STORE', 'VAULT', 'SCHOOL_FILE', 'TEAMS_CLIENT_ID', 'TEAMS_TENANT_ID', 'TEAMS_CLIENT_SECRET'];
    for (const env of [{}, Object.fromEntries(needed.map((name) => [name, ' ']))]) {
      const problems = problemsWith(() => readServiceConfig(env));
      expect(problems.map(({ place }) => place).toSorted()).toEqual(needed.toSorted());
      for (const { words } of problems) expect(words).toMatch(/^is not set\. Put /);
    }
  });

  it.each([
    ['PORT', 'abc', /is not a port\. Put a number from 1 to 65535/],
    ['PORT', '0', /is not a port/],
    ['PORT', '65536', /is not a port/],
    ['PORT', '3978.5', /is not a port/],
    ['HOST', 'everywhere', /is not an IP address\. Put the address/],
    ['LOG_LEVEL', 'debug', /is not a level\. Put one of info, warn, error/],
    ['STORE', '/var/lib/records.db', /names no kind of store\. Put "sqlite:"/],
    ['STORE', 'sqlite:', /names no kind of store/],
    ['STORE', 'sqlite::memory:', /forgets every record/],
    [
      'STORE',
      'cosmos:https://oakfield.example/records',
      /Cosmos DB, which is not available in this version\. Put "sqlite:"/,
    ],
    ['VAULT', 'keys.json', /names no kind of vault\. Put "file:"/],
    [
      'VAULT',
      'keyvault:https://oakfield.example/keys',
      /Key Vault, which is not available in this version\. Put "file:"/,
    ],
    ['TEAMS_CLIENT_ID', 'the-bot', /is not an id such as .* Put the application \(client\) id/],
    ['TEAMS_TENANT_ID', 'oakfield.example', /is not an id such as .* Put the directory \(tenant\) id/],
    ['TEAMS_MANAGED_IDENTITY_CLIENT_ID', 'mine', /is not an id/],
    ['TEAMS_SERVICE_URL', 'http://teams.example', /is not an https address\. Leave it out/],
    ['TEAMS_SERVICE_URL', 'nowhere', /is not an https address/],
    ['SCHOOL_FILE', '/nowhere/school.yaml', /is not there\. Correct SCHOOL_FILE/],
    ['DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS', 'false', /is set\. Anybody could speak to the bot/],
  ])('is refused for %s=%s, saying what to do', (name, value, words) => {
    const { TEAMS_CLIENT_SECRET: _, ...rest } = good;
    const credential = name === 'TEAMS_MANAGED_IDENTITY_CLIENT_ID' ? {} : { TEAMS_CLIENT_SECRET: SECRET };
    const problems = problemsWith(() => readServiceConfig({ ...rest, ...credential, [name]: value }));
    expect(problems).toEqual([{ place: name === 'SCHOOL_FILE' ? value : name, words: expect.stringMatching(words) }]);
  });

  it('is refused when a secret and a managed identity are both set', () => {
    const both = { ...good, TEAMS_MANAGED_IDENTITY_CLIENT_ID: 'system' };
    expect(problemsWith(() => readServiceConfig(both))).toEqual([
      { place: 'TEAMS_CLIENT_SECRET', words: expect.stringContaining('TEAMS_MANAGED_IDENTITY_CLIENT_ID too') },
    ]);
  });

  it('names what is wrong in the environment and in the school file together', () => {
    const file = aFile(example.replace('id: oakfield', 'id: Oak Field'));
    const env = { ...good, SCHOOL_FILE: file, PORT: 'x', STORE: '' };
    expect(problemsWith(() => readServiceConfig(env)).map(({ place }) => place)).toEqual([
      'PORT',
      'STORE',
      `${file}, line ${lineOf('id: oakfield')}, id`,
    ]);
  });

  it('never repeats a value, which may be a secret in the wrong place', () => {
    const names = [
      'PORT',
      'HOST',
      'LOG_LEVEL',
      'STORE',
      'VAULT',
      'TEAMS_CLIENT_ID',
      'TEAMS_TENANT_ID',
      'TEAMS_SERVICE_URL',
    ];
    const all = [...names, 'TEAMS_MANAGED_IDENTITY_CLIENT_ID', 'DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS'];
    const fault = faultOf(() =>
      readServiceConfig({ ...good, ...Object.fromEntries(all.map((name) => [name, SECRET])) }),
    );
    expect(fault.problems).toHaveLength(all.length + 1);
    expect(JSON.stringify([fault, fault.message, fault.stack, fault.whatToDo, fault.cause])).not.toContain('MARKER');
  });

  it('is a fault that lists everything in its text and says what to do', () => {
    const fault = faultOf(() => readServiceConfig({ ...good, PORT: 'x', HOST: 'x' }));
    expect(fault.message).toMatch(/^2 things are wrong in the configuration:\n {2}PORT: is not .*\n {2}HOST: is not /);
    expect(fault).toMatchObject({
      code: 'config-wrong',
      name: 'ConfigFault',
      whatToDo: expect.stringContaining('start again'),
    });
  });
});

describe('the school file', () => {
  it.each<[string, string, string, string, RegExp]>([
    ['a value that is missing', 'name: Oakfield School\n', '', 'name', /^is missing/],
    ['a group that is missing', 'timeZone: Europe/London\n', '', 'timeZone', /^is missing/],
    ['a value that is empty', 'jobTitle: Network Manager', 'jobTitle:', 'people[5].jobTitle', /there is nothing here/],
    [
      'an unknown name',
      'jobTitle: Network Manager',
      'jobTitle: Network Manager\n    phone: 1',
      'people[5].phone',
      /^is not known here/,
    ],
    [
      'an unknown name at the top',
      'name: Oakfield School',
      'name: Oakfield School\nhead: x',
      'head',
      /^is not known here/,
    ],
    ['a number without quotes', `'01632 960100'`, '01632960100', 'telephone', /put it in quotes/],
    [
      'something that is no address',
      'email: i.brandt@oakfield.example',
      'email: ifeoma',
      'people[5].email',
      /an email address, such as/,
    ],
    ['a time zone that there is not', 'Europe/London', 'Europe/Oakfield', 'timeZone', /a time zone such as/],
    [
      'a day that there is not',
      'until: 2027-07-21',
      'until: 2027-07-32',
      'calendar.terms[2].until',
      /a date as 2026-11-23/,
    ],
    ['text in place of a list', 'urgent: [15, 30, 60]', 'urgent: often', 'reminders.urgent', /put a list here/],
    ['an empty list', 'urgent: [15, 30, 60]', 'urgent: []', 'reminders.urgent', /at least 1/],
    ['a number that is too small', 'urgent: [15, 30, 60]', 'urgent: [0, 30]', 'reminders.urgent[0]', /at least 1/],
    ['half a minute', 'urgent: [15, 30, 60]', 'urgent: [15, 0.5]', 'reminders.urgent[1]', /a whole number/],
    ['text in place of a group', 'teams: { channelId:', 'teams: x #', 'channels.safeguarding.teams', /indented lines/],
    [
      'no tenant',
      '  tenantId: 00000000-0000-4000-8000-0000000000aa',
      '  # none',
      'teams',
      /there is nothing here|indented/,
    ],
    [
      'no channel',
      `teams: { channelId: '19:safeguarding@thread.tacv2' }`,
      '{}',
      'channels.safeguarding.teams.channelId',
      /^is missing\. Put the id of the private channel/,
    ],
  ])('with %s is refused, with line, path and remedy', (_, before, after, path, words) => {
    expect(example).toContain(before);
    const text = example.replace(before, after);
    const file = aFile(text);
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }));
    const found = problems.find(({ place }) => place.endsWith(`, ${path}`));
    expect(found, JSON.stringify(problems)).toMatchObject({ words: expect.stringMatching(words) });
    const line = Number(/, line (\d+),/.exec(found?.place ?? '')?.[1]);
    const isMissing = found?.words.startsWith('is missing') ?? false;
    if (!isMissing)
      expect(text.split('\n')[line - 1]).toContain(
        path
          .split(/[.[]/)
          .filter((part) => !/^\d/.test(part))
          .at(-1),
      );
  });

  it.each<[string, string, RegExp]>([
    ['a name that stands twice', 'id: oakfield\nid: oakfield\n', /line 2: this name stands twice/],
    ['a tab', 'id: oakfield\nteams:\n\ttenantId: x\n', /line 3: this line is indented with a tab/],
    ['a second document', 'id: oakfield\n---\nid: elmfield\n', /line 2: a second document/],
    ['a quote that is never closed', 'id: "oakfield\n', /line \d: this line or the one before it is not YAML/],
    ['a text that begins with an asterisk', 'id: *oakfield\n', /: has a value that begins with \*/],
    ['nothing in it', '', /line 1: must be put right: there is nothing here/],
    ['a list', '- id: oakfield\n', /line 1: must be put right: put indented lines here/],
  ])('with %s is refused, with the line', (_, text, said) => {
    const fault = faultOf(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) }));
    expect(fault.message).toMatch(said);
  });

  it('has all its mistakes named at once, in the order of its lines', () => {
    const text = example
      .replace('id: oakfield', 'id: Oak Field')
      .replace('email: i.brandt@', 'email: i.brandt')
      .replace('urgent: [15, 30, 60]', 'urgent: []\n  sometimes: [1]')
      .replace('delegate: p.donnellan@', 'delegate: q.donnellan@');
    const places = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) })).map(({ place }) =>
      place.replace(/^.*, line \d+, /, ''),
    );
    expect(places).toEqual([
      'id',
      'people[5].email',
      'roles.chair.delegate',
      'roles.network-manager.people[0]',
      'reminders.urgent',
      'reminders.sometimes',
    ]);
  });

  it('is not quoted in what is said of it', () => {
    const marked = [
      example.replace('name: Amara Osei', `name: ${'MARKER '.repeat(40)}`).replace('a.osei@', 'MARKER a.osei@'),
      `id: oakfield\nsecret: "MARKER\n  x: [MARKER\n\t- MARKER: {`,
      `id: oakfield\nclientSecret: MARKER\ntelephone: MARKER`,
      'MARKER',
    ];
    for (const text of marked) {
      const fault = faultOf(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) }));
      expect(`${fault.message} ${fault.stack} ${fault.whatToDo}`).not.toContain('MARKER');
    }
  });
});

describe('a folder of school files', () => {
  const elmfield = example
    .replace('id: oakfield', 'id: elmfield')
    .replace('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb');

  it('is read whole, in the order of the names', () => {
    const path = aFolder({ 'b.yaml': example, 'a.yml': elmfield, 'notes.txt': 'x' });
    expect(readServiceConfig({ ...good, SCHOOL_FILE: path }).schools.map(({ id }) => id)).toEqual([
      'elmfield',
      'oakfield',
    ]);
  });

  it('is refused when two schools have one id, or one tenant', () => {
    const path = aFolder({ 'a.yaml': example, 'b.yaml': example });
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: path }));
    expect(problems.map(({ place, words }) => `${basename(place)}: ${words}`)).toEqual([
      expect.stringMatching(
        /^b\.yaml, line \d+, id: is the id of another school file too.* in .*a\.yaml, line \d+, id\.$/,
      ),
      expect.stringMatching(/^b\.yaml, line \d+, teams\.tenantId: is the tenant of another school file too/),
    ]);
    const mixed = elmfield.replace('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-0000000000AA');
    const others = problemsWith(() =>
      readServiceConfig({ ...good, SCHOOL_FILE: aFolder({ 'a.yaml': example, 'b.yaml': mixed }) }),
    );
    expect(others.map(({ place }) => place)).toEqual([expect.stringMatching(/teams\.tenantId$/)]);
  });

  it('has the mistakes of all files named', () => {
    const path = aFolder({ 'a.yaml': 'id: [', 'b.yaml': example.replace('id: oakfield', 'id: X'), 'c.yaml': elmfield });
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: path }));
    expect(new Set(problems.map(({ place }) => basename(place.split(',')[0] ?? '')))).toEqual(
      new Set(['a.yaml', 'b.yaml']),
    );
  });

  it('is refused when there is none in it', () => {
    expect(problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: aFolder({ 'notes.txt': 'x' }) }))).toEqual([
      { place: expect.any(String), words: expect.stringMatching(/^is a folder without a \.yaml file\. Put/) },
    ]);
  });
});

describe('the configuration of the try-out', () => {
  it('is the example school on this machine alone, whatever else is set', () => {
    const config = readTryOutConfig(
      {},
      { ...good, HOST: '0.0.0.0', STORE: 'sqlite:/real/records.db', SCHOOL_FILE: '/real/school.yaml' },
    );
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3978,
      store: { path: resolve('data/records.db') },
      vault: { path: resolve('data/keys.json') },
      schools: [{ id: 'oakfield' }],
    });
    expect(config.notUsed).toEqual([
      'HOST',
      ...Object.keys(good)
        .filter((name) => name !== 'HOST')
        .toSorted(byOrder),
    ]);
    expect(config).not.toHaveProperty('teams');
  });

  it('may have another port and another folder', () => {
    expect(readTryOutConfig({ folder: '/tmp/x' }, { PORT: '4000', LOG_LEVEL: 'error' })).toMatchObject({
      port: 4000,
      logLevel: 'error',
      store: { path: '/tmp/x/records.db' },
      notUsed: [],
    });
  });

  it('is refused with a bad port, and with the variable that lets everybody in', () => {
    const env = { PORT: 'x', DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS: 'true' };
    expect(
      problemsWith(() => readTryOutConfig({}, env))
        .map(({ place }) => place)
        .toSorted(),
    ).toEqual(Object.keys(env).toSorted());
  });
});

describe('where the records are', () => {
  const home = process.cwd();
  beforeAll(() => process.chdir(folder.path()));
  afterAll(() => process.chdir(home));

  it('is said by the environment, and before it by the options', () => {
    const env = { STORE: 'sqlite:/a.db', VAULT: 'file:/a.json', PORT: 'not looked at' };
    expect(readRecordsConfig({}, env)).toMatchObject({
      store: { path: '/a.db' },
      vault: { path: '/a.json' },
      isTryOut: false,
    });
    expect(readRecordsConfig({ store: 'sqlite:/b.db', vault: 'file:/b.json' }, env)).toMatchObject({
      store: { path: '/b.db' },
      vault: { path: '/b.json' },
    });
    expect(readRecordsConfig({}, env)).not.toHaveProperty('schools');
    expect(readRecordsConfig({}, { ...env, SCHOOL_FILE: EXAMPLE }).schools?.map(({ id }) => id)).toEqual(['oakfield']);
  });

  it('is refused when nothing says it, or only half', () => {
    const both = problemsWith(() => readRecordsConfig({}, {})).map(({ place }) => place);
    expect(both).toEqual(['STORE', 'VAULT']);
    expect(problemsWith(() => readRecordsConfig({ store: 'sqlite:x' }, {})).map(({ place }) => place)).toEqual([
      'VAULT',
    ]);
  });

  it('is the try-out, where nothing says it and one was made here', () => {
    mkdirSync('data');
    writeFileSync('data/records.db', '');
    expect(readRecordsConfig({}, {})).toMatchObject({ isTryOut: true, store: { path: resolve('data/records.db') } });
    expect(problemsWith(() => readRecordsConfig({}, { STORE: 'sqlite:x' })).map(({ place }) => place)).toEqual([
      'VAULT',
    ]);
  });
});

/** In the order in which the variables are read. */
function byOrder(one: string, other: string): number {
  const order = ['STORE', 'VAULT', 'SCHOOL_FILE', 'TEAMS_CLIENT_ID', 'TEAMS_TENANT_ID', 'TEAMS_CLIENT_SECRET'];
  return order.indexOf(one) - order.indexOf(other);
}

function aFile(text: string): string {
  const path = folder.path(`school-${++count}.yaml`);
  writeFileSync(path, text);
  return path;
}

function aFolder(files: Readonly<Record<string, string>>): string {
  const path = folder.path(`schools-${++count}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(`${path}/${name}`, text);
  return path;
}

function lineOf(text: string): number {
  return example.slice(0, example.indexOf(`\n${text}`)).split('\n').length + 1;
}

function faultOf(read: () => unknown): ConfigFault {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function problemsWith(read: () => unknown) {
  return faultOf(read).problems;
}
