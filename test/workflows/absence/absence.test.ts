import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf } from '../../../src/domain/absences.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import { personName, type School } from '../../../src/domain/school.ts';
import { type AbsenceCommand, commandData } from '../../../src/workflows/absence/command-data.ts';
import { absence } from '../../../src/workflows/absence/index.ts';
import { refusalFor, refusalSentences } from '../../../src/workflows/absence/refusals.ts';
import { whoAreAway } from '../../support/away.ts';
import { aSchool, by, people } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';

const reference = 'W-7K3Q9F';
const aside = { school: aSchool(), by: theClock };
const monday = '2026-11-23T10:00:00.000Z';
const until = { until: '2026-11-30' };

function anAbsence(school: School = aSchool()) {
  return aStage(absence, { school, reference, at: monday });
}

describe('[R002] somebody says that they are away', () => {
  it('and the safeguarding channel hears that the DSL is, by role, and that the others have what comes', () => {
    const { messages, reply } = anAbsence().give('absence/begin', by.dsl, until);
    expect(messages).toMatchObject([
      {
        slot: 'told:channel',
        to: { kind: 'channel', channel: 'safeguarding' },
        preview:
          'The Designated Safeguarding Lead is away until Mon 30 Nov. The others of the safeguarding team have what comes.',
        fresh: true,
      },
    ]);
    expect(reply?.data.title).toBe('You are away until Mon 30 Nov');
    expect(JSON.stringify(reply?.data)).toContain('Daniel Okonjo has what comes');
  });

  it('[R008] and of the head, that the delegate stands in, in the delegate’s own chat', () => {
    const { messages } = anAbsence().give('absence/begin', by.head, until);
    expect(messages).toMatchObject([
      {
        to: { kind: 'person', person: people.deputy },
        preview:
          'The head teacher is away until Mon 30 Nov. You stand in for the head teacher: you have what comes meanwhile.',
      },
    ]);
  });

  it('[R008] and where the delegate is away too, they and the safeguarding channel learn that nobody stands in', () => {
    const given = anAbsence().give('absence/begin', by.head, until, 1, whoAreAway(people.deputy));
    expect(given.said).toContain('Nobody stands in for the head teacher: the delegate is away too.');
    expect(given.messages.map(({ to, preview }) => [to.kind, preview.includes('Nobody stands in')])).toEqual([
      ['channel', true],
    ]);
    // The same where it is the delegate who goes away after the one they stand in for.
    const later = anAbsence().give('absence/begin', by.deputy, until, 1, whoAreAway(people.head));
    expect(later.said).toContain('Nobody stands in for the head teacher');
    expect(later.messages.map(({ preview }) => preview).join(' ')).toContain('Nobody stands in for the head teacher');
  });

  it('and where all of the team is away, the channel and the delegates hear it', () => {
    const { messages } = anAbsence().give('absence/begin', by.dsl, until, 1, whoAreAway(people.deputy));
    expect(messages.map(({ slot }) => slot)).toEqual(['told:channel', `told:${people.coordinator}`]);
    expect(messages[0]?.preview).toContain('the delegates stand in');
  });

  it('names nobody in what a notification shows', () => {
    for (const person of Object.values(people))
      for (const away of [[], [people.deputy, people.governor, people.coordinator]]) {
        const { messages } = anAbsence().give('absence/begin', actorOf(person), until, 1, whoAreAway(...away));
        for (const { preview } of messages)
          for (const one of Object.values(people)) expect(preview).not.toContain(personName(aSchool(), one));
      }
  });

  it('is for those alone who hold a role or stand in for one', () => {
    expect(anAbsence().give('absence/begin', by.teacher, until).code).toBe('no-role');
    const { isOffered } = absence.commands['absence/begin'] ?? {};
    expect(isOffered?.(people.teacher, aSchool())).toBe(false);
    expect(isOffered?.(people.governor, aSchool())).toBe(true);
  });

  it('with a day that is to come, within a year', () => {
    expect(anAbsence().give('absence/begin', by.dsl, { until: '2026-11-23' }).code).toBe('not-ahead');
    expect(anAbsence().give('absence/begin', by.dsl, { until: '2026-11-24' }).kind).toBe('decision');
    expect(anAbsence().give('absence/begin', by.dsl, { until: '2028-01-01' }).code).toBe('too-far');
    expect(anAbsence().give('absence/begin', by.dsl, { until: 'soon' }).kind).toBe('malformed');
  });

  it('and another day takes the place of the first, where it stands', () => {
    const stage = anAbsence();
    stage.give('absence/begin', by.dsl, until);
    const changed = stage.give('absence/begin', by.dsl, { until: '2026-12-02' });
    expect(changed.events).toMatchObject([{ type: 'AbsenceChanged', until: '2026-12-02' }]);
    expect(changed.messages[0]).toMatchObject({ slot: 'told:channel' });
    expect(changed.messages[0]).not.toHaveProperty('fresh');
  });
});

