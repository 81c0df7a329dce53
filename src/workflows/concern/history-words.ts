import { type Chat, chatNames } from '../../domain/chats.ts';
import type { DeliveryNote } from '../../domain/decider.ts';
import { deliveryWords, personInSlot } from '../../domain/delivery-note.ts';
import { labelOf } from '../../domain/form.ts';
import type { Said } from '../../domain/pages.ts';
import type { Actor } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import { saidSite } from '../../domain/site-address.ts';
import { placeOf } from './access.ts';
import { agencySayings, saidReferral } from './agencies/words.ts';
import { isToIt, siteAsked } from './block-site.ts';
import type { CardContext } from './card-context.ts';
import { capacities, outcomes, personKinds, whoseParents } from './choices.ts';
import { conductSayings } from './conduct/words.ts';
import { consultingSayings } from './consulting/words.ts';
import { deviceSayings } from './devices/words.ts';
import type { StepEvent } from './events.ts';
import { evidenceSayings } from './evidence/words.ts';
import { guidanceSayings } from './guidance/words.ts';
import { peopleSayings } from './people/words.ts';
import { policeSayings } from './police/words.ts';
import { saidRouting } from './routing-words.ts';
import { saidMethod } from './said-method.ts';
import type { SayingOf } from './saying.ts';
import type { Concern, Step } from './state.ts';

/** One step of the history as a handler reads it: when, who and what. */
export function saidStep(concern: Concern, { event, at, by }: Step, of: CardContext): Said {
  const { school } = of;
  const who = by.kind === 'clock' ? 'the bot' : personName(school, by.person);
  const when = capital(saidTime(school, at, of.at));
  const did: Did = (what, ...lines) => ({
    heading: `${when} · ${who} ${what}`,
    text: lines.filter((line) => line !== '').join('\n'),
  });
  switch (event.type) {
    case 'ConcernTaken':
      return did('took this');
    case 'ConcernHandedOver':
      return did(`handed this over to ${personName(school, event.to)}`, event.reason);
    case 'NoteAdded':
      return did('noted', event.text);
    case 'ReporterAsked':
      return did('asked the reporter', event.text);
    case 'ReporterAnswered':
      return did('(the reporter) answered', event.text);
    case 'PersonAdded':
      return did('added a person', saidPerson(event));
    case 'ConcernRerouted': {
      const roles = event.route.handlers.map((role) => `the ${roleLabel(school, role)}`).join(' and ');
      return { heading: `${when} · it went to ${roles}`, text: 'Somebody who handled it before is named in it.' };
    }
    case 'ActionRecorded':
      return saidAction(event, by, { when, did });
    case 'ConcernReferred':
      return did('recorded a referral', ...saidReferral(event, of));
    case 'ParentsInformed':
      return did(
        'recorded that parents were informed',
        `Told ${saidTime(school, event.at, of.at)}, ${saidMethod(event.method)}.`,
        ...saidSide(event.whose),
        event.said,
      );
    case 'InformingParentsWithheld':
      return did(
        'withheld this from parents',
        ...saidSide(event.whose),
        `Reason: ${event.reason}`,
        `To be reviewed on ${saidDate(school, event.reviewOn, of.at)}.`,
      );
    case 'ConcernClosed':
      return did('closed this', labelOf(outcomes, event.outcome), `Reason: ${event.reason}`);
    case 'ConcernReopened':
      return did('reopened this', `Reason: ${event.reason}`);
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return { heading: `${when} · ${deliveryWords[event.type]}`, text: `To: ${slotTo(concern, event, school)}` };
    case 'ConcernEscalated':
    case 'HandlersJoined':
    case 'HandedToSafeguarding':
    case 'ContactNominated':
    case 'SubjectsFound':
      return saidRouting(event, { concern, of, did });
    default:
      return saidPart(event, { concern, of, did });
  }
}

const partSayings = {
  ...policeSayings,
  ...guidanceSayings,
  ...agencySayings,
  ...conductSayings,
  ...deviceSayings,
  ...evidenceSayings,
  ...consultingSayings,
  ...peopleSayings,
} as const;
type PartEvent = Extract<StepEvent, { type: keyof typeof partSayings }>;

/** A step of one part of the case. */
function saidPart<Event extends PartEvent>(event: Event, of: SayingOf): Said {
  const say = partSayings[event.type] as (event: Event, of: SayingOf) => Said;
  return say(event, of);
}

/** Whose parents it was, where that was said. */
function saidSide(whose: string | undefined): readonly string[] {
  return whose === undefined ? [] : [`${labelOf(whoseParents, whose)}.`];
}

type Did = (what: string, ...lines: readonly string[]) => Said;

/** What somebody did, or asked IT to do, or what IT answered. */
function saidAction(
  event: Extract<StepEvent, { type: 'ActionRecorded' }>,
  by: Actor,
  { when, did }: { readonly when: string; readonly did: Did },
): Said {
  if (by.kind === 'clock') return { heading: `${when} · IT answered`, text: `${event.action}\n${event.reason}` };
  const site = siteAsked(event);
  if (site !== undefined) return did('asked IT to block a site', saidSite(site));
  return did('recorded an action', event.action, `Reason: ${event.reason}`);
}

/** Somebody who was added, with the part they had. */
function saidPerson({ name, kind, detail, capacity }: Extract<StepEvent, { type: 'PersonAdded' }>): string {
  return [name, labelOf(personKinds, kind), detail, labelOf(capacities, capacity)]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Whom a message was for, as a handler may read it on the private surface. */
function slotTo(concern: Concern, { slot, chat }: Pick<DeliveryNote, 'slot' | 'chat'>, school: School): string {
  if (isToReporter(slot)) return 'the reporter';
  if (isToIt(slot)) return 'IT';
  const person = personInSlot(slot);
  if (person !== undefined) return personName(school, person);
  return placeOf(concern, school) === 'channel' ? saidChannel(chat) : 'those who handle it';
}

/** The safeguarding channel, and of which chat where the school has several. */
export function saidChannel(chat: Chat | undefined): string {
  return chat === undefined ? 'the safeguarding channel' : `the safeguarding channel in ${chatNames[chat]}`;
}

/** Whether a slot's message goes to the reporter. */
export function isToReporter(slot: string): boolean {
  return ['receipt', 'told', 'question'].includes(slot.split(':')[0] ?? '');
}
