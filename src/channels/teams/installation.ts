import { Fault } from '../../application/faults.ts';
import type { Help } from '../../application/help.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { type PrivateChannel, privateChannels } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import { type Activity, channelOf, isPersonal } from './activity.ts';
import type { TeamsIdentifier } from './identity.ts';
import type { Speaker, Visitor } from './speaker.ts';

export interface InstallationParts {
  readonly identifier: TeamsIdentifier;
  readonly addresses: AddressBook;
  readonly standing: StandingPoster;
  readonly speaker: Speaker;
  readonly help: Help;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** Learns from Teams where people and channels are reached, and puts there what must stand there. */
export function createInstallation({ identifier, addresses, standing, speaker, help, noted }: InstallationParts) {
  async function remember(activity: Activity, { school, person }: Visitor): Promise<void> {
    const userId = person.teams?.userId ?? activity.from.aadObjectId ?? '';
    const reach = { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id, userId };
    try {
      await addresses.remember(school, 'teams', `person:${person.email}`, reach);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Nobody has to wait for an address to be kept; it comes with the next activity again.
      noted({ code: error.code, school: school.id });
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

  async function forChannel(activity: Activity, school: School, channel: PrivateChannel, isRemoved: boolean) {
    if (isRemoved) return await addresses.forget(school, 'teams', `channel:${channel}`);
    const conversation = school.channels[channel].teams?.channelId ?? '';
    await addresses.remember(school, 'teams', `channel:${channel}`, { serviceUrl: activity.serviceUrl, conversation });
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
      const channel = privateChannels.find((name) => school.channels[name].teams?.channelId === where);
      if (channel !== undefined) await forChannel(activity, school, channel, isRemoved);
    },

    /** `conversationUpdate`: where an administrator installs the bot for everybody, this is all that comes at times. */
    async joined(activity: Activity, school: School): Promise<void> {
      const isBot = (activity.membersAdded ?? []).some(({ id }) => id === activity.recipient.id);
      if (!isBot || !isPersonal(activity)) return;
      const identity = await identifier.whoIs(activity, school);
      if (identity.kind === 'known') await remember(activity, { school, person: identity.person });
    },
  };
}
