import { labelOf } from '../../domain/form.ts';
import type { Said } from '../../domain/pages.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import { reviewOutcomes } from './choices.ts';
import { nameOf } from './log.ts';
import type { Step } from './state.ts';

/** One step of the history as somebody reads it who looks at the filter: when, who and what. */
export function saidStep({ event, at, by }: Step, { school, at: now }: CardContext): Said {
  const when = capital(saidTime(school, at, now));
  const did = (what: string, text = ''): Said => ({ heading: `${when} · ${nameOf(by, school)} ${what}`, text });
  switch (event.type) {
    case 'SiteBlockKeptFrom':
      return { heading: `${when} · others may not know of it from then on`, text: '' };
    case 'SiteBlocked':
      return did('blocked it');
    case 'BlockingFailed':
      return did('could not block it', event.reason);
    case 'FilterReviewed':
      return did('reviewed the filter', `${labelOf(reviewOutcomes, event.outcome)}\n${event.finding}`);
    case 'BlockLifted':
      return did('took the block off');
    case 'MessageParked':
      return { heading: `${when} · a message could not be delivered`, text: saidTo(event.slot, school) };
    case 'MessageDelayed':
      return { heading: `${when} · a message could not be delivered yet`, text: saidTo(event.slot, school) };
    case 'MessageCame':
      return { heading: `${when} · a late message was delivered`, text: saidTo(event.slot, school) };
    case 'MessageMayBeRepeated':
      return { heading: `${when} · a message may have been sent twice`, text: saidTo(event.slot, school) };
    default:
      return event satisfies never;
  }
}

/** Whom a message was for. What goes to a concern is said to nobody: they need not know that there is one. */
function saidTo(slot: string, school: CardContext['school']): string {
  const person = personInSlot(slot);
  if (person !== undefined) return `To: ${personName(school, person)}`;
  if (slot.startsWith('case') || slot.startsWith('line:')) return 'To: the safeguarding channel';
  return slot.startsWith('relay:') ? 'To: those who asked for it' : 'To: whoever reported it';
}

/** The person whom a slot names: the last part of it. */
export function personInSlot(slot: string): string | undefined {
  const last = slot.split(':').at(-1) ?? '';
  return last.includes('@') ? last : undefined;
}
