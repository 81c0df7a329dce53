import { policyParts } from '../../domain/policies.ts';
import { saidByRole } from '../../domain/said-by-role.ts';
import type { School } from '../../domain/school.ts';
import type { Bulletin } from './command-data.ts';
import type { Written } from './state.ts';

/** The words on the buttons. */
export const labels = {
  'bulletin/write': 'Post a safety message',
  'bulletin/open': 'Open',
  'bulletin/put-away': 'Put away',
  'bulletin/post': 'Post it',
  'bulletin/change': 'Change',
  'bulletin/discard': 'Throw away',
  'bulletin/take-back': 'Take it back',
} as const;

export const statusWords: Record<Written['status'], string> = {
  preview: 'not posted yet',
  posted: 'posted',
  'taken-back': 'taken back',
  discarded: 'thrown away',
};

/** What whoever opens a message has to know of it. */
export const cautions: Record<Written['status'], string> = {
  preview: 'Everybody in the channel will read this. Check that it names no pupil and no colleague.',
  posted: 'Everybody in the channel reads this.',
  'taken-back': '',
  discarded: '',
};

/** What a notification of a post says: nothing of what somebody wrote (R197). */
export const preview = 'Safety message for staff';

/** Whoever posted a message, by their role. */
export function saidWriter(by: string, school: School): string {
  return saidByRole({ kind: 'person', person: by }, policyParts.publishes.roles, school);
}

/** A post in lines, for those who write. */
export function saidPost({ text, link }: Bulletin, by: string, school: School): readonly string[] {
  return [
    // As one, however many lines somebody wrote: a chat takes only so many parts.
    text,
    ...(link === '' ? [] : [`More: ${link}`]),
    `From ${saidWriter(by, school)}.`,
  ];
}

/** The channels of a message by the names that the school file has for them. */
export function saidChannels({ channels }: Bulletin, school: School): string {
  return channels.map((id) => school.staffChannels.find((one) => one.id === id)?.name ?? id).join(', ');
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string): string {
  return `There is nothing with the reference ${reference} that you can open. Safety messages are written by those who publish policies.`;
}
