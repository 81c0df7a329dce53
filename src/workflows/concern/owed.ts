import type { School } from '../../domain/school.ts';
import { agencyOwes } from './agencies/owes.ts';
import { conductOwes } from './conduct/owes.ts';
import { consultingOwes } from './consulting/owes.ts';
import { deviceOwes } from './devices/owes.ts';
import { evidenceOwes } from './evidence/owes.ts';
import { guidanceOwes } from './guidance/owes.ts';
import type { Owed } from './owing.ts';
import { peopleOwes } from './people/owes.ts';
import { policeOwes } from './police/owes.ts';
import type { Concern } from './state.ts';

/** Everything that has to be done before a case may be closed, the police first. */
export function owedBeforeClosing(concern: Concern, school: School): readonly Owed[] {
  return [
    policeOwes,
    guidanceOwes,
    agencyOwes,
    conductOwes,
    deviceOwes,
    evidenceOwes,
    consultingOwes,
    peopleOwes,
  ].flatMap((owes) => owes(concern, school));
}
