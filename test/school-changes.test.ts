import { describe, expect, it } from 'vitest';
import type { School } from '../src/domain/school.ts';
import { cannotFollow } from '../src/school-changes.ts';
import { aSchool } from './support/school.ts';
import { aSchoolWithBoth, aSlackSchool } from './support/slack-school.ts';

const inTeams = aSchool();
const inSlack = aSlackSchool();
const inBoth = aSchoolWithBoth();
const tenantId = '00000000-0000-4000-8000-0000000000cc';

/** What is said where a service goes by the one and the files come to say the other. */
function said(before: readonly School[], after: readonly School[]): readonly string[] {
  const served = new Map(before.map((school) => [school.id, school]));
  return cannotFollow(served, after, 'schools').map(({ place }) => place);
}

describe('while the service runs', () => {
  it('a school keeps its tenant and its workspace', () => {
    const elsewhere = aSlackSchool({ slack: { workspaceId: 'T0ELSEWHERE' } });
    expect(said([inTeams], [aSchool({ teams: { tenantId } })])).toEqual([
      'schools, teams.tenantId of the school oakfield',
    ]);
    expect(said([inSlack], [elsewhere])).toEqual(['schools, slack.workspaceId of the school oakfield']);
  });

  it('a school may take a chat up, give one up, and change all else', () => {
    expect(said([inTeams], [inBoth])).toEqual([]);
    expect(said([inBoth], [inSlack])).toEqual([]);
    expect(said([inTeams], [aSchool({ name: 'Oakfield Academy', timeZone: 'Europe/Belfast' })])).toEqual([]);
  });

  it('no school takes the place of another under a new id, where nobody would see to the cases of the old one', () => {
    expect(said([inTeams], [aSchool({ id: 'oakfeild' })])).toEqual(['schools, id of the school oakfeild']);
    expect(said([inSlack], [aSlackSchool({ id: 'oakfeild' })])).toEqual(['schools, id of the school oakfeild']);
  });

  it('schools come and go with tenants of their own', () => {
    const other = aSchool({ id: 'riverside', teams: { tenantId } });
    expect(said([inTeams], [inTeams, other])).toEqual([]);
    expect(said([inTeams, other], [inTeams])).toEqual([]);
    expect(said([inTeams], [other])).toEqual([]);
  });
});
