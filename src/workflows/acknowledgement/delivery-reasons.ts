/** Why a card cannot be delivered, by the code that the chat gave, in words that follow a name in a list. */
const reasons: Readonly<Record<string, string>> = {
  'teams-403': 'has blocked or removed the app in Teams',
  'teams-404': 'has no such chat in Teams any more',
  'teams-unreachable': 'has not got the app in Teams',
  'slack-unreachable': 'has no account in Slack that is known',
  'slack-user_not_found': 'has no such account in Slack',
  'slack-users_not_found': 'has no such account in Slack',
  'slack-user_not_visible': 'has an account in Slack that the app cannot see',
  'slack-invalid_users': 'has no such account in Slack',
  'slack-user_disabled': 'has an account in Slack that is closed',
  'slack-cannot_dm_bot': 'has an account in Slack that takes no messages from the app',
  'slack-messages_tab_disabled': 'has an account in Slack that takes no messages from the app',
  'teams-no-answer': 'was tried many times, and Teams did not answer',
  'slack-no-answer': 'was tried many times, and Slack did not answer',
  'no-channel': 'has no chat that is set up here',
  'no-wording': 'was not sent it, as the text could not be read',
};

/** Where the code says nothing that a person could do anything about. */
const otherwise = 'was tried, and the chat did not take it';

/** The code of a card that could not be sent because the campaign could not be read. */
export const NO_WORDING = 'no-wording';

/** Why somebody cannot be reached, in words. */
export function saidReason(code: string): string {
  return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? otherwise;
}
