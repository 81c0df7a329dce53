import type { Concern } from '../state.ts';
import type { EvidenceFile } from './state.ts';

/** One thing in the register of evidence: what it is, who holds it, where, and since which day. */
export type EvidenceItem = EvidenceFile['items'][number];

/** The number of what the report says; what is added comes after it, also where the report says nothing. */
const OF_REPORT = 1;

/** Everything in the register, what the report says first. What is not known is empty. */
export function evidenceItems(concern: Concern): readonly EvidenceItem[] {
  const reported = reportedItem(concern);
  return [...(reported === undefined ? [] : [reported]), ...concern.file.evidence.items];
}

/** The number of what is added next. */
export function nextEvidence({ file }: Concern): number {
  return OF_REPORT + file.evidence.items.length + 1;
}

function reportedItem({ file }: Concern): EvidenceItem | undefined {
  const said = (id: string) => String(file.answers[id] ?? '');
  const [what, holder, place] = [said('evidence'), said('evidenceHolder'), said('evidencePlace')];
  if (what === '' && holder === '' && place === '') return undefined;
  const first = { holder, place, since: said('evidenceSince') };
  const description = what === '' ? 'The report names it without describing it' : what;
  return { number: OF_REPORT, description, ...(file.evidence.reported ?? first) };
}
