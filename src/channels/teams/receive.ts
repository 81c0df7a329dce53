import type { Directory } from '../../application/directory.ts';
import { Fault } from '../../application/faults.ts';
import type { Surface } from '../../application/handle-command.ts';
import type { Overview } from '../../application/overview.ts';
import { beginnings } from '../../application/overview.ts';
import type { AddressBook } from '../../application/ports.ts';
import { type Press, type Presser, pressSchema, type Screen } from '../../application/press.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { readTyped } from '../../application/typed-command.ts';
import { noFiles, notDone, notice, stranger } from '../../application/words.ts';
import { answersSchema } from '../../domain/check-answers.ts';
import type { CardContent, Registry } from '../../domain/decider.ts';
import { type PrivateChannel, privateChannels } from '../../domain/message.ts';
import type { Person, School } from '../../domain/school.ts';
import type { createRenderer } from '../render.ts';
import {
  type Activity,
  activitySchema,
  cardActionSchema,
  channelOf,
  dialogSchema,
  extensionSchema,
  hasFile,
  isPersonal,
  tenantOf,
  typedText,
} from './activity.ts';
import { cardAnswer, dialogAnswer, errorAnswer, messageAnswer, type TeamsAnswer } from './answers.ts';
import type { TeamsConnector } from './connector.ts';
import { drawActivity, drawCard, partInputs, type Setting } from './draw.ts';

