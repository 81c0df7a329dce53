import { chatNames } from '../../domain/chats.ts';
import { SECOND } from '../../domain/instant.ts';
import { chatsOf, type School } from '../../domain/school.ts';
import type { Measure } from '../measures.ts';
import type { AddressBook, Channel, ChannelId, Clock, RecordStore, Vault } from '../ports.ts';
import type { SchoolFileStanding } from '../school-file-standing.ts';
import { checkChat } from './chats.ts';
import { checkSchool } from './check-school.ts';
import { checks } from './checks.ts';
import { type Finding, findingsOf } from './finding.ts';
import { checkPeople } from './people.ts';
import { checkClock, checkStore, checkVault } from './records.ts';
import { checkSchoolFile } from './school-file.ts';
import { lookWithin } from './within.ts';
import { checkWork } from './work.ts';

export interface ServiceCheckParts {
  readonly store: Pick<RecordStore, 'health' | 'time'>;
  readonly vault: Pick<Vault, 'health'>;
  readonly clock: Pick<Clock, 'now' | 'stopwatch'>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly addresses: Pick<AddressBook, 'find'>;
  readonly schoolFiles: { now(): SchoolFileStanding };
  readonly measure: Measure;
  /** This machine's clock: milliseconds since 1970. */
  readonly wallMs?: () => number;
  /** How long each look may take; shorter than anybody in a chat waits, if not given. */
  readonly withinMs?: number;
}

/** Whoever asks in a chat is answered within two seconds, whatever hangs. */
const WITHIN_MS = 1.5 * SECOND;

/**
 * Looks whether the service can do its work for a school: what the school file says, the store, the vault, the clock, the
 * chats and their channels, and what is owed. Each look has a time; what does not answer in it is a finding. Never rejects.
 */
export function createServiceCheck(parts: ServiceCheckParts): (school: School) => Promise<readonly Finding[]> {
  const { clock, schoolFiles } = parts;
  return async (school) => {
    const now = clock.now();
    const answered = await Promise.all([
      checkRecords(parts),
      checkChats(parts, school),
      checkReach(parts, school),
      checkOwed(parts, [school]),
    ]);
    return inOrder([
      ...checkSchoolFile(schoolFiles.now(), school, now),
      ...checkSchool(school, now),
      ...answered.flat(),
    ]);
  };
}

/** The store, the vault and the clock, side by side. Never rejects. */
export async function checkRecords({
  store,
  vault,
  clock,
  wallMs = Date.now,
  withinMs = WITHIN_MS,
}: Pick<ServiceCheckParts, 'store' | 'vault' | 'clock' | 'wallMs' | 'withinMs'>): Promise<readonly Finding[]> {
  const looks = [
    { found: findingsOf('store'), asked: 'The record store', work: () => checkStore(store, clock) },
    { found: findingsOf('vault'), asked: 'The vault', work: () => checkVault(vault) },
    { found: findingsOf('clock'), asked: 'The record store', work: () => checkClock(store, wallMs) },
  ];
  return (await Promise.all(looks.map((look) => lookWithin({ ...look, withinMs })))).flat();
}

/** Whether the people of a school can be reached, by what the records say. Never rejects. */
export async function checkReach(
  { addresses, withinMs = WITHIN_MS }: Pick<ServiceCheckParts, 'addresses' | 'withinMs'>,
  school: School,
): Promise<readonly Finding[]> {
  const work = () => checkPeople(school, addresses);
  return await lookWithin({ found: findingsOf('people', school), asked: 'The record store', withinMs, work });
}

/** The chats of a school, with its channels in them. Never rejects. */
export async function checkChats(
  { channels, withinMs = WITHIN_MS }: Pick<ServiceCheckParts, 'channels' | 'withinMs'>,
  school: School,
): Promise<readonly Finding[]> {
  const looks = chatsOf(school).map((chat) => ({
    found: findingsOf('chats', school),
    asked: chatNames[chat],
    work: () => checkChat(school, chat, channels.get(chat)),
  }));
  return (await Promise.all(looks.map((look) => lookWithin({ ...look, withinMs })))).flat();
}

/** What is owed to these schools and late. Never rejects. */
export async function checkOwed(
  { measure, withinMs = WITHIN_MS }: Pick<ServiceCheckParts, 'measure' | 'withinMs'>,
  schools: readonly School[],
): Promise<readonly Finding[]> {
  const work = async () => {
    const all = await measure({ afresh: true });
    return schools.flatMap((school) =>
      checkWork(
        school,
        all.find((one) => one.school === school.id),
      ),
    );
  };
  return await lookWithin({ found: findingsOf('messages'), asked: 'The record store', withinMs, work });
}

/** As the checks are listed, so that the same stands at the same place each time. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const place = new Map<string, number>(checks.map(({ id }, index) => [id, index]));
  return findings.toSorted((one, other) => (place.get(one.check) ?? 0) - (place.get(other.check) ?? 0));
}
