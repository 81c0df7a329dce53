import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import type { PeopleEvent } from './events.ts';

const text = z.string();

/** What is known of people who stand in other concerns too. */
export const peopleSchema = z.object({
  compared: z.array(z.object({ name: text, earlier: text, is: z.enum(['same', 'other']) })),
  /** Whether the case is found by the names in it; one of the first version is not. */
  isFound: z.boolean().default(false),
});
export type PeopleFile = z.infer<typeof peopleSchema>;

export const nobodyCompared: PeopleFile = { compared: [], isFound: false };

/** What is kept after that: the latest word on each pair. */
export function evolvePeople(before: PeopleFile, { event }: Happened<PeopleEvent>): PeopleFile {
  const { name, earlier, is } = event;
  const others = before.compared.filter((one) => one.name !== name || one.earlier !== earlier);
  return { ...before, compared: [...others, { name, earlier, is }] };
}
