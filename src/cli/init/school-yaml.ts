import { readFileSync } from 'node:fs';
import { Document, isScalar, stringify, visit } from 'yaml';
import { schoolSchema } from '../../domain/school.ts';

// Writes a school file with the comments that the example has, config/oakfield.yaml: what is explained there is explained
// in the same words in every school's own file.

const exampleFile = new URL('../../../config/oakfield.yaml', import.meta.url);

/** The most characters of a line. */
const WIDTH = 120;

/** What the example says of one key of a school file. */
interface Explained {
  readonly key: string;
  /** The lines of comment before it. */
  readonly comment: readonly string[];
  /** Its own lines, with comments in between. */
  readonly lines: readonly string[];
}

/** The example: what it says of files like it, and of each key in turn. */
interface Example {
  readonly aboutFiles: readonly string[];
  readonly keys: readonly Explained[];
}

/** The text of a school file with these values; what it has none of stands there as a comment, as an example. */
export function schoolYaml(values: Readonly<Record<string, unknown>>): string {
  const { aboutFiles, keys } = readExample(readFileSync(exampleFile, 'utf8'));
  const named = keys.map(({ key }) => key);
  const others = Object.keys(values)
    .filter((key) => !named.includes(key))
    .map((key) => ({ key, comment: [], lines: [] }));
  const groups = [...keys, ...others].flatMap((one) => {
    const value = values[one.key];
    const own = isNothing(value) ? shown(one.lines) : valueLines(one, value);
    if (own.length === 0) return [];
    return [[...(one.comment.length > 0 ? ['', ...one.comment] : []), ...own].join('\n')];
  });
  return `${[...head, '#', ...aboutFiles].join('\n')}\n${groups.join('\n')}\n`;
}

const head = [
  '# The school file, as "npx safeguarding init" wrote it: everything that the service has to know of the school.',
  '# docs/school-file.md goes through it group by group. A line without effect, such as "# chat: teams", shows what could',
  '# stand there, in an invented school: take away the "# " before it, and put your own in its place.',
];

/** Every key of a school file by itself or without effect, with the comment before it. */
export function readExample(text: string): Example {
  const known = Object.keys(schoolSchema.shape);
  const [about = '', ...rest] = text.split('\n\n');
  const keys: { key: string; comment: string[]; lines: string[] }[] = [];
  let comment: string[] = [];
  let current: { key: string; isShown: boolean } | undefined;
  for (const line of rest.join('\n\n').split('\n')) {
    const [, mark = '', key = ''] = /^(# )?([A-Za-z]+):(?: |$)/.exec(line) ?? [];
    if (known.includes(key)) {
      keys.push({ key, comment, lines: [line.slice(mark.length)] });
      current = { key, isShown: mark !== '' };
      comment = [];
    } else if (current !== undefined && line.startsWith(current.isShown ? '#   ' : ' ')) {
      keys.at(-1)?.lines.push(current.isShown ? line.slice(2) : line);
    } else {
      current = undefined;
      comment = line === '' ? [] : [...comment, line];
    }
  }
  // The first paragraph is about Oakfield, the next about any school file.
  const [, aboutFiles = ''] = about.split('\n#\n');
  return { aboutFiles: aboutFiles.split('\n'), keys };
}

/** Lines that have no effect: what is a comment already stays. */
function shown(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (/^\s*(#|$)/.test(line) ? line : `# ${line}`));
}

function valueLines({ key, lines }: Explained, value: unknown): readonly string[] {
  const written = yamlOf({ [key]: value })
    .trimEnd()
    .split('\n');
  return written.flatMap((line) => {
    const [inner = ''] = /^ {2}[A-Za-z-]+:/.exec(line) ?? [];
    return [...(inner === '' ? [] : commentBefore(inner, lines)), line];
  });
}

/** What the example says right before a line within a key, in full sentences. */
function commentBefore(inner: string, lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line.startsWith(inner));
  const last = lines.slice(0, Math.max(at, 0)).findLastIndex((line) => !/^ {2}# [A-Z]/.test(line));
  return at < 0 ? [] : lines.slice(last + 1, at);
}

/** YAML as the example has it: lists of words in one line, and in quotes what only looks like a number. */
function yamlOf(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Pair(_, { key, value: node }) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isScalar(node) && (name === 'telephone' || /^\d\d:\d\d$/.test(String(node.value))))
        node.type = 'QUOTE_SINGLE';
    },
    Scalar(_, node) {
      // In double quotes the library breaks a long line anywhere, also in the middle of a character of two parts.
      const isText = typeof node.value === 'string' && /[^\p{ASCII}]/u.test(node.value);
      if (isText && stringify(node.value).startsWith('"')) node.type = 'QUOTE_SINGLE';
    },
    Seq(_, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
