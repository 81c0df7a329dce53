import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault } from '../../application/faults.ts';
import { type Chat, chatNames } from '../../domain/chats.ts';
import { type Answers, answersText, readAnswers } from './answers.ts';
import { ask } from './ask.ts';
import { agenciesIn, chatsIn, draftOf, firstAgencies } from './draft.ts';
import { environmentText, openVariables } from './environment-file.ts';
import { readPeople } from './people-table.ts';
import { isPlainValue } from './place-questions.ts';
import { NONE } from './question.ts';
import type { Asking } from './questions.ts';
import { schoolYaml } from './school-yaml.ts';
import { settle } from './settle.ts';
import { fileNames, refuseExisting, writeFiles } from './write-files.ts';

/** What somebody types, line by line. */
export interface Lines {
  /** Whether somebody sits there, who may be interrupted. */
  readonly isTerminal: boolean;
  /** Undefined where there is no more. */
  readonly next: () => Promise<string | undefined>;
  readonly close: () => void;
}

/** What `init` is given. */
export interface Beginning {
  readonly folder: string;
  readonly answersFile?: string | undefined;
  readonly peopleFile?: string | undefined;
  /** As 2026-11-23. */
  readonly today: string;
  readonly say: (line: string) => void;
  readonly openLines: () => Lines;
}

/** Where the answers so far are kept while somebody types them. */
const KEPT = '.init-answers.yaml';

/**
 * Asks what only the school knows, or takes it from a file, and writes the school file and the file with the variables.
 * Throws a `Fault` where that cannot be done; then neither is there.
 */
export async function runInit({ folder, answersFile, peopleFile, today, say, openLines }: Beginning): Promise<void> {
  const asking = { folder: resolve(folder), today };
  refuseFolder(asking.folder);
  refuseExisting(asking.folder);
  const people = peopleFile === undefined ? new Map() : readPeople(readText(peopleFile, '--people'), peopleFile);
  if (answersFile === undefined) {
    await askAndWrite(people, { asking, say, openLines });
    return;
  }
  // What is said of one person alone goes before the table.
  const given = readAnswers(readText(answersFile, '--answers'), answersFile);
  write(settle(new Map([...people, ...given]), asking), asking, say);
}

async function askAndWrite(
  people: Answers,
  { asking, say, openLines }: Pick<Beginning, 'say' | 'openLines'> & { readonly asking: Asking },
): Promise<void> {
  const lines = openLines();
  const kept = join(asking.folder, KEPT);
  try {
    for (const line of introduction) say(line);
    const begun = lines.isTerminal && existsSync(kept) ? await goOn(kept, say, lines) : new Map();
    const keep = (answers: Answers) => {
      if (lines.isTerminal) keepAnswers(kept, answers);
    };
    const asked = await ask(new Map([...people, ...begun]), { ...asking, say, keep, next: lines.next });
    if (asked.kind === 'ended')
      throw lines.isTerminal ? new Stopped(existsSync(kept) ? kept : undefined) : unfinished(asked.at);
    write(asked.answers, asking, say);
    if (lines.isTerminal) rmSync(kept, { force: true });
  } finally {
    lines.close();
  }
}

const introduction = [
  'This asks about the school, and writes its school file and the file with the variables of the service.',
  'What stands in [brackets] is taken with Enter. Write ? for more on a question, and back for the one before.',
  'With quit, or Ctrl+C, you stop; what you have answered is kept for the next time.',
];

/** The answers of an earlier time, if they are still wanted. */
async function goOn(kept: string, say: Beginning['say'], lines: Lines): Promise<Answers> {
  const answers = readAnswers(readText(kept, 'the folder'), kept);
  say(`You have answered ${answers.size} questions before. Go on from there: yes or no? [yes]`);
  for (;;) {
    const typed = (await lines.next())?.trim().toLowerCase();
    if (typed === undefined || typed === '' || typed === 'yes' || typed === 'y') return answers;
    if (typed === 'no' || typed === 'n') return new Map();
    say('Write yes to go on from there, or no to begin anew.');
  }
}

