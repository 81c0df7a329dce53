import type { WhyNot } from '../why-not.ts';
import { heldDevices, waitsForPolice } from './held.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const deviceWhyNot: WhyNot = {
  'concern/return-device': (concern) => {
    if (heldDevices(concern).length === 0) return 'nothing-held';
    return waitsForPolice(concern) ? 'device-for-police' : undefined;
  },
  'concern/search-complaint': ({ file }) => (file.devices.searches.length === 0 ? 'no-search' : undefined),
};
