import { deliveryWords, personInSlot } from '../../domain/delivery-note.ts';
import { labelOf } from '../../domain/form.ts';
import type { Said } from '../../domain/pages.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import { reviewOutcomes } from './choices.ts';
import { nameOf } from './log.ts';
import type { Step } from './state.ts';

/**
 * One step of the history as somebody reads it who looks at the filter: when, who and what. Of whom it is kept from
 * nothing is said: a colleague would read that a concern is about one of them.
 */
export function saidStep({ event, at, by }: Step, { school, at: now }: CardContext): Said | undefined {
  const when = capital(saidTime(school, at, now));
  const did = (what: string, text = ''): Said => ({ heading: `${when} · ${nameOf(by, school)} ${what}`, text });
  switch (event.type) {
    case 'SiteBlockKeptFrom':
      return undefined;
    case 'SiteBlocked':
      return did('blocked it');
    case 'BlockingFailed':
      return did('could not block it', event.reason);
    case 'FilterReviewed':
      return did('reviewed the filter', `${labelOf(reviewOutcomes, event.outcome)}\n${event.finding}`);
    case 'BlockLifted':
      return did('took the block off');
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return { heading: `${when} · ${deliveryWords[event.type]}`, text: saidTo(event.slot, school) };
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
