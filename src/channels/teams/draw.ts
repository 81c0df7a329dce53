import type { CardContent } from '../../domain/decider.ts';
import type { CardName, Json } from '../../domain/message.ts';
import type { createRenderer, Drawn } from '../render.ts';

/**
 * Where a card is shown. `chat`: in a chat whose client has no dialogs, or whose private surface is not used;
 * `chat-with-dialogs`: buttons that open something open a dialog; `dialog`: in one.
 */
export type Setting = 'chat' | 'chat-with-dialogs' | 'dialog';

/** Somebody to mention, as Teams knows them. */
export interface Mention {
  readonly userId: string;
  readonly name: string;
}

export interface DrawOptions {
  readonly setting: Setting;
  /** The slot of the message that the card is; its buttons carry it. */
  readonly slot?: string | undefined;
  readonly mentions?: readonly Mention[];
}

type Render = ReturnType<typeof createRenderer>;

/** The cards that hold no name and no narrative, so that a channel may show them (R197); and no input. */
const forChannels: ReadonlySet<CardName> = new Set(['case', 'line']);

export function isMadeForChannels({ card }: CardContent): boolean {
  return forChannels.has(card);
}

/** Draws an Adaptive Card. */
export function drawCard(render: Render, content: CardContent, { setting, slot, mentions = [] }: DrawOptions): Drawn {
  const data = withActions(content.data, setting, slot) as typeof content.data;
  const card = render(content.card, data);
  if (mentions.length === 0) return card;
  const body = Array.isArray(card.body) ? card.body : [];
  return {
    ...card,
    body: [...body, { type: 'TextBlock', text: mentionText(mentions), wrap: true, spacing: 'Small' }],
    msteams: { entities: mentionEntities(mentions) },
  };
}

/** Draws the activity that posts a card, or a line of text. Its summary is what a notification shows. */
export function drawActivity(render: Render, content: CardContent, options: DrawOptions): Drawn {
  if (content.card === 'line') {
    const { text } = render('line', content.data);
    const { mentions = [] } = options;
    if (mentions.length === 0)
      return { type: 'message', text: text ?? '', textFormat: 'plain', summary: content.preview };
    const said = `${escapeXml(String(text))} ${mentionText(mentions)}`;
    return {
      type: 'message',
      text: said,
      textFormat: 'xml',
      summary: content.preview,
      entities: mentionEntities(mentions),
    };
  }
  const card = drawCard(render, content, options);
  return {
    type: 'message',
    summary: content.preview,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

/** The start of an input's id, so that answers cannot be taken for what a button carries. */
const INPUT = 'answer_';

/** What an action sent, parted into what its button carried and what was put into inputs. */
export function partInputs(sent: Readonly<Record<string, unknown>>) {
  const inputs = Object.entries(sent).filter(([id]) => id.startsWith(INPUT));
  const carried = Object.entries(sent).filter(([id]) => !id.startsWith(INPUT) && id !== 'msteams');
  return {
    carried: Object.fromEntries(carried),
    answers: Object.fromEntries(inputs.map(([id, value]) => [id.slice(INPUT.length), value])),
  };
}

/** Gives every button in the data the kind of action that its place asks for, and what it sends. */
function withActions(data: Json, setting: Setting, slot: string | undefined): Json {
  if (Array.isArray(data)) {
    return data
      .filter((item) => !(setting === 'dialog' && isRecord(item) && item.chatOnly === true))
      .map((item) => withActions(item, setting, slot));
  }
  if (!isRecord(data)) return data;
  if (!isRecord(data.press))
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withActions(value, setting, slot)]));
  const opensDialog = setting === 'chat-with-dialogs' && data.opens === true;
  const payload = {
    ...data.press,
    ...(slot === undefined ? {} : { slot }),
    ...(opensDialog ? { msteams: { type: 'task/fetch' } } : {}),
  };
  return { ...data, execute: setting !== 'dialog' && !opensDialog, payload };
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mentionText(mentions: readonly Mention[]): string {
  return mentions.map(({ name }) => `<at>${escapeXml(name)}</at>`).join(' ');
}

function mentionEntities(mentions: readonly Mention[]): Json {
  return mentions.map(({ userId, name }) => ({
    type: 'mention',
    text: `<at>${escapeXml(name)}</at>`,
    mentioned: { id: userId, name },
  }));
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
