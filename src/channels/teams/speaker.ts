import { Fault } from '../../application/faults.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { CardContent } from '../../domain/decider.ts';
import type { Person, School } from '../../domain/school.ts';
import { type Patience, patiently } from '../patiently.ts';
import type { createRenderer, Drawn } from '../render.ts';
import { type Activity, isPersonal } from './activity.ts';
import type { TeamsConnector } from './connector.ts';
import { drawActivity, type Setting } from './draw.ts';

/** Somebody of a school who acts in Teams. */
export interface Visitor {
  readonly school: School;
  readonly person: Person;
}

export interface SpeakerParts extends Patience {
  readonly connector: TeamsConnector;
  readonly addresses: AddressBook;
  readonly render: ReturnType<typeof createRenderer>;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
}

/** Answers what somebody wrote or pressed, in the chat. Rejects with a `DeliveryFault`. */
export function createSpeaker({ connector, addresses, render, setting, ...patience }: SpeakerParts) {
  function post(serviceUrl: string, conversation: string, activity: Drawn): Promise<void> {
    return patiently(() => connector.post(serviceUrl, conversation, activity), patience);
  }

  async function say(activity: Activity, content: CardContent, slot?: string): Promise<void> {
    await post(activity.serviceUrl, activity.conversation.id, drawActivity(render, content, { setting, slot }));
  }

  async function ownChat(activity: Activity, { school, person }: Visitor) {
    const who = `person:${person.email}`;
    const userId = person.teams?.userId ?? activity.from.aadObjectId ?? activity.from.id;
    const known = await orNothing(addresses.find(school, 'teams', who));
    const serviceUrl = known?.serviceUrl ?? activity.serviceUrl;
    // An address that was given to somebody new does not lead to whoever had it before.
    const isTheirs = !known?.userId || known.userId === userId;
    if (known?.conversation !== undefined && isTheirs) return { serviceUrl, conversation: known.conversation };
    const of = { tenantId: school.teams?.tenantId ?? '', userId };
    const conversation = await connector.createPersonalChat(serviceUrl, of);
    await orNothing(addresses.remember(school, 'teams', who, { serviceUrl, conversation, userId }));
    return { serviceUrl, conversation };
  }

  return {
    /** In the conversation that it came from. */
    say,
    /** Where only this person sees it. */
    async tell(activity: Activity, visitor: Visitor, content: CardContent, slot?: string): Promise<void> {
      if (isPersonal(activity)) return await say(activity, content, slot);
      const { serviceUrl, conversation } = await ownChat(activity, visitor);
      await post(serviceUrl, conversation, drawActivity(render, content, { setting, slot }));
    },
  };
}

export type Speaker = ReturnType<typeof createSpeaker>;

/** The address book helps; an answer goes out without it. */
async function orNothing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
