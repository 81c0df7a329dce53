import { z } from 'zod';
import { deliveryStepSchemas } from '../../domain/delivery-note.ts';
import { itJobs } from '../../domain/it-jobs.ts';

const text = z.string();
const instant = z.string();

/** Who holds something, where and since when, and what else there is to say; or what was found. */
export const doneSchema = z.object({ holder: text, place: text, since: text, result: text });

/** The steps of a record: what its history shows. */
const stepSchemas = [
  /** More people who may not know of it. */
  z.object({ type: z.literal('ItJobKeptFrom'), people: z.array(text) }),
  z.object({ type: z.literal('ItJobDone'), ...doneSchema.shape }),
  z.object({ type: z.literal('ItJobFailed'), reason: text }),
  ...deliveryStepSchemas,
] as const;

/** One step of a record. */
export const stepEventSchema = z.discriminatedUnion('type', stepSchemas);
export type StepEvent = z.infer<typeof stepEventSchema>;

const stepTypes: ReadonlySet<string> = new Set(stepSchemas.map((schema) => schema.shape.type.value));

/** What happened to a job for IT, in the past tense. Never edited; a new shape is a new event. */
export const jobEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ItJobAsked'),
    job: z.enum(itJobs),
    about: text,
    concern: text,
    number: z.number(),
    askedBy: text,
    /** People of the school who may not know of it. */
    without: z.array(text),
    /** When it is asked for again, should nothing happen. */
    due: instant,
  }),
  z.object({ type: z.literal('ItJobOpened'), page: z.number() }),
  /** It was asked for again; these people heard of it. */
  z.object({ type: z.literal('ItJobWaitNoticed'), due: instant, to: z.array(text) }),
  /** What came late, when the school was closed, waits until it opens. */
  z.object({ type: z.literal('ReminderPutOff'), until: instant }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
  ...stepSchemas,
]);

export type JobEvent = z.infer<typeof jobEventSchema>;

/** Whether an event is a step that the history shows. */
export function isStep(event: JobEvent): event is StepEvent {
  return stepTypes.has(event.type);
}
