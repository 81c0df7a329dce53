import { Fault, faultCode } from '../../application/faults.ts';
import type { Help } from '../../application/help.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import type { ChannelName } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { allChannels, channelIn, isStaffChannel, type School } from '../../domain/school.ts';
import type { Arrived, Heard } from '../arrived.ts';
import { type Activity, channelOf, isPersonal } from './activity.ts';
import { readChannelSort } from './channel-sort.ts';
import type { TeamsIdentifier } from './identity.ts';
import type { Speaker, Visitor } from './speaker.ts';
import { createTeamChanges } from './team-changes.ts';

export interface InstallationParts {
  readonly identifier: TeamsIdentifier;
  readonly addresses: AddressBook;
  readonly standing: StandingPoster;
  readonly arrived: Arrived;
  readonly heard: Heard;
  readonly speaker: Speaker;
  readonly help: Help;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** How it stands with the bot somewhere. */
interface Change {
  readonly isRemoved: boolean;
  /** Whether it was not told before, so that what is told twice has no effect twice. */
  readonly isNew: () => Promise<boolean>;
}

/** Learns from Teams where people and channels are reached, and puts there what must stand there. */
export function createInstallation(parts: InstallationParts) {
  const { identifier, addresses, standing, arrived, heard, speaker, help, noted } = parts;
  const teamChanges = createTeamChanges({ identifier, addresses, tellArrived });

  async function remember(activity: Activity, { school, person }: Visitor): Promise<void> {
    const userId = person.teams?.userId ?? activity.from.aadObjectId ?? '';
    const reach = { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id, userId };
    const who = `person:${person.email}`;
    try {
      const known = await addresses.find(school, 'teams', who);
      await addresses.remember(school, 'teams', who, reach);
      if (known?.conversation === undefined) void tellArrived(school, person.email);
      else heard(school, person.email, 'teams');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Nobody has to wait for an address to be kept; it comes with the next activity again.
      noted({ code: error.code, school: school.id });
    }
  }

  /** Nobody who wrote or pressed something waits for what follows from that they can be reached. */
  async function tellArrived(school: School, person: PersonId | undefined): Promise<void> {
    try {
      await arrived(school, person, 'teams');
    } catch (error) {
      noted({ code: faultCode(error), school: school.id });
    }
  }

  async function forPerson(activity: Activity, school: School, { isRemoved, isNew }: Change): Promise<void> {
    const identity = await identifier.whoIs(activity, school);
    if (identity.kind !== 'known') return noted({ code: `${identity.kind}-person`, school: school.id });
    const { person } = identity;
    if (isRemoved && !(await isNew())) return;
    if (isRemoved) return await addresses.forget(school, 'teams', `person:${person.email}`);
    await remember(activity, { school, person });
    if (!(await isNew())) return;
    await speaker.say(activity, help());
    await standing.showAgain(school, { place: `person:${person.email}`, chat: 'teams' });
  }

  /** Where a channel is reached, and what Teams says of it: which team it is in, and what sort of channel it is. */
  async function rememberChannel(activity: Activity, school: School, channel: ChannelName): Promise<void> {
    const conversation = channelIn(school, channel)?.teams?.channelId ?? '';
    const who = `channel:${channel}`;
    const before = await addresses.find(school, 'teams', who);
    const known = before?.['conversation'] === conversation ? before : undefined;
    const said = activity.channelData;
    const team = said?.team?.id || known?.['team'];
    const sort = readChannelSort(said?.channel?.id === conversation ? said.channel.type : undefined) ?? known?.['sort'];
    await addresses.remember(school, 'teams', who, {
      serviceUrl: activity.serviceUrl,
      conversation,
      ...(team === undefined ? {} : { team }),
      ...(sort === undefined ? {} : { sort }),
    });
  }

  function channelNamed(activity: Activity, school: School): ChannelName | undefined {
    const where = channelOf(activity);
    return allChannels(school).find((name) => channelIn(school, name)?.teams?.channelId === where);
  }

  async function forChannel(activity: Activity, school: School, channel: ChannelName, { isRemoved, isNew }: Change) {
    if (isRemoved && !(await isNew())) return;
    if (isRemoved) return await addresses.forget(school, 'teams', `channel:${channel}`);
    await rememberChannel(activity, school, channel);
    if (!(await isNew())) return;
    // Nothing of a case stands in a channel for staff; who is in it may have to read something.
    if (isStaffChannel(channel)) return await tellArrived(school, undefined);
    return await standing.showAgain(school, { place: `channel:${channel}`, chat: 'teams' });
  }

  return {
    remember,

    /** `installationUpdate`: the bot was added somewhere, or taken away. */
    async changed(activity: Activity, school: School, isNew: Change['isNew']): Promise<void> {
      const isRemoved = activity.action?.startsWith('remove') ?? false;
      const isUpgrade = activity.action?.endsWith('-upgrade') ?? false;
      const channel = isPersonal(activity) ? undefined : channelNamed(activity, school);
      // A new version of the app changes nothing of where it stands; an old one may not have asked what Teams says of it.
      if (isUpgrade && channel !== undefined) return await rememberChannel(activity, school, channel);
      if (isUpgrade) return;
      const change = { isRemoved, isNew };
      if (isPersonal(activity)) return await forPerson(activity, school, change);
      if (channel !== undefined) await forChannel(activity, school, channel, change);
    },

    /** `conversationUpdate`: where an administrator installs the bot for everybody, this is all that comes at times. */
    async joined(activity: Activity, school: School): Promise<void> {
      const isBot = (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
      if (!isPersonal(activity)) {
        // To a private channel the bot is added by itself, when it is in the team already.
        const channel = isBot ? channelNamed(activity, school) : undefined;
        if (channel !== undefined) await rememberChannel(activity, school, channel);
        return await teamChanges.heard(activity, school);
      }
      if (!isBot) return;
      const identity = await identifier.whoIs(activity, school);
      if (identity.kind === 'known') await remember(activity, { school, person: identity.person });
    },
  };
}
