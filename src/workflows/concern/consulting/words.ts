import { labelOf } from '../../../domain/form.ts';
import type { Said } from '../../../domain/pages.ts';
import { capital } from '../../../domain/said-by-role.ts';
import { roleLabel } from '../../../domain/school.ts';
import { saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { ConsultingEvent } from './events.ts';
import { safeguardChoices } from './forms.ts';
import type { Consultation } from './state.ts';

/** How each of its events stands in the history of a case. */
export const consultingSayings: Sayings<ConsultingEvent> = {
  ConsultationAsked: ({ role, text }, { did, of: { school } }) => did(`consulted the ${roleLabel(school, role)}`, text),
  ConsultationAnswered: ({ number, safeguards, text }, { concern, did, of: { school } }) => {
    const role = concern.file.consulting.asked.find((one) => one.number === number)?.role;
    const as = role === undefined ? '' : ` for the ${roleLabel(school, role)}`;
    return did(`(consulted) answered${as}`, saidSafeguards(safeguards), text);
  },
};

/** What an open case shows of it: who was consulted, and whether they have answered. */
export function consultingBlocks({ file }: Concern, of: CardContext): readonly Said[] {
  const { asked } = file.consulting;
  if (asked.length === 0) return [];
  return [{ heading: 'Consulted', text: asked.map((one) => saidConsultation(one, of)).join('\n') }];
}

function saidConsultation({ role, at: asked, readAt, answeredAt, safeguards }: Consultation, of: CardContext): string {
  const { school, at } = of;
  const who = `${capital(roleLabel(school, role))}: asked ${saidTime(school, asked, at)}`;
  if (answeredAt !== null)
    return [`${who}, answered ${saidTime(school, answeredAt, at)}.`, saidSafeguards(safeguards)]
      .filter((part) => part !== '')
      .join(' ');
  return readAt === null ? `${who}, not read yet.` : `${who}, read ${saidTime(school, readAt, at)}, not answered yet.`;
}

function saidSafeguards(said: Consultation['safeguards']): string {
  if (said === null || said === 'not-asked') return '';
  return `Are the ordinary safeguards enough? ${labelOf(safeguardChoices, said)}.`;
}
