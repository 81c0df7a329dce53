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

  it('[R024] may be named with capitals or their sign', () => {
    for (const one of ['Oakfield.Example', '@oakfield.example'])
      expect(mistakesIn({ ...withDomains(governor), emailDomains: [one] })).toEqual([ofAnotherDomain]);
    expect(schoolSchema.parse({ ...file, emailDomains: ['@Oakfield.Example'] }).emailDomains).toEqual([
      'oakfield.example',
    ]);
  });

  it('are not looked at where a domain is none: that line alone is wrong', () => {
    expect(mistakesIn({ ...withDomains(governor), emailDomains: ['oakfield.example', 'oakfield'] })).toEqual([
      'emailDomains.1: a domain, such as "oakfield.example"',
    ]);
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
      'roles.network-manager.supervisor: who sees what this role does must not hold it or stand in for it; name somebody else, or take this line away',
    ]);
  });

  it('is not who stands in for it either', () => {
    expect(mistakesIn(withSupervisor(file.roles['network-manager'].delegate))).toEqual([
      'roles.network-manager.supervisor: who sees what this role does must not hold it or stand in for it; name somebody else, or take this line away',
    ]);
  });

  it('is named where the work is seen alone, as it would do nothing elsewhere', () => {
    const withRoles = { ...file.roles, dsl: { ...file.roles.dsl, supervisor: people.head } };
    expect(mistakesIn({ ...file, roles: withRoles })).toEqual([
      'roles.dsl.supervisor: nobody sees what this role does: only the network manager has a supervisor; take this line away',
    ]);
  });
});

describe('what a school calls its own', () => {
  const decided = { author: people.head, reason: 'Agreed.', date: '2026-11-01' };
  const own = (id: string, words: string) => ({ id, words, ...decided });

  it('stands once: of two breaches or sanctions with one id nobody could say which was meant', () => {
    const breaches = ['A', 'B'].map((category) => ({ ...own('phone', 'A phone'), category }));
    const sanctions = [own('talk', 'A talk'), own('letter', 'A letter'), own('talk', 'Another talk')];
    expect(mistakesIn({ ...file, concerns: { breaches, sanctions } })).toEqual([
      'concerns.breaches.1.id: this stands twice; keep one',
      'concerns.sanctions.2.id: this stands twice; keep one',
    ]);
  });
});

describe('the reminders of a concern', () => {
  it('[R002] do not come two at once', () => {
    const reminders = { ...file.reminders, routine: [60, 30, 60] };
    expect(mistakesIn({ ...file, reminders })).toEqual(['reminders.routine.2: this stands twice; keep one']);
    expect(mistakesIn({ ...file, reminders: { ...file.reminders, routine: [60, 30] } })).toEqual([]);
  });
});
