import type { School } from '../../src/domain/school.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import { startRunningBot } from './running-bot.ts';
import { people } from './school.ts';
import type { SlackPerson } from './slack-person.ts';
import { aSlackSchool } from './slack-school.ts';
import { type SlackSideOptions, startSlackSide } from './slack-side.ts';
import { startTeamsSide, type TeamsSide } from './teams-side.ts';

export interface SlackBotOptions extends Partial<Omit<SlackSideOptions, 'school'>> {
  readonly school?: School;
  /** A second school on the same bot, of another workspace. */
  readonly otherSchools?: readonly School[];
  readonly telemetry?: Telemetry;
}

/**
 * The real bot, from its HTTP server to its database, on a fake Slack, and on a fake Teams too where the school uses
 * both. Everything is driven by signed HTTP requests; only time is in the test's hand.
 */
export async function startSlackBot(of: SlackBotOptions = {}) {
  const { school = aSlackSchool(), otherSchools = [], telemetry, ...options } = of;
  const side = await startSlackSide({ school, ...options });
  const teams = school.teams === undefined ? undefined : await startTeamsSide({ school });
  const running = await startRunningBot({
    schools: [school, ...otherSchools],
    telemetry,
    join: async (joining) => [...(teams === undefined ? [] : [await teams.join(joining)]), await side.join(joining)],
  });
  side.speakTo(running);
  teams?.speakTo(running);
  const { slack, channelId, userIdOf, as, asSomebodyElse } = side;

  return {
    ...running,
    slack,
    school,
    channelId,
    userIdOf,
    as,
    asSomebodyElse,
    get address() {
      return running.address;
    },
    get application() {
      return running.application;
    },
    get storeCalls() {
      return running.storeCalls;
    },
    /** The Teams of a school that uses both. */
    get teams(): TeamsSide {
      if (teams === undefined) throw new Error('this school has no Teams');
      return teams;
    },
    /** Ends the bot and starts it again on the same records. */
    async restart(): Promise<void> {
      await running.restart();
      side.speakTo(running);
    },
    /** Starts a second process on the same records; gives where it takes what comes from Slack. */
    another: async (): Promise<string> => `${await running.another()}/slack/events`,
    /** The cards in the safeguarding channel, in words. */
    cards: (): readonly string[] => slack.messagesIn(channelId).map(({ words }) => words),
    /** The lines in the thread of the first card that says this, in words. */
    thread(saying = ''): readonly string[] {
      const card = slack.messagesIn(channelId).find(({ words }) => words.includes(saying));
      return card === undefined
        ? []
        : slack
            .thread(channelId, card.ts)
            .slice(1)
            .map(({ words }) => words);
    },
    async stop(): Promise<void> {
      slack.comesBack();
      await running.stop();
      await slack.stop();
      await teams?.fake.stop();
    },
  };
}

export type SlackBot = Awaited<ReturnType<typeof startSlackBot>>;

/** The words of the report that `reportInSlack` sends. */
export const reported = {
  names: 'Jamie Marker-Name',
  narrative: 'MARKER-NARRATIVE: called names\non the bus, again.',
} as const;

/** A teacher reports that a pupil is bullied online; gives the reference. Its words all hold "marker". */
export async function reportInSlack(
  bot: Pick<SlackBot, 'as'>,
  email: string = people.teacher,
  given: Partial<{ danger: string; kind: string; about: string; names: string; narrative: string }> = {},
): Promise<string> {
  const person = bot.as(email);
  await person.types('/report-concern');
  await person.presses(given.danger ?? 'No');
  await person.fills({
    'What kind of concern is it?': given.kind ?? 'Online bullying of a pupil',
    'Who is it about?': given.about ?? 'One or more pupils',
  });
  await person.submits();
  // Of the head and of nobody in particular no name is asked.
  const whom = person.modal?.inputs.find(({ label }) => /^(Which pupils|Who is it)\?/.test(label))?.label;
  await person.fills({
    ...(whom === undefined ? {} : { [whom]: given.names ?? reported.names }),
    'What happened?': given.narrative ?? reported.narrative,
  });
  await person.submits();
  return referenceIn(person);
}

/** The reference in the receipt that stands in front of somebody. */
export function referenceIn({ modal }: SlackPerson): string {
  const [reference] = /C-[0-9A-Z]{6}/.exec(modal?.words ?? '') ?? [];
  if (reference === undefined) throw new Error(`no receipt: ${modal?.words}`);
  return reference;
}
