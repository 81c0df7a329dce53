import { z } from 'zod';
import { deliveryStepSchemas } from '../../domain/delivery-note.ts';
import { siteCategories, siteOpenings } from '../../domain/filtering.ts';
import { siteSchema } from '../../domain/site-address.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const count = z.number();

/** How a site may be opened, with the rule that says so; kept as it was when it was decided. */
export const rulingSchema = z.object({
  opening: z.enum(siteOpenings),
  category: z.enum(siteCategories),
  rule: z.object({ id: text, source: text, why: text }),
  /** Who at the school made the rule its own. */
  bySchool: z.object({ author: text, reason: text, date: text }).optional(),
});
export type Ruling = z.infer<typeof rulingSchema>;

/** What was asked for. */
export const requestedSchema = z.object({
  site: siteSchema,
  /** What kind of site the one who asked says it is; the ruling may know better. */
  kind: z.enum(siteCategories),
  period: z.enum(['lesson', 'day', 'study']),
  use: z.enum(['look', 'write']),
  from: instant,
  until: instant,
  purpose: text,
  group: text,
  supervisor: person,
});

/** The steps of a request: what its history shows to those who decide. */
const stepSchemas = [
  z.object({ type: z.literal('SiteRefused') }),
  z.object({ type: z.literal('SiteQuestionAsked'), number: count, text }),
  z.object({ type: z.literal('SiteQuestionAnswered'), number: count, text }),
  /** The first of two agreed; another has to as well. */
  z.object({ type: z.literal('SiteAgreed'), until: instant, why: text, ruling: rulingSchema, remindAt: instant }),
  /** As many as must have agreed. IT is to open it by then, and the end has its reminders. */
  z.object({
    type: z.literal('SiteApproved'),
    until: instant,
    why: text,
    ruling: rulingSchema,
    remindAt: instant,
    endRemindAt: z.array(instant),
  }),
  z.object({ type: z.literal('SiteDeclined'), reason: text }),
  z.object({ type: z.literal('SiteWithdrawn') }),
  z.object({ type: z.literal('SiteLapsed') }),
  z.object({ type: z.literal('SiteOpened') }),
  z.object({ type: z.literal('SiteNotOpened'), reason: text }),
  z.object({ type: z.literal('ExtensionAsked'), number: count, until: instant, reason: text, remindAt: instant }),
  z.object({
    type: z.literal('ExtensionAgreed'),
    number: count,
    until: instant,
    /** The words of whoever agreed, for the log. */
    why: text.optional(),
    ruling: rulingSchema,
    remindAt: instant,
  }),
  z.object({
    type: z.literal('ExtensionApproved'),
    number: count,
    until: instant,
    why: text.optional(),
    ruling: rulingSchema,
    endRemindAt: z.array(instant),
  }),
  z.object({ type: z.literal('ExtensionDeclined'), number: count, reason: text }),
  /** The time was over, or somebody ended it before that. IT has to block the site again. */
  z.object({
    type: z.literal('AccessEnded'),
    how: z.enum(['time', 'given-back', 'cut-short']),
    /** The words of whoever cut it short, for whoever asked and for the log. */
    why: text.optional(),
    remindAt: instant,
    morningAt: instant,
  }),
  z.object({ type: z.literal('SiteBlockedAgain') }),
  z.object({ type: z.literal('SiteNotBlocked'), reason: text }),
  ...deliveryStepSchemas,
] as const;

/** One step of a request. */
export const stepEventSchema = z.discriminatedUnion('type', stepSchemas);
export type StepEvent = z.infer<typeof stepEventSchema>;

const stepTypes: ReadonlySet<string> = new Set(stepSchemas.map((schema) => schema.shape.type.value));

/** What happened to a site request, in the past tense. Never edited; a new shape is a new event. */
export const siteEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SiteRequested'),
    ...requestedSchema.shape,
    ruling: rulingSchema,
    /** When those who decide are asked again. */
    remindAt: instant,
  }),
  z.object({
    type: z.literal('SiteFileOpened'),
    page: count,
    as: z.enum(['handler', 'requester', 'it', 'log-reader']),
  }),
  /** Nobody has decided; these people heard of it in their own chats. */
  z.object({ type: z.literal('DecidersReminded'), remindAt: instant, to: z.array(person) }),
  /** IT has not done its job; these people heard of it. */
  z.object({ type: z.literal('JobReminded'), remindAt: instant, to: z.array(person) }),
  /** The school was closed when somebody was to be asked again: it waits until it opens. */
  z.object({ type: z.literal('ReminderPutOff'), what: z.enum(['chase', 'morning']), until: instant }),
  /** It was wanted from now on and was not open; whoever asked has heard. */
  z.object({ type: z.literal('BeginningCame') }),
  z.object({ type: z.literal('EndReminded'), endRemindAt: z.array(instant) }),
  /** What should be blocked and is not was shown to these people in the morning. */
  z.object({ type: z.literal('OverdueShown'), morningAt: instant, to: z.array(person) }),
  z.object({ type: z.literal('AttemptRefused'), command: text, code: text }),
  ...stepSchemas,
]);

export type SiteEvent = z.infer<typeof siteEventSchema>;

/** Whether an event is a step of the request. */
export function isStep(event: SiteEvent): event is StepEvent {
  return stepTypes.has(event.type);
}
