import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readTyped } from '../../src/application/typed-command.ts';
import { problemOfSlackAddress, slackManifest } from '../../src/manifests/slack-manifest.ts';
import { registry } from '../../src/workflows/index.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const docs = read('docs/slack.md');

const ADDRESS = 'https://replace-with-your-school.example/slack/events';
const OWN = 'https://bot.oakfield.example/slack/events';
const address = z.literal([ADDRESS, OWN]).optional();
/** The most characters of a shortcut's name. */
const SHORTCUT_NAME = 24;

/** A manifest as Slack takes it (docs.slack.dev, app manifest reference), of what a school has any use for. */
const schema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    // 140 by the reference; one of exactly 140 has been refused.
    description: z.string().min(1).max(139),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(SHORTCUT_NAME),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9-]{1,31}$/),
          url: address,
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().min(1).max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string().max(50)) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string().max(50)) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
type Manifest = z.infer<typeof schema>;

const http = schema.parse(JSON.parse(read('manifest/slack/manifest.json')));
const socket = schema.parse(JSON.parse(read('manifest/slack/manifest-socket-mode.json')));
const both = [
  ['HTTP', http],
  ['Socket Mode', socket],
] as const;

/** What anybody can begin by typing it. */
const beginnings = [...registry.values()].flatMap(({ commands }) =>
  Object.entries(commands).filter(([, { begins, internal }]) => begins === true && internal !== true),
);
/** The lists that can be asked for by themselves, by what opens them. */
const lists = [...registry.values()].flatMap((workflow) => workflow.lists).filter(({ typed = [] }) => typed.length > 0);
const wanted = [
  ...[...beginnings.map(([, command]) => command), ...lists].flatMap(({ typed = [] }) =>
    typed.filter((name) => name.includes('-')),
  ),
  'safeguarding',
].map((name) => `/${name}`);
/** What is offered from anywhere: whatever has a name to be typed. Slack shows five global shortcuts of an app. */
const fromAnywhere = [
  ...beginnings.flatMap(([type, { label, typed = [] }]) => (typed.length > 0 ? [[type, label] as const] : [])),
  ...lists.map(({ id, title }) => [`list/${id}`, title] as const),
];
const MOST_GLOBAL = 5;

