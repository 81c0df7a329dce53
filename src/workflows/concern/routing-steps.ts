import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { findPerson, holdersOf, holds, roleLabel, roleTelephone, type School } from '../../domain/school.ts';
import { handlersOf, isSubject, placeOf } from './access.ts';
import { keptFromSubjects } from './block-site.ts';
import { caseMessages, lineTo } from './case-card.ts';
import type { CommandData } from './command-data.ts';
import { consultationsAfter } from './consulting/cards.ts';
import type { Deciders } from './deciders.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { ConcernEvent } from './events.ts';
import { step } from './handler-steps.ts';
import { endedFor, endedInChannel, handledElsewhere } from './leaving.ts';
import { cardsMoved } from './new-handlers.ts';
import { refuse } from './refuse.ts';
import { firstReminders } from './reminders.ts';
import { receiptMessage } from './reporter-cards.ts';
import { receiptsAfter } from './reporter-ends.ts';
import { isToldStill } from './reporter-told.ts';
import { routeBy, routeFor } from './routing.ts';
import type { routingCommands } from './routing-commands.ts';
import { comeTo, isLeftByOwner, rerouted, routeOfHead, routingAfter } from './routing-now.ts';
import { contactsFor } from './routing-why-not.ts';
import { channelRoles, handedToSafeguarding } from './rules/routing.ts';
import { type Concern, ownerOf } from './state.ts';
import { foundSince } from './written-names.ts';

/** What each command comes to that says who handles a case. */
export const routingSteps: Deciders<keyof typeof routingCommands> = {
  'concern/look-again': (concern, _data, context) => lookedAgain(concern, context),
  'concern/hand-to-safeguarding': handedOn,
  'concern/nominate-contact': contactNominated,
};

/**
 * The school file has changed: whoever is in it now, or in a role now, and was named in this all along, is kept from it
 * from here on, and what they may have of it ends as if it had been closed. Where they would handle it, others do. And
 * whoever came to a role has what its holder had to do, also where nobody has taken it.
 */
function lookedAgain(concern: Concern, context: DecisionContext): Outcome {
  const { school } = context;
  const found = foundSince(concern, school);
  const foundEvents: readonly ConcernEvent[] =
    found.length === 0 ? [] : [{ type: 'SubjectsFound', subjects: [...found] }];
  const withFound = foundEvents.length === 0 ? concern : after(concern, foundEvents, context);
  const routing = concern.status === 'closed' ? [] : routingNow(concern, found, withFound, context);
  const isRerouted = routing.some(({ type }) => type === 'ConcernRerouted');
  const events = [...foundEvents, ...routing];
  if (events.length === 0) return decision({ events: [], messages: cardsMoved(concern, context) });
  const now = after(concern, events, context);
  const messages: readonly Message[] = [
    ...(mayHaveBeenInChannel(concern) && placeOf(now, school) !== 'channel' ? [endedInChannel(concern, context)] : []),
    ...endedFor(found, concern, context),
    ...ownersGone(concern, found, context),
    ...consultationsAfter(found, now, context),
    ...caseMessages(now, context),
    ...(routing.length === 0 ? [] : comeTo(concern, now, routing, context)),
    ...(isRerouted && isToldStill(now, school) ? [receiptMessage(now, context)] : receiptsAfter(concern, now, context)),
  ];
  const said = new Set(messages.map(({ slot }) => slot));
  return decision({
    events,
    // What is said for a reason of its own comes before what merely follows from the roles.
    messages: [...messages, ...cardsMoved(now, context).filter(({ slot }) => !said.has(slot))],
    relays: keptFromSubjects(concern, now, context),
  });
}

/** Who had it and does not handle it any more has a card of it no more, in the chat where only they read. */
function ownersGone(concern: Concern, found: readonly PersonId[], context: DecisionContext): readonly Message[] {
  const owner = ownerOf(concern);
  const isGone = owner !== undefined && !found.includes(owner) && isLeftByOwner(concern, context.school);
  return isGone ? [handledElsewhere(owner, context)] : [];
}

