import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { type GuidanceEvent, tickedAs } from './events.ts';

const text = z.string();

/** What a case keeps of its steps. */
export const guidanceSchema = z.object({
  /** The latest tick of each step, by its id. */
  ticks: z.record(text, z.object({ at: text, by: text, how: z.enum(tickedAs), note: text })),
  elsewhere: z.array(z.object({ system: text, entry: text, at: text })),
});
export type GuidanceFile = z.infer<typeof guidanceSchema>;

export const noGuidance: GuidanceFile = { ticks: {}, elsewhere: [] };

/** What is kept after that. */
export function evolveGuidance(before: GuidanceFile, { event, at, by }: Happened<GuidanceEvent>): GuidanceFile {
  const person = by.kind === 'person' ? by.person : '';
  switch (event.type) {
    case 'StepTicked': {
      const { step, how, note } = event;
      return { ...before, ticks: { ...before.ticks, [step]: { at, by: person, how, note } } };
    }
    case 'EnteredElsewhere': {
      const { system, entry } = event;
      return { ...before, elsewhere: [...before.elsewhere, { system, entry, at: event.at }] };
    }
    default:
      return event satisfies never;
  }
}
