import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { beginnings } from '../src/application/overview.ts';
import { type PressData, pressSchema } from '../src/application/press.ts';
import { SERVICE_CHECK } from '../src/application/service-check-card.ts';
import { readTyped } from '../src/application/typed-command.ts';
import { notice } from '../src/application/words.ts';
import { createRenderer } from '../src/channels/render.ts';
import { readPress } from '../src/channels/slack/buttons.ts';
import type { SlackView } from '../src/channels/slack/connector.ts';
import { drawHome, drawMessage, drawModal } from '../src/channels/slack/draw.ts';
import { readForm } from '../src/channels/slack/form-answers.ts';
import { questionOf } from '../src/channels/slack/form-inputs.ts';
import { drawActivity, drawCard, partInputs } from '../src/channels/teams/draw.ts';
import { type Chat, chatNames, chats } from '../src/domain/chats.ts';
import type { Registry } from '../src/domain/decider.ts';
import { cardNames } from '../src/domain/message.ts';
import { type ChatSide, type DrawnCard, OVERVIEW } from './channel-table.ts';

type Entrance = ChatSide['entrances'][number];

/** Both chats as they really are: their manifests, their templates and what draws them. */
export function chatSides(registry: Registry): Readonly<Record<Chat, ChatSide>> {
  return {
    teams: { entrances: teamsEntrances(registry, readManifest('teams/manifest.json')), draw: createTeamsDrawer() },
    slack: { entrances: slackEntrances(registry, readManifest('slack/manifest.json')), draw: createSlackDrawer() },
  };
}

/** Each card that has no template in a chat, as a sentence; nothing can be drawn there before it has. */
export function absentTemplates(folder: URL = new URL('../cards/', import.meta.url)): readonly string[] {
  return chats.flatMap((chat) =>
    cardNames
      .filter((name) => !existsSync(new URL(`${chat}/${name}.json`, folder)))
      .map((name) => `card ${name} is missing in ${chatNames[chat]}: cards/${chat}/${name}.json is not there.`),
  );
}

