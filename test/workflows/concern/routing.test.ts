import { describe, expect, it } from 'vitest';
import { aboutHead, aboutStaff, given, reference, someAnswers } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, by, people } from '../../support/school.ts';

const school = aSchool();

/** The cards of a case that is about a member of staff. */
const headAndCoordinator = [`case:${people.head}`, `case:${people.coordinator}`];

/** Who gets the card of a report, by slot. */
function receiversOf(answers: ReturnType<typeof someAnswers>, at = school) {
  const reported = given([], at).when('concern/report', by.teacher, answers);
  return reported.messages.map(({ slot }) => slot);
}

describe('who hears of a concern', () => {
  it('about a pupil, a parent or another adult: the DSL and the deputies, in their channel', () => {
    expect(receiversOf(someAnswers())).toEqual(['case']);
    const parent = someAnswers({
      kind: 'parent-conduct',
      about: 'adult',
      names: undefined,
      adultNames: 'Mr Ash, father',
    });
    expect(receiversOf(parent)).toEqual(['case']);
  });

  it('[R013] about a member of staff: the head and the co-ordinator together, one to one, and no channel', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('Callum Farrow'));
    expect(reported.messages.map(({ to }) => to)).toEqual(
      [people.head, people.coordinator].map((person) => ({ kind: 'person', person })),
    );
    expect(reported.messages[0]).toMatchObject({
      slot: `case:${people.head}`,
      to: { kind: 'person', person: people.head },
      card: 'case',
      preview: `Concern ${reference} · new`,
    });
    expect(reported.state).toMatchObject({
      file: {
        subjects: [people.otherTeacher],
        route: { rule: 'routing/about-staff', handlers: ['head', 'online-safety-coordinator'] },
      },
    });
    expect(reported.reply?.data.lines).toEqual([
      'It is saved and on its way to the head teacher and the online-safety co-ordinator. You will be told when it is seen.',
      'If you are worried before then, ring 01632 960103.',
    ]);
  });

  it('[R014] about the head: the chair alone, one to one, and the head never', () => {
    const reported = given().when('concern/report', by.teacher, aboutHead());
    expect(reported.messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.chair }]);
    expect(reported.state).toMatchObject({
      file: { subjects: [people.head], route: { rule: 'routing/about-head', handlers: ['chair'] } },
    });
    expect(reported.reply?.data.lines).toContain('If you are worried before then, ring 01632 960104.');
  });

  it.each([
    'Margaret Elstow',
    'Mrs Elstow',
    'M.Elstow@oakfield.example',
    'the head teacher',
    'Headteacher',
    'the head',
  ])('[R014] about "%s", although "a member of staff" was chosen: the chair', (name) => {
    expect(receiversOf(aboutStaff(name))).toEqual([`case:${people.chair}`]);
  });

  it.each(['the deputy head', 'Mr Okafor, head of maths'])(
    'about "%s": the head and the co-ordinator, for that is somebody else',
    (name) => {
      expect(receiversOf(aboutStaff(name))).toEqual(headAndCoordinator);
    },
  );

  it.each([
    ['the DSL', 'Naila Rahimi'],
    ['a deputy', 'Mr Okonjo'],
    ['the chair', 'the chair of governors'],
    ['the network manager', 'Network Manager'],
    ['nobody whom the school file knows', 'the man who mends the printers'],
  ])('[R015] about %s: the head and the co-ordinator', (_who, name) => {
    expect(receiversOf(aboutStaff(name))).toEqual(headAndCoordinator);
  });

  it('[R015] about the co-ordinator: the head alone', () => {
    for (const name of ['Mei Tanaka', 'the e-safety coordinator'])
      expect(receiversOf(aboutStaff(name))).toEqual([`case:${people.head}`]);
  });

  it('[R014] about the head and the co-ordinator: the chair alone', () => {
    expect(receiversOf(aboutStaff('Mrs Elstow and Mei Tanaka'))).toEqual([`case:${people.chair}`]);
  });

  it('[R015] about the head and the chair: the online-safety governor, and the reporter is offered the LADO', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('Mrs Elstow and Mr Dhanda'));
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.governor}`]);
    expect(reported.reply?.data.lines).toContain(
      'It names both the head and the chair. You may go straight to the LADO: Local authority designated officer (LADO), 01632 960203.',
    );
    expect(reported.reply?.data.lines).toContain(
      'It is saved and on its way to the online-safety governor. You will be told when it is seen.',
    );
  });

  it('[R015] about everybody who could handle it: nobody, and the reporter is told so and whom to ring', () => {
    const everybody = 'Elstow, Dhanda, Donnellan';
    const reported = given().when('concern/report', by.teacher, aboutStaff(everybody));
    expect(reported.messages).toEqual([]);
    expect(reported.reply?.data.lines).toContain(
      'It is kept, but it names everybody who could handle it, so nobody at the school has it. Ring the LADO now: Local authority designated officer (LADO), 01632 960203.',
    );
  });

  it('[R015] without a LADO in the school file, says in words whom to ring', () => {
    const without = aSchool({ agencies: [{ id: 'police', name: 'Police', lastChecked: '2026-09-01' }] });
    const reported = given([], without).when('concern/report', by.teacher, aboutStaff('Elstow, Dhanda'));
    expect(reported.reply?.data.lines).toContain(
      'It names both the head and the chair. You may go straight to the LADO: the designated officer of your local authority.',
    );
  });

  it('[R014] about the head: whoever stands in for the head neither, also where nobody else is left', () => {
    expect(school.roles.head.delegate).toBe(people.deputy);
    expect(receiversOf(aboutStaff('Elstow, Dhanda, Donnellan'))).toEqual([]);
  });

  it('[R008] about everybody who holds the role: its delegate', () => {
    const file = aSchoolFile();
    const school = aSchool({
      roles: { ...file.roles, 'online-safety-governor': { people: [people.governor], delegate: people.assistant } },
    });
    const all = 'Elstow, Dhanda, Donnellan';
    expect(receiversOf(aboutStaff(all), school)).toEqual([`case:${people.assistant}`]);
  });

  it('[R015] never gives the number of somebody whom it is about: the school’s instead', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('Elstow, Dhanda, Donnellan'));
    expect(reported.reply?.data.lines).toContain('If you are worried before then, ring 01632 960100.');
    expect(JSON.stringify(reported.reply)).not.toContain('01632 960103');
  });

  it('[R015] about one of two heads: not the other head, but the chair', () => {
    const two = aSchoolWhere({ head: [people.head, people.senco] });
    expect(receiversOf(aboutStaff('Yusuf Kestrel'), two)).toEqual([`case:${people.chair}`]);
  });

  it('[R002] about pupils: each deputy as much as the lead', () => {
    const { history } = given().when('concern/report', by.teacher, someAnswers());
    for (const actor of [by.dsl, by.deputy])
      expect(given(history).when('concern/take', actor).outcome.kind).toBe('decision');
  });

  it('about a parent who works here too: not that person, and not in a channel where they are', () => {
    const parent = { about: 'adult', kind: 'parent-conduct', names: undefined };
    expect(receiversOf(someAnswers({ ...parent, adultNames: 'Daniel Okonjo, father of Kit' }))).toEqual([
      `case:${people.head}`,
    ]);
    expect(receiversOf(someAnswers({ ...parent, adultNames: 'Mr Okonjo, father of Kit' }))).toEqual(['case']);
  });

  it('about contact by an adult who turns out to work here: round them, by surname too', () => {
    const contact = { kind: 'contact-by-adult', contactAdult: 'Mr Okonjo' };
    expect(receiversOf(someAnswers(contact))).toEqual([`case:${people.head}`]);
    expect(receiversOf(someAnswers({ ...contact, contactAdult: 'somebody from a game' }))).toEqual(['case']);
  });

  it('about misuse by a member of staff, although pupils or a parent were chosen: the head', () => {
    const misuse = { kind: 'staff-misuse', names: undefined, adultNames: 'Callum Farrow' };
    expect(receiversOf(someAnswers({ ...misuse, about: 'pupil' }))).toEqual(headAndCoordinator);
    expect(receiversOf(someAnswers({ ...misuse, about: 'adult' }))).toEqual(headAndCoordinator);
    expect(receiversOf(someAnswers({ ...misuse, about: 'pupil', adultNames: 'the head' }))).toEqual([
      `case:${people.chair}`,
    ]);
  });

  it('[R017] a member of staff who is bullied reaches the head in confidence', () => {
    const own = aboutStaff('me, Amara Osei', { kind: 'bullying-staff' });
    const reported = given().when('concern/report', by.teacher, own);
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`]);
    expect(reported.reply?.card).toBe('receipt');
  });

  it('[R021] at once: the card goes out with the report itself', () => {
    const reported = given().when('concern/report', by.teacher, someAnswers({ kind: 'sexual-harassment' }));
    expect(reported.messages[0]).not.toHaveProperty('notBefore');
  });
});
