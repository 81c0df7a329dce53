import type { z } from 'zod';
import type { Chat } from './chats.ts';
import type { Answers, Form } from './form.ts';
import type { Gathered, Gathering } from './gathering.ts';
import type { Instant } from './instant.ts';
import type { ListDefinition } from './list.ts';
import type { CardData, CardName, Json, Message } from './message.ts';
import type { Actor, PersonId } from './people.ts';
import type { School } from './school.ts';
import type { Misfit } from './school-checks.ts';

export type { ListDefinition, ListSearch, Row, RowContext, Sought } from './list.ts';

/** What a decision may depend on besides the state and the command. */
export interface DecisionContext {
  readonly at: Instant;
  readonly by: Actor;
  readonly school: School;
  /** The reference of the record, also of one that is about to begin. */
  readonly reference: string;
  /** True while messages of the record are still to be delivered. */
  readonly isOwing?: boolean;
  /** The slots of the cards that stand in a chat or are on their way there. Only for what the application asks. */
  readonly shown?: ReadonlySet<string>;
  /** What the command asked to know of elsewhere. */
  readonly gathered?: Gathered;
}

/** What one command causes: everything in it is written at once or not at all. */
export interface Decision<Event> {
  readonly kind: 'decision';
  readonly events: readonly Event[];
  readonly messages: readonly Message[];
  /** Commands for other records: owed like messages, and carried out once each. Only beside an event. */
  readonly relays?: readonly Relay[];
  /** What the person who asked sees, on the private surface. */
  readonly reply?: Reply;
  /**
   * True when the whole record is to be taken out of the store: it then has no events, messages or reply, and nothing
   * of the record is left, not even which commands it has seen.
   */
  readonly removes?: boolean;
}

/**
 * A command that a decision gives to another record, also one of another workflow, which it may begin. Given by the
 * clock, so that the other record takes it only where it is `internal`; who was behind it stands in its data. Where it
 * is refused, or never comes there, the record hears of it by a `DeliveryNote` with this slot.
 */
export interface Relay {
  readonly slot: string;
  /** Such as `site-block/ask`. */
  readonly type: string;
  /** The record it is for; absent for a command that begins one. */
  readonly reference?: string;
  /** For a record of which there is one for each key. */
  readonly key?: string;
  readonly data: CardData;
  /**
   * For many records at once, one for each key: each is given the command with its own data beside that of all, once. The
   * record hears of the first that was refused; the others have theirs all the same.
   */
  readonly each?: readonly { readonly key: string; readonly data: CardData }[];
}

/** A card and what fills it. */
export interface CardContent {
  readonly card: CardName;
  readonly data: CardData;
  /** What a notification may show: no name, no narrative (R197). */
  readonly preview: string;
}

/** An answer to one person. */
export interface Reply extends CardContent {
  readonly slot: string;
  /** Present when the reply shows content: what takes its place in the chat when it has been read (R204). */
  readonly fades?: CardContent;
}

/** A command that may not happen. `noted` goes on the record all the same. */
export interface Refusal<Event> {
  readonly kind: 'refusal';
  readonly code: string;
  /** The sentence for the person. */
  readonly sentence: string;
  readonly noted?: readonly Event[];
}

/** An event with who caused it and when. */
export interface Happened<Event> {
  readonly event: Event;
  readonly at: Instant;
  readonly by: Actor;
}

/** A command as it comes to a decider. `data` has passed the command's own schema. */
export interface Ask {
  /** Such as `concern/acknowledge`. */
  readonly type: string;
  readonly data: Json;
}

