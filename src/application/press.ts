import { answersSchema } from '../domain/check-answers.ts';
import { type CommandDefinition, type Registry, workflowOf } from '../domain/decider.ts';
import type { Answers } from '../domain/form.ts';
import type { Message } from '../domain/message.ts';
import { actorOf } from '../domain/people.ts';
import { parseReference } from '../domain/reference.ts';
import type { School } from '../domain/school.ts';
import type { CommandRequest, CommandResult } from './command.ts';
import type { Finding } from './doctor/finding.ts';
import type { Drafts } from './drafts.ts';
import { faultCode, isDamage, StoreFault, VaultFault } from './faults.ts';
import { createFormFinder, type FormCommand, opensAnew } from './form-command.ts';
import { createFormWalker } from './form-walk.ts';
import type { CommandHandler } from './handle-command.ts';
import { canBeCarried, soughtBy } from './list-search.ts';
import { whyNotOffered } from './not-offered.ts';
import type { Overview } from './overview.ts';
import type { Clock, Ids } from './ports.ts';
import { pressedRecord } from './pressed-record.ts';
import type { Press, Screen } from './screen.ts';
import { createSearchFinder, searchedList } from './search-command.ts';
import { createServiceCheckCard, mayCheckService, SERVICE_CHECK } from './service-check-card.ts';
import { brokeDown, cannotBeRead, notDone, nothingSent, savedAlready, tooLongToSeek, unreadable } from './words.ts';

export { type Press, type PressData, pressSchema, type Screen } from './screen.ts';

export interface PresserParts {
  readonly registry: Registry;
  readonly commands: CommandHandler;
  readonly overview: Overview;
  /** Looks whether the service can do its work for a school; for those who look after it. */
  readonly checkService: (school: School) => Promise<readonly Finding[]>;
  readonly drafts: Drafts;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told of what did not work; the person has been told already. */
  readonly failed: (of: { readonly record?: string; readonly code: string }) => void;
}

