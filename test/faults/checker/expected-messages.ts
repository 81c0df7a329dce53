import type { ReadEvent } from './unsealing.ts';

/** Where in the chat a message belongs. */
export type Where = 'channel' | 'thread' | 'person';

/** A message that must stand in the chat, so many times. */
export interface Expected {
  readonly what: string;
  readonly where: Where;
  readonly says: RegExp;
  readonly times: number;
}

/** What has to be said of a concern with this history. From the words that people read, not from the product's own. */
export function expectedMessages(reference: string, history: readonly ReadEvent[]): readonly Expected[] {
  const count = (type: string) => history.filter(({ event }) => event.type === type).length;
  const hasCard = count('MessageDelayed') + count('MessageParked') === 0;
  const wasSeen = count('ConcernAcknowledged') > 0 ? 1 : 0;
  const all: readonly Expected[] = [
    { what: 'the card', where: 'channel', says: new RegExp(`^Concern ${reference} `), times: count('ConcernReported') },
    {
      what: 'the receipt',
      where: 'person',
      says: new RegExp(`^${reference}: (received|seen|being handled|closed)$`),
      times: count('ConcernReported'),
    },
    { what: 'that it was seen, in the thread', where: 'thread', says: /^Seen by /, times: wasSeen },
    { what: 'that it was seen', where: 'person', says: /has been seen\.$/, times: wasSeen },
    { what: 'that it was taken', where: 'thread', says: /has taken this/, times: count('ConcernTaken') },
    { what: 'that a note was added', where: 'thread', says: /added a note/, times: count('NoteAdded') },
    { what: 'that it was closed, in the thread', where: 'thread', says: /closed this/, times: count('ConcernClosed') },
    { what: 'that it was closed', where: 'person', says: /dealt with and closed/, times: count('ConcernClosed') },
    // A reminder stands once, however often it came: the last is put in the place of the one before; that it came to
    // others stands beside it, each time. Where the card that it hangs below was late, it went to people's own chats.
    {
      what: 'the reminder',
      where: 'thread',
      says: /^Nobody has (acknowledged|taken) this/,
      times: hasCard ? Math.min(1, count('WaitNoticed')) + count('ConcernEscalated') : 0,
    },
  ];
  return all.filter(({ times }) => times > 0);
}

/** What the card says of each state. */
export const statusOnCard: Readonly<Record<string, string>> = {
  new: 'new',
  acknowledged: 'acknowledged',
  handled: 'being handled',
  closed: 'closed',
};
