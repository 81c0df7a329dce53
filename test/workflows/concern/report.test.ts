import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { kinds } from '../../../src/workflows/concern/choices.ts';
import { report } from '../../../src/workflows/concern/report.ts';
import {
  aboutHead,
  aboutStaff,
  buttonsOf,
  given,
  monday,
  reference,
  someAnswers,
  textsOf,
} from '../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people, stranger } from '../../support/school.ts';

const school = aSchool();
const urgencyOf = (answers: Parameters<typeof someAnswers>[0]) => report(someAnswers(answers), school, monday).urgency;

describe('reporting a concern', () => {
  it('puts it on the record with what was written, and gives the reporter a receipt', () => {
    const answers = someAnswers();
    const reported = given().when('concern/report', by.teacher, answers);
    expect(reported.events).toEqual([
      {
        type: 'ConcernReported',
        answers,
        urgency: 'routine',
        route: { rule: 'safeguarding-team', source: expect.stringContaining('000'), handlers: ['dsl', 'deputy-dsl'] },
        subjects: [],
        remindAt: ['2026-11-23T15:05:00.000Z', '2026-11-24T08:30:00.000Z'],
      },
    ]);
    expect(reported.state).toMatchObject({ status: 'new', file: { reportedBy: people.teacher, reportedAt: monday } });
    expect(reported.reply).toMatchObject({
      slot: 'receipt',
      card: 'receipt',
      data: {
        title: 'Received',
        reference,
        lines: [
          'The safeguarding team has it now. You will be told when it is seen.',
          'If you are worried before then, ring 01632 960101.',
        ],
        danger: '',
      },
    });
  });

  it('[R001, R011, R197] puts a card in the safeguarding channel: kind, waiting, with whom, and no more', () => {
    const { messages } = given().when('concern/report', by.teacher, someAnswers({ kind: 'bullying-pupil' }));
    expect(messages).toEqual([
      {
        slot: 'case',
        to: { kind: 'channel', channel: 'safeguarding' },
        card: 'case',
        preview: `Concern ${reference} · new`,
        mentions: [],
        data: {
          title: `Concern ${reference} · new`,
          attention: false,
          facts: [
            { label: 'Kind', value: 'Online bullying of a pupil' },
            { label: 'Waiting', value: 'since Mon 23 Nov, 14:05' },
            { label: 'With', value: 'nobody yet' },
          ],
          buttons: [
            expect.objectContaining({ label: 'Acknowledge', primary: true }),
            expect.objectContaining({ label: 'Open', primary: false, opens: true }),
            expect.objectContaining({ label: 'Take', primary: false }),
          ],
        },
      },
    ]);
  });

  it.each(Object.values(people))('[R006] can be done by anybody who works in the school: %s', (person) => {
    const { outcome, state } = given().when('concern/report', actorOf(person), someAnswers());
    expect(outcome.kind).toBe('decision');
    expect(state).toMatchObject({ file: { reportedBy: person } });
  });

  it('cannot be done by somebody whom the school does not know', () => {
    given().when('concern/report', actorOf(stranger), someAnswers()).thenRefused('not-yours');
  });

  it('has its effect once', () => {
    const { history } = given().when('concern/report', by.teacher, someAnswers());
    given(history).when('concern/report', by.teacher, someAnswers()).thenRefused('already-reported');
    given(history).when('concern/report', by.otherTeacher, someAnswers()).thenRefused('not-yours');
  });
});

describe('how urgent a concern is', () => {
  it('[R043] is immediate danger where a child is in danger, whatever else was answered', () => {
    for (const { value } of kinds) expect(urgencyOf({ danger: 'yes', kind: value })).toBe('immediate');
  });

  it.each(['sexual-harassment', 'contact-by-adult', 'self-harm', 'extremism'])('[R021] is urgent for %s', (kind) => {
    expect(urgencyOf({ kind })).toBe('urgent');
  });

  it.each([
    ['[R044] a child with special educational or mental-health needs', { send: 'yes' }],
    ['[R045] a child known to social care or the police', { knownVulnerable: 'yes' }],
    ['[R046] a child under 13', { under13: 'yes' }],
    ['[R047] a sign of criminal exploitation', { outsideHarm: ['criminal'] }],
    ['[R047] a sign of sexual exploitation', { outsideHarm: ['sexual'] }],
    ['[R047] a link to a gang', { outsideHarm: ['gang'] }],
  ])('is raised by %s', (_why, answers) => {
    expect(urgencyOf(answers)).toBe('urgent');
  });

  it('is routine otherwise, also where something is not known', () => {
    expect(urgencyOf({ send: 'no', knownVulnerable: 'not-known', under13: 'not-known', outsideHarm: [] })).toBe(
      'routine',
    );
  });

  it('[R043] in immediate danger, tells the reporter again to ring 999 and calls the DSL and the deputies', () => {
    const reported = given().when('concern/report', by.teacher, someAnswers({ danger: 'yes' }));
    expect(reported.reply?.data.danger).toBe(
      'A child is in immediate danger: ring 999 if you have not, and tell the safeguarding team in person.',
    );
    expect(reported.message('case')).toMatchObject({
      preview: `Concern ${reference} · new · immediate danger`,
      mentions: [people.dsl, people.deputy],
      data: { attention: true },
    });
  });

  it('[R021, R044] says so on an urgent card, and calls the DSL and the deputies', () => {
    const reported = given().when('concern/report', by.teacher, someAnswers({ send: 'yes' }));
    expect(reported.message('case')).toMatchObject({
      preview: `Concern ${reference} · new · urgent`,
      mentions: [people.dsl, people.deputy],
      data: { attention: false },
    });
  });
});

