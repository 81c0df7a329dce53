import { z } from 'zod';

const account = z.object({ id: z.string().max(300), aadObjectId: z.string().max(100).optional() });

/** The part of an activity that is read; all of it comes from outside. Nothing else of it is looked at or kept. */
export const activitySchema = z.object({
  type: z.string().max(50),
  id: z.string().max(300).optional(),
  name: z.string().max(100).optional(),
  action: z.string().max(50).optional(),
  text: z.string().optional(),
  serviceUrl: z.url().max(500),
  from: account,
  recipient: z.object({ id: z.string().max(300) }),
  conversation: z.object({
    id: z.string().max(500),
    conversationType: z.string().max(30).optional(),
    tenantId: z.string().max(100).optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(100) }).optional(),
      channel: z.object({ id: z.string().max(300) }).optional(),
      settings: z.object({ selectedChannel: z.object({ id: z.string().max(300) }).optional() }).optional(),
    })
    .optional(),
  replyToId: z.string().max(300).optional(),
  attachments: z.array(z.object({ contentType: z.string().max(200).optional() })).optional(),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof activitySchema>;

/** What a button on a card sends, `Action.Execute`. */
export const cardActionSchema = z.object({
  action: z.object({ verb: z.string().max(100).optional(), data: z.record(z.string(), z.unknown()).default({}) }),
});

/** What a button sends that opens a dialog, or stands in one. */
export const dialogSchema = z.object({ data: z.record(z.string(), z.unknown()).default({}) });

/** What the message extension sends: the command's id when it opens, the inputs of its dialog after that. */
export const extensionSchema = z.object({
  commandId: z.string().max(100),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** The tenant an activity comes from. */
export function tenantOf(activity: Activity): string | undefined {
  return activity.channelData?.tenant?.id ?? activity.conversation.tenantId;
}

/** Whether somebody is alone with the bot there. */
export function isPersonal(activity: Activity): boolean {
  return activity.conversation.conversationType === 'personal';
}

/** The channel an activity comes from, without the thread. */
export function channelOf(activity: Activity): string | undefined {
  return activity.channelData?.channel?.id ?? activity.channelData?.settings?.selectedChannel?.id;
}

/** Whether a message brings a picture or a file. Teams adds its own HTML copy of a text, which is none. */
export function hasFile(activity: Activity): boolean {
  return (activity.attachments ?? []).some(({ contentType }) => contentType?.toLowerCase() !== 'text/html');
}

/** What was typed, without the mention of the bot. */
export function typedText(activity: Activity): string {
  return (activity.text ?? '').slice(0, 500).replace(/<at>.*?<\/at>/g, ' ').replace(/&nbsp;/g, ' ').trim();
}
