import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { dockerfile, productionFiles } from '../support/production-files.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

// The same files as in the container image, put into an empty folder as infra/Dockerfile puts them: is anything missing,
// and is anything there that should not be? Nobody can build an image where the tests run.

/** The account of the service in the image. */
const ACCOUNT = 10_001;
const MEGABYTE = 1024 ** 2;
const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

const folder = temporaryFolder();
const app = folder.path('app');
const data = folder.path('data');
const nowhere = folder.path('nowhere');
const school = aSlackSchool();
let side: Awaited<ReturnType<typeof startSlackSide>>;
let service: ServiceProcess | undefined;

beforeAll(async () => {
  side = await startSlackSide({ school, now: Date.now });
  for (const path of [app, data, nowhere]) mkdirSync(path);
  writeFileSync(folder.path('school.yaml'), stringify(school));
  await productionFiles(app);
  // As in the image: what the service is made of belongs to somebody else, and only its data is its own.
  chmodSync(folder.path(), 0o755);
  await run('chmod', ['-R', 'a-w,a+rX', app, nowhere]);
  if (isRoot) chownSync(data, ACCOUNT, ACCOUNT);
});

afterAll(async () => {
  await service?.kill();
  await side?.slack.stop();
  await run('chmod', ['-R', 'u+w', app, nowhere]);
  folder.remove();
});

it('the files of the service are enough to serve, on a disk that it cannot write to, for an account without rights', async () => {
  const { slack, as, channelId } = side;
  const before = everyFileBelow(app);
  service = await startServiceProcess(
    {
      NODE_ENV: 'production',
      SCHOOL_FILE: folder.path('school.yaml'),
      STORE: `sqlite:${join(data, 'records.db')}`,
      VAULT: `file:${join(data, 'keys.json')}`,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      // Where a program writes that does not say where.
      TMPDIR: nowhere,
      HOME: nowhere,
    },
    await freePorts(1),
    { folder: app, ...(isRoot ? { account: ACCOUNT } : {}) },
  );
  slack.sendsTo(`${service.address}/slack/events`, () => Promise.resolve());
  expect((await fetch(`${service.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${service.address}/readyz`)).status).toBe(200);
  expect(await healthOf(service.address)).toBe(0);

  const teacher = as(people.teacher);
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.presses('No');
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await teacher.submits();
  const reference = referenceIn(teacher);
  await slack.until(() => slack.messagesIn(channelId).length > 0, 'the card comes');
  expect(slack.messagesIn(channelId)[0]?.words).toContain(reference);

  const asked = performance.now();
  expect(await service.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(await healthOf(service.address)).toBe(1);
  expect(everyFileBelow(app)).toEqual(before);
  expect(readdirSync(nowhere)).toEqual([]);
});

it('the commands for whoever looks after the service are there too, and need nothing that is not', async () => {
  // By a link from elsewhere, as in the image.
  const command = folder.path('safeguarding');
  symlinkSync(join(app, 'src/launch.mjs'), command);
  const { stdout } = await run(process.execPath, [command, '--help'], { cwd: nowhere });
  for (const name of ['doctor', 'init', 'manifest', 'backup', 'restore', 'verify']) expect(stdout).toContain(name);
});

it('nothing is there that only builds or tests the service', () => {
  const { devDependencies } = packageSchema.parse(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')));
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')));
  const wanted = Object.entries(lock.packages).filter(([name, { dev }]) => name !== '' && dev !== true);
  const forDevelopers = Object.keys(devDependencies).filter(
    (name) => lock.packages[`node_modules/${name}`]?.dev === true,
  );
  expect(forDevelopers).toContain('@microsoft/m365agentsplayground');
  expect(forDevelopers.filter((name) => existsSync(join(app, 'node_modules', name)))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(100);
  expect(readdirSync(app).toSorted()).toEqual(
    ['LICENSE', 'cards', 'config', 'manifest', 'node_modules', 'package-lock.json', 'package.json', 'src'].toSorted(),
  );
  expect(readdirSync(join(app, 'config'))).toEqual(['oakfield.yaml']);
  expect(globSync('{src,cards,config,manifest}/**/*.{env,db,test.ts}', { cwd: app })).toEqual([]);
  const sizes = Object.fromEntries(['node_modules', 'src', 'cards'].map((name) => [name, megabytes(join(app, name))]));
  process.stdout.write(`The files of the service, in MB: ${JSON.stringify(sizes)}\n`);
  expect(sizes['node_modules']).toBeLessThan(300);
});

/** What infra/Dockerfile runs to see whether the service is alive: 0 where it is. */
async function healthOf(address: string): Promise<number> {
  const [, words = '[]'] =
    /CMD (\[.*\])$/.exec(dockerfile().find((line) => line.startsWith('HEALTHCHECK')) ?? '') ?? [];
  const [, ...command] = z.array(z.string()).parse(JSON.parse(words));
  try {
    await run(process.execPath, command, { env: { PORT: new URL(address).port } });
    return 0;
  } catch (error) {
    return z.object({ code: z.number() }).parse(error).code;
  }
}

function everyFileBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted();
}

function megabytes(path: string): number {
  const files = everyFileBelow(path).map((name) => statSync(join(path, name)));
  return Math.round(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / MEGABYTE);
}

const packageSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });
