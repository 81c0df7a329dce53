import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/application/directory.ts';
import { aSchool, people } from '../support/school.ts';

const oakfield = aSchool();
const elmfield = aSchool({ id: 'elmfield', teams: { tenantId: '00000000-0000-4000-8000-0000000000bb' } });
const directory = createDirectory([oakfield, elmfield]);

describe('who acts in a chat', () => {
  it('belongs to the school of the tenant, and to none where the tenant is unknown or missing', () => {
    const schoolOf = (tenant: string) => directory.schoolOf({ channel: 'teams', tenant })?.id;
    expect(schoolOf(oakfield.teams?.tenantId ?? '')).toBe('oakfield');
    expect(schoolOf(elmfield.teams?.tenantId ?? '')).toBe('elmfield');
    expect(schoolOf('')).toBeUndefined();
    expect(schoolOf('00000000-0000-4000-8000-0000000000cc')).toBeUndefined();
    // No school of these uses Slack: a workspace without a name is none of theirs.
    expect(directory.schoolOf({ channel: 'slack', tenant: 'undefined' })).toBeUndefined();
  });

  it('is the person with that id in the chat, of that school', () => {
    const userId = oakfield.people[1]?.teams?.userId ?? '';
    expect(directory.personOf(oakfield, { channel: 'teams', userId })?.email).toBe(people.dsl);
    expect(directory.personOf(oakfield, { channel: 'slack', userId })).toBeUndefined();
    expect(directory.personOf(oakfield, { channel: 'teams', userId: '' })).toBeUndefined();
  });
});

describe('the schools that are served', () => {
  it('are in one map that all who hold it see change: one comes, one goes, one is another', () => {
    const served = createDirectory([oakfield, elmfield]);
    const { schools } = served;
    const renamed = aSchool({ name: 'Oakfield Academy' });
    const riverside = aSchool({ id: 'riverside', teams: { tenantId: '00000000-0000-4000-8000-0000000000dd' } });
    served.replace([renamed, riverside]);
    expect([...schools.values()]).toEqual([renamed, riverside]);
    expect(served.schoolOf({ channel: 'teams', tenant: elmfield.teams?.tenantId ?? '' })).toBeUndefined();
    expect(served.schoolOf({ channel: 'teams', tenant: oakfield.teams?.tenantId ?? '' })?.name).toBe(
      'Oakfield Academy',
    );
  });
});
