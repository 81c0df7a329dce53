import { z } from 'zod';
import { audienceSchema } from '../../domain/audience.ts';
import { wordingSchema } from '../../domain/wording.ts';
import { closingReasons, figuresSchema, latenessSchema, walkKinds } from './events.ts';

const text = z.string();
const count = z.number();

/** A page of a channel: a digest of who is on it, and the marks of those whom the school file knows. */
const channelPageSchema = z.object({ digest: text, people: text });
const strangersSchema = z.object({ names: z.array(text), more: count });

/** Going through the audience, as far as it has come. */
const passSchema = z.object({
  dueAt: text,
  /** True where it does not wait for the school to open. */
  asksNow: z.boolean().optional(),
  /** True where everybody is asked, whoever was known to be in a channel. */
  isFull: z.boolean().optional(),
  /** The parts by the school file as the pass began. */
  parts: text,
  /** Which of the parts are gone through. */
  changed: z.array(count),
  /** The parts as leavers were looked for since. */
  sought: text.optional(),
  /** The last person that was asked. */
  after: text,
  isPeopleDone: z.boolean(),
  /** The channels that were read to the end. */
  read: z.array(text),
  /** The channels that could not be read. */
  unread: z.array(text).optional(),
  /** The channel that is being read, and from where on. */
  reading: z.object({ channel: text, after: text }).nullable(),
  pages: z.array(channelPageSchema),
  strangers: strangersSchema,
  /** False once a channel could not be read, or has more people than can be kept. */
  isWhole: z.boolean(),
});

/** Going through the acknowledgements, as far as it has come. */
const walkSchema = z.object({
  kind: z.enum(walkKinds),
  begunAt: text,
  dueAt: text,
  /** '' at the beginning. */
  after: text,
  /** Whether anybody is reminded, and whether everybody is. */
  reminds: z.boolean(),
  everybody: z.boolean(),
  /** True where a new wording does not wait for the school to open. */
  asksNow: z.boolean().optional(),
  found: count,
  late: latenessSchema,
});

/** What every campaign holds, wherever it stands. */
const fileSchema = z.object({
  wording: wordingSchema,
  audience: audienceSchema,
  owner: text,
  publisher: text,
  round: count,
  dueBy: text,
  /** The last date that anybody has who was asked late. */
  lastDue: text.optional(),
  isYearly: z.boolean(),
  begunAt: text,
  /** When the first hand-out goes out or goes on, where the school was closed. */
  goesOutAt: text.optional(),
  /** When people were last asked because the school file had changed. */
  askedAt: text,
  /** The audience by the school file as it was handed out to last; '' before that. */
  parts: text,
  pass: passSchema.nullable(),
  /** Who is in the channels, by the last pass. */
  channelPages: z.array(channelPageSchema),
  /** Whether that is everybody in them. */
  areChannelsWhole: z.boolean(),
  /** The channels that the last pass could not read. */
  unread: z.array(text).optional(),
  channelsReadAt: text,
  strangers: strangersSchema,
  look: text.nullable(),
  walks: z.array(walkSchema),
  /** When the next school morning is looked at; null once the record has no room for it. */
  morning: text.nullable(),
  progress: text.nullable(),
  figures: figuresSchema.nullable(),
  /** The day of the last reminders, and when somebody last asked for them. */
  remindedOn: text,
  remindAskedAt: text.nullable(),
  /** True when everybody is reminded on the next school morning. */
  isRemindOwed: z.boolean(),
  /** When the last walk that reminded began: whose time came by then has been reminded. '' before that. */
  laddered: text,
  /** Of whom others hear, as it was counted last. */
  late: latenessSchema,
  /** The line managers of whom count is kept, in the order of their places. */
  hearers: z.array(text),
  /** What those who hear were told last: line managers by their place, others by the slot of their card. */
  told: z.object({
    managers: z.record(text, count),
    others: z.record(text, count),
    unreached: z.record(text, count).optional(),
  }),
  /** When the rest of them are told. */
  telling: text.nullable(),
  /** How many IT was told last that have not signed; null before that. */
  unsigned: count.nullable(),
  /** How many have not signed by a date of their own: so far on this walk, and on the last one, with the unreached. */
  overdue: z
    .object({ counting: count, counted: count, countingUnreached: count.optional(), unreached: count.optional() })
    .optional(),
  /** Which figures were put right last, and on which day: see `ProgressSeen`. */
  mended: text,
  mendedOn: text,
  /** The cards that did not come. */
  parked: z.array(text),
  /** About how many bytes of the record the clock has filled. */
  spent: count,
});

/** Where a campaign stands. A union on `status`. */
export const campaignStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  /** For the first time. */
  z.object({ status: z.literal('handing-out'), file: fileSchema }),
  z.object({ status: z.literal('running'), file: fileSchema }),
  z.object({ status: z.literal('complete'), file: fileSchema }),
  z.object({
    status: z.literal('closing'),
    file: fileSchema,
    reason: z.enum(closingReasons),
    tries: count,
    closedAt: text,
  }),
  z.object({ status: z.literal('closed'), file: fileSchema, reason: z.enum(closingReasons), closedAt: text }),
]);

export type CampaignState = z.infer<typeof campaignStateSchema>;
/** A round of asking. */
export type Campaign = Exclude<CampaignState, { status: 'none' }>;
export type CampaignFile = z.infer<typeof fileSchema>;
export type Pass = z.infer<typeof passSchema>;
export type Walk = z.infer<typeof walkSchema>;

/** Before anybody was asked. */
export const noCampaign: CampaignState = { status: 'none' };

/** Where a campaign asks people. */
export const liveStatuses = ['handing-out', 'running', 'complete'] as const;
export type LiveCampaign = Extract<Campaign, { status: (typeof liveStatuses)[number] }>;

/** A campaign in which nobody owes anything any more. */
export type OverCampaign = Extract<Campaign, { status: 'closing' | 'closed' }>;

export function isOver(campaign: Campaign): campaign is OverCampaign {
  return campaign.status === 'closing' || campaign.status === 'closed';
}

export function isLive(state: CampaignState): state is LiveCampaign {
  return state.status === 'handing-out' || state.status === 'running' || state.status === 'complete';
}

/** What a campaign can be found by: its policy. */
export function findableBy(state: CampaignState): readonly string[] {
  return state.status === 'none' ? [] : [`policy ${state.file.wording.policy}`];
}