describe.each(both)('the Slack manifest for %s', (_, manifest) => {
  const { features, settings, oauth_config, display_information } = manifest;
  const offered = (kind: string) =>
    features.shortcuts.flatMap(({ type, callback_id, name }) => (type === kind ? [[callback_id, name]] : []));

  it('has as slash commands what can be begun by its name, the lists with one, and the overview, and nothing else', () => {
    expect(wanted).toHaveLength(6);
    expect(differences(manifest)).toEqual([]);
  });

  it('would be found out with a command too many, too few, or twice', () => {
    const [first] = features.slash_commands;
    const withCommands = (commands: Manifest['features']['slash_commands']): Manifest => ({
      ...manifest,
      features: { ...features, slash_commands: commands },
    });
    const extra = { ...first!, command: '/close-school' };
    expect(differences(withCommands([...features.slash_commands, extra]))).toEqual(['/close-school is too much']);
    expect(differences(withCommands(features.slash_commands.slice(1)))).toEqual([`${first!.command} is missing`]);
    expect(differences(withCommands([...features.slash_commands, first!]))).toEqual([`${first!.command} is too much`]);
  });

  it('has slash commands that the bot understands', () => {
    for (const { command } of features.slash_commands)
      expect(readTyped(registry, command), command).not.toEqual({ kind: 'other' });
  });

  it('invites nobody to write behind a command, where it would be lost', () => {
    for (const { usage_hint } of features.slash_commands)
      expect(usage_hint).not.toMatch(/[[<{]|name|who|what happened/i);
  });

  it('has names and links left as they are typed, as nothing is done with them', () => {
    for (const { should_escape } of features.slash_commands) expect(should_escape).toBe(false);
  });

  it('offers everything that has a name from anywhere, and nothing else, under its own words', () => {
    const inOrder = (all: readonly (readonly string[])[]) => all.map((one) => one.join(': ')).toSorted();
    const wantedShortcuts = fromAnywhere.map(([type, label]) => [type, withinShortcut(label)]);
    expect(inOrder(offered('global'))).toEqual(inOrder(wantedShortcuts));
    expect(offered('global').length).toBeLessThanOrEqual(MOST_GLOBAL);
  });

  it('offers on a message to report a concern, and nothing else: a site is asked for by its address', () => {
    expect(offered('message')).toEqual([['concern/report:message', 'Report a concern']]);
  });

  it('says that a message is not copied into a report', () => {
    for (const { type, description } of features.shortcuts)
      if (type === 'message') expect(description).toContain('Nothing of the message is copied');
  });

  it('has a Home tab, and a chat in which people can write', () => {
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(features.bot_user.always_online).toBe(false);
  });

  it('listens to no more than the Home tab, its own chats, and who comes to a channel or the workspace or leaves one', () => {
    expect(settings.event_subscriptions.bot_events).toEqual([
      'app_home_opened',
      'member_joined_channel',
      'member_left_channel',
      'message.im',
      'team_join',
    ]);
    expect(settings.interactivity.is_enabled).toBe(true);
  });

  it('is for one workspace, with a token that lasts', () => {
    expect(settings).toMatchObject({ org_deploy_enabled: false, token_rotation_enabled: false });
  });

  it('has every scope explained in the docs, and no other explained', () => {
    const { bot } = oauth_config.scopes;
    expect(scopesIn(docs).map(({ scope }) => scope)).toEqual(bot);
    expect(scopesIn(docs).filter(({ why }) => why.length < 20)).toEqual([]);
    expect(bot).toEqual([...new Set(bot)].toSorted());
  });

  it('asks for no right to read what is written in a channel, a file or another chat', () => {
    for (const scope of oauth_config.scopes.bot)
      expect(scope).not.toMatch(/^(files|mpim|search|admin)|^(channels|groups):(?!read$)|\.public$|customize/);
  });

  it('says what to do in an emergency', () => {
    expect(display_information.long_description).toContain('ring 999');
  });
});

describe('the two Slack manifests', () => {
  it('differ in nothing but how Slack reaches the service', () => {
    expect(withoutAddress(http)).toEqual({ ...socket, settings: { ...socket.settings, socket_mode_enabled: false } });
    expect([http.settings.socket_mode_enabled, socket.settings.socket_mode_enabled]).toEqual([false, true]);
  });

  it('would be found out if they differed in more', () => {
    const other = structuredClone(socket);
    other.oauth_config.scopes.bot.push('files:read');
    expect(withoutAddress(http)).not.toEqual({ ...other, settings: { ...other.settings, socket_mode_enabled: false } });
  });

  it('name one address for everything, or none', () => {
    expect(new Set(places(http))).toEqual(new Set([ADDRESS]));
    expect(new Set(places(socket))).toEqual(new Set([undefined]));
    const said = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'][places(http).length];
    expect(docs).toContain(`in all ${said} places`);
  });
});

describe('the Slack manifest that is written for a school', () => {
  const written = schema.parse(JSON.parse(slackManifest({ kind: 'http', address: 'https://bot.oakfield.example' })));

  it('has the address of the school in all eight places, and that of nobody else', () => {
    expect(places(written)).toEqual(Array.from({ length: 8 }, () => OWN));
    expect(JSON.stringify(written)).not.toContain('replace-with');
  });

  it('is otherwise as it stands in this project', () => {
    expect(withoutAddress(written)).toEqual(withoutAddress(http));
  });

  it('has no address with Socket Mode', () => {
    const text = slackManifest({ kind: 'socket' });
    expect(schema.parse(JSON.parse(text))).toEqual(socket);
    expect(text).not.toMatch(/url|https:/);
  });

  it.each(['https://bot.oakfield.example', 'https://bot.oakfield.example/', 'https://BOT.oakfield.example'])(
    'is written for %s',
    (one) => {
      expect(problemOfSlackAddress(one)).toBeUndefined();
      expect(new Set(places(schema.parse(JSON.parse(slackManifest({ kind: 'http', address: one })))))).toEqual(
        new Set([OWN]),
      );
    },
  );

  it.each([
    ['http://bot.oakfield.example', 'does not begin with https'],
    ['bot.oakfield.example', 'is not an address'],
    ['https://bot.oakfield.example/slack/events', 'behind the name of the machine'],
    ['https://bot.oakfield.example/?', 'behind the name of the machine'],
    ['https://bot.oakfield.example/#here', 'behind the name of the machine'],
    ['https://me:secret@bot.oakfield.example', 'a name or a password'],
    ['https://localhost', 'Slack cannot come'],
    ['https://bot.localhost:3978', 'Slack cannot come'],
    ['https://bot', 'Slack cannot come'],
    ['https://bot.local', 'Slack cannot come'],
    ['https://127.0.0.1', 'is a number'],
    ['https://2130706433', 'is a number'],
    ['https://[::1]:3978', 'is a number'],
    ['https://192.168.1.4', 'is a number'],
    ['https://replace-with-your-school.example', 'stands for the school'],
  ])('is refused for %s, with what is wrong', (one, words) => {
    expect(problemOfSlackAddress(one)).toContain(words);
  });
});

describe('a Slack manifest', () => {
  it.each<[string, (manifest: Manifest) => unknown]>([
    [
      'a name of 36 characters',
      (one) => ({ ...one, display_information: { ...one.display_information, name: 'x'.repeat(36) } }),
    ],
    [
      'a description that Slack finds too long',
      (one) => ({ ...one, display_information: { ...one.display_information, description: 'x'.repeat(140) } }),
    ],
    [
      'a long description that Slack finds too short',
      (one) => ({ ...one, display_information: { ...one.display_information, long_description: 'x'.repeat(174) } }),
    ],
    [
      'a shortcut of 25 characters',
      (one) => ({
        ...one,
        features: { ...one.features, shortcuts: one.features.shortcuts.map((of) => ({ ...of, name: 'x'.repeat(25) })) },
      }),
    ],
    ['a line that Slack does not know', (one) => ({ ...one, settings: { ...one.settings, event_subscription: {} } })],
    [
      'rights of a person',
      (one) => ({ ...one, oauth_config: { scopes: { ...one.oauth_config.scopes, user: ['search:read'] } } }),
    ],
  ])('would be found invalid with %s', (_, changed) => {
    expect(schema.safeParse(http).success).toBe(true);
    expect(schema.safeParse(changed(http)).success).toBe(false);
  });
});

describe('the table of scopes', () => {
  it('is read row by row, from its own section alone', () => {
    const text =
      '## Other\n| `a:b` | not this |\n## What each scope is for\n| scope | why |\n| `c:d` | this |\n## Next\n| `e:f` | no |';
    expect(scopesIn(text)).toEqual([{ scope: 'c:d', why: 'this' }]);
  });
});

/** The address at every place where Slack calls the service. */
function places({ features, settings }: Manifest): readonly (string | undefined)[] {
  return [
    ...features.slash_commands.map(({ url }) => url),
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
  ];
}

/** A label as a shortcut has it: without its article where Slack has no room for it. */
function withinShortcut(label: string): string {
  return label.length <= SHORTCUT_NAME ? label : label.replace(/ an? /, ' ');
}

/** Each command that the manifest has too much or too few, as a sentence. */
function differences({ features }: Manifest): readonly string[] {
  const listed = features.slash_commands.map(({ command }) => command);
  return [
    ...wanted.filter((name) => !listed.includes(name)).map((name) => `${name} is missing`),
    ...listed
      .filter((name, index) => !wanted.includes(name) || listed.indexOf(name) !== index)
      .map((name) => `${name} is too much`),
  ];
}

function withoutAddress({ features, settings, ...rest }: Manifest): Manifest {
  const { request_url: _events, ...events } = settings.event_subscriptions;
  const { request_url: _presses, ...interactivity } = settings.interactivity;
  return {
    ...rest,
    features: { ...features, slash_commands: features.slash_commands.map(({ url: _, ...command }) => command) },
    settings: { ...settings, event_subscriptions: events, interactivity },
  };
}

function scopesIn(markdown: string): readonly { readonly scope: string; readonly why: string }[] {
  const [, section = ''] = /^## What each scope is for\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(markdown) ?? [];
  return [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, scope = '', why = '']) => ({ scope, why }));
}
