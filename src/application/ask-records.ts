import { createHash } from 'node:crypto';
import type { Registry } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE } from '../domain/instant.ts';
import type { CardData } from '../domain/message.ts';
import { type PersonId, theClock } from '../domain/people.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { ChannelId, Clock, Ids, RecordStore, Vault } from './ports.ts';
import { createSideBySide } from './side-by-side.ts';

export interface RecordAskerParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly commands: Pick<CommandHandler, 'handle'>;
  /** Told of a record that could not be asked, and of records that could not be looked for. */
  readonly failed: (of: { readonly record?: string; readonly school?: string; readonly code: string }) => void;
}

/** A command for all records of a kind that have one of these statuses. */
interface Errand {
  /** Whose file is looked up each time: the file may be changed while records are asked. */
  readonly school: string;
  readonly kind: string;
  readonly statuses: readonly string[];
  readonly findBy: string | undefined;
  readonly command: string;
  readonly data: CardData;
  /** The same for the same record as it is, so that it takes the command once. */
  readonly idFor: (record: RecordSummary, school: School) => string;
  /** Where the next page begins. */
  after: string | undefined;
  /** Those of this page that were asked, where not all could be. */
  readonly asked: Set<string>;
  notBefore: Instant;
}

type NewErrand = Omit<Errand, 'after' | 'asked' | 'notBefore'>;

const DAY = 24 * HOUR;
/** For so long who cannot be reached is tried again each day; then each week. */
const DAILY_FOR_DAYS = 14;
const PAGE = 200;
/** So many records at once, so that nobody who presses a button meanwhile notices. */
const AT_ONCE = { most: 8, mostInAll: 8, slowMs: MINUTE };
const AFTER_FAULT_MS = MINUTE;

/**
 * Asks records something because of what happened beside them: the school file was changed, or somebody can be reached
 * who could not be before. All of them, page by page, in the background; where the store fails it goes on from that page.
 */
