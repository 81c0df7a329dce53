import { DeliveryFault } from '../../application/faults.ts';
import { type Press, type PressData, type Presser, pressSchema, type Screen } from '../../application/press.ts';
import { notice, unreadable } from '../../application/words.ts';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Answers } from '../../domain/form.ts';
import type { School } from '../../domain/school.ts';
import type { createRenderer } from '../render.ts';
import { type Activity, cardActionSchema, dialogSchema, extensionSchema, isPersonal } from './activity.ts';
import { cardAnswer, dialogAnswer, errorAnswer, messageAnswer, type TeamsAnswer } from './answers.ts';
import { drawCard, isMadeForChannels, partInputs, type Setting } from './draw.ts';
import type { Speaker, Visitor } from './speaker.ts';
import { notReached } from './words.ts';

export interface PressesParts {
  readonly presser: Presser;
  readonly speaker: Speaker;
  readonly render: ReturnType<typeof createRenderer>;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

const IN_OWN_CHAT = 'It is in your own chat with this bot.';

/** Answers presses: of a button on a card, and in a dialog. */
export function createPresses({ presser, speaker, render, setting, noted }: PressesParts) {
  function dialogSaid(text: string): TeamsAnswer {
    return dialogAnswer(drawCard(render, notice('', [text]), { setting: 'dialog' }));
  }

  /** Says something on the surface on which somebody pressed, if it is one that can say something. */
  function said({ name }: Activity, text: string, isFault = false): TeamsAnswer {
    if (name === 'adaptiveCard/action') return isFault ? errorAnswer(text) : messageAnswer(text);
    return isInDialog(name) ? dialogSaid(text) : { status: 200 };
  }

  function unread(activity: Activity, { school }: Visitor): TeamsAnswer {
    noted({ code: 'unreadable-press', school: school.id });
    return said(activity, unreadable(school, undefined));
  }

  async function onCard(activity: Activity, visitor: Visitor): Promise<TeamsAnswer> {
    const pressed = readPress(activity);
    if (pressed === undefined) return unread(activity, visitor);
    const { data, answers } = pressed;
    const screen = await presser.press(pressOf(activity, visitor, data, answers, surfaceOf(activity, data)));
    if (screen.kind !== 'card') return said(activity, screen.text, screen.kind === 'refused' && screen.isFault);
    const { content, slot, isForm } = screen;
    // A channel shows only what is made for it, in place of what it showed; everything else is one person's alone.
    const isForChannel = isMadeForChannels(content) && !isForm && slot !== undefined && slot === data.slot;
    if (isPersonal(activity) || isForChannel) return cardAnswer(drawCard(render, content, { setting, slot }));
    try {
      await speaker.tell(activity, visitor, content, slot);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code, school: visitor.school.id });
      return errorAnswer(notReached(visitor.school));
    }
    return messageAnswer(IN_OWN_CHAT);
  }

  async function inDialog(activity: Activity, visitor: Visitor): Promise<TeamsAnswer> {
    const pressed = readPress(activity);
    if (pressed === undefined) return unread(activity, visitor);
    const screen: Screen = await presser.press(
      pressOf(activity, visitor, pressed.data, pressed.answers, { kind: 'dialog' }),
    );
    if (screen.kind !== 'card') return dialogSaid(screen.text);
    return dialogAnswer(drawCard(render, screen.content, { setting: 'dialog', slot: screen.slot }));
  }

  /**
   * Says that a press could not be taken, where it was pressed; a form stands there again with all that was typed.
   * Nobody has to be known for it: what is shown is what was sent.
   */
  function notTaken(activity: Activity, school: School, text: string): TeamsAnswer {
    const pressed = readPress(activity);
    if (pressed === undefined) return said(activity, text, true);
    const { data, answers } = pressed;
    const person = { email: '', name: '', jobTitle: '' };
    const screen = presser.notTaken(
      pressOf(activity, { school, person }, data, answers, surfaceOf(activity, data)),
      text,
    );
    if (screen.kind !== 'card') return said(activity, text, true);
    if (isInDialog(activity.name))
      return dialogAnswer(drawCard(render, screen.content, { setting: 'dialog', slot: data.slot }));
    return isPersonal(activity)
      ? cardAnswer(drawCard(render, screen.content, { setting, slot: data.slot }))
      : said(activity, text, true);
  }

  return {
    said,
    notTaken,
    onCard,
    inDialog,
  };
}

/** The invokes that are answered with a dialog. */
const inDialogs = new Set(['task/fetch', 'task/submit', 'composeExtension/fetchTask', 'composeExtension/submitAction']);

export function isInDialog(name: Activity['name']): boolean {
  return inDialogs.has(name ?? '');
}

/** A press as every chat has it; its id is made from Teams' own. */
export function pressOf(
  activity: Activity,
  { school, person }: Visitor,
  data: PressData,
  answers: Answers,
  surface: Press['surface'],
): Press {
  const { do: what, ref = '', with: given = {} } = data;
  const id = `teams ${activity.conversation.id} ${activity.id ?? ''} ${what} ${ref} ${JSON.stringify(given)}`;
  return { id, school, person, data, answers, surface };
}

/** Where the answer to a press stands: on the pressed card, when nobody but the person sees it. */
function surfaceOf(activity: Activity, { form, slot }: PressData): Press['surface'] {
  const { serviceUrl, conversation, replyToId } = activity;
  if (!isPersonal(activity) || replyToId == null) return { kind: 'chat', chat: 'teams' };
  const post = { channel: 'teams', at: { serviceUrl, conversation: conversation.id, activity: replyToId } };
  return {
    kind: 'chat',
    chat: 'teams',
    card: { isForm: form !== undefined, post, ...(slot === undefined ? {} : { slot }) },
  };
}

/** What was pressed, and what stood in the inputs; undefined when it cannot be read. */
function readPress(activity: Activity): { readonly data: PressData; readonly answers: Answers } | undefined {
  const sent = readSent(activity);
  if (sent === undefined) return undefined;
  const { carried, answers } = partInputs(sent);
  const data = pressSchema.safeParse(carried);
  const given = answersSchema.safeParse(answers);
  return data.success && given.success ? { data: data.data, answers: given.data } : undefined;
}

function readSent({ name, value }: Activity): Readonly<Record<string, unknown>> | undefined {
  switch (name) {
    case 'adaptiveCard/action': {
      const { action } = cardActionSchema.safeParse(value).data ?? {};
      return action && { do: action.verb, ...action.data };
    }
    case 'task/fetch':
    case 'task/submit':
      return dialogSchema.safeParse(value).data?.data;
    case 'composeExtension/fetchTask': {
      const { commandId } = extensionSchema.safeParse(value).data ?? {};
      return commandId === undefined ? undefined : { do: commandId };
    }
    case 'composeExtension/submitAction': {
      const extension = extensionSchema.safeParse(value).data;
      return extension && { do: extension.commandId, ...extension.data };
    }
    default:
      return undefined;
  }
}
