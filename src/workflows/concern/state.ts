import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { PersonId } from '../../domain/people.ts';
import { agenciesSchema, noAgencies } from './agencies/state.ts';
import { conductSchema, noConduct } from './conduct/state.ts';
import { consultingSchema, noConsulting } from './consulting/state.ts';
import { devicesSchema, noDevices } from './devices/state.ts';
import { loggedSchema, routeSchema, rulesKeptSchema, stepEventSchema } from './events.ts';
import { evidenceSchema, noEvidence } from './evidence/state.ts';
import { guidanceSchema, noGuidance } from './guidance/state.ts';
import { nobodyCompared, peopleSchema } from './people/state.ts';
import { noPolice, policeSchema } from './police/state.ts';
import { firstRules } from './rules/packs.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);
const done = { at: text, by: actor };

/** What every concern holds, wherever it stands. */
const fileSchema = z.object({
  reportedBy: text,
  reportedAt: text,
  answers: answersSchema,
  urgency: z.enum(['immediate', 'urgent', 'routine']),
  route: routeSchema,
  /** People of the school whom it is about. */
  subjects: z.array(text),
  /** What has been done and said, oldest first. */
  steps: z.array(z.object({ ...done, event: stepEventSchema })),
  questions: z.array(z.object({ by: actor, number: z.number(), text, answeredAt: text.nullable() })),
  referrals: z.array(
    z.object({
      number: z.number(),
      checkAt: text.nullable(),
      agency: text.optional(),
      agencyKind: text.optional(),
      isFinished: z.boolean().optional(),
      /** Its day has come, and nothing was recorded since. */
      isDue: z.boolean().optional(),
    }),
  ),
  parents: z.union([
    z.object({ kind: z.literal('not-yet') }),
    z.object({ kind: z.literal('informed'), at: text }),
    z.object({
      kind: z.literal('withheld'),
      reviewOn: text,
      reviewAt: text.nullable(),
      /** The day of review has come, and nobody has decided again. */
      isDue: z.boolean().optional(),
    }),
  ]),
  /** When its handlers are to be reminded while nobody has acknowledged it. */
  remindAt: z.array(text),
  /** How often they have been, or how far it has come up the ladder where that is further. */
  reminded: z.number(),
  /** The latest reads; every read is in the history. */
  reads: z.array(z.object(done)),
  /** Refused attempts that were noted lately: who tried what, and when. */
  attempts: z.array(z.object({ ...done, command: text })),
  // What follows came later: a case of the first version has none of it.
  rules: rulesKeptSchema.default(firstRules),
  /** How far nobody's acknowledging it has gone up the ladder. */
  level: z.number().default(0),
  /** Who handles it in place of somebody who is away. */
  standIns: z.array(text).default([]),
  /** Whether the head, or who leads in their place, has been asked for something and may read it. */
  isLeaderIn: z.boolean().default(false),
  /** The one whom a member of staff turns to whom it happened to. */
  contact: text.nullable().default(null),
  policy: text.default(''),
  logged: loggedSchema.nullable().default(null),
  police: policeSchema.default(noPolice),
  guidance: guidanceSchema.default(noGuidance),
  agencies: agenciesSchema.default(noAgencies),
  conduct: conductSchema.default(noConduct),
  devices: devicesSchema.default(noDevices),
  evidence: evidenceSchema.default(noEvidence),
  consulting: consultingSchema.default(noConsulting),
  people: peopleSchema.default(nobodyCompared),
});

const acknowledged = z.object(done);

/** Where a concern stands. A union on `status`: what a status does not have cannot be read from it. */
export const concernStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('new'), file: fileSchema }),
  z.object({ status: z.literal('acknowledged'), file: fileSchema, acknowledged }),
  z.object({ status: z.literal('handled'), file: fileSchema, acknowledged, owner: text }),
  z.object({
    status: z.literal('closed'),
    file: fileSchema,
    acknowledged,
    owner: text.optional(),
    closed: z.object({ ...done, outcome: text, reason: text }),
  }),
]);

export type ConcernState = z.infer<typeof concernStateSchema>;
/** A concern that was reported. */
export type Concern = Exclude<ConcernState, { status: 'none' }>;
export type ConcernFile = z.infer<typeof fileSchema>;
/** A step with who took it and when. */
export type Step = ConcernFile['steps'][number];

/** Before anything was reported. */
export const noConcern: ConcernState = { status: 'none' };

/** Who handles the concern in person, if anybody does. */
export function ownerOf(concern: Concern): PersonId | undefined {
  return concern.status === 'handled' || concern.status === 'closed' ? concern.owner : undefined;
}
