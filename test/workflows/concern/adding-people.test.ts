import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { aboutStaff, aConcern, audienceOf, given, reference, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, by, people } from '../../support/school.ts';

const school = aSchool();
const add = (name: string, kind: string, capacity: string) => ({ name, kind, capacity, detail: '' });

describe('adding a person', () => {
  it('[R037, R039] keeps the part that each person had apart', () => {
    const first = given(aConcern('handled')).when('concern/add-person', by.dsl, {
      name: 'Kit Marsh',
      kind: 'pupil',
      capacity: 'instigator',
      detail: '9B',
    });
    first.thenHappens({
      type: 'PersonAdded',
      name: 'Kit Marsh',
      kind: 'pupil',
      capacity: 'instigator',
      detail: '9B',
      subjects: [],
    });
    const second = given(first.history).when('concern/add-person', by.dsl, add('Robin Ash', 'pupil', 'victim'));
    expect(second.reply?.data.blocks).toEqual(
      expect.arrayContaining([
        {
          heading: 'Today 14:08 · Naila Rahimi added a person',
          text: 'Kit Marsh · Pupil · 9B · Instigator: they did it',
        },
        {
          heading: 'Today 14:09 · Naila Rahimi added a person',
          text: 'Robin Ash · Pupil · Victim: it happened to them',
        },
      ]),
    );
    expect(second.lines).toEqual(['The Designated Safeguarding Lead added a person, 14:09.']);
  });

  it.each(['victim', 'instigator', 'witness', 'not-known'])('[R037] takes the part "%s"', (capacity) => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, add('Kit', 'pupil', capacity));
    expect(added.events).toHaveLength(1);
  });

  it('takes no other part, and needs one', () => {
    for (const capacity of ['culprit', '', undefined])
      expect(
        given(aConcern('handled')).when('concern/add-person', by.dsl, { name: 'Kit', kind: 'pupil', capacity }).outcome
          .kind,
      ).toBe('malformed');
  });
});

