import type { FakeTeams, FakeUser } from './fake-teams.ts';
import type { Activities, Activity, Where } from './teams-activities.ts';
import type { BotAnswer } from './teams-bot.ts';

/** A card or a part of one. */
export type CardPart = { readonly [key: string]: unknown };

/** What the person sees after a press. */
export type Outcome =
  | { readonly kind: 'card'; readonly card: CardPart }
  | { readonly kind: 'dialog'; readonly card: CardPart }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'nothing'; readonly status: number };

export interface TeamsPersonParts {
  readonly fake: FakeTeams;
  readonly send: (activity: Activity) => Promise<BotAnswer>;
  readonly activities: Activities;
  readonly user: FakeUser;
  readonly channelId: string;
}

interface Shown {
  readonly conversation: string;
  readonly id: string;
  readonly thread: string | undefined;
  readonly card: CardPart | undefined;
  readonly text: string | undefined;
}

/** One person at their Teams client: reads what stands in a conversation, fills in cards and presses their buttons. */
export function createTeamsPerson({ fake, send, activities, user, channelId }: TeamsPersonParts) {
  const personalChat = fake.personalChatOf(user);
  /** What an answer put in the place of a card, for this person alone, until the message itself is edited. */
  const replaced = new Map<string, { readonly card: CardPart; readonly versions: number }>();
  let dialog: { readonly card: CardPart; readonly where: Where; readonly extension?: string } | undefined;

  function shownIn(conversation: string): readonly Shown[] {
    return fake.messagesIn(conversation).map(({ id, thread, activity, versions }) => {
      const instead = replaced.get(`${conversation} ${id}`);
      const [attachment] = (activity.attachments ?? []) as { content: CardPart }[];
      const card = instead?.versions === versions.length ? instead.card : attachment?.content;
      return { conversation, id, thread, card, text: card === undefined ? String(activity.text ?? '') : undefined };
    });
  }

  function newestWith(button: string, conversation: string, saying: string): Shown & { readonly card: CardPart } {
    const found = shownIn(conversation).findLast(
      ({ card }) => card !== undefined && actionNamed(card, button) !== undefined && wordsOf(card).includes(saying),
    );
    if (found?.card === undefined) {
      const seen = shownIn(conversation).map(({ card, text }) => text ?? wordsOf(card));
      throw new Error(`no card has the button "${button}" and says "${saying}". There is:\n${seen.join('\n---\n')}`);
    }
    return { ...found, card: found.card };
  }

  function placeOf({ conversation, id, thread }: Pick<Shown, 'conversation' | 'id' | 'thread'>): Where {
    if (conversation === personalChat) return { kind: 'personal' };
    if (!conversation.includes('@thread.tacv2')) return { kind: 'group', chatId: conversation };
    return { kind: 'channel', channelId: conversation, thread: thread ?? id };
  }

  async function pressOn(
    message: Shown & { readonly card: CardPart },
    button: string,
    inputs: Inputs,
  ): Promise<Outcome> {
    const action = actionNamed(message.card, button);
    if (action === undefined) throw new Error(`there is no button "${button}"`);
    const where = placeOf(message);
    const data = { ...(action.data as object), ...inputsOf(message.card, inputs) };
    if (action.type === 'Action.Submit') {
      const { type } = ((action.data as CardPart).msteams ?? {}) as { type?: string };
      if (type !== 'task/fetch') throw new Error(`"${button}" would send a message`);
      return seenInDialog(await send(activities.taskFetch(data, message.id, where)), where);
    }
    const { type, title, verb } = action;
    const answer = await send(activities.cardAction({ type, title, verb, data }, message.id, where));
    const outcome = outcomeOf(answer);
    const key = `${message.conversation} ${message.id}`;
    const { versions = [] } = fake.messagesIn(message.conversation).find(({ id }) => id === message.id) ?? {};
    // An edit that came before the answer gives way to it; so does what an earlier answer showed.
    if (outcome.kind === 'card') replaced.set(key, { card: outcome.card, versions: versions.length });
    return outcome;
  }

  function seenInDialog(answer: BotAnswer, where: Where, extension?: string): Outcome {
    const outcome = outcomeOf(answer);
    dialog = outcome.kind === 'dialog' ? { card: outcome.card, where, ...(extension ? { extension } : {}) } : undefined;
    return outcome;
  }

  return {
    user,
    activities,
    personalChat,
    send,
    /** Writes to the bot, alone with it or in a channel. */
    say: (text: string, where?: Where) => send(activities.message(text, where)),
    /** Presses a button on the newest card in their own chat that has it. */
    press: (button: string, inputs: Inputs = {}, saying = '') =>
      pressOn(newestWith(button, personalChat, saying), button, inputs),
    /** Presses a button on the newest card of the channel that has it. */
    pressInChannel: (button: string, saying = '') => pressOn(newestWith(button, channelId, saying), button, {}),
    pressOn,
    newestWith,
    /** Presses a button in the dialog that is open. */
    async pressInDialog(button: string, inputs: Inputs = {}): Promise<Outcome> {
      if (dialog === undefined) throw new Error('no dialog is open');
      const { card, where, extension } = dialog;
      const action = actionNamed(card, button);
      if (action?.type !== 'Action.Submit') throw new Error(`the dialog has no button "${button}": ${wordsOf(card)}`);
      const data = { ...(action.data as object), ...inputsOf(card, inputs) };
      const activity =
        extension === undefined
          ? activities.taskSubmit(data, where)
          : activities.extensionSubmit(extension, data, where);
      return seenInDialog(await send(activity), where, extension);
    },
    /** Chooses the bot's command in a compose box. */
    async useExtension(commandId: string, where: Where = { kind: 'personal' }): Promise<Outcome> {
      return seenInDialog(await send(activities.extensionFetch(commandId, where)), where, commandId);
    },
    /** The card in the open dialog. */
    get dialog(): CardPart | undefined {
      return dialog?.card;
    },
    /** Their own chat with the bot as they see it: each message in words, oldest first. */
    chat: (): readonly string[] => shownIn(personalChat).map(({ card, text }) => text ?? wordsOf(card)),
    /** The channel as they see it. */
    channel: (): readonly string[] => shownIn(channelId).map(({ card, text }) => text ?? wordsOf(card)),
  };
}

