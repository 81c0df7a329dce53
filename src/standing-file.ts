import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import type { Application } from './application/assemble.ts';
import { startClockwork } from './application/clockwork.ts';
import { unreachedPeople } from './application/doctor/people.ts';
import type { Readiness } from './application/readiness.ts';
import type { StorePlace } from './config-places.ts';
import { SECOND } from './domain/instant.ts';
import type { School } from './domain/school.ts';
import type { Log } from './log.ts';

export interface StandingFileParts {
  readonly application: Pick<Application, 'measure' | 'addresses' | 'schoolFiles' | 'directory' | 'clock'>;
  readonly readiness: Pick<Readiness, 'missing'>;
  readonly log: Pick<Log, 'warn' | 'info'>;
  readonly everyMs?: number;
}

const WRITE_EVERY_MS = 30 * SECOND;

const figure = z.number().nonnegative();

/** Of what is measured these alone. */
const figures = z.object({
  oldestDueMs: figure,
  delayed: figure,
  oldestDelayedMs: figure,
  parked: figure,
  parkedAgoMs: figure,
  oldestUrgentMs: figure,
  urgentWaiting: figure,
  urgentOverdue: figure,
});

/** How the service stands: figures and fixed words alone, for a file is read by whoever comes to have it. */
const standing = z.object({
  at: z.iso.datetime(),
  version: z.string(),
  /** What keeps the service from its work, by its words; nothing when it is ready. */
  missing: z.array(z.string()),
  /** How many mistakes keep the school files from being taken over. */
  schoolFileMistakes: figure,
  schools: z.array(
    z.object({
      school: z.string(),
      measures: figures.optional(),
      /** How many people with a role the bot has not met; absent where the store does not say. */
      unreached: figure.optional(),
    }),
  ),
});
export type Standing = z.infer<typeof standing>;

/** Where the service says how it stands: beside its database. */
export function standingFileOf(database: string): string {
  return `${database}.standing.json`;
}

/** What the service wrote last; undefined where it wrote nothing, or something else stands there. */
export async function readStandingFile(database: string): Promise<Standing | undefined> {
  try {
    return standing.parse(JSON.parse(await readFile(standingFileOf(database), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Where one process has the record store to itself: writes beside it, every half minute, how the service stands, so that
 * `doctor` can say so while the service runs. Where it cannot, the service goes on all the same.
 */
export function startStandingFile(store: StorePlace, parts: StandingFileParts): { stop(): Promise<void> } {
  if (store.kind !== 'sqlite') return { stop: async () => undefined };
  const { log, everyMs = WRITE_EVERY_MS } = parts;
  const file = standingFileOf(store.path);
  const describe = createDescriber(parts);
  let isTold = false;
  let isStopped = false;
  const rounds = startClockwork(
    {
      async run() {
        const text = `${JSON.stringify(await describe())}\n`;
        // A round that outlasts the stop would leave what says that the service did not end in order.
        if (!isStopped) await writeInOneStep(file, text);
        if (isTold) log.info('how the service stands is written again', {});
        isTold = false;
      },
    },
    (fields) => {
      if (!isTold) log.warn('how the service stands could not be written for the doctor', fields);
      isTold = true;
    },
    { everyMs },
  );
  return {
    async stop() {
      isStopped = true;
      // One that is left says that the service did not end in order.
      await rounds.stop().finally(() => rm(file, { force: true }));
    },
  };
}

type SchoolStanding = Standing['schools'][number];

function createDescriber({ application, readiness }: StandingFileParts): () => Promise<Standing> {
  const { measure, addresses, schoolFiles, directory, clock } = application;

  async function describe(school: School, measured: Measured | undefined): Promise<SchoolStanding> {
    const unreached = await unreachedPeople(school, addresses).catch(() => undefined);
    return {
      school: school.id,
      ...(measured === undefined ? {} : { measures: figures.parse(measured) }),
      ...(unreached === undefined ? {} : { unreached: unreached.length }),
    };
  }

  return async () => {
    const [missing, measures] = await Promise.all([readiness.missing(), measure().catch(notMeasured)]);
    const schools: SchoolStanding[] = [];
    for (const school of directory.schools.values())
      schools.push(
        await describe(
          school,
          measures.find((one) => one.school === school.id),
        ),
      );
    const schoolFileMistakes = schoolFiles.now().refused?.problems.length ?? 0;
    return { at: clock.now(), version: packageJson.version, missing: [...missing], schoolFileMistakes, schools };
  };
}

type Measured = Awaited<ReturnType<Application['measure']>>[number];

/** The store does not answer: that stands among what is missing. */
function notMeasured(): readonly Measured[] {
  return [];
}

/** So that nobody ever reads half of it. For this account alone. */
async function writeInOneStep(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, text, { mode: 0o600, flag: 'wx' });
  await rename(fresh, file);
}
