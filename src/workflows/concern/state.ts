import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Happened } from '../../domain/decider.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import { agenciesSchema, evolveAgencies, noAgencies } from './agencies/state.ts';
import { conductSchema, evolveConduct, noConduct } from './conduct/state.ts';
import { consultingSchema, evolveConsulting, noConsulting } from './consulting/state.ts';
import { devicesSchema, evolveDevices, noDevices } from './devices/state.ts';
import { type ConcernEvent, isStep, routeSchema, rulesKeptSchema, stepEventSchema } from './events.ts';
import { evidenceSchema, evolveEvidence, noEvidence } from './evidence/state.ts';
import { evolveGuidance, guidanceSchema, noGuidance } from './guidance/state.ts';
import { evolvePeople, nobodyCompared, peopleSchema } from './people/state.ts';
import { evolvePolice, noPolice, policeSchema } from './police/state.ts';
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
    }),
  ),
  parents: z.union([
    z.object({ kind: z.literal('not-yet') }),
    z.object({ kind: z.literal('informed'), at: text }),
    z.object({ kind: z.literal('withheld'), reviewOn: text, reviewAt: text.nullable() }),
  ]),
  /** When its handlers are to be reminded while nobody has acknowledged it. */
  remindAt: z.array(text),
  /** How often they have been. */
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
  logged: z.object({ for: text, how: text, at: text, alert: text }).nullable().default(null),
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
type ConcernFile = z.infer<typeof fileSchema>;
/** A step with who took it and when. */
export type Step = ConcernFile['steps'][number];

/** Before anything was reported. */
export const noConcern: ConcernState = { status: 'none' };

const READS_KEPT = 50;
const ATTEMPTS_KEPT = 20;

