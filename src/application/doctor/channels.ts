import { chatNames } from '../../domain/chats.ts';
import type { Member } from '../../domain/gathering.ts';
import type { StaffChannel } from '../../domain/message.ts';
import {
  allChannels,
  chatsOfChannel,
  isStaffChannel,
  membersOfPrivateChannel,
  type School,
  staffChannel,
} from '../../domain/school.ts';
import type { ChannelId, InspectedChannel } from '../ports.ts';
import { type Finding, findingsOf } from './finding.ts';
import { withRoles } from './roles.ts';
import { named } from './words.ts';

/** What brings the bot into a channel. */
const adding: Readonly<Record<ChannelId, string>> = {
  teams:
    'Correct the channel’s id in the school file, or add the app to the team, and to the channel where it is private.',
  slack: 'Correct the channel’s id in the school file, or write "/invite" and the bot’s name in the channel.',
};

const takeOut = 'Ask the DSL to open the members of the channel and to take out whoever is neither DSL nor deputy.';

/** What a chat says of the school's channels in it. */
export function checkChannels(
  school: School,
  chat: ChannelId,
  inspected: readonly InspectedChannel[],
): readonly Finding[] {
  const here = allChannels(school).filter((name) => chatsOfChannel(school, name).includes(chat));
  return here.flatMap((name) => {
    const one = inspected.find(({ channel }) => channel === name) ?? notSaid(name);
    return isStaffChannel(name) ? checkStaffChannel(school, chat, name, one) : checkPrivateChannel(school, chat, one);
  });
}

function notSaid(channel: InspectedChannel['channel']): InspectedChannel {
  return { channel, isThere: 'unknown', openTo: 'unknown', members: undefined };
}

/** It is there, nobody can come in uninvited, and those who see to cases are in it and nobody else. */
function checkPrivateChannel(school: School, chat: ChannelId, { isThere, openTo, members }: InspectedChannel) {
  const found = findingsOf('private-channel', school);
  const where = `the safeguarding channel in ${chatNames[chat]}`;
  if (isThere === 'no') return [found.wrong(`${capital(where)} is not there, or the bot is not in it.`, adding[chat])];
  if (isThere === 'unknown')
    return [found.unknown(`${chatNames[chat]} does not say whether ${where} is there.`, adding[chat])];
  const who = checkMembers(school, where, members);
  const findings = [...checkOpenness(school, chat, where, openTo), ...who];
  if (findings.length > 0) return findings;
  return [found.well(`In ${where} are the DSL and the deputies, and nobody else.`)];
}

function checkOpenness(
  school: School,
  chat: ChannelId,
  where: string,
  openTo: InspectedChannel['openTo'],
): readonly Finding[] {
  const found = findingsOf('private-channel', school);
  switch (openTo) {
    case 'invited':
      return [];
    case 'other-organisations':
      return [
        found.wrong(
          `People of another organisation can read ${where}.`,
          'Make a private channel of the school alone, and put its id into the school file.',
        ),
      ];
    case 'everybody':
      // A team of the safeguarding team alone is as private as a channel; in Slack everybody of the workspace comes in.
      return chat === 'teams'
        ? [
            found.look(
              `Everybody of its team can read ${where}.`,
              'Let nobody but the DSL and the deputies into that team, or use a private channel.',
            ),
          ]
        : [
            found.wrong(
              `Everybody of the workspace can open ${where}.`,
              'Make the channel private in its settings, or put the id of a private one into the school file.',
            ),
          ];
    case 'unknown':
      return [
        found.look(
          `${chatNames[chat]} does not say whether ${where} is private.`,
          'Look at the channel’s settings: only those who were asked may come in.',
        ),
      ];
    default:
      return openTo satisfies never;
  }
}

/** Whoever the school file does not know is counted, not named: it may be anybody, a pupil too. */
function checkMembers(school: School, where: string, members: readonly Member[] | undefined): readonly Finding[] {
  const found = findingsOf('private-channel', school);
  if (members === undefined)
    return [
      found.unknown(`Nobody could say who is in ${where}.`, 'Look again in a minute, then at its members yourself.'),
    ];
  const wanted = membersOfPrivateChannel(school);
  const known = members.flatMap(({ person }) => person ?? []);
  const intruders = known.filter((person) => !wanted.includes(person));
  const strangers = members.length - known.length;
  const missing = wanted.filter((person) => !known.includes(person));
  return [
    ...(intruders.length > 0
      ? [found.wrong(`In ${where} are people who are neither DSL nor deputy: ${named(school, intruders)}.`, takeOut)]
      : []),
    ...(strangers > 0
      ? [found.wrong(`In ${where} ${saidStrangers(strangers)} whom the school file does not name.`, takeOut)]
      : []),
    ...(missing.length > 0
      ? [found.wrong(`Not in ${where}: ${withRoles(school, missing)}.`, 'Ask the DSL to let them into the channel.')]
      : []),
  ];
}

function saidStrangers(count: number): string {
  return count === 1 ? 'is somebody' : `are ${count} people`;
}

function checkStaffChannel(school: School, chat: ChannelId, name: StaffChannel, { isThere, openTo }: InspectedChannel) {
  const found = findingsOf('staff-channels', school);
  const title = school.staffChannels.find(({ id }) => staffChannel(id) === name)?.name ?? name;
  const where = `"${title}" in ${chatNames[chat]}`;
  if (isThere === 'no') return [found.wrong(`${where} is not there, or the bot is not in it.`, adding[chat])];
  if (isThere === 'unknown')
    return [found.unknown(`${chatNames[chat]} does not say whether ${where} is there.`, adding[chat])];
  if (openTo === 'other-organisations')
    return [
      found.look(
        `People of another organisation can read ${where}.`,
        'Look whether they should read policies of the school.',
      ),
    ];
  return [found.well(`The bot is in ${where}.`)];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