/** For this account alone, and whole at any time: a terminal may be closed while it is written. */
function keepAnswers(kept: string, answers: Answers): void {
  try {
    mkdirSync(join(kept, '..'), { recursive: true, mode: 0o700 });
    // In a folder that others may write, a link could stand there.
    rmSync(`${kept}.part`, { force: true });
    writeFileSync(`${kept}.part`, answersText(answers), { flag: 'wx', mode: 0o600 });
    renameSync(`${kept}.part`, kept);
  } catch (error) {
    throw new Fault(`${kept} cannot be written.`, {
      code: 'init-unwritable',
      whatToDo: 'Put --to and a folder that this account may write to.',
      cause: error,
    });
  }
}

function write(answers: Answers, { folder }: Asking, say: Beginning['say']): void {
  const chats = chatsIn(answers);
  const texts = { school: schoolYaml(draftOf(answers)), environment: environmentText(answers, folder) };
  writeFiles(folder, texts, chats);
  const environment = join(folder, fileNames.environment);
  say(`${join(folder, fileNames.school)} and ${environment} are written.`);
  const absent = agenciesIn(answers).filter(
    (kind) => firstAgencies.includes(kind) && answers.get(`agencies/${kind}/telephone`) === NONE,
  );
  if (absent.length > 0) say(`Without a number, and so not in the school file: ${absent.join(', ')}.`);
  say('Whoever is not among the people of the school file can do nothing here: put the others in.');
  say('If the service will run in Azure, go on in docs/deployment.md now: what follows is for this machine alone.');
  const open = openVariables(answers);
  if (open.length > 0) say(`Still to be put into ${environment}: ${open.join(', ')}. What each is stands above it.`);
  say('Next, in the folder of the program and in this order:');
  const env = `--env ${/\s/.test(environment) ? `"${environment}"` : environment}`;
  const reach = answers.get('slack/reach') === 'socket' ? '--socket-mode' : '--address https://YOUR-MACHINE';
  const more: Record<Chat, string> = { teams: '--website https://YOUR-SCHOOL', slack: reach };
  const steps = [
    `npx safeguarding doctor ${env}      says what is still missing`,
    ...chats.map((chat) => `npx safeguarding manifest ${chat} ${env} ${more[chat]}      for ${chatNames[chat]}`),
    `npm run serve -- ${env}`,
  ];
  for (const [index, step] of steps.entries()) say(`  ${index + 1}. ${step}`);
}

function readText(file: string, where: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Fault(`${file} cannot be read.`, {
      code: 'init-unreadable',
      whatToDo: `Correct the name behind ${where}, and let this account read the file. Nothing was written.`,
      cause: error,
    });
  }
}

function refuseFolder(folder: string): void {
  if (isPlainValue(folder)) return;
  throw new Fault('The path of the folder holds a quote, a backslash, #, $ or a character that is no letter.', {
    code: 'init-folder',
    whatToDo: 'Put --to and a folder without: systems differ in how they read that. Nothing was written.',
  });
}

function unfinished({ name, ask: words }: { readonly name: string; readonly ask: string }): Fault {
  return new Fault(`The answers ended before "${words}" (${name})`, {
    code: 'init-unfinished',
    whatToDo:
      'Give the rest: a line for each question, and an empty one for what stands in brackets. Nothing was written.',
  });
}

/** Somebody at a terminal stopped, as they may at any time; nothing went wrong. */
export class Stopped extends Fault {
  constructor(kept: string | undefined) {
    super('Stopped.', {
      code: 'init-stopped',
      whatToDo:
        kept === undefined
          ? 'Nothing was written.'
          : `What you answered is kept in ${kept}: run it again to go on. Nothing else was written.`,
    });
  }
}
