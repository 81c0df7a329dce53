import { isDeepStrictEqual } from 'node:util';
import type { Application } from './application/assemble.ts';
import { startClockwork } from './application/clockwork.ts';
import { faultCode } from './application/faults.ts';
import type { SchoolSource } from './config.ts';
import { type Instant, later, SECOND } from './domain/instant.ts';
import type { School } from './domain/school.ts';
import type { Log } from './log.ts';
import { follow } from './school-changes.ts';
import type { ConfigProblem, SchoolsRead } from './school-files.ts';
import { markOf } from './school-mark.ts';

export interface SchoolWatchParts {
  readonly source: SchoolSource;
  readonly application: Pick<Application, 'directory' | 'schoolFiles' | 'schoolFilesChanged'> & {
    readonly clock: Pick<Application['clock'], 'now'>;
  };
  /** Makes sure that the keys of schools are there which are not served yet. Rejects with a `Fault`. */
  readonly checkKeys: (schools: readonly School[]) => Promise<void>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** From one look to the next. Nothing tells reliably of changes: volumes are mounted, editors replace files. */
const LOOK_EVERY_MS = 2 * SECOND;
/** How soon it is tried again to have the keys of a school that came. */
const KEYS_AGAIN_MS = 30 * SECOND;

/**
 * Takes over what changed in the school files while the service runs. What is half written is left until it has been
 * the same twice; what is wrong is left until it is put right, and what was read before of that school holds.
 */
export function createSchoolWatch({ source, application, checkKeys, log }: SchoolWatchParts) {
  const { directory, schoolFiles, schoolFilesChanged, clock } = application;
  /** What was seen last; what was judged last; and what the service goes by, where that is all that is in the files. */
  let seen = source.mark;
  let judged = source.mark;
  let taken: string | undefined = source.mark;
  /** Read and well, but for the keys of schools that came. */
  let waiting: { readonly read: SchoolsRead; readonly until: Instant } | undefined;

  function refuse(problems: readonly ConfigProblem[], isTold: boolean): void {
    const { takenAt, refused } = schoolFiles.now();
    schoolFiles.set({ takenAt, refused: { since: refused?.since ?? clock.now(), problems } });
    if (isTold) return;
    const place = problems.map((problem) => fileAndLine(problem.place)).find((one) => one !== undefined);
    log.warn('the school files are wrong now, so what they said before holds', {
      count: problems.length,
      ...(place === undefined ? {} : { place }),
    });
  }

  /** The schools that came and have no keys yet, and why. Those of one keep no other waiting. */
  async function withoutKeys(schools: readonly School[]): Promise<ReadonlyMap<string, string>> {
    const codes = new Map<string, string>();
    for (const school of schools) {
      await checkKeys([school]).catch((error: unknown) => codes.set(school.id, faultCode(error)));
    }
    return codes;
  }

  async function takeOver(read: SchoolsRead): Promise<void> {
    const { schools: before } = directory;
    const followed = follow(before, read, source.path);
    const keyless = await withoutKeys(followed.schools.filter(({ id }) => !before.has(id)));
    // Whatever remembers something of a school goes by the object: one that did not change stays the same.
    const schools = followed.schools
      .filter(({ id }) => !keyless.has(id))
      .map((school) => {
        const old = before.get(school.id);
        return isDeepStrictEqual(old, school) ? (old ?? school) : school;
      });
    const changed = schools.filter((school) => before.get(school.id) !== school);
    const isTold = waiting !== undefined;
    waiting = keyless.size === 0 ? undefined : { read, until: later(clock.now(), KEYS_AGAIN_MS) };
    const problems = [
      ...followed.problems,
      ...[...keyless.values()].map((code) => ({ place: source.path, words: saidKeyless(code) })),
    ];
    const isWhole = problems.length === 0;
    if (isWhole || changed.length > 0) {
      taken = isWhole ? judged : undefined;
      directory.replace(schools);
      schoolFilesChanged();
      const { refused } = schoolFiles.now();
      schoolFiles.set({ takenAt: clock.now(), ...(refused === undefined ? {} : { refused }) });
      log.info('the school files were taken over', { count: changed.length });
    }
    if (isWhole) schoolFiles.set({ takenAt: schoolFiles.now().takenAt });
    else refuse(problems, isTold);
  }

  /** What they say now, unless they are changed once more meanwhile. */
  async function judge(): Promise<void> {
    const mark = seen;
    const read = source.read();
    if ((await markOf(source.path)) !== mark) return;
    judged = mark;
    waiting = undefined;
    await takeOver(read);
  }

  /** They were put back to what the service goes by. */
  function putBack(): void {
    judged = seen;
    waiting = undefined;
    schoolFiles.set({ takenAt: schoolFiles.now().takenAt });
    log.info('the school files are again what the service goes by', {});
  }

  return {
    /** Looks once. Rejects only where something is wrong with the program. */
    async look(): Promise<void> {
      const mark = await markOf(source.path);
      const isSettled = mark === seen;
      seen = mark;
      if (!isSettled) return;
      if (mark !== judged) {
        if (mark === taken) putBack();
        else await judge();
      } else if (waiting !== undefined && waiting.until <= clock.now()) await takeOver(waiting.read);
    },
  };
}

/** Looks at the school files for as long as the service runs, and takes over what changed in them. */
export function startSchoolWatch(parts: SchoolWatchParts): { stop(): Promise<void> } {
  const watch = createSchoolWatch(parts);
  return startClockwork(
    { run: watch.look },
    (fields) => parts.log.warn('the school files could not be looked at', fields),
    { everyMs: LOOK_EVERY_MS },
  );
}

/** The file, without its folder, and the line; nothing of what stands there. */
function fileAndLine(place: string): string | undefined {
  return /([^/\\]+, line \d+)(,|$)/.exec(place)?.[1];
}

function saidKeyless(code: string): string {
  return `names a school whose keys cannot be had (${code}). Look at the vault and the record store; it is tried again.`;
}
