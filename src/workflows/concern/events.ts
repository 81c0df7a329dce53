import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import { deliveryStepSchemas } from '../../domain/delivery-note.ts';
import { roles } from '../../domain/people.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const day = z.string();

/** Who handles a concern and why: decided by a rule, and kept with the case. */
export const routeSchema = z.object({
  rule: text,
  source: text,
  handlers: z.array(z.enum(roles)).min(1),
});
export type Route = z.infer<typeof routeSchema>;

/** The steps of a case: what its history shows to those who handle it. */
const stepSchemas = [
  z.object({ type: z.literal('ConcernTaken') }),
  z.object({ type: z.literal('ConcernHandedOver'), to: person, reason: text }),
  z.object({ type: z.literal('NoteAdded'), text }),
  z.object({ type: z.literal('ReporterAsked'), number: z.number(), text }),
  z.object({ type: z.literal('ReporterAnswered'), number: z.number(), text }),
  z.object({
    type: z.literal('PersonAdded'),
    name: text,
    kind: z.enum(['pupil', 'staff', 'adult']),
    capacity: z.enum(['victim', 'instigator', 'witness', 'not-known']),
    detail: text,
    /** People of the school who may not know of the concern from now on. */
    subjects: z.array(person),
  }),
  /** Somebody who handled it turned out to be whom it is about, so others handle it. */
  z.object({ type: z.literal('ConcernRerouted'), route: routeSchema, remindAt: z.array(instant) }),
  /** Without a reason: that IT was asked to block a site. */
  z.object({ type: z.literal('ActionRecorded'), action: text, reason: text }),
  z.object({
    type: z.literal('ConcernReferred'),
    number: z.number(),
    agency: text,
    contact: text,
    /** When the agency was told, which may be long before it was recorded. */
    at: instant,
    method: text,
    agencyReference: text,
    outcome: text,
    nextCheck: day,
    checkAt: instant.nullable(),
  }),
  z.object({ type: z.literal('ParentsInformed'), at: instant, method: text, said: text }),
  z.object({ type: z.literal('InformingParentsWithheld'), reason: text, reviewOn: day, reviewAt: instant }),
  z.object({ type: z.literal('ConcernClosed'), outcome: text, reason: text }),
  z.object({ type: z.literal('ConcernReopened'), reason: text }),
  ...deliveryStepSchemas,
] as const;

/** One step of a case. */
export const stepEventSchema = z.discriminatedUnion('type', stepSchemas);
export type StepEvent = z.infer<typeof stepEventSchema>;

const stepTypes: ReadonlySet<string> = new Set(stepSchemas.map((schema) => schema.shape.type.value));

/** What happened to a concern, in the past tense. Never edited; a new shape is a new event. */
export const concernEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ConcernReported'),
    answers: answersSchema,
    urgency: z.enum(['immediate', 'urgent', 'routine']),
    route: routeSchema,
    /** People of the school whom it is about: they may not know of it. */
    subjects: z.array(person),
    /** When nobody may have left it unacknowledged, earliest first. */
    remindAt: z.array(instant),
  }),
  z.object({ type: z.literal('ConcernOpened'), page: z.number() }),
  z.object({ type: z.literal('ConcernAcknowledged') }),
  z.object({ type: z.literal('WaitNoticed'), remindAt: z.array(instant) }),
  z.object({ type: z.literal('ReferralCheckCame'), number: z.number() }),
  z.object({ type: z.literal('ParentsReviewCame') }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
  ...stepSchemas,
]);

export type ConcernEvent = z.infer<typeof concernEventSchema>;

/** Whether an event is a step of the case. */
export function isStep(event: ConcernEvent): event is StepEvent {
  return stepTypes.has(event.type);
}
