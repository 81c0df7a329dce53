import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { actorOf, type PersonId, type Role, roles, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { handlersOf, leadersOf, partsOf } from '../../../src/workflows/concern/access.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import { audienceOf, everyCommand, give, reference, sampleData, someAnswers } from '../../support/concern.ts';
import { aSchool, aSchoolFile, people, withPerson } from '../../support/school.ts';
import { aRun, type Move, type Moved, play } from './random-run.ts';

// Whom a concern is about gets nothing of it, whatever they and others become. Whom it is about is worked out here from
// what was typed alone, by surname, and not asked of the code that is tried.

const marsh: PersonId = 'k.marsh@oakfield.example';
const surnames: Readonly<Record<PersonId, string>> = {
  [people.otherTeacher]: 'Farrow',
  [people.head]: 'Elstow',
  [people.deputy]: 'Okonjo',
  [people.chair]: 'Dhanda',
  [people.governor]: 'Donnellan',
  [marsh]: 'Marsh',
};

/** Oakfield School where this person has come to this role besides, or stands in for whoever holds it. */
function whereIs(person: PersonId, role: Role, isDelegate: boolean): School {
  const file = person === marsh ? withPerson(aSchoolFile(), marsh, 'Kit Marsh', 'Teacher of Physics') : aSchoolFile();
  const held = file.roles[role];
  const holds = isDelegate ? held.people.filter((one) => one !== person) : [person];
  const isEmpty = holds.length === 0;
  const delegate = isDelegate || held.delegate === person ? (isDelegate ? person : people.assistant) : held.delegate;
  const isBoth = role === 'head' || role === 'chair';
  const other: Role = role === 'head' ? 'chair' : 'head';
  const others =
    isBoth && file.roles[other].people.includes(person)
      ? { [other]: { people: [people.assistant], delegate: people.senco } }
      : {};
  return aSchool({
    ...file,
    concerns: { leaders: role === 'head' ? [] : [person].filter((one) => one !== people.head) },
    roles: { ...file.roles, ...others, [role]: { people: isEmpty ? [people.assistant] : holds, delegate } },
  });
}

const someSchool = fc
  .record({
    person: fc.constantFrom(...Object.keys(surnames)),
    role: fc.constantFrom(...roles),
    isDelegate: fc.boolean(),
  })
  .map(({ person, role, isDelegate }) => whereIs(person, role, isDelegate));

const words = fc.constantFrom('Something was said.', 'Nothing more is known.');
const lookAgain: Move = { command: 'concern/look-again', who: theClock, after: 0, data: {} };

const addMarsh: Move = {
  command: 'concern/add-person',
  who: { kind: 'handler', nth: 0 },
  after: 0,
  data: { name: 'Kit Marsh', kind: 'staff', capacity: 'instigator' },
};

/** A run in the middle of which the school changes; the product looks again at once, as it does. */
const aChangingRun = fc
  .record({ moves: aRun(words, 25), at: fc.nat(20), named: fc.boolean(), later: someSchool })
  .map(({ moves, at, named, later }) => {
    const own = moves.filter(({ command }) => command !== 'concern/look-again');
    const change = Math.max(own.findIndex(({ command }) => command === 'concern/report') + 1, at);
    const added = named ? [addMarsh] : [];
    return { moves: [...own.slice(0, change), ...added, lookAgain, ...own.slice(change)], later };
  });

const first = aSchool();

/** Everybody whose surname was written where a member of staff was meant, by what was taken so far. */
function namedBy(played: readonly Moved[], moves: readonly Move[], until: number): readonly PersonId[] {
  const texts = moves.slice(0, until + 1).flatMap((move, index) => {
    if (played[index]?.outcome.kind !== 'decision') return [];
    const data = move.data as Record<string, string>;
    if (move.command === 'concern/report') {
      const isStaff = data.about === 'staff' || data.kind === 'staff-misuse';
      return [
        isStaff ? data.adultNames : '',
        data.contactAdult,
        data.instigator === 'colleague' ? data.instigatorNames : '',
      ];
    }
    const isMeant = move.command === 'concern/add-person' && data.kind === 'staff' && data.capacity !== 'witness';
    return isMeant ? [data.name] : [];
  });
  const written = texts.join(' ');
  return Object.entries(surnames)
    .filter(([, surname]) => written.includes(surname))
    .map(([person]) => person);
}

interface Seen {
  readonly moved: Moved;
  readonly school: School;
  /** The school as it is later, before anybody has looked again. */
  readonly later: School;
  /** Whom it is about, but for the reporter. */
  readonly named: readonly PersonId[];
}

/** Each step of a run with the school of the moment and whom the concern is about. */
function everyStep({ moves, later }: { moves: readonly Move[]; later: School }): readonly Seen[] {
  const change = moves.indexOf(lookAgain);
  const played = play(moves, first, later);
  return played.flatMap((moved, index) => {
    if (moved.after.status === 'none') return [];
    const { reportedBy, subjects } = moved.after.file;
    const all = new Set([...namedBy(played, moves, index), ...subjects]);
    const named = [...all].filter((person) => person !== reportedBy);
    return [{ moved, school: index >= change ? later : first, later, named }];
  });
}

function everyPlay(check: (seen: Seen) => void, numRuns: number): void {
  fc.assert(
    fc.property(aChangingRun, (run) => {
      for (const seen of everyStep(run)) check(seen);
    }),
    { numRuns },
  );
}

function messagesOf({ outcome }: Moved): readonly Message[] {
  return outcome.kind === 'decision' ? outcome.messages : [];
}

describe('[R014] [R015] whom a concern is about, whatever becomes of them and of others', () => {
  it('has no part in it', () => {
    let found = 0;
    everyPlay(({ moved, school, later, named }) => {
      if (moved.after.status === 'none') return;
      if (moved.events.some(({ type }) => type === 'SubjectsFound')) found++;
      for (const person of named)
        for (const of of [school, later]) {
          expect(partsOf(moved.after, person, of)).toEqual([]);
          expect(handlersOf(moved.after, of)).not.toContain(person);
          expect(leadersOf(moved.after, of)).not.toContain(person);
        }
    }, 300);
    expect(found).toBeGreaterThan(0);
  });

  it('gets no card, no line, no mention and no edit, but what ends as a closed case does', () => {
    everyPlay(({ moved, school, named }) => {
      for (const message of messagesOf(moved)) {
        const theirs = audienceOf(message, school).filter((person) => named.includes(person));
        if (theirs.length === 0) continue;
        expect(message.onlyEdits).toBe(true);
        expect(message.mentions ?? []).toEqual([]);
        if (message.card === 'case') expect(message.preview).toBe(`Concern ${reference} · closed`);
        else expect(message.card).toBe('notice');
      }
    }, 200);
  });

  it('gets nothing that was still on its way to them', () => {
    fc.assert(
      fc.property(aChangingRun, (run) => {
        const owed: Message[] = [];
        for (const { moved, school, named } of everyStep(run)) {
          owed.push(...messagesOf(moved));
          for (const message of owed) {
            if (message.to.kind !== 'person' || !named.includes(message.to.person)) continue;
            const isEnd = message.onlyEdits === true || message.card === 'notice';
            if (!isEnd)
              expect([message.slot, concern.mayStillSend(moved.after, message, school)]).toEqual([message.slot, false]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gets from every command what somebody gets who asks for what is not there, and is in no list and no count', () => {
    everyPlay(({ moved, school, named }) => {
      const { after, at } = moved;
      for (const person of named.filter((one) => school.people.some(({ email }) => email === one))) {
        const of = { at, by: actorOf(person), school, reference };
        for (const command of everyCommand) {
          const data = sampleData[command];
          const outcome = give(after, command, data, of);
          expect(outcome).toMatchObject({ kind: 'refusal', sentence: concern.notThere(reference, school) });
          expect(concern.again(after, { type: command, data: data as never }, of)).toBeUndefined();
        }
        for (const list of concern.lists)
          expect(list.row(after, { reference, person, school, now: at })).toBeUndefined();
      }
    }, 20);
  });
});

describe('[R014] what is about the head', () => {
  it('is learned by nobody who only stands in for the head, whoever else is named', () => {
    const names = [
      'Mrs Elstow',
      'Elstow, Dhanda',
      'Elstow, Donnellan',
      'Elstow, Dhanda, Donnellan',
      'Elstow and Tanaka',
    ];
    for (const adultNames of names)
      for (const kind of ['staff-misuse', 'bullying-staff', 'other'] as const) {
        const answers = someAnswers({ kind, about: 'staff', names: undefined, adultNames });
        const by = actorOf(people.teacher);
        const at = '2026-11-23T15:00:00.000Z';
        const outcome = give(concern.initial, 'concern/report', answers, { at, by, school: first, reference });
        if (outcome.kind !== 'decision') throw new Error('the report was not taken');
        const state = outcome.events.reduce<ConcernState>(
          (before, event) => concern.evolve(before, { event, at, by }),
          concern.initial,
        );
        if (state.status === 'none') throw new Error('the report was not taken');
        const told = outcome.messages.flatMap((message) => audienceOf(message, first));
        expect(told).not.toContain(first.roles.head.delegate);
        expect(leadersOf(state, first)).not.toContain(first.roles.head.delegate);
      }
  });
});
