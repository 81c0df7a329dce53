import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import { roles } from '../../domain/people.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const day = z.string();

/** Who handles a concern and why: decided once, by a rule, and kept with the case. */
export const routeSchema = z.object({
  rule: text,
  source: text,
  handlers: z.array(z.enum(roles)).min(1),
  place: z.enum(['channel', 'person']),
});
export type Route = z.infer<typeof routeSchema>;

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
  z.object({ type: z.literal('ConcernOpened') }),
  z.object({ type: z.literal('ConcernAcknowledged') }),
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
    subjects: z.array(person),
  }),
  z.object({ type: z.literal('ActionRecorded'), action: text, reason: text }),
  z.object({
    type: z.literal('ConcernReferred'),
    number: z.number(),
    agency: text,
    contact: text,
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
  z.object({ type: z.literal('WaitNoticed'), remindAt: z.array(instant) }),
  z.object({ type: z.literal('ReferralCheckCame'), number: z.number() }),
  z.object({ type: z.literal('ParentsReviewCame') }),
  z.object({ type: z.literal('MessageParked'), slot: text, code: text }),
  z.object({ type: z.literal('MessageMayBeRepeated'), slot: text }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
]);

export type ConcernEvent = z.infer<typeof concernEventSchema>;
