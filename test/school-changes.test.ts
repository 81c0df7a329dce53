import { describe, expect, it } from 'vitest';
import type { School } from '../src/domain/school.ts';
import { follow } from '../src/school-changes.ts';
import { aSchool } from './support/school.ts';
import { aSchoolWithBoth, aSlackSchool } from './support/slack-school.ts';

const inTeams = aSchool();
const inSlack = aSlackSchool();
const inBoth = aSchoolWithBoth();
const tenantId = '00000000-0000-4000-8000-0000000000cc';

/** What is said where a service goes by the one and the files come to say the other. */
function said(before: readonly School[], after: readonly School[]): readonly string[] {
  const served = new Map(before.map((school) => [school.id, school]));
  const read = { schools: after, problems: [], sound: after, wrongIds: [] };
  return follow(served, read, 'schools').problems.map(({ place }) => place);
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

  it('schools come with tenants of their own, and none goes', () => {
    const other = aSchool({ id: 'riverside', teams: { tenantId } });
    expect(said([inTeams], [inTeams, other])).toEqual([]);
    expect(said([inTeams, other], [inTeams])).toEqual(['schools, the school riverside']);
    expect(said([inTeams], [other])).toEqual(['schools, the school oakfield']);
  });

  it('what is refused at one school stands in the way of another that would take its place', () => {
    const served = [aSchoolWithBoth(), aSchool({ id: 'riverside', teams: { tenantId } })];
    const moved = [
      aSchoolWithBoth({ teams: { tenantId: '00000000-0000-4000-8000-0000000000dd' } }),
      aSchool({ id: 'riverside', teams: { tenantId }, slack: inBoth.slack } as never),
    ];
    expect(said(served, moved)).toEqual([
      'schools, teams.tenantId of the school oakfield',
      'schools, id of the school riverside',
    ]);
  });

  it('no school of another workspace comes beside one that is served as before', () => {
    const other = aSlackSchool({ id: 'riverside', slack: { workspaceId: 'T0ELSEWHERE' } });
    expect(said([inSlack], [other])).toEqual([
      'schools, slack.workspaceId of the school riverside',
      'schools, the school oakfield',
    ]);
  });
});
