import { describe, expect, it } from 'vitest';
import { schoolSchema } from '../../src/domain/school.ts';
import { aPerson, aSchoolFile, people, stranger } from '../support/school.ts';

const file = aSchoolFile();

/** The mistakes of a school file, as "path: what is wrong". */
function mistakesIn(changed: unknown): readonly string[] {
  const issues = schoolSchema.safeParse(changed).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const governor = aPerson('g.one@trust.example', 'Governor One', 'Parent governor', 99);
const withDomains = (person: object) => ({
  ...file,
  people: [...file.people, person],
  emailDomains: ['oakfield.example'],
});
const ofAnotherDomain =
  'people.11.email: this address is not of the school’s own domains; correct it, or say "isGuest: true" once the school has approved the account';

describe('the addresses of a school', () => {
  it('[R024] are of its own domains, where it names them: a governor’s private address is refused at the start', () => {
    expect(mistakesIn(withDomains(governor))).toEqual([ofAnotherDomain]);
    expect(mistakesIn(withDomains({ ...governor, isGuest: false }))).toEqual([ofAnotherDomain]);
  });

  it('[R024] may be of another one for a guest whom the school has approved', () => {
    expect(mistakesIn(withDomains({ ...governor, isGuest: true }))).toEqual([]);
  });

  it('[R024] are not of a domain that only ends in the same words, nor of a part of one', () => {
    for (const email of ['g.one@notoakfield.example', 'g.one@mail.oakfield.example'])
      expect(mistakesIn(withDomains({ ...governor, email }))).toEqual([ofAnotherDomain]);
    expect(mistakesIn(withDomains({ ...governor, email: 'G.One@Oakfield.Example' }))).toEqual([]);
  });

  it('are not looked at where it names no domain', () => {
    expect(mistakesIn({ ...file, people: [...file.people, governor] })).toEqual([]);
  });

  it('[R024] never stand in what is said of them: the words may be kept in a log', () => {
    expect(mistakesIn(withDomains(governor)).join()).not.toContain('trust');
  });
});

describe('the leaders to whom somebody may turn', () => {
  const withLeaders = (...leaders: string[]) => ({ ...file, concerns: { leaders } });

  it('[R016] are people of the school, each once', () => {
    expect(mistakesIn(withLeaders(people.otherTeacher, people.senco))).toEqual([]);
    expect(mistakesIn(withLeaders(stranger))).toEqual([
      'concerns.leaders.0: this address is not among the people; correct it, or add the person',
    ]);
    expect(mistakesIn(withLeaders(people.senco, people.senco))).toEqual([
      'concerns.leaders.1: this stands twice; keep one',
    ]);
  });

  it('[R016] are not the head, in whose place they are', () => {
    expect(mistakesIn(withLeaders(people.head))).toEqual([
      'concerns.leaders.0: this is the head; name somebody to whom people can turn who cannot go to the head',
    ]);
  });
});

describe('who sees what a role does', () => {
  const withSupervisor = (supervisor: string) => ({
    ...file,
    roles: { ...file.roles, 'network-manager': { ...file.roles['network-manager'], supervisor } },
  });

  it('is somebody of the school who does not hold it', () => {
    expect(mistakesIn(withSupervisor(people.senco))).toEqual([]);
    expect(mistakesIn(withSupervisor(stranger))).toEqual([
      'roles.network-manager.supervisor: this address is not among the people; correct it, or add the person',
    ]);
    expect(mistakesIn(withSupervisor(people.networkManager))).toEqual([
      'roles.network-manager.supervisor: who sees what this role does must not hold it; name somebody else, or take this line away',
    ]);
  });
});