describe('a member of staff who is added', () => {
  it.each(['victim', 'instigator', 'not-known'])('[R198] as %s may not know of it from now on', (capacity) => {
    const added = given(aConcern('handled', { reporter: people.dsl })).when(
      'concern/add-person',
      by.deputy,
      add('Callum Farrow', 'staff', capacity),
    );
    expect(added.state).toMatchObject({
      status: 'handled',
      owner: people.deputy,
      file: { subjects: [people.otherTeacher] },
    });
    expect(textsOf(added.reply?.data).join()).toContain('Kept from Callum Farrow: it may be about them.');
  });

  it('as a witness stays what they were: a deputy who saw it goes on handling it', () => {
    const added = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Daniel Okonjo', 'staff', 'witness'),
    );
    expect(added.state).toMatchObject({ status: 'handled', owner: people.deputy, file: { subjects: [] } });
    expect(given(added.history).when('concern/open', by.deputy).outcome.kind).toBe('decision');
  });

  it('is not a pupil of the same name', () => {
    const added = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Daniel Okonjo', 'pupil', 'instigator'),
    );
    expect(added.state).toMatchObject({ file: { subjects: [] } });
  });

  it('[R015, R198] who handles it loses it at once: it goes to the head, one to one, and leaves the channel', () => {
    const before = aConcern('handled', { handler: people.deputy });
    const added = given(before).when('concern/add-person', by.dsl, add('Mr Okonjo', 'staff', 'instigator'));
    expect(added.events.map(({ type }) => type)).toEqual(['PersonAdded', 'ConcernRerouted']);
    expect(added.state).toMatchObject({
      status: 'acknowledged',
      file: { subjects: [people.deputy], route: { rule: 'routing/round-the-named', handlers: ['head'] } },
    });
    // The card in the channel, which they see, ends exactly as it would have if the case had been closed.
    const closed = given(before).when('concern/close', by.dsl, { outcome: 'supported', reason: 'Done.' });
    expect(added.message('case')).toEqual({ ...closed.message('case'), mentions: undefined, onlyEdits: true });
    expect(added.message(`case:${people.head}`)?.to).toEqual({ kind: 'person', person: people.head });
    expect(added.lines).toEqual([]);
    given(added.history).when('concern/open', by.deputy).thenRefused('not-yours');
    given(added.history).when('concern/open', by.dsl).thenRefused('not-yours');
    const opened = given(added.history).when('concern/open', by.head);
    expect(textsOf(opened.reply?.data)).toContain('Today 14:08 · it went to the head teacher');
  });

  it('[R198] shows nothing more of the case to who has just added somebody and lost it by that', () => {
    const added = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Naila Rahimi', 'staff', 'instigator'),
    );
    expect(added.reply).toEqual({
      slot: `view:${people.dsl}`,
      card: 'notice',
      preview: `Concern ${reference}`,
      data: {
        title: '',
        lines: [`Done. Concern ${reference} has gone on: it is with the head teacher now.`],
        buttons: [],
      },
    });
  });

  it('[R014] who is the head, in a case about staff: it goes to the chair', () => {
    const history = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head });
    const added = given(history).when('concern/add-person', by.head, add('Margaret Elstow', 'staff', 'instigator'));
    expect(added.state).toMatchObject({
      status: 'acknowledged',
      file: { route: { rule: 'routing/about-head', handlers: ['chair'] } },
    });
    const toHead = added.messages.filter((message) => audienceOf(message, school).includes(people.head));
    // What the head had of it ends as if it had been closed, and nothing is posted.
    expect(toHead).toMatchObject([
      { slot: `case:${people.head}`, onlyEdits: true, preview: `Concern ${reference} · closed` },
    ]);
    expect(added.message(`case:${people.chair}`)).toBeDefined();
  });

  it('[R008] is followed by a delegate where all others are named too', () => {
    const { roles } = aSchoolFile();
    const school = aSchool({
      roles: { ...roles, 'online-safety-governor': { people: [people.governor], delegate: people.assistant } },
    });
    const history = aConcern('handled', { answers: aboutStaff('Elstow, Dhanda'), handler: people.governor, school });
    const added = given(history, school).when(
      'concern/add-person',
      by.governor,
      add('Patrick Donnellan', 'staff', 'instigator'),
    );
    expect(added.messages.map(({ slot }) => slot)).toContain(`case:${people.assistant}`);
    const assistant = actorOf(people.assistant);
    expect(given(added.history, school).when('concern/open', assistant).outcome.kind).toBe('decision');
    const said = given(added.history, school).when('concern/take', assistant);
    expect(said.message(`case:${people.assistant}`)?.data.facts).toContainEqual({
      label: 'With',
      value: 'the delegate of the online-safety governor',
    });
  });

  it('[R015] is never lost without a word: where really nobody is left, who added them is told to ring the LADO', () => {
    const answers = aboutStaff('Elstow, Dhanda');
    const history = aConcern('handled', { answers, handler: people.governor });
    const added = given(history).when('concern/add-person', by.governor, add('Mr Donnellan', 'staff', 'not-known'));
    expect(added.reply?.data.lines).toEqual([
      `Done. Concern ${reference} has gone on: nobody at the school has it now. Ring the LADO now: Local authority designated officer (LADO), 01632 960203.`,
    ]);
  });

  it('[R198] who came into the safeguarding channel later finds no card of it there', () => {
    const history = aConcern('handled', {
      followedBy: [
        [
          {
            type: 'PersonAdded',
            ...add('Callum Farrow', 'staff', 'instigator'),
            subjects: [people.otherTeacher],
          } as never,
          by.dsl,
        ],
      ],
    });
    const promoted = aSchoolWhere({ 'deputy-dsl': [people.deputy, people.otherTeacher] });
    const noted = given(history, promoted).when('concern/note', by.deputy, { text: 'Rang home.' });
    expect(noted.messages.flatMap((message) => audienceOf(message, promoted))).not.toContain(people.otherTeacher);
    expect(noted.message(`case:${people.deputy}`)).toBeDefined();
  });

  it('[R015] goes round those who were named before as well: the head added to a concern about the chair', () => {
    const history = aConcern('handled', { answers: aboutStaff('Gurpreet Dhanda'), handler: people.head });
    const added = given(history).when('concern/add-person', by.head, add('Margaret Elstow', 'staff', 'instigator'));
    expect(added.state).toMatchObject({ file: { route: { handlers: ['online-safety-governor'] } } });
    expect(added.messages.flatMap((message) => audienceOf(message, school))).not.toContain(people.chair);
  });

  it('named again takes the case from nobody, also where a colleague of theirs handles it', () => {
    const two = aSchoolWhere({ 'online-safety-governor': [people.governor, people.senco] });
    const answers = aboutStaff('Elstow, Dhanda, Donnellan');
    const history = aConcern('handled', { answers, handler: people.senco, school: two });
    const again = given(history, two).when(
      'concern/add-person',
      { kind: 'person', person: people.senco },
      add('Mr Donnellan', 'staff', 'instigator'),
    );
    expect(again.events.map(({ type }) => type)).toEqual(['PersonAdded']);
    expect(again.state).toMatchObject({ status: 'handled', owner: people.senco });
  });

  it('named again changes nothing more', () => {
    const added = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Mr Okonjo', 'staff', 'instigator'),
    );
    const again = given(added.history).when('concern/add-person', by.head, add('Mr Okonjo', 'staff', 'instigator'));
    expect(again.events.map(({ type }) => type)).toEqual(['PersonAdded']);
  });
});

