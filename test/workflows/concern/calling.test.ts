import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type PersonId, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { isSchoolTime } from '../../../src/domain/school-time.ts';
import { handlersOf, isSubject } from '../../../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import type { ConcernEvent } from '../../../src/workflows/concern/events.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { ladders } from '../../../src/workflows/concern/rules/ladder.ts';
import type { Concern } from '../../../src/workflows/concern/state.ts';
import { whoAreAway } from '../../support/away.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  audienceOf,
  type ConcernOf,
  given,
  type History,
  monday,
  reference,
  sampleData,
  someAnswers,
} from '../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people } from '../../support/school.ts';

const inDanger = { answers: someAnswers({ danger: 'yes' }) };
const urgent = { answers: someAnswers({ under13: 'yes', kind: 'sexual-harassment' }) };

interface Round {
  readonly at: Instant;
  /** Who is mentioned or has a line of their own. */
  readonly called: readonly PersonId[];
  readonly type: ConcernEvent['type'] | undefined;
  /** Who handles it from then on who did not before. */
  readonly came: readonly PersonId[];
  readonly lines: readonly string[];
}

/** So many reminders of a concern, each when it is due, while these people are away. */
function rounds(of: ConcernOf, count: number, away: readonly PersonId[] = [], from: History = aConcern('new', of)) {
  const { school = aSchool() } = of;
  let history = from;
  const all: Round[] = [];
  for (let round = 0; round < count; round++) {
    const { state } = given(history, school);
    const at = concern.deadlines(state).find(({ command }) => command === 'concern/remind')?.at;
    if (at === undefined) throw new Error('nobody is reminded');
    const made = given(history, school).when('concern/remind', theClock, {}, at, whoAreAway(...away));
    const before = handlersOf(state as Concern, school);
    const lines = made.messages.filter(({ card }) => card === 'line');
    const called = lines.flatMap(({ to, mentions = [] }) => (to.kind === 'person' ? [to.person] : mentions));
    all.push({
      at,
      called,
      type: made.events[0]?.type,
      came: handlersOf(made.state as Concern, school).filter((person) => !before.includes(person)),
      lines: lines.map(({ preview }) => preview),
    });
    history = made.history;
  }
  return { all, history, state: given(history, school).state as Concern };
}

const minutesAfter = (at: Instant, from: Instant = monday) => (Date.parse(at) - Date.parse(from)) / MINUTE;