export function createRecordAsker(parts: RecordAskerParts) {
  const { store, vault, registry, schools, clock, ids, commands, failed } = parts;
  const sideBySide = createSideBySide(AT_ONCE);
  const errands = new Set<Errand>();
  /** Those that have not begun, by what they are. */
  const waiting = new Map<string, Errand>();
  /** When somebody was last heard of, by person and chat; of the last hour. */
  const heardAt = new Map<string, Instant>();
  /** By school, which file its records were last asked by. */
  const toldOf = new Map<string, string>();
  /** The day on which those were looked for who could not be reached. */
  let lookedOn: number | undefined;
  let underWay: Promise<void> | undefined;
  let hasBegun = false;
  let isStopping = false;

  async function give({ command, data, idFor, asked, ...errand }: Errand, record: RecordSummary): Promise<void> {
    const school = schools.get(errand.school);
    if (school === undefined) return;
    try {
      const of = { school, reference: record.id, type: command, by: theClock, data };
      const given = await commands.handle({ ...of, id: idFor(record, school) });
      asked.add(record.id);
      if (given.kind === 'refused') failed({ record: record.id, school: school.id, code: given.code });
    } catch (error) {
      if (!isDamage(error)) throw error;
      failed({ record: record.id, school: school.id, code: faultCode(error) });
    }
  }

  /** One page. False when there is none behind it. */
  async function page(errand: Errand): Promise<boolean> {
    const { school, kind, statuses, findBy, after } = errand;
    if (!schools.has(school)) return false;
    const found = await store.query({
      school,
      kind,
      statuses,
      order: 'oldest-first',
      limit: PAGE,
      tolerant: true,
      ...(findBy === undefined ? {} : { token: await vault.token(school, findBy) }),
      ...(after === undefined ? {} : { after }),
    });
    for (const { id } of found.unreadable ?? []) failed({ record: id, school, code: 'store-corrupt' });
    const left = found.records.filter(({ id }) => !errand.asked.has(id));
    const given = left.map((record) => sideBySide(() => give(errand, record)));
    const outcomes = await Promise.allSettled(given);
    const fault = outcomes.find((outcome) => outcome.status === 'rejected');
    if (fault !== undefined) throw fault.reason;
    errand.asked.clear();
    errand.after = found.next;
    return found.next !== undefined;
  }

  /** Runs what may run now, one errand after the other. */
  async function work(): Promise<void> {
    const now = clock.now();
    for (const errand of [...errands].filter(({ notBefore }) => notBefore <= now)) {
      try {
        if (waiting.get(nameOf(errand)) === errand) waiting.delete(nameOf(errand));
        while (!isStopping && (await page(errand)));
        if (isStopping) return;
        errands.delete(errand);
      } catch (error) {
        errand.notBefore = later(clock.now(), AFTER_FAULT_MS);
        failed({ school: errand.school, code: faultCode(error) });
      }
    }
  }

  function run(): Promise<void> {
    if (errands.size === 0 || isStopping) return Promise.resolve();
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  function add(what: NewErrand): void {
    // One that waits its turn sees what came meanwhile too: a class of starters is one look, not thirty.
    if (waiting.has(nameOf(what))) return;
    const errand: Errand = { ...what, after: undefined, asked: new Set(), notBefore: clock.now() };
    errands.add(errand);
    waiting.set(nameOf(errand), errand);
  }

  /**
   * The school files may have been changed, since the service ran last or since this was asked last. Who could not be
   * reached may be by what one says now.
   */
  function addSchoolFiles(now: Instant): void {
    for (const id of [...toldOf.keys()]) if (!schools.has(id)) toldOf.delete(id);
    for (const school of schools.values()) {
      const digest = digestOf(school);
      if (toldOf.get(school.id) === digest) continue;
      toldOf.set(school.id, digest);
      addUnreached(school, now);
      for (const { id: kind, onSchoolFile } of registry.values()) {
        if (onSchoolFile === undefined) continue;
        const { statuses, findBy, command } = onSchoolFile;
        // A file that is put back to what it was is a change too: the record was changed since it was like that.
        const idFor = ({ updatedAt }: RecordSummary, of: School) => `school-file ${digestOf(of)} ${updatedAt}`;
        add({ school: school.id, kind, statuses, findBy, command, data: {}, idFor });
      }
    }
  }

  /**
   * Who could not be reached may be by now, and nobody heard of it: the school file was mended, or the service ended
   * before it acted on what it had heard. Told to each record once a day at the most, and again after another file.
   */
  function addUnreached({ id: school }: School, now: Instant): void {
    for (const { id: kind, onArrival } of registry.values()) {
      if (onArrival?.findBy === undefined) continue;
      const { statuses, command } = onArrival;
      const idFor = (record: RecordSummary, of: School) => `unreached ${digestOf(of)} ${turnOf(record, now)}`;
      add({ school, kind, statuses, findBy: undefined, command, data: { place: 'everybody' }, idFor });
    }
  }

  /** Whether nobody has heard of them for an hour. */
  function isNews(name: string, now: Instant): boolean {
    for (const [one, at] of heardAt) {
      if (later(at, HOUR) > now) break;
      heardAt.delete(one);
    }
    if (heardAt.has(name)) return false;
    heardAt.set(name, now);
    return true;
  }

  return {
    /** The school files were changed while the service runs: what a start looks for is looked for again. */
    schoolFilesChanged(): void {
      hasBegun = false;
    },

    /**
     * Somebody has written or pressed something, and so can be reached: what could not be brought to them is tried
     * again, once a day at the most. In the next round, so that they have their answer first.
     */
    heard(school: School, person: PersonId, chat: ChannelId): void {
      const now = clock.now();
      if (!isNews(JSON.stringify([school.id, person, chat]), now)) return;
      for (const { id: kind, onArrival } of registry.values()) {
        if (onArrival?.findBy === undefined) continue;
        const { statuses, command } = onArrival;
        const data = { place: `person:${person}`, chat };
        const idFor = () => `heard ${chat} ${dayOf(now)}`;
        add({ school: school.id, kind, statuses, findBy: onArrival.findBy(person), command, data, idFor });
      }
    },

    /**
     * Somebody can be reached, or has come to the school; without `person`, somebody whom the school file does not know.
     * Resolves when all were asked that could be.
     */
    async arrived(school: School, person: PersonId | undefined, chat: ChannelId): Promise<void> {
      const place = person === undefined ? 'everybody' : `person:${person}`;
      const arrival = ids.fresh();
      for (const { id: kind, onArrival } of registry.values()) {
        if (onArrival === undefined || (person === undefined && onArrival.findBy !== undefined)) continue;
        const { statuses, command } = onArrival;
        const findBy = person === undefined ? undefined : onArrival.findBy?.(person);
        const idFor = () => `arrival ${arrival}`;
        add({ school: school.id, kind, statuses, findBy, command, data: { place, chat }, idFor });
      }
      // What is under way already does not see what was added since.
      await run();
      await run();
    },

    /**
     * One round: goes on with what is left. The first looks for what the school files changed, and that of each day for
     * who could not be reached. Never rejects.
     */
    async run(): Promise<void> {
      const now = clock.now();
      if (!hasBegun) addSchoolFiles(now);
      hasBegun = true;
      if (lookedOn !== dayOf(now)) for (const school of schools.values()) addUnreached(school, now);
      lookedOn = dayOf(now);
      await run();
    },

    /** Begins nothing more. */
    stop(): void {
      isStopping = true;
    },
  };
}

/** The same for those of which one is enough. */
function nameOf({ school, kind, findBy, command, data }: NewErrand): string {
  return JSON.stringify([school, kind, findBy ?? null, command, data]);
}

function digestOf(school: School): string {
  const known = digests.get(school);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(JSON.stringify(school)).digest('base64url').slice(0, 22);
  digests.set(school, digest);
  return digest;
}

/** Thousands of records are asked by one file, and a file may have thousands of people. */
const digests = new WeakMap<School, string>();

function dayOf(at: Instant): number {
  return Math.floor(Date.parse(at) / DAY);
}

/** The day, and for a record that stands for long the week: each try is kept on it. */
function turnOf({ createdAt }: RecordSummary, now: Instant): string {
  const today = dayOf(now);
  return today - dayOf(createdAt) < DAILY_FOR_DAYS ? `day ${today}` : `week ${Math.floor(today / 7)}`;
}
