import { chatNames } from '../../domain/chats.ts';
import type { School } from '../../domain/school.ts';
import { DeliveryFault } from '../faults.ts';
import type { Channel, ChannelId, ChannelInspection } from '../ports.ts';
import { checkChannels } from './channels.ts';
import { type Finding, type Findings, findingsOf } from './finding.ts';
import { listed } from './words.ts';

/** What gives the bot a right that it lacks. */
const granting: Readonly<Record<ChannelId, string>> = {
  teams: 'Upload the app’s package anew in the Teams admin centre, and let an administrator consent to it.',
  slack: 'Give the app its manifest anew at api.slack.com/apps, then install it to the workspace again.',
};

/** Codes of faults after which nobody knows more than before; `slack-no-answer`, `teams-503`. */
const UNANSWERED = /-(no-answer|unreadable|408|429|5\d\d)$/;

/** Whether a chat lets the bot in and gives it what it needs, and what is to be said of the school's channels in it. */
export async function checkChat(
  school: School,
  chat: ChannelId,
  channel: Channel | undefined,
): Promise<readonly Finding[]> {
  const found = findingsOf('chats', school);
  const name = chatNames[chat];
  if (channel === undefined)
    return [
      found.wrong(
        `The school file names ${name}, and the service does not speak to it.`,
        `Set the variables of ${name}, or take ${name} out of the school file.`,
      ),
    ];
  let inspection: ChannelInspection;
  try {
    inspection = await channel.inspect(school);
  } catch (error) {
    return [faultOfChat(found, error)];
  }
  const { missingRights } = inspection;
  return [
    missingRights.length === 0
      ? found.well(`${name} lets the bot in, with every right that it needs.`)
      : found.wrong(`${name} has not given the bot these rights: ${listed(missingRights)}.`, granting[chat]),
    ...checkChannels(school, chat, inspection.channels),
  ];
}

/** What a chat refuses is wrong; where it does not answer, nobody knows. */
export function faultOfChat(found: Findings, error: unknown): Finding {
  const isUnanswered = error instanceof DeliveryFault && (error.notTried || UNANSWERED.test(error.code));
  return found.fault(error, isUnanswered ? 'unknown' : 'wrong');
}
