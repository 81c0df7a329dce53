import { describe, expect, it } from 'vitest';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import { handlersOf, leadersOf } from '../../../src/workflows/concern/access.ts';
import type { Concern } from '../../../src/workflows/concern/state.ts';
import { aConcern, audienceOf, given, sampleData, someAnswers } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, by, people, withPerson } from '../../support/school.ts';

const school = aSchool();
const add = (name: string, capacity = 'instigator') => ({ name, kind: 'staff', capacity, detail: '' });
const handlers = (state: unknown, at = school) => handlersOf(state as Concern, at);
const reaches = (made: { messages: Parameters<typeof audienceOf>[0][] }, person: PersonId) =>
  made.messages.some((message) => message.onlyEdits !== true && audienceOf(message, school).includes(person));

describe('a pupil’s case in which somebody of staff did it', () => {
  it('[R013] comes to head and co-ordinator at once, and stays with the team and who has it', () => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, add('Callum Farrow'));
    expect(added.events.map(({ type }) => type)).toEqual(['PersonAdded', 'HandlersJoined']);
    expect(added.state).toMatchObject({ status: 'handled', owner: people.deputy });
    for (const person of [people.head, people.coordinator]) {
      expect(added.message(`case:${person}`)?.card).toBe('case');
      expect(added.message(`line:joined:${person}`)?.preview).toContain('it involves a member of staff');
      expect(given(added.history).when('concern/open', actorOf(person)).outcome.kind).toBe('decision');
    }
    // They have it for good: it is not the co-ordinator's to give away.
    given(added.history)
      .when('concern/hand-to-safeguarding', actorOf(people.coordinator), { reason: 'r' })
      .thenRefused('coordinator-hands-over');
    const again = given(added.history).when('concern/add-person', by.dsl, add('Bronwen Tallis'));
    expect(again.events.map(({ type }) => type)).toEqual(['PersonAdded']);
  });

  it('[R013] comes to them with the report where that names the adult', () => {
    const answers = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Callum Farrow' });
    const reported = given().when('concern/report', by.teacher, answers);
    expect(reported.message(`case:${people.head}`)?.card).toBe('case');
    expect(reported.message(`case:${people.coordinator}`)?.card).toBe('case');
    const stranger = given().when('concern/report', by.teacher, { ...answers, contactAdult: 'A man called Lee' });
    expect(stranger.messages.map(({ slot }) => slot)).toEqual(['case']);
  });

  it.each(['victim', 'witness'])('stays where it is where they are a %s', (capacity) => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, add('Callum Farrow', capacity));
    expect(added.events.map(({ type }) => type)).toEqual(['PersonAdded']);
  });
});

describe('a pupil’s case in which the head did it', () => {
  it('[R014] goes to the chair alone, as a report that names the head does', () => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, add('Margaret Elstow'));
    expect(added.state).toMatchObject({ status: 'acknowledged', file: { route: { rule: 'routing/about-head' } } });
    expect(handlers(added.state)).toEqual([people.chair]);
    expect(reaches(added as never, people.chair)).toBe(true);
    expect(reaches(added as never, people.head)).toBe(false);
    given(added.history).when('concern/open', by.deputy).thenRefused('not-yours');
  });

  it('stays with the team where it happened to the head', () => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, add('Margaret Elstow', 'victim'));
    expect(added.events.map(({ type }) => type)).toEqual(['PersonAdded']);
  });

  it('[R014] goes to the chair once the adult whom it names has become head', () => {
    const file = withPerson(aSchoolFile(), 'z.quill@oakfield.example', 'Zed Quill', 'Teacher');
    const answers = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Zed Quill' });
    const history = aConcern('handled', { answers, school: aSchool(file) });
    const { roles } = aSchoolFile();
    const now = aSchool({
      ...file,
      roles: { ...roles, head: { ...roles.head, people: ['z.quill@oakfield.example'] } },
    });
    const found = given(history, now).when('concern/look-again', theClock);
    expect(found.state).toMatchObject({ file: { route: { rule: 'routing/about-head' } } });
    expect(handlers(found.state, now)).toEqual([people.chair]);
    expect(given(found.history, now).when('concern/look-again', theClock).events).toEqual([]);
  });
});

describe('the head, whom a member of staff went round', () => {
  const chosen = aSchool({ concerns: { leaders: [people.senco, people.deputy] } });
  const answers = someAnswers({ kind: 'bullying-staff', instigator: 'parent', confidant: people.senco });
  const history = aConcern('handled', { answers, handler: people.senco, school: chosen });
  const senco = actorOf(people.senco);

  it('[R016] does not lead it: the chair does, and hears of the police', () => {
    const { state } = given(history, chosen);
    expect(leadersOf(state as Concern, chosen)).toEqual([people.chair]);
    const told = given(history, chosen).when('concern/tell-police', senco, {
      date: '2026-11-23',
      time: '14:00',
      method: 'telephone',
    });
    expect(told.messages.flatMap((message) => audienceOf(message, chosen))).not.toContain(people.head);
    expect(told.messages.flatMap((message) => audienceOf(message, chosen))).toContain(people.chair);
  });

  it('[R016] does not get it where it turns out to be about that leader', () => {
    const added = given(history, chosen).when('concern/add-person', senco, add('Yusuf Kestrel'));
    expect(added.state).toMatchObject({ file: { route: { rule: 'routing/chosen-leader', handlers: ['chair'] } } });
    expect(handlers(added.state, chosen)).toEqual([people.chair]);
    const both = given(added.history, chosen).when('concern/add-person', by.chair, add('Gurpreet Dhanda'));
    expect(handlers(both.state, chosen)).toEqual([people.governor]);
    expect(leadersOf(both.state as Concern, chosen)).toEqual([people.governor]);
  });
});

