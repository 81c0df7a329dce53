import { TRIGGER_GONE, TRIGGER_USED, VIEW_GONE } from './connector.ts';

/** What an error means, and what can be done about it. */
interface Meaning {
  readonly errors: readonly string[];
  /** A sentence for the person who looks after the service. */
  readonly whatToDo: string;
  readonly code?: string;
  /** No repetition can help. */
  readonly hopeless?: boolean;
  /** Slack may have done it all the same. */
  readonly unsure?: boolean;
}

/** The errors of the methods that are used (docs.slack.dev, page of each method). */
const meanings: readonly Meaning[] = [
  {
    errors: ['expired_trigger_id', 'trigger_expired', 'invalid_trigger_id', 'invalid_trigger'],
    code: TRIGGER_GONE,
    whatToDo: 'Nothing: the person is asked to press again. If it happens often, look at how fast this server is.',
    hopeless: true,
  },
  {
    errors: ['exchanged_trigger_id', 'trigger_exchanged'],
    code: TRIGGER_USED,
    whatToDo: 'Nothing: the same request came twice, and was answered the first time.',
    hopeless: true,
  },
  {
    errors: ['hash_conflict', 'not_found', 'view_not_found'],
    code: VIEW_GONE,
    whatToDo: 'Nothing: the person has closed the modal, or it shows something newer.',
    hopeless: true,
  },
  {
    errors: ['not_in_channel', 'channel_not_found', 'thread_not_found'],
    whatToDo: 'Invite the bot to the channel, and look whether the school file has the right channel id.',
  },
  { errors: ['is_archived'], whatToDo: 'Unarchive the channel, or name another one in the school file.' },
  {
    errors: [
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'restricted_action_non_threadable_channel',
    ],
    whatToDo: 'Let the bot post in this channel: its settings in Slack say who may.',
  },
  {
    errors: [
      'not_authed',
      'invalid_auth',
      'account_inactive',
      'token_revoked',
      'token_expired',
      'team_access_not_granted',
      'ekm_access_denied',
      'access_denied',
      'accesslimited',
    ],
    whatToDo: 'Install the app in the workspace again, and give the service the bot token that Slack shows then.',
  },
  {
    errors: ['missing_scope', 'no_permission', 'not_allowed_token_type', 'not_enabled'],
    whatToDo: 'Give the app what manifest/slack/manifest.json asks for, and install it in the workspace again.',
  },
  {
    errors: ['user_not_found', 'users_not_found', 'user_not_visible', 'user_disabled', 'invalid_users'],
    whatToDo: 'Correct the Slack id of this person in the school file: Slack has no such account, or has closed it.',
    hopeless: true,
  },
  {
    errors: ['cannot_dm_bot', 'messages_tab_disabled'],
    whatToDo: 'Reach this person in another way: Slack lets the bot write nothing to this account.',
    hopeless: true,
  },
  {
    errors: [
      'invalid_blocks',
      'invalid_blocks_format',
      'invalid_arguments',
      'invalid_arg_name',
      'invalid_view',
      'invalid_metadata_format',
      'missing_argument',
      'msg_too_long',
      'msg_blocks_too_long',
      'view_too_large',
      'no_text',
      'duplicate_external_id',
      'push_limit_reached',
    ],
    whatToDo: 'Report this with the log around it: Slack does not take what the service has drawn.',
    hopeless: true,
  },
  {
    errors: ['internal_error', 'fatal_error', 'service_unavailable'],
    whatToDo: 'Look at the status of Slack.',
    unsure: true,
  },
];

/** What is known of Slack's own errors, by their names. */
export const slackErrors: ReadonlyMap<string, Meaning> = new Map(
  meanings.flatMap((meaning) => meaning.errors.map((error) => [error, meaning] as const)),
);
