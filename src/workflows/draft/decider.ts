import {
  type Ask,
  type Decision,
  type DecisionContext,
  decision,
  type Refusal,
  type Reply,
  refusal,
} from '../../domain/decider.ts';
import type { Answers } from '../../domain/form.ts';
import { HOUR, later } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { type DraftCommand, type DraftData, dataOf } from './commands.ts';
import type { DraftEvent, Ending } from './events.ts';
import { bytesOf, type DraftState, evolveDraft, GONE_MS, KEPT_MS, type KeptDraft } from './state.ts';
import { ended, OFFER_SLOT, offer, type RefusalCode, refusalSentences } from './words.ts';

type Outcome = Decision<DraftEvent> | Refusal<DraftEvent>;
type Gone = Extract<DraftState, { status: 'gone' }>;

/** What one form may take, and all that is ever kept of it in one record, in bytes: sealed, it fits with room left. */
const MOST_AT_ONCE = 250_000;
const MOST_IN_ALL = 700_000;
/** The most of it that is kept while somebody types, so that there is room for what stands there in the end. */
const MOST_WHILE_TYPING = MOST_IN_ALL - MOST_AT_ONCE;
/** Whoever goes on with a form shortly before its time is over has this long for it. */
const OPENED_MS = HOUR;

/** Why this command may not be given now by whoever asks: a draft belongs to one person. */
export function refusesDraft(
  state: DraftState,
  type: string,
  context: DecisionContext,
): Refusal<DraftEvent> | undefined {
  if (type !== 'draft/resume' && type !== 'draft/throw-away') return undefined;
  if (state.status === 'none' || !isTheirs(state, context)) return refuse('not-there', context);
  if (state.status === 'gone') return refuse(state.how, context);
  return state.keptUntil <= context.at ? refuse('expired', context) : undefined;
}

/** Decides every command of a draft. Pure: the same state, command and context always give the same outcome. */
export function decideDraft(state: DraftState, ask: Ask, context: DecisionContext): Outcome {
  const refused = refusesDraft(state, ask.type, context);
  if (refused !== undefined) return refused;
  const command = ask.type as DraftCommand;
  switch (command) {
    case 'draft/keep':
      return kept(state, dataOf(command, ask), context);
    case 'draft/resume':
      return state.status === 'kept' ? opened(state, context) : nothing;
    case 'draft/throw-away':
      return withReply(end(state, 'thrown-away', context));
    case 'draft/drop':
      return dropped(state, dataOf(command, ask), context);
    case 'draft/offer':
      return state.status === 'kept' && !state.isOffered ? offered(state, context) : nothing;
    case 'draft/expire':
      return state.status === 'kept' ? end(state, 'expired', context) : nothing;
    case 'draft/remove':
      return state.status === 'gone' ? removed(state, context) : nothing;
    case 'draft/delivery-note':
      return nothing;
    default:
      return command satisfies never;
  }
}

const nothing = decision<DraftEvent>({ events: [], messages: [] });

function kept(state: DraftState, data: DraftData<'draft/keep'>, context: DecisionContext): Outcome {
  const { person, title, press, form } = data;
  if (state.status !== 'none' && !isOf(state, person, form.id)) return refuse('not-there', context);
  if (state.status === 'gone' && state.how === 'sent') return refuse('sent', context);
  const known = state.status === 'kept' ? state.answers : {};
  const typed = withoutEmpty(data.answers);
  const answers = Object.fromEntries(Object.entries(typed).filter(([id, answer]) => !isSame(known[id], answer)));
  const taken = (state.status === 'none' ? 0 : state.bytes) + bytesOf(answers);
  const most = data.isTyping ? MOST_WHILE_TYPING : MOST_IN_ALL;
  if (bytesOf(typed) > MOST_AT_ONCE || taken > most) return refuse('too-long', context);
  const isOffered = data.offer || (state.status === 'kept' && state.isOffered);
  const event: DraftEvent = {
    type: 'DraftKept',
    ...{ person, title, press, form, answers, isOffered },
    cleared: Object.keys(known).filter((id) => !Object.hasOwn(typed, id)),
    keptUntil: later(context.at, KEPT_MS),
  };
  // Where a line says that it is gone, the offer stands anew below everything since.
  const fresh = state.status === 'gone' && state.isOffered ? { fresh: true } : {};
  // Whoever goes on typing is not shown the offer again with every word.
  const messages = data.offer ? offers(state, event, context).map((message) => ({ ...message, ...fresh })) : [];
  return decision({ events: [event], messages });
}

