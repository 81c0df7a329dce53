import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import type { PersonId } from '../../domain/people.ts';
import { siteSchema, siteTokens } from '../../domain/site-address.ts';
import { stepEventSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);
const done = { at: text, by: actor };

/** Who asked: a member of staff who met it, or those who handle a concern in which it stands. */
const originSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('staff'), person: text, met: text, what: text, date: text, room: text, note: text }),
  z.object({ from: z.literal('concern'), concern: text, number: z.number(), askedBy: text }),
]);

/** When somebody is asked again, and how often they have been. */
const waitSchema = z.object({ due: text, noticed: z.number() });

/** What every record holds, wherever it stands. */
const fileSchema = z.object({
  site: siteSchema,
  origin: originSchema,
  askedAt: text,
  /** People of the school who may not know of it. */
  without: z.array(text),
  /** IT's job, while there is one. */
  job: waitSchema.nullable(),
  /** The look at the filter, while nobody has had one. */
  reviewWait: waitSchema.nullable(),
  /** The next school morning on which it is shown that it is not blocked, and on how many it was. */
  morning: waitSchema.nullable(),
  review: z.object({ ...done, outcome: z.enum(['keep', 'filter-changed', 'not-needed']), finding: text }).nullable(),
  /** True once whoever stands in for IT was told of a job as well. */
  isDelegated: z.boolean(),
  /** In whose own chats stands that IT has not done its job. */
  chased: z.array(text),
  /** To whom it was shown in the morning that it is not blocked. */
  shownTo: z.array(text),
  /** Why IT could not block it, when that was last said. */
  failed: z.object({ ...done, reason: text }).nullable(),
  /** The messages that did not come, as far as is known. */
  missing: z.array(z.object({ slot: text, chat: z.enum(chats).optional() })),
  /** The latest steps; every one is in the history. */
  steps: z.array(z.object({ ...done, event: stepEventSchema })),
  /** The latest reads; every read is in the history. */
  reads: z.array(z.object(done)),
  /** Refused attempts that were noted lately: who tried what, and when. */
  attempts: z.array(z.object({ ...done, command: text })),
});

const blocked = z.object(done);

/** Where it stands. A union on `status`: what a status does not have cannot be read from it. */
export const blockStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  /** IT has to block it. */
  z.object({ status: z.literal('reported'), file: fileSchema }),
  /** IT has blocked it, and nobody has looked at the filter. */
  z.object({ status: z.literal('blocked'), file: fileSchema, blocked }),
  /** It need not be blocked, and IT has to take the block off. */
  z.object({ status: z.literal('lifting'), file: fileSchema, blocked: blocked.nullable() }),
  z.object({
    status: z.literal('closed'),
    file: fileSchema,
    blocked: blocked.nullable(),
    lifted: z.object(done).nullable(),
  }),
]);

export type BlockState = z.infer<typeof blockStateSchema>;
/** A site that somebody asked to block. */
export type Block = Exclude<BlockState, { status: 'none' }>;
/** What every record holds. */
export type BlockFile = z.infer<typeof fileSchema>;
/** A step with who took it and when. */
export type Step = BlockFile['steps'][number];
/** Who did something, and when. */
export type Done = z.infer<typeof blocked>;
/** When somebody is asked again, and how often they have been. */
export type Wait = z.infer<typeof waitSchema>;

/** Before anything was reported. */
export const noBlock: BlockState = { status: 'none' };

/** Who reported it; undefined where it came from a concern. */
export function reporterOf({ file: { origin } }: Block): PersonId | undefined {
  return origin.from === 'staff' ? origin.person : undefined;
}

/** What a record can be found by: whoever reported it, and its site. */
export function findableBy(state: BlockState): readonly string[] {
  if (state.status === 'none') return [];
  const reporter = reporterOf(state);
  return [...(reporter === undefined ? [] : [`requester:${reporter}`]), ...siteTokens(state.file.site)];
}

/** When and by whom it was blocked, if it was. */
export function blockedOf(block: Block): Done | undefined {
  return block.status === 'reported' ? undefined : (block.blocked ?? undefined);
}
