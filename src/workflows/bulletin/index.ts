import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendBulletin } from './access.ts';
import { bulletinCommands } from './commands.ts';
import { againBulletin, decideBulletin, refusesBulletin } from './decider.ts';
import { type BulletinEvent, bulletinEventSchema } from './events.ts';
import { bulletins } from './lists.ts';
import { type BulletinState, bulletinStateSchema, evolveBulletin, noBulletin } from './state.ts';
import { notYours } from './words.ts';

/** Short safety messages to the channels that staff read (R174). */
export const bulletin: Workflow<BulletinState, BulletinEvent> = {
  id: 'bulletin',
  prefix: 'N',
  state: bulletinStateSchema,
  event: bulletinEventSchema,
  initial: noBulletin,
  commands: bulletinCommands,
  lists: [bulletins],
  refuses: refusesBulletin,
  decide: decideBulletin,
  evolve: evolveBulletin,
  status: ({ status }) => status,
  findableBy: () => [],
  deadlines: () => [],
  deliveryNote: 'bulletin/delivery-note',
  mayStillSend: mayStillSendBulletin,
  notThere: notYours,
  again: againBulletin,
};
