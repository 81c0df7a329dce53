import { z } from 'zod';
import type { Registry } from '../domain/decider.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { CommandHandler } from './handle-command.ts';
import type { AddressBook, ChannelId, Ids, Reach, RecordStore, Vault } from './ports.ts';
import { deriveReference } from './record-reference.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface AddressBookParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly ids: Ids;
  readonly commands: CommandHandler;
}

/** The part of an address record's state that is read here. */
const stateSchema = z.object({ who: z.string(), reaches: z.record(z.string(), z.record(z.string(), z.string())) });

/**
 * Keeps how each person and channel is reached, in records of their own. What was read is kept at hand: at the most one
 * entry for each person and channel of the school files and each chat.
 */
export function createAddressBook({ store, vault, sealer, registry, ids, commands }: AddressBookParts): AddressBook {
  const atHand = new Map<string, Reach>();
  const keyOf = (school: School, channel: ChannelId, who: string) => `${school.id} ${channel} ${who}`;

  function addressWorkflow() {
    const workflow = registry.get('address');
    if (workflow === undefined) throw new Error('the registry has no address workflow');
    return workflow;
  }

  return {
    async find(school, channel, who) {
      const known = atHand.get(keyOf(school, channel, who));
      if (known !== undefined) return known;
      const workflow = addressWorkflow();
      const found = await store.get(school.id, await deriveReference(vault, school.id, workflow, who));
      if (found === undefined) return undefined;
      const { who: whose, reaches } = stateSchema.parse((await sealer.open(workflow, found)).state);
      // Among tens of thousands of people two may come to have one reference: what is another's is nobody's here.
      const reach = whose === who ? reaches[channel] : undefined;
      if (reach !== undefined) atHand.set(keyOf(school, channel, who), reach);
      return reach;
    },

    async remember(school, channel, who, reach) {
      if (JSON.stringify(atHand.get(keyOf(school, channel, who))) === JSON.stringify(reach)) return;
      await commands.handle({
        id: ids.fresh(),
        school,
        key: who,
        type: 'address/remember',
        by: theClock,
        data: { who, channel, reach: { ...reach } },
      });
      atHand.set(keyOf(school, channel, who), reach);
    },

    async forget(school, channel, who) {
      atHand.delete(keyOf(school, channel, who));
      const reference = await deriveReference(vault, school.id, addressWorkflow(), who);
      await commands.handle({
        id: ids.fresh(),
        school,
        reference,
        type: 'address/forget',
        by: theClock,
        data: { channel },
      });
    },
  };
}
