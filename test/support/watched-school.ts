import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Chat } from '../../src/domain/chats.ts';
import type { School } from '../../src/domain/school.ts';
import { createLog } from '../../src/log.ts';
import { readSchools } from '../../src/school-files.ts';
import { markAtStart } from '../../src/school-mark.ts';
import { createSchoolWatch, type SchoolWatchParts } from '../../src/school-watch.ts';
import { registry } from '../../src/workflows/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface WatchedSchoolOptions {
  readonly served?: readonly Chat[];
  readonly checkKeys?: SchoolWatchParts['checkKeys'];
}

/**
 * A folder with a file for each of these schools, and the watch of the service over it. Each look is one that the
 * service takes every two seconds.
 */
export function watchedSchools(
  application: SchoolWatchParts['application'],
  schools: readonly School[],
  { served = ['teams', 'slack'], checkKeys = async () => undefined }: WatchedSchoolOptions = {},
) {
  const folder = temporaryFolder();
  const written: string[] = [];
  const file = (name: string) => folder.path(`${name}.yaml`);
  const write = (name: string, held: School | string) =>
    writeFileSync(file(name), typeof held === 'string' ? held : stringify(held));
  for (const school of schools) write(school.id, school);
  const source = {
    path: folder.path(),
    mark: markAtStart(folder.path()),
    read: () => readSchools(folder.path(), { served, registry }),
  };
  const log = createLog({ level: 'info', destination: { write: (line) => void written.push(line) } });
  const watch = createSchoolWatch({ source, application, checkKeys, log });

  return {
    folder,
    source,
    file,
    /** Writes a school's file, whole or not. */
    write,
    /** As an editor does that writes beside the file first. */
    replace(name: string, held: School): void {
      writeFileSync(folder.path(`${name}.new`), stringify(held));
      renameSync(folder.path(`${name}.new`), file(name));
    },
    remove: (name: string) => rmSync(file(name)),
    look: watch.look,
    /** Writes a school's file and waits until the service goes by it, or has refused it. */
    async change(school: School): Promise<void> {
      write(school.id, school);
      await watch.look();
      await watch.look();
    },
    log: written as readonly string[],
  };
}

export type WatchedSchools = ReturnType<typeof watchedSchools>;
