import { readFileSync } from 'node:fs';
import schema from '@microsoft/app-manifest/build/json-schemas/teams/v1.25/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { unzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { readTyped } from '../../src/application/typed-command.ts';
import { schoolSchema } from '../../src/domain/school.ts';
import {
  developerName,
  fillTeamsManifest,
  isPngOf,
  packageForTeams,
  readTeamsManifest,
  type TeamsPackaging,
  teamsPackagingSchema,
} from '../../src/manifests/teams-package.ts';
import { registry } from '../../src/workflows/index.ts';
import { example } from '../support/configuration.ts';

const packaging: TeamsPackaging = {
  clientId: '00000000-0000-4000-8000-00000000C0DE',
  developer: 'Oakfield School',
  website: 'https://www.oakfield.example',
};
const template = readTeamsManifest();
const manifest = fillTeamsManifest(template, packaging);

interface Command {
  readonly title: string;
  readonly description: string;
}
interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly Command[];
}
const [bot] = manifest.bots;
const lists: readonly CommandList[] = bot.commandLists;
const actions: readonly (Command & { readonly id: string })[] = manifest.composeExtensions[0].commands;

// Not strict: the schema has keywords beside a $ref, which draft 4 passes over.
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv, ['uri']);
const validate = ajv.compile(schema);

/** What anybody can begin by typing it. */
const beginnings = [...registry.values()].flatMap(({ commands }) =>
  Object.entries(commands).filter(
    ([, { begins, internal, typed = [] }]) => begins === true && internal !== true && typed.length > 0,
  ),
);
/** The lists that can be asked for by themselves. */
const typedLists = [...registry.values()]
  .flatMap((workflow) => workflow.lists)
  .filter(({ typed = [] }) => typed.length > 0);