describe('[R002] a concern of a pupil that nobody acknowledges', () => {
  it('calls the DSL, then the deputies, then the head, and then all of them again and again', () => {
    const { all } = rounds(inDanger, 5);
    expect(all.map(({ at }) => minutesAfter(at))).toEqual([5, 10, 20, 30, 40]);
    expect(all.map(({ type }) => type)).toEqual([
      'WaitNoticed',
      'WaitNoticed',
      'ConcernEscalated',
      'WaitNoticed',
      'WaitNoticed',
    ]);
    expect(all[0]?.called).toEqual([people.dsl]);
    expect(all[1]?.called).toEqual([people.deputy]);
    expect(all[2]?.came).toEqual([people.head]);
    expect(all[3]?.called.toSorted()).toEqual([people.dsl, people.deputy, people.head].toSorted());
  });

  it('comes to the head as a step on the record: a card of their own, and a line in the thread for the others', () => {
    const { history } = rounds(inDanger, 2);
    const made = given(history).when('concern/remind', theClock, {}, later(monday, 20 * MINUTE));
    made.thenHappens({
      type: 'ConcernEscalated',
      level: 3,
      to: ['head'],
      standIns: [],
      remindAt: [later(monday, 30 * MINUTE)],
    });
    expect(made.lines).toEqual(['Nobody has acknowledged this. It has gone to the head teacher.']);
    expect(made.message('case')).toMatchObject({ to: { kind: 'channel' } });
    expect(made.message(`case:${people.head}`)).toMatchObject({ to: { kind: 'person', person: people.head } });
    const line = made.messages.find(({ to, card }) => to.kind === 'person' && card === 'line');
    expect(line?.preview).toBe(`${reference}: Nobody has acknowledged this, so it has come to you. Open it.`);
    const opened = given(made.history).when('concern/open', by.head);
    expect(opened.outcome.kind).toBe('decision');
    const blocks = JSON.stringify(opened.reply?.data.blocks);
    expect(blocks).toContain('head teacher');
    expect(blocks).toContain('obody had acknowledged it');
    given(made.history).when('concern/acknowledge', by.head).thenHappens({ type: 'ConcernAcknowledged' });
    given(history).when('concern/open', by.head).thenRefused('not-yours');
  });

  it('goes no further once somebody has seen it', () => {
    const { history } = rounds(inDanger, 3);
    const seen = given(history).when('concern/acknowledge', by.deputy, {}, later(monday, 21 * MINUTE));
    expect(concern.deadlines(seen.state)).toEqual([]);
    given(seen.history)
      .when('concern/remind', theClock, {}, later(monday, 40 * MINUTE))
      .thenHappens();
  });

  it('calls nobody twice for one deadline, however often the clock comes', () => {
    const { history } = rounds(inDanger, 3);
    for (const minutes of [20, 21, 29])
      given(history)
        .when('concern/remind', theClock, {}, later(monday, minutes * MINUTE))
        .thenHappens();
  });

  it('after hours in which nothing ran, calls all who were missed, the head too', () => {
    const school = aSchool({ reminders: { immediate: [5, 10, 20], urgent: [15], routine: [60] } });
    const made = given(aConcern('new', { ...inDanger, school }), school).when(
      'concern/remind',
      theClock,
      {},
      later(monday, 9 * HOUR),
    );
    expect(made.events).toMatchObject([{ type: 'ConcernEscalated', level: 3, to: ['head'] }]);
    expect(made.messages.filter(({ to }) => to.kind === 'thread')).toHaveLength(1);
  });

  it('goes round a head whom it is about: to the chair, and neither the head nor the head’s delegate learns of it', () => {
    const added = {
      type: 'PersonAdded',
      name: 'Margaret Elstow',
      kind: 'staff',
      capacity: 'instigator',
      detail: '',
      subjects: [people.head],
    } satisfies ConcernEvent;
    const school = aSchool();
    const begun = rounds({ ...inDanger, school, followedBy: [[added, by.dsl]] }, 2);
    const third = rounds({ ...inDanger, school }, 1, [], begun.history);
    expect(third.all[0]?.came).toEqual([people.chair]);
    expect(third.all[0]?.lines.join(' ')).not.toContain('head');
  });

  it('[R002] gives the deputy all that the DSL may do', () => {
    for (const status of ['new', 'acknowledged', 'handled', 'closed'] as const)
      for (const command of Object.keys(sampleData) as ConcernCommand[]) {
        const refusedTo = (who: typeof by.dsl) => {
          const context = { at: monday, by: who, school: aSchool(), reference };
          return concern.refuses(given(aConcern(status, { handler: people.head })).state, command, context)?.code;
        };
        expect([command, status, refusedTo(by.deputy)]).toEqual([command, status, refusedTo(by.dsl)]);
      }
  });
});

describe('when school is closed', () => {
  it('calls for immediate danger day and night, in the holidays too', () => {
    const { all } = rounds({ ...inDanger, reportedAt: '2026-12-24T23:00:00.000Z' }, 3);
    expect(all.map(({ at }) => minutesAfter(at, '2026-12-24T23:00:00.000Z'))).toEqual([5, 10, 20]);
  });

  it.each([
    ['urgent', urgent, 15],
    ['routine', {}, 180],
  ] as const)(
    'lets what is %s wait for school to open, each step as far from the one before as ever',
    (_name, of, gap) => {
      const { all } = rounds({ ...of, reportedAt: '2026-12-18T20:00:00.000Z' }, 2);
      // The holidays: school begins again on 5 January.
      expect(all[0]?.at).toBe('2027-01-05T08:30:00.000Z');
      expect(minutesAfter(all[1]?.at ?? '', all[0]?.at)).toBe(gap);
      expect(all.map(({ called }) => called)).toEqual([[people.dsl], [people.deputy]]);
    },
  );

  it('keeps to the school’s clock when that changes', () => {
    const terms = [{ from: '2026-09-03', until: '2026-12-18' }];
    const { calendar } = aSchool();
    const school = aSchool({ calendar: { ...calendar, terms } });
    // The clocks go back in the night to Sunday 25 October.
    const { all } = rounds({ ...urgent, school, reportedAt: '2026-10-23T15:30:00.000Z' }, 2);
    expect(all.map(({ at }) => at)).toEqual(['2026-10-26T08:30:00.000Z', '2026-10-26T08:45:00.000Z']);
  });
});

