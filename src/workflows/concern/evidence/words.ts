import type { Said } from '../../../domain/pages.ts';
import { saidDate } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { EvidenceEvent } from './events.ts';
import { whereItStays } from './forms.ts';
import { type EvidenceItem, evidenceItems } from './register.ts';

/** How each of its events stands in the history of a case. */
export const evidenceSayings: Sayings<EvidenceEvent> = {
  EvidenceAdded: (event, { did, of }) => did(`added evidence ${event.number}`, event.description, saidWhere(event, of)),
  EvidenceMoved: (event, { did, of }) =>
    did(`recorded that evidence ${event.number} was moved`, saidWhere(event, of), `Why: ${event.why}`),
};

/** What an open case shows of it: the whole register, and what is to be done where the school's own things were used. */
export function evidenceBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const items = evidenceItems(concern).map((item) => `${item.number}. ${item.description}\n${saidWhere(item, of)}`);
  const prompts = equipmentPrompt(concern);
  if (items.length === 0 && prompts.length === 0) return [];
  return [
    { heading: 'Evidence', text: [...items, ...prompts, ...(items.length > 0 ? [whereItStays] : [])].join('\n') },
  ];
}

/** Where school equipment was used, it is kept as it is, and IT looks through how it was used (R041). */
function equipmentPrompt({ file }: Concern): readonly string[] {
  const asked = file.conduct.it.map(({ job }) => job);
  const isKept = asked.includes('secure-device') || asked.includes('keep-evidence');
  if (file.answers.schoolEquipment !== 'yes' || (isKept && asked.includes('audit-use'))) return [];
  const what = isKept
    ? 'Ask IT to look through how it was used.'
    : 'Ask IT to keep what is on it and to audit its use.';
  return [`School equipment or the school network was used. ${what}`];
}

function saidWhere(
  { holder, place, since }: Omit<EvidenceItem, 'number' | 'description'>,
  { school, at }: CardContext,
) {
  const day = since === '' ? 'since a day that nobody noted' : `since ${saidDate(school, since, at)}`;
  return `Held by ${holder === '' ? 'nobody named' : holder}, kept at ${place === '' ? 'a place not named' : place}, ${day}.`;
}
