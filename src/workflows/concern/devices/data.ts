import { z } from 'zod';
import { dayAndTime, line, longText, number, oneLine } from '../data-parts.ts';
import { policeDecisions, searchDecisions, searchGrounds } from './events.ts';

const yesNo = z.enum(['yes', 'no']);

/** What the commands about devices carry. */
export const deviceData = {
  'concern/search-device': z
    .object({
      device: oneLine,
      owner: oneLine,
      searchedBy: line,
      /** When it was searched; without it, now. */
      date: z.iso.date().optional(),
      time: z.iso.time({ precision: -1 }).optional(),
      ground: z.enum(searchGrounds),
      why: longText,
      /** Who decided it with whoever searched: a person of the school, or else the name of another senior leader. */
      agreedWith: line,
      agreedOther: line,
      image: yesNo,
      decision: z.enum(searchDecisions),
      decisionWhy: longText,
    })
    // Nothing is deleted that the police have to see (R119).
    .refine(({ image, decision }) => image === 'no' || policeDecisions.includes(decision))
    .refine(({ agreedWith, agreedOther }) => agreedWith !== '' || agreedOther !== ''),
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