describe('somebody is back', () => {
  it('when they say so: what was told is edited where it stands, and they are found no more', () => {
    const stage = anAbsence();
    stage.give('absence/begin', by.head, until);
    expect(absence.findableBy(stage.state)).toEqual(['away']);
    expect(absence.shares?.(stage.state, aside)).toEqual({ person: people.head, until: '2026-11-30' });
    const back = stage.give('absence/back', by.head);
    expect(back.messages).toMatchObject([
      { to: { kind: 'person', person: people.deputy }, onlyEdits: true, preview: 'The head teacher is back.' },
    ]);
    expect(absence.findableBy(stage.state)).toEqual([]);
    expect(absence.shares?.(stage.state, aside)).toBeUndefined();
    expect(stage.give('absence/back', by.head).code).toBe('not-away');
    expect(stage.give('absence/begin', by.head, until).events).toMatchObject([{ type: 'AbsenceBegun' }]);
  });

  it('by itself as school opens on the day, or next after it', () => {
    const endsAt = (day: string) => {
      const stage = anAbsence();
      stage.give('absence/begin', by.dsl, { until: day });
      return absence.deadlines(stage.state)[0]?.at;
    };
    expect(endsAt('2026-11-30')).toBe('2026-11-30T08:30:00.000Z');
    expect(endsAt('2026-11-28')).toBe('2026-11-30T08:30:00.000Z');
    expect(endsAt('2026-12-24')).toBe('2027-01-05T08:30:00.000Z');
    // Summer time begins on 28 March, after the last term that is known.
    expect(endsAt('2027-04-07')).toBe('2027-04-07T07:30:00.000Z');
    const stage = anAbsence();
    stage.give('absence/begin', by.dsl, until);
    expect(stage.give('absence/end', theClock).events).toEqual([]);
    expect(stage.give('absence/end', theClock, {}, 8 * 24 * 60).events).toEqual([{ type: 'AbsenceEnded' }]);
    expect(stage.give('absence/end', theClock).kind).toBe('refusal');
  });
});

