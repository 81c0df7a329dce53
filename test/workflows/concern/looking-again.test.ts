import { describe, expect, it } from 'vitest';
import { type PersonId, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aboutStaff, aConcern, audienceOf, given, reference, someAnswers, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, by, people, withPerson } from '../../support/school.ts';

const marsh: PersonId = 't.marsh@oakfield.example';
const asMarsh = { kind: 'person', person: marsh } as const;

/** Oakfield School once Tom Marsh has come to it, and holds a role. */
function whereMarshIs(role: 'deputy-dsl' | 'head' | 'chair' | 'network-manager', title = 'Teacher of Physics'): School {
  const file = withPerson(aSchoolFile(), marsh, 'Tom Marsh', title);
  const held = file.roles[role];
  return aSchool({ ...file, roles: { ...file.roles, [role]: { ...held, people: [...held.people, marsh] } } });
}

const grooming = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Mr Marsh' });

describe('somebody who comes to a role after their name was written', () => {
  const before = aConcern('handled', { answers: grooming });
  const school = whereMarshIs('deputy-dsl');
  const looked = given(before, school).when('concern/look-again', theClock);

  it('[R014] [R015] cannot learn of it from the moment on at which the school file has them, before anybody looks', () => {
    const refused = given(before, school).when('concern/open', asMarsh).thenRefused('not-yours');
    expect(refused.sentence).toBe(concern.notThere(reference, school));
    const noted = given(before, school).when('concern/note', by.deputy, { text: 'Rang home.' });
    expect(noted.messages.flatMap((message) => audienceOf(message, school))).not.toContain(marsh);
    for (const list of concern.lists)
      expect(list.row(given(before, school).state, { reference, person: marsh, school, now: '' })).toBeUndefined();
  });

  it('[R015] is kept from it on the record, and it goes on round them', () => {
    expect(looked.events).toMatchObject([
      { type: 'SubjectsFound', subjects: [marsh] },
      { type: 'ConcernRerouted', route: { rule: 'routing/round-the-named', handlers: ['head'] } },
    ]);
    expect(looked.state).toMatchObject({ status: 'acknowledged', file: { subjects: [marsh] } });
    expect(looked.message(`case:${people.head}`)?.card).toBe('case');
    const opened = textsOf(given(looked.history, school).when('concern/open', by.head).reply?.data).join('\n');
    expect(opened).toContain('Kept from Tom Marsh');
    expect(opened).toContain('the bot found that it names somebody of the school');
  });

  it('[R014] has what stands in the channel end as if the case had been closed, and nothing is posted to them', () => {
    const closed = given(before, school).when('concern/look-again', theClock).message('case');
    expect(closed).toMatchObject({
      card: 'case',
      to: { kind: 'channel' },
      onlyEdits: true,
      preview: `Concern ${reference} · closed`,
    });
    const theirs = looked.messages.filter(({ to }) => to.kind === 'person' && to.person === marsh);
    expect(theirs.map(({ slot, onlyEdits }) => [slot, onlyEdits])).toEqual([
      [`case:${marsh}`, true],
      [`view:${marsh}`, true],
    ]);
    expect(looked.messages.every(({ mentions = [] }) => !mentions.includes(marsh))).toBe(true);
  });

  it('changes nothing more when it is looked at again', () => {
    const again = given(looked.history, school).when('concern/look-again', theClock);
    expect(again.outcome).toEqual({ kind: 'decision', events: [], messages: [] });
  });

  it('keeps a concern that nobody has seen new, for those who have it now', () => {
    const fresh = given(aConcern('new', { answers: grooming }), school).when('concern/look-again', theClock);
    expect(fresh.state).toMatchObject({ status: 'new', file: { route: { handlers: ['head'] } } });
    expect(given(fresh.history, school).when('concern/acknowledge', by.head).outcome.kind).toBe('decision');
    const receipt = fresh.message('receipt');
    expect(receipt?.data.lines).toContain(
      'It is saved and on its way to those who handle it. You will be told when it is seen.',
    );
  });

  it('[R014] who comes as the head leads nothing in it, and has no card of a case about staff', () => {
    const staff = aConcern('handled', { answers: aboutStaff('Tom Marsh'), handler: people.head });
    const now = whereMarshIs('head');
    const found = given(staff, now).when('concern/look-again', theClock);
    expect(found.state).toMatchObject({ file: { route: { rule: 'routing/about-head', handlers: ['chair'] } } });
    given(found.history, now).when('concern/open', asMarsh).thenRefused('not-yours');
    expect(given(found.history, now).when('concern/take', by.chair).outcome.kind).toBe('decision');
  });

  it('[R131] who comes to IT is kept from what IT was asked for it', () => {
    const handled = given(aConcern('handled', { answers: grooming }));
    const asked = handled.when('concern/block-site', by.deputy, { address: 'unsuitable.example' });
    const found = given(asked.history, whereMarshIs('network-manager')).when('concern/look-again', theClock);
    expect(found.events.map(({ type }) => type)).toEqual(['SubjectsFound', 'HandlersJoined']);
    expect(found.outcome).toMatchObject({ relays: [{ type: 'site-block/ask', data: { without: [marsh] } }] });
  });

  it('keeps a closed case closed, and from them', () => {
    const found = given(aConcern('closed', { answers: grooming }), school).when('concern/look-again', theClock);
    expect(found.events.map(({ type }) => type)).toEqual(['SubjectsFound']);
    expect(found.state.status).toBe('closed');
    given(found.history, school).when('concern/open', asMarsh).thenRefused('not-yours');
  });
});

