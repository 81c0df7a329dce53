import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { assembleApplication } from '../../src/application/assemble.ts';
import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';
import { createHttpServer } from '../../src/channels/http-server.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { createTeamsReceiver } from '../../src/channels/teams/receive.ts';
import { createSdkConnector } from '../../src/channels/teams/sdk-connector.ts';
import { startTeams } from '../../src/channels/teams/start-teams.ts';
import { createTeamsApp, type TeamsAppOptions } from '../../src/channels/teams/teams-app.ts';
import { createTeamsChannel } from '../../src/channels/teams/teams-channel.ts';
import { later } from '../../src/domain/instant.ts';
import { findPerson, type School } from '../../src/domain/school.ts';
import { createLog } from '../../src/log.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { registry } from '../../src/workflows/index.ts';
import { type FakeUser, startFakeTeams } from './fake-teams.ts';
import { aSchool, people } from './school.ts';
import { type Activity, type ActivitySource, activitiesOf } from './teams-activities.ts';
import { createTeamsPerson, type TeamsPerson } from './teams-person.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The bot as Teams knows it. */
const bot = { id: '28:11111111-1111-4111-8111-111111111111', name: 'Safeguarding' } as const;

export interface TeamsBotOptions {
  readonly school?: School;
  /** A second school on the same bot, of another tenant. */
  readonly otherSchools?: readonly School[];
  readonly setting?: 'chat' | 'chat-with-dialogs';
  readonly credentials?: TeamsAppOptions['credentials'];
  readonly cloud?: NonNullable<TeamsAppOptions['cloud']>;
  /** Sent with every request of the fake's people. */
  readonly authorization?: (activity: Activity) => string | undefined;
}

/** What the bot answered to a request. */
export interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

const channelId = '19:safeguarding@thread.tacv2';

/** Building the templates takes longer than anything that a test does with them. */
const render = createRenderer('teams');

/**
 * The real bot, from its HTTP server to its database, on a fake Teams. Everything is driven by HTTP requests; only time
 * is in the test's hand.
 */
