import type { Arrivals } from '../../application/arrivals.ts';
import { Fault } from '../../application/faults.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { privateChannels } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { findByChatId, type School } from '../../domain/school.ts';
import type { Arrived } from '../arrived.ts';
import { knownByAddress } from '../identity.ts';
import type { SlackConnector } from './connector.ts';
import type { Incoming } from './incoming.ts';
import type { Visitors } from './visitors.ts';

export interface ComingsParts {
  readonly visitors: Pick<Visitors, 'schoolOf'>;
  readonly arrivals: Pick<Arrivals, 'isNew'>;
  readonly addresses: Pick<AddressBook, 'remember'>;
  readonly standing: StandingPoster;
  readonly arrived: Arrived;
  readonly connector: Pick<SlackConnector, 'ownUserId' | 'lookUp'>;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

type Coming = Extract<Incoming, { kind: 'joined' | 'left' | 'came' }>;
type InChannel = Extract<Coming, { kind: 'joined' | 'left' }>;

/** Hears of people, and of the bot itself, who come to a channel or to the workspace, or leave a channel. */
export function createComings({ visitors, arrivals, addresses, standing, arrived, connector, noted }: ComingsParts) {
  /** The person of the school behind an account; undefined also where Slack does not say. */
  async function personBehind(school: School, { userId, workspaceId }: Coming): Promise<PersonId | undefined> {
    const inFile = findByChatId(school, 'slack', userId);
    if (inFile !== undefined) return inFile.email;
    try {
      const member = await connector.lookUp(userId, workspaceId);
      const person = member && knownByAddress(member, 'slack', school);
      if (person !== undefined) await addresses.remember(school, 'slack', `person:${person.email}`, { userId });
      return person?.email;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: school.id });
      return undefined;
    }
  }

  async function isBot({ userId }: InChannel): Promise<boolean> {
    return userId === (await connector.ownUserId());
  }

  async function isNew(school: School, { workspaceId, eventId }: Coming): Promise<boolean> {
    return await arrivals.isNew(school, `slack ${workspaceId} ${eventId}`);
  }

  /** The bot was invited to a private channel of the school: what must stand there is posted again. */
  async function inPrivate(school: School, of: InChannel, place: string): Promise<void> {
    if (of.kind !== 'joined' || !(await isBot(of)) || !(await isNew(school, of))) return;
    await standing.showAgain(school, { place, chat: 'slack' });
  }

  /** Nothing of a case stands in a channel for staff; who is in it may have to read something. */
  async function amongStaff(school: School, of: InChannel): Promise<void> {
    if (!(await isNew(school, of))) return;
    const isPerson = of.kind === 'joined' && !(await isBot(of));
    await arrived(school, isPerson ? await personBehind(school, of) : undefined, 'slack');
  }

  async function inChannel(of: InChannel): Promise<void> {
    const school = visitors.schoolOf(of);
    if (school === undefined) return;
    const name = privateChannels.find((one) => school.channels[one].slack?.channelId === of.channel);
    if (name !== undefined) return await inPrivate(school, of, `channel:${name}`);
    if (school.staffChannels.some(({ slack }) => slack?.channelId === of.channel)) await amongStaff(school, of);
  }

  return {
    async heard(of: Coming): Promise<void> {
      if (of.kind !== 'came') return await inChannel(of);
      const school = visitors.schoolOf(of);
      if (school === undefined || !(await isNew(school, of))) return;
      const person = await personBehind(school, of);
      if (person !== undefined) await arrived(school, person, 'slack');
    },
  };
}
