import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';

/** The command whose form it is, and what its button carried. */
export const draftPressSchema = z.object({
  do: z.string(),
  ref: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
});
/** How far somebody had come in the form. */
export const draftFormSchema = z.object({ id: z.string(), step: z.number(), seen: z.array(z.number()) });

/** Why a draft is there no more. */
export const endings = ['sent', 'thrown-away', 'expired'] as const;
export type Ending = (typeof endings)[number];

/** What happened to a form that was closed. */
export const draftEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('DraftKept'),
    person: z.string(),
    title: z.string(),
    press: draftPressSchema,
    form: draftFormSchema,
    /** The answers that changed since it was last kept. */
    answers: answersSchema,
    /** The questions whose answers went. */
    cleared: z.array(z.string()),
    isOffered: z.boolean(),
    keptUntil: z.string(),
  }),
  /** It was offered, as nothing had come of it for some time. */
  z.object({ type: z.literal('DraftOffered') }),
  /** Its person went on with it. */
  z.object({ type: z.literal('DraftOpened'), keptUntil: z.string() }),
  z.object({ type: z.literal('DraftEnded'), how: z.enum(endings), removeAt: z.string() }),
  /** The form was sent before anything of it was kept, so that nothing that comes late is. */
  z.object({ type: z.literal('DraftForestalled'), person: z.string(), formId: z.string(), removeAt: z.string() }),
  /** Messages were still to be delivered when it was to be removed. */
  z.object({ type: z.literal('DraftRemovalPutOff'), removeAt: z.string() }),
]);
export type DraftEvent = z.infer<typeof draftEventSchema>;