export interface TeamsReceiverParts {
  readonly directory: Directory;
  readonly addresses: AddressBook;
  readonly presser: Presser;
  readonly overview: Overview;
  readonly standing: StandingPoster;
  readonly registry: Registry;
  readonly connector: TeamsConnector;
  readonly render: ReturnType<typeof createRenderer>;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
  /** Told what came in, for the log: kinds and codes, never content. */
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** Somebody of a school who acts in Teams. */
interface Visitor {
  readonly school: School;
  readonly person: Person;
}

/** Takes what Teams sends: parses it, finds out who it is, and translates it. Decides nothing. */
export function createTeamsReceiver(parts: TeamsReceiverParts) {
  const { directory, addresses, presser, overview, standing, registry, connector, render, setting, noted } = parts;

  async function receive(activity: Activity): Promise<TeamsAnswer | undefined> {
    const school = directory.schoolOf({ channel: 'teams', tenant: tenantOf(activity) ?? '' });
    if (school === undefined) {
      noted({ code: 'unknown-tenant' });
      return activity.type === 'invoke' ? messageAnswer(stranger(undefined)) : undefined;
    }
    if (activity.type === 'installationUpdate') return await installed(activity, school);
    if (activity.type !== 'message' && activity.type !== 'messageUpdate' && activity.type !== 'invoke') return undefined;
    const person = await personBehind(activity, school);
    if (person === undefined) return await refuseStranger(activity, school);
    const visitor = { school, person };
    if (isPersonal(activity)) await remember(activity, visitor);
    if (activity.type === 'invoke') return await invoked(activity, visitor);
    await read(activity, visitor);
    return undefined;
  }

  /** By object id where the school file has it; else by the addresses that Teams gives of the member. */
  async function personBehind(activity: Activity, school: School): Promise<Person | undefined> {
    const userId = activity.from.aadObjectId;
    if (userId !== undefined) {
      const known = directory.personOf(school, { channel: 'teams', userId });
      if (known !== undefined) return known;
    }
    const all = await connector.addressesOf(activity.serviceUrl, activity.conversation.id, activity.from.id);
    const found = all.map((email) => directory.personWithEmail(school, email)).find((person) => person !== undefined);
    // An object id in the school file is stronger than an address: a second account with the address is not that person.
    return found?.teams === undefined ? found : undefined;
  }

  async function refuseStranger(activity: Activity, school: School): Promise<TeamsAnswer | undefined> {
    noted({ code: 'unknown-person', school: school.id });
    const text = stranger(school.telephone);
    if (activity.type === 'invoke') return isDialog(activity) ? dialogSaid(text) : messageAnswer(text);
    await say(activity, notice('', [text]));
    return undefined;
  }

  async function remember(activity: Activity, { school, person }: Visitor): Promise<void> {
    const reach = { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id };
    try {
      await addresses.remember(school, 'teams', `person:${person.email}`, reach);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Nobody has to wait for an address to be kept; it comes with the next activity again.
      noted({ code: error.code, school: school.id });
    }
  }

  async function installed(activity: Activity, school: School): Promise<undefined> {
    const isRemoved = activity.action?.startsWith('remove') ?? false;
    const where = channelOf(activity);
    const channel = privateChannels.find((name) => school.channels[name].teams?.channelId === where);
    if (channel !== undefined && !isPersonal(activity)) {
      await channelInstalled(activity, school, channel, isRemoved);
      return undefined;
    }
    if (!isPersonal(activity)) return undefined;
    const person = await personBehind(activity, school);
    if (person === undefined) return undefined;
    if (isRemoved) await addresses.forget(school, 'teams', `person:${person.email}`);
    else {
      await remember(activity, { school, person });
      await say(activity, help());
      await standing.showAgain(school, `person:${person.email}`);
    }
    return undefined;
  }

  async function channelInstalled(activity: Activity, school: School, channel: PrivateChannel, isRemoved: boolean) {
    if (isRemoved) return await addresses.forget(school, 'teams', `channel:${channel}`);
    const conversation = school.channels[channel].teams?.channelId ?? '';
    await addresses.remember(school, 'teams', `channel:${channel}`, { serviceUrl: activity.serviceUrl, conversation });
    return await standing.showAgain(school, `channel:${channel}`);
  }

  /** A message. Its text is compared with the commands and goes no further. */
  async function read(activity: Activity, visitor: Visitor): Promise<void> {
    if (hasFile(activity)) return await answerPrivately(activity, visitor, noFiles(visitor.school));
    if (activity.type === 'messageUpdate') return;
    const typed = readTyped(registry, typedText(activity));
    if (typed.kind === 'other') return await answerPrivately(activity, visitor, help('Nothing that you wrote was kept.'));
    if (typed.kind === 'overview') return await answerPrivately(activity, visitor, await overviewFor(visitor));
    if (setting === 'chat-with-dialogs') return await say(activity, opener(typed.type));
    const screen = await presser.press(pressOf(activity, visitor, { do: typed.type }, {}, { kind: 'chat' }));
    const content = screen.kind === 'card' ? screen.content : notice('', [screen.text]);
    await answerPrivately(activity, visitor, content);
  }

  async function overviewFor({ school, person }: Visitor): Promise<CardContent> {
    try {
      return await overview.all(person.email, school);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: school.id });
      return notice('', [notDone(school)], beginnings(registry));
    }
  }

  async function invoked(activity: Activity, visitor: Visitor): Promise<TeamsAnswer | undefined> {
    switch (activity.name) {
      case 'adaptiveCard/action':
        return await cardPressed(activity, visitor);
      case 'task/fetch':
      case 'task/submit':
        return await inDialog(activity, visitor, dialogSchema.parse(activity.value).data);
      case 'composeExtension/fetchTask': {
        const { commandId } = extensionSchema.parse(activity.value);
        return await inDialog(activity, visitor, { do: commandId });
      }
      case 'composeExtension/submitAction': {
        const { commandId, data } = extensionSchema.parse(activity.value);
        return await inDialog(activity, visitor, { do: commandId, ...data });
      }
      case 'fileConsent/invoke':
        await answerPrivately(activity, visitor, noFiles(visitor.school));
        return { status: 200 };
      default:
        noted({ code: 'unknown-invoke', school: visitor.school.id });
        return { status: 501 };
    }
  }

  async function cardPressed(activity: Activity, visitor: Visitor): Promise<TeamsAnswer> {
    const { action } = cardActionSchema.parse(activity.value);
    const { carried, answers } = partInputs(action.data);
    const post = {
      channel: 'teams',
      at: { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id, activity: activity.replyToId ?? '' },
    };
    const data = pressSchema.parse({ ...carried, do: carried.do ?? action.verb });
    const card = { isForm: data.form !== undefined, post, ...(data.slot === undefined ? {} : { slot: data.slot }) };
    const screen = await presser.press(pressOf(activity, visitor, data, answers, { kind: 'chat', card }));
    if (screen.kind !== 'card') return screen.kind === 'refused' && screen.isFault ? errorAnswer(screen.text) : messageAnswer(screen.text);
    const staysHere = isPersonal(activity) || (!screen.isForm && screen.slot !== undefined && screen.slot === data.slot);
    if (staysHere) return cardAnswer(drawCard(render, screen.content, { setting, slot: screen.slot }));
    await answerPrivately(activity, visitor, screen.content, screen.slot);
    return messageAnswer('It is in your own chat with this bot.');
  }

  async function inDialog(activity: Activity, visitor: Visitor, sent: Readonly<Record<string, unknown>>): Promise<TeamsAnswer> {
    const { carried, answers } = partInputs(sent);
    const data = pressSchema.parse(carried);
    const screen = await presser.press(pressOf(activity, visitor, data, answers, { kind: 'dialog' }));
    return screen.kind === 'card' ? dialogShown(screen) : dialogSaid(screen.text);
  }

  function pressOf(activity: Activity, { school, person }: Visitor, data: unknown, answers: unknown, surface: Surface): Press {
    return {
      id: `teams ${activity.conversation.id} ${activity.id ?? ''}`,
      school,
      person,
      data: pressSchema.parse(data),
      answers: answersSchema.parse(answers),
      surface,
    };
  }

  function dialogShown({ content, slot }: Extract<Screen, { kind: 'card' }>): TeamsAnswer {
    return dialogAnswer(drawCard(render, content, { setting: 'dialog', slot }));
  }

  function dialogSaid(text: string): TeamsAnswer {
    return dialogAnswer(drawCard(render, notice('', [text]), { setting: 'dialog' }));
  }

  /** Answers where only this person sees it. */
  async function answerPrivately(activity: Activity, { school, person }: Visitor, content: CardContent, slot?: string): Promise<void> {
    if (isPersonal(activity)) return await say(activity, content, slot);
    const known = await addresses.find(school, 'teams', `person:${person.email}`);
    const userId = person.teams?.userId ?? activity.from.aadObjectId ?? activity.from.id;
    const serviceUrl = known?.serviceUrl ?? activity.serviceUrl;
    const conversation =
      known?.conversation ?? (await connector.createPersonalChat(serviceUrl, { tenantId: school.teams?.tenantId ?? '', userId }));
    await connector.post(serviceUrl, conversation, drawActivity(render, content, { setting, slot }));
  }

  async function say(activity: Activity, content: CardContent, slot?: string): Promise<void> {
    await connector.post(activity.serviceUrl, activity.conversation.id, drawActivity(render, content, { setting, slot }));
  }

  function help(first?: string): CardContent {
    return notice(
      'Safeguarding',
      [...(first === undefined ? [] : [first]), 'Report a concern about a child here, or see what you have reported. In an emergency ring 999.'],
      [...beginnings(registry), { label: 'My reports', press: { do: 'list/my-reports' }, primary: false, opens: false, chatOnly: false }],
    );
  }

  /** The button that opens a command's form in a dialog. */
  function opener(type: string): CardContent {
    const buttons = beginnings(registry).filter((button) => isFor(button, type));
    return notice('', ['The form opens in front of you; nobody else here sees it.'], buttons);
  }

  return {
    /** Undefined when there is nothing to answer. Throws what is malformed. */
    receive: (body: unknown): Promise<TeamsAnswer | undefined> => receive(activitySchema.parse(body)),
  };
}

export type TeamsReceiver = ReturnType<typeof createTeamsReceiver>;

function isDialog({ name }: Activity): boolean {
  return name === 'task/fetch' || name === 'task/submit' || (name?.startsWith('composeExtension/') ?? false);
}

function isFor(button: unknown, type: string): boolean {
  return JSON.stringify(button).includes(`"do":"${type}"`);
}
