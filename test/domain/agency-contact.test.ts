import { describe, expect, it } from 'vitest';
import { agencyKindOf, agencyKinds, agencyWords } from '../../src/domain/agencies.ts';
import { agencyOf, isAgencyStale, saidChecked } from '../../src/domain/agency-contact.ts';
import { aSchool } from '../support/school.ts';

const checked = (lastChecked: string, agencyMonths = 12) => {
  const school = aSchool({
    agencies: [{ id: 'police', name: 'Police', lastChecked }],
    concerns: { agencyMonths },
  });
  const [agency] = school.agencies;
  if (agency === undefined) throw new Error('the school has no agency');
  return (at: string) => ({ said: saidChecked(agency, school, at), isStale: isAgencyStale(agency, school, at) });
};

describe('the number of an agency', () => {
  it('[R206] is good for a year after somebody rang it, and old from then on', () => {
    const of = checked('2026-02-28');
    expect(of('2026-11-23T09:00:00.000Z')).toEqual({ said: 'last checked Sat 28 Feb', isStale: false });
    expect(of('2027-02-27T12:00:00.000Z').isStale).toBe(false);
    expect(of('2027-02-28T12:00:00.000Z')).toEqual({ said: 'not checked for 12 months', isStale: true });
    expect(of('2027-04-28T12:00:00.000Z').said).toBe('not checked for 14 months');
  });

  it('counts months to the end of a shorter one, and by the day it is in the school', () => {
    expect(checked('2026-01-31', 1)('2026-02-28T12:00:00.000Z')).toEqual({
      said: 'not checked for 1 month',
      isStale: true,
    });
    expect(checked('2026-06-15', 1)('2026-07-14T23:30:00.000Z').isStale).toBe(true);
    expect(checked('2026-06-15', 1)('2026-07-14T22:30:00.000Z').isStale).toBe(false);
  });

  it('[R206] of which the school file has a day to come is to be rung: nobody has yet', () => {
    expect(checked('2096-09-01')('2026-11-23T09:00:00.000Z')).toEqual({
      said: 'not known when it was checked',
      isStale: true,
    });
    expect(checked('2026-11-23')('2026-11-23T09:00:00.000Z').isStale).toBe(false);
  });
});

describe('what an agency is', () => {
  it('[R206] is what the school file says, else what its id says, else what its name does', () => {
    expect(agencyKindOf({ id: 'schools-hr', name: 'Schools HR', kind: 'hr' })).toBe('hr');
    for (const kind of agencyKinds) expect(agencyKindOf({ id: kind, name: 'Some agency' })).toBe(kind);
    expect(agencyKindOf({ id: 'mash', name: 'Duty desk' })).toBe('social-care');
    expect(agencyKindOf({ id: 'scouts', name: 'Scouts' })).toBe('other');
    expect(agencyKindOf({ id: 'police-101', name: 'Police, 101' })).toBe('police');
    expect(agencyKindOf({ id: 'lado-county', name: 'LADO' })).toBe('lado');
  });

  it('has words for each kind', () => {
    expect(new Set(Object.values(agencyWords)).size).toBe(agencyKinds.length);
  });

  it('is found by its kind, the first where there are several', () => {
    const school = aSchool({
      agencies: [
        { id: 'one', kind: 'police', name: 'Police, town', lastChecked: '2026-09-01' },
        { id: 'two', kind: 'police', name: 'Police, county', lastChecked: '2026-09-01' },
      ],
    });
    expect(agencyOf(school, 'police')?.name).toBe('Police, town');
    expect(agencyOf(school, 'lado')).toBeUndefined();
  });
});
