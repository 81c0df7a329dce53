import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Deadline, Happened } from '../../domain/decider.ts';
import type { Answers } from '../../domain/form.ts';
import { HOUR, later, MINUTE } from '../../domain/instant.ts';
import { type DraftEvent, draftFormSchema, draftPressSchema, endings } from './events.ts';

/** How long a form is kept after it was last closed. Ten minutes later it is removed, so that a day is never passed. */
export const KEPT_MS = 24 * HOUR - 10 * MINUTE;
/** A form in which nothing was typed for so long, and which was not sent, is offered. */
export const OFFERED_AFTER_MS = 30 * MINUTE;
/** For how long it is still known that there was a draft, so that no late closing brings it back. */
export const GONE_MS = 10 * MINUTE;

const common = {
  /** Whose it is: nobody else can do anything with it. */
  person: z.string(),
  /** Whether it stands in their chat. */
  isOffered: z.boolean(),
  /** What all that was ever kept in it takes, in bytes. */
  bytes: z.number(),
};

/** Where a draft stands. One that is gone holds nothing of what was typed. */
export const draftStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({
    status: z.literal('kept'),
    ...common,
    title: z.string(),
    press: draftPressSchema,
    form: draftFormSchema,
    answers: answersSchema,
    keptUntil: z.string(),
    /** When it is offered, unless it was before. */
    offerAt: z.string(),
  }),
  z.object({
    status: z.literal('gone'),
    ...common,
    formId: z.string(),
    how: z.enum(endings),
    removeAt: z.string(),
    /** Until when its removal may be put off. */
    removeBy: z.string(),
  }),
]);
export type DraftState = z.infer<typeof draftStateSchema>;
export type KeptDraft = Extract<DraftState, { status: 'kept' }>;

/** The draft after an event. */
export function evolveDraft(state: DraftState, { event, at }: Happened<DraftEvent>): DraftState {
  switch (event.type) {
    case 'DraftKept': {
      const { person, title, press, form, isOffered, keptUntil } = event;
      const before = state.status === 'kept' ? state.answers : {};
      const cleared = new Set(event.cleared);
      const answers = Object.fromEntries(
        Object.entries({ ...before, ...event.answers }).filter(([id]) => !cleared.has(id)),
      );
      const bytes = (state.status === 'none' ? 0 : state.bytes) + bytesOf(event.answers);
      const offerAt = later(at, OFFERED_AFTER_MS);
      return { status: 'kept', person, isOffered, bytes, title, press, form, answers, keptUntil, offerAt };
    }
    case 'DraftOffered':
      return state.status === 'kept' ? { ...state, isOffered: true } : state;
    case 'DraftOpened':
      return state.status === 'kept' ? { ...state, keptUntil: event.keptUntil } : state;
    case 'DraftEnded': {
      if (state.status === 'none') return state;
      const { person, isOffered, bytes } = state;
      const { how, removeAt } = event;
      const { formId, removeBy } =
        state.status === 'gone' ? state : { formId: state.form.id, removeBy: later(state.keptUntil, GONE_MS) };
      return { status: 'gone', person, isOffered, bytes, formId, how, removeAt, removeBy };
    }
    case 'DraftForestalled': {
      const { person, formId, removeAt } = event;
      return { status: 'gone', person, isOffered: false, bytes: 0, formId, how: 'sent', removeAt, removeBy: removeAt };
    }
    case 'DraftRemovalPutOff':
      return state.status === 'gone' ? { ...state, removeAt: event.removeAt } : state;
    default:
      return event satisfies never;
  }
}

/** When a draft next needs attention. */
export function draftDeadlines(state: DraftState): readonly Deadline[] {
  switch (state.status) {
    case 'none':
      return [];
    case 'kept':
      return [
        { at: state.keptUntil, command: 'draft/expire', data: {} },
        ...(state.isOffered ? [] : [{ at: state.offerAt, command: 'draft/offer', data: {} }]),
      ];
    case 'gone':
      return [{ at: state.removeAt, command: 'draft/remove', data: {} }];
    default:
      return state satisfies never;
  }
}

/** What an entry takes besides the answers, in bytes and generously. */
const ENTRY_BYTES = 1_000;

/** What it takes to keep these answers once more, in bytes. */
export function bytesOf(answers: Answers): number {
  return ENTRY_BYTES + new TextEncoder().encode(JSON.stringify(answers)).length;
}
