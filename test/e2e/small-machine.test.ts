import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { archivedFiles } from '../../scripts/release.ts';
import { membersOfPrivateChannel } from '../../src/domain/school.ts';
import { readSchools } from '../../src/school-files.ts';
import { aMachineShell, type ShellRunning } from '../support/machine-shell.ts';
import { staffTable, typedAtInit } from '../support/oakfield-answers.ts';
import { people } from '../support/school.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { slackChannelId } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { commandsOf } from '../support/small-machine-page.ts';
import { reportConcern } from '../support/teams-bot.ts';
import { startTeamsOfProcess } from '../support/teams-of-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

// docs/small-machine.md, as it is written: each step runs the commands of the page, and each needs the one before.

const RECORD = resolve('test-results/small-machine.txt');
const CLIENT_ID = '11111111-1111-4111-8111-111111111111';
const MINUTES = 60_000;
/** A machine that does much else beside takes its time. */
const LONG = 5 * MINUTES;

const folder = temporaryFolder();
const apart = { BACKUPS: folder.path('backup-disk'), APART: folder.path('keys-apart') };
const placesOf = (machine: string) => ({
  PROGRAMS: folder.path(machine, 'programs'),
  PLACE: folder.path(machine, 'place'),
  ...apart,
});
const [first, second] = [placesOf('first'), placesOf('second')];
const programOf = (places: typeof first) => ({ cwd: `${places.PROGRAMS}/safeguarding` });
const variablesIn = (places: typeof first) => `${places.PLACE}/safeguarding.env`;

let shell = aMachineShell(folder.path('home'), first, { first: commandsOf('command') });
let service: ShellRunning | undefined;
let teams: Awaited<ReturnType<typeof startTeamsOfProcess>>;
let slackSide: Awaited<ReturnType<typeof startSlackSide>>;
let port: number;
const reported: string[] = [];

beforeAll(async () => {
  for (const name of ['home', 'download', 'first/programs', 'first/place', 'second/programs', 'second/place'])
    mkdirSync(folder.path(name), { recursive: true });
  for (const path of Object.values(apart)) mkdirSync(path);
  // As a disk of its own has.
  mkdirSync(join(apart.BACKUPS, 'lost+found'), { mode: 0o700 });
  makeRelease();
  port = await freePorts(1);
});

afterAll(async () => {
  shell.kill();
  await slackSide?.slack.stop();
  await teams?.stop();
  shell.keepRecord(RECORD);
  process.stdout.write(`What was run on the small machine, and what it said: ${RECORD}\n`);
  folder.remove();
}, LONG);

it(
  'is installed from the files of the release, without what only its makers need',
  async () => {
    const { code, out } = await shell.run(commandsOf('install'), { cwd: folder.path('download') });
    expect([code, out]).toEqual([0, expect.stringContaining('.tar.gz: OK')]);
    const { cwd } = programOf(first);
    expect(
      ['vitest', 'typescript', '@microsoft/m365agentsplayground'].filter((name) =>
        existsSync(join(cwd, 'node_modules', name)),
      ),
    ).toEqual([]);
  },
  LONG,
);

it(
  'is set up by questions, and says what is missing still',
  async () => {
    writeFileSync(`${first.PLACE}/staff.csv`, staffTable());
    const typed = typedAtInit({ folder: first.PLACE, port, clientId: CLIENT_ID });
    const set = await shell.run(commandsOf('init'), { ...programOf(first), typed });
    expect([set.code, set.out]).toEqual([0, expect.stringContaining('safeguarding.env')]);
    const { code, out } = await shell.run(commandsOf('doctor before'), programOf(first));
    expect(code).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'TEAMS_CLIENT_SECRET']) expect(out).toContain(name);
  },
  LONG,
);

it(
  'has its apps written, which are uploaded, and their secrets put into the variables',
  async () => {
    const { code } = await shell.run(commandsOf('manifests'), programOf(first));
    expect([code, readdirSync(first.PLACE)]).toEqual([
      0,
      expect.arrayContaining(['slack-manifest.json', 'teams-app.zip']),
    ]);
    await startChats();
    const { slack } = slackSide;
    complete(variablesIn(first), {
      ...teams.variables,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      HOST: '127.0.0.1',
    });
    expect((await shell.run(commandsOf('keep the variables'), programOf(first))).code).toBe(0);
  },
  LONG,
);

it(
  'serves both chats, and the doctor finds nothing wrong',
  async () => {
    await serve(first);
    await vi.waitFor(
      async () => {
        const { code, out } = await shell.run(commandsOf('doctor'), programOf(first));
        expect([code, out]).toEqual([0, expect.not.stringContaining('wrong  ')]);
      },
      { timeout: MINUTES, interval: 2_000 },
    );
  },
  LONG,
);

it(
  'takes a concern in Slack and one in Teams, and both stand in both private channels',
  async () => {
    reported.push(await reportInSlack());
    reported.push(await reportConcern(teams));
    await vi.waitFor(
      () => {
        for (const reference of reported) {
          expect(cardsInSlack(reference)).toHaveLength(1);
          expect(cardsInTeams(reference)).toHaveLength(1);
        }
      },
      { timeout: MINUTES, interval: 100 },
    );
  },
  LONG,
);