function readManifest(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../manifest/${name}`, import.meta.url), 'utf8'));
}

const teamsManifest = z.object({
  bots: z.array(
    z.object({
      scopes: z.array(z.string()),
      commandLists: z.array(z.object({ commands: z.array(z.object({ title: z.string() })) })),
    }),
  ),
  composeExtensions: z.array(z.object({ commands: z.array(z.object({ id: z.string() })) })),
});

/** What people can begin in Teams without a card, as its manifest says. */
export function teamsEntrances(registry: Registry, manifest: unknown): readonly Entrance[] {
  const { bots, composeExtensions } = teamsManifest.parse(manifest);
  const listed = bots.flatMap(({ commandLists }) => commandLists.flatMap(({ commands }) => commands));
  const isTalkedTo = bots.some(({ scopes }) => scopes.includes('personal'));
  return [
    ...listed.flatMap(({ title }) => typedAs(registry, title, 'command list')),
    ...(isTalkedTo ? typedLines(registry) : []),
    ...composeExtensions.flatMap(({ commands }) => commands.map(({ id }) => ({ way: 'compose box', command: id }))),
  ];
}

const slackManifest = z.object({
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    slash_commands: z.array(z.object({ command: z.string() })),
    shortcuts: z.array(z.object({ type: z.enum(['global', 'message']), callback_id: z.string() })),
  }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

/** What people can begin in Slack without a card, as its manifest says. */
export function slackEntrances(registry: Registry, manifest: unknown): readonly Entrance[] {
  const { features, settings } = slackManifest.parse(manifest);
  const { home_tab_enabled: hasHome, messages_tab_enabled: hasChat } = features.app_home;
  const { bot_events: events } = settings.event_subscriptions;
  const isTalkedTo = hasChat && !features.app_home.messages_tab_read_only_enabled && events.includes('message.im');
  return [
    ...features.slash_commands.flatMap(({ command }) => typedAs(registry, command, 'slash command')),
    ...features.shortcuts.map(({ type, callback_id: id }) => ({
      way: type === 'global' ? 'shortcut' : 'message shortcut',
      command: id.split(':')[0] ?? '',
    })),
    ...(hasHome && events.includes('app_home_opened') ? onHomeTab(registry) : []),
    ...(isTalkedTo ? typedLines(registry) : []),
  ];
}

/** What the Home tab always offers, whatever else it shows. */
function onHomeTab(registry: Registry): readonly Entrance[] {
  const { blocks } = drawHome(createRenderer('slack'), notice('', [], beginnings(registry)));
  const begun = valuesIn(blocks).map((value) => pressSchema.parse(readPress(value)).do);
  return [OVERVIEW, ...begun].map((command) => ({ way: 'Home tab', command }));
}

function typedLines(registry: Registry): readonly Entrance[] {
  const named = [...registry.values()].flatMap(({ commands, lists }) => [...Object.values(commands), ...lists]);
  const phrases = [OVERVIEW, 'check the service', ...named.flatMap(({ typed = [] }) => typed)];
  return phrases.flatMap((phrase) => typedAs(registry, phrase, 'typed line'));
}

function typedAs(registry: Registry, text: string, way: string): readonly Entrance[] {
  const meant = readTyped(registry, text);
  if (meant.kind === 'other') return [];
  if (meant.kind === 'check') return [{ way, command: SERVICE_CHECK }];
  if (meant.kind === 'list') return [{ way, command: `list/${meant.id}` }];
  return [{ way, command: meant.kind === 'overview' ? OVERVIEW : meant.type }];
}

function createTeamsDrawer(): ChatSide['draw'] {
  const render = createRenderer('teams');
  return (content) => {
    const posted = drawActivity(render, content, { setting: 'chat-with-dialogs' });
    const card = drawCard(render, content, { setting: 'dialog' });
    const parts = [...objectsIn(posted), ...objectsIn(card)];
    return {
      isEmpty: !parts.some(({ body, text }) =>
        Array.isArray(body) ? body.length > 0 : text !== undefined && text !== '',
      ),
      presses: parts.flatMap((part) => pressesOf(part)),
      inputs: parts.flatMap(({ id }) => (typeof id === 'string' ? Object.keys(partInputs({ [id]: '' }).answers) : [])),
      closes: false,
    };
  };
}

/** What an action of a card sends. */
function pressesOf({ type, verb, data }: Readonly<Record<string, unknown>>): readonly PressData[] {
  if (type !== 'Action.Execute' && type !== 'Action.Submit') return [];
  return [pressSchema.parse(partInputs({ do: verb, ...(data as object) }).carried)];
}

const slackButton = z.object({ type: z.literal('button'), value: z.string() });
const slackInput = z.object({ type: z.literal('input'), block_id: z.string() });

function createSlackDrawer(): ChatSide['draw'] {
  const render = createRenderer('slack');
  return (content): DrawnCard => {
    const modal = drawModal(render, content);
    const posted = content.card === 'form' ? undefined : drawMessage(render, content);
    const parts = objectsIn([modal.blocks, posted?.blocks ?? []]);
    const values = valuesIn([modal.blocks, posted?.blocks ?? []]);
    return {
      isEmpty: modal.blocks.length === 0 || posted?.blocks.length === 0,
      presses:
        content.card === 'form'
          ? formPresses(modal, values)
          : values.map((value) => pressSchema.parse(readPress(value))),
      inputs: parts.flatMap((part) => {
        const input = slackInput.safeParse(part).data;
        return input === undefined ? [] : [questionOf(input.block_id).question];
      }),
      closes: modal['close'] !== undefined,
    };
  };
}

/** What the buttons of a view or a message carry. */
function valuesIn(blocks: unknown): readonly string[] {
  return objectsIn(blocks).flatMap((part) => slackButton.safeParse(part).data?.value ?? []);
}

/** What the buttons of a form's modal send, its own one too. */
function formPresses(modal: SlackView, values: readonly string[]): readonly PressData[] {
  const metadata = modal.private_metadata ?? '';
  const sent = [...(modal['submit'] === undefined ? [] : [{}]), ...values.map((button) => ({ button }))];
  return sent.map((of) => pressSchema.parse(readForm({ metadata, values: {}, ...of })?.data));
}

function objectsIn(drawn: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(drawn)) return drawn.flatMap(objectsIn);
  if (typeof drawn !== 'object' || drawn === null) return [];
  return [drawn as Record<string, unknown>, ...Object.values(drawn).flatMap(objectsIn)];
}
