import { createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { createTeamsReceiver } from '../../src/channels/teams/receive.ts';
import { createSdkConnector } from '../../src/channels/teams/sdk-connector.ts';
import { startTeams } from '../../src/channels/teams/start-teams.ts';
import { createTeamsApp, type TeamsAppOptions } from '../../src/channels/teams/teams-app.ts';
import { createTeamsChannel } from '../../src/channels/teams/teams-channel.ts';
import { findPerson, type School } from '../../src/domain/school.ts';
import { registry } from '../../src/workflows/index.ts';
import { type FakeUser, startFakeTeams } from './fake-teams.ts';
import type { Joined, Joining, RunningBot } from './running-bot.ts';
import { type Activity, type ActivitySource, activitiesOf } from './teams-activities.ts';
import { createTeamsPerson, type TeamsPerson } from './teams-person.ts';

/** The bot as Teams knows it. */
const bot = { id: '28:11111111-1111-4111-8111-111111111111', name: 'Safeguarding' } as const;

/** What the bot answered to a request. */
export interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface TeamsSideOptions {
  readonly school: School;
  readonly setting?: 'chat' | 'chat-with-dialogs' | undefined;
  readonly credentials?: TeamsAppOptions['credentials'] | undefined;
  readonly cloud?: TeamsAppOptions['cloud'] | undefined;
  /** By what the age of the service's keys is told. */
  readonly monotonicMs?: (() => number) | undefined;
  /** Sent with every request of the fake's people. */
  readonly authorization?: ((activity: Activity) => string | undefined) | undefined;
}

const channelId = '19:safeguarding@thread.tacv2';

/** Building the templates takes longer than anything that a test does with them. */
const render = createRenderer('teams');

/** A fake Teams with the people of a school in it, and how a bot is joined to it. */
export async function startTeamsSide(options: TeamsSideOptions) {
  const { school, setting = 'chat', cloud, monotonicMs } = options;
  const { credentials = { kind: 'none-local' }, authorization = () => undefined } = options;
  const fake = await startFakeTeams();
  const tenantId = school.teams?.tenantId ?? '';
  const users = new Map(
    school.people.map(({ email, name, teams }, index) => [email, userOf(email, name, teams?.userId, index)]),
  );
  for (const user of users.values()) fake.addUser(user);
  fake.setMembers(channelId, [...users.values()]);
  const persons = new Map<string, TeamsPerson>();
  let waited = 0;
  let sendsTo: Pick<RunningBot, 'address' | 'settle'> | undefined;

  function userOf(email: string, name: string, objectId: string | undefined, index: number): FakeUser {
    const [id = ''] = email.split('@');
    const aadObjectId = objectId ?? `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`;
    return { id: `29:${id}`, aadObjectId, name, userPrincipalName: email, email, tenantId };
  }

  async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<BotAnswer> {
    const response = await fetch(`${sendsTo?.address}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const said = await response.text();
    return { status: response.status, body: said === '' ? undefined : JSON.parse(said) };
  }

  async function send(activity: Activity): Promise<BotAnswer> {
    const token = authorization(activity);
    const answer = await post(JSON.stringify(activity), token === undefined ? {} : { authorization: token });
    await sendsTo?.settle();
    return answer;
  }

  function personOf(user: FakeUser): TeamsPerson {
    const source: ActivitySource = { user, bot, serviceUrl: fake.serviceUrl, personalChat: fake.personalChatOf(user) };
    return createTeamsPerson({ fake, send, activities: activitiesOf(source), user, channelId });
  }

  return {
    fake,
    channelId,
    /** Joins a bot to Teams, as at the start of the service. */
    async join({ application, server, log, nowMs }: Joining): Promise<Joined> {
      // A turn that has to be waited for comes at once, and time has passed: nobody sleeps in a test.
      const passes = async (milliseconds: number) => {
        waited += milliseconds;
      };
      const limiter = createRateLimiter({ monotonicMs: () => nowMs() + waited, wait: passes });
      const app = createTeamsApp({
        server,
        credentials,
        serviceUrl: fake.serviceUrl,
        ...(cloud === undefined ? {} : { cloud }),
        ...(monotonicMs === undefined ? {} : { monotonicMs }),
        knowsTenant: (tenant) => application.directory.schoolOf({ channel: 'teams', tenant }) !== undefined,
        troubled: (fields) => log.warn('an activity was not taken', fields),
      });
      const connector = createSdkConnector(app, { limiter, nowMs });
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
        wait: passes,
      });
      await startTeams(app, receiver, (fields) => log.warn('an activity could not be dealt with', fields));
      return {};
    },
    /** Which bot the people of this Teams speak to. */
    speakTo(running: Pick<RunningBot, 'address' | 'settle'>): void {
      sendsTo = running;
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
    /** Sends an activity as Teams does, and waits until the bot has done what follows from it. */
    send,
    /** Any request at all. */
    post,
  };
}

export type TeamsSide = Awaited<ReturnType<typeof startTeamsSide>>;
