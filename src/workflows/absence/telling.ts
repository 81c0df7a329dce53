import { type Cover, coverOf, isOfTeam } from '../../domain/absences.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { CHANNEL, heldBy, standsInFor, toldSlot } from './access.ts';
import { saidAway, saidBack, saidCover, saidNobody, saidYouStandIn, whatToDo } from './words.ts';

/** Somebody's absence as others have to know of it. */
export interface Away {
  readonly person: PersonId;
  /** The day they are back, as people say it. */
  readonly day: string;
  /** Everybody who is away, they too. */
  readonly away: ReadonlySet<PersonId>;
  readonly school: School;
}

/** The roles that this absence leaves to others, with who has what comes to them. */
export function covers({ person, away, school }: Away): readonly { readonly role: Role; readonly cover: Cover }[] {
  return heldBy(person, school).map((role) => ({ role, cover: coverOf(role, away, school) }));
}

/** The roles of which they are the delegate, and for which nobody is left now. */
export function leftAlone({ person, away, school }: Away): readonly Role[] {
  return standsInFor(person, school).filter(
    (role) => !heldBy(person, school).includes(role) && coverOf(role, away, school).by === 'nobody',
  );
}

/**
 * What others are told: the safeguarding channel of the DSL and the deputies, and of any role for which nobody stands in;
 * of every other role whoever has what comes to it, in their own chat. By role, as it may be read over a shoulder.
 */
export function tellOthers(of: Away): readonly Message[] {
  const { person, day, school } = of;
  const all = covers(of);
  const lines = all
    .filter(({ role, cover }) => isOfTeam(role) || cover.by === 'nobody')
    .map(({ role, cover }) => {
      const todo = cover.by === 'nobody' ? [whatToDo] : [];
      return [saidAway(role, day, school), saidCover(role, cover, school), ...todo].join(' ');
    });
  const alone = leftAlone(of).map((role) => `${saidNobody(roleLabel(school, role))} ${whatToDo}`);
  const channel = [...lines, ...alone];
  const told = all
    .filter(({ role, cover }) => cover.by === 'delegate' || (cover.by === 'others' && !isOfTeam(role)))
    .flatMap(({ role, cover }) =>
      cover.people.map((whom) => ({ whom, text: saidYouStandIn(role, day, cover.by, school) })),
    )
    .filter(({ whom }) => whom !== person);
  const byPerson = Map.groupBy(told, ({ whom }) => whom);
  return [
    ...(channel.length === 0 ? [] : [inChannel(channel)]),
    ...[...byPerson].map(([whom, own]) => toPerson(whom, own.map(({ text }) => text).join(' '))),
  ];
}

/** Takes the place of what was told, when somebody is back. */
export function tellBack(person: PersonId, slots: readonly string[], school: School): readonly Message[] {
  const text = saidBack(heldBy(person, school), school);
  return slots.map((slot): Message => {
    const message = slot === CHANNEL ? inChannel([text]) : toPerson(slot.slice(toldSlot('').length), text);
    return { ...message, onlyEdits: true };
  });
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

function toPerson(person: PersonId, text: string): Message {
  return lineTo(person, toldSlot(person), text);
}

function inChannel(lines: readonly string[]): Message {
  const text = lines.join(' ');
  return {
    slot: CHANNEL,
    to: { kind: 'channel', channel: 'safeguarding' },
    card: 'notice',
    data: { title: '', lines: [...lines], buttons: [] },
    preview: text,
  };
}