describe('a concern about a member of staff that nobody acknowledges', () => {
  const of = { answers: { ...aboutStaff('Callum Farrow'), danger: 'yes' } };

  it('calls who has it, then the head’s delegate, then the chair, each in their own chat', () => {
    const { all } = rounds(of, 3);
    expect(all[0]?.called).toContain(people.head);
    expect(all[1]?.came).toEqual([people.deputy]);
    expect(all[2]?.came).toEqual([people.chair]);
    expect(all.flatMap(({ lines }) => lines).join(' ')).not.toContain('Farrow');
  });

  it('never comes to whom it is about, though they are next on the ladder', () => {
    const { all, state } = rounds({ answers: { ...aboutStaff('Daniel Okonjo'), danger: 'yes' } }, 4);
    expect(all.flatMap(({ called, came }) => [...called, ...came])).not.toContain(people.deputy);
    expect(isSubject(state, people.deputy, aSchool())).toBe(true);
    expect(all.flatMap(({ came }) => came)).toContain(people.chair);
  });
});

describe('a concern about the head that nobody acknowledges', () => {
  it('calls the chair, then who stands in for the chair; the head and the head’s delegate learn nothing', () => {
    const { all, state } = rounds({ answers: { ...aboutHead(), danger: 'yes' } }, 4);
    expect(all[0]?.called).toEqual([people.chair]);
    expect(all[1]?.came).toEqual([people.governor]);
    const everybody = all.flatMap(({ called, came }) => [...called, ...came]);
    expect(everybody).not.toContain(people.head);
    expect(handlersOf(state, aSchool())).not.toContain(people.deputy);
  });

  it('does not call a delegate of the chair who stands in for the head as well', () => {
    const { roles } = aSchool();
    const school = aSchool({
      roles: {
        ...roles,
        head: { ...roles.head, delegate: people.senco },
        chair: { ...roles.chair, delegate: people.senco },
      },
    });
    const { all } = rounds({ school, answers: { ...aboutHead(), danger: 'yes' } }, 3);
    expect(all.flatMap(({ called, came }) => [...called, ...came])).not.toContain(people.senco);
    expect(all[1]?.came).toEqual([people.governor]);
  });
});

describe('[R002] [R008] while people are away', () => {
  it('[R002] calls the deputy first where the DSL is away', () => {
    const { all } = rounds(inDanger, 2, [people.dsl]);
    expect(all[0]?.called).toEqual([people.deputy]);
    expect(all[1]?.came).toEqual([people.head]);
  });

  it('[R008] comes to the head’s delegate where the head is away, if they were not called before', () => {
    const { roles } = aSchool();
    const school = aSchool({ roles: { ...roles, head: { ...roles.head, delegate: people.senco } } });
    const { all, state } = rounds({ ...inDanger, school }, 3, [people.head]);
    expect(all[2]?.called).toContain(people.senco);
    expect(all[2]?.called).not.toContain(people.head);
    // Who is away has it all the same.
    expect(handlersOf(state, school)).toContain(people.head);
  });

  it('goes on to the chair where the head is away and the delegate was called already', () => {
    expect(rounds(inDanger, 3, [people.head]).all[2]?.came).toEqual([people.chair]);
  });

  it('[R008] comes to the team’s delegates where all of the team is away, and to the head where they are too', () => {
    const { all } = rounds(inDanger, 2, [people.dsl, people.deputy]);
    expect(all.map(({ came }) => came)).toEqual([[people.coordinator], [people.head]]);
    expect(all[0]?.called).not.toContain(people.dsl);
    expect(rounds(inDanger, 1, [people.dsl, people.deputy, people.coordinator]).all[0]?.came).toEqual([people.head]);
  });

  it('calls them all the same where everybody is away', () => {
    const { all } = rounds(inDanger, 4, Object.values(people));
    expect(all[0]?.called).toEqual([people.dsl]);
    expect(all[2]?.came).toEqual([people.head]);
  });

  it('makes of a record of an absence that cannot be read no reason to call nobody', () => {
    const history = aConcern('new', inDanger);
    const gathered = { kind: 'records', records: [], isWhole: false } as const;
    const made = given(history).when('concern/remind', theClock, {}, later(monday, 5 * MINUTE), gathered);
    expect(made.events).toHaveLength(1);
  });
});

