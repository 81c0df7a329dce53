import { type AgencyKind, agencyKinds, kindByName } from '../../../domain/agencies.ts';
import type { Concern } from '../state.ts';

/** The agencies that were told of the case, by what they are to it. The police also where they were told without a form. */
export function agenciesTold({ file }: Concern): ReadonlySet<AgencyKind> {
  const referred = file.steps.flatMap(({ event }) => (event.type === 'ConcernReferred' ? [kindReferred(event)] : []));
  return new Set([...referred, ...(file.police.toldAt === null ? [] : ['police' as const])]);
}

/** The agencies whose advice was asked for and recorded, without a referral or beside one (R062). */
export function agenciesAdvised({ file }: Concern): ReadonlySet<AgencyKind> {
  return new Set(file.agencies.advice.map(({ agencyKind }) => readKind(agencyKind)));
}

/** Whether any question of the LADO test was answered with yes: the LADO has to hear of it then (003 appendix 4). */
export function isLadoCalledFor({ file }: Concern): boolean {
  const { lado } = file.agencies;
  return lado !== null && [lado.harmed, lado.offence, lado.risk].includes('yes');
}

/** What an agency is that a case was referred to; records of the first version have no more than its name. */
export function kindReferred(event: { readonly agency: string; readonly agencyKind?: string | undefined }): AgencyKind {
  return event.agencyKind === undefined ? kindByName(event.agency) : readKind(event.agencyKind);
}

function readKind(text: string): AgencyKind {
  return agencyKinds.find((kind) => kind === text) ?? 'other';
}

/** A referral as it stands now: what was recorded first, and what came of it since. */
export interface ReferralNow {
  readonly number: number;
  readonly agency: string;
  readonly kind: AgencyKind;
  /** When the agency was told. */
  readonly at: string;
  readonly contact: string;
  readonly agencyReference: string;
  /** The latest that is known of it. */
  readonly outcome: string;
  readonly nextCheck: string;
  readonly isFinished: boolean;
}

/** The referrals of a case, the first one first. */
export function referralsOf({ file }: Concern): readonly ReferralNow[] {
  const events = file.steps.map(({ event }) => event);
  return events.flatMap((event) => {
    if (event.type !== 'ConcernReferred') return [];
    const { number, agency, at, contact } = event;
    const updates = events.filter((one) => one.type === 'ReferralUpdated').filter((one) => one.number === number);
    const last = updates.at(-1) ?? event;
    const said = (part: 'agencyReference' | 'outcome') =>
      [event, ...updates].map((one) => one[part]).findLast((text) => text !== '') ?? '';
    return [
      {
        number,
        agency,
        kind: kindReferred(event),
        at,
        contact,
        agencyReference: said('agencyReference'),
        outcome: said('outcome'),
        nextCheck: last.nextCheck,
        isFinished: 'isFinished' in last && last.isFinished,
      },
    ];
  });
}
