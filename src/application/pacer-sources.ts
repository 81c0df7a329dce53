import { chats as everyChat } from '../domain/chats.ts';
import type { Paced, Registry, Workflow } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE } from '../domain/instant.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import type { Chats } from './chats.ts';
import { createOpeningHours } from './opening-hours.ts';
import type { ChannelId, Clock } from './ports.ts';

/** Records of one kind, of one school, that wait for room in one chat. */
export interface Source {
  /** As its file says now. */
  school: School;
  readonly kind: string;
  /** The chat in which they wait for room. The school may have given it up since. */
  readonly chat: ChannelId;
  readonly paced: Paced;
  /** What is looked for while the school is open, or while it is closed. */
  findBy: string;
  /** Those that were found and not begun with. */
  waiting: RecordSummary[];
  /** Where the next page begins, in the middle of a look at all of them. */
  after: string | undefined;
  /** True when there may be some that were not found yet. */
  mayHaveMore: boolean;
  /** True when one came to wait since the look at all of them began, perhaps before where it has come to. */
  hasNew: boolean;
  /** When the store was asked last. */
  askedAt: Instant | undefined;
  /** Until when it is left alone. */
  restsUntil: Instant | undefined;
  /** When it was last told of that it cannot be looked at. */
  toldAt: Instant | undefined;
}

interface PacerSourcesParts {
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
  readonly chats: Pick<Chats, 'of'>;
}

/** Where there was nothing, the store is asked again after this time, should another process have left some. */
const LOOK_AGAIN_MS = MINUTE;
/** The same for a chat that the school has not, in which only what was left from before can wait. */
const LOOK_AGAIN_ELSEWHERE_MS = HOUR;

/** Knows where records wait for room: which are looked for at this hour, and in which chat they go out. */
export function createPacerSources({ registry, schools, clock, chats }: PacerSourcesParts) {
  /** Who was served last comes last. */
  const sources = new Map<string, Source>();
  const isOpen = createOpeningHours(clock);

  function findsNow(paced: Paced, school: School, chat: ChannelId): string {
    return paced.findBy(chat, isOpen(school));
  }

  function sourceOf(school: School, { id: kind }: Workflow<unknown, unknown>, paced: Paced, chat: ChannelId): Source {
    const name = nameOf({ school, kind, chat });
    const before = sources.get(name);
    if (before !== undefined) return before;
    const findBy = findsNow(paced, school, chat);
    const lookedAt = { waiting: [], after: undefined, mayHaveMore: true, hasNew: false, askedAt: undefined };
    const fresh: Source = { school, kind, chat, paced, findBy, ...lookedAt, restsUntil: undefined, toldAt: undefined };
    sources.set(name, fresh);
    return fresh;
  }

  /** The chat in whose room it goes out; where that for which it waits is not there any more, the school's first. */
  function servedBy({ school, chat }: Pick<Source, 'school' | 'chat'>): ChannelId | undefined {
    const having = chats.of(school);
    return having.includes(chat) ? chat : having[0];
  }

  /** When its school opens or closes, others may go out: they are looked for, and what was found before is left. */
  function keepToHours(source: Source): void {
    const findBy = findsNow(source.paced, source.school, source.chat);
    if (findBy === source.findBy) return;
    source.findBy = findBy;
    source.waiting = [];
    source.after = undefined;
    wake(source);
  }

  function isDue(source: Source): boolean {
    const { askedAt, chat } = source;
    const againAfter = servedBy(source) === chat ? LOOK_AGAIN_MS : LOOK_AGAIN_ELSEWHERE_MS;
    return askedAt === undefined || later(askedAt, againAfter) <= clock.now();
  }

  /** All of them, of the schools as their files say now; one of a school that is served no more waits for nothing. */
  function current(): readonly Source[] {
    for (const [name, source] of sources) {
      const school = schools.get(source.school.id);
      if (school === undefined) sources.delete(name);
      else source.school = school;
    }
    return [...sources.values()];
  }

  return {
    /** Those that go out in this chat and are not left alone now. */
    ready(chat: ChannelId): readonly Source[] {
      const now = clock.now();
      const all = current().filter((source) => servedBy(source) === chat);
      const ready = all.filter(({ restsUntil }) => restsUntil === undefined || restsUntil <= now);
      for (const source of ready) keepToHours(source);
      return ready;
    },

    /** It has its turn after all others. */
    served(source: Source): void {
      sources.delete(nameOf(source));
      sources.set(nameOf(source), source);
    },

    rest(source: Source, forMs: number): void {
      source.restsUntil = later(clock.now(), forMs);
    },

    /** A record that was written is found by these: where it waits is looked at. Gives the chats in which it may go out. */
    wakeWhere(school: School, workflow: Workflow<unknown, unknown>, found: readonly string[]): readonly ChannelId[] {
      const { paced } = workflow;
      if (paced === undefined) return [];
      const waited = everyChat.filter((chat) => found.includes(findsNow(paced, school, chat)));
      return waited.flatMap((chat) => {
        wake(sourceOf(school, workflow, paced, chat));
        return servedBy({ school, chat }) ?? [];
      });
    },

    /** Every kind of record that is paced, of every school, is looked at again where it was not for a while. */
    wakeAll(): void {
      for (const school of schools.values()) {
        for (const workflow of registry.values()) {
          const { paced } = workflow;
          if (paced === undefined) continue;
          const all = everyChat.map((chat) => sourceOf(school, workflow, paced, chat));
          for (const source of all.filter(isDue)) wake(source);
        }
      }
    },
  };
}

/** It is looked at again, from its beginning when that has come to its end. */
export function wake(source: Source): void {
  source.mayHaveMore = true;
  source.hasNew = true;
}

function nameOf({ school, kind, chat }: Pick<Source, 'school' | 'kind' | 'chat'>): string {
  return JSON.stringify([school.id, kind, chat]);
}
