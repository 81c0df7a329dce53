import { z } from 'zod';
import { dayAndTime, line, longText, number, oneLine } from '../data-parts.ts';
import { searchDecisions, searchGrounds } from './events.ts';

const yesNo = z.enum(['yes', 'no']);

/** What the commands about devices carry. */
export const deviceData = {
  'concern/search-device': z
    .object({
      device: oneLine,
      owner: oneLine,
      ground: z.enum(searchGrounds),
      why: longText,
      agreedWith: oneLine,
      image: yesNo,
      decision: z.enum(searchDecisions),
      decisionWhy: longText,
    })
    // Nothing is deleted that the police have to see (R119).
    .refine(({ image, decision }) => image === 'no' || decision === 'police' || decision === 'keep-and-police'),
  'concern/take-device': z.object({
    device: oneLine,
    owner: oneLine,
    holder: oneLine,
    place: oneLine,
    reason: longText,
    refused: yesNo,
    told: line,
    ...dayAndTime,
  }),
  'concern/return-device': z.object({ number, to: oneLine, ...dayAndTime }),
  'concern/search-complaint': z.object({ by: oneLine, passedTo: oneLine, ...dayAndTime }),
} as const satisfies Record<string, z.ZodType>;
