import { assembleApplication } from '../../application/assemble.ts';
import { checkOwed, checkReach, checkRecords } from '../../application/doctor/check-service.ts';
import type { Finding } from '../../application/doctor/finding.ts';
import type { AddressBook, Clock, Reach } from '../../application/ports.ts';
import type { Instant } from '../../domain/instant.ts';
import { SECOND } from '../../domain/instant.ts';
import { allChannels, chatsOf, type School } from '../../domain/school.ts';
import { createIds } from '../../random-ids.ts';
import { registry } from '../../workflows/index.ts';
import { hasRecords, type OpenedToLook, recordsSince } from './records.ts';

/** Nobody waits in a chat for it. */
const WITHIN_MS = 10 * SECOND;

/** What the records say, so that they need not be open while the chats are asked. */
export interface ReadRecords {
  readonly findings: readonly Finding[];
  /** Since when there are records of each school that has any. */
  readonly since: ReadonlyMap<string, Instant>;
  /** Where the bot is in each channel of the schools. */
  readonly reaches: AddressBook['find'];
}

/** With the records at hand, everything of them that the service would look at. */
export async function lookAtRecords(
  schools: readonly School[],
  { store, vault }: NonNullable<OpenedToLook['records']>,
  clock: Clock,
): Promise<ReadRecords> {
  // Only what reads is used of it.
  const application = assembleApplication({
    store,
    vault,
    registry,
    schools,
    clock,
    ids: createIds(),
    failed: () => undefined,
  });
  const since = new Map<string, Instant>();
  // A school without any record has no keys yet, and to look for somebody would make some.
  const met = new Set<string>();
  for (const school of schools) {
    if (await hasRecords(store, school).catch(() => false)) met.add(school.id);
    const first = await recordsSince(store, school).catch(() => undefined);
    if (first !== undefined) since.set(school.id, first);
  }
  const find: AddressBook['find'] = async (school, chat, who) =>
    met.has(school.id) ? await application.addresses.find(school, chat, who) : undefined;
  const [found, reaches] = await Promise.all([
    Promise.all([
      checkRecords({ store, vault, clock, withinMs: WITHIN_MS }),
      ...schools.map((school) => checkReach({ addresses: { find }, withinMs: WITHIN_MS }, school)),
      checkOwed({ measure: application.measure, withinMs: WITHIN_MS }, schools),
    ]),
    channelReaches(schools, find),
  ]);
  return { findings: found.flat(), since, reaches };
}

/** Where the bot is in each channel, read once; a look at a chat asks for nothing else of the records. */
async function channelReaches(schools: readonly School[], find: AddressBook['find']): Promise<AddressBook['find']> {
  const known = new Map<string, Reach>();
  for (const school of schools)
    for (const chat of chatsOf(school))
      for (const channel of allChannels(school)) {
        const reach = await find(school, chat, `channel:${channel}`).catch(() => undefined);
        if (reach !== undefined) known.set(JSON.stringify([school.id, chat, `channel:${channel}`]), reach);
      }
  return async (school, chat, who) => known.get(JSON.stringify([school.id, chat, who]));
}
