import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { kinds } from '../../../src/workflows/concern/choices.ts';
import { report } from '../../../src/workflows/concern/report.ts';
import { aboutStaff, buttonsOf, given, monday, reference, someAnswers, textsOf } from '../../support/concern.ts';
import { aSchool, by, people, stranger } from '../../support/school.ts';

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
        route: {
          rule: 'routing/safeguarding-team',
          source: expect.stringContaining('000'),
          handlers: ['dsl', 'deputy-dsl'],
        },
        subjects: [],
        remindAt: ['2026-11-23T15:05:00.000Z', '2026-11-24T08:30:00.000Z'],
        rules: { pack: '2026-11', changes: [], steps: [] },
        policy: 'Behaviour policy',
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
          'It is saved and on its way to the safeguarding team. You will be told when it is seen.',
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
    expect(remindAt).toEqual(['2026-11-23T08:30:00.000Z', '2026-11-23T11:30:00.000Z']);
  });

  it('earliest first, in whatever order the school wrote the minutes', () => {
    const other = aSchool({ reminders: { immediate: [10, 5], urgent: [30], routine: [60] } });
    const { remindAt } = report(someAnswers({ danger: 'yes' }), other, monday);
    expect(remindAt).toEqual(['2026-11-23T14:10:00.000Z', '2026-11-23T14:15:00.000Z']);
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
