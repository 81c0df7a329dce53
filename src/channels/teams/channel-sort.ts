import { z } from 'zod';

const channelSortSchema = z.enum(['standard', 'private', 'shared']);
/** What a channel of a team is, by Teams' own words. */
export type ChannelSort = z.infer<typeof channelSortSchema>;

/** The sort of a channel as Teams says it; undefined where it does not, or says something new. */
export function readChannelSort(said: unknown): ChannelSort | undefined {
  return channelSortSchema.safeParse(said).data;
}
