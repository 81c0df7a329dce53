import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../support/command-here.ts';
import { EXAMPLE, example } from '../support/configuration.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const CLIENT = '00000000-0000-4000-8000-00000000C0DE';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe('safeguarding manifest teams', () => {
  it('writes the package with the bot of the file of variables and the name of the school, and says where it goes', async () => {
    const { code, out, err } = await run([...teams(), ...website], variables());
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      `${folder.path('app.zip')} is ready, for the bot ${CLIENT.toLowerCase()}, offered by "Oakfield School".`,
    );
    expect(out).toContain('Teams admin centre');
    const manifest = manifestIn(folder.path('app.zip'));
    expect(manifest).toMatchObject({ id: CLIENT.toLowerCase(), developer: { name: 'Oakfield School' } });
  });

  it('takes another name and another bot from its options, without any file', async () => {
    const options = ['--client-id', CLIENT, '--developer', 'Oakfield Trust', '--privacy', 'https://oakfield.example/p'];
    expect(await run([...teams(), ...website, ...options])).toMatchObject({ code: 0 });
    expect(manifestIn(folder.path('app.zip')).developer).toEqual({
      name: 'Oakfield Trust',
      websiteUrl: 'https://www.oakfield.example',
      privacyUrl: 'https://oakfield.example/p',
      termsOfUseUrl: 'https://www.oakfield.example',
    });
  });

  it('shortens a long name, and says how to give another', async () => {
    const school = folder.path('long.yaml');
    writeFileSync(
      school,
      example.replace('name: Oakfield School\n', 'name: Oakfield School and Sixth Form of the Town\n'),
    );
    const { out } = await run([...teams(), ...website], variables(school));
    expect(out).toContain('offered by "Oakfield School and Sixth Form"');
    expect(out).toContain('--developer');
  });

  it('names all that is missing or wrong at once, and writes nothing', async () => {
    const { code, err } = await run([...teams(), '--website', 'http://oakfield.example', '--terms', 'x']);
    expect(code).toBe(2);
    expect(err).toContain('TEAMS_CLIENT_ID or --client-id: is not set.');
    expect(err).toContain('--developer: is needed where SCHOOL_FILE names no school');
    expect(err).toContain('--website: must be an https address');
    expect(err).toContain('--terms: must be an https address');
    expect(existsSync(folder.path('app.zip'))).toBe(false);
  });

  it('ends with 2 where the school file is wrong', async () => {
    const school = folder.path('bad.yaml');
    writeFileSync(school, 'id: x\n');
    expect(await run([...teams(), ...website], variables(school))).toMatchObject({ code: 2 });
  });
});

describe('safeguarding manifest slack', () => {
  const out = () => ['manifest', 'slack', '--out', folder.path('app.json')];

  it('writes the manifest with the address of the service, and says where it goes', async () => {
    const ended = await run([...out(), '--address', 'https://bot.oakfield.example']);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('https://api.slack.com/apps, Create New App, From a manifest');
    const text = readFileSync(folder.path('app.json'), 'utf8');
    expect(text.split('"https://bot.oakfield.example/slack/events"')).toHaveLength(9);
  });

  it('writes the manifest for Socket Mode', async () => {
    expect(await run([...out(), '--socket-mode'])).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(folder.path('app.json'), 'utf8')).settings.socket_mode_enabled).toBe(true);
  });

  it.each([
    [[], 'How is Slack to be reached?'],
    [['--socket-mode', '--address', 'https://bot.oakfield.example'], 'Only one of --address and --socket-mode'],
    [['--address', 'https://localhost'], 'Slack cannot come'],
  ])('is refused with %j, and writes nothing', async (options, words) => {
    const { code, err } = await run([...out(), ...options]);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(existsSync(folder.path('app.json'))).toBe(false);
  });

  it('says so where the file cannot be written', async () => {
    writeFileSync(folder.path('file'), '');
    const { code, err } = await run(['manifest', 'slack', '--socket-mode', '--out', folder.path('file', 'app.json')]);
    expect([code, err]).toEqual([2, expect.stringContaining('Name another file behind --out')]);
  });
});

const website = ['--website', 'https://www.oakfield.example'];

function teams(): readonly string[] {
  return ['manifest', 'teams', '--out', folder.path('app.zip')];
}

/** A file of variables, named as an option. */
function variables(school = EXAMPLE): readonly string[] {
  writeFileSync(
    folder.path('safeguarding.env'),
    `TEAMS_CLIENT_ID=${CLIENT}\nSCHOOL_FILE=${school}\nSLACK_BOT_TOKEN=\n`,
  );
  return ['--env', folder.path('safeguarding.env')];
}

function manifestIn(file: string) {
  const files = unzipSync(readFileSync(file));
  return JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());
}

async function run(args: readonly string[], more: readonly string[] = []) {
  return await runHere([...args, ...more], {}, process.cwd());
}