export type TeamsPerson = ReturnType<typeof createTeamsPerson>;

/** What is put into fields, by the ids of their questions; of choices, their values. */
export type Inputs = { readonly [question: string]: string | readonly string[] };

/** Every part of a card, the card itself first. */
export function partsOf(card: unknown): readonly CardPart[] {
  if (Array.isArray(card)) return card.flatMap(partsOf);
  if (typeof card !== 'object' || card === null) return [];
  const inner = Object.entries(card).filter(([key]) => key !== 'data');
  return [card as CardPart, ...inner.flatMap(([, value]) => partsOf(value))];
}

/** All that a card says, a line each: texts, facts, labels, what stands in fields, and buttons in brackets. */
export function wordsOf(card: unknown): string {
  const facts = partsOf(card).filter(isFact);
  const told = new Set(facts.flatMap((fact) => partsOf(fact).filter((part) => part !== fact)));
  return partsOf(card)
    .filter((part) => !told.has(part))
    .flatMap((part) => {
      const { type, text, title, value, label } = part;
      if (isFact(part)) return [(part.columns as readonly unknown[]).map(wordsOf).join(': ')];
      if (typeof type === 'string' && type.startsWith('Action.')) return [`[${String(title)}]`];
      if (typeof type === 'string' && type.startsWith('Input.')) return [String(label), String(value ?? '')];
      if (text !== undefined) return [String(text)];
      return title !== undefined && type === undefined ? [`${String(title)}: ${String(value)}`] : [];
    })
    .filter((line) => line !== '')
    .join('\n');
}

/** Whether a part is a fact: its label in one column, and its value beside it. */
function isFact({ type, columns }: CardPart): boolean {
  return type === 'ColumnSet' && Array.isArray(columns) && columns.length === 2 && buttonsOf(columns).length === 0;
}

/** The buttons of a card, by their words. */
export function buttonsOf(card: unknown): readonly string[] {
  return partsOf(card)
    .filter(({ type }) => typeof type === 'string' && type.startsWith('Action.'))
    .map(({ title }) => String(title));
}

export function actionNamed(card: unknown, title: string): CardPart | undefined {
  return partsOf(card).find((part) => /^Action\.(Execute|Submit)$/.test(String(part.type)) && part.title === title);
}

/** What the fields of a card send: what was put into them, and what stood there. */
function inputsOf(card: CardPart, inputs: Inputs): Record<string, string> {
  const fields = partsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
  const questionOf = ({ id }: CardPart) => String(id).replace(/^answer_/, '');
  const missing = Object.keys(inputs).filter((question) => !fields.some((field) => questionOf(field) === question));
  if (missing.length > 0) throw new Error(`there is no field ${missing.join()} among ${fields.map(questionOf).join()}`);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const given = inputs[questionOf(field)];
      const value = given === undefined ? String(field.value ?? '') : filledIn(field, given);
      return value === '' ? [] : [[String(field.id), value]];
    }),
  );
}

function filledIn({ choices, id }: CardPart, given: string | readonly string[]): string {
  const all = typeof given === 'string' ? [given] : given;
  if (choices === undefined) return all.join('\n');
  const offered = (choices as { value: string }[]).map(({ value }) => value);
  if (!all.every((value) => offered.includes(value))) throw new Error(`${String(id)} offers only ${offered.join()}`);
  return all.join(',');
}

function outcomeOf({ status, body }: BotAnswer): Outcome {
  const { type, value, task } = (body ?? {}) as { type?: string; value?: unknown; task?: CardPart };
  if (task?.type === 'continue') {
    const { card } = task.value as { card: { content: CardPart } };
    return { kind: 'dialog', card: card.content };
  }
  if (type === 'application/vnd.microsoft.card.adaptive') return { kind: 'card', card: value as CardPart };
  if (type === 'application/vnd.microsoft.activity.message') return { kind: 'said', text: String(value) };
  if (type === 'application/vnd.microsoft.error')
    return { kind: 'error', text: (value as { message: string }).message };
  return { kind: 'nothing', status };
}