describe('the Teams manifest', () => {
  it('is valid against the public schema of its version', () => {
    expect(problemsOf(manifest)).toEqual([]);
    expect(manifest.$schema).toBe(
      `https://developer.microsoft.com/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`,
    );
    expect(manifest.manifestVersion).toBe('1.25');
  });

  it('would be found invalid with a name that the schema does not know, a value that it does not allow, or a placeholder', () => {
    expect(problemsOf({ ...manifest, supportsChanelFeatures: 'tier1' })).not.toEqual([]);
    expect(problemsOf({ ...manifest, supportsChannelFeatures: 'tier2' })).not.toEqual([]);
    expect(problemsOf(JSON.parse(template))).not.toEqual([]);
  });

  it('serves 1:1 chats, teams with private channels, and group chats, and takes no files', () => {
    expect(bot).toMatchObject({ scopes: ['personal', 'team', 'groupChat'], supportsFiles: false });
    expect(manifest.supportsChannelFeatures).toBe('tier1');
  });

  it('has one command list for each scope', () => {
    expect(lists.flatMap(({ scopes }) => scopes)).toEqual(bot.scopes);
  });

  it('lists only commands that the bot understands', () => {
    for (const { commands } of lists) {
      for (const { title } of commands) expect(readTyped(registry, title), title).not.toEqual({ kind: 'other' });
    }
  });

  it('lists everything that has a name, and the overview, in each scope', () => {
    expect(beginnings.length).toBeGreaterThan(0);
    expect(typedLists.length).toBeGreaterThan(0);
    for (const { scopes, commands } of lists) {
      const listed = commands.map(({ title }) => readTyped(registry, title));
      for (const [type] of beginnings)
        expect(listed, `${scopes}`).toContainEqual({ kind: 'command', type, hasMore: false });
      for (const { id } of typedLists) expect(listed, `${scopes}`).toContainEqual({ kind: 'list', id });
      expect(listed, `${scopes}`).toContainEqual({ kind: 'overview' });
    }
  });

  it('offers everything that has a name, and nothing else, as an action under its own words', () => {
    const inOrder = (all: readonly (readonly string[])[]) => all.map((one) => one.join(': ')).toSorted();
    expect(inOrder(actions.map(({ id, title }) => [id, title]))).toEqual(
      inOrder([
        ...beginnings.map(([type, { label }]) => [type, label]),
        ...typedLists.map(({ id, title }) => [`list/${id}`, title]),
      ]),
    );
  });

  it('opens the form of an action from where people write, never from a message, whose text would come with it', () => {
    for (const action of actions) {
      expect(action).toMatchObject({ type: 'action', fetchTask: true, context: ['compose', 'commandBox'] });
    }
  });

  it('keeps within what Teams shows: titles of 32 characters, descriptions of 128, 10 commands a list', () => {
    for (const { commands } of [...lists, { commands: actions }]) {
      expect(commands.length).toBeLessThanOrEqual(10);
      for (const { title, description } of commands) {
        expect(title.length, title).toBeLessThanOrEqual(32);
        expect(description.length, title).toBeLessThanOrEqual(128);
      }
    }
  });

  it('has the version of the project', () => {
    expect(manifest.version).toBe(packageJson.version);
  });

  it('names no domain: the bot shows nothing from elsewhere', () => {
    expect(manifest.validDomains).toEqual([]);
  });

  it.each([
    ['color', 192],
    ['outline', 32],
  ])('has a %s icon of %i by %i', (name, size) => {
    const icon = readFileSync(new URL(`../../manifest/teams/${manifest.icons[name]}`, import.meta.url));
    expect(icon.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([size, size]);
    // 8 bits a colour, with transparency.
    expect([icon[24], icon[25]]).toEqual([8, 6]);
    expect([isPngOf(icon, size), isPngOf(icon, size + 1), isPngOf(icon.subarray(1), size)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the package for Teams', () => {
  it('holds the manifest with the values of the school and no placeholder, and the icons that it names', () => {
    const files = unzipSync(packageForTeams(packaging));
    expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    const text = Buffer.from(files['manifest.json']!).toString();
    expect(text).not.toMatch(/\$\{\{|replace-with/);
    expect(JSON.parse(text)).toEqual(manifest);
    expect(manifest).toMatchObject({
      id: '00000000-0000-4000-8000-00000000c0de',
      bots: [{ botId: manifest.id }],
      composeExtensions: [{ botId: manifest.id }],
      developer: { name: 'Oakfield School', privacyUrl: 'https://www.oakfield.example' },
    });
  });

  it('is refused without what only the school knows, and with what Teams would refuse', () => {
    const wrong = [
      {},
      { ...packaging, clientId: 'x' },
      { ...packaging, website: 'http://www.oakfield.example' },
      { ...packaging, privacy: 'www.oakfield.example/privacy' },
      { ...packaging, developer: 'x'.repeat(33) },
    ];
    for (const values of wrong) expect(teamsPackagingSchema.safeParse(values).success).toBe(false);
    expect(teamsPackagingSchema.parse(packaging)).toEqual(packaging);
  });

  it('is the same, byte for byte, for the same school, whenever and wherever it is made', () => {
    const made = packageForTeams(packaging);
    vi.useFakeTimers({ now: new Date('2031-02-03T04:05:06Z') });
    try {
      expect(Buffer.from(packageForTeams(packaging)).equals(made)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    expect(Buffer.from(packageForTeams({ ...packaging, developer: 'Elmfield School' })).equals(made)).toBe(false);
  });

  it('names the school as its developer, and no person of it', () => {
    const { people } = schoolSchema.parse(parse(example));
    const text = Object.values(unzipSync(packageForTeams(packaging)))
      .map((file) => Buffer.from(file).toString('latin1'))
      .join('\n');
    for (const { name, email } of people)
      for (const word of [...name.split(' '), email]) expect(text).not.toContain(word);
    expect(text).toContain('"name": "Oakfield School"');
  });

  it.each([
    ['Oakfield School', 'Oakfield School'],
    ['Saint Cuthbert’s Church of England Voluntary Aided Primary School', 'Saint Cuthbert’s Church'],
    ['Oakfield School and Sixth Form of the Town', 'Oakfield School and Sixth Form'],
    [`X${'y'.repeat(60)}`, `X${'y'.repeat(31)}`],
    [`${'y'.repeat(31)}😀😀`, 'y'.repeat(31)],
    ['  Oakfield   School ', 'Oakfield School'],
  ])('is offered by "%s" as "%s", in whole words, within the 32 characters of Teams', (school, developer) => {
    expect(developerName(school)).toBe(developer);
    expect(problemsOf(fillTeamsManifest(template, { ...packaging, developer }))).toEqual([]);
  });
});

function problemsOf(candidate: unknown): readonly unknown[] {
  return validate(candidate) ? [] : (validate.errors ?? []);
}
