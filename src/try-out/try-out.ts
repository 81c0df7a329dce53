import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Application } from '../application/assemble.ts';
import type { School } from '../domain/school.ts';
import { findPlayground, placesOf, startPlaygrounds } from './playground.ts';
import { generalOf, playgroundSchool, type TryOutWindow, windowsOf } from './windows.ts';

export interface TryOutOptions {
  readonly config: {
    readonly schools: readonly School[];
    readonly port: number;
    readonly store: { readonly path: string };
  };
  /** Roles or email addresses that get a window besides the teacher and the DSL. */
  readonly also: readonly string[];
  readonly firstWindowPort: number;
  /** True when the windows run already, started by somebody else. */
  readonly botOnly: boolean;
  /** Starts the bot, reaching Teams at this address where it knows no better one. */
  readonly startService: (serviceUrl: string) => Promise<{
    readonly application: Pick<Application, 'addresses'>;
    readonly port: number;
    stop(): Promise<boolean>;
  }>;
  /** Told how to stop, and whether everything was finished then. */
  readonly onSignal: (stop: () => Promise<boolean>) => void;
  readonly say: (line: string) => void;
}

/**
 * Tries the product out on this machine: the bot, and a window of the Playground for each person. Returns when they
 * have ended; rejects when a window cannot be started or ends by itself.
 */
export async function runTryOut(options: TryOutOptions): Promise<void> {
  const { config, also, firstWindowPort, say } = options;
  const [school] = config.schools;
  if (school === undefined) throw new Error('the try-out has a school');
  // Before anything is made: without it there is no try-out.
  if (!options.botOnly) findPlayground();
  const windows = windowsOf(school, also, firstWindowPort);
  const folder = join(dirname(config.store.path), 'playground');
  await mkdir(folder, { recursive: true });
  const dsl = windows.find(({ whose }) => whose === 'dsl') ?? windows[0];
  const service = await options.startService(dsl === undefined ? '' : placesOf(dsl.window).serviceUrl);
  try {
    await remember(service.application, school, windows, dsl);
    const playgrounds = options.botOnly
      ? undefined
      : await startPlaygrounds({
          botPort: service.port,
          school: playgroundSchool(school),
          windows: windows.map(({ window }) => window),
          folder,
        });
    options.onSignal(async () => {
      await playgrounds?.stop();
      return await service.stop();
    });
    for (const line of welcome(school, windows)) say(line);
    await playgrounds?.ended;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

/** Each window is reached from the start; nobody has to say something first. */
async function remember(
  { addresses }: Pick<Application, 'addresses'>,
  school: School,
  windows: readonly TryOutWindow[],
  dsl: TryOutWindow | undefined,
): Promise<void> {
  for (const { person, window } of windows) {
    const { serviceUrl, personalChatId } = placesOf(window);
    await addresses.remember(school, 'teams', `person:${person.email}`, { serviceUrl, conversation: personalChatId });
  }
  const conversation = school.channels.safeguarding.teams?.channelId;
  if (dsl !== undefined && conversation !== undefined)
    await addresses.remember(school, 'teams', 'channel:safeguarding', {
      serviceUrl: placesOf(dsl.window).serviceUrl,
      conversation,
    });
  // What is posted in a channel is seen in one window alone: cases by the DSL, what staff read by a teacher.
  const general = generalOf(school);
  const [teacher] = windows;
  if (teacher !== undefined && general !== undefined)
    await addresses.remember(school, 'teams', `channel:${general.name}`, {
      serviceUrl: placesOf(teacher.window).serviceUrl,
      conversation: general.channelId,
    });
}

function welcome(school: School, windows: readonly TryOutWindow[]): readonly string[] {
  const width = Math.max(...windows.map(({ whose }) => whose.length));
  return [
    '',
    `${school.name} is open for a try-out. Everybody in it is invented. Open these in a browser:`,
    '',
    ...windows.map(
      ({ whose, person, window }) =>
        `  ${whose.padEnd(width)}  ${placesOf(window).address}  ${person.name}, ${person.jobTitle}`,
    ),
    '',
    'As the teacher, write  report a concern  to the bot, or  request a site.',
    'As the DSL, open the channel Safeguarding first, then see the card arrive there; or write  publish a policy.',
    'The channel General is the staff room: what is for all staff is posted there, and seen in the window of the teacher.',
    'More windows:  npm start -- --as network-manager,online-safety-coordinator,head',
    '',
    'Requests are not authenticated here, so this listens on this machine only. Records are in data/. Ctrl+C ends it.',
    '',
  ];
}
