import type { School } from '../../../domain/school.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import { breachesOf, type Category, type SchoolBreach, type SchoolSanction, sanctionsOf } from '../rules/conduct.ts';
import type { Concern } from '../state.ts';

/** The breaches that a form offers for a case: those of staff where it is about what one of them may have done. */
export function breachesFor(concern: Concern, school: School): readonly SchoolBreach[] {
  return breachesOf(school, isStaffCase(concern) ? 'staff' : 'pupils');
}

/** A breach of this school, and a sanction that may follow it; undefined where the one or the other is not on its list. */
export function foundIn(
  school: School,
  { breach, sanction }: { readonly breach: string; readonly sanction: string },
): { readonly breach: SchoolBreach; readonly sanction: SchoolSanction | undefined } | undefined {
  const known = breachesOf(school).find(({ id }) => id === breach);
  if (known === undefined) return undefined;
  return { breach: known, sanction: sanctionsOf(school, known).find(({ id }) => id === sanction) };
}

/** How serious the breaches are for which a sanction was recommended or set: none, A, B or both. What was declined does not count. */
export function breachCategories({ file: { conduct } }: Concern): readonly Category[] {
  const standing = [...conduct.set, ...conduct.recommended.filter(({ answer }) => answer === null)];
  return [...new Set(standing.flatMap(({ category }) => category ?? []))];
}

/** A recommendation on which nobody has decided. */
export type Pending = Concern['file']['conduct']['recommended'][number];

/** The recommendations on which nobody has decided, oldest first. */
export function pendingIn({ file }: Concern): readonly Pending[] {
  return file.conduct.recommended.filter(({ answer }) => answer === null);
}
