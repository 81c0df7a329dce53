import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersText, readAnswers } from '../../src/cli/init/answers.ts';
import { questionsFor } from '../../src/cli/init/questions.ts';
import { type Beginning, type Lines, runInit } from '../../src/cli/init/run-init.ts';
import { ConfigFault, readServiceConfig } from '../../src/config.ts';
import { readSchools } from '../../src/school-files.ts';
import { registry } from '../../src/workflows/index.ts';
import { compiledCode } from '../support/compiled-code.ts';
import { answersWith, inTeamsAlone, oakfieldAnswers } from '../support/init-answers.ts';
import { strangeText } from '../support/strange-text.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = resolve('src/cli.ts');
const today = '2026-11-23';

let root: TemporaryFolder;
let folder: string;
beforeEach(() => {
  root = temporaryFolder();
  folder = root.path('school');
});
afterEach(() => root.remove());

describe('init, asked one question after the other', () => {
  it('writes a school file that the service takes, and a file of variables that nobody else can read', async () => {
    await typed(linesFor(oakfieldAnswers));
    const { schools, problems } = readSchools(`${folder}/school.yaml`, { served: ['teams', 'slack'], registry });
    expect(problems).toEqual([]);
    expect(schools[0]).toMatchObject({ id: 'oakfield', name: 'Oakfield School', administrators: expect.any(Array) });
    expect(statSync(`${folder}/safeguarding.env`).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['safeguarding.env', 'school.yaml']);
  });

  it('asks nothing twice: whoever holds a second role is known by their address', async () => {
    const said = await typed(linesFor(oakfieldAnswers));
    expect(said.filter((line) => line.startsWith('What is the name of d.okonjo@'))).toHaveLength(1);
  });

  it('says what to do after an answer that cannot be, and asks again', async () => {
    const said = await typed(['Oakfield School', 'Oak Field!', ...linesFor(oakfieldAnswers).slice(1)]);
    expect(said).toContainEqual(
      'Not taken: use small letters, digits and dashes, at most 40. Please answer again, or write ? for more.',
    );
    expect(said.filter((line) => line.startsWith('What short id'))).toHaveLength(2);
  });

  it('refuses what does not fit the answers before, in the words of the school file', async () => {
    const lines = linesFor(oakfieldAnswers);
    const chair = lines.indexOf('g.dhanda@oakfield.example');
    const said = await typed([...lines.slice(0, chair), 'r.elstow@oakfield.example', ...lines.slice(chair)]);
    expect(said.join('\n')).toContain('concerns about the head go to the chair, so name somebody else.');
  });

  it('goes back one question, and offers what stood there', async () => {
    const lines = linesFor(oakfieldAnswers);
    const said = await typed([lines[0]!, 'oak', 'back', 'oakfield', ...lines.slice(2)]);
    expect(said).toContain('What short id should its records carry? (such as oakfield) [oak]');
    expect(readFileSync(`${folder}/school.yaml`, 'utf8')).toContain('\nid: oakfield\n');
  });

  it('stays at the first question where nothing is before it', async () => {
    expect(await typed(['back', ...linesFor(oakfieldAnswers)])).toContain('This is the first question.');
  });

  it('explains a question where somebody writes ?', async () => {
    const said = await typed(['?', ...linesFor(oakfieldAnswers)]);
    expect(said).toContain('As people read it, on cards and in the apps.');
  });

  it('explains every question, and has an example or an answer for each', () => {
    for (const { name, ask, explain, example, usual, suggested, isSilent } of allQuestions(oakfieldAnswers)) {
      expect(explain.length, name).toBeGreaterThan(20);
      expect(ask.length, name).toBeLessThanOrEqual(200);
      expect(isSilent === true || (example ?? usual ?? suggested) !== undefined, name).toBe(true);
    }
  });

  it('takes links as they are copied from the chats, and days as they are written in Britain', async () => {
    await typed(
      linesFor(
        answersWith({
          'teams/channelId': 'https://teams.microsoft.com/l/channel/19%3Asafe%40thread.tacv2/Safeguarding?groupId=1',
          'slack/workspaceId': 'https://app.slack.com/client/T0OAKFIELD/C0456EFGH',
          'slack/channelId': 'https://oakfield.slack.com/archives/C0SAFEGUARD',
          'people/n.rahimi@oakfield.example/trained': '10/2/2026',
          'agencies/police/lastChecked': 'today',
          hours: '8:00 to 17:00',
        }),
      ),
    );
    expect(schoolIn(folder)).toMatchObject({
      slack: { workspaceId: 'T0OAKFIELD' },
      channels: { safeguarding: { teams: { channelId: '19:safe@thread.tacv2' }, slack: { channelId: 'C0SAFEGUARD' } } },
      people: expect.arrayContaining([expect.objectContaining({ safeguardingTraining: '2026-02-10' })]),
      agencies: expect.arrayContaining([expect.objectContaining({ id: 'police', lastChecked: today })]),
      calendar: { hours: { from: '08:00', until: '17:00' } },
    });
  });

  it('takes people by their names, also one who is called None', async () => {
    await typed(linesFor(answersWith({ 'people/i.brandt@oakfield.example/name': 'none' })));
    expect(schoolIn(folder)?.people).toContainEqual(expect.objectContaining({ name: 'none' }));
  });

  it('says next steps in order, what is still to be put in, and which agency has no number', async () => {
    const said = (await typed(linesFor(oakfieldAnswers))).join('\n');
    expect(said).toMatch(/doctor.*\n.*manifest teams.*\n.*manifest slack.*\n.*serve/);
    expect(said).toContain('TEAMS_CLIENT_SECRET, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET.');
    expect(said).not.toContain('TEAMS_CLIENT_ID,');
    expect(said).toContain('Without a number, and so not in the school file: lado.');
    // What holds for Azure too stands before what does not.
    expect(said).toMatch(
      /not in the school file.*\n.*put the others in.*\n.*docs\/deployment\.md.*\n.*Still to be put/,
    );
  });
});

