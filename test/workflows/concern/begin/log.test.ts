import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../../src/domain/form.ts';
import { isShown, questionsOf } from '../../../../src/domain/form.ts';
import { actorOf, type PersonId } from '../../../../src/domain/people.ts';
import { logForm } from '../../../../src/workflows/concern/begin/log-form.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import {
  aboutHead,
  aboutStaff,
  audienceOf,
  given,
  monday,
  reference,
  someAnswers,
  textsOf,
} from '../../../support/concern.ts';
import { aSchool, by, people, stranger } from '../../../support/school.ts';

const school = aSchool();

/** The answers of somebody who logs what came by telephone at nine. Undefined takes an answer away. */
function someLog(overrides: Parameters<typeof someAnswers>[0] = {}): Answers {
  return someAnswers({
    source: undefined,
    loggedHow: 'telephone',
    loggedFrom: 'parent',
    loggedFor: 'Sam Reed',
    loggedDate: '2026-11-23',
    loggedTime: '09:00',
    date: '2026-11-20',
    time: '16:30',
    ...overrides,
  });
}

const log = (data: Answers, person: PersonId = people.dsl) =>
  given().when('concern/log', actorOf(person), data, '2026-11-23T14:05:00.000Z');

/** What a handler reads first of the case that was logged. */
function whereItStands(logged: ReturnType<typeof log>, reader = by.deputy): string {
  const { reply } = given(logged.history).when('concern/open', reader);
  return textsOf(reply?.data.blocks).slice(0, 2).join('\n');
}

describe('what is logged for somebody', () => {
  it('[R022] for a parent on the telephone becomes a case, with who logged it, for whom, how and when', () => {
    const logged = log(someLog());
    expect(logged.events).toMatchObject([
      {
        type: 'ConcernReported',
        answers: { source: 'parent', narrative: 'A page with a fight came up in the library.' },
        logged: { from: 'parent', for: 'Sam Reed', how: 'telephone', at: '2026-11-23T09:00:00.000Z', alert: '' },
      },
    ]);
    expect(whereItStands(logged)).toContain(
      'Logged by Naila Rahimi, today 14:05, for Sam Reed, a parent or carer.\nIt came by telephone, today 09:00.',
    );
  });

  it('[R023] for a pupil says whether they were the victim or a witness', () => {
    const logged = log(
      someLog({ loggedFrom: 'pupil', loggedHow: 'in-person', loggedFor: undefined, toldAs: 'witness' }),
    );
    expect(logged.events).toMatchObject([{ answers: { source: 'pupil', toldAs: 'witness' } }]);
    expect(whereItStands(logged)).toContain('for a pupil.\nIt came in person, today 09:00.');
  });

  it('[R028] keeps apart when it happened, when it came, and when it was logged', () => {
    const logged = log(someLog());
    expect(logged.state).toMatchObject({
      file: {
        answers: { date: '2026-11-20', time: '16:30' },
        logged: { at: '2026-11-23T09:00:00.000Z' },
        reportedAt: '2026-11-23T14:05:00.000Z',
      },
    });
  });

  it('has the day alone where nobody knows the time, and says nothing where neither is known', () => {
    const day = log(someLog({ loggedTime: undefined, loggedDate: '2026-11-20' }));
    expect(whereItStands(day)).toContain('It came by telephone, Fri 20 Nov.');
    const neither = log(someLog({ loggedTime: undefined, loggedDate: undefined }));
    expect(whereItStands(neither)).toContain('It came by telephone.');
  });

  it('[R135] from a monitoring alert is a case after one form, with the reference of the alert', () => {
    const alert = { loggedHow: 'alert', loggedFrom: undefined, loggedFor: undefined, loggedAlert: 'MON-4471' };
    const logged = log(someLog({ ...alert, kind: 'self-harm' }));
    expect(logged.events).toMatchObject([
      { urgency: 'urgent', logged: { from: 'alert', for: '', how: 'alert', alert: 'MON-4471' } },
    ]);
    expect(whereItStands(logged)).toContain('from the monitoring alert MON-4471, today 09:00.');
  });

  it('goes where every report goes, and whoever logged it has a receipt', () => {
    const logged = log(someLog());
    const reported = given().when('concern/report', by.dsl, someAnswers({ source: 'parent' }));
    expect(logged.messages.map(({ slot, to }) => ({ slot, to }))).toEqual(
      reported.messages.map(({ slot, to }) => ({ slot, to })),
    );
    expect(logged.reply).toMatchObject({ card: 'receipt', data: { title: 'Received', reference } });
    expect(textsOf(logged.messages.map(({ data }) => data)).join(' ')).not.toMatch(/Sam Reed|Robin|fight/);
  });

  it('[R198] about the one who logs it goes round them: they learn what a reporter learns', () => {
    const logged = log(someLog(aboutStaff('Naila Rahimi', { source: undefined })));
    expect(logged.state).toMatchObject({ file: { reportedBy: people.dsl } });
    for (const message of logged.messages) expect(audienceOf(message, school)).not.toContain(people.dsl);
    for (const command of ['concern/open', 'concern/note', 'concern/close'] as const)
      given(logged.history).when(command, by.dsl).thenRefused('not-yours');
    expect(whereItStands(logged, by.head)).toContain('Logged by Naila Rahimi');
  });

  it('about the head goes to the chair, and the head can learn nothing of it', () => {
    const logged = log(someLog(aboutHead({ source: undefined })));
    for (const message of logged.messages) expect(audienceOf(message, school)).not.toContain(people.head);
    given(logged.history).when('concern/open', by.head).thenRefused('not-yours');
  });

  it('shows the receipt again to who sends it twice', () => {
    const logged = log(someLog());
    const context = { at: monday, by: by.dsl, school, reference };
    expect(concern.again(logged.state, { type: 'concern/log', data: someLog() }, context)).toMatchObject({
      card: 'receipt',
    });
  });
});

