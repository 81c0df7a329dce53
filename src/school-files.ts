import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Chat } from './domain/chats.ts';
import type { Registry } from './domain/decider.ts';
import { type School, schoolSchema } from './domain/school.ts';
import { chatProblems, tenants } from './school-chats.ts';

/** One thing that is wrong in the configuration. */
export interface ConfigProblem {
  /** The variable, or the file with line and path, such as `school.yaml, line 12, people[3].email`. */
  readonly place: string;
  /** What is wrong with it and what puts it right. */
  readonly words: string;
}

/** What school files say, and what is wrong in them. */
export interface SchoolsRead {
  readonly schools: readonly School[];
  readonly problems: readonly ConfigProblem[];
  /** Those whose own file is well, whatever is wrong with others. */
  readonly sound: readonly School[];
  /** The ids that stand in files with something wrong; undefined for one that cannot be read so far. */
  readonly wrongIds: readonly (string | undefined)[];
}

interface ReadingSchools {
  readonly served: readonly Chat[];
  readonly registry?: Registry;
}

const noWorkflows: Registry = new Map();

type Path = readonly PropertyKey[];

/** A school file that is YAML, whatever else may be wrong with it. */
interface SchoolFile {
  readonly name: string;
  readonly data: unknown;
  /** What stands there, if anything. */
  at(path: Path): unknown;
  /** Says where in the file something is, or should be. */
  place(path: Path): string;
}

/**
 * The schools of a school file, or of all `.yaml` and `.yml` files of a folder. `served` names the chats that the service
 * runs, and asks for what only a running service needs: each school has one of them at least, none that does not run,
 * and its tenant or workspace to itself. With none named, nothing is asked of chats. Each workflow of the registry says what does not fit what it has.
 */
export function readSchools(path: string, { served, registry = noWorkflows }: ReadingSchools): SchoolsRead {
  const problems: ConfigProblem[] = [];
  const names = listFiles(path, problems);
  const files = names.flatMap((name) => readFile(name, problems) ?? []);
  const wrong = new Set<SchoolFile>();
  const found = (file: SchoolFile, ...said: readonly ConfigProblem[]) => {
    if (said.length > 0) wrong.add(file);
    problems.push(...said);
  };
  const parsed = new Map<SchoolFile, School>();
  for (const file of files) {
    const read = schoolSchema.safeParse(file.data, { error: saidIssue });
    if (!read.success) {
      found(file, ...read.error.issues.flatMap((issue) => problemsOf(issue, file)));
      continue;
    }
    const misfits = [...registry.values()].flatMap((workflow) => workflow.misfits?.(read.data) ?? []);
    const words = (message: string) => `must be put right: ${message}.`;
    found(file, ...misfits.map(({ path, message }) => ({ place: file.place(path), words: words(message) })));
    parsed.set(file, read.data);
  }
  for (const file of served.length > 0 ? files : []) {
    const said = chatProblems((path) => file.at(path), served).map(({ path, words }) => ({
      place: file.place(path),
      words,
    }));
    found(file, ...said.filter(({ place }) => !problems.some((known) => known.place === place)));
  }
  const between = [
    ...repeated(files, ['id'], 'is the id of another school file too. Each school needs its own'),
    ...served.flatMap((chat) => repeated(files, tenants[chat].path, tenants[chat].isShared)),
    ...(served.includes('slack') ? furtherWorkspaces(files) : []),
  ];
  // Nobody can tell which of them is the slip.
  for (const { problem, of } of between) {
    problems.push(problem);
    for (const file of of) wrong.add(file);
  }
  const unread = names.filter((name) => !files.some((file) => file.name === name));
  return {
    schools: [...parsed.values()],
    // By file and line, as somebody who corrects them goes.
    problems: problems.toSorted((one, other) => inOrder.compare(one.place, other.place)),
    sound: [...parsed].flatMap(([file, school]) => (wrong.has(file) ? [] : [school])),
    wrongIds: [...[...wrong].map((file) => idOf(file)), ...unread.map(() => undefined)],
  };
}

function idOf(file: SchoolFile): string | undefined {
  const id = file.at(['id']);
  return typeof id === 'string' ? id : undefined;
}

const inOrder = new Intl.Collator('en-GB', { numeric: true });

/** Whether a file of a folder of school files is one of them, by its name. */
export function isSchoolFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

function listFiles(path: string, problems: ConfigProblem[]): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter(isSchoolFile);
    if (names.length === 0)
      problems.push({ place: path, words: 'is a folder without a .yaml file. Put the school file in it.' });
    return names.toSorted().map((name) => join(path, name));
  } catch (thrown) {
    problems.push({ place: path, words: unreadable(thrown) });
    return [];
  }
}

