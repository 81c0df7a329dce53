import { randomUUID } from 'node:crypto';
import { type PressData, pressSchema, type Screen } from '../../src/application/press.ts';
import type { Surface } from '../../src/application/surface.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import type { Answers } from '../../src/domain/form.ts';
import type { Json } from '../../src/domain/message.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { findPerson } from '../../src/domain/school.ts';
import type { TestApplication } from './application.ts';
import type { Standing } from './fake-chat.ts';

/** A card that somebody has in front of them. */
export interface Seen {
  readonly content: CardContent;
  readonly slot: string | undefined;
  /** Where it stands in a chat; absent in a dialog. */
  readonly standing?: Standing;
}

/** Somebody with a chat window: types, presses and fills in, as a client of the chat does. */
export interface Visitor {
  /** What stands in their own chat with the bot. */
  chat(): readonly Standing[];
  /** Types a command, such as `concern/report`; the card comes as a message. */
  type(command: string): Promise<Seen>;
  /** Presses a button by its label; what stands in the card's inputs is sent with it. */
  press(seen: Seen | Standing, label: string, answers?: Answers, how?: PressHow): Promise<Screen>;
  /** The same, where a card is shown after it. */
  pressTo(seen: Seen | Standing, label: string, answers?: Answers, how?: PressHow): Promise<Seen>;
  /** Presses what no card of ours offers. */
  forge(data: unknown, how?: PressHow & { readonly answers?: Answers; readonly on?: Standing }): Promise<Screen>;
}

export interface PressHow {
  /** The chat's own id of the press; another one each time if not given. */
  readonly id?: string;
  /** Changes what the button carries. */
  readonly carry?: (data: PressData) => unknown;
}

/** A person of the school at a chat, or at a client with dialogs. */
export function aVisitor(t: TestApplication, email: PersonId, setting: 'chat' | 'dialog' = 'chat'): Visitor {
  const own = `person:${email}`;

  async function send(data: PressData, answers: Answers, on: Seen | undefined, id: string): Promise<Screen> {
    const person = findPerson(t.school, email);
    if (person === undefined) throw new Error(`${email} is not of this school`);
    const surface = surfaceOf(data, on);
    const screen = await t.app.presser.press({ id, school: t.school, person, data, answers, surface });
    // In answer to a press the chat shows the card in place of the pressed one.
    if (screen.kind === 'card' && surface.kind === 'chat') {
      const post = surface.card?.post ?? channelPost(on, screen);
      if (post !== undefined) t.chat.show(post, screen.content, screen.slot);
    }
    return screen;
  }

  function surfaceOf(data: PressData, on: Seen | undefined): Surface {
    if (setting === 'dialog') return { kind: 'dialog' };
    if (on?.standing === undefined || on.standing.place !== own) return { kind: 'chat', chat: 'teams' };
    const card = { isForm: data.form !== undefined, post: on.standing.post };
    return { kind: 'chat', chat: 'teams', card: data.slot === undefined ? card : { ...card, slot: data.slot } };
  }

  const visitor: Visitor = {
    chat: () => t.chat.at(own),
    async type(command) {
      const screen = await send(pressSchema.parse({ do: command }), {}, undefined, randomUUID());
      if (screen.kind !== 'card') throw new Error(`no card: ${screen.text}`);
      if (setting === 'dialog') return { content: screen.content, slot: screen.slot };
      const standing = t.chat.say(own, screen.content, screen.slot);
      return { content: screen.content, slot: screen.slot, standing };
    },
    async press(given, label, answers = {}, { id = randomUUID(), carry } = {}) {
      const seen = seenOf(given);
      const button = buttonsIn(seen.content.data).find((one) => one.label === label);
      if (button === undefined) throw new Error(`no button "${label}" among ${labelsOf(seen.content).join(', ')}`);
      const slot = seen.slot === undefined ? {} : { slot: seen.slot };
      // As JSON, for that is how it comes back.
      const data = pressSchema.parse(JSON.parse(JSON.stringify({ ...button.press, ...slot })));
      const carried = carry === undefined ? data : pressSchema.parse(carry(data));
      return await send(carried, { ...inputsOf(seen.content), ...answers }, seen, id);
    },
    async pressTo(given, label, answers, how) {
      const screen = await visitor.press(given, label, answers, how);
      if (screen.kind !== 'card') throw new Error(`no card: ${screen.text}`);
      const { standing } = seenOf(given);
      const { content, slot } = screen;
      return standing === undefined || setting === 'dialog' ? { content, slot } : { content, slot, standing };
    },
    forge: (data, { id = randomUUID(), answers = {}, on } = {}) =>
      send(pressSchema.parse(data), answers, on === undefined ? undefined : seenOf(on), id),
  };
  return visitor;
}

/** A channel shows a card in place of the pressed one when it is the channel's own. */
function channelPost(on: Seen | undefined, screen: Extract<Screen, { kind: 'card' }>) {
  return on?.standing !== undefined && on.slot === screen.slot && !screen.isForm ? on.standing.post : undefined;
}

function seenOf(given: Seen | Standing): Seen {
  return 'post' in given ? { content: given.content, slot: given.slot, standing: given } : given;
}

interface Button {
  readonly label: string;
  readonly press: { readonly [key: string]: Json };
}

/** Every button on a card, in order. */
export function buttonsIn(data: Json): readonly Button[] {
  if (typeof data !== 'object' || data === null) return [];
  const own = 'press' in data && 'label' in data && typeof data.label === 'string' ? [data as unknown as Button] : [];
  // Only a chat that cannot fold details away itself draws the button that shows them.
  const parts = Object.entries(data).filter(([key]) => key !== 'moreButton');
  return [...own, ...parts.flatMap(([, value]: readonly [string, Json]) => buttonsIn(value))];
}

/** The labels of the buttons on a card. */
export function labelsOf(content: CardContent): readonly string[] {
  return buttonsIn(content.data).map(({ label }) => label);
}

interface FormItem {
  readonly kind: string;
  readonly id?: string;
  readonly text?: string;
  readonly label?: string;
  readonly value?: string;
  readonly problem?: string;
}

/** The questions and notes that a form shows. */
export function itemsOf(content: CardContent): readonly FormItem[] {
  const { items = [], more = [] } = content.data as { items?: readonly FormItem[]; more?: readonly FormItem[] };
  return [...items, ...more];
}

/** What stands in the inputs of a form. */
export function inputsOf(content: CardContent): Answers {
  return Object.fromEntries(itemsOf(content).flatMap(({ id, value }) => (id === undefined ? [] : [[id, value ?? '']])));
}

/** What is said at the marked answers of a form. */
export function problemsOf(content: CardContent): Readonly<Record<string, string>> {
  return Object.fromEntries(
    itemsOf(content).flatMap(({ id, problem }) => (id === undefined || !problem ? [] : [[id, problem]])),
  );
}

/** What is said about a form as a whole. */
export function troubleOf(content: CardContent): string {
  return String(content.data.trouble ?? '');
}
