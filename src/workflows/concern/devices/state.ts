import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { type DeviceEvent, searchDecisions } from './events.ts';

const text = z.string();

/** What a case keeps of devices. */
export const devicesSchema = z.object({
  searches: z.array(
    z.object({ number: z.number(), isImageSuspected: z.boolean(), decision: z.enum(searchDecisions), at: text }),
  ),
  taken: z.array(
    z.object({
      number: z.number(),
      device: text,
      owner: text,
      holder: text,
      place: text,
      at: text,
      returnedAt: text.nullable(),
    }),
  ),
});
export type DevicesFile = z.infer<typeof devicesSchema>;

export const noDevices: DevicesFile = { searches: [], taken: [] };

/** What is kept after that. */
export function evolveDevices(before: DevicesFile, { event }: Happened<DeviceEvent>): DevicesFile {
  switch (event.type) {
    case 'DeviceSearched': {
      const { number, isImageSuspected, decision } = event;
      const searched = { number, isImageSuspected, decision, at: event.at };
      return { ...before, searches: [...before.searches, searched] };
    }
    case 'DeviceTaken': {
      const { number, device, owner, holder, place } = event;
      const taken = { number, device, owner, holder, place, at: event.at, returnedAt: null };
      return { ...before, taken: [...before.taken, taken] };
    }
    case 'DeviceReturned':
      return {
        ...before,
        taken: before.taken.map((one) => (one.number === event.number ? { ...one, returnedAt: event.at } : one)),
      };
    case 'SearchComplained':
      return before;
    default:
      return event satisfies never;
  }
}
