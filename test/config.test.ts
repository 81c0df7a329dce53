import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  loadEnvironment,
  readRecordsConfig,
  readServiceConfig,
  readStoreConfig,
  readTryOutConfig,
} from '../src/config.ts';
import {
  EXAMPLE,
  example,
  faultOf,
  general,
  good,
  inBoth,
  inSlack,
  problemsWith,
  SECRET,
  schoolFiles,
  slackVariables,
} from './support/configuration.ts';

const { folder, aFile } = schoolFiles();
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
      checkpoints: { path: '/var/lib/safeguarding-keys/checkpoints' },
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
    const { TEAMS_CLIENT_SECRET: _, ...others } = good;
    const identity = { ...others, TEAMS_MANAGED_IDENTITY_CLIENT_ID: 'system' };
    const more = { HOST: '::1', PORT: ' 443 ', LOG_LEVEL: 'warn', TEAMS_SERVICE_URL: 'http://127.0.0.1:9/teams' };
    expect(readServiceConfig({ ...identity, ...more })).toMatchObject({
      host: '::1',
      port: 443,
      logLevel: 'warn',
      teams: { credential: { kind: 'managed-identity', clientId: 'system' }, serviceUrl: 'http://127.0.0.1:9/teams' },
    });
  });

  it('takes an id in capitals as the id that it is: tokens have it in small letters', () => {
    const id = 'ABCDEF01-1111-4111-8111-11111111ABCD';
    const config = readServiceConfig({ ...good, TEAMS_CLIENT_ID: id, TEAMS_TENANT_ID: id });
    expect(config.teams).toMatchObject({ clientId: id.toLowerCase(), tenantId: id.toLowerCase() });
  });

  it('takes relative paths from where it is started', () => {
    const places = { STORE: 'sqlite:data/a b.db', VAULT: 'file:keys.json', CHECKPOINTS: 'folder:checks' };
    expect(readServiceConfig({ ...good, ...places })).toMatchObject({
      store: { path: resolve('data/a b.db') },
      vault: { path: resolve('keys.json') },
      checkpoints: { path: resolve('checks') },
    });
  });

  it('has no default for what only the school can know, and names all of it at once', () => {
    const none = 'TEAMS_CLIENT_ID, SLACK_BOT_TOKEN';
    for (const env of [
      {},
      Object.fromEntries(Object.keys({ ...good, ...slackVariables }).map((name) => [name, ' '])),
    ]) {
      const problems = problemsWith(() => readServiceConfig(env));
      expect(problems.map(({ place }) => place)).toEqual(['STORE', 'VAULT', 'SCHOOL_FILE', none]);
      for (const { words } of problems) expect(words).toMatch(/^(is not set|neither is set)\. Put /);
      const { words } = problems.find(({ place }) => place === none)!;
      for (const name of Object.keys({ ...good, ...slackVariables }).filter((one) => /^(TEAMS|SLACK)_/.test(one)))
        expect(words).toContain(name);
    }
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['Teams', { TEAMS_TENANT_ID: good.TEAMS_TENANT_ID }, ['TEAMS_CLIENT_ID', 'TEAMS_CLIENT_SECRET']],
    [
      'Teams',
      { TEAMS_SERVICE_URL: 'https://teams.example' },
      ['TEAMS_CLIENT_ID', 'TEAMS_TENANT_ID', 'TEAMS_CLIENT_SECRET'],
    ],
    ['Slack', { SLACK_SIGNING_SECRET: slackVariables.SLACK_SIGNING_SECRET }, ['SLACK_BOT_TOKEN']],
    ['Slack', { SLACK_BOT_TOKEN: slackVariables.SLACK_BOT_TOKEN }, ['SLACK_SIGNING_SECRET']],
    ['Slack', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    ['Slack', { SLACK_API_URL: 'https://slack.example/api/' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
  ])('needs all of %s once %j is set, and nothing of the other chat', (chat, env, missing) => {
    const school = chat === 'Slack' ? inSlack : example;
    const problems = problemsWith(() => readServiceConfig({ ...general, SCHOOL_FILE: aFile(school), ...env }));
    expect(problems.map(({ place }) => place)).toEqual(missing);
    for (const { words } of problems) expect(words).toMatch(/^is not set\. Put /);
  });

  it('may have Slack alone, which sends its requests signed', () => {
    const config = readServiceConfig({ ...general, ...slackVariables, SCHOOL_FILE: aFile(inSlack) });
    expect(config).not.toHaveProperty('teams');
    expect(config.slack).toEqual({
      botToken: slackVariables.SLACK_BOT_TOKEN,
      transport: { kind: 'http', signingSecret: slackVariables.SLACK_SIGNING_SECRET },
    });
  });

  it('may have Slack through Socket Mode, which needs no signing secret and does not use one', () => {
    const socket = { SLACK_BOT_TOKEN: slackVariables.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: ' xapp-1-A0-MARKER ' };
    for (const env of [socket, { ...socket, ...slackVariables }])
      expect(readServiceConfig({ ...general, ...env, SCHOOL_FILE: aFile(inSlack) }).slack).toEqual({
        botToken: slackVariables.SLACK_BOT_TOKEN,
        transport: { kind: 'socket', appToken: 'xapp-1-A0-MARKER' },
      });
  });

  it('may have both chats at once', () => {
    const apiUrl = 'http://127.0.0.1:9/api/';
    const config = readServiceConfig({ ...good, ...slackVariables, SLACK_API_URL: apiUrl, SCHOOL_FILE: aFile(inBoth) });
    expect(config).toMatchObject({ teams: { clientId: good.TEAMS_CLIENT_ID }, slack: { apiUrl } });
  });

  it('has only the chats whose variables are set', () => {
    expect(readServiceConfig(good)).not.toHaveProperty('slack');
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
    ['STORE', 'cosmos:', /names no kind of store/],
    ['STORE', 'cosmos:oakfield/safeguarding', /Cosmos DB without an https address\. Put "sqlite:".* or "cosmos:"/],
    ['STORE', 'cosmos:http://oakfield.documents.azure.com/safeguarding', /Cosmos DB without an https address/],
    ['STORE', 'cosmos:https://me:MARKER@oakfield.example/safeguarding', /Cosmos DB without an https address/],
    ['STORE', 'cosmos:https://oakfield.example/safeguarding?AccountKey=MARKER', /Cosmos DB without an https address/],
    ['STORE', 'cosmos:https://oakfield.example', /Cosmos DB without the name of a database/],
    ['STORE', 'cosmos:https://oakfield.example/', /without the name of a database/],
    ['STORE', 'cosmos:https://oakfield.example/a/b', /without the name of a database/],
    ['STORE', 'cosmos:https://oakfield.example/safe%2Fguarding', /without the name of a database/],
    ['STORE', `cosmos:https://oakfield.example/${'x'.repeat(256)}`, /without the name of a database/],
    ['VAULT', 'keys.json', /names no kind of vault\. Put "file:"/],
    ['VAULT', 'file:', /names no kind of vault\. Put "file:".* or "keyvault:"/],
    ['CHECKPOINTS', '/mnt/checkpoints', /names no folder\. Put "folder:"/],
    ['CHECKPOINTS', 'folder:', /names no folder/],
    ['COSMOS_KEY', 'a key', /is not a key\. Leave it out/],
    ['TEAMS_CLIENT_ID', 'the-bot', /is not an id such as .* Put the application \(client\) id/],
    ['TEAMS_TENANT_ID', 'oakfield.example', /is not an id such as .* Put the directory \(tenant\) id/],
    ['TEAMS_MANAGED_IDENTITY_CLIENT_ID', 'mine', /is not an id/],
    ['TEAMS_SERVICE_URL', 'http://teams.example', /is not an https address\. Leave it out/],
    ['TEAMS_SERVICE_URL', 'nowhere', /is not an https address/],
    ['TEAMS_LOGIN_URL', 'https://login.example', /is not an address of this machine\. Leave it out/],
    ['TEAMS_LOGIN_URL', 'ftp://127.0.0.1/', /is not an address of this machine/],
    ['TEAMS_LOGIN_URL', 'http://somebody:secret@127.0.0.1/', /is not an address of this machine/],
    ['TEAMS_LOGIN_URL', 'http://127.0.0.1:9', /is set for a bot of the real Teams\. Leave it out/],
    [
      'SLACK_BOT_TOKEN',
      'xoxp-1-MARKER',
      /is not a bot token, which begins with "xoxb-"\. Put the Bot User OAuth Token/,
    ],
    ['SLACK_BOT_TOKEN', 'xoxb-', /is not a bot token/],
    ['SLACK_BOT_TOKEN', 'xoxb-1 x', /is not a bot token/],
    ['SLACK_SIGNING_SECRET', 'g'.repeat(32), /is not a signing secret, which is 32 .*\. Put the Signing Secret/],
    ['SLACK_SIGNING_SECRET', 'a'.repeat(31), /is not a signing secret/],
    ['SLACK_SIGNING_SECRET', 'a'.repeat(33), /is not a signing secret/],
    ['SLACK_APP_TOKEN', 'xoxb-1', /is not an app-level token, which begins with "xapp-"\. Put an App-Level Token/],
    ['SLACK_API_URL', 'https://slack.example/api', /is not an https address that ends with "\/api\/"\. Leave it out/],
    ['SLACK_API_URL', 'http://slack.example/api/', /is not an https address/],
    ['SCHOOL_FILE', '/nowhere/school.yaml', /is not there\. Correct SCHOOL_FILE/],
    ['DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS', 'false', /is set\. Anybody could speak to the bot/],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0', /is 0\. Anybody on the way to a chat .* NODE_EXTRA_CA_CERTS/],
  ])('is refused for %s=%s, saying what to do', (name, value, words) => {
    const { TEAMS_CLIENT_SECRET: _, ...others } = good;
    const credential = name === 'TEAMS_MANAGED_IDENTITY_CLIENT_ID' ? {} : { TEAMS_CLIENT_SECRET: SECRET };
    const slack = name.startsWith('SLACK_') ? { ...slackVariables, SCHOOL_FILE: aFile(inBoth) } : {};
    const problems = problemsWith(() => readServiceConfig({ ...others, ...credential, ...slack, [name]: value }));
    expect(problems).toEqual([{ place: name === 'SCHOOL_FILE' ? value : name, words: expect.stringMatching(words) }]);
  });

  it('may be told who vouches for Teams only where Teams too is on this machine, and has a secret', () => {
    const here = { TEAMS_SERVICE_URL: 'http://127.0.0.1:9/teams', TEAMS_LOGIN_URL: 'http://127.0.0.1:8' };
    expect(readServiceConfig({ ...good, ...here }).teams).toMatchObject({ loginUrl: 'http://127.0.0.1:8' });
    const { TEAMS_CLIENT_SECRET: _, ...others } = { ...good, ...here };
    const identity = { ...others, TEAMS_MANAGED_IDENTITY_CLIENT_ID: 'system' };
    for (const bad of [{ ...good, ...here, TEAMS_SERVICE_URL: 'https://teams.example' }, identity])
      expect(problemsWith(() => readServiceConfig(bad))).toEqual([
        { place: 'TEAMS_LOGIN_URL', words: expect.stringContaining('is set for a bot of the real Teams') },
      ]);
  });

  it('may have its records in Cosmos DB and its keys in Key Vault, with the checkpoints in a folder', () => {
    const places = {
      STORE: 'cosmos:https://Oakfield.documents.azure.com:443/safe-guarding_1.b',
      VAULT: 'keyvault:https://oakfield.vault.azure.net/keys/records-2026',
      CHECKPOINTS: 'folder:/mnt/checkpoints',
    };
    expect(readServiceConfig({ ...good, ...places })).toMatchObject({
      store: { kind: 'cosmos', endpoint: 'https://oakfield.documents.azure.com/', database: 'safe-guarding_1.b' },
      vault: { kind: 'keyvault', keyUrl: 'https://oakfield.vault.azure.net/keys/records-2026' },
      checkpoints: { path: '/mnt/checkpoints' },
    });
    expect(readServiceConfig({ ...good, ...places }).store).not.toHaveProperty('key');
  });

  it.each([
    ['keys.json', /names no kind of vault/],
    ['keyvault:oakfield', /Azure Key Vault without the https address of a key\. Put "file:"/],
    ['keyvault:http://127.0.0.1:9/keys/records', /without the https address of a key/],
    ['keyvault:https://me:MARKER@oakfield.vault.azure.net/keys/records', /without the https address of a key/],
    ['keyvault:https://oakfield.vault.azure.net', /Azure Key Vault without a key in it/],
    ['keyvault:https://oakfield.vault.azure.net/keys/', /Azure Key Vault without a key in it/],
    ['keyvault:https://oakfield.vault.azure.net/keys/my_key', /Azure Key Vault without a key in it/],
    ['keyvault:https://oakfield.vault.azure.net/secrets/records', /Azure Key Vault without a key in it/],
    [
      'keyvault:https://oakfield.vault.azure.net/keys/records/0123456789abcdef0123456789abcdef',
      /one version of a key, which rotation leaves behind\. .*without its version/,
    ],
    ['keyvault:https://oakfield.vault.azure.net/keys/records/', /^has a slash behind the name of the key\. Put/],
  ])('is refused for VAULT=%s, saying what to do', (value, words) => {
    const env = { ...good, VAULT: value, CHECKPOINTS: 'folder:/mnt/checkpoints' };
    expect(problemsWith(() => readServiceConfig(env))).toEqual([
      { place: 'VAULT', words: expect.stringMatching(words) },
    ]);
  });

  it('must be told where the checkpoints are kept, once the keys are in Key Vault', () => {
    for (const VAULT of [
      'keyvault:https://oakfield.vault.azure.net/keys/records',
      'keyvault:https://oakfield.example',
    ]) {
      const problems = problemsWith(() => readServiceConfig({ ...good, VAULT }));
      expect(problems.at(-1)).toEqual({
        place: 'CHECKPOINTS',
        words: expect.stringMatching(/^is not set\. Put "folder:" .* outlives the container/),
      });
    }
  });

  it('sends figures nowhere unless it is told where to', () => {
    expect(readServiceConfig(good).telemetry).toEqual({ kind: 'none' });
    const collector = { ...good, TELEMETRY: 'otlp:http://127.0.0.1:4318' };
    expect(readServiceConfig(collector).telemetry).toEqual({ kind: 'otlp', url: 'http://127.0.0.1:4318' });
  });

  it('sends figures to Azure as its own identity where it has one, and otherwise by the connection string alone', () => {
    const connectionString =
      'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://uksouth-1.in.applicationinsights.azure.com/';
    const azure = { ...good, TELEMETRY: 'azure-monitor', APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString };
    const kind = 'azure-monitor';
    expect(readServiceConfig(azure).telemetry).toEqual({ kind, connectionString, asItself: false });
    const identified = { ...azure, AZURE_CLIENT_ID: '00000000-0000-4000-8000-00000000c0de' };
    expect(readServiceConfig(identified).telemetry).toEqual({ kind, connectionString, asItself: true });
  });

  it.each(['otlp:http://collector.example:4318', 'otlp:https://me:secret@collector.example', 'otlp:', 'statsd:x'])(
    'does not send figures to %s',
    (TELEMETRY) => {
      expect(problemsWith(() => readServiceConfig({ ...good, TELEMETRY }))).toEqual([
        expect.objectContaining({ place: 'TELEMETRY' }),
      ]);
    },
  );

  it.each(['http://127.0.0.1:8081', 'http://localhost:8081', 'http://[::1]:8081', 'https://127.0.0.1:8081'])(
    'takes a key of Cosmos DB for an emulator on this machine: %s',
    (address) => {
      const env = { ...good, STORE: `cosmos:${address}/safeguarding`, COSMOS_KEY: 'MARKER/key+==' };
      expect(readServiceConfig(env).store).toEqual({
        kind: 'cosmos',
        endpoint: `${address}/`,
        database: 'safeguarding',
        key: 'MARKER/key+==',
      });
    },
  );

  it('takes a key of Cosmos DB for nothing else, and says to use a managed identity', () => {
    for (const host of ['oakfield.documents.azure.com', 'localhost.oakfield.example', '127.0.0.1.oakfield.example']) {
      const env = { ...good, STORE: `cosmos:https://${host}/safeguarding`, COSMOS_KEY: 'MARKER' };
      const fault = faultOf(() => readServiceConfig({ ...env, PORT: 'x' }));
      expect(fault.problems.map(({ place }) => place)).toEqual(['PORT', 'COSMOS_KEY']);
      expect(fault.message).toMatch(/COSMOS_KEY: is set, .* Use a managed identity instead\./);
      expect(fault.message).not.toContain('MARKER');
    }
  });

  it('needs the key of an emulator that is spoken to over http', () => {
    const env = { ...good, STORE: 'cosmos:http://127.0.0.1:8081/safeguarding' };
    expect(problemsWith(() => readServiceConfig(env))).toEqual([
      { place: 'COSMOS_KEY', words: expect.stringMatching(/^is not set\. Put the key of the emulator/) },
    ]);
    const secure = readServiceConfig({ ...env, STORE: 'cosmos:https://127.0.0.1:8081/safeguarding' });
    expect(secure.store).not.toHaveProperty('key');
  });

  it('is refused with a key of Cosmos DB where the records are in a file, which would lie about for nothing', () => {
    for (const STORE of [good.STORE, '']) {
      const fault = faultOf(() => readServiceConfig({ ...good, STORE, COSMOS_KEY: 'MARKER' }));
      expect(fault.problems.map(({ place }) => place)).toEqual([STORE === '' ? 'STORE' : 'COSMOS_KEY']);
      expect(fault.message).not.toContain('MARKER');
    }
    const [problem] = problemsWith(() => readServiceConfig({ ...good, COSMOS_KEY: 'MARKER' }));
    expect(problem?.words).toMatch(/^is set, and STORE names no Cosmos DB\. Take it away/);
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
      'COSMOS_KEY',
      'VAULT',
      'CHECKPOINTS',
      'TEAMS_CLIENT_ID',
      'TEAMS_TENANT_ID',
      'TEAMS_SERVICE_URL',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
    ];
    const all = [...names, 'TEAMS_MANAGED_IDENTITY_CLIENT_ID', 'DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS'];
    const fault = faultOf(() =>
      readServiceConfig({
        ...good,
        SCHOOL_FILE: aFile(inBoth),
        ...Object.fromEntries(all.map((name) => [name, SECRET])),
      }),
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

describe('the configuration of the try-out', () => {
  it('is the example school on this machine alone, whatever else is set', () => {
    const config = readTryOutConfig(
      {},
      {
        ...good,
        ...slackVariables,
        HOST: '0.0.0.0',
        STORE: 'sqlite:/real/records.db',
        SCHOOL_FILE: '/real/school.yaml',
      },
    );
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3978,
      store: { path: resolve('data/records.db') },
      vault: { path: resolve('data/keys.json') },
      checkpoints: { path: resolve('data/checkpoints') },
      schools: [{ id: 'oakfield' }],
    });
    expect(config.notUsed).toEqual([
      'HOST',
      ...Object.keys(good)
        .filter((name) => name !== 'HOST')
        .toSorted(byOrder),
      ...Object.keys(slackVariables),
    ]);
    expect(config).not.toHaveProperty('teams');
    expect(config).not.toHaveProperty('slack');
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
    expect(readRecordsConfig({}, env).checkpoints).toEqual({ path: '/checkpoints' });
    expect(readRecordsConfig({}, { ...env, CHECKPOINTS: 'folder:/c' }).checkpoints).toEqual({ path: '/c' });
    expect(readRecordsConfig({ checkpoints: 'folder:/d' }, { ...env, CHECKPOINTS: 'folder:/c' }).checkpoints).toEqual({
      path: '/d',
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
    expect(readRecordsConfig({}, { COSMOS_KEY: 'MARKER' })).toEqual({
      isTryOut: true,
      store: { kind: 'sqlite', path: resolve('data/records.db') },
      vault: { kind: 'file', path: resolve('data/keys.json') },
      checkpoints: { path: resolve('data/checkpoints') },
    });
    expect(readRecordsConfig({ checkpoints: 'folder:/c' }, {}).checkpoints).toEqual({ path: '/c' });
    expect(problemsWith(() => readRecordsConfig({}, { STORE: 'sqlite:x' })).map(({ place }) => place)).toEqual([
      'VAULT',
    ]);
  });
});

describe('a file of variables', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('gives what is not set already, and what is set to nothing', () => {
    for (const name of ['PLACE_A', 'PLACE_B', 'PLACE_C']) vi.stubEnv(name, undefined);
    vi.stubEnv('PLACE_A', 'before');
    vi.stubEnv('PLACE_B', ' ');
    const file = folder.path('some.env');
    writeFileSync(file, '# A comment\nPLACE_A=a\nPLACE_B=b\nPLACE_C=folder:/a b\n');
    loadEnvironment(file);
    expect([process.env['PLACE_A'], process.env['PLACE_B'], process.env['PLACE_C']]).toEqual([
      'before',
      'b',
      'folder:/a b',
    ]);
  });

  it('that is not there is named, with what to do', () => {
    const file = folder.path('none.env');
    expect(() => loadEnvironment(file)).toThrow(expect.objectContaining({ code: 'environment-file-unreadable' }));
    expect(() => loadEnvironment(file)).toThrow(file);
  });
});

describe('a store that an option names', () => {
  const emulator = 'cosmos:http://127.0.0.1:8081/safeguarding';

  it('is read as STORE is, with the key of an emulator from the environment', () => {
    expect(readStoreConfig('--from', 'sqlite:a.db', { STORE: emulator })).toEqual({
      kind: 'sqlite',
      path: resolve('a.db'),
    });
    expect(readStoreConfig('--to', emulator, { COSMOS_KEY: 'abc=' })).toMatchObject({ kind: 'cosmos', key: 'abc=' });
  });

  it('is refused under the name of the option', () => {
    expect(problemsWith(() => readStoreConfig('--from', 'records.db', {}))).toEqual([
      { place: '--from', words: expect.stringContaining('names no kind of store') },
    ]);
    expect(problemsWith(() => readStoreConfig('--to', emulator, {})).map(({ place }) => place)).toEqual(['COSMOS_KEY']);
  });
});

/** In the order in which the variables are read. */
function byOrder(one: string, other: string): number {
  const order = ['STORE', 'VAULT', 'SCHOOL_FILE', 'TEAMS_CLIENT_ID', 'TEAMS_TENANT_ID', 'TEAMS_CLIENT_SECRET'];
  return order.indexOf(one) - order.indexOf(other);
}

function lineOf(text: string): number {
  return example.slice(0, example.indexOf(`\n${text}`)).split('\n').length + 1;
}
