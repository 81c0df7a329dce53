import { isDeepStrictEqual } from 'node:util';
import type { Application } from './application/assemble.ts';
import { startClockwork } from './application/clockwork.ts';
import { faultCode } from './application/faults.ts';
import type { SchoolSource } from './config.ts';
import { type Instant, later, SECOND } from './domain/instant.ts';
import type { School } from './domain/school.ts';
import type { Log } from './log.ts';
import { cannotFollow } from './school-changes.ts';
import type { ConfigProblem } from './school-files.ts';
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
 * the same twice; what is wrong is left until it is put right, and what was read before holds.
 */
export function createSchoolWatch({ source, application, checkKeys, log }: SchoolWatchParts) {
  const { directory, schoolFiles, schoolFilesChanged, clock } = application;
  /** What was seen last; what was judged last; and what the service goes by. */
  let seen = source.mark;
  let judged = source.mark;
  let taken = source.mark;
  /** Schools that are well but for the keys of one that came. */
  let waiting: { readonly schools: readonly School[]; readonly until: Instant } | undefined;

  function refuse(problems: readonly ConfigProblem[]): void {
    const { takenAt, refused } = schoolFiles.now();
    schoolFiles.set({ takenAt, refused: { since: refused?.since ?? clock.now(), problems } });
    log.warn('the school files are wrong now, so what they said before holds', { count: problems.length });
  }

  async function takeOver(read: readonly School[]): Promise<void> {
    const { schools: before } = directory;
    // Whatever remembers something of a school goes by the object: one that did not change stays the same.
    const schools = read.map((school) => {
      const old = before.get(school.id);
      return isDeepStrictEqual(old, school) ? (old ?? school) : school;
    });
    const changed = schools.filter((school) => before.get(school.id) !== school);
    const gone = [...before.keys()].filter((id) => schools.every((school) => school.id !== id));
    try {
      await checkKeys(changed.filter(({ id }) => !before.has(id)));
    } catch (error) {
      const isTold = waiting !== undefined;
      waiting = { schools, until: later(clock.now(), KEYS_AGAIN_MS) };
      if (!isTold) refuse([{ place: source.path, words: withoutKeys(faultCode(error)) }]);
      return;
    }
    waiting = undefined;
    taken = judged;
    directory.replace(schools);
    schoolFilesChanged();
    schoolFiles.set({ takenAt: clock.now() });
    for (const school of gone) log.warn('a school is in no file any more, so it is served no more', { school });
    log.info('the school files were taken over', { count: changed.length });
  }

  /** What they say now, unless they are changed once more meanwhile. */
  async function judge(): Promise<void> {
    const mark = seen;
    const { schools, problems } = source.read();
    if ((await markOf(source.path)) !== mark) return;
    judged = mark;
    waiting = undefined;
    const wrong = problems.length > 0 ? problems : cannotFollow(directory.schools, schools, source.path);
    if (wrong.length > 0) refuse(wrong);
    else await takeOver(schools);
  }

  /** They were put back to what the service goes by. */
  function putBack(): void {
    judged = taken;
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
      } else if (waiting !== undefined && waiting.until <= clock.now()) await takeOver(waiting.schools);
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

function withoutKeys(code: string): string {
  return `names a school whose keys cannot be had (${code}). Look at the vault and the record store; it is tried again.`;
}
