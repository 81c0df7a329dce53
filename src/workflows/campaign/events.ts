import { z } from 'zod';
import { audienceSchema } from '../../domain/audience.ts';
import { asksWhen } from '../../domain/policies.ts';
import { wordingSchema } from '../../domain/wording.ts';

const text = z.string();
const instant = z.string();
const day = z.string();
const person = z.string();
const count = z.number().int().min(0);

/** How many acknowledgements of a campaign stand where: one answer of the store, so that they add up. */
export const figuresSchema = z.object({
  pending: count,
  delivered: count,
  unreachable: count,
  acknowledged: count,
});
export type Figures = z.infer<typeof figuresSchema>;

/** Why nobody owes it any more. */
export const closingReasons = ['replaced', 'withdrawn'] as const;

/** What each walk through the acknowledgements is for. */
export const walkKinds = ['leave', 'morning', 'revise', 'close'] as const;
export type WalkKind = (typeof walkKinds)[number];

/** Numbers of line managers, by the place of each among those who hear: an address would weigh ten times as much. */
const byPlace = z.record(text, count);

/** Who has not, for so long that others hear of it: by line manager, without one, and of whom the head hears. */
export const latenessSchema = z.object({
  managers: byPlace,
  unmanaged: count,
  forHead: count,
  /** How many of these were never reached: by the place of a line manager, `unmanaged` or `head`; none where none. */
  unreached: byPlace.optional(),
});
export type Lateness = z.infer<typeof latenessSchema>;

/** People in a channel whom the school file does not know, by the names that the chat has for them. */
const strangersSchema = z.object({ names: z.array(text), more: count });

/** The next school morning, where it is brought forward. */
const sooner = instant.optional();
/** The date of those who were asked, where it is a later one than that of the others. */
const ownDue = day.optional();

/** What happened in a round of asking, in the past tense. Never edited; a new shape is a new event. */
export const campaignEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('CampaignBegun'),
    wording: wordingSchema,
    audience: audienceSchema,
    owner: person,
    publisher: person,
    round: count,
    dueBy: day,
    isYearly: z.boolean(),
    /** The audience by the school file as it is handed out to: see `who-is-in.ts`. */
    parts: text,
    morning: instant,
    /** When people are asked; without it, while the school is open. */
    asks: z.enum(asksWhen).optional(),
  }),
  /** The audience is gone through: everybody, or only the parts of it that are not as they were. */
  z.object({ type: z.literal('PassBegan'), parts: text, isFull: z.boolean(), morning: sooner }),
  /** Somebody has left while a pass waits for the school to open: leavers are looked for, by these parts. */
  z.object({ type: z.literal('LeaversSought'), parts: text }),
  /** People of the school file were asked; `after` is the last of them. */
  z.object({
    type: z.literal('PageHandedOut'),
    after: person,
    asked: count,
    isLast: z.boolean(),
    dueBy: ownDue,
  }),
  z.object({
    type: z.literal('ChannelPageRead'),
    channel: text,
    digest: text,
    /** Who of the school is on it, as marks; null where an earlier pass read the same page. */
    people: text.nullable(),
    /** Where the next page begins; null where that was the last. */
    next: text.nullable(),
    asked: count,
    strangers: strangersSchema,
    dueBy: ownDue,
    morning: sooner,
  }),
  /** A chat did not say who is in a channel; `next` where another may. */
  z.object({ type: z.literal('ChannelUnread'), channel: text, next: text.optional() }),
  z.object({ type: z.literal('PassEnded') }),
  /** The school is closed: it goes on when it opens. */
  z.object({ type: z.literal('PassPutOff'), until: instant }),
  /** Somebody came; the channels are read again then. */
  z.object({ type: z.literal('LookPlanned'), look: instant }),
  z.object({
    type: z.literal('WalkPageGone'),
    after: text.nullable(),
    found: count,
    left: count,
    reminded: count,
    /** The day of the school on which that was. */
    day,
    late: latenessSchema,
    /** Line managers of whom count is kept from now on. */
    hearers: z.array(person).optional(),
    /** How many of the page have not signed by a date of their own. */
    overdue: count.optional(),
    /** How many of these were never reached. */
    overdueUnreached: count.optional(),
  }),
  z.object({ type: z.literal('WalkPutOff'), until: instant }),
  /** What those who hear of the late were told; `next` where more of them are told in another step. */
  z.object({
    type: z.literal('HearersTold'),
    managers: byPlace,
    /** By the slots of their cards. */
    others: z.record(text, count),
    /** How many of these were never reached: by the place of a line manager, or the slot of a card. */
    unreached: z.record(text, count).optional(),
    next: instant.nullable(),
  }),
  /** Others look after the policy now, or are counted as who published it. */
  z.object({ type: z.literal('OwnerChanged'), owner: person, publisher: person }),
  /** A school morning: `walks` where those who have not are gone through, `everybody` where all of them are reminded. */
  z.object({
    type: z.literal('MorningCame'),
    next: instant.nullable(),
    walks: z.boolean(),
    everybody: z.boolean(),
    reminds: z.boolean(),
  }),
  z.object({ type: z.literal('MorningPutOff'), until: instant }),
  z.object({
    type: z.literal('ProgressSeen'),
    figures: figuresSchema,
    isComplete: z.boolean(),
    next: instant.nullable(),
    /** How many people that should be, where the figures were not that and it is put right. */
    mends: count.nullable(),
    /** True where they were that number. */
    isRight: z.boolean().optional(),
    /** How many IT was told that have not signed past the date; null where IT was told nothing. */
    unsigned: count.nullable(),
  }),
  z.object({ type: z.literal('RemindersAsked'), isAtOnce: z.boolean() }),
  z.object({ type: z.literal('CampaignOpened'), figures: figuresSchema }),
  z.object({ type: z.literal('NamesOpened'), of: z.enum(['all', 'mine', 'unsigned']), page: count }),
  z.object({ type: z.literal('ExportOpened'), page: count }),
  z.object({
    type: z.literal('WordingRevised'),
    wording: wordingSchema,
    dueBy: day,
    asks: z.enum(asksWhen).optional(),
    morning: sooner,
  }),
  z.object({ type: z.literal('ClosingBegan'), reason: z.enum(closingReasons), figures: figuresSchema }),
  /** Some may still have been asked meanwhile: they are looked for again. */
  z.object({ type: z.literal('ClosingWentOn'), next: instant }),
  z.object({ type: z.literal('CampaignClosed') }),
  z.object({ type: z.literal('CardParked'), slot: text, code: text }),
  z.object({ type: z.literal('AskRefused'), slot: text, code: text }),
]);
export type CampaignEvent = z.infer<typeof campaignEventSchema>;