/** Nobody has typed in it for some time, and nobody said that it was closed: Slack was quit, or a telephone put it away. */
function offered(state: KeptDraft, context: DecisionContext): Outcome {
  const event: DraftEvent = { type: 'DraftOffered' };
  return decision({ events: [event], messages: offers(state, event, context) });
}

/** Every time that it is opened is an event (R198). The offer stays as it is: the form may stand in its place now. */
function opened(draft: KeptDraft, { at }: DecisionContext): Outcome {
  const atLeast = later(at, OPENED_MS);
  const keptUntil = draft.keptUntil > atLeast ? draft.keptUntil : atLeast;
  return decision({ events: [{ type: 'DraftOpened', keptUntil }], messages: [] });
}

function dropped(state: DraftState, data: DraftData<'draft/drop'>, context: DecisionContext): Outcome {
  const { person, formId, how } = data;
  if (state.status === 'none') return how === 'sent' ? forestalled(person, formId, context) : nothing;
  if (!isOf(state, person, formId)) return nothing;
  if (how === 'left') {
    const isUnseen = state.status === 'kept' && !state.isOffered;
    return isUnseen ? end(state, 'thrown-away', context) : nothing;
  }
  // What was sent after all stays so, whatever became of the draft before.
  return state.status === 'kept' || (how === 'sent' && state.how !== 'sent') ? end(state, how, context) : nothing;
}

function forestalled(person: PersonId, formId: string, { at }: DecisionContext): Decision<DraftEvent> {
  const removeAt = later(at, GONE_MS);
  return decision({ events: [{ type: 'DraftForestalled', person, formId, removeAt }], messages: [] });
}

function end(state: DraftState, how: Ending, { at }: DecisionContext): Decision<DraftEvent> {
  if (state.status === 'none') return nothing;
  const removeAt = state.status === 'gone' ? state.removeAt : later(at, GONE_MS);
  const to = { kind: 'person', person: state.person } as const;
  const message: Message = { slot: OFFER_SLOT, to, ...ended(how), onlyEdits: true };
  return decision({
    events: [{ type: 'DraftEnded', how, removeAt }],
    messages: state.isOffered ? [message] : [],
  });
}

function withReply(made: Decision<DraftEvent>): Decision<DraftEvent> {
  return { ...made, reply: { slot: OFFER_SLOT, ...ended('thrown-away') } };
}

/** What is owed first goes to the chat, as long as the day is not over. */
function removed(draft: Gone, { at, isOwing = false }: DecisionContext): Decision<DraftEvent> {
  const removeAt = later(at, GONE_MS);
  if (isOwing && removeAt <= draft.removeBy)
    return decision({ events: [{ type: 'DraftRemovalPutOff', removeAt }], messages: [] });
  return decision({ events: [], messages: [], removes: true });
}

/** The offer as it stands after an event. */
function offers(state: DraftState, event: DraftEvent, context: DecisionContext): readonly Message[] {
  const after = evolveDraft(state, { event, at: context.at, by: context.by });
  return after.status === 'kept' ? [offer(after, context)] : [];
}

function refuse(code: RefusalCode, { reference, school }: DecisionContext): Refusal<DraftEvent> {
  return refusal({ code, sentence: refusalSentences[code](reference, school) });
}

function isTheirs(state: KeptDraft | Gone, { by }: DecisionContext): boolean {
  return by.kind === 'person' && by.person === state.person;
}

/** Whether it is the draft that is meant: the references of two may fall together, though hardly ever. */
function isOf(state: KeptDraft | Gone, person: PersonId, formId: string): boolean {
  return state.person === person && (state.status === 'kept' ? state.form.id : state.formId) === formId;
}

function withoutEmpty(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer.length > 0));
}

function isSame(one: string | readonly string[] | undefined, other: string | readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An offer goes only to somebody of the school, and only while there is something to go on with. */
export function mayStillSendDraft(state: DraftState, { card }: Message, school: School): boolean {
  if (state.status === 'none' || findPerson(school, state.person) === undefined) return false;
  return state.status === 'kept' || card === 'line';
}

/** What its person sees who has thrown it away already. */
export function againDraft(state: DraftState, ask: Ask, context: DecisionContext): Reply | undefined {
  if (ask.type !== 'draft/throw-away' || state.status !== 'gone' || !isTheirs(state, context)) return undefined;
  return { slot: OFFER_SLOT, ...ended(state.how) };
}
