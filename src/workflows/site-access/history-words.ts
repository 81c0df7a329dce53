import { deliveryWords, personInSlot } from '../../domain/delivery-note.ts';
import type { Said } from '../../domain/pages.ts';
import type { Actor } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidDateTime, saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import type { Step } from './state.ts';

/** One step of the history as those who decide read it: when, who and what; and below that, alone, what they wrote. */
export function saidStep({ event, at, by }: Step, { school, at: now }: CardContext): readonly Said[] {
  const when = capital(saidTime(school, at, now));
  const happened = (what: string, text = ''): readonly Said[] => [{ heading: `${when} · ${what}`, text }];
  const did = (what: string, text = '') => happened(`${saidName(by, school)} ${what}`, text);
  const why = (words = ''): readonly Said[] => (words === '' ? [] : [{ heading: 'Why', text: words }]);
  const until = (instant: string) => `Until ${saidDateTime(school, instant)}.`;
  switch (event.type) {
    case 'SiteRefused':
      return happened('it was refused by rule');
    case 'SiteQuestionAsked':
      return did('asked', event.text);
    case 'SiteQuestionAnswered':
      return did('answered', event.text);
    case 'SiteAgreed':
      return [...did('agreed; one more has to', until(event.until)), ...why(event.why)];
    case 'SiteApproved':
      return [...did('approved this', until(event.until)), ...why(event.why)];
    case 'SiteDeclined':
      return [...did('declined this'), ...why(event.reason)];
    case 'SiteWithdrawn':
      return did('withdrew this');
    case 'SiteLapsed':
      return happened('nobody had decided in time');
    case 'SiteOpened':
      return did('opened the site');
    case 'SiteNotOpened':
      return [...did('could not open the site'), ...why(event.reason)];
    case 'ExtensionAsked':
      return [...did('asked for more time', until(event.until)), ...why(event.reason)];
    case 'ExtensionAgreed':
      return [...did('agreed to more time; one more has to', until(event.until)), ...why(event.why)];
    case 'ExtensionApproved':
      return [...did('approved more time', until(event.until)), ...why(event.why)];
    case 'ExtensionDeclined':
      return [...did('declined more time'), ...why(event.reason)];
    case 'AccessEnded':
      return event.how === 'time'
        ? happened('its time was over')
        : [...did(event.how === 'given-back' ? 'gave it back' : 'ended it'), ...why(event.why)];
    case 'SiteBlockedAgain':
      return did('blocked the site again');
    case 'SiteNotBlocked':
      return [...did('could not block the site again yet'), ...why(event.reason)];
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return happened(deliveryWords[event.type], saidTo(event.slot, school));
    default:
      return event satisfies never;
  }
}

/** Who did something, by name: for what only those who are entitled read. */
export function saidName(by: Actor, school: School): string {
  return by.kind === 'clock' ? 'the bot' : personName(school, by.person);
}

function saidTo(slot: string, school: School): string {
  const person = personInSlot(slot);
  if (person !== undefined) return `To: ${personName(school, person)}`;
  return slot.startsWith('case') || slot.startsWith('line') ? 'To: the safeguarding channel' : 'To: whoever asked';
}
