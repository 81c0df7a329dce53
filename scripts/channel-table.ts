import type { PressData } from '../src/application/press.ts';
import { SERVICE_CHECK } from '../src/application/service-check-card.ts';
import { type Chat, chatNames, chats } from '../src/domain/chats.ts';
import type { CardContent, FormContext, Registry } from '../src/domain/decider.ts';
import { cardNames, type Json } from '../src/domain/message.ts';

/** A card as one chat shows it. */
export interface DrawnCard {
  readonly isEmpty: boolean;
  /** What its buttons carry, read back as the chat reads them. */
  readonly presses: readonly PressData[];
  /** The ids of the questions that have something to fill in. */
  readonly inputs: readonly string[];
  /** Whether it stands in a window that can be closed, which gives up what it holds. */
  readonly closes: boolean;
}

/** One chat, as far as the table looks at it. */
export interface ChatSide {
  /** What a person can begin without any card: how, and which command. */
  readonly entrances: readonly { readonly way: string; readonly command: string }[];
  /** Draws a card everywhere it may stand. Throws where the chat cannot. */
  draw(content: CardContent): DrawnCard;
}

/** One command or card in one chat: how it is reached, and what is missing. It is there when nothing is. */
interface Cell {
  readonly ways: readonly string[];
  readonly missing: readonly string[];
}

export interface ChannelRow {
  /** Such as `concern/note`, or `card case`. */
  readonly name: string;
  readonly cells: Readonly<Record<Chat, Cell>>;
}

export interface ChannelTableOf {
  readonly registry: Registry;
  /** Samples of every card of the product. */
  readonly cards: readonly CardContent[];
  readonly sides: Readonly<Record<Chat, ChatSide>>;
  /** What forms are asked for, to know how many steps each has. */
  readonly context: FormContext;
}

/** What `/safeguarding` is called among the entrances. */
export const OVERVIEW = 'safeguarding';

type Sample = { readonly content: CardContent } & (
  | { readonly drawn: DrawnCard }
  | { readonly drawn?: never; readonly trouble: string }
);

/** Each command that people can give, and each card, with how it is there in each chat. */
export function channelTable({ registry, cards, sides, context }: ChannelTableOf): readonly ChannelRow[] {
  const samples = (chat: Chat) => cards.map((content) => drawSample(sides[chat], content));
  const all: Record<Chat, readonly Sample[]> = { teams: samples('teams'), slack: samples('slack') };
  const row = (name: string, cellIn: (chat: Chat) => Cell): ChannelRow => ({
    name,
    cells: { teams: cellIn('teams'), slack: cellIn('slack') },
  });
  const entrances = (chat: Chat, command: string) =>
    sides[chat].entrances.filter((entrance) => entrance.command === command).map(({ way }) => way);
  const commands = [...registry.values()].flatMap((workflow) =>
    Object.entries(workflow.commands)
      .filter(([, { internal }]) => internal !== true)
      .map(([type, definition]) => {
        const steps = definition.form?.(workflow.initial, context).steps.length ?? 0;
        return row(type, (chat) => {
          const ways = [...new Set([...entrances(chat, type), ...waysOnCards(type, all[chat], registry)])];
          return { ways, missing: [...unreached(ways), ...missingInForm(type, steps, all[chat])] };
        });
      }),
  );
  return [
    row(OVERVIEW, (chat) => {
      const ways = [...new Set(entrances(chat, OVERVIEW))];
      return { ways, missing: unreached(ways) };
    }),
    row(SERVICE_CHECK, (chat) => {
      const ways = [
        ...new Set([...entrances(chat, SERVICE_CHECK), ...waysOnCards(SERVICE_CHECK, all[chat], registry)]),
      ];
      return { ways, missing: unreached(ways) };
    }),
    ...commands,
    ...cardNames.map((name) =>
      row(`card ${name}`, (chat) => ({ ways: [], missing: missingOfCard(all[chat].filter(isOf(name))) })),
    ),
  ];
}

/** Each missing cell, as a sentence. */
export function missingCells(rows: readonly ChannelRow[]): readonly string[] {
  return rows.flatMap(({ name, cells }) =>
    chats.flatMap((chat) => cells[chat].missing.map((what) => `${name} is missing in ${chatNames[chat]}: ${what}.`)),
  );
}

function drawSample(side: ChatSide, content: CardContent): Sample {
  try {
    return { content, drawn: side.draw(content) };
  } catch (error) {
    return { content, trouble: error instanceof Error ? error.message : String(error) };
  }
}

function isOf(name: string) {
  return ({ content }: Sample) => content.card === name;
}

