import { z } from 'zod';

const text = z.string();

/** Why a device may be searched (003 section 3.12). */
export const searchGrounds = ['harm', 'disrupt', 'rules'] as const;
/** What may be decided after a search. Deleting is not there where a sexual image of a child may be on it (R119). */
export const searchDecisions = ['nothing', 'delete', 'keep', 'police', 'keep-and-police'] as const;

/** Those that tell the police: all that is left where a sexual image of a child may be on the device. */
export const policeDecisions: readonly (typeof searchDecisions)[number][] = ['keep-and-police', 'police'];

/** What happened about devices: searched, taken, given back. */
export const deviceEvents = [
  z.object({
    type: z.literal('DeviceSearched'),
    number: z.number(),
    device: text,
    owner: text,
    /** Who searched it; empty where it was whoever recorded it. */
    searchedBy: text,
    /** When it was searched. */
    at: text,
    ground: z.enum(searchGrounds),
    why: text,
    /** Decided with whom: the DSL or a senior leader (R118). */
    agreedWith: text,
    isImageSuspected: z.boolean(),
    decision: z.enum(searchDecisions),
    decisionWhy: text,
  }),
  z.object({
    type: z.literal('DeviceTaken'),
    number: z.number(),
    device: text,
    owner: text,
    holder: text,
    place: text,
    reason: text,
    /** It was not handed over at first (R123). */
    wasRefused: z.boolean(),
    /** Which parent or agency was told (R122). */
    told: text,
    at: text,
  }),
  z.object({ type: z.literal('DeviceReturned'), number: z.number(), to: text, at: text }),
  /** A complaint about a search went to the complaints procedure (R121). */
  z.object({ type: z.literal('SearchComplained'), by: text, passedTo: text, at: text }),
] as const;

export type DeviceEvent = z.infer<(typeof deviceEvents)[number]>;
