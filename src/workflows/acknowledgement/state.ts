import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { wordingSchema } from '../../domain/wording.ts';
import { closingReasons, sendingSchema, signatureSchema } from './events.ts';

const text = z.string();

const questionSchema = z.object({
  number: z.number(),
  text,
  at: text,
  owner: text,
  /** How often it passed to another owner. */
  passedOn: z.number(),
  /** Of what it was asked. */
  title: text,
  version: z.number(),
  /** True once its owner has read it, which is on the record. */
  isOpened: z.boolean(),
  answer: z.object({ text, at: text }).nullable(),
});

/** What every acknowledgement holds, wherever it stands. No text of the policy: there may be ten thousand of these. */
const fileSchema = z.object({
  campaign: text,
  policy: text,
  person: text,
  name: text,
  jobTitle: text,
  askedAt: text,
  /** How often they were reminded. */
  reminded: z.number(),
  version: z.number(),
  title: text,
  hash: text,
  dueBy: text,
  /** Whether it is signed rather than acknowledged. */
  isSigned: z.boolean(),
  /** Where the card goes; it waits for room there. */
  chat: z.enum(chats),
  /** Which card waits to be sent; null where none does. */
  toSend: sendingSchema.nullable(),
  /** Whether what waits to be sent cannot wait until the school opens. */
  isNow: z.boolean(),
  /** Whether a card has ever come to their chat. */
  hasCome: z.boolean(),
  questions: z.array(questionSchema),
});

/** What somebody said yes to: the whole wording as it was shown to them, and when. Never changed. */
const signedSchema = z.object({ wording: wordingSchema, hash: text, at: text, signature: signatureSchema.nullable() });

/** Where an acknowledgement stands. The figures of a campaign are made of these. */
export const acknowledgementStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  /** Asked for, not yet in their chat. */
  z.object({ status: z.literal('pending'), file: fileSchema }),
  /** It stands in their chat. */
  z.object({ status: z.literal('delivered'), file: fileSchema }),
  /** It cannot be delivered; `code` is why. */
  z.object({ status: z.literal('unreachable'), file: fileSchema, code: text }),
  z.object({ status: z.literal('acknowledged'), file: fileSchema, signed: signedSchema }),
  /** No longer among those who are asked. What they had signed stays. */
  z.object({ status: z.literal('left'), file: fileSchema, signed: signedSchema.nullable() }),
  /** Replaced or withdrawn before they acknowledged it. */
  z.object({ status: z.literal('closed'), file: fileSchema, reason: z.enum(closingReasons) }),
]);

export type AcknowledgementState = z.infer<typeof acknowledgementStateSchema>;
/** An acknowledgement that somebody was asked for. */
export type Acknowledgement = Exclude<AcknowledgementState, { status: 'none' }>;
/** One that is still owed. */
export type Owed = Extract<AcknowledgementState, { status: 'pending' | 'delivered' | 'unreachable' }>;
export type AcknowledgementFile = z.infer<typeof fileSchema>;
export type Signed = z.infer<typeof signedSchema>;
export type PolicyQuestion = z.infer<typeof questionSchema>;

/** Before the record was begun. */
export const noAcknowledgement: AcknowledgementState = { status: 'none' };

/** The statuses of what is still owed. */
export const owedStatuses = ['pending', 'delivered', 'unreachable'] as const;

/** Whether it is still owed. */
export function isOwed(state: AcknowledgementState): state is Owed {
  return state.status === 'pending' || state.status === 'delivered' || state.status === 'unreachable';
}

/** What they said yes to; undefined where they have not. */
export function signedOf(state: AcknowledgementState): Signed | undefined {
  if (state.status === 'acknowledged') return state.signed;
  return state.status === 'left' && state.signed !== null ? state.signed : undefined;
}

/** The question with that number. */
export function questionOf(state: AcknowledgementState, number: number): PolicyQuestion | undefined {
  return state.status === 'none' ? undefined : state.file.questions.find((one) => one.number === number);
}