function unreached(ways: readonly string[]): readonly string[] {
  return ways.length > 0 ? [] : ['nobody can reach it'];
}

function missingOfCard(samples: readonly Sample[]): readonly string[] {
  if (samples.length === 0) return ['no sample of it is drawn'];
  const troubles = samples.flatMap((sample) => {
    if (sample.drawn === undefined) return [`it cannot be drawn (${sample.trouble})`];
    return sample.drawn.isEmpty ? ['it is drawn empty'] : [];
  });
  return troubles.slice(0, 1);
}

/** How a command is given on cards: with a button, or by closing the window which stands over what it shows. */
function waysOnCards(type: string, samples: readonly Sample[], registry: Registry): readonly string[] {
  return samples.flatMap(({ content, drawn }) => {
    if (drawn === undefined) return [];
    const hasButton = drawn.presses.some(({ do: command, form }) =>
      form === undefined ? command === type : form.go === 'cancel' && cancelOf(command, registry) === type,
    );
    if (hasButton) return ['button'];
    return drawn.closes && givenUp(content, registry).includes(type) ? ['closing the window'] : [];
  });
}

/** The commands that lead away from a card: buttons for chats in which it would stay, and what a form gives way to. */
function givenUp(content: CardContent, registry: Registry): readonly string[] {
  return buttonsOf(content).flatMap(({ press, chatOnly }) => {
    const command = String(press['do']);
    if (press['form'] === undefined) return chatOnly === true ? [command] : [];
    return [cancelOf(command, registry) ?? []].flat();
  });
}

function cancelOf(command: string, registry: Registry): string | undefined {
  return registry.get(command.split('/')[0] ?? '')?.commands[command]?.cancel;
}

type JsonRecord = { readonly [key: string]: Json };

interface FoundButton {
  readonly press: JsonRecord;
  readonly chatOnly?: Json | undefined;
}

/** Each card is looked through once: it is asked about for every command. */
const found = new WeakMap<CardContent, readonly FoundButton[]>();

function buttonsOf(content: CardContent): readonly FoundButton[] {
  const buttons = found.get(content) ?? buttonsIn(content.data);
  found.set(content, buttons);
  return buttons;
}

function buttonsIn(data: Json): readonly FoundButton[] {
  if (Array.isArray(data)) return data.flatMap(buttonsIn);
  if (!isRecord(data)) return [];
  const { press, chatOnly } = data;
  return isRecord(press) ? [{ press, chatOnly }] : Object.values(data).flatMap(buttonsIn);
}

function isRecord(data: Json | undefined): data is JsonRecord {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** What is missing of a form with so many steps. */
function missingInForm(type: string, steps: number, samples: readonly Sample[]): readonly string[] {
  const screens = samples.filter(({ content }) => formOf(content)?.command === type);
  return Array.from({ length: steps }, (_, step) => {
    const shown = screens.filter(({ content }) => formOf(content)?.step === step);
    const said =
      shown.length === 0 ? 'is not drawn' : shown.map(troubleOnScreen).find((trouble) => trouble !== undefined);
    return said === undefined ? [] : [`step ${step + 1} of its form ${said}`];
  }).flat();
}

/** The command and the step of a form that a card shows. */
function formOf(content: CardContent) {
  if (content.card !== 'form') return undefined;
  const [button] = buttonsOf(content);
  const form = button?.press['form'];
  return { command: button?.press['do'], step: isRecord(form) ? form['step'] : undefined };
}

function troubleOnScreen(screen: Sample): string | undefined {
  const { content, drawn } = screen;
  if (drawn === undefined) return `cannot be drawn (${screen.trouble})`;
  const forms = drawn.presses.flatMap(({ form }) => form ?? []);
  if (!forms.some(({ go }) => go === 'next' || go === 'send')) return 'has no button that goes on';
  const { items, more, moreOpen } = content.data;
  const asked = [items, moreOpen === true ? more : []].flatMap((some) => (Array.isArray(some) ? some : []));
  for (const item of asked) {
    if (!isRecord(item) || item['kind'] === 'note' || !isAnswerable(item)) continue;
    const id = String(item['id']);
    const isThere =
      item['kind'] === 'press' ? forms.some(({ pressed = {} }) => id in pressed) : drawn.inputs.includes(id);
    if (!isThere) return `has nothing to answer "${String(item['name'])}" with`;
  }
  return undefined;
}

/** A form whose record cannot be had may have a question without choices. */
function isAnswerable({ kind, choices }: JsonRecord): boolean {
  return !['choice', 'choices', 'press'].includes(String(kind)) || (Array.isArray(choices) && choices.length > 0);
}
