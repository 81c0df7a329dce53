import { z } from 'zod';
import { deliveryStepSchemas } from '../../domain/delivery-note.ts';
import { siteSchema } from '../../domain/site-address.ts';

const text = z.string();
const instant = z.string();

/** When each is asked again, should it wait. */
const dueTimes = { jobDue: instant, reviewDue: instant, morning: instant };

/** The steps of a record: what its history shows. */
const stepSchemas = [
  /** More people who may not know of it. */
  z.object({ type: z.literal('SiteBlockKeptFrom'), people: z.array(text) }),
  z.object({ type: z.literal('SiteBlocked') }),
  z.object({ type: z.literal('BlockingFailed'), reason: text }),
  z.object({
    type: z.literal('FilterReviewed'),
    outcome: z.enum(['keep', 'filter-changed', 'not-needed']),
    finding: text,
    /** Where the block is to come off: when IT is asked again. */
    jobDue: instant.nullable(),
  }),
  z.object({ type: z.literal('BlockLifted') }),
  ...deliveryStepSchemas,
] as const;

/** One step of a record. */
export const stepEventSchema = z.discriminatedUnion('type', stepSchemas);
export type StepEvent = z.infer<typeof stepEventSchema>;

const stepTypes: ReadonlySet<string> = new Set(stepSchemas.map((schema) => schema.shape.type.value));

/** What happened to a site that is to be blocked, in the past tense. Never edited; a new shape is a new event. */
export const blockEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SiteReported'),
    site: siteSchema,
    met: z.enum(['accident', 'deliberate', 'check', 'told']),
    what: z.enum(['sexual', 'violent', 'hateful', 'self-harm', 'extremist', 'gambling', 'filter-bypass', 'other']),
    date: text,
    room: text,
    note: text,
    ...dueTimes,
  }),
  z.object({
    type: z.literal('SiteBlockRequested'),
    site: siteSchema,
    concern: text,
    number: z.number(),
    askedBy: text,
    /** People of the school who may not know of it. */
    without: z.array(text),
    ...dueTimes,
  }),
  z.object({ type: z.literal('SiteBlockOpened'), page: z.number() }),
  /** IT was asked again, for the block or to take it off; these people heard of it. */
  z.object({ type: z.literal('JobWaitNoticed'), jobDue: instant, to: z.array(text) }),
  z.object({ type: z.literal('ReviewWaitNoticed'), reviewDue: instant }),
  /** A school morning came and the site was not blocked, which was shown to these people. */
  z.object({ type: z.literal('MorningNoticed'), morning: instant, to: z.array(text) }),
  /** What came late, when the school was closed, waits until it opens. */
  z.object({ type: z.literal('ReminderPutOff'), what: z.enum(['job', 'review', 'morning']), until: instant }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
  ...stepSchemas,
]);

export type BlockEvent = z.infer<typeof blockEventSchema>;

/** Whether an event is a step that the history shows. */
export function isStep(event: BlockEvent): event is StepEvent {
  return stepTypes.has(event.type);
}
