import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { readAsked } from '../../domain/site-address.ts';
import { agencyData, whichAgency } from './agencies/data.ts';
import { logSchema } from './begin/log-data.ts';
import { breachSchema, callSchema } from './begin/quick-data.ts';
import { reportSchema } from './begin/report-data.ts';
import { capacities, methods, outcomes, personKinds, whoseParents } from './choices.ts';
import { conductData } from './conduct/data.ts';
import { consultingData } from './consulting/data.ts';
import { id, line, longText, number, oneOf, REMARK, remark, written } from './data-parts.ts';
import { deviceData } from './devices/data.ts';
import { evidenceData } from './evidence/data.ts';
import { guidanceData } from './guidance/data.ts';
import { peopleData } from './people/data.ts';
import { policeData } from './police/data.ts';

const nothing = z.object({});
const day = z.iso.date();
const time = z.iso.time({ precision: -1 });

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'concern/report': reportSchema,
  /** On behalf of somebody, or from an alert: who or what it came from, and the report. */
  'concern/log': logSchema,
  /** A breach of the rules for using IT, in a few words (R020). */
  'concern/report-breach': breachSchema,
  /** Something unsuitable on a pupil's device: the safeguarding team is called at once (R019). */
  'concern/call-team': callSchema,
  'concern/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  /** All that may be done with it now, by subject. */
  'concern/more': nothing,
  'concern/put-away': nothing,
  'concern/acknowledge': nothing,
  'concern/take': nothing,
  'concern/hand-over': z.object({ to: id, reason: remark }),
  'concern/note': z.object({ text: longText }),
  'concern/ask': z.object({ text: written(REMARK).min(1) }),
  'concern/answer': z.object({ number, text: longText }),
  'concern/add-person': z.object({
    name: written(answerLimits.text).min(1),
    kind: oneOf(personKinds),
    capacity: oneOf(capacities),
    detail: line,
  }),
  'concern/record-action': z.object({ action: longText, reason: longText }),
  'concern/refer': z.object({
    ...whichAgency,
    contact: line,
    date: day,
    time,
    method: oneOf(methods),
    agencyReference: line,
    outcome: remark,
    nextCheck: z.union([z.literal(''), day]).default(''),
  }),
  'concern/inform-parents': z.object({
    date: day,
    time,
    method: oneOf(methods),
    said: remark,
    whose: oneOf(whoseParents).optional(),
  }),
  'concern/withhold-from-parents': z.object({
    reason: longText,
    reviewOn: day,
    whose: oneOf(whoseParents).optional(),
  }),
  'concern/block-site': z
    .object({
      address: z.string().max(answerLimits['web-address']),
      scope: z.enum(['page', 'site']).default('page'),
    })
    .refine(({ address, scope }) => readAsked(address, scope, 'block').kind === 'site'),
  'concern/close': z.object({ outcome: oneOf(outcomes), reason: longText }),
  'concern/reopen': z.object({ reason: longText }),
  'concern/question': z.object({ number }),
  'concern/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'concern/site-blocked': z.object({
    number,
    outcome: z.enum(['blocked', 'cannot', 'lifted']),
    /** The reference of the record in which IT was asked. */
    record: z.string().min(1).max(20),
  }),
  'concern/remind': nothing,
  'concern/referral-check': z.object({ number }),
  'concern/parents-review': nothing,
  'concern/delivery-note': deliveryNoteSchema,
  'concern/look-again': nothing,
  'concern/hand-to-safeguarding': z.object({ reason: longText }),
  'concern/nominate-contact': z.object({ person: id }),
  ...policeData,
  ...guidanceData,
  ...agencyData,
  ...conductData,
  ...deviceData,
  ...evidenceData,
  ...consultingData,
  ...peopleData,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a concern. */
export type ConcernCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends ConcernCommand> = z.infer<(typeof commandData)[Type]>;