describe('looking again after the school file has changed', () => {
  it.each(['new', 'acknowledged', 'handled', 'closed'] as const)(
    'changes nothing where nobody is named: %s',
    (status) => {
      for (const school of [aSchool(), whereMarshIs('deputy-dsl'), aSchoolWhere({ dsl: [people.senco] })]) {
        const looked = given(aConcern(status), school).when('concern/look-again', theClock);
        expect(looked.outcome).toEqual({ kind: 'decision', events: [], messages: [] });
      }
    },
  );

  it('is about names, not jobs: who is the head later is not the head of then', () => {
    const old = aConcern('handled', { answers: aboutStaff('the head teacher'), handler: people.chair });
    const now = aSchoolWhere({ head: [people.senco] });
    expect(given(old, now).when('concern/look-again', theClock).events).toEqual([]);
    // Who was it then is kept from it, whatever they are now.
    const moved = aSchoolWhere({ head: [people.senco], chair: [people.head] });
    given(old, moved).when('concern/open', by.head).thenRefused('not-yours');
    const rerouted = given(old, moved).when('concern/look-again', theClock);
    // It goes the same way, to who stands in there now: the chair who had it is there no more.
    expect(rerouted.events).toMatchObject([{ type: 'ConcernRerouted', route: { rule: 'routing/about-head' } }]);
    expect(given(old, moved).when('concern/open', by.governor).outcome.kind).toBe('decision');
  });

  it('takes nobody for a namesake who has left since', () => {
    const file = withPerson(aSchoolFile(), 't.okonjo@oakfield.example', 'Tom Okonjo', 'Caretaker');
    const then = aSchool(file);
    const staff = aConcern('handled', {
      answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Tom Okonjo' }),
      school: then,
    });
    for (const school of [then, aSchool()]) {
      expect(given(staff, school).when('concern/look-again', theClock).events).toEqual([]);
      expect(given(staff, school).when('concern/open', by.deputy).outcome.kind).toBe('decision');
    }
  });

  it('takes no parent for somebody with the same surname, but for who is named in full', () => {
    const parent = (adultNames: string) =>
      aConcern('handled', {
        answers: someAnswers({ kind: 'parent-conduct', about: 'adult', names: undefined, adultNames }),
      });
    const school = whereMarshIs('deputy-dsl');
    expect(given(parent('Mr Marsh, father'), school).when('concern/look-again', theClock).events).toEqual([]);
    const named = given(parent('Tom Marsh, father'), school).when('concern/look-again', theClock);
    expect(named.events[0]).toEqual({ type: 'SubjectsFound', subjects: [marsh] });
  });

  it('takes no witness for whom it is about', () => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, {
      name: 'Tom Marsh',
      kind: 'staff',
      capacity: 'witness',
    });
    const school = whereMarshIs('deputy-dsl');
    expect(given(added.history, school).when('concern/look-again', theClock).events).toEqual([]);
    expect(given(added.history, school).when('concern/open', asMarsh).outcome.kind).toBe('decision');
  });

  it('is asked of every concern once after each change, also of closed ones: IT’s jobs outlive them', () => {
    expect(concern.onSchoolFile).toEqual({
      statuses: ['new', 'acknowledged', 'handled', 'closed'],
      command: 'concern/look-again',
    });
    given(aConcern('handled')).when('concern/look-again', by.dsl).thenRefused('not-yours');
  });
});
