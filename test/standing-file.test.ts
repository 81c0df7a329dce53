import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDirectory } from '../src/application/directory.ts';
import { readStandingFile, type StandingFileParts, standingFileOf, startStandingFile } from '../src/standing-file.ts';
import { aClock } from './support/clock.ts';
import { monday } from './support/concern.ts';
import { aSchool, people } from './support/school.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const folder = temporaryFolder();
const school = aSchool();
const figures = {
  oldestDueMs: 4_000,
  delayed: 3,
  oldestDelayedMs: 3_600_000,
  parked: 1,
  parkedAgoMs: 9_000,
  oldestUrgentMs: 60_000,
  urgentWaiting: 2,
  urgentOverdue: 1,
};
const measures = { school: 'oakfield', ...figures };

let home: string;
let database: string;
let count = 0;
let standing: { stop(): Promise<void> } | undefined;
let logged: string[];

beforeEach(() => {
  home = folder.path(String(++count));
  mkdirSync(home);
  database = `${home}/records.db`;
  logged = [];
});

afterEach(async () => {
  await standing?.stop();
  standing = undefined;
});

afterAll(() => folder.remove());

describe('what a service writes beside its database', () => {
  it('is how it stands, in figures and fixed words, for its own account alone', async () => {
    start();
    await until(() => existsSync(standingFileOf(database)));
    expect(await readStandingFile(database)).toEqual({
      at: monday,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      missing: ['slack'],
      schoolFileMistakes: 0,
      schools: [
        {
          school: 'oakfield',
          measures: figures,
          unreached: 2,
        },
      ],
    });
    expect(readFileSync(standingFileOf(database), 'utf8')).not.toContain('MARKER');
    if (process.platform !== 'win32') expect(statSync(standingFileOf(database)).mode & 0o777).toBe(0o600);
  });

  it('is gone once the service has stopped in order', async () => {
    const running = start();
    await until(() => existsSync(standingFileOf(database)));
    await running.stop();
    expect(readdirSync(home)).toEqual([]);
  });

  it('is not written once more by a round that outlasts the stop', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((done) => {
      go = done;
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const running = start({
        measure: async () => {
          await held;
          return [measures];
        },
      });
      const stopped = expect(running.stop()).rejects.toMatchObject({ code: 'round-slow' });
      await vi.advanceTimersByTimeAsync(5_000);
      await stopped;
    } finally {
      vi.useRealTimers();
    }
    go();
    // What the round would do now takes a few turns.
    for (let turn = 0; turn < 20; turn++) await readdir(home);
    expect(readdirSync(home)).toEqual([]);
  });

  it('counts the mistakes that keep a school file from being taken over', async () => {
    const refused = { since: monday, problems: [{ place: 'MARKER', words: 'MARKER' }] };
    start({ schoolFiles: { now: () => ({ takenAt: monday, refused }), set: () => undefined } });
    await until(() => existsSync(standingFileOf(database)));
    expect((await readStandingFile(database))?.schoolFileMistakes).toBe(1);
    expect(readFileSync(standingFileOf(database), 'utf8')).not.toContain('MARKER');
  });

  it('is written also while the store does not answer', async () => {
    start({
      measure: async () => {
        throw new Error('MARKER');
      },
    });
    await until(() => existsSync(standingFileOf(database)));
    expect((await readStandingFile(database))?.schools[0]?.measures).toBeUndefined();
  });

  it('takes the place of what a killed service left half written', async () => {
    writeFileSync(`${standingFileOf(database)}.new`, 'half');
    start();
    await until(() => existsSync(standingFileOf(database)));
    expect(await readStandingFile(database)).toBeDefined();
  });

  it('does no harm where it cannot be written, and is told of once', async () => {
    rmSync(home, { recursive: true });
    start({}, 1);
    await until(() => rounds > 3);
    expect(logged).toEqual(['how the service stands could not be written for the doctor']);
    mkdirSync(home);
    await until(() => logged.length > 1);
    expect(logged[1]).toBe('how the service stands is written again');
  });
});

it('where several processes serve a store, nobody writes a file', async () => {
  standing = startStandingFile({ kind: 'cosmos', endpoint: 'https://x.example/', database: 'x' }, parts());
  await standing.stop();
  expect(readdirSync(home)).toEqual([]);
});

it('something else in its place is read as nothing', async () => {
  for (const text of ['', '{"at":"yesterday"}', '[]', 'MARKER']) {
    writeFileSync(standingFileOf(database), text);
    expect(await readStandingFile(database)).toBeUndefined();
  }
});

let rounds = 0;
const unmet = [`person:${people.dsl}`, `person:${people.head}`];
const never = async () => undefined;

function parts(changed: Partial<StandingFileParts['application']> = {}): StandingFileParts {
  rounds = 0;
  return {
    application: {
      measure: async () => [measures],
      addresses: {
        find: async (_school, _chat, who) => (unmet.includes(who) ? undefined : {}),
        remember: never,
        forget: never,
      },
      schoolFiles: { now: () => ({ takenAt: monday }), set: () => undefined },
      directory: createDirectory([school]),
      clock: aClock(monday),
      ...changed,
    },
    readiness: {
      missing: async () => {
        rounds++;
        return ['slack'];
      },
    },
    log: { warn: (message) => void logged.push(message), info: (message) => void logged.push(message) },
  };
}

function start(changed: Partial<StandingFileParts['application']> = {}, everyMs = 60_000) {
  standing = startStandingFile({ kind: 'sqlite', path: database }, { ...parts(changed), everyMs });
  return standing;
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 20_000, interval: 5 }).toBe(true);
}