it(
  'is backed up while a message is owed, and lost with all that is on it',
  async () => {
    slackSide.slack.goesDown({ method: 'chat.postMessage' });
    const owed = await reportConcern(teams);
    await vi.waitFor(() => expect(cardsInTeams(owed)).toHaveLength(1), { timeout: MINUTES, interval: 100 });
    reported.push(owed);
    const ended = await service?.stop();
    expect(ended?.out).toContain('the service has stopped');
    const { code, out } = await shell.run(commandsOf('backup'), programOf(first));
    expect([code, out]).toEqual([0, expect.stringContaining('Every one is as it was written.')]);
    expect(readdirSync(apart.APART).toSorted()).toEqual([expect.stringMatching(/^keys-.*\.json$/), 'safeguarding.env']);
    expect((await shell.run(commandsOf('watch'), programOf(first))).out).toMatch(
      /backup +The newest backup is less than/,
    );
    rmSync(folder.path('first'), { recursive: true });
    rmSync(folder.path('home'), { recursive: true });
    expect(cardsInSlack(owed)).toEqual([]);
  },
  LONG,
);

it(
  'is put back from the backup in another empty place, and every record is as it was',
  async () => {
    mkdirSync(folder.path('home'));
    shell = shell.on(folder.path('home'), second);
    expect((await shell.run(commandsOf('install'), { cwd: folder.path('download') })).code).toBe(0);
    expect((await shell.run(commandsOf('variables back'), programOf(second))).code).toBe(0);
    const text = readFileSync(variablesIn(second), 'utf8');
    writeFileSync(variablesIn(second), text.replaceAll(first.PLACE, second.PLACE));
    const { code, out } = await shell.run(commandsOf('restore'), programOf(second));
    expect([code, out]).toEqual([0, expect.stringMatching(/^Restored \d+ records as of /m)]);
  },
  LONG,
);

it(
  'serves on: what was owed comes once, and the old cases can be acknowledged',
  async () => {
    slackSide.slack.comesBack();
    await serve(second);
    const [inSlack = '', inTeams = '', owed = ''] = reported;
    await vi.waitFor(() => expect(cardsInSlack(owed)).toHaveLength(1), { timeout: 2 * MINUTES, interval: 200 });
    await teams.as(people.dsl).pressInChannel('Acknowledge', inSlack);
    await vi.waitFor(
      () => {
        expect(cardsInSlack(inSlack)).toEqual([expect.stringContaining('acknowledged')]);
        expect(cardsInTeams(inSlack)).toEqual([expect.stringContaining('acknowledged')]);
      },
      { timeout: MINUTES, interval: 100 },
    );
    for (const reference of [inSlack, inTeams, owed]) {
      expect(cardsInSlack(reference)).toHaveLength(1);
      expect(cardsInTeams(reference)).toHaveLength(1);
    }
    const { code } = await shell.run(commandsOf('doctor'), programOf(second));
    expect(code).toBe(0);
    const ended = await service?.stop();
    expect(ended?.out).not.toMatch(/MARKER|Marker|Osei/);
    expect(slackSide.slack.refusals()).toEqual([]);
  },
  4 * MINUTES,
);

/** The archive of this very version, as `npm run release` packs it, with its sum. */
function makeRelease(): void {
  const name = `safeguarding-bot-${packageJson.version}`;
  const file = folder.path('download', `${name}.tar.gz`);
  execFileSync('tar', ['--transform', `s,^,${name}/,`, '-czf', file, ...archivedFiles()]);
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
  writeFileSync(folder.path('download', 'SHA256SUMS'), `${sum}  ${name}.tar.gz\n${'0'.repeat(64)}  LICENCES.md\n`);
}

/** Both chats, with everybody of the school that `init` wrote. */
async function startChats(): Promise<void> {
  const { schools, problems } = readSchools(`${first.PLACE}/school.yaml`, { served: ['teams', 'slack'] });
  const [school] = schools;
  if (school === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  slackSide = await startSlackSide({ school, now: Date.now, inRealTime: true });
  const { slack, userIdOf } = slackSide;
  const members = membersOfPrivateChannel(school);
  slack.addChannel({ id: slackChannelId, name: 'safeguarding', isPrivate: true, members: members.map(userIdOf) });
  teams = await startTeamsOfProcess(school);
  teams.fake.setMembers(
    teams.channelId,
    members.map((email) => teams.as(email).user),
  );
}

async function serve(places: typeof first): Promise<void> {
  service = await shell.serve(commandsOf('serve'), programOf(places));
  const address = `http://127.0.0.1:${port}`;
  slackSide.slack.sendsTo(`${address}/slack/events`, () => Promise.resolve());
  teams.speakTo({ address });
}

/** A teacher reports in Slack; nothing of this process knows when the service has answered. */
async function reportInSlack(): Promise<string> {
  const { slack, as } = slackSide;
  const teacher = as(people.teacher);
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.presses('No');
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await teacher.submits();
  return referenceIn(teacher);
}

/** Puts values where lines are empty, and adds what has no line. */
function complete(file: string, values: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    text = line.test(text) ? text.replace(line, `${name}=${value}`) : `${text}${name}=${value}\n`;
  }
  writeFileSync(file, text);
}

function cardsInSlack(reference: string): readonly string[] {
  const said = slackSide.slack.messagesIn(slackChannelId).map(({ words }) => words);
  return said.filter((words) => words.includes(`Concern ${reference}`) || words.startsWith(reference));
}

function cardsInTeams(reference: string): readonly string[] {
  return teams
    .as(people.dsl)
    .channel()
    .filter((words) => words.includes(reference));
}
