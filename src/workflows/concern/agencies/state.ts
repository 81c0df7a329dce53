import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import type { AgencyEvent } from './events.ts';

const text = z.string();
const yesNo = z.enum(['yes', 'no']);

/** What a case keeps of advice and of the LADO test. Its referrals stand in `file.referrals`. */
export const agenciesSchema = z.object({
  advice: z.array(z.object({ agencyKind: text, at: text })),
  /** The latest answers; a yes stays whatever is answered later. */
  lado: z.object({ harmed: yesNo, offence: yesNo, risk: yesNo, at: text, by: text }).nullable(),
});
export type AgenciesFile = z.infer<typeof agenciesSchema>;

export const noAgencies: AgenciesFile = { advice: [], lado: null };

/** What is kept after that; of a referral that was updated, the case keeps it with the referral. */
export function evolveAgencies(before: AgenciesFile, { event, at, by }: Happened<AgencyEvent>): AgenciesFile {
  switch (event.type) {
    case 'AdviceRecorded':
      return { ...before, advice: [...before.advice, { agencyKind: event.agencyKind, at: event.at }] };
    case 'LadoTestRecorded': {
      const answer = (one: 'harmed' | 'offence' | 'risk') => (before.lado?.[one] === 'yes' ? 'yes' : event[one]);
      const answers = { harmed: answer('harmed'), offence: answer('offence'), risk: answer('risk') };
      return { ...before, lado: { ...answers, at, by: by.kind === 'person' ? by.person : '' } };
    }
    case 'ReferralUpdated':
      return before;
    default:
      return event satisfies never;
  }
}