describe('when somebody is reminded', () => {
  it('of an urgent concern: after the school’s minutes, at night as well', () => {
    const { remindAt } = report(someAnswers({ danger: 'yes' }), school, '2026-11-21T23:00:00.000Z');
    expect(remindAt).toEqual(['2026-11-21T23:05:00.000Z', '2026-11-21T23:10:00.000Z']);
  });

  it('of a routine concern: not before the school is open', () => {
    const { remindAt } = report(someAnswers(), school, '2026-11-20T18:00:00.000Z');
    expect(remindAt).toEqual(['2026-11-23T08:30:00.000Z', '2026-11-23T08:30:00.000Z']);
  });

  it('earliest first, in whatever order the school wrote the minutes', () => {
    const other = aSchool({ reminders: { immediate: [10, 5], urgent: [30], routine: [60] } });
    const { remindAt } = report(someAnswers({ danger: 'yes' }), other, monday);
    expect(remindAt).toEqual(['2026-11-23T14:10:00.000Z', '2026-11-23T14:15:00.000Z']);
  });
});

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

  it('[R013] about a member of staff: the head alone, one to one', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('Callum Farrow'));
    expect(reported.messages).toHaveLength(1);
    expect(reported.messages[0]).toMatchObject({
      slot: `case:${people.head}`,
      to: { kind: 'person', person: people.head },
      card: 'case',
      preview: `Concern ${reference} · new`,
    });
    expect(reported.state).toMatchObject({
      file: { subjects: [people.otherTeacher], route: { rule: 'about-staff', handlers: ['head'] } },
    });
    expect(reported.reply?.data.lines).toEqual([
      'The head teacher has it now. You will be told when it is seen.',
      'If you are worried before then, ring 01632 960103.',
    ]);
  });

  it('[R014] about the head: the chair alone, one to one, and the head never', () => {
    const reported = given().when('concern/report', by.teacher, aboutHead());
    expect(reported.messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.chair }]);
    expect(reported.state).toMatchObject({
      file: { subjects: [people.head], route: { rule: 'about-head', handlers: ['chair'] } },
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
    'about "%s": the head, for that is somebody else',
    (name) => {
      expect(receiversOf(aboutStaff(name))).toEqual([`case:${people.head}`]);
    },
  );

  it.each([
    ['the DSL', 'Naila Rahimi'],
    ['a deputy', 'Mr Okonjo'],
    ['the chair', 'the chair of governors'],
    ['the network manager', 'Network Manager'],
    ['nobody whom the school file knows', 'the man who mends the printers'],
  ])('[R015] about %s: the head', (_who, name) => {
    expect(receiversOf(aboutStaff(name))).toEqual([`case:${people.head}`]);
  });

  it('[R015] about the head and the chair: the online-safety governor, and the reporter is offered the LADO', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('Mrs Elstow and Mr Dhanda'));
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.governor}`]);
    expect(reported.reply?.data.lines).toContain(
      'It names both the head and the chair. You may go straight to the LADO: Local authority designated officer (LADO), 01632 960203.',
    );
    expect(reported.reply?.data.lines).toContain(
      'The online-safety governor has it now. You will be told when it is seen.',
    );
  });

  it('[R015] about everybody who could handle it: nobody, and the reporter is told so and whom to ring', () => {
    const everybody = 'Elstow, Dhanda, Donnellan, Okonjo';
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

  it('[R008] about everybody in every role: the delegate of who should have it', () => {
    const all = 'Elstow, Dhanda, Donnellan';
    expect(receiversOf(aboutStaff(all))).toEqual([`case:${people.deputy}`]);
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

  it('about misuse by a member of staff, although pupils or a parent were chosen: the head', () => {
    const misuse = { kind: 'staff-misuse', names: undefined, adultNames: 'Callum Farrow' };
    expect(receiversOf(someAnswers({ ...misuse, about: 'pupil' }))).toEqual([`case:${people.head}`]);
    expect(receiversOf(someAnswers({ ...misuse, about: 'adult' }))).toEqual([`case:${people.head}`]);
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

describe('the receipt', () => {
  it('[R197] shows nothing that was written: the words no longer stand in the chat', () => {
    const reported = given().when('concern/report', by.teacher, someAnswers());
    const said = textsOf(reported.reply?.data).join('\n') + reported.reply?.preview;
    expect(said).not.toMatch(/Robin|fight|library/);
    expect(buttonsOf(reported.reply?.data)).toEqual([]);
  });

  it('in danger, sends nobody to whom it is about: the head is told in person, not the DSL', () => {
    const reported = given().when('concern/report', by.teacher, aboutStaff('the DSL', { danger: 'yes' }));
    expect(reported.reply?.data.danger).toContain('tell the head teacher in person');
  });
});
