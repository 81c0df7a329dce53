/** The chats that a school may use. */
export const chats = ['teams', 'slack'] as const;
export type Chat = (typeof chats)[number];

/** What people call them. */
export const chatNames: Record<Chat, string> = { teams: 'Teams', slack: 'Slack' };