function readFile(name: string, problems: ConfigProblem[]): SchoolFile | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number) => `${name}, line ${lines.linePos(offset).line}`;
  try {
    // Without its pretty errors, which quote the file.
    const document = parseDocument(readFileSync(name, 'utf8'), { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
      for (const error of document.errors)
        problems.push({ place: lineAt(error.pos[0]), words: saidYamlError(error.code) });
      return undefined;
    }
    const place = (path: Path) =>
      [lineAt(offsetOf(document, path)), ...(path.length > 0 ? [saidPath(path)] : [])].join(', ');
    const data: unknown = document.toJS();
    return { name, data, place, at: (path) => valueAt(data, path) };
  } catch (thrown) {
    const words = thrown instanceof ReferenceError ? BAD_ALIAS : unreadable(thrown);
    problems.push({ place: name, words });
    return undefined;
  }
}

/** Where a path stands in the text; for what is not there, where the nearest thing around it stands. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function problemsOf(issue: z.core.$ZodIssue, file: SchoolFile): readonly ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const words = 'is not known here. Correct its spelling, or take it away. config/oakfield.yaml shows what there is.';
    return issue.keys.map((key) => ({ place: file.place([...issue.path, key]), words }));
  }
  const words = file.at(issue.path) === undefined ? 'is missing. Put it in' : `must be put right: ${issue.message}`;
  return [{ place: file.place(issue.path), words: `${words}.` }];
}

/** Our words for what the schema has none of its own for. Never the value: it is somebody's. */
export function saidIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === null) return 'there is nothing here';
      if (issue.expected === 'string') return 'this is not text; put it in quotes';
      if (issue.expected === 'array') return 'put a list here, each line with a dash';
      if (issue.expected === 'int') return 'put a whole number';
      if (issue.expected === 'boolean') return 'put true or false, without quotes';
      return issue.expected === 'number' ? 'put a number' : 'put indented lines here, each as "name: value"';
    case 'too_small':
      return issue.origin === 'array' ? `at least ${issue.minimum} must stand here` : `at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `at most ${issue.maximum} characters` : `at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

/** What is wrong between files, and which. */
interface Between {
  readonly problem: ConfigProblem;
  readonly of: readonly SchoolFile[];
}

function repeated(files: readonly SchoolFile[], path: Path, words: string): readonly Between[] {
  const values = files.map((file) => String(file.at(path) ?? '').toLowerCase());
  return files.flatMap((file, index) => {
    const first = files[values.indexOf(values[index] ?? '')];
    if (values[index] === '' || first === undefined || first === file) return [];
    const problem = { place: file.place(path), words: `${words}. The other is in ${first.place(path)}.` };
    return [{ problem, of: [file, first] }];
  });
}

/** The bot has the token of one workspace: what is for another would be said in that one. */
function furtherWorkspaces(files: readonly SchoolFile[]): readonly Between[] {
  const { path } = tenants.slack;
  const [first, ...others] = files.filter((file) => file.at(path) !== undefined);
  const words = 'is a second workspace, and one service speaks to one. Run another service for this school.';
  return others
    .filter((file) => file.at(path) !== first?.at(path))
    .map((file) => ({ problem: { place: file.place(path), words }, of: first === undefined ? [file] : [file, first] }));
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    data,
  );
}

/** `people[3].email` */
function saidPath(path: Path): string {
  return path.reduce<string>((said, part) => {
    if (typeof part === 'number') return `${said}[${part}]`;
    return said === '' ? String(part) : `${said}.${String(part)}`;
  }, '');
}

function saidYamlError(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this name stands twice in the same group. Keep one.';
    case 'TAB_AS_INDENT':
      return 'this line is indented with a tab. Use spaces.';
    case 'BAD_INDENT':
      return 'this line is indented more or less than those beside it. Line them up with spaces.';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here. One file is one school.';
    default:
      return `this line or the one before it is not YAML (${code}). Look for a missing quote, colon or dash.`;
  }
}

/** An asterisk before a value names another that was marked with &; nobody means that here. */
const BAD_ALIAS = 'has a value that begins with *. Put quotes around it.';

function unreadable(thrown: unknown): string {
  const code = (thrown as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return 'is not there. Correct SCHOOL_FILE, or put the school file there.';
  return `cannot be read${code === undefined ? '' : ` (${code})`}. Let the account of the service read it.`;
}