describe('an absence', () => {
  it('is nobody’s but theirs: others are refused as if it were not there, and offered nothing', () => {
    const stage = anAbsence();
    stage.give('absence/begin', by.dsl, until);
    for (const command of ['absence/open', 'absence/back', 'absence/put-away'])
      for (const who of [by.deputy, by.head, by.teacher]) {
        const refused = stage.give(command, who);
        expect(refused.sentence).toBe(absence.notThere(reference, aSchool()));
      }
    expect(stage.give('absence/open', by.dsl).said).toContain('absence/back');
  });

  it('stands in a list for those with a role, with the way into one’s own', () => {
    const stage = anAbsence();
    stage.give('absence/begin', by.dsl, until);
    const [list] = absence.lists;
    const row = (person: string) => list?.row(stage.state, { reference, person, school: aSchool(), now: stage.at });
    expect(row(people.head)).toMatchObject({
      title: 'Designated Safeguarding Lead · until Mon 30 Nov',
      detail: 'Naila Rahimi',
    });
    expect(row(people.head)).not.toHaveProperty('press');
    expect(row(people.dsl)).toMatchObject({ press: { command: 'absence/open' } });
    expect(row(people.teacher)).toBeUndefined();
    stage.give('absence/back', by.dsl);
    expect(row(people.head)).toBeUndefined();
  });

  it('says to whoever is away what could not be told, once', () => {
    const stage = anAbsence();
    stage.give('absence/begin', by.head, until);
    const parked = { slot: `told:${people.deputy}`, outcome: 'parked', code: 'blocked' };
    const noted = stage.give('absence/delivery-note', theClock, parked);
    expect(noted.messages).toMatchObject([{ to: { kind: 'person', person: people.head } }]);
    expect(stage.give('absence/delivery-note', theClock, parked).events).toEqual([]);
    const other = { ...parked, slot: `parked:told:${people.deputy}` };
    expect(stage.give('absence/delivery-note', theClock, other).events).toEqual([]);
  });

  it('folds in any order of commands, offers what it does not refuse, and has a sentence for each refusal', () => {
    const actors: readonly Actor[] = [by.dsl, by.dsl, by.dsl, by.deputy, by.head, by.teacher, theClock];
    const codes = new Set<string>();
    const data: Record<AbsenceCommand, unknown> = {
      'absence/begin': until,
      'absence/open': {},
      'absence/put-away': {},
      'absence/back': {},
      'absence/end': {},
      'absence/delivery-note': { slot: 'told:channel', outcome: 'parked', code: 'x' },
    };
    const move = fc.tuple(
      fc.constantFrom(...(Object.keys(commandData) as AbsenceCommand[])),
      fc.constantFrom(...actors),
      fc.constantFrom(1, 60, 5 * 24 * 60),
      fc.constantFrom('2026-11-30', '2026-12-04', '2026-11-23', '2029-01-01'),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40, size: 'max' }), (moves) => {
        const stage = anAbsence();
        for (const [command, who, minutes, day] of moves) {
          const person = who.kind === 'person' ? who.person : undefined;
          const expected = refusalFor(stage.state, command, person, aSchool());
          const given = stage.give(command, who, command === 'absence/begin' ? { until: day } : data[command], minutes);
          if (expected !== undefined) expect(given.code).toBe(expected);
          if (given.code !== undefined) codes.add(given.code);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(codes).toEqual(new Set(Object.keys(refusalSentences)));
  });

  it('is not read where something happened in it that cannot follow', () => {
    const told = { until: '2026-11-30', endsAt: monday, told: [] };
    const begun = absence.evolve(absence.initial, {
      event: { type: 'AbsenceBegun', ...told },
      at: monday,
      by: by.dsl,
    });
    for (const [state, event] of [
      [absence.initial, { type: 'AbsenceEnded' }],
      [absence.initial, { type: 'AbsenceChanged', ...told }],
      [absence.initial, { type: 'NoticeParked', slot: 'x', code: 'x' }],
      [begun, { type: 'AbsenceBegun', ...told }],
    ] as const)
      expect(() => absence.evolve(state, { event, at: monday, by: by.dsl })).toThrow();
  });
});

describe('[R008] who has what comes to a role', () => {
  it('is who holds it and is there, else the delegate, else nobody', () => {
    const school = aSchool();
    expect(coverOf('head', new Set(), school)).toEqual({ by: 'others', people: [people.head] });
    expect(coverOf('head', new Set([people.head]), school)).toEqual({ by: 'delegate', people: [people.deputy] });
    expect(coverOf('network-manager', new Set([people.networkManager]), school).people).toEqual([people.coordinator]);
    expect(coverOf('head', new Set([people.head, people.deputy]), school)).toEqual({ by: 'nobody', people: [] });
    expect(coverOf('dsl', new Set([people.dsl]), school)).toEqual({ by: 'others', people: [people.deputy] });
  });
});
