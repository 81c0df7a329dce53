import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { counted, listed } from '../../application/doctor/words.ts';
import { isSchoolFile } from '../../school-files.ts';
import { FOLDER_NAME } from '../backup/backup-note.ts';
import { existingAbove } from './paths.ts';

/** What may stand on this machine that others should not read or change. */
export interface GuardedPlaces {
  /** The file behind --env. */
  readonly environment?: string | undefined;
  readonly database?: string | undefined;
  readonly keys?: string | undefined;
  /** A file, or a folder of them. */
  readonly schoolFile?: string | undefined;
  /** A folder. */
  readonly checkpoints?: string | undefined;
  /** A folder. */
  readonly backups?: string | undefined;
}

type Guarded = keyof GuardedPlaces;

const names: Readonly<Record<Guarded, string>> = {
  environment: 'the secrets',
  database: 'the records',
  keys: 'the keys',
  schoolFile: 'the school file',
  checkpoints: 'the checkpoints',
  backups: 'the backups',
};

const OTHERS_MAY_USE = 0o077;
const OTHERS_MAY_WRITE = 0o022;
const EVERYBODY_MAY_WRITE = 0o002;
/** Nobody takes away in such a folder what is another account's. */
const STICKY = 0o1000;

const found = findingsOf('permissions');

/**
 * Who else on this machine can read the secrets, or change what the service goes by: by the files themselves, and by
 * every folder above them, in which others could put another in their place.
 */
export async function checkPermissions(places: GuardedPlaces): Promise<readonly Finding[]> {
  const given = Object.entries(places).flatMap(([of, path]) =>
    path === undefined ? [] : [[of as Guarded, path] as const],
  );
  if (given.length === 0) return [];
  if (process.platform === 'win32')
    return [
      found.look(
        'On Windows nobody looks here who else can read or change what is kept.',
        'Let the account of the service alone read and write the folders of the records, the keys and the variables.',
      ),
    ];
  const unseen: string[] = [];
  const look = lookAt((path) => unseen.push(path));
  const findings = [
    ...(await ofFiles(places, look)),
    ...(await ofFolders(given, look)),
    ...(await ofOtherAccounts(places, look)),
  ];
  if (unseen.length > 0)
    findings.push(
      found.unknown(
        `This account cannot see who can change ${listed([...new Set(unseen)])}.`,
        'Run the doctor as the account of the service.',
      ),
    );
  if (findings.length > 0) return findings;
  const all = listed(given.map(([of]) => names[of]));
  return [found.well(`${all.charAt(0).toUpperCase()}${all.slice(1)} are safe from others here.`)];
}

type Look = (path: string) => Promise<Stats | undefined>;

/** What stands at a path; undefined where nothing does, and where it cannot be seen, of which `unseen` is told. */
function lookAt(unseen: (path: string) => void): Look {
  return async (path) => {
    try {
      return await stat(path);
    } catch (thrown) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(thrown))) unseen(path);
      return undefined;
    }
  };
}

async function ofFiles({ environment, keys, database, ...places }: GuardedPlaces, look: Look): Promise<Finding[]> {
  const beyond = async (path: string | undefined, forbidden: number, say: (path: string) => Finding) => {
    const stats = path === undefined ? undefined : await look(path);
    return path !== undefined && stats?.isFile() && (stats.mode & forbidden) !== 0 ? [say(path)] : [];
  };
  const ofEnvironment = environment === undefined ? undefined : await look(environment);
  return [
    ...(ofEnvironment !== undefined && isRootsForUs(ofEnvironment)
      ? []
      : await beyond(environment, OTHERS_MAY_USE, (path) =>
          found.wrong(`Others on this machine can read ${path}, which holds secrets.`, `Run: chmod 600 ${path}`),
        )),
    ...(await beyond(keys, OTHERS_MAY_USE, (path) =>
      found.wrong(
        `Others on this machine can read ${path}, which holds the keys.`,
        `Run: chmod 600 ${path} Then ask who may have copied the keys.`,
      ),
    )),
    ...(await beyond(database, OTHERS_MAY_USE, (path) =>
      found.look(`Others on this machine can read ${path}, where the sealed records are.`, `Run: chmod 600 ${path}`),
    )),
    ...(await ofSchoolFiles(places.schoolFile, look)),
    ...(await ofCheckpoints(places.checkpoints, look)),
    ...(await ofBackups(places.backups, look)),
  ];
}

