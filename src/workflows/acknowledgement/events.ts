import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { wordingSchema } from '../../domain/wording.ts';

const text = z.string();
const number = z.number().int();

/** Which wording is asked for. Its text stays with the campaign until somebody says yes to it. */
const wordingAsked = {
  version: number,
  title: text,
  hash: text,
  /** '' where it is not known yet. */
  dueBy: text,
  /** True where it is signed rather than acknowledged. */
  isSigned: z.literal(true).optional(),
};

/** True for what cannot wait until the school opens. */
const isNow = z.literal(true).optional();

/** As which card it goes out: the first, or one that reminds. */
const sendings = ['first', 'reminder'] as const;
export const sendingSchema = z.enum(sendings);

/** The name and job title with which somebody signed (R165). */
export const signatureSchema = z.object({ name: text, jobTitle: text });

export const closingReasons = ['replaced', 'withdrawn'] as const;

/** What happened to an acknowledgement, in the past tense. Never edited; a new shape is a new event. */
export const acknowledgementEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('AcknowledgementAsked'),
    campaign: text,
    policy: text,
    person: text,
    /** As the school file has them that day. */
    name: text,
    jobTitle: text,
    chat: z.enum(chats),
    isNow,
    ...wordingAsked,
  }),
  /** It is still owed, and the wording is another one now. */
  z.object({ type: z.literal('NewerWordingAsked'), isNow, ...wordingAsked }),
  /** Somebody who had left is there again, and still owes it. */
  z.object({ type: z.literal('AskedAgain'), name: text, jobTitle: text, chat: z.enum(chats), isNow, ...wordingAsked }),
  /** Somebody who had left is there again, and had acknowledged it before. */
  z.object({ type: z.literal('CameBack') }),
  /** The card was handed to the chat. */
  z.object({ type: z.literal('CardSent'), as: sendingSchema, ...wordingAsked }),
  /** Nothing is asked any more, so the card was not sent. */
  z.object({ type: z.literal('CardHeldBack') }),
  z.object({ type: z.literal('CardCame') }),
  z.object({ type: z.literal('CardParked'), code: text }),
  z.object({ type: z.literal('CardMayBeRepeated') }),
  /** `sends` is the card that then has to go out; null where one is on its way. */
  z.object({ type: z.literal('Reminded'), nth: number, chat: z.enum(chats), sends: sendingSchema.nullable() }),
  z.object({ type: z.literal('TriedAgain'), chat: z.enum(chats) }),
  /** They pressed on an older wording and were shown the one of now. */
  z.object({ type: z.literal('WordingShown'), ...wordingAsked }),
  /** They said yes to exactly these words. */
  z.object({
    type: z.literal('WordingAcknowledged'),
    wording: wordingSchema,
    hash: text,
    signature: signatureSchema.nullable(),
  }),
  z.object({ type: z.literal('AudienceLeft') }),
  z.object({ type: z.literal('AskingClosed'), reason: z.enum(closingReasons) }),
  z.object({ type: z.literal('QuestionAsked'), number, text, owner: text, title: text, version: number }),
  z.object({ type: z.literal('QuestionOpened'), number }),
  /** Its owner has left the school, so it is another's now. */
  z.object({ type: z.literal('QuestionPassedOn'), number, owner: text }),
  z.object({ type: z.literal('QuestionAnswered'), number, text }),
  /** The owner cannot be reached with it. */
  z.object({ type: z.literal('QuestionParked'), number, code: text }),
]);
export type AcknowledgementEvent = z.infer<typeof acknowledgementEventSchema>;
export type Sending = z.infer<typeof sendingSchema>;
export type Signature = z.infer<typeof signatureSchema>;
