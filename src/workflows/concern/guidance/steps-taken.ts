import type { AgencyKind } from '../../../domain/agencies.ts';
import type { ItJob } from '../../../domain/it-jobs.ts';
import type { School } from '../../../domain/school.ts';
import { isLadoConsidered, isLadoTested, isLadoTold } from '../agencies/lado.ts';
import { kindReferred } from '../agencies/referrals.ts';
import { siteAsked } from '../block-site.ts';
import type { StepEvent } from '../events.ts';
import { factsOf } from '../police/facts.ts';
import { isTheirStep } from '../police/their-own.ts';
import { isToldToPolice } from '../police/triggers.ts';
import type { Concern, Step } from '../state.ts';
import { BEHAVIOUR_RECORD } from './other-records.ts';

/** When a step was taken, and by whom where that is known. */
export interface Taken {
  readonly at: string;
  readonly by?: string;
}

type TakenBy = (concern: Concern, school: School) => Taken | undefined;

/** What shows by itself that a step was taken, by the name that a rule has in `takenBy`. */
export const stepsTaken: Readonly<Record<string, TakenBy>> = {
  acknowledged: (concern) => {
    if (concern.status === 'new') return undefined;
    const { at, by } = concern.acknowledged;
    return by.kind === 'person' ? { at, by: by.person } : { at };
  },
  'parents-informed': (concern) => latestOfOthers(concern, isInforming),
  // A decision that is due for review is not one any more.
  'parents-decided': parentsDecided(),
  'parents-of-victim': parentsDecided('victim'),
  'parents-of-instigator': parentsDecided('instigator'),
  'police-told': (concern) => (isToldToPolice(concern) ? latestOfOthers(concern, isTellingPolice) : undefined),
  'told-liaison': told('child-protection-liaison', 'social-care'),
  'told-online-safety-officer': heard('online-safety-officer'),
  'told-social-care': told('social-care'),
  'told-ceop': told('ceop'),
  'told-anybody': (concern) => latestOfOthers(concern, (event) => event.type === 'ConcernReferred'),
  'heard-social-care': heard('social-care'),
  'heard-prevent': heard('prevent', 'channel'),
  'heard-anti-bullying': heard('anti-bullying'),
  'heard-hr': heard('hr'),
  'heard-lado': (concern) => (isLadoTold(concern) ? heard('lado')(concern) : undefined),
  'channel-answered': (concern) => latestOfOthers(concern, isAnswerOf(concern, 'channel')),
  'lado-tested': (concern) =>
    isLadoTested(concern) ? latest(concern, (event) => event.type === 'LadoTestRecorded') : undefined,
  'lado-considered': (concern) =>
    isLadoConsidered(concern)
      ? (heard('lado')(concern) ?? latest(concern, (event) => event.type === 'LadoTestRecorded'))
      : undefined,
  'it-kept-evidence': itAnswered('keep-evidence', 'secure-device'),
  'it-audited': itAnswered('audit-use'),
  'it-secured-device': itAnswered('secure-device'),
  'it-reviewed-filter': itAnswered('review-filter'),
  'it-acted': itAnswered('secure-device', 'audit-use', 'review-filter', 'keep-evidence'),
  'site-asked': (concern) =>
    latest(concern, (event) => event.type === 'ActionRecorded' && siteAsked(event) !== undefined),
  'device-taken': (concern) => latest(concern, (event) => event.type === 'DeviceTaken'),
  'evidence-listed': (concern) => {
    const { answers, reportedAt, reportedBy } = concern.file;
    if (answers.evidence !== undefined && answers.evidenceHolder !== undefined)
      return { at: reportedAt, by: reportedBy };
    return latest(concern, (event) => event.type === 'EvidenceAdded');
  },
  'senco-asked': (concern) => latest(concern, (event) => event.type === 'ConsultationAsked' && event.role === 'senco'),
  'spreading-known': (concern) => {
    const { reportedAt, reportedBy } = concern.file;
    if (factsOf(concern).spreading === 'not-known') return undefined;
    const assessed = latest(concern, (event) => event.type === 'FactsAssessed' && event.facts.spreading !== undefined);
    return assessed ?? { at: reportedAt, by: reportedBy };
  },
  'entered-other-system': (concern, { concerns }) =>
    concerns.otherSystem === undefined ? undefined : entered(concern, concerns.otherSystem),
  'entered-behaviour-record': (concern) => entered(concern, BEHAVIOUR_RECORD),
};

