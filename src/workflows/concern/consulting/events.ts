import { z } from 'zod';

const text = z.string();

/** Whom a handler may consult on one question, who sees that question and nothing else of the case. */
export const consultedRoles = ['senco', 'online-safety-coordinator'] as const;

/** What the SENCO says of the ordinary safeguards (000 section 2.4). */
export const safeguards = ['enough', 'more', 'not-asked'] as const;

/** What happened when somebody was consulted (R007, R044). */
export const consultingEvents = [
  z.object({ type: z.literal('ConsultationAsked'), number: z.number(), role: z.enum(consultedRoles), text }),
  z.object({ type: z.literal('ConsultationAnswered'), number: z.number(), safeguards: z.enum(safeguards), text }),
] as const;

/** Somebody who was consulted read their question: on the record as every read is, and no step of the case (R198). */
export const consultationOpened = z.object({ type: z.literal('ConsultationOpened'), number: z.number() });

export type ConsultingEvent = z.infer<(typeof consultingEvents)[number]>;
export type ConsultationOpened = z.infer<typeof consultationOpened>;
