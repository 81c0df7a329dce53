import { z } from 'zod';
import { id, line, longText } from '../data-parts.ts';

/** What a short report of a broken rule carries (R020). */
export const breachSchema = z.object({
  who: z.enum(['pupil', 'staff']),
  names: longText,
  breach: id,
  narrative: longText,
});

/** What calling the safeguarding team to a pupil's device carries (R019). */
export const callSchema = z.object({ names: line, room: line });
