import { z } from 'zod';

/** The part of what Slack sends that is read; all of it comes from outside. Nothing else of it is looked at or kept. */

const workspace = z.string().regex(/^T[A-Z0-9]{1,40}$/);
/** A person's own organisation may be named in place of their workspace; a school is none. */
const ownWorkspace = z.string().regex(/^[TE][A-Z0-9]{1,40}$/);
const user = z.string().regex(/^[UW][A-Z0-9]{1,40}$/);
const channel = z.string().regex(/^[CDG][A-Z0-9]{1,40}$/);
const timestamp = z.string().regex(/^\d{1,15}\.\d{1,10}$/);
const trigger = z.string().min(1).max(300);
/** `callback_id`, `block_id` and `action_id` (docs.slack.dev, Block Kit). */
const id = z.string().max(255);

/** What sort of thing came in. */
export const sortSchema = z.object({ type: z.string().max(100).optional(), command: z.string().optional() });

export const commandSchema = z.object({
  command: z.string().regex(/^\/\S{1,100}$/),
  team_id: workspace,
  user_id: user,
  text: z.string().default(''),
  trigger_id: trigger,
});

/** Null in `team` is what comes for an app that a whole enterprise has: no school is one. */
const payload = z.object({
  team: z.object({ id: workspace }),
  user: z.object({ id: user, team_id: ownWorkspace.nullish() }),
});
export type Payload = z.infer<typeof payload>;

export const shortcutSchema = payload.extend({ callback_id: id.min(1), trigger_id: trigger });

/** Slack writes an object without members as an empty list at times. */
function recordOf<Value extends z.ZodType>(value: Value) {
  const none = z.array(z.never()).transform((): Record<string, z.output<Value>> => ({}));
  return z.union([z.record(id, value), none]);
}

/** The elements in which a form of ours is filled in. */
const inputs = [
  'plain_text_input',
  'datepicker',
  'timepicker',
  'static_select',
  'multi_static_select',
  'checkboxes',
] as const;

const view = z.object({
  id: z.string().min(1).max(100),
  type: z.string().max(20),
  hash: z.string().max(200),
  callback_id: id.default(''),
  private_metadata: z.string().max(3_000).default(''),
  state: z.object({ values: recordOf(recordOf(z.unknown())) }).nullish(),
});
export type View = z.infer<typeof view>;

export const viewSchema = payload.extend({ view: view.extend({ type: z.literal('modal') }) });

/** A button; what it carries is ours. */
const pressed = z.object({
  type: z.literal('button').default('button'),
  action_id: id.min(1),
  action_ts: z.string().max(40).nullish(),
  value: z.string().max(2_000).nullish(),
});
/** Something typed or chosen, of which only the state of the whole modal is read. */
const filledIn = z.object({ type: z.enum(inputs), action_ts: z.string().max(40).nullish() });

export const blockActionsSchema = payload.extend({
  trigger_id: trigger,
  actions: z.array(z.union([pressed, filledIn])).min(1),
  view: view.extend({ type: z.enum(['modal', 'home']) }).nullish(),
  container: z.object({ channel_id: channel.optional(), message_ts: timestamp.optional() }).nullish(),
});

export const eventSchema = z.object({
  team_id: workspace,
  event_id: z.string().min(1).max(100),
  event: z.looseObject({ type: z.string().max(100) }),
});

const some = z.array(z.unknown()).nullish();

export const messageSchema = z.object({
  channel_type: z.string().max(20).nullish(),
  subtype: z.string().max(100).nullish(),
  bot_id: z.string().nullish(),
  user: user.nullish(),
  user_team: ownWorkspace.nullish(),
  source_team: ownWorkspace.nullish(),
  team: ownWorkspace.nullish(),
  channel,
  text: z.string().nullish(),
  files: some,
  attachments: z
    .array(z.object({ files: some, image_url: z.string().nullish(), video_url: z.string().nullish() }))
    .nullish(),
});

export const homeOpenedSchema = z.object({ user, tab: z.string().max(20).nullish() });

export const joinedSchema = z.object({ user, channel });

export const cameSchema = z.object({ user: z.object({ id: user }) });

/** Slack's question whether the address of the service is right, which is answered with what it holds. */
export const challengeSchema = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().min(1).max(1_000),
});
