import { Fault, faultCode } from '../../application/faults.ts';
import type { Help } from '../../application/help.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import type { ChannelName } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { allChannels, channelIn, isStaffChannel, type School } from '../../domain/school.ts';
import type { Arrived, Heard } from '../arrived.ts';
import { type Activity, channelOf, isPersonal } from './activity.ts';
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

  async function forPerson(activity: Activity, school: School, isRemoved: boolean): Promise<void> {
    const identity = await identifier.whoIs(activity, school);
    if (identity.kind !== 'known') return noted({ code: `${identity.kind}-person`, school: school.id });
    const { person } = identity;
    if (isRemoved) return await addresses.forget(school, 'teams', `person:${person.email}`);
    await remember(activity, { school, person });
    await speaker.say(activity, help());
    await standing.showAgain(school, { place: `person:${person.email}`, chat: 'teams' });
  }

  async function forChannel(activity: Activity, school: School, channel: ChannelName, isRemoved: boolean) {
    if (isRemoved) return await addresses.forget(school, 'teams', `channel:${channel}`);
    const conversation = channelIn(school, channel)?.teams?.channelId ?? '';
    await addresses.remember(school, 'teams', `channel:${channel}`, { serviceUrl: activity.serviceUrl, conversation });
    // Nothing of a case stands in a channel for staff; who is in it may have to read something.
    if (isStaffChannel(channel)) return await tellArrived(school, undefined);
    return await standing.showAgain(school, { place: `channel:${channel}`, chat: 'teams' });
  }

  return {
    remember,

    /** `installationUpdate`: the bot was added somewhere, or taken away. */
    async changed(activity: Activity, school: School): Promise<void> {
      const isRemoved = activity.action?.startsWith('remove') ?? false;
      // A new version of the app changes nothing of where it stands.
      if (activity.action?.endsWith('-upgrade')) return;
      if (isPersonal(activity)) return await forPerson(activity, school, isRemoved);
      const where = channelOf(activity);
      const channel = allChannels(school).find((name) => channelIn(school, name)?.teams?.channelId === where);
      if (channel !== undefined) await forChannel(activity, school, channel, isRemoved);
    },

    /** `conversationUpdate`: where an administrator installs the bot for everybody, this is all that comes at times. */
    async joined(activity: Activity, school: School): Promise<void> {
      if (!isPersonal(activity)) return await teamChanges.heard(activity, school);
      const isBot = (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
      if (!isBot) return;
      const identity = await identifier.whoIs(activity, school);
      if (identity.kind === 'known') await remember(activity, { school, person: identity.person });
    },
  };
}
