import { z } from 'zod';

const text = z.string();

/** What was found about people who stand in other concerns too. */
export const peopleEvents = [
  /** Whether somebody in an earlier concern is the same person as one of this (the names are alike). */
  z.object({ type: z.literal('PersonCompared'), name: text, earlier: text, is: z.enum(['same', 'other']) }),
] as const;

export type PeopleEvent = z.infer<(typeof peopleEvents)[number]>;