describe('who may log for somebody', () => {
  const trained = [people.dsl, people.deputy, people.head, people.chair, people.coordinator, people.governor];
  const isOffered = (person: PersonId) => concern.commands['concern/log']?.isOffered?.(person, school);

  it.each(trained)('[R135] %s may: DSL, deputy, head, chair, or a delegate of theirs', (person) => {
    expect(isOffered(person)).toBe(true);
    expect(log(someLog(), person).outcome.kind).toBe('decision');
  });

  it.each([people.teacher, people.networkManager, people.senco, people.otherTeacher, people.assistant])(
    '[R135] %s may not, and is told who can and what to do instead',
    (person) => {
      expect(isOffered(person)).toBe(false);
      const refused = log(someLog(), person);
      refused.thenRefused('only-trained');
      expect(refused.sentence).toMatch(/log for others\. You can report it yourself/);
      expect(refused.events).toEqual([]);
    },
  );

  it('does not hold for somebody whom the school does not know', () => {
    expect(log(someLog(), stranger).outcome).toMatchObject({ kind: 'refusal', code: 'not-yours' });
  });
});

describe('the form', () => {
  const shown = (answers: Answers) =>
    logForm(concern.initial, { school, now: monday, by: people.dsl, given: {}, answers }).steps.map((step) => ({
      id: step.id,
      ids: questionsOf(step)
        .filter((question) => isShown(question, answers))
        .map(({ id }) => id),
    }));

  it('asks for immediate danger first, then how it came, then what everybody is asked', () => {
    const steps = shown({ loggedHow: 'telephone', about: 'pupil', kind: 'other' });
    expect(steps.map(({ id }) => id)).toEqual(['danger', 'came', 'what', 'details']);
    expect(steps[1]?.ids).toEqual(['loggedHow', 'loggedDate', 'loggedTime']);
    // On the next screen: what an answer calls for cannot stand on its own.
    expect(steps[2]?.ids).toEqual(['loggedFrom', 'loggedFor', 'kind', 'about']);
  });

  it('asks of an alert for its reference, and begins with a pupil as whom it is about', () => {
    expect(shown({ loggedHow: 'alert' })[2]?.ids).toEqual(['loggedAlert', 'kind', 'about']);
    const form = logForm(concern.initial, {
      school,
      now: monday,
      by: people.dsl,
      given: {},
      answers: { loggedHow: 'alert' },
    });
    const about = form.steps.flatMap(questionsOf).find(({ id }) => id === 'about');
    expect(about).toMatchObject({ initially: 'pupil' });
  });

  it('asks what part a pupil had who told, and only then', () => {
    expect(shown({ loggedFrom: 'pupil' }).flatMap(({ ids }) => ids)).toContain('toldAs');
    expect(shown({ loggedFrom: 'parent' }).flatMap(({ ids }) => ids)).not.toContain('toldAs');
  });

  it('is not taken without how it came, nor without what every report needs', () => {
    for (const missing of ['loggedHow', 'danger', 'kind', 'about', 'names', 'narrative'])
      expect([missing, log(someLog({ [missing]: undefined })).outcome.kind]).toEqual([missing, 'malformed']);
  });

  it('is read again as it was read', () => {
    const { data } = concern.commands['concern/log'] ?? {};
    const once = data?.parse(someLog());
    expect(data?.parse(once)).toEqual(once);
  });
});

describe('what happened to a colleague who told somebody of it', () => {
  const told = (loggedFrom: string | undefined, loggedFor: string) =>
    log(someLog({ kind: 'bullying-staff', instigator: 'parent', loggedFrom, loggedFor }));

  it('[R017] [R022] is not handled by them: of the head it goes to the chair', () => {
    for (const from of ['colleague', undefined]) {
      const logged = told(from, 'Margaret Elstow');
      expect(logged.messages.map(({ slot }) => slot)).toEqual([`case:${people.chair}`]);
      expect(logged.state).toMatchObject({ file: { subjects: [people.head] } });
    }
  });

  it('[R022] is the head’s where a parent told of it', () => {
    expect(told('parent', 'Sam Reed').messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`]);
  });
});
