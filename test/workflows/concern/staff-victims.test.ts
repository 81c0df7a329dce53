import { describe, expect, it } from 'vitest';
import { isShown } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { reportForm } from '../../../src/workflows/concern/report-form.ts';
import { aConcern, given, reference, someAnswers, textsOf } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

const school = aSchool();
const leader = actorOf(people.senco);
const withLeaders = aSchool({ concerns: { leaders: [people.senco, people.deputy] } });
const bullied = (changes: Record<string, string> = {}) =>
  someAnswers({ kind: 'bullying-staff', instigator: 'parent', ...changes });

/** Who gets the card of a report by a teacher, by slot. */
function receiversOf(answers: ReturnType<typeof someAnswers>, at = school, reporter = by.teacher) {
  return given([], at)
    .when('concern/report', reporter, answers)
    .messages.map(({ slot }) => slot);
}

describe('what happens to a member of staff', () => {
  it.each([
    ['bullying-staff', 'pupil'],
    ['bullying-staff', 'parent'],
    ['bullying-staff', 'not-known'],
    ['offensive-message', 'pupil'],
    ['offensive-message', 'colleague'],
  ])('[R017] [R018] goes to the head in confidence, one to one, and in no channel: %s by %s', (kind, instigator) => {
    const reported = given().when('concern/report', by.teacher, bullied({ kind, instigator }));
    expect(reported.messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.head }]);
    expect(reported.state).toMatchObject({ file: { route: { rule: 'routing/staff-victim', handlers: ['head'] } } });
    given(reported.history).when('concern/open', by.dsl).thenRefused('not-yours');
    given(reported.history).when('concern/open', actorOf(people.coordinator)).thenRefused('not-yours');
  });

  it('[R016] [R018] goes to another senior leader alone, whom they choose', () => {
    const reported = given([], withLeaders).when('concern/report', by.teacher, bullied({ confidant: people.senco }));
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.senco}`]);
    expect(reported.state).toMatchObject({
      file: { route: { rule: 'routing/chosen-leader', people: [people.senco] } },
    });
    expect(reported.reply?.data.lines).toEqual([
      'It is saved and on its way to the leader you chose. You will be told when it is seen.',
      'If you are worried before then, ring 01632 960100.',
    ]);
    for (const actor of [by.head, by.chair, by.dsl, by.deputy])
      given(reported.history, withLeaders).when('concern/open', actor).thenRefused('not-yours');
    const taken = given(reported.history, withLeaders).when('concern/take', leader);
    expect(taken.message(`case:${people.senco}`)?.data.facts).toContainEqual({
      label: 'With',
      value: 'the leader who was chosen',
    });
  });

  it('[R016] goes on to the chair, and not to the head, where that leader has left', () => {
    const { history } = given([], withLeaders).when('concern/report', by.teacher, bullied({ confidant: people.senco }));
    const { people: all, roles } = aSchool();
    const gone = aSchool({
      people: all.filter(({ email }) => email !== people.senco),
      roles: { ...roles, senco: { people: [people.assistant], delegate: people.dsl } },
    });
    expect(given(history, gone).when('concern/open', by.chair).outcome.kind).toBe('decision');
    given(history, gone).when('concern/open', by.head).thenRefused('not-yours');
  });

  it('[R016] goes to the head where nobody was chosen, or somebody who is no such leader', () => {
    for (const confidant of ['head', people.otherTeacher, 'nobody'])
      expect(receiversOf(bullied({ confidant }), withLeaders)).toEqual([`case:${people.head}`]);
  });

  it('[R016] shows the leaders by name on the private form, and the adviser’s contact where there are none', () => {
    const [, , details] = reportForm(withLeaders).steps;
    const answers = { kind: 'bullying-staff', about: 'pupil' };
    const asked = details?.items.find((item) => 'id' in item && item.id === 'confidant');
    expect(asked).toMatchObject({
      choices: [
        { value: 'head', label: 'The head teacher' },
        { value: people.senco, label: 'Yusuf Kestrel' },
        { value: people.deputy, label: 'Daniel Okonjo' },
      ],
    });
    expect(asked !== undefined && isShown(asked, answers)).toBe(true);
    const alone = reportForm(school).steps[2]?.items.find((item) => 'id' in item && item.id === 'confidant');
    expect(alone !== undefined && isShown(alone, answers)).toBe(false);
    const adviser = aSchool({
      agencies: [
        {
          id: 'adviser',
          kind: 'online-safety-adviser',
          name: 'County adviser',
          telephone: '01632 960299',
          lastChecked: '2026-09-01',
        },
      ],
    });
    const { reply } = given([], adviser).when('concern/report', by.teacher, bullied());
    expect(reply?.data.lines).toContain('You can also turn to the adviser: County adviser, 01632 960299.');
  });

  it('[R014] goes to the chair where it is the head who does it, whomever somebody chose', () => {
    const answers = bullied({ instigator: 'colleague', instigatorNames: 'Mrs Elstow', confidant: people.senco });
    expect(receiversOf(answers, withLeaders)).toEqual([`case:${people.chair}`]);
    expect(receiversOf(bullied({ about: 'head', confidant: people.senco }), withLeaders)).toEqual([
      `case:${people.chair}`,
    ]);
  });

  it('[R016] goes round a leader who does it, and not to the head, whom somebody went round', () => {
    const answers = bullied({ instigator: 'colleague', instigatorNames: 'Yusuf Kestrel', confidant: people.senco });
    expect(receiversOf(answers, withLeaders)).toEqual([`case:${people.chair}`]);
  });

  it('is kept from a colleague who does it, and from no pupil’s or parent’s namesake', () => {
    const subjects = (changes: Record<string, string>) => {
      const { state } = given().when('concern/report', by.teacher, bullied(changes));
      return state.status === 'none' ? [] : state.file.subjects;
    };
    expect(subjects({ instigator: 'colleague', instigatorNames: 'Mr Farrow' })).toEqual([
      people.otherTeacher,
      people.teacher,
    ]);
    expect(subjects({ instigator: 'pupil', instigatorNames: 'Callum Farrow' })).toEqual([people.teacher]);
    expect(subjects({ instigator: 'parent', instigatorNames: 'Mr Farrow' })).toEqual([people.teacher]);
    expect(subjects({ instigator: 'parent', instigatorNames: 'Callum Farrow' })).toContain(people.otherTeacher);
  });

  it('[R017] is handled by nobody to whom it happens: a head who reports it reaches the chair, and stays its reporter', () => {
    const reported = given().when('concern/report', by.head, bullied());
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.chair}`]);
    expect(reported.reply?.card).toBe('receipt');
    given(reported.history).when('concern/open', by.head).thenRefused('not-yours');
    const asked = given(reported.history).when('concern/ask', by.chair, { text: 'When?' });
    expect(given(asked.history).when('concern/answer', by.head, { number: 1, text: 'Today.' }).outcome.kind).toBe(
      'decision',
    );
  });

  it('[R017] that somebody else reports is kept from handling by whom it happens to, and not by the reporter', () => {
    const reported = given().when('concern/report', by.head, bullied({ victims: 'Callum Farrow' }));
    expect(reported.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`]);
    expect(reported.state).toMatchObject({ file: { subjects: [people.otherTeacher] } });
  });
});

describe('the one to turn to', () => {
  const history = aConcern('handled', { answers: bullied(), handler: people.head, school: withLeaders });
  const named = given(history, withLeaders).when('concern/nominate-contact', by.head, { person: people.chair });

  it('[R027] is head, chair or a leader whom the school has named: one for each case', () => {
    named.thenHappens({ type: 'ContactNominated', person: people.chair });
    expect(named.state).toMatchObject({ file: { contact: people.chair } });
    const again = given(named.history, withLeaders).when('concern/nominate-contact', by.chair, {
      person: people.senco,
    });
    expect(again.state).toMatchObject({ file: { contact: people.senco } });
    given(again.history, withLeaders).when('concern/open', by.chair).thenRefused('not-yours');
  });

  it('[R027] has the case from then on, and the reporter is told of them by role', () => {
    expect(named.message(`case:${people.chair}`)?.card).toBe('case');
    expect(given(named.history, withLeaders).when('concern/open', by.chair).outcome.kind).toBe('decision');
    const told = named.messages.find(({ slot }) => slot.startsWith('told:contact'));
    expect(told).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      preview: `For your report ${reference}, turn to the chair of governors, on 01632 960104, from now on.`,
    });
    const opened = textsOf(given(named.history, withLeaders).when('concern/open', by.head).reply?.data).join('\n');
    expect(opened).toContain('Margaret Elstow named Gurpreet Dhanda as the one to turn to');
  });

  it('[R027] is nobody else, and nobody whom it is about', () => {
    const wrong = given(history, withLeaders).when('concern/nominate-contact', by.head, { person: people.dsl });
    wrong.thenRefused('no-such-contact');
    const own = bullied({ instigator: 'colleague', instigatorNames: 'Gurpreet Dhanda' });
    const about = aConcern('handled', { answers: own, handler: people.head });
    given(about).when('concern/nominate-contact', by.head, { person: people.chair }).thenRefused('no-such-contact');
  });

  it('[R027] is not there in a case of anything else', () => {
    given(aConcern('handled'))
      .when('concern/nominate-contact', by.dsl, { person: people.head })
      .thenRefused('no-contact-here');
  });
});
