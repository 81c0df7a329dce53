import { describe, expect, it } from 'vitest';
import { checkAgencies } from '../../../src/application/doctor/agencies.ts';
import { checkCalendar } from '../../../src/application/doctor/calendar.ts';
import { checkSchool } from '../../../src/application/doctor/check-school.ts';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { checkRoles } from '../../../src/application/doctor/roles.ts';
import { checkTraining } from '../../../src/application/doctor/training.ts';
import { monday } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people, type SchoolFile } from '../../support/school.ts';

const levels = (found: readonly Finding[]) => found.map(({ level }) => level);
const words = (found: readonly Finding[]) => found.map(({ what }) => what);
const file = aSchoolFile();

describe('the roles of a school', () => {
  it('are well where each has somebody, and a delegate who is somebody else', () => {
    expect(checkRoles(aSchool())).toEqual([
      {
        check: 'roles',
        level: 'well',
        what: 'Every role has somebody, and a delegate who is somebody else.',
        school: 'oakfield',
      },
    ]);
  });

  it('are wrong where the head stands in for the chair: a concern about the head would come to the head', () => {
    const school = aSchool({ roles: { ...file.roles, chair: { people: [people.chair], delegate: people.head } } });
    const found = checkRoles(school);
    expect(levels(found)).toEqual(['wrong']);
    expect(words(found)).toEqual([expect.stringContaining('a concern about the head could come to the head')]);
  });

  it('are to be looked at where the head is the DSL too', () => {
    const found = checkRoles(aSchoolWhere({ dsl: [people.head] }));
    expect(levels(found)).toEqual(['look']);
    expect(words(found)).toEqual([expect.stringMatching(/^Margaret Elstow is both head and/)]);
  });

  it('are to be looked at where two people alone see to cases', () => {
    const roles = {
      ...file.roles,
      dsl: { people: [people.dsl], delegate: people.deputy },
      'deputy-dsl': { people: [people.deputy], delegate: people.dsl },
    };
    const found = checkRoles(aSchool({ roles }));
    expect(levels(found)).toEqual(['look']);
    expect(words(found)).toEqual([expect.stringContaining('Only Naila Rahimi and Daniel Okonjo can see to cases.')]);
  });

  it('are wrong where nobody is left beside one person, also in a file that no check has seen', () => {
    const roles = {
      ...aSchool().roles,
      dsl: { people: [people.dsl], delegate: people.dsl },
      'deputy-dsl': { people: [people.dsl], delegate: people.dsl },
    };
    const found = checkRoles({ ...aSchool(), roles });
    expect(levels(found)).toEqual(['wrong', 'wrong', 'wrong']);
    expect(words(found)).toContain('Nobody is left to see to a concern that is about Naila Rahimi.');
  });
});

describe('the training of those who see to cases', () => {
  it.each([
    ['holds', '2026-02-10', 'well', 'The safeguarding training of all 3 who need it holds.'],
    [
      'runs out within a month',
      '2024-12-10',
      'look',
      'The safeguarding training of Naila Rahimi (Thu 10 Dec) runs out soon.',
    ],
    ['has run out', '2024-11-01', 'wrong', 'The safeguarding training of Naila Rahimi (Sun 1 Nov) has run out.'],
    ['is not known', undefined, 'look', 'It is not known when Naila Rahimi last trained in safeguarding.'],
  ])('%s', (_, dsl, level, what) => {
    const found = checkTraining(trained({ [people.dsl]: dsl }), monday);
    expect(levels(found)).toEqual([level]);
    expect(words(found)).toEqual([expect.stringContaining(what)]);
  });

  it('is looked at by the months that the school says', () => {
    const concerns = { trainingMonths: 6 };
    expect(levels(checkTraining(trained({}, { concerns }), monday))).toEqual(['wrong']);
  });

  /** Everybody trained in February, but for those who are named. */
  function trained(days: Readonly<Record<string, string | undefined>>, overrides: Partial<SchoolFile> = {}) {
    return aSchool({
      ...overrides,
      people: file.people.map((person) => {
        const day = person.email in days ? days[person.email] : '2026-02-10';
        return day === undefined ? person : { ...person, safeguardingTraining: day };
      }),
    });
  }
});

describe('the agencies', () => {
  it('are well where each was checked in time', () => {
    expect(words(checkAgencies(aSchool(), monday))).toEqual(['The numbers of all 3 agencies were checked in time.']);
  });

  it('are to be looked at where nobody has checked a number for a year', () => {
    const agencies = file.agencies.map((one) => (one.id === 'lado' ? { ...one, lastChecked: '2025-11-01' } : one));
    const found = checkAgencies(aSchool({ agencies }), monday);
    expect(levels(found)).toEqual(['look']);
    expect(words(found)).toEqual([
      'Nobody has checked the number of Local authority designated officer (LADO) for 12 months.',
    ]);
  });

  it('are to be looked at where the police or the LADO cannot be rung', () => {
    const agencies = file.agencies.flatMap(({ telephone, ...one }) =>
      one.id === 'lado' ? [] : [one.id === 'police' ? one : { ...one, telephone }],
    );
    expect(words(checkAgencies(aSchool({ agencies: agencies as SchoolFile['agencies'] }), monday))).toEqual([
      'The school file has no number of Police and LADO (local authority designated officer).',
    ]);
  });
});

describe('the calendar', () => {
  it.each([
    ['knows the next terms', monday, 'well', 'Terms are known until 25 Mar 2027.'],
    ['ends soon', '2027-03-10T09:00:00.000Z', 'look', 'ends on Thu 25 Mar, and none comes after it.'],
    ['is over', '2027-03-26T09:00:00.000Z', 'wrong', 'The last term in the school file is over'],
    ['has a gap', '2026-06-01T09:00:00.000Z', 'look', 'The next one begins on Thu 3 Sept.'],
  ])('%s', (_, at, level, what) => {
    const found = checkCalendar(aSchool(), at);
    expect(levels(found)).toEqual([level]);
    expect(words(found)).toEqual([expect.stringContaining(what)]);
  });

  it('has a hole where the year of a term is wrong, however far the last term reaches', () => {
    const { calendar } = aSchool();
    const terms = [
      { from: '2026-09-03', until: '2026-11-30' },
      { from: '2028-01-01', until: '2028-03-01' },
    ];
    const found = checkCalendar(aSchool({ calendar: { ...calendar, terms } }), monday);
    expect(levels(found)).toEqual(['look']);
    expect(words(found)).toEqual([expect.stringContaining('No term is known between Mon 30 Nov and 1 Jan 2028')]);
  });

  it('is well within a half-term that is shorter than any gap', () => {
    expect(levels(checkCalendar(aSchool(), '2026-10-27T09:00:00.000Z'))).toEqual(['well']);
  });
});

it('each finding about a school names it, and says what to do unless all is well', () => {
  const found = checkSchool(aSchoolWhere({ dsl: [people.head] }), '2028-01-01T09:00:00.000Z');
  expect(found.length).toBeGreaterThan(3);
  for (const { school, level, whatToDo } of found) {
    expect(school).toBe('oakfield');
    expect(whatToDo === undefined).toBe(level === 'well');
  }
});
