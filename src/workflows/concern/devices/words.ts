import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { DeviceEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const deviceSayings: Sayings<DeviceEvent> = {
  DeviceSearched: (_event, { did }) => did('DeviceSearched'),
  DeviceTaken: (_event, { did }) => did('DeviceTaken'),
  DeviceReturned: (_event, { did }) => did('DeviceReturned'),
  SearchComplained: (_event, { did }) => did('SearchComplained'),
};

/** What an open case shows of it. */
export function deviceBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}
