import type { FakeSlack } from './fake-slack.ts';
import type { Answer } from './slack/delivery.ts';
import { follow, readAnswer } from './slack/follow.ts';
import { type SeenMessage, wordsOf } from './slack/messages.ts';
import { clientProblems, type SeenView, seenView, takenBy } from './slack/seen-view.ts';
import { type Field, fieldsOf, stateOf } from './slack/state.ts';
import { buttonsIn, shownText } from './slack/words.ts';
import type { Part, SlackUser, StoredView } from './slack/workspace.ts';

/** What Slack says above a modal that it could not send, or whose answer it could not read. */
export const MODAL_TROUBLE = 'We had some trouble connecting. Try again?';

/** A person at their Slack client: reads what stands there, writes, fills in, presses; all by visible words. */
export function createSlackPerson(slack: FakeSlack, user: SlackUser) {
  const { workspace, payloads } = slack;
  const chat = workspace.directChannel(user.id).id;
  /** What Slack itself told them, the newest last. */
  const troubles: string[] = [];
  const me = () => workspace.users.get(user.id) ?? user;
  const front = () => workspace.stackOf(user.id).at(-1);

  function inFront(): StoredView {
    const view = front();
    if (view === undefined) throw new Error('no modal is open');
    return view;
  }

  function tellTrouble(view: StoredView): void {
    view.problems.set('', MODAL_TROUBLE);
    troubles.push(MODAL_TROUBLE);
  }

  async function interact(payload: Part): Promise<Answer> {
    return slack.tell({ kind: 'interaction', payload });
  }

  function fieldCalled(view: StoredView, label: string, place = 0): Field {
    const found = fieldsOf(view.view).filter(({ block }) => shownText(block['label']) === label)[place];
    if (found !== undefined) return found;
    const labels = fieldsOf(view.view).map(({ block }) => shownText(block['label']));
    throw new Error(`there is no field "${label}" among ${labels.join(', ')}. There is:\n${seenView(view).words}`);
  }

  /** Presses something in a view. */
  async function act(view: StoredView, block: Part, element: Part, chosen: Part = {}): Promise<Answer> {
    const answer = await interact(payloads.viewAction(me(), view, block, element, chosen));
    if (answer.trouble !== undefined) tellTrouble(view);
    await slack.settled();
    return answer;
  }

  async function pressIn(view: StoredView, label: string): Promise<Answer> {
    const found = buttonsIn(view.view['blocks']).find((each) => each.label === label);
    if (found === undefined) throw new Error(`there is no button "${label}". There is:\n${seenView(view).words}`);
    view.problems.delete('');
    return act(view, found.block, found.button);
  }

  async function put(label: string, given: string | readonly string[], place = 0): Promise<void> {
    const view = inFront();
    const field = fieldCalled(view, label, place);
    view.typed.set(field.key, takenBy(field, given));
    view.problems.delete(field.blockId);
    const tells = field.block['type'] !== 'input' || field.block['dispatch_action'] === true;
    if (!tells || !tellsAsTyped(field.element)) return;
    const { values } = stateOf(view.view, view.typed) as { values: Record<string, Record<string, Part>> };
    const chosen = values[field.blockId]?.[String(field.element['action_id'])] ?? {};
    await act(view, field.block, field.element, chosen);
  }

  async function line(text: string, extra: Part, event = 'message.im'): Promise<Answer | undefined> {
    const message = workspace.keep({ channel: chat, thread: undefined, author: user.id }, { text, blocks: [] });
    return slack.happens(event, payloads.message(me(), message, extra));
  }

  async function useShortcut(name: string, type: string, payload: (callbackId: string) => Part): Promise<Answer> {
    const shortcuts = slack.manifest?.features?.shortcuts ?? [];
    const found = shortcuts.find((each) => each.name === name && each.type === type);
    if (found === undefined) throw new Error(`the app has no ${type} shortcut "${name}"`);
    const answer = await interact(payload(found.callback_id));
    if (answer.trouble !== undefined) troubles.push(`${name} did not work. Try again?`);
    await slack.settled();
    return answer;
  }

  return {
    user,
    /** The id of their own chat with the bot. */
    chat,
    /** Gives a slash command, in their chat with the bot or in a channel. */
    async types(command: string, text = '', channel = chat): Promise<Answer> {
      const commands = slack.manifest?.features?.slash_commands;
      if (commands !== undefined && !commands.some((each) => each.command === command))
        throw new Error(`${command} is not a valid command`);
      const answer = await slack.tell({ kind: 'command', payload: payloads.command(me(), command, text, channel) });
      const reason = answer.trouble === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
      if (answer.trouble !== undefined) troubles.push(`${command} failed with the error "${reason}"`);
      else if (answer.body !== '') sayAlone(channel, readAnswer(answer.body) ?? { text: answer.body });
      await slack.settled();
      return answer;
    },
    /** Writes a line to the bot. */
    writes: (text: string) => line(text, {}),
    /** Sends a file to the bot. */
    sharesFile: (name: string, text = '') =>
      line(text, { subtype: 'file_share', upload: false, files: [fileJson(name, user.id, workspace.next())] }),
    /** Changes a line of their own. */
    async edits(saying: string, text: string): Promise<void> {
      const message = workspace.messages.findLast(
        ({ author, versions, isDeleted }) => author === user.id && versions.at(-1)?.text === saying && !isDeleted,
      );
      if (message === undefined) throw new Error(`they did not write "${saying}"`);
      message.versions.push({ text, blocks: [] });
      await slack.happens('message.im', payloads.changed(message));
    },
    usesShortcut: (name: string) => useShortcut(name, 'global', (id) => payloads.shortcut(me(), id)),
    /** Uses a shortcut on a message that somebody wrote in a channel. */
    async usesMessageShortcut(name: string, text: string, { channel = chat, author = user.id } = {}): Promise<Answer> {
      const message = workspace.keep({ channel, thread: undefined, author }, { text, blocks: [] });
      return useShortcut(name, 'message', (id) => payloads.messageShortcut(me(), id, message));
    },
    /** Opens the Home tab of the bot. */
    opensHome: () => slack.happens('app_home_opened', payloads.homeOpened(me(), 'home', workspace.homes.get(user.id))),
    /** Opens the Messages tab of the bot. */
    opensMessages: () => slack.happens('app_home_opened', payloads.homeOpened(me(), 'messages', undefined)),
    /** The Home tab as it is now; undefined while the bot has put nothing there. */
    get home(): SeenView | undefined {
      const home = workspace.homes.get(user.id);
      return home === undefined ? undefined : seenView(home);
    },
    /** What stands in front. */
    get modal(): SeenView | undefined {
      const view = front();
      return view === undefined ? undefined : seenView(view);
    },
    /** Puts these into the fields of the modal, by their labels; of choices, the words of the options. */
    async fills(given: { readonly [label: string]: string | readonly string[] }): Promise<void> {
      for (const [label, value] of Object.entries(given)) await put(label, value);
    },
    /** Puts a text into the field that comes after `place` others with the same label. */
    fillsNext: (label: string, place: number, text: string) => put(label, text, place),
    chooses: (label: string, option: string | readonly string[]) => put(label, option),
    /** Presses the modal's own button. Undefined when the client itself does not send it. */
    async submits(): Promise<Answer | undefined> {
      const view = inFront();
      if (view.view['submit'] === undefined) throw new Error(`it cannot be sent:\n${seenView(view).words}`);
      view.problems.clear();
      const problems = clientProblems(view);
      for (const [block, problem] of problems) view.problems.set(block, problem);
      if (problems.size > 0) return undefined;
      const answer = await interact(payloads.submission(me(), view));
      const wrong = follow(workspace, view, answer);
      if (wrong !== undefined) {
        slack.badAnswers.push(wrong);
        tellTrouble(view);
      }
      await slack.settled();
      return answer;
    },
    /** Presses a button in the modal. */
    presses: async (label: string) => pressIn(inFront(), label),
    /** Presses a button on the Home tab. */
    async pressesAtHome(label: string): Promise<Answer> {
      const home = workspace.homes.get(user.id);
      if (home === undefined) throw new Error('the Home tab is empty');
      return pressIn(home, label);
    },
    /** Presses a button of a message. */
    async pressesOn({ channel, ts }: Pick<SeenMessage, 'channel' | 'ts'>, label: string): Promise<Answer> {
      const message = workspace.messageAt(channel, ts);
      const version = message?.versions.at(-1);
      const found = buttonsIn(version?.blocks).find((each) => each.label === label);
      if (message === undefined || version === undefined || found === undefined)
        throw new Error(`there is no button "${label}" on it:\n${version === undefined ? '' : wordsOf(version)}`);
      const answer = await interact(payloads.messageAction(me(), message, found.block, found.button));
      if (answer.trouble !== undefined) troubles.push(`"${label}" did not work. Try again?`);
      await slack.settled();
      return answer;
    },
    /** Closes the modal; with `all`, those below it too. The bot is told when it asked to be. */
    async closes({ all = false, withValues = true } = {}): Promise<Answer | undefined> {
      const view = inFront();
      const isCleared = all || view.view['clear_on_close'] === true;
      if (isCleared) workspace.stacks.set(user.id, []);
      else workspace.closeView(view);
      if (view.view['notify_on_close'] !== true) return undefined;
      const answer = await interact(payloads.closing(me(), view, isCleared, withValues));
      await slack.settled();
      return answer;
    },
    /** What they alone were shown in a conversation, in words, oldest first. */
    get ephemerals(): readonly string[] {
      return slack.ephemerals.filter(({ userId }) => userId === user.id).map(wordsOf);
    },
    troubles: troubles as readonly string[],
    /** Their own chat with the bot, oldest first. */
    get directMessages(): readonly SeenMessage[] {
      return slack.messagesIn(chat);
    },
    /** The newest message, in a channel or their own chat, that has this button and says this. */
    newestWith(label: string, { channel = chat, saying = '' } = {}): SeenMessage {
      const all = slack.messagesIn(channel).flatMap(({ ts }) => slack.thread(channel, ts));
      const found = all.findLast(
        ({ blocks, words }) => buttonsIn(blocks).some((each) => each.label === label) && words.includes(saying),
      );
      if (found !== undefined) return found;
      const there = all.map(({ words }) => words).join('\n---\n');
      throw new Error(`no message has the button "${label}" and says "${saying}". There is:\n${there}`);
    },
  };

  function sayAlone(channel: string, { text, blocks, response_type: type }: Part): void {
    const version = { text: String(text ?? ''), blocks: workspace.named(blocks) };
    if (type === 'in_channel') workspace.keep({ channel, thread: undefined, author: workspace.botUserId }, version);
    else slack.whisper(user.id, channel, version);
  }
}

export type SlackPerson = ReturnType<typeof createSlackPerson>;

/** A text tells the bot of itself only when it is asked to; whatever is chosen does always. */
function tellsAsTyped({ type, dispatch_action_config: asked }: Part): boolean {
  if (!String(type).endsWith('text_input')) return true;
  const when = (asked as { readonly trigger_actions_on?: readonly string[] } | undefined)?.trigger_actions_on ?? [];
  return when.includes('on_character_entered');
}

function fileJson(name: string, userId: string, number: string): Part {
  const id = `F0FILE${number}`;
  const url = `https://files.slack.com/files-pri/T0-${id}/${name}`;
  return { id, name, title: name, mimetype: 'image/png', filetype: 'png', user: userId, size: 4_096, url_private: url };
}
