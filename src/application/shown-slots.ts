import { chats } from '../domain/chats.ts';
import { type Deliveries, spotIn } from './outbox.ts';

/** The slots of what a record has standing in its chats, as it will be when everything that is owed has come. */
export function slotsShown({ outbox, posts }: Deliveries): ReadonlySet<string> {
  const shown = new Set(Object.keys(posts).map(slotOf));
  for (const { message } of outbox) {
    if (message.to.kind === 'record') continue;
    if (message.isLast === true) shown.delete(message.slot);
    else if (message.onlyEdits !== true) shown.add(message.slot);
  }
  return shown;
}

/** The slot of a spot, whichever chat it is in. */
function slotOf(spot: string): string {
  const ending = chats.map((chat) => spotIn('', chat)).find((end) => spot.endsWith(end));
  return ending === undefined ? spot : spot.slice(0, -ending.length);
}
