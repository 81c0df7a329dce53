/** What the bot has to be allowed, by Slack's own names: what both manifests ask for, and no more (a test compares them). */
export const neededRights = [
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:history',
  'users:read',
  'users:read.email',
] as const;