/** A button was pressed, or a command typed. Opens, turns and checks forms, and gives commands; the same for every chat. */
export function createPresser(parts: PresserParts) {
  const { registry, commands, overview, drafts, clock, ids, failed } = parts;
  const formCommandOf = createFormFinder({ registry, clock });
  const searches = createSearchFinder({ registry, clock });
  const serviceCheckCard = createServiceCheckCard(parts);
  const forms = createFormWalker({ registry, commands, drafts, clock, ids, failed: told, give });

  async function press(pressed: Press): Promise<Screen> {
    const { data, school } = pressed;
    // Before anything that could fail: what is told of a failure names the reference.
    if (data.ref !== undefined && parseReference(data.ref) !== data.ref) return refused(unreadable(school, undefined));
    if (data.do.startsWith('list/')) return await turnList(pressed);
    if (data.do === SERVICE_CHECK) return await checkService(pressed);
    if (searchedList(data) !== undefined) return await search(pressed);
    const workflow = workflowOf(registry, data.do);
    const definition = workflow?.commands[data.do];
    if (workflow === undefined || definition === undefined || definition.internal === true)
      return refused(unreadable(school, undefined));
    if (data.do === 'draft/resume') return await resume(pressed);
    const command = formCommandOf(pressed);
    if (command === undefined) return await give(pressed, { ...data.with }, idOf(pressed));
    if (data.form?.go === 'cancel') return await cancel(pressed, command, () => giveUp(pressed, definition));
    const notOffered = data.form === undefined ? notOfferedTo(data.do, pressed) : undefined;
    return notOffered === undefined ? await forms.walk(pressed, command) : refused(notOffered);
  }

  function notOfferedTo(type: string, { school, person }: Pick<Press, 'school' | 'person'>): string | undefined {
    return whyNotOffered(registry, type, { school, person, now: clock.now() });
  }

  /** The form of a list's search, and what is found. */
  async function search(pressed: Press): Promise<Screen> {
    const command = searches.of(pressed);
    if (command === undefined) return refused(unreadable(pressed.school, undefined));
    if (pressed.data.form?.go !== 'cancel') return await forms.walk(pressed, command);
    return await cancel(pressed, command, () => showList(pressed, 1));
  }

  /** Somebody goes on with a form that they had closed. */
  async function resume(pressed: Press): Promise<Screen> {
    const resumed = await drafts.resume(pressed, idOf(pressed));
    if (resumed.kind === 'refused') return refused(resumed.sentence);
    const { data } = resumed;
    const again: Press = { ...pressed, data, answers: {} };
    const command = formCommandOf(again);
    if (command === undefined || data.form === undefined) return refused(unreadable(pressed.school, undefined));
    return await forms.resume(again, command, data.form);
  }

  /** The form is given up. Where what is behind it cannot be had, it stays, with all that was typed. */
  async function cancel(pressed: Press, command: FormCommand, leave: () => Promise<Screen>): Promise<Screen> {
    try {
      return await leave();
    } catch (error) {
      const text = told(error, pressed);
      return forms.stillThere(pressed, command, text) ?? { kind: 'refused', text, isFault: true };
    }
  }

  async function giveUp(pressed: Press, definition: CommandDefinition<unknown>): Promise<Screen> {
    const { data, school, person } = pressed;
    const behind = definition.cancel;
    if (behind === undefined) {
      if (data.form?.held === true) await drafts.drop(school, person.email, data.form.id, 'thrown-away');
      const content = nothingSent(opensAnew(registry, data));
      return { kind: 'card', content, slot: data.slot, isForm: false };
    }
    const shown = await give({ ...pressed, data: { ...data, do: behind } }, { ...data.with }, idOf(pressed));
    if (data.form?.held === true) drafts.dropLater(school, person.email, data.form.id, 'left');
    return shown;
  }

  /** Gives the command that a press names. `id` is the same whenever this press comes again. */
  async function give(pressed: Press, data: CommandRequest['data'], id: string): Promise<Screen> {
    const { school, person, surface } = pressed;
    if (searchedList(pressed.data) !== undefined) return await showFound(pressed, answersSchema.parse(data));
    const result = await commands.handle({
      id,
      school,
      type: pressed.data.do,
      by: actorOf(person.email),
      data,
      surface,
      ...pressedRecord(registry, pressed),
    });
    return result.kind === 'refused' ? refused(result.sentence) : screenOf(result, pressed);
  }

  function screenOf(
    { reply, inPlace, messages, isRepeated }: Extract<CommandResult, { kind: 'done' }>,
    pressed: Press,
  ): Screen {
    if (reply !== undefined && inPlace) return { kind: 'card', content: reply, slot: reply.slot, isForm: false };
    const edited = messages.find((message) => stoodThere(message, pressed));
    if (edited !== undefined) return { kind: 'card', content: edited, slot: edited.slot, isForm: false };
    if (reply !== undefined) return { kind: 'done', text: 'It is in your own chat with this bot.' };
    return { kind: 'done', text: isRepeated ? savedAlready : 'Done.' };
  }

  async function turnList(pressed: Press): Promise<Screen> {
    return await showList(pressed, pageOf(pressed), soughtBy(pressed.data.with));
  }

  /** How the service stands; whoever does not look after it is told what everybody is told of what is not there. */
  async function checkService(pressed: Press): Promise<Screen> {
    const { school, person } = pressed;
    if (!mayCheckService(school, person.email)) return refused(unreadable(school, undefined));
    const content = await serviceCheckCard(school, pageOf(pressed));
    return { kind: 'card', content, slot: undefined, isForm: false };
  }

  async function showFound(pressed: Press, answers: Answers): Promise<Screen> {
    return canBeCarried(answers) ? await showList(pressed, 1, answers) : refused(tooLongToSeek);
  }

  async function showList({ data, school, person }: Press, page: number, answers?: Answers): Promise<Screen> {
    const [, id = ''] = data.do.split('/');
    const content = await overview.page(id, page, person.email, school, answers);
    if (content === undefined) return refused(unreadable(school, undefined));
    return { kind: 'card', content, slot: undefined, isForm: false };
  }

  /** What to say of an error where no form stands. */
  function told(error: unknown, { school, data: { ref } }: Press): string {
    failed({ code: faultCode(error), ...(ref === undefined ? {} : { record: ref }) });
    if (isDamage(error)) return cannotBeRead(school, ref);
    return error instanceof StoreFault || error instanceof VaultFault ? notDone(school) : brokeDown(school);
  }

  return {
    /** Why somebody may not begin what they typed the name of; undefined where they may. Reads no store. */
    notOffered: notOfferedTo,

    /**
     * For a press that could not be taken, such as by somebody who is not recognised just now: a form stands there
     * again with all that was typed. Reads no store.
     */
    notTaken(pressed: Press, text: string): Screen {
      const command = formCommandOf(pressed) ?? searches.ofAnybody(pressed);
      return (command && forms.stillThere(pressed, command, text)) ?? { kind: 'refused', text, isFault: true };
    },

    /** Never throws: whatever did not work, the person learns it where they pressed. */
    async press(pressed: Press): Promise<Screen> {
      try {
        return await press(pressed);
      } catch (error) {
        return { kind: 'refused', text: told(error, pressed), isFault: true };
      }
    },
  };
}

export type Presser = ReturnType<typeof createPresser>;

function idOf({ id, person }: Press): string {
  return `press ${person.email} ${id}`;
}

/** The page that was asked for; the first where none was. */
function pageOf({ data: { with: carried } }: Press): number {
  return Math.max(1, Math.min(500, Number.parseInt(carried?.page ?? '1', 10) || 1));
}

function refused(text: string): Screen {
  return { kind: 'refused', text, isFault: false };
}

/**
 * Whether a message takes the place of the pressed card. What the card says of its slot comes from outside, so a
 * message is only shown where whoever pressed would have got it anyway.
 */
function stoodThere({ slot, to }: Message, { data, person, surface }: Press): boolean {
  if (slot !== data.slot || surface.kind !== 'chat') return false;
  const isOwnChat = surface.card !== undefined;
  return to.kind === 'person' ? isOwnChat && to.person === person.email : !isOwnChat;
}