describe('another adult who is added', () => {
  it('is somebody of the school only when named in full', () => {
    const parent = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Mr Okonjo, father', 'adult', 'instigator'),
    );
    expect(parent.state).toMatchObject({ file: { subjects: [] } });
    const both = given(aConcern('handled')).when(
      'concern/add-person',
      by.dsl,
      add('Daniel Okonjo', 'adult', 'instigator'),
    );
    expect(both.state).toMatchObject({ file: { subjects: [people.deputy] } });
  });
});

describe('the reporter, when a handler turns out to be whom it is about', () => {
  const before = aConcern('new');
  const added = given(before).when('concern/add-person', by.dsl, add('Elstow, Dhanda, Okonjo', 'staff', 'instigator'));
  const seen = given(before).when('concern/acknowledge', by.dsl);
  const saidTo = (done: typeof added) =>
    textsOf(
      done.messages.filter(({ to }) => to.kind === 'person' && to.person === people.teacher).map(({ data }) => data),
    );

  it('learns nothing of whom it went round, but is no longer given the number of the team', () => {
    const said = saidTo(added);
    expect(said).toEqual(saidTo(seen).map((text) => text.replace('01632 960101', '01632 960100')));
    expect(said.join()).not.toMatch(/head|chair|governor|LADO/);
  });

  it('is asked no question in the name of others than before', () => {
    const asks = given(added.history).when('concern/ask', by.governor, { text: 'When?' });
    expect(asks.message('question:1')?.data.title).toBe(`There is a question about your report ${reference}`);
  });
});

describe('a reporter who is added', () => {
  it('notices no difference: a report that vanished would tell them', () => {
    const before = aConcern('handled');
    const plain = given(before).when('concern/add-person', by.dsl, add('Kit Marsh', 'pupil', 'victim'));
    const named = given(before).when('concern/add-person', by.dsl, add('Amara Osei', 'staff', 'victim'));
    const toReporter = (done: typeof plain) =>
      done.messages.filter(({ to }) => to.kind === 'person' && to.person === people.teacher);
    expect(toReporter(named)).toEqual(toReporter(plain));
    const close = { outcome: 'behaviour', reason: 'Done.' };
    const closedPlain = given(plain.history).when('concern/close', by.deputy, close);
    const closedNamed = given(named.history).when('concern/close', by.deputy, close);
    expect(toReporter(closedNamed)).toEqual(toReporter(closedPlain));
  });
});
