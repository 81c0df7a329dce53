import type { Member, NamedMember } from '../identity.ts';
import type { Drawn } from '../render.ts';
import type { ChannelSort } from './channel-sort.ts';

/** The part of the Teams service that the product uses. Rejects with a `DeliveryFault`. */
export interface TeamsConnector {
  /** Posts to a conversation and gives the id of the activity. */
  post(serviceUrl: string, conversation: string, activity: Drawn): Promise<string>;
  edit(serviceUrl: string, conversation: string, activityId: string, activity: Drawn): Promise<void>;
  /** The 1:1 chat of the bot with somebody who has it installed. */
  createPersonalChat(serviceUrl: string, of: { readonly tenantId: string; readonly userId: string }): Promise<string>;
  /** Undefined when Teams knows no such member of that conversation. */
  findMember(
    serviceUrl: string,
    conversation: string,
    of: { readonly tenantId: string; readonly userId: string },
  ): Promise<Member | undefined>;
  /**
   * A page of who is in a channel or a team, 100 at the most, without bots. Of a standard channel, that is everybody of
   * its team. `undescribed` is how many more Teams counts there and describes in no way that is understood.
   */
  membersOf(
    serviceUrl: string,
    conversation: string,
    of: { readonly tenantId: string; readonly after?: string | undefined },
  ): Promise<{ readonly members: readonly NamedMember[]; readonly undescribed: number; readonly next?: string }>;
  /** What sort of channel it is; undefined where Teams does not say, as of one that does not belong to that team. */
  sortOf(serviceUrl: string, of: { readonly team: string; readonly channel: string }): Promise<ChannelSort | undefined>;
  /** Resolves when Teams lets the bot in. */
  health(): Promise<void>;
}
