import type { Happened } from '../../domain/decider.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import { evolveAgencies, noAgencies } from './agencies/state.ts';
import { evolveConduct, noConduct } from './conduct/state.ts';
import { evolveConsulting, noConsulting } from './consulting/state.ts';
import { evolveDevices, noDevices } from './devices/state.ts';
import { type ConcernEvent, isStep } from './events.ts';
import { evolveEvidence, noEvidence } from './evidence/state.ts';
import { evolveGuidance, noGuidance } from './guidance/state.ts';
import { evolvePeople, nobodyCompared } from './people/state.ts';
import { evolvePolice, noPolice } from './police/state.ts';
import { firstRules } from './rules/packs.ts';
import { type Concern, type ConcernFile, type ConcernState, ownerOf } from './state.ts';

/** It goes another way: nobody stands in on that yet, and the ladder of who is called begins anew. */
const fromTheFirstStep = { level: 0, reminded: 0, standIns: [] };

/** Who was chosen on the way before has it no more. Where it begins the same way anew, they do. */
function anew({ route, standIns, contact }: ConcernFile, next: ConcernFile['route']): Partial<ConcernFile> {
  const isSame = route.rule === next.rule && route.handlers.join() === next.handlers.join();
  return isSame ? { ...fromTheFirstStep, standIns, contact } : { ...fromTheFirstStep, contact: null };
}

/** A day that was to be looked at again has come, and nothing was recorded since. */
const due = { isDue: true };

/** The first version said nothing of the next day in the event, nor in its state that this one had come. */
function checkCame(checkAt: string | undefined) {
  return { checkAt: checkAt ?? null, ...(checkAt === undefined ? {} : due) };
}

/** The first version had its rules without a folder, and kept how often it had reminded. */
function isOfFirstVersion({ rule }: { readonly rule: string }): boolean {
  return !rule.includes('/');
}

const READS_KEPT = 50;
const ATTEMPTS_KEPT = 20;

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
      return rerouted(state, {
        ...file,
        ...(isOfFirstVersion(event.route) ? {} : anew(file, event.route)),
        route: event.route,
        remindAt: event.remindAt,
      });
    case 'ConcernReferred': {
      const { number, checkAt, agency, agencyKind } = event;
      // What the first version wrote had the number and the day alone, and folds to the same still.
      const referral = { number, checkAt, ...(agencyKind === undefined ? {} : { agency, agencyKind }) };
      return withFile({ referrals: [...file.referrals, referral] });
    }
    case 'ReferralUpdated': {
      const { number, checkAt, isFinished } = event;
      return withFile({ referrals: changed(file.referrals, number, { checkAt, isFinished, isDue: false }) });
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
        reminded: Math.max(file.reminded + 1, event.level),
      });
    case 'HandlersJoined':
      return withFile({
        route: { ...file.route, handlers: [...new Set([...file.route.handlers, ...event.to])] },
      });
    case 'HandedToSafeguarding':
      return rerouted(state, { ...file, ...fromTheFirstStep, route: event.route, remindAt: event.remindAt });
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
    case 'ConsultationOpened':
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
      return withFile({ remindAt: event.remindAt, reminded: Math.max(file.reminded + 1, event.step ?? 0) });
    case 'ReferralCheckCame':
      return withFile({
        referrals: changed(file.referrals, event.number, checkCame(event.checkAt)),
      });
    case 'ParentsReviewCame':
      return withFile({
        parents:
          file.parents.kind === 'withheld'
            ? { ...file.parents, reviewAt: event.reviewAt ?? null, ...(event.reviewAt === undefined ? {} : due) }
            : file.parents,
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
    people: { ...nobodyCompared, isFound: event.rules !== undefined },
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
  if (state.status === 'closed') throw new Error('only an open concern can be rerouted');
  if (state.status === 'new') return { status: 'new', file };
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
  // Who had it may have turned out to be whom it is about.
  return owner === undefined || file.subjects.includes(owner)
    ? { status: 'acknowledged', file, acknowledged: seen }
    : { status: 'handled', file, acknowledged: seen, owner };
}

function personOf(by: Actor): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}