/** Of the administrator, so that the service itself cannot change it, and for the service's group to read. */
function isRootsForUs({ uid, gid, mode }: Stats): boolean {
  return uid === 0 && gid === process.getgid?.() && (mode & 0o037) === 0;
}

async function ofSchoolFiles(schoolFile: string | undefined, look: Look): Promise<readonly Finding[]> {
  if (schoolFile === undefined) return [];
  const isFolder = (await look(schoolFile))?.isDirectory() === true;
  const files = isFolder
    ? (await namesIn(schoolFile)).filter(isSchoolFile).map((one) => join(schoolFile, one))
    : [schoolFile];
  const all = await Promise.all(files.map(async (path) => ({ path, mode: (await look(path))?.mode ?? 0 })));
  return all.flatMap(({ path, mode }) => {
    if ((mode & EVERYBODY_MAY_WRITE) !== 0)
      return [
        found.wrong(
          `Everybody on this machine can change ${path}, which says who sees what.`,
          `Run: chmod go-w ${path}`,
        ),
      ];
    if ((mode & OTHERS_MAY_WRITE) === 0) return [];
    return [
      found.look(
        `Every account of its group can change ${path}, which says who sees what.`,
        `Look who is in that group, or run: chmod go-w ${path}`,
      ),
    ];
  });
}

async function ofCheckpoints(folder: string | undefined, look: Look): Promise<readonly Finding[]> {
  if (folder === undefined) return [];
  const files = (await namesIn(folder)).filter((name) => name.endsWith('.txt')).map((name) => join(folder, name));
  const open = await countBeyond(files, OTHERS_MAY_WRITE, look);
  if (open === 0) return [];
  return [
    found.wrong(
      `Others on this machine can change ${counted(open, 'checkpoint')} in ${folder}.`,
      `Run: chmod go-w ${folder}/*.txt Then run "npx safeguarding verify" with a code that the governor has.`,
    ),
  ];
}

async function ofBackups(folder: string | undefined, look: Look): Promise<readonly Finding[]> {
  if (folder === undefined) return [];
  const folders = (await namesIn(folder)).filter((name) => FOLDER_NAME.test(name)).map((name) => join(folder, name));
  const open = await countBeyond(folders, OTHERS_MAY_USE, look);
  if (open === 0) return [];
  return [
    found.wrong(
      `Others on this machine can look into ${counted(open, 'backup')} in ${folder}, where the school file can be read.`,
      `Run: chmod 700 ${folder}/*Z`,
    ),
  ];
}

async function countBeyond(paths: readonly string[], forbidden: number, look: Look): Promise<number> {
  const all = await Promise.all(paths.map(look));
  return all.filter((stats) => stats !== undefined && (stats.mode & forbidden) !== 0).length;
}

/** What lies in a folder: right in it, or below it. */
interface Within {
  readonly own: Set<Guarded>;
  readonly below: Set<Guarded>;
  /** A file that is put in is taken for one of them, so it is no help that none can be taken away. */
  takesWhatIsPutIn: boolean;
}

/** Every folder on the way to what is kept. */
async function ofFolders(given: readonly (readonly [Guarded, string])[], look: Look): Promise<readonly Finding[]> {
  const within = new Map<string, Within>();
  for (const [of, path] of given) {
    const isFolder = (await look(path))?.isDirectory() === true;
    const folder = isFolder ? path : dirname(path);
    const real = await realpath(existingAbove(folder)).catch(() => folder);
    for (const way of new Set([folder, real])) {
      for (const at of [way, ...above(way)]) {
        const here = within.get(at) ?? { own: new Set(), below: new Set(), takesWhatIsPutIn: false };
        within.set(at, here);
        (at === folder ? here.own : here.below).add(of);
        if (at === folder && (isFolder || of === 'database')) here.takesWhatIsPutIn = true;
      }
    }
  }
  const all = await Promise.all(
    [...within].map(async ([folder, held]) => ofFolder(folder, (await look(folder))?.mode ?? 0, held)),
  );
  return all.flat();
}