export async function startTeamsBot(options: TeamsBotOptions = {}) {
  const { school = aSchool(), otherSchools = [], setting = 'chat' } = options;
  const { credentials = { kind: 'none-local' }, cloud, authorization = () => undefined } = options;
  const folder = temporaryFolder();
  const fake = await startFakeTeams();
  const tenantId = school.teams?.tenantId ?? '';
  const users = new Map(
    school.people.map(({ email, name, teams }, index) => [email, userOf(email, name, teams?.userId, index)]),
  );
  for (const user of users.values()) fake.addUser(user);
  fake.setMembers(channelId, [...users.values()]);
  const written: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void written.push(line) } });
  let at = '2026-11-23T14:05:00.000Z';
  let outage: 'none' | 'fails' | 'hangs' = 'none';
  let running = await run();

  function userOf(email: string, name: string, objectId: string | undefined, index: number): FakeUser {
    const [id = ''] = email.split('@');
    const aadObjectId = objectId ?? `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`;
    return { id: `29:${id}`, aadObjectId, name, userPrincipalName: email, email, tenantId };
  }

  async function run() {
    const opened = await createSqliteRecordStore({ path: folder.path('records.db') });
    const store = withOutages(opened, () => outage);
    const vault = await openFileVault(folder.path('keys.json'));
    const application = assembleApplication({
      store,
      vault,
      registry,
      schools: [school, ...otherSchools],
      clock: { now: () => at },
      ids: { fresh: () => randomUUID(), bytes: (count) => new Uint8Array(randomBytes(count)) },
      failed: (fields) => log.warn('something did not work and will be tried again', fields),
    });
    const server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      ready: async () => {
        await store.health();
        for (const channel of application.channels.values()) await channel.health();
      },
      failed: (thrown) => log.error('a request could not be answered', { thrown }),
    });
    const app = createTeamsApp({
      server,
      credentials,
      serviceUrl: fake.serviceUrl,
      ...(cloud === undefined ? {} : { cloud }),
      troubled: (fields) => log.warn('an activity was not taken', fields),
    });
    const connector = createSdkConnector(app);
    const { addresses } = application;
    application.channels.set(
      'teams',
      createTeamsChannel({ connector, addresses, render, setting, serviceUrl: fake.serviceUrl }),
    );
    const receiver = createTeamsReceiver({
      ...application,
      registry,
      connector,
      render,
      setting,
      noted: (fields) => log.info('an activity was not taken', fields),
      wait: () => Promise.resolve(),
    });
    await startTeams(app, receiver, (fields) => log.warn('an activity could not be dealt with', fields));
    await application.dueRunner.release();
    await application.dueRunner.run();
    const port = await server.listen();
    const stop = async () => {
      await server.close();
      await application.settle();
      await opened.close();
    };
    return { application, address: `http://127.0.0.1:${port}`, store, stop };
  }

  async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<BotAnswer> {
    const response = await fetch(`${running.address}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const said = await response.text();
    return { status: response.status, body: said === '' ? undefined : JSON.parse(said) };
  }

  /** Sends an activity as Teams does, and waits until the bot has done what follows from it. */
  async function send(activity: Activity): Promise<BotAnswer> {
    const token = authorization(activity);
    const answer = await post(JSON.stringify(activity), token === undefined ? {} : { authorization: token });
    await running.application.settle();
    return answer;
  }

  const persons = new Map<string, TeamsPerson>();

  function personOf(user: FakeUser): TeamsPerson {
    const source: ActivitySource = { user, bot, serviceUrl: fake.serviceUrl, personalChat: fake.personalChatOf(user) };
    return createTeamsPerson({ fake, send, activities: activitiesOf(source), user, channelId });
  }

  return {
    fake,
    school,
    channelId,
    folder,
    /** The bot's own address. */
    get address() {
      return running.address;
    },
    get application() {
      return running.application;
    },
    /** Somebody of the school, by email, at their Teams. */
    as(email: string): TeamsPerson {
      const known = persons.get(email);
      if (known !== undefined) return known;
      const user = users.get(email);
      if (user === undefined || findPerson(school, email) === undefined) throw new Error(`nobody is ${email}`);
      const person = personOf(user);
      persons.set(email, person);
      return person;
    },
    /** Somebody whom the school does not know by that object id. */
    asSomebodyElse(user: Partial<FakeUser> = {}): TeamsPerson {
      const stranger = fake.addUser({
        id: '29:somebody',
        aadObjectId: '99999999-9999-4999-8999-999999999999',
        name: 'Somebody Else',
        userPrincipalName: 'somebody@elsewhere.example',
        tenantId,
        ...user,
      });
      fake.setMembers(channelId, [...users.values(), stranger]);
      return personOf(stranger);
    },
    send,
    /** Any request at all. */
    post,
    /** Time passes, and the clock does what has come due. */
    async pass(milliseconds: number): Promise<void> {
      at = later(at, milliseconds);
      await running.application.dueRunner.run();
      await running.application.settle();
    },
    settle: () => running.application.settle(),
    /** The record store stops to answer, or answers that it cannot. */
    setOutage(kind: typeof outage): void {
      outage = kind;
    },
    /** Ends the bot and starts it again on the same records. */
    async restart(): Promise<void> {
      await running.stop();
      running = await run();
    },
    log: written as readonly string[],
    /** Every byte that the bot has kept, and every line of its log. */
    everythingKept(): Buffer {
      const files = readdirSync(folder.path()).map((name) => readFileSync(folder.path(name)));
      return Buffer.concat([...files, Buffer.from(written.join('\n'))]);
    },
    /** How many records of a kind there are. */
    async count(kind: string): Promise<number> {
      const { records } = await running.store.query({ school: school.id, kind, order: 'newest-first', limit: 500 });
      return records.length;
    },
    async stop(): Promise<void> {
      outage = 'none';
      await running.stop();
      await fake.stop();
      folder.remove();
    },
  };
}

export type TeamsBot = Awaited<ReturnType<typeof startTeamsBot>>;

/** A teacher reports that a pupil is bullied online; gives the reference. Its words all hold "marker". */
export async function reportConcern(bot: TeamsBot, email: string = people.teacher): Promise<string> {
  const person = bot.as(email);
  await person.useExtension('concern/report');
  await person.pressInDialog('No');
  await person.pressInDialog('Continue', {
    kind: 'bullying-pupil',
    about: 'pupil',
  });
  const receipt = await person.pressInDialog('Send', {
    names: 'Jamie Marker-Name',
    narrative: 'MARKER-NARRATIVE: called names\non the bus, again.',
  });
  const [reference] = /C-[0-9A-Z]{6}/.exec(JSON.stringify(receipt)) ?? [];
  if (reference === undefined) throw new Error(`no receipt: ${JSON.stringify(receipt)}`);
  return reference;
}

/** A store that can be made to fail as a broken disk or a slow one does. */
function withOutages(store: RecordStore, outage: () => 'none' | 'fails' | 'hangs'): RecordStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || name === 'close') return value;
      return (...given: unknown[]) => {
        if (outage() === 'hangs') return new Promise(() => undefined);
        if (outage() === 'fails') return Promise.reject(brokenStore());
        return value.apply(target, given) as unknown;
      };
    },
  });
}

function brokenStore(): StoreFault {
  return new StoreFault('the disk is broken', { code: 'store-failed', whatToDo: 'Replace it.' });
}