/** The latest step of a case that is one of these. */
function latest({ file }: Concern, isIt: (event: StepEvent) => boolean): Taken | undefined {
  const step = file.steps.findLast(({ event }) => isIt(event));
  return step === undefined ? undefined : takenIn(step);
}

/** The same, of what nobody did whom the case turns out to be about: that somebody was told, or what was decided. */
function latestOfOthers(concern: Concern, isIt: (event: StepEvent) => boolean): Taken | undefined {
  const step = concern.file.steps.findLast((one) => isIt(one.event) && !isTheirStep(one, concern));
  return step === undefined ? undefined : takenIn(step);
}

function takenIn({ at, by }: Step): Taken {
  return by.kind === 'person' ? { at, by: by.person } : { at };
}

function isInforming({ type }: StepEvent): boolean {
  return type === 'ParentsInformed';
}

/** Parents were told, or it was decided to withhold it; of one side alone where pupils were on both. */
function parentsDecided(side?: 'victim' | 'instigator'): (concern: Concern) => Taken | undefined {
  return (concern) => {
    const { parents } = concern.file;
    if (parents.kind === 'not-yet' || (parents.kind === 'withheld' && parents.isDue === true)) return undefined;
    return latestOfOthers(concern, (event) => {
      if (event.type !== 'ParentsInformed' && event.type !== 'InformingParentsWithheld') return false;
      return side === undefined || event.whose === undefined || ['all', side].includes(event.whose);
    });
  };
}

function isTellingPolice(event: StepEvent): boolean {
  return event.type === 'PoliceTold' || (event.type === 'ConcernReferred' && kindReferred(event) === 'police');
}

/** It was referred to one of these. */
function told(...kinds: readonly AgencyKind[]): (concern: Concern) => Taken | undefined {
  return (concern) =>
    latestOfOthers(concern, (event) => event.type === 'ConcernReferred' && kinds.includes(kindReferred(event)));
}

/** It was referred to one of these, or their advice was asked for. */
function heard(...kinds: readonly AgencyKind[]): (concern: Concern) => Taken | undefined {
  return (concern) =>
    latestOfOthers(
      concern,
      (event) =>
        (event.type === 'ConcernReferred' && kinds.includes(kindReferred(event))) ||
        (event.type === 'AdviceRecorded' && kinds.some((kind) => kind === event.agencyKind)),
    );
}

/** Something came back from one of these. */
function isAnswerOf({ file }: Concern, kind: AgencyKind): (event: StepEvent) => boolean {
  const numbers = file.steps.flatMap(({ event }) =>
    event.type === 'ConcernReferred' && kindReferred(event) === kind ? [event.number] : [],
  );
  return (event) => event.type === 'ReferralUpdated' && numbers.includes(event.number) && event.outcome !== '';
}

/** IT was asked for one of these and has answered, be it that it cannot be done. */
function itAnswered(...jobs: readonly ItJob[]): (concern: Concern) => Taken | undefined {
  return ({ file }) => {
    const answered = file.conduct.it.findLast(({ job, answeredAt }) => jobs.includes(job) && answeredAt !== null);
    return answered?.answeredAt === null || answered === undefined ? undefined : { at: answered.answeredAt };
  };
}

function entered(concern: Concern, system: string): Taken | undefined {
  return latest(concern, (event) => event.type === 'EnteredElsewhere' && event.system === system);
}