function above(folder: string): readonly string[] {
  return dirname(folder) === folder ? [] : [dirname(folder), ...above(dirname(folder))];
}

function ofFolder(folder: string, mode: number, { own, below, takesWhatIsPutIn }: Within): readonly Finding[] {
  if ((mode & OTHERS_MAY_WRITE) === 0 || ((mode & STICKY) !== 0 && !takesWhatIsPutIn)) return [];
  const isEverybody = (mode & EVERYBODY_MAY_WRITE) !== 0;
  const who = isEverybody ? 'Others on this machine' : 'All accounts of its group';
  const here = [...(own.size > 0 ? own : below)];
  const where = `${own.size > 0 ? 'where' : 'below which'} ${listed(here.map((of) => names[of]))} ${here.length === 1 && here[0] === 'schoolFile' ? 'is' : 'are'}`;
  const isWrong = isEverybody || [...own].some((of) => of !== 'schoolFile');
  const level = isWrong ? 'wrong' : 'look';
  return [found[level](`${who} can replace files in ${folder}, ${where}.`, `Run: chmod go-w ${folder}`)];
}

/** What is another account's than the one that looks. An administrator with all rights sees no difference. */
async function ofOtherAccounts(
  { environment, keys, database, schoolFile }: GuardedPlaces,
  look: Look,
): Promise<Finding[]> {
  const own = process.getuid?.();
  if (own === undefined || own === 0) return [];
  const isAnothers = async (path: string | undefined, mayBeRoots: boolean) => {
    const uid = path === undefined ? undefined : (await look(path))?.uid;
    return path === undefined || uid === undefined || uid === own || (mayBeRoots && uid === 0) ? [] : [path];
  };
  const others = [
    ...(await isAnothers(environment, true)),
    ...(await isAnothers(keys, false)),
    ...(await isAnothers(database, false)),
    ...(await isAnothers(schoolFile, true)),
  ];
  if (others.length === 0) return [];
  return [
    found.look(
      `Of another account than this one: ${others.join(', ')}.`,
      'Run the doctor as the account of the service, or give the files to that account.',
    ),
  ];
}

/** Whether whoever comes to have the folder with the records has the keys too: then the seal helps nobody. */
export async function checkApart({
  database,
  keys,
}: Pick<GuardedPlaces, 'database' | 'keys'>): Promise<readonly Finding[]> {
  if (database === undefined || keys === undefined) return [];
  const real = async (path: string) => await realpath(existingAbove(dirname(path))).catch(() => dirname(path));
  const [ofRecords, ofKeys] = [await real(database), await real(keys)];
  const [first, second] = await Promise.all([ofRecords, ofKeys].map(async (one) => (await stat(one)).dev));
  const common = commonFolder(ofRecords, ofKeys);
  if (first !== second || ofTheSystem.includes(common)) return [];
  return [
    found.look(
      `The records and the keys are both below ${common}: whoever takes a copy of that can read every record.`,
      'Keep the keys in a folder of their own elsewhere, best on another disk, and never in one backup with the records.',
    ),
  ];
}

/** Folders of the machine, of which nobody takes a copy as one thing. */
const ofTheSystem: readonly string[] = [
  '/',
  '/var',
  '/var/lib',
  '/srv',
  '/opt',
  '/home',
  '/mnt',
  '/media',
  '/etc',
  '/tmp',
];

function commonFolder(one: string, other: string): string {
  let at = one;
  while (at !== dirname(at) && other !== at && !other.startsWith(`${at}/`)) at = dirname(at);
  return at;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}

function codeOf(thrown: unknown): string {
  return String((thrown as NodeJS.ErrnoException | undefined)?.code ?? '');
}
