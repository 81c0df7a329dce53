import type { Said } from '../../domain/pages.ts';
import type { Actor } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidDateTime, saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import { personIn } from './delivery-words.ts';
import type { Step } from './state.ts';

/** One step of the history as those who decide read it: when, who and what. */
export function saidStep({ event, at, by }: Step, { school, at: now }: CardContext): Said {
  const when = capital(saidTime(school, at, now));
  const did = (what: string, ...lines: readonly string[]): Said => ({
    heading: `${when} · ${saidName(by, school)} ${what}`,
    text: lines.filter((line) => line !== '').join('\n'),
  });
  const until = (instant: string) => `Until ${saidDateTime(school, instant)}.`;
  switch (event.type) {
    case 'SiteRefused':
      return { heading: `${when} · it was refused by rule`, text: '' };
    case 'SiteQuestionAsked':
      return did('asked', event.text);
    case 'SiteQuestionAnswered':
      return did('answered', event.text);
    case 'SiteAgreed':
      return did('agreed; one more has to', until(event.until), `Why: ${event.why}`);
    case 'SiteApproved':
      return did('approved this', until(event.until), `Why: ${event.why}`);
    case 'SiteDeclined':
      return did('declined this', `Reason: ${event.reason}`);
    case 'SiteWithdrawn':
      return did('withdrew this');
    case 'SiteLapsed':
      return { heading: `${when} · nobody had decided in time`, text: '' };
    case 'SiteOpened':
      return did('opened the site');
    case 'SiteNotOpened':
      return did('could not open the site', `Reason: ${event.reason}`);
    case 'ExtensionAsked':
      return did('asked for more time', until(event.until), `Reason: ${event.reason}`);
    case 'ExtensionAgreed':
      return did('agreed to more time; one more has to', until(event.until));
    case 'ExtensionApproved':
      return did('approved more time', until(event.until));
    case 'ExtensionDeclined':
      return did('declined more time', `Reason: ${event.reason}`);
    case 'AccessEnded':
      return event.how === 'time'
        ? { heading: `${when} · its time was over`, text: '' }
        : did(event.how === 'given-back' ? 'gave it back' : 'ended it');
    case 'SiteBlockedAgain':
      return did('blocked the site again');
    case 'SiteNotBlocked':
      return did('could not block the site again yet', `Reason: ${event.reason}`);
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

/** Who did something, by name: for what only those who are entitled read. */
export function saidName(by: Actor, school: School): string {
  return by.kind === 'clock' ? 'the bot' : personName(school, by.person);
}

function saidTo(slot: string, school: School): string {
  const person = personIn(slot);
  if (person !== undefined) return `To: ${personName(school, person)}`;
  return slot.startsWith('case') || slot.startsWith('line') ? 'To: the safeguarding channel' : 'To: whoever asked';
}
