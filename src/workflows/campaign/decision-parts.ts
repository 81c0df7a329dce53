import { z } from 'zod';
import type { Ask, Decision, DecisionContext, Refusal, Relay } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { SharedRecord } from '../../domain/gathering.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CardData } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { wordingHash } from '../../domain/wording.ts';
import { type CampaignCommand, type CommandData, commandData } from './command-data.ts';
import { dueFor } from './dates.ts';
import type { CampaignEvent } from './events.ts';
import { evolveCampaign } from './evolve.ts';
import type { Campaign, CampaignFile, CampaignState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<CampaignEvent> | Refusal<CampaignEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** The campaign as it is after these events. */
export function after(state: CampaignState, events: readonly CampaignEvent[], { at, by }: DecisionContext): Campaign {
  const folded = events.reduce((before, event) => evolveCampaign(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a campaign behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends CampaignCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

/** What an acknowledgement shares with its campaign. */
const sharedSchema = z.object({
  person: z.string(),
  name: z.string(),
  jobTitle: z.string(),
  askedAt: z.string(),
  reminded: z.number(),
  version: z.number(),
  hash: z.string(),
  /** By when they are to have done it. */
  dueBy: z.string().optional(),
  reason: z.string().optional(),
  acknowledgedAt: z.string().optional(),
  signature: z.object({ name: z.string(), jobTitle: z.string() }).optional(),
});

/** One person of a campaign, and where they stand. */
export type Asking = z.infer<typeof sharedSchema> & { readonly status: string };

/** What can be read of these acknowledgements. */
export function askingsIn(records: readonly SharedRecord[]): readonly Asking[] {
  return records.flatMap(({ status, shared }) => {
    const read = sharedSchema.safeParse(shared);
    return read.success ? [{ ...read.data, status }] : [];
  });
}

/** At most so many records are asked by one relay. */
const RELAY = 100;

interface Each {
  readonly person: PersonId;
  readonly data?: CardData;
}

/** The same command for the acknowledgement of each of these people. */
export function toEach(
  command: 'ask' | 'remind' | 'leave' | 'close',
  people: readonly Each[],
  data: CardData,
  { reference, at }: DecisionContext,
): readonly Relay[] {
  const pages = Array.from({ length: Math.ceil(people.length / RELAY) }, (_, page) =>
    people.slice(page * RELAY, (page + 1) * RELAY),
  );
  return pages.map((page, index) => ({
    slot: `${command}:${at}:${index}`,
    type: `acknowledgement/${command}`,
    data,
    each: page.map(({ person, data: own = {} }) => ({ key: `acknowledgement ${reference} ${person}`, data: own })),
  }));
}

/** Somebody who is asked, now or at some time before. */
export interface AskedOne {
  readonly person: PersonId;
  readonly askedAt?: Instant;
}

/**
 * Asks these people to read or sign the wording as it is now, each by the date of those who are asked when they were.
 * `isNow` where it does not wait for the school to open.
 */
export function askThem(
  file: CampaignFile,
  people: readonly AskedOne[],
  { context, isNow = false }: { readonly context: DecisionContext; readonly isNow?: boolean | undefined },
): readonly Relay[] {
  const { wording, dueBy } = file;
  const { policy, version, title, isSigned } = wording;
  const { reference, school, at } = context;
  const named = { policy, version, title, hash: wordingHash(wording), ...(isSigned ? { isSigned } : {}) };
  const all = { campaign: reference, ...named, dueBy };
  const each = people.map(({ person, askedAt = at }) => {
    const own = dueFor(file, askedAt, school);
    return { person, data: { person, ...(own === dueBy ? {} : { dueBy: own }) } };
  });
  return toEach('ask', each, { ...all, ...(isNow ? { isNow } : {}) }, context);
}
