import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import { deliveryStepSchemas } from '../../domain/delivery-note.ts';
import { roles } from '../../domain/people.ts';
import { agencyEvents } from './agencies/events.ts';
import { conductEvents } from './conduct/events.ts';
import { consultationOpened, consultingEvents } from './consulting/events.ts';
import { deviceEvents } from './devices/events.ts';
import { evidenceEvents } from './evidence/events.ts';
import { guidanceEvents } from './guidance/events.ts';
import { peopleEvents } from './people/events.ts';
import { policeEvents } from './police/events.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const day = z.string();

/** Who handles a concern and why: decided by a rule, and kept with the case. */
export const routeSchema = z.object({
  rule: text,
  source: text,
  handlers: z.array(z.enum(roles)),
  /** Named leaders who handle it before anybody of the roles does, such as whom a member of staff chose (R016). */
  people: z.array(person).optional(),
});
export type Route = z.infer<typeof routeSchema>;

/** Somebody who stands in for a role whose holders are all away. */
const standInSchema = z.object({ role: z.enum(roles), person });

/** The rules that a case is decided under: a pack, and what the school had changed in it by then. */
export const rulesKeptSchema = z.object({
  pack: text,
  changes: z.array(z.object({ rule: text, change: z.enum(['off', 'advised', 'owed']) })),
  /** Steps of the school's own. */
  steps: z.array(z.object({ id: text, words: text, who: text, isOwed: z.boolean(), kinds: z.array(text) })),
});
export type RulesKept = z.infer<typeof rulesKeptSchema>;

/** Who or what a concern came from that somebody logged, as `Sam Reed`, how, and when: a moment, a day or not known. */
export const loggedSchema = z.object({ from: text, for: text, how: text, at: text, alert: text });
export type Logged = z.infer<typeof loggedSchema>;

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
  /** Nobody acknowledged it, so that others handle it too from now on: the next step of the ladder. */
  z.object({
    type: z.literal('ConcernEscalated'),
    /** The step of the ladder, from 1. */
    level: z.number(),
    to: z.array(z.enum(roles)),
    standIns: z.array(standInSchema),
    remindAt: z.array(instant),
  }),
  /** Somebody of staff may have done it, so that these have it too from now on (R013). */
  z.object({ type: z.literal('HandlersJoined'), to: z.array(z.enum(roles)) }),
  /** The co-ordinator gave it to the DSL as a matter of safeguarding (R012). */
  z.object({
    type: z.literal('HandedToSafeguarding'),
    reason: text,
    route: routeSchema,
    remindAt: z.array(instant),
  }),
  /** Head or chair is the one to turn to for a member of staff whom it happened to (R027). */
  z.object({ type: z.literal('ContactNominated'), person }),
  /** Somebody who came to the school, or to a role, is whom it was about all along. */
  z.object({ type: z.literal('SubjectsFound'), subjects: z.array(person) }),
  /** Without a reason: that IT was asked to block a site. */
  z.object({ type: z.literal('ActionRecorded'), action: text, reason: text }),
  z.object({
    type: z.literal('ConcernReferred'),
    number: z.number(),
    agency: text,
    /** Such as `police` or `lado`; absent in records of the first version. */
    agencyKind: text.optional(),
    contact: text,
    /** When the agency was told, which may be long before it was recorded. */
    at: instant,
    method: text,
    agencyReference: text,
    outcome: text,
    nextCheck: day,
    checkAt: instant.nullable(),
  }),
  z.object({ type: z.literal('ParentsInformed'), at: instant, method: text, said: text, whose: text.optional() }),
  z.object({
    type: z.literal('InformingParentsWithheld'),
    reason: text,
    reviewOn: day,
    reviewAt: instant,
    /** Whose parents, where pupils were on both sides: a value of `whoseParents`. */
    whose: text.optional(),
  }),
  z.object({ type: z.literal('ConcernClosed'), outcome: text, reason: text }),
  z.object({ type: z.literal('ConcernReopened'), reason: text }),
  ...policeEvents,
  ...guidanceEvents,
  ...agencyEvents,
  ...conductEvents,
  ...deviceEvents,
  ...evidenceEvents,
  ...consultingEvents,
  ...peopleEvents,
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
    // What follows is absent in records of the first version.
    rules: rulesKeptSchema.optional(),
    standIns: z.array(standInSchema).optional(),
    /** The school's policy that this kind of case goes by, such as its staff code of conduct (R116). */
    policy: text.optional(),
    /** Logged for somebody else, or from an alert: who or what it came from, how, and when (R022, R135). */
    logged: loggedSchema.optional(),
  }),
  z.object({ type: z.literal('ConcernOpened'), page: z.number() }),
  z.object({ type: z.literal('ConcernAcknowledged') }),
  z.object({
    type: z.literal('WaitNoticed'),
    remindAt: z.array(instant),
    /** How far it has come up the ladder of who is called, from 1; absent in records of the first version. */
    step: z.number().optional(),
  }),
  z.object({
    type: z.literal('ReferralCheckCame'),
    number: z.number(),
    /** When it comes again while nothing more was recorded of it; absent in records of the first version. */
    checkAt: instant.optional(),
  }),
  z.object({
    type: z.literal('ParentsReviewCame'),
    /** When it comes again while nothing was decided; absent in records of the first version. */
    reviewAt: instant.nullable().optional(),
  }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
  consultationOpened,
  ...stepSchemas,
]);

export type ConcernEvent = z.infer<typeof concernEventSchema>;

/** Whether an event is a step of the case. */
export function isStep(event: ConcernEvent): event is StepEvent {
  return stepTypes.has(event.type);
}