/** Who handles the concern in person, if anybody does. */
export function ownerOf(concern: Concern): PersonId | undefined {
  return concern.status === 'handled' || concern.status === 'closed' ? concern.owner : undefined;
}

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a case. */
export function evolveConcern(state: ConcernState, happened: Happened<ConcernEvent>): ConcernState {
  const { event, at, by } = happened;
  if (event.type === 'ConcernReported') {
    if (state.status !== 'none') throw new Error('a concern can be reported once');
    return { status: 'new', file: newFile(event, at, by) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before ConcernReported`);
  const file: ConcernFile = isStep(event)
    ? { ...state.file, steps: [...state.file.steps, { at, by, event }] }
    : state.file;
  const withFile = (change: Partial<ConcernFile>): Concern => ({ ...state, file: { ...file, ...change } });
  switch (event.type) {
    case 'ConcernOpened':
      return withFile({ reads: [...file.reads, { at, by }].slice(-READS_KEPT) });
    case 'ConcernAcknowledged':
      if (state.status !== 'new') throw new Error('only a new concern can be acknowledged');
      return { status: 'acknowledged', file: { ...file, remindAt: [] }, acknowledged: { at, by } };
    case 'ConcernTaken':
      return handledBy(state, personOf(by), file);
    case 'ConcernHandedOver':
      return handledBy(state, event.to, file);
    case 'ReporterAsked': {
      const { number, text: words } = event;
      return withFile({ questions: [...file.questions, { by, number, text: words, answeredAt: null }] });
    }
    case 'ReporterAnswered':
      return withFile({ questions: changed(file.questions, event.number, { answeredAt: at }) });
    case 'PersonAdded':
      return withFile({ subjects: [...new Set([...file.subjects, ...event.subjects])] });
    case 'ConcernRerouted':
      return rerouted(state, { ...file, route: event.route, remindAt: event.remindAt });
    case 'ConcernReferred': {
      const { number, checkAt, agency, agencyKind } = event;
      const referral = { number, checkAt, agency, ...(agencyKind === undefined ? {} : { agencyKind }) };
      return withFile({ referrals: [...file.referrals, referral] });
    }
    case 'ReferralUpdated': {
      const { number, checkAt, isFinished } = event;
      return withFile({ referrals: changed(file.referrals, number, { checkAt, isFinished }) });
    }
    case 'AdviceRecorded':
    case 'LadoTestRecorded':
      return withFile({ agencies: evolveAgencies(file.agencies, { event, at, by }) });
    case 'ConcernEscalated':
      return withFile({
        route: { ...file.route, handlers: [...new Set([...file.route.handlers, ...event.to])] },
        standIns: [...new Set([...file.standIns, ...event.standIns.map(({ person }) => person)])],
        level: event.level,
        remindAt: event.remindAt,
        reminded: file.reminded + 1,
      });
    case 'HandedToSafeguarding':
      return rerouted(state, { ...file, route: event.route, remindAt: event.remindAt });
    case 'ContactNominated':
      return withFile({ contact: event.person });
    case 'SubjectsFound':
      return withFile({ subjects: [...new Set([...file.subjects, ...event.subjects])] });
    case 'FactsAssessed':
    case 'PoliceTold':
    case 'AgreementGiven':
    case 'AgreementRefused':
    case 'AgreementWithdrawn':
      return withFile({ police: evolvePolice(file.police, { event, at, by }) });
    case 'AgreementAsked':
      return withFile({ police: evolvePolice(file.police, { event, at, by }), isLeaderIn: true });
    case 'StepTicked':
    case 'EnteredElsewhere':
      return withFile({ guidance: evolveGuidance(file.guidance, { event, at, by }) });
    case 'SanctionRecommended':
      return withFile({ conduct: evolveConduct(file.conduct, { event, at, by }), isLeaderIn: true });
    case 'SanctionSet':
    case 'SanctionDeclined':
    case 'ItAsked':
    case 'ItAnswered':
      return withFile({ conduct: evolveConduct(file.conduct, { event, at, by }) });
    case 'DeviceSearched':
    case 'DeviceTaken':
    case 'DeviceReturned':
    case 'SearchComplained':
      return withFile({ devices: evolveDevices(file.devices, { event, at, by }) });
    case 'EvidenceAdded':
    case 'EvidenceMoved':
      return withFile({ evidence: evolveEvidence(file.evidence, { event, at, by }) });
    case 'ConsultationAsked':
    case 'ConsultationAnswered':
      return withFile({ consulting: evolveConsulting(file.consulting, { event, at, by }) });
    case 'PersonCompared':
      return withFile({ people: evolvePeople(file.people, { event, at, by }) });
    case 'ParentsInformed':
      return withFile({ parents: { kind: 'informed', at: event.at } });
    case 'InformingParentsWithheld':
      return withFile({ parents: { kind: 'withheld', reviewOn: event.reviewOn, reviewAt: event.reviewAt } });
    case 'ConcernClosed':
      return closed(state, { at, by, outcome: event.outcome, reason: event.reason }, file);
    case 'ConcernReopened':
      return reopened(state, file);
    case 'WaitNoticed':
      return withFile({ remindAt: event.remindAt, reminded: file.reminded + 1 });
    case 'ReferralCheckCame':
      return withFile({ referrals: changed(file.referrals, event.number, { checkAt: null }) });
    case 'ParentsReviewCame':
      return withFile({
        parents: file.parents.kind === 'withheld' ? { ...file.parents, reviewAt: null } : file.parents,
      });
    case 'AttemptRefused':
      return withFile({ attempts: [...file.attempts, { at, by, command: event.command }].slice(-ATTEMPTS_KEPT) });
    case 'NoteAdded':
    case 'ActionRecorded':
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return withFile({});
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
    steps: [],
    questions: [],
    referrals: [],
    parents: { kind: 'not-yet' },
    remindAt: event.remindAt,
    reminded: 0,
    reads: [],
    attempts: [],
    rules: event.rules ?? firstRules,
    level: 0,
    standIns: (event.standIns ?? []).map(({ person }) => person),
    isLeaderIn: false,
    contact: null,
    policy: event.policy ?? '',
    logged: event.logged ?? null,
    police: noPolice,
    guidance: noGuidance,
    agencies: noAgencies,
    conduct: noConduct,
    devices: noDevices,
    evidence: noEvidence,
    consulting: noConsulting,
    people: nobodyCompared,
  };
}

function changed<One extends { readonly number: number }>(all: readonly One[], number: number, change: Partial<One>) {
  return all.map((one) => (one.number === number ? { ...one, ...change } : one));
}

function handledBy(state: Concern, owner: PersonId, file: ConcernFile): Concern {
  if (state.status === 'new' || state.status === 'closed') throw new Error('only an acknowledged concern can be taken');
  return { status: 'handled', file: { ...file, remindAt: [] }, acknowledged: state.acknowledged, owner };
}

/** Nobody of those who handle it from now on has it yet, whoever had it before; so they are reminded until one does. */
function rerouted(state: Concern, file: ConcernFile): Concern {
  if (state.status === 'new' || state.status === 'closed')
    throw new Error('only an acknowledged concern can be rerouted');
  return { status: 'acknowledged', file, acknowledged: state.acknowledged };
}

type Closure = Extract<Concern, { status: 'closed' }>['closed'];

function closed(state: Concern, closure: Closure, file: ConcernFile): Concern {
  if (state.status === 'new' || state.status === 'closed')
    throw new Error('only an acknowledged concern can be closed');
  const owner = ownerOf(state);
  const { acknowledged: seen } = state;
  return {
    status: 'closed',
    file: { ...file, remindAt: [] },
    acknowledged: seen,
    closed: closure,
    ...(owner === undefined ? {} : { owner }),
  };
}

function reopened(state: Concern, file: ConcernFile): Concern {
  if (state.status !== 'closed') throw new Error('only a closed concern can be reopened');
  const { acknowledged: seen, owner } = state;
  return owner === undefined
    ? { status: 'acknowledged', file, acknowledged: seen }
    : { status: 'handled', file, acknowledged: seen, owner };
}

function personOf(by: Actor): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}