describe('init, when it is stopped', () => {
  it('keeps the answers of somebody at a terminal for their account alone, and goes on from there', async () => {
    const lines = linesFor(oakfieldAnswers);
    await expect(typed(lines.slice(0, 20), { isTerminal: true })).rejects.toMatchObject({ code: 'init-stopped' });
    expect(readdirSync(folder)).toEqual(['.init-answers.yaml']);
    expect(statSync(`${folder}/.init-answers.yaml`).mode & 0o777).toBe(0o600);
    const said = await typed(['yes', ...lines.slice(20)], { isTerminal: true });
    expect(said).toContain('You have answered 20 questions before. Go on from there: yes or no? [yes]');
    expect(readdirSync(folder).toSorted()).toEqual(['safeguarding.env', 'school.yaml']);
  });

  it('begins anew where somebody says so', async () => {
    const lines = linesFor(oakfieldAnswers);
    await typed(lines.slice(0, 5), { isTerminal: true }).catch(() => undefined);
    await typed(['perhaps', 'no', ...lines], { isTerminal: true });
    expect(schoolIn(folder)).toMatchObject({ id: 'oakfield' });
  });

  it('writes the answers so far through no link that somebody has put there', async () => {
    mkdirSync(folder);
    writeFileSync(root.path('elsewhere'), 'theirs');
    symlinkSync(root.path('elsewhere'), `${folder}/.init-answers.yaml.part`);
    await typed(linesFor(oakfieldAnswers).slice(0, 5), { isTerminal: true }).catch(() => undefined);
    expect(readFileSync(root.path('elsewhere'), 'utf8')).toBe('theirs');
    expect(statSync(`${folder}/.init-answers.yaml`).mode & 0o777).toBe(0o600);
  });

  it('asks again what was changed by hand into what cannot be', async () => {
    mkdirSync(folder);
    writeFileSync(`${folder}/.init-answers.yaml`, 'name: Oakfield School\nid: NOT AN ID\n');
    const said = await typed(['yes', ...linesFor(oakfieldAnswers).slice(1)], { isTerminal: true });
    expect(said.filter((line) => line.startsWith('What short id'))).toHaveLength(1);
  });

  it('leaves nothing behind where lines come from another program, and names the question that was next', async () => {
    await expect(typed(linesFor(oakfieldAnswers).slice(0, 12))).rejects.toMatchObject({
      code: 'init-unfinished',
      message:
        'The answers ended before "Who is the Designated Safeguarding Lead? Their email; several with commas between them." (roles/dsl/people)',
    });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('init with a file of answers', () => {
  it('asks nothing, and writes what the questions would have', async () => {
    await typed(linesFor(oakfieldAnswers));
    const asked = readFileSync(`${folder}/school.yaml`, 'utf8');
    folder = root.path('from-file');
    await answered(answersText(oakfieldAnswers));
    expect(readFileSync(`${folder}/school.yaml`, 'utf8')).toBe(asked);
  });

  it('names all that is missing, wrong or unknown at once, and quotes nothing', async () => {
    const broken = answersWith({
      telephone: undefined,
      'roles/chair/people': undefined,
      terms: 'MARKER in autumn',
      telphone: 'MARKER',
      'people/MARKER/name': 'Nobody',
    });
    const fault = await answered(answersText(broken)).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(fault).toMatchObject({ code: 'answers-wrong' });
    for (const words of [
      'telephone is missing. What is the telephone number',
      'roles/chair/people is missing. Who is the chair of governors?',
      'terms: Not taken. It has to be two days as "2026-09-02 to 2026-12-18".',
      'telphone: nothing is asked by this name',
      '/email: Not taken. It has to be an email address',
    ])
      expect(fault?.message).toContain(words);
    expect(fault?.message.replaceAll('people/MARKER', '').replaceAll('people/marker', '')).not.toContain('MARKER');
    expect(existsSync(folder)).toBe(false);
  });

  it('does not say of a question that it is unknown while the one that leads to it has no answer', async () => {
    const fault = await answered(answersText(answersWith({ chats: 'zoom', name: undefined, id: undefined }))).catch(
      (error: Error) => error.message,
    );
    expect(fault).toMatch(
      /^The answers.*\n {2}name is missing[^\n]*\n {2}chats: Not taken\. It has to be one of teams, slack, both\.$/,
    );
  });

  it('has no answer for who stands in by itself: that is for the school to say', async () => {
    await expect(answered(answersText(answersWith({ 'roles/dsl/delegate': undefined })))).rejects.toMatchObject({
      message: expect.stringContaining('roles/dsl/delegate is missing'),
    });
  });

  it('says in which line a file is no answers, and quotes nothing', async () => {
    for (const text of ['- MARKER', 'name: [{ MARKER: 1 }]', 'name: "MARKER', 'name: *MARKER'])
      await expect(answered(`\n${text}`)).rejects.toMatchObject({
        code: 'answers-unreadable',
        message: expect.stringMatching(/line 2: this is not an answer/),
      });
  });

  it('takes lists, and numbers with their first zero', () => {
    expect(readAnswers('telephone: 01632960100\nterms:\n  - a to b\n  - c to d\nhours:\n', 'x')).toEqual(
      new Map([
        ['telephone', '01632960100'],
        ['terms', 'a to b, c to d'],
        ['hours', ''],
      ]),
    );
    expect(readAnswers('', 'x')).toEqual(new Map());
  });

  it('takes the people of a table too, and what the file says of one of them first', async () => {
    const table =
      'Name,E-mail,Job title,kind\nAmara Osei,A.Osei@oakfield.example,Teacher,\nX,r.elstow@oakfield.example,X,staff\n';
    await answered(answersText(inTeamsAlone), table);
    expect(schoolIn(folder)?.people).toEqual(
      expect.arrayContaining([
        { email: 'a.osei@oakfield.example', name: 'Amara Osei', jobTitle: 'Teacher' },
        { email: 'r.elstow@oakfield.example', name: 'Ruth Elstow', jobTitle: 'Head Teacher', kind: 'staff' },
      ]),
    );
  });
});

describe('what init writes', () => {
  it('is never written over what is there, and never beside it', async () => {
    for (const name of ['school.yaml', 'safeguarding.env']) {
      folder = root.path(name.replace('.', '-'));
      mkdirSync(folder);
      writeFileSync(`${folder}/${name}`, 'ours');
      await expect(answered(answersText(oakfieldAnswers))).rejects.toMatchObject({ code: 'init-exists' });
      expect(readdirSync(folder)).toEqual([name]);
      expect(readFileSync(`${folder}/${name}`, 'utf8')).toBe('ours');
    }
  });

  it('is nothing that git would take along, whether it lies in the folder of the program or in one beside', () => {
    const names = ['safeguarding.env', 'school.yaml', '.init-answers.yaml', '.init-answers.yaml.part'];
    const others = ['school/school.yaml', 'school/safeguarding.env', 'infra/parameters/ours.bicepparam'];
    const ignored = readFileSync('.gitignore', 'utf8');
    writeFileSync(root.path('.gitignore'), ignored);
    execFileSync('git', ['init', '--quiet', root.path('.')]);
    const { stdout } = spawnSync('git', ['check-ignore', ...names, ...others], {
      cwd: root.path('.'),
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual([...names, ...others]);
  });

  it('makes the service say which secrets are missing, and nothing else', async () => {
    await answered(answersText(answersWith({ 'slack/reach': 'socket' })));
    const env = environmentIn(folder);
    const problems = problemsOf(env);
    // Slack is not there for the service until one of its variables is: it says so at the school file.
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^TEAMS_CLIENT_SECRET: is not set\./);
    expect(problems[1]).toMatch(/names Slack, but SLACK_BOT_TOKEN is not set/);
    const filled = { ...env, TEAMS_CLIENT_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    const config = readServiceConfig(filled, registry);
    expect(config).toMatchObject({
      store: { kind: 'sqlite', path: `${folder}/records/records.db` },
      vault: { kind: 'file', path: `${folder}/keys/keys.json` },
      checkpoints: { path: `${folder}/checkpoints` },
      port: 3978,
      teams: { clientId: '00000000-0000-4000-8000-00000000c0de' },
      slack: { transport: { kind: 'socket' } },
    });
  });

  it('has each variable once, without quotes or "export", with a comment before it, in 120 columns', async () => {
    await answered(answersText(oakfieldAnswers));
    const lines = readFileSync(`${folder}/safeguarding.env`, 'utf8').split('\n');
    const variables = lines.filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of variables) expect(line).toMatch(/^[A-Z_]+=[^'"`\\$#]*$/);
    expect(new Set(variables.map((line) => line.split('=')[0])).size).toBe(variables.length);
    for (const [index, line] of lines.entries()) if (/^[A-Z]/.test(line)) expect(lines[index - 1], line).toMatch(/^# /);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('names absolute paths, whatever was typed', async () => {
    await answered(answersText(answersWith({ store: 'sqlite:mine/records.db', vault: 'file:../keys.json' })));
    expect(environmentIn(folder)).toMatchObject({
      SCHOOL_FILE: `${folder}/school.yaml`,
      STORE: `sqlite:${folder}/mine/records.db`,
      VAULT: `file:${root.path('keys.json')}`,
    });
  });

  it('asks for a vault and a folder where the records are in Cosmos DB: nothing on this machine is likely', async () => {
    const cosmos = answersWith({ store: 'cosmos:https://oakfield.documents.azure.com/safeguarding' });
    await expect(answered(answersText(cosmos))).rejects.toMatchObject({
      message: expect.stringMatching(/vault is missing.*\n.*checkpoints is missing/),
    });
    const keys = { vault: 'keyvault:https://oakfield.vault.azure.net/keys/records', checkpoints: 'folder:/mnt/kept' };
    await answered(answersText(answersWith(keys, cosmos)));
    expect(environmentIn(folder)).toMatchObject({ VAULT: keys.vault, CHECKPOINTS: keys.checkpoints });
  });

  it.each(['it’s', 'a#b', "o'k", 'a"b', 'a$b', 'a\\b'].slice(1))(
    'is refused for a folder called %s, which systems read differently',
    async (name) => {
      folder = root.path(name);
      await expect(answered(answersText(oakfieldAnswers))).rejects.toMatchObject({ code: 'init-folder' });
      expect(existsSync(folder)).toBe(false);
    },
  );

  it('is refused with a sentence where it cannot be written', async () => {
    writeFileSync(root.path('school'), 'a file');
    await expect(answered(answersText(oakfieldAnswers))).rejects.toMatchObject({ code: 'init-unwritable' });
  });
});

describe('init, whatever anybody types', () => {
  it('ends with two files that the service takes, or with a sentence and no file', { timeout: 240_000 }, async () => {
    const good = linesFor(inTeamsAlone);
    const word = fc.oneof(
      strangeText(200),
      fc.constantFrom('', '?', 'back', 'none', 'both', ' ', '-', '# x', "'", '{', '&a', '*a'),
    );
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length), word), { maxLength: 6 }), async (slips) => {
        folder = root.path(`run-${count++}`);
        const lines = good.flatMap((line, index) => [
          ...slips.flatMap(([at, text]) => (at === index ? [text] : [])),
          line,
        ]);
        const outcome = await typed(lines).then(
          () => 'written',
          (error: { readonly code?: string; readonly whatToDo?: string }) => {
            expect(error.whatToDo).toMatch(/\.$/);
            return error.code;
          },
        );
        if (outcome !== 'written') expect([outcome, existsSync(folder)]).toEqual(['init-unfinished', false]);
        else {
          expect(readdirSync(folder).toSorted()).toEqual(['safeguarding.env', 'school.yaml']);
          const { problems } = readSchools(`${folder}/school.yaml`, { served: chatsIn(folder), registry });
          expect(problems).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('init as a program', () => {
  it('takes lines from another program, and ends with 0', async () => {
    const { code, out, err } = await run(['init', '--to', folder], linesFor(inTeamsAlone));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`${folder}/school.yaml and ${folder}/safeguarding.env are written.`);
    expect(existsSync(`${folder}/school.yaml`)).toBe(true);
  });

  it('ends with 2, says what is missing and writes nothing where the lines end too soon', async () => {
    const { code, err } = await run(['init', '--to', folder], ['Oakfield School']);
    expect(code).toBe(2);
    expect(err).toContain('Not done: The answers ended before "What short id should its records carry?" (id)');
    expect(existsSync(folder)).toBe(false);
  });

  it('takes a file of answers and a table of people, by the names of its options', async () => {
    writeFileSync(root.path('answers.yaml'), answersText(inTeamsAlone));
    writeFileSync(root.path('people.csv'), 'name,email,jobTitle\nAmara Osei,a.osei@oakfield.example,Teacher\n');
    const files = ['--answers', root.path('answers.yaml'), '--people', root.path('people.csv')];
    const { code, err } = await run(['init', '--to', folder, ...files], []);
    expect([code, err]).toEqual([0, '']);
    expect(readFileSync(`${folder}/school.yaml`, 'utf8')).toContain('Amara Osei');
  });

  it('says so where a file of answers is not there', async () => {
    const { code, err } = await run(['init', '--to', folder, '--answers', root.path('nowhere.yaml')], []);
    expect(code).toBe(2);
    expect(err).toContain('Correct the name behind --answers');
  });
});

/** What somebody types who answers all that is asked so, in turn. */
function linesFor(answers: ReadonlyMap<string, string>): string[] {
  const asked = allQuestions(answers).filter(({ isSilent }) => isSilent !== true);
  // A person is asked about once, where they first come up.
  return asked.map(({ name, usual }) => answers.get(name) ?? usual ?? '');
}

/** All questions in the order in which they come up. */
function allQuestions(answers: ReadonlyMap<string, string>) {
  const known = new Map<string, string>();
  const asked: ReturnType<typeof questionsFor>[number][] = [];
  for (;;) {
    const next = questionsFor(known, { folder, today }).find(({ name }) => !known.has(name));
    if (next === undefined) return asked;
    asked.push(next);
    known.set(next.name, answers.get(next.name) ?? next.usual ?? '');
  }
}

/** Runs it with these lines, and gives what it said. */
async function typed(lines: readonly string[], options: { readonly isTerminal?: boolean } = {}) {
  const said: string[] = [];
  const waiting = [...lines];
  const openLines = (): Lines => ({
    isTerminal: options.isTerminal ?? false,
    next: async () => waiting.shift(),
    close: () => undefined,
  });
  await runInit({ folder, today, say: (line) => said.push(line), openLines });
  return said;
}

/** Runs it with a file of answers, and with a table of people where one is given. */
async function answered(text: string, table?: string): Promise<void> {
  const answersFile = root.path('answers.yaml');
  const peopleFile = table === undefined ? undefined : root.path('people.csv');
  writeFileSync(answersFile, text);
  if (peopleFile !== undefined) writeFileSync(peopleFile, table ?? '');
  const openLines: Beginning['openLines'] = () => {
    throw new Error('nothing may be asked');
  };
  await runInit({ folder, answersFile, peopleFile, today, say: () => undefined, openLines });
}

function schoolIn(place: string) {
  return readSchools(`${place}/school.yaml`, { served: [] }).schools[0];
}

function chatsIn(place: string) {
  const school = schoolIn(place);
  return (['teams', 'slack'] as const).filter((chat) => school?.[chat] !== undefined);
}

function environmentIn(place: string) {
  return parseEnv(readFileSync(`${place}/safeguarding.env`, 'utf8'));
}

function problemsOf(env: NodeJS.Dict<string>): readonly string[] {
  try {
    readServiceConfig(env, registry);
    return [];
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems.map(({ place, words }) => `${place}: ${words}`);
    throw error;
  }
}

/** Runs the program with these lines on its standard input. */
function run(
  args: readonly string[],
  lines: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((done) => {
    const env = { PATH: process.env['PATH'], ...compiledCode };
    const child = execFile(process.execPath, [PROGRAM, ...args], { env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  });
}
