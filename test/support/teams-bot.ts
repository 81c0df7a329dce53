import type { TeamsAppOptions } from '../../src/channels/teams/teams-app.ts';
import type { School } from '../../src/domain/school.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import type { Outage } from './outages.ts';
import { startRunningBot } from './running-bot.ts';
import { aSchool, people } from './school.ts';
import type { Activity } from './teams-activities.ts';
import { startTeamsSide } from './teams-side.ts';

export type { BotAnswer } from './teams-side.ts';

export interface TeamsBotOptions {
  readonly school?: School;
  /** A second school on the same bot, of another tenant. */
  readonly otherSchools?: readonly School[];
  readonly setting?: 'chat' | 'chat-with-dialogs';
  readonly credentials?: TeamsAppOptions['credentials'];
  readonly cloud?: NonNullable<TeamsAppOptions['cloud']>;
  /** By what the age of the service's keys is told. */
  readonly monotonicMs?: () => number;
  /** Sent with every request of the fake's people. */
  readonly authorization?: (activity: Activity) => string | undefined;
  readonly telemetry?: Telemetry;
}

/**
 * The real bot, from its HTTP server to its database, on a fake Teams. Everything is driven by HTTP requests; only time
 * is in the test's hand.
 */
export async function startTeamsBot(of: TeamsBotOptions = {}) {
  const { school = aSchool(), otherSchools = [], telemetry, ...options } = of;
  const teams = await startTeamsSide({ school, ...options });
  const running = await startRunningBot({
    schools: [school, ...otherSchools],
    telemetry,
    join: async (joining) => [await teams.join(joining)],
  });
  teams.speakTo(running);
  const { fake, channelId, as, asSomebodyElse, send, post } = teams;
  const { folder, log, pass, settle, restart, everythingKept, count } = running;

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
    as,
    asSomebodyElse,
    send,
    post,
    pass,
    settle,
    setOutage: (kind: Outage) => running.setOutage(kind),
    restart,
    log,
    everythingKept,
    count,
    async stop(): Promise<void> {
      await running.stop();
      await fake.stop();
    },
  };
}

export type TeamsBot = Awaited<ReturnType<typeof startTeamsBot>>;

/** A teacher reports that a pupil is bullied online; gives the reference. Its words all hold "marker". */
export async function reportConcern(bot: Pick<TeamsBot, 'as'>, email: string = people.teacher): Promise<string> {
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
