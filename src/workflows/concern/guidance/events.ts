import { z } from 'zod';

const text = z.string();

/** How a step of the guidance was done with. */
export const tickedAs = ['done', 'not-needed'] as const;

/** What happened about the steps that the policies name for an incident. */
export const guidanceEvents = [
  /** A note is what was done; of what is not needed, why. */
  z.object({ type: z.literal('StepTicked'), step: text, how: z.enum(tickedAs), note: text }),
  /** It stands in another system too, such as the trust's or the behaviour record (R025, R056). */
  z.object({ type: z.literal('EnteredElsewhere'), system: text, entry: text, at: text }),
] as const;

export type GuidanceEvent = z.infer<(typeof guidanceEvents)[number]>;