/** What a command is, as data. */
export interface CommandDefinition<State> {
  /** The words on its button. */
  readonly label: string;
  readonly data: z.ZodType;
  /** The form that asks for its data; none for a plain button. */
  form?(state: State, of: FormContext): Form;
  /** The command that shows again what the form stood in place of. */
  readonly cancel?: string;
  /** True when its reply is shown on the private surface even if it was pressed in a channel. */
  readonly opens?: boolean;
  /** The words on the button of a form that leads back to what it shows, such as `Back to the case`. */
  readonly wayBack?: string;
  /** True for the command that begins a record. */
  readonly begins?: boolean;
  /** True for what may have to be done before its record can be ended: a full record still takes it, to a point. */
  readonly isForEnd?: boolean;
  /** True for what only the clock or the application asks. */
  readonly internal?: boolean;
  /** Its name as a slash command and as words, lower case, without the slash. */
  readonly typed?: readonly string[];
  /** Of a command that begins a record: whether it is offered to this person. Without it, to everybody. */
  isOffered?(person: PersonId, school: School): boolean;
  /** What has to be known of elsewhere to decide it; undefined where nothing has to be. */
  gathers?(state: State, of: GatheringFor): Gathering | undefined;
  /**
   * For a command that each person gives to a record of their own, from a card that is the same for everybody: what that
   * record is found by. `reference` and `given` are what the pressed button carried; of a command that begins that record,
   * `reference` is empty.
   */
  own?(person: PersonId, reference: string, given: Answers): string;
}

/** What a command may ask to know of elsewhere by. */
export interface GatheringFor {
  readonly school: School;
  readonly at: Instant;
  readonly by: Actor;
  readonly reference: string;
  /** The command's data, checked. */
  readonly data: Json;
}

/** What a form may depend on. */
export interface FormContext {
  readonly school: School;
  readonly now: Instant;
  readonly by: PersonId;
  /** What the pressed button carried. */
  readonly given: Answers;
  /**
   * What has been put in so far, on this screen or an earlier one; absent when the form opens. Not checked yet. Words,
   * choices, conditions and what stands there at first may depend on it. The steps and the ids of their questions may
   * not: a question that does not apply stays, with a condition that nothing meets (`is: []`). A question that appears
   * by what was put in on the same screen has not been seen when that screen is sent: it has to be required, so that the
   * screen stands there again with it, or have no answer for a safe one.
   */
  readonly answers?: Answers;
  /** What the command asked to know of elsewhere, for words alone; absent where the form is shown without its record. */
  readonly gathered?: Gathered;
}

/** When the clock has to ask a record something. */
export interface Deadline {
  readonly at: Instant;
  /** The command that the clock then gives. */
  readonly command: string;
  readonly data: Json;
}

/**
 * What a record has to know of a message of its own: `delayed`, it could not be delivered yet, and is tried further;
 * `came`, one that was delayed, or is one of a campaign, has been delivered; `parked`, it can never be delivered; `may-be-repeated`, it may stand
 * in the chat twice, because an earlier attempt ended without an answer.
 */
export interface DeliveryNote {
  readonly slot: string;
  readonly outcome: 'delayed' | 'came' | 'parked' | 'may-be-repeated';
  readonly code: string;
  /** Of a message that stands in several chats: which of them this is about. */
  readonly chat?: Chat | undefined;
}

/** A kind of work. Written with method syntax so that workflows of every state fit one registry. */
export interface Workflow<State, Event> {
  /** Folder, command prefix and record kind in one. */
  readonly id: string;
  /** The letter that its references begin with. */
  readonly prefix: string;
  readonly state: z.ZodType<State>;
  readonly event: z.ZodType<Event>;
  readonly initial: State;
  readonly commands: { readonly [type: string]: CommandDefinition<State> };
  readonly lists: readonly ListDefinition<State>[];
  /** Why this command may not be given now by whoever asks; undefined when it may. Asked before a form is opened. */
  refuses(state: State, type: string, context: DecisionContext): Refusal<Event> | undefined;
  /** What a command causes. Only asked what `refuses` lets through. */
  decide(state: State, ask: Ask, context: DecisionContext): Decision<Event> | Refusal<Event>;
  evolve(state: State, happened: Happened<Event>): State;
  /** The clear status that queries use. */
  status(state: State): string;
  /** What the record can be found by; each is kept as a keyed hash only. */
  findableBy(state: State): readonly string[];
  deadlines(state: State): readonly Deadline[];
  /** The command that tells the record what became of one of its messages; its data is a `DeliveryNote`. */
  readonly deliveryNote: string;
  /** True for what passes by: its records are taken out of the store again, so that no checkpoint lists them. */
  readonly passes?: true;
  /** The records that every school has of this kind, such as a check that comes every year. */
  keeps?(school: School): readonly Kept[];
  /** What in a school file does not fit what this workflow has, such as a change of a rule that is not there. */
  misfits?(school: School): readonly Misfit[];
  /** What must stand in a channel or chat at any time, if anything. */
  readonly standing?: Standing;
  /** What other records may know of this one, where they ask for it for somebody. Without it, nothing. */
  shares?(state: State, of: SharedWith): Json | undefined;
  /** Its records that wait for room in a chat: see `Paced`. */
  readonly paced?: Paced;
  /** What is asked of its records where the school file has changed, once for each change. */
  readonly onSchoolFile?: OnSchoolFile;
  /** What is asked of its records where somebody can be reached who could not be before, or has come to the school. */
  readonly onArrival?: OnArrival;
  /** What whoever looks after the service counts of its records: figures, and nothing by which one is known. */
  readonly measured?: Measured<State>;
  /** True where each step tells of people, and when: figures then say of its commands the workflow alone. */
  readonly stepsUntold?: boolean;
  /** Whether a message that is owed may still go to whom it was for: they may have lost the right to it meanwhile. */
  mayStillSend(state: State, message: Message, school: School): boolean;
  /** The sentence for a reference that is not there: the same as for one that is not this person's. */
  notThere(reference: string, school: School): string;
  /** What somebody sees who gives a command again that was carried out already. */
  again(state: State, ask: Ask, context: DecisionContext): Reply | undefined;
}