/** Where it goes now: round those who would have handled it, and on from where nobody is left who may. */
function routingNow(
  concern: Concern,
  found: readonly PersonId[],
  withFound: Concern,
  context: DecisionContext,
): readonly ConcernEvent[] {
  const { school } = context;
  const { answers, subjects, route } = withFound.file;
  if (found.length > 0) {
    const events = routingAfter(concern, found, withFound, context);
    if (events.length > 0) return events;
  }
  const ofHead = routeOfHead(withFound, school);
  if (ofHead !== undefined) return [rerouted(concern, ofHead, context)];
  if (handlersOf(withFound, school).length > 0)
    return isLeftByOwner(withFound, school) ? [rerouted(concern, route, context)] : [];
  const next = routeFor(answers, subjects, school, route);
  const isHandled = handlersOf({ ...withFound, file: { ...withFound.file, route: next } }, school).length > 0;
  return isHandled ? [rerouted(concern, next, context)] : [];
}

/** By its roles alone: whether everybody in the channel handled it, nobody can say once the school file is another. */
function mayHaveBeenInChannel({ file }: Concern): boolean {
  return file.route.handlers.some((role) => channelRoles.includes(role));
}

/** The co-ordinator gives it to the DSL and the deputies, also where they are one person (R012). */
function handedOn(
  concern: Concern,
  { reason }: CommandData<'concern/hand-to-safeguarding'>,
  context: DecisionContext,
): Outcome {
  const { school } = context;
  const subjects = concern.file.subjects;
  const route = routeBy(handedToSafeguarding, subjects, school);
  const team = holdersOf(school, ['dsl', 'deputy-dsl']).filter((person) => !isSubject(concern, person, school));
  const event = { type: 'HandedToSafeguarding', reason, route, remindAt: reminders(concern, context) } as const;
  const line = `handed this to the ${roleLabel(school, 'dsl')}`;
  const more = (now: Concern) => (placeOf(now, school) === 'channel' ? [] : cameTo(now, context));
  return step(concern, [event], { line, mentions: team, more }, context);
}

/** Names the one whom a member of staff turns to, who is told of them by role (R027). */
function contactNominated(
  concern: Concern,
  { person }: CommandData<'concern/nominate-contact'>,
  context: DecisionContext,
): Outcome {
  const { school, reference } = context;
  if (!contactsFor(concern, school).includes(person))
    return refuse(concern, 'concern/nominate-contact', 'no-such-contact', context);
  const told = `${reference}: you are the one to turn to in this case. Open it to read it.`;
  const isTold = (who: PersonId) => personIn(context) !== who;
  const more = (now: Concern): readonly Message[] => [
    ...(isTold(person) ? [lineTo(person, `line:contact:${context.at}:${person}`, told)] : []),
    ...(isTold(now.file.reportedBy) && isToldStill(now, school) ? [toldContact(now, person, context)] : []),
  ];
  return step(concern, [{ type: 'ContactNominated', person }], { line: 'named a contact', more }, context);
}

function toldContact({ file }: Concern, person: PersonId, { school, reference, at }: DecisionContext): Message {
  const text = `For your report ${reference}, turn to ${saidContact(person, school)} from now on.`;
  return lineTo(file.reportedBy, `told:contact:${at}`, text);
}

/** By role, with the number of the role: a name has no place in a notification (R197). */
function saidContact(person: PersonId, school: School): string {
  const role = (['head', 'chair'] as const).find((one) => holds(school, person, [one]));
  if (role !== undefined) return `the ${roleLabel(school, role)}, on ${roleTelephone(school, role)},`;
  return `the ${findPerson(school, person)?.jobTitle ?? 'leader who was chosen'}, on ${school.telephone},`;
}

function cameTo(now: Concern, { school, reference }: DecisionContext): readonly Message[] {
  const told = `${reference}: this has come to you, and nobody has it yet.`;
  return handlersOf(now, school).map((person) => lineTo(person, `line:came:${person}`, told));
}

function reminders({ file }: Concern, { school, at }: DecisionContext): string[] {
  return [...firstReminders(file.urgency, at, school)];
}
