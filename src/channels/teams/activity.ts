import { z } from 'zod';

const account = z.object({ id: z.string().min(1).max(300), aadObjectId: z.string().max(100).nullish() });

const member = z.object({ id: z.string().max(300), aadObjectId: z.string().max(100).nullish() });

const attachment = z.object({ contentType: z.string().max(500).nullish(), content: z.unknown().optional() });

/** What Teams calls itself in an activity. */
export const TEAMS = 'msteams';

/** The part of an activity that is read; all of it comes from outside. Nothing else of it is looked at or kept. */
const activitySchema = z.object({
  type: z.string().max(50),
  // A bot may be reached by other ways than Teams, such as a web chat in which everybody is whom they say they are.
  channelId: z.literal(TEAMS),
  id: z.string().max(300).nullish(),
  name: z.string().max(100).nullish(),
  action: z.string().max(50).nullish(),
  text: z.string().nullish(),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(500),
  from: account,
  recipient: z.object({ id: z.string().max(300) }),
  conversation: z.object({
    id: z.string().min(1).max(500),
    conversationType: z.string().max(30).nullish(),
    tenantId: z.string().max(100).nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(100) }).nullish(),
      channel: z.object({ id: z.string().max(300), type: z.string().max(30).nullish().catch(undefined) }).nullish(),
      // Nothing hangs on it but what an administrator is told of a channel.
      team: z
        .object({ id: z.string().max(300) })
        .nullish()
        .catch(undefined),
      settings: z.object({ selectedChannel: z.object({ id: z.string().max(300) }).nullish() }).nullish(),
    })
    .nullish(),
  membersAdded: z.array(member).nullish(),
  membersRemoved: z.array(member).nullish(),
  replyToId: z.string().max(300).nullish(),
  attachments: z.array(attachment).nullish(),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof activitySchema>;

const typeSchema = z.object({ type: z.string().max(50) });

/** The sorts of activity that are read. Teams sends many more and says that it may send others at any time. */
const read = new Set(['message', 'messageUpdate', 'invoke', 'installationUpdate', 'conversationUpdate']);

/** What came in, if it is an activity that is read. */
export function readActivity(body: unknown): Activity | 'of no interest' | 'malformed' {
  const sort = typeSchema.safeParse(body);
  if (!sort.success) return 'malformed';
  if (!read.has(sort.data.type)) return 'of no interest';
  return activitySchema.safeParse(body).data ?? 'malformed';
}

const sent = z.record(z.string(), z.unknown()).default({});

/** What a button on a card sends, `Action.Execute`. */
export const cardActionSchema = z.object({ action: z.object({ verb: z.string().max(100).nullish(), data: sent }) });

/** What a button sends that opens a dialog, or stands in one. */
export const dialogSchema = z.object({ data: sent });

/** What the message extension sends: the command's id when it opens, the inputs of its dialog after that. */
export const extensionSchema = z.object({ commandId: z.string().max(100), data: sent });

/** The tenant an activity comes from; undefined also where what it says of it does not agree. */
export function tenantOf({ channelData, conversation }: Activity): string | undefined {
  const [tenant, other = tenant] = [channelData?.tenant?.id, conversation.tenantId].filter(
    (id) => typeof id === 'string',
  );
  return tenant === other ? tenant : undefined;
}

/** Whether somebody is alone with the bot there. */
export function isPersonal({ conversation }: Activity): boolean {
  return conversation.conversationType === 'personal';
}

/** The channel an activity comes from, without the thread. */
export function channelOf({ channelData }: Activity): string | undefined {
  return channelData?.channel?.id ?? channelData?.settings?.selectedChannel?.id;
}

/**
 * Whether a message brings a picture or a file. Teams adds its own HTML copy of what was typed, which is none, unless a
 * picture was put between the words.
 */
export function hasFile({ attachments }: Activity): boolean {
  return (attachments ?? []).some(({ contentType, content }) => {
    if (contentType?.toLowerCase() !== 'text/html') return true;
    return content !== undefined && (typeof content !== 'string' || showsMedia(content));
  });
}

const MEDIA = /^(?:img|picture|svg|video|audio|source|object|embed|iframe|attachment|uriobject)\b/i;

/** Teams writes an emoji as a picture of its own; every other picture, and a quoted file, was sent by somebody. */
function showsMedia(html: string): boolean {
  const tags = html.split('<').slice(1);
  return tags.some((tag) => MEDIA.test(tag) && !isEmoji(tag));
}

function isEmoji(tag: string): boolean {
  return /^img\b/i.test(tag) && tag.includes('itemtype="http://schema.skype.com/Emoji"');
}

/** What was typed, without the mention of the bot. */
export function typedText({ text }: Activity): string {
  return (text ?? '')
    .slice(0, 500)
    .replace(/<at>.*?<\/at>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .trim();
}