/** On whose behalf another record asks: what it shares may be for some alone. */
export interface SharedWith {
  readonly school: School;
  readonly by: Actor;
}

/** What is posted again where a chat was set up anew: the records with these statuses are given this command. */
export interface Standing {
  readonly statuses: readonly string[];
  readonly command: string;
}

/**
 * Records of which there may be thousands, each with something to say to one person. They are not due: they wait, found by
 * `findBy`, and each is given the command when the chat has room for what that will say. What they say is a `campaign`.
 */
export interface Paced {
  /** What a record is found by that waits for room in this chat and may have it now, with the school open or closed. */
  findBy(chat: Chat, isOpen: boolean): string;
  readonly command: string;
}

/** What is asked where the school file has changed, of records found by this text (all of the kind without `findBy`). */
export interface OnSchoolFile {
  readonly statuses: readonly string[];
  readonly findBy?: string;
  readonly command: string;
}

/** What is asked when somebody can be reached, of records found by them (all of the kind without `findBy`). */
export interface OnArrival {
  readonly statuses: readonly string[];
  findBy?(person: PersonId): string;
  readonly command: string;
}

/** What is counted of records, of which nothing else is said. Only of open ones, as others may be without number. */
export interface Measured<State> {
  /** The statuses of those that somebody still works on. */
  readonly open: readonly string[];
  /** How many of its messages can never be delivered. */
  parked(state: State): number;
  /** Of what is urgent: the statuses in which it waits for somebody to acknowledge it, and since when one does. */
  readonly urgent?: {
    readonly statuses: readonly string[];
    /** Undefined where it is not urgent, or does not wait any more. */
    waits(state: State): { readonly since: Instant; readonly urgency: 'immediate' | 'urgent' } | undefined;
  };
}

/** A record that every school has: it is begun with this command where it is not there. */
export interface Kept {
  /** What it is found by; there is one for each. */
  readonly key: string;
  readonly command: string;
  readonly data: Json;
}

/** All workflows, by id. Each knows its own types; the registry does not. */
export type Registry = ReadonlyMap<string, Workflow<unknown, unknown>>;

/** The workflow that a command belongs to, such as `concern` for `concern/note`. */
export function workflowOf(registry: Registry, command: string): Workflow<unknown, unknown> | undefined {
  const [id = ''] = command.split('/');
  const workflow = registry.get(id);
  return workflow !== undefined && Object.hasOwn(workflow.commands, command) ? workflow : undefined;
}

export function decision<Event>(made: Omit<Decision<Event>, 'kind'>): Decision<Event> {
  return { kind: 'decision', ...made };
}

export function refusal<Event>(made: Omit<Refusal<Event>, 'kind'>): Refusal<Event> {
  return { kind: 'refusal', ...made };
}