describe('somebody whose address changes', () => {
  it('[R014] is still whom it is about: the head of another domain', () => {
    const history = aConcern('handled', {
      answers: someAnswers({ kind: 'staff-misuse', about: 'head', names: undefined }),
      handler: people.chair,
    });
    const file = aSchoolFile();
    const moved = JSON.parse(JSON.stringify(file).replaceAll(people.head, 'm.elstow@trust.example'));
    const now = aSchool(moved);
    const head = actorOf('m.elstow@trust.example');
    given(history, now).when('concern/open', head).thenRefused('not-yours');
    expect(leadersOf(given(history, now).state as Concern, now)).toEqual([people.chair]);
    const found = given(history, now).when('concern/look-again', theClock);
    expect(found.events).toEqual([{ type: 'SubjectsFound', subjects: ['m.elstow@trust.example'] }]);
  });
});

describe('who has a case and handles it no more', () => {
  it('is followed by the next: it waits again for those who handle it', () => {
    const now = aSchoolWhere({ 'deputy-dsl': [people.assistant] });
    const looked = given(aConcern('handled'), now).when('concern/look-again', theClock);
    expect(looked.state).toMatchObject({
      status: 'acknowledged',
      file: { route: { handlers: ['dsl', 'deputy-dsl'] } },
    });
    expect(looked.state).not.toMatchObject({ file: { remindAt: [] } });
    expect(looked.message(`line:came:${people.dsl}`)).toBeDefined();
    expect(given(looked.history, now).when('concern/look-again', theClock).events).toEqual([]);
  });

  it('does not have it again when it is reopened: who reopens it has', () => {
    const now = aSchoolWhere({ dsl: [people.senco] });
    const closed = aConcern('closed', { handler: people.dsl });
    const reopened = given(closed, now).when('concern/reopen', by.deputy, { reason: 'It happened again.' });
    expect(reopened.state).toMatchObject({ status: 'handled', owner: people.deputy });
  });
});

describe('the head’s delegate', () => {
  it('[R014] stands in for nobody where it is about the head', () => {
    const { roles } = aSchoolFile();
    const same = aSchool({ roles: { ...roles, chair: { ...roles.chair, delegate: people.deputy } } });
    const answers = someAnswers({
      kind: 'staff-misuse',
      about: 'staff',
      names: undefined,
      adultNames: 'Margaret Elstow, Gurpreet Dhanda and Patrick Donnellan',
    });
    const { state } = given([], same).when('concern/report', by.teacher, answers);
    expect(handlers(state, same)).toEqual([]);
  });

  it('[R014] whom the head named as contact has it no more once it is about the head', () => {
    const leaders = aSchool({ concerns: { leaders: [people.deputy] } });
    const answers = someAnswers({ kind: 'bullying-staff', instigator: 'not-known' });
    const history = aConcern('handled', { answers, handler: people.head, school: leaders });
    const named = given(history, leaders).when('concern/nominate-contact', by.head, { person: people.deputy });
    const added = given(named.history, leaders).when('concern/add-person', by.deputy, add('Margaret Elstow'));
    expect(added.state).toMatchObject({ file: { contact: null } });
    expect(handlers(added.state, leaders)).toEqual([people.chair]);
  });
});

describe('who comes to lead', () => {
  it('hears that a decision waits for them', () => {
    const sanction = {
      whom: 'Robin Ash',
      breach: 'own',
      sanction: 'own',
      breachWords: 'x',
      sanctionWords: 'y',
      category: 'A',
      reason: 'r',
      number: 1,
    } as const;
    const history = aConcern('handled', {
      followedBy: [[{ type: 'SanctionRecommended', ...sanction } as never, by.deputy]],
    });
    const added = given(history).when('concern/add-person', by.deputy, add('Margaret Elstow', 'victim'));
    const line = added.messages.find(({ slot }) => slot.startsWith('line:decide:'));
    expect(line).toMatchObject({ to: { person: people.chair } });
    expect(line?.preview).toContain('something waits for your decision');
  });
});

describe('a job of IT’s that names somebody of IT', () => {
  it('is not given to them', () => {
    given(aConcern('handled'))
      .when('concern/ask-it', by.dsl, {
        ...Object(sampleData['concern/ask-it']),
        about: 'The account of Ifeoma Brandt',
      })
      .thenRefused('names-it');
  });
});
