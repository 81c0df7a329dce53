import { z } from 'zod';
import { audienceSchema } from '../../domain/audience.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { documentKinds } from '../../domain/wording.ts';

const nothing = z.object({});
const page = z.object({ page: z.coerce.number().int().min(1).max(500).default(1) });

/** What a policy tells of itself. */
export const entrySchema = z.object({
  /** The policy's reference. */
  policy: z.string(),
  title: z.string(),
  kind: z.enum(documentKinds),
  version: z.number().int().min(1),
  /** Where the policy stands, in its own words, such as `published`. */
  status: z.string(),
  /** Signed again every school year (R159). */
  isYearly: z.boolean(),
  audience: audienceSchema,
  owner: z.string(),
  nextReview: z.string().nullable(),
  /** How often people have been asked; 0 before the first time. */
  round: z.number().int().min(0),
});

/** What each command carries. */
export const commandData = {
  'policy-register/begin': nothing,
  'policy-register/enter': entrySchema,
  'policy-register/open': page,
  'policy-register/put-away': nothing,
  'policy-register/roll-over': page,
  'policy-register/start': z.object({ plan: z.string().max(100) }),
  'policy-register/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of the register. */
export type RegisterCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends RegisterCommand> = z.infer<(typeof commandData)[Type]>;
