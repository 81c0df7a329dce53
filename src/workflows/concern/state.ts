import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Happened } from '../../domain/decider.ts';
import { type Actor, type PersonId, roles } from '../../domain/people.ts';
import { type ConcernEvent, routeSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);
const done = { at: text, by: actor };

/** What a handler, the reporter or the bot did to a concern, as its history shows it. */
const stepKinds = [
  'taken',
  'handed-over',
  'note',
  'asked',
  'answered',
  'action',
  'referred',
  'parents-informed',
  'parents-withheld',
  'closed',
  'reopened',
  'message-parked',
  'message-repeated',
] as const;
type StepKind = (typeof stepKinds)[number];

/** What every concern holds, wherever it stands. */
const fileSchema = z.object({
  reportedBy: text,
  reportedAt: text,
  answers: answersSchema,
  urgency: z.enum(['immediate', 'urgent', 'routine']),
  route: routeSchema,
  subjects: z.array(text),
  people: z.array(
    z.object({
      ...done,
      name: text,
      kind: z.enum(['pupil', 'staff', 'adult']),
      capacity: z.enum(['victim', 'instigator', 'witness', 'not-known']),
      detail: text,
    }),
  ),
  questions: z.array(z.object({ ...done, number: z.number(), text, answer: z.object({ at: text, text }).optional() })),
  /** What has been done and said, oldest first, for the history that a case shows. */
  steps: z.array(z.object({ ...done, what: z.enum(stepKinds), text, reason: text })),
  /** The latest reads; every read is in the history. */
  reads: z.array(z.object({ at: text, by: actor })),
  referrals: z.array(z.object({ number: z.number(), agency: text, checkAt: text.nullable() })),
  parents: z.union([
    z.object({ kind: z.literal('not-yet') }),
    z.object({ kind: z.literal('informed'), at: text }),
    z.object({ kind: z.literal('withheld'), reviewOn: text, reviewAt: text.nullable() }),
  ]),
  remindAt: z.array(text),
  /** Refused attempts that were noted lately: who tried what, and when. */
  attempts: z.array(z.object({ at: text, by: actor, command: text })),
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
export type Concern = Exclude<ConcernState, { status: 'none' }>;
export type ConcernFile = z.infer<typeof fileSchema>;

export const noConcern: ConcernState = { status: 'none' };

/** Who handles the concern in person, if anybody does. */
export function ownerOf(concern: Concern): PersonId | undefined {
  return concern.status === 'handled' || concern.status === 'closed' ? concern.owner : undefined;
}

/** The roles that handle the concern. */
export type HandlerRole = (typeof roles)[number];

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a case. */
export function evolveConcern(state: ConcernState, { event, at, by }: Happened<ConcernEvent>): ConcernState {
  if (event.type === 'ConcernReported') {
    if (state.status !== 'none') throw new Error('a concern can be reported once');
    return { status: 'new', file: newFile(event, at, by) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before ConcernReported`);
  const file = state.file;
  const withFile = (change: Partial<ConcernFile>): ConcernState => ({ ...state, file: { ...file, ...change } });
  const step = (what: StepKind, words: string, reason = '') => ({ steps: [...file.steps, { at, by, what, text: words, reason }] });
  switch (event.type) {
    case 'ConcernOpened':
      return withFile({ reads: [...file.reads.slice(-49), { at, by }] });
    case 'ConcernAcknowledged':
      return state.status === 'new' ? { status: 'acknowledged', file: { ...file, remindAt: [] }, acknowledged: { at, by } } : state;
    case 'ConcernTaken':
      return handledBy(state, personOf(by), { ...file, ...step('taken', '') });
    case 'ConcernHandedOver':
      return handledBy(state, event.to, { ...file, ...step('handed-over', event.to, event.reason) });
    case 'NoteAdded':
      return withFile(step('note', event.text));
    case 'ReporterAsked':
      return withFile({
        ...step('asked', event.text),
        questions: [...file.questions, { at, by, number: event.number, text: event.text }],
      });
    case 'ReporterAnswered':
      return withFile({
        ...step('answered', event.text),
        questions: file.questions.map((question) =>
          question.number === event.number ? { ...question, answer: { at, text: event.text } } : question,
        ),
      });
    case 'PersonAdded':
      return withFile({
        people: [
          ...file.people,
          { at, by, name: event.name, kind: event.kind, capacity: event.capacity, detail: event.detail },
        ],
        subjects: [...new Set([...file.subjects, ...event.subjects])],
      });
    case 'ActionRecorded':
      return withFile(step('action', event.action, event.reason));
    case 'ConcernReferred':
      return withFile({
        ...step('referred', referralWords(event)),
        referrals: [...file.referrals, { number: event.number, agency: event.agency, checkAt: event.checkAt }],
      });
    case 'ParentsInformed':
      return withFile({ ...step('parents-informed', event.said, event.method), parents: { kind: 'informed', at: event.at } });
    case 'InformingParentsWithheld':
      return withFile({
        ...step('parents-withheld', `To be reviewed on ${event.reviewOn}`, event.reason),
        parents: { kind: 'withheld', reviewOn: event.reviewOn, reviewAt: event.reviewAt },
      });
    case 'ConcernClosed':
      return closedBy(state, { at, by, outcome: event.outcome, reason: event.reason }, step('closed', event.outcome, event.reason));
    case 'ConcernReopened':
      return reopened(state, { ...file, ...step('reopened', '', event.reason) });
    case 'WaitNoticed':
      return withFile({ remindAt: event.remindAt });
    case 'ReferralCheckCame':
      return withFile({
        referrals: file.referrals.map((referral) =>
          referral.number === event.number ? { ...referral, checkAt: null } : referral,
        ),
      });
    case 'ParentsReviewCame':
      return withFile({ parents: file.parents.kind === 'withheld' ? { ...file.parents, reviewAt: null } : file.parents });
    case 'MessageParked':
      return withFile(step('message-parked', event.slot, event.code));
    case 'MessageMayBeRepeated':
      return withFile(step('message-repeated', event.slot));
    case 'AttemptRefused':
      return withFile({ attempts: [...file.attempts.slice(-19), { at, by, command: event.command }] });
    default:
      return event satisfies never;
  }
}

function newFile(event: Extract<ConcernEvent, { type: 'ConcernReported' }>, at: string, by: Actor): ConcernFile {
  return {
    reportedBy: personOf(by),
    reportedAt: at,
    answers: event.answers,
    urgency: event.urgency,
    route: event.route,
    subjects: event.subjects,
    people: [],
    questions: [],
    steps: [],
    reads: [],
    referrals: [],
    parents: { kind: 'not-yet' },
    remindAt: event.remindAt,
    attempts: [],
  };
}

function handledBy(state: Concern, owner: PersonId, file: ConcernFile): Concern {
  if (state.status === 'new' || state.status === 'closed') throw new Error('only an acknowledged concern can be taken');
  return { status: 'handled', file, acknowledged: state.acknowledged, owner };
}

type Closure = Extract<Concern, { status: 'closed' }>['closed'];

function closedBy(state: Concern, closed: Closure, change: Pick<ConcernFile, 'steps'>): Concern {
  if (state.status === 'new' || state.status === 'closed') throw new Error('only an acknowledged concern can be closed');
  const owner = ownerOf(state);
  const file = { ...state.file, ...change };
  return { status: 'closed', file, acknowledged: state.acknowledged, closed, ...(owner === undefined ? {} : { owner }) };
}

function reopened(state: Concern, file: ConcernFile): Concern {
  if (state.status !== 'closed') throw new Error('only a closed concern can be reopened');
  const { acknowledged: seen, owner } = state;
  return owner === undefined
    ? { status: 'acknowledged', file, acknowledged: seen }
    : { status: 'handled', file, acknowledged: seen, owner };
}

function referralWords(event: Extract<ConcernEvent, { type: 'ConcernReferred' }>): string {
  return [
    event.agency,
    event.contact === '' ? '' : `to ${event.contact}`,
    event.method === '' ? '' : `by ${event.method}`,
    event.agencyReference === '' ? '' : `their reference ${event.agencyReference}`,
    event.outcome === '' ? '' : `outcome: ${event.outcome}`,
    event.nextCheck === '' ? '' : `next check ${event.nextCheck}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function personOf(by: Actor): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}
