import type { Drawn } from '../render.ts';

/** The part of the Teams service that the product uses. Rejects with a `DeliveryFault`. */
export interface TeamsConnector {
  /** Posts to a conversation and gives the id of the activity. */
  post(serviceUrl: string, conversation: string, activity: Drawn): Promise<string>;
  edit(serviceUrl: string, conversation: string, activityId: string, activity: Drawn): Promise<void>;
  /** The 1:1 chat of the bot with somebody who has it installed. */
  createPersonalChat(serviceUrl: string, of: { readonly tenantId: string; readonly userId: string }): Promise<string>;
  /** The addresses of a member of a conversation, lower case. */
  addressesOf(serviceUrl: string, conversation: string, userId: string): Promise<readonly string[]>;
}