describe('where it came to others and nobody takes it', () => {
  it('goes up the ladder of those to whom it came, from its first step', () => {
    const school = aSchool();
    const seen = given(aConcern('acknowledged', { ...inDanger, handler: people.dsl }), school);
    const named = { name: 'Daniel Okonjo', kind: 'staff', capacity: 'instigator', detail: '' };
    const added = seen.when('concern/add-person', by.dsl, named);
    expect(added.events.map(({ type }) => type)).toContain('ConcernRerouted');
    const { all } = rounds({ school }, 2, [], added.history);
    expect(all[0]?.lines.join(' ')).toContain('Nobody has taken this yet.');
    expect(all.flatMap(({ called, came }) => [...called, ...came])).not.toContain(people.deputy);
  });
});

describe('the ladders', () => {
  it('are rules with an id, words, a source and a day', () => {
    for (const rule of ladders) {
      expect(rule.id).toMatch(/^ladder\/[a-z]+$/);
      expect(rule.since).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect([rule.words, rule.source].every((text) => text.length > 5)).toBe(true);
    }
  });

  it('never call whom it is about, whoever is away and whoever holds which role, and never leave it in silence', () => {
    const everybody = Object.values(people).filter((one) => one !== people.senco);
    const some = (most: number) => fc.uniqueArray(fc.constantFrom(...everybody), { minLength: 1, maxLength: most });
    // Whoever is the SENCO here is everybody's delegate who would otherwise stand in for themselves.
    const schools: fc.Arbitrary<School> = fc
      .record({ dsl: some(2), 'deputy-dsl': some(2), chair: some(1), 'online-safety-governor': some(1) })
      .map((holders) =>
        aSchoolWhere({ ...holders, head: everybody.filter((one) => !holders.chair.includes(one)).slice(0, 1) }),
      );
    const reports = fc.constantFrom(
      someAnswers({ danger: 'yes' }),
      ...['Callum Farrow', 'Margaret Elstow', 'Daniel Okonjo', 'Gurpreet Dhanda'].map((name) => ({
        ...aboutStaff(name),
        danger: 'yes',
      })),
      { ...aboutHead(), danger: 'yes' },
    );
    fc.assert(
      fc.property(schools, reports, fc.subarray(everybody), (school, answers, away) => {
        let history = aConcern('new', { school, answers });
        for (let round = 0; round < 6; round++) {
          const { state } = given(history, school);
          const at = concern.deadlines(state)[0]?.at ?? '';
          const made = given(history, school).when('concern/remind', theClock, {}, at, whoAreAway(...away));
          expect(made.events).toHaveLength(1);
          const now = made.state as Concern;
          const subjects = everybody.filter((person) => isSubject(now, person, school));
          const inChannel = made.messages.filter(({ to }) => to.kind !== 'person');
          const reached = made.messages.flatMap(({ to, mentions = [] }) =>
            to.kind === 'person' ? [to.person, ...mentions] : mentions,
          );
          for (const person of subjects) expect(reached).not.toContain(person);
          if (inChannel.some(({ to }) => to.kind === 'channel'))
            for (const message of inChannel)
              for (const person of subjects) expect(audienceOf(message, school)).not.toContain(person);
          if (handlersOf(now, school).length > 0) expect(made.messages.some(({ card }) => card === 'line')).toBe(true);
          history = made.history;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keep routine and urgent reminders within school hours', () => {
    const starts = fc
      .integer({ min: 0, max: 250 * 24 })
      .map((hours) => later('2026-09-03T00:00:00.000Z', hours * HOUR));
    fc.assert(
      fc.property(starts, fc.constantFrom(urgent, {}), (reportedAt, of) => {
        const school = aSchool();
        let before = '';
        for (const { at } of rounds({ ...of, reportedAt, school }, 4).all) {
          expect(at > before).toBe(true);
          before = at;
          // After the last term that is known it comes all the same.
          if (at < '2027-03-25T00:00:00.000Z') expect([at, isSchoolTime(school, at)]).toEqual([at, true]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
