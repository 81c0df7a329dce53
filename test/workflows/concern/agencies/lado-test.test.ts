import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShown, questionsOf } from '../../../../src/domain/form.ts';
import type { Actor } from '../../../../src/domain/people.ts';
import { isLadoTold } from '../../../../src/workflows/concern/agencies/lado.ts';
import { isLadoCalledFor } from '../../../../src/workflows/concern/agencies/referrals.ts';
import { isStaffCase } from '../../../../src/workflows/concern/agencies/staff-case.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { offered as offers } from '../../../../src/workflows/concern/offers.ts';
import { owedBeforeClosing } from '../../../../src/workflows/concern/owed.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  buttonsOf,
  given,
  type History,
  monday,
  someAnswers,
  stateAfter,
} from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const allNo = { harmed: 'no', offence: 'no', risk: 'no', note: 'The LADO advised to keep a note.' } as const;
const toLado = { agency: 'lado', date: '2026-11-23', time: '14:00', method: 'telephone' };
const closing = { outcome: 'staff-procedure', reason: 'It is with HR.' };

const staffCase = () => aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head });
const headCase = () => aConcern('handled', { answers: aboutHead(), handler: people.chair });
const test = (history: History, answers: object, actor: Actor = by.head) =>
  given(history).when('concern/lado-test', actor, { ...allNo, ...answers });
const isOwed = (history: History) =>
  owedBeforeClosing(stateAfter(history) as Concern, aSchool()).some(({ rule }) => rule === 'step/lado-contact');

describe('the LADO test', () => {
  it('[R098] asks three questions; each yes calls for the LADO', () => {
    for (const yes of ['harmed', 'offence', 'risk'] as const) {
      const tested = test(staffCase(), { [yes]: 'yes', note: '' });
      tested.thenHappens({ type: 'LadoTestRecorded', ...allNo, [yes]: 'yes', note: '' });
      expect(isLadoCalledFor(tested.state as Concern)).toBe(true);
      expect(isOwed(tested.history)).toBe(true);
      const blocks = JSON.stringify(tested.reply?.data.blocks);
      expect(blocks).toContain(
        'The LADO has to be told: ring Local authority designated officer (LADO), 01632 960203.',
      );
    }
  });

  it('[R098] with a yes, the case is not closed before the LADO has been told, and nothing gets round it', () => {
    const tested = test(staffCase(), { risk: 'yes' });
    const closed = given(tested.history).when('concern/close', by.head, closing);
    closed.thenRefused('still-owed');
    expect(closed.sentence).toContain('LADO');
    expect(closed.sentence).not.toContain('Farrow');
    expect(buttonsOf(given(tested.history).when('concern/open', by.head).reply?.data)).not.toContain('concern/close');
    const skipped = given(tested.history).when('concern/tick', by.head, {
      step: 'step/lado-contact',
      how: 'not-needed',
      note: 'We see no need.',
    });
    expect(skipped.outcome.kind).toBe('refusal');
    expect(isOwed(tested.history)).toBe(true);
  });

  it.each(['concern/refer', 'concern/advice'] as const)('[R098] by %s the LADO has been told', (command) => {
    const tested = test(staffCase(), { risk: 'yes' });
    const told = given(tested.history).when(command, by.head, { ...toLado, advice: 'They come on Monday.' });
    expect(isLadoTold(told.state as Concern)).toBe(true);
    expect(isOwed(told.history)).toBe(false);
    expect(JSON.stringify(told.reply?.data.blocks)).toContain('The LADO has been told.');
  });

  it('[R098] what the LADO heard before a test with no yes does not count for what came to light after it', () => {
    const advised = given(staffCase()).when('concern/advice', by.head, { ...toLado, advice: 'Not for us.' });
    const no = test(advised.history, {});
    const yes = test(no.history, { harmed: 'yes' });
    expect(isOwed(yes.history)).toBe(true);
    // Where nothing was tested before, they were asked about what the test then says.
    expect(isOwed(test(advised.history, { harmed: 'yes' }).history)).toBe(false);
  });

  it('[R099] all no, it is written down whether the LADO’s advice was considered and what came of it', () => {
    const without = test(staffCase(), { note: '' });
    without.thenRefused('lado-considered');
    expect(without.sentence).toContain('whether the LADO’s advice was considered');
    const tested = test(staffCase(), {});
    tested.thenHappens({ type: 'LadoTestRecorded', ...allNo });
    expect(isOwed(tested.history)).toBe(false);
    expect(tested.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Margaret Elstow recorded the LADO test',
      text: 'All three no.\nThe LADO advised to keep a note.',
    });
  });

  it('[R098] a yes stays: one person cannot turn it into a no', () => {
    const yes = test(staffCase(), { offence: 'yes' });
    const taken = test(yes.history, { offence: 'no' });
    taken.thenRefused('lado-yes-stands');
    expect(taken.sentence).toContain('a yes of the LADO test stands');
    const added = test(yes.history, { offence: 'yes', harmed: 'yes' });
    expect((added.state as Concern).file.agencies.lado).toMatchObject({ harmed: 'yes', offence: 'yes', risk: 'no' });
  });

  it('[R098] a later yes wins over an earlier no', () => {
    const later = test(test(staffCase(), {}).history, { harmed: 'yes' });
    expect(isLadoCalledFor(later.state as Concern)).toBe(true);
  });

  it('[R098] whatever is answered by whom, a yes is never lost, and is owed until the LADO has heard', () => {
    const yesNo = fc.constantFrom('yes', 'no');
    const answer = fc.record({ harmed: yesNo, offence: yesNo, risk: yesNo, note: fc.constantFrom('', 'Considered.') });
    const move = fc.oneof(
      answer.map((data) => ({ command: 'concern/lado-test' as const, data })),
      fc.constant({ command: 'concern/advice' as const, data: { ...toLado, advice: 'Keep a note.' } }),
      fc.constant({ command: 'concern/refer' as const, data: toLado }),
      fc.constant({ command: 'concern/close' as const, data: closing }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        let history: History = staffCase();
        let wasCalled = false;
        for (const { command, data } of moves) {
          history = given(history).when(command, by.head, data).history;
          const now = stateAfter(history) as Concern;
          const isCalled = isLadoCalledFor(now);
          if (wasCalled) expect(isCalled).toBe(true);
          if (isCalled && !isLadoTold(now)) expect(now.status).not.toBe('closed');
          wasCalled = isCalled;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says where to look when the school file names no LADO', () => {
    const bare = aSchool({ agencies: [{ id: 'police', name: 'Police', lastChecked: '2026-09-01' }] });
    const history = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head, school: bare });
    const tested = given(history, bare).when('concern/lado-test', by.head, { ...allNo, harmed: 'yes' });
    expect(JSON.stringify(tested.reply?.data.blocks)).toContain('ring the designated officer of your local authority');
    const told = given(tested.history, bare).when('concern/refer', by.head, { ...toLado, agency: 'kind:lado' });
    expect(isLadoTold(told.state as Concern)).toBe(true);
  });

  it('tells neither the thread nor any chat what came of it', () => {
    const tested = test(staffCase(), { harmed: 'yes', note: 'The marker stands here.' });
    const sent = JSON.stringify(tested.messages);
    for (const marker of ['marker', 'yes', 'harmed', 'Farrow']) expect(sent).not.toContain(marker);
  });
});

describe('to whom the LADO test is offered', () => {
  const offered = (history: History, actor: Actor) =>
    actor.kind === 'person' && offers(stateAfter(history), actor.person, aSchool()).includes('concern/lado-test');

  it('[R098] about a member of staff: to the head; about the head: to the chair', () => {
    expect(offered(staffCase(), by.head)).toBe(true);
    expect(offered(headCase(), by.chair)).toBe(true);
    test(headCase(), {}, by.head).thenRefused('not-yours');
  });

  it('[R114] in a case about pupils, once a member of staff is added as who did it', () => {
    const history = aConcern('handled');
    expect(offered(history, by.dsl)).toBe(false);
    const refused = test(history, {}, by.dsl);
    refused.thenRefused('no-staff-case');
    const added = given(history).when('concern/add-person', by.dsl, {
      name: 'Callum Farrow',
      kind: 'staff',
      capacity: 'instigator',
    });
    expect(offered(added.history, by.dsl)).toBe(true);
    expect(isStaffCase(added.state as Concern)).toBe(true);
    expect(isOwed(test(added.history, { harmed: 'yes' }, by.dsl).history)).toBe(true);
  });

  it('[R098] where it is not known yet what part somebody of the school had: offered, and a yes is owed there too', () => {
    const added = given(aConcern('handled')).when('concern/add-person', by.dsl, {
      name: 'Callum Farrow',
      kind: 'staff',
      capacity: 'not-known',
    });
    expect(isStaffCase(added.state as Concern)).toBe(false);
    expect(offered(added.history, by.dsl)).toBe(true);
    const tested = test(added.history, { risk: 'yes' }, by.dsl);
    expect(isOwed(tested.history)).toBe(true);
    const closed = given(tested.history).when('concern/close', by.dsl, { outcome: 'supported', reason: 'Done.' });
    expect(['still-owed', 'police-first']).toContain(
      closed.outcome.kind === 'refusal' ? closed.outcome.code : 'closed',
    );
    const told = given(tested.history).when('concern/refer', by.dsl, toLado);
    expect(isOwed(told.history)).toBe(false);
  });

  it('[R098] where an adult of the school is who made contact', () => {
    const answers = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Callum Farrow, Geography' });
    const state = stateAfter(aConcern('handled', { answers })) as Concern;
    expect(isStaffCase(state)).toBe(true);
  });

  it('is not a staff case: a member of staff whom somebody else harmed', () => {
    for (const kind of ['bullying-staff', 'offensive-message']) {
      const answers = someAnswers({
        kind,
        about: 'adult',
        names: undefined,
        adultNames: 'A parent',
        instigator: 'parent',
      });
      expect(isStaffCase(stateAfter(aConcern('handled', { answers })) as Concern)).toBe(false);
      const byColleague = { ...answers, instigator: 'colleague' };
      expect(isStaffCase(stateAfter(aConcern('handled', { answers: byColleague })) as Concern)).toBe(true);
    }
  });
});

describe('the form of the LADO test', () => {
  const formOf = (history: History, answers?: Record<string, string>, person: string = people.head) => {
    const form = concern.commands['concern/lado-test']?.form?.(stateAfter(history), {
      school: aSchool(),
      now: monday,
      by: person,
      given: {},
      ...(answers === undefined ? {} : { answers }),
    });
    if (form === undefined) throw new Error('the test has no form');
    return form;
  };

  it('[R098] shows what follows from the answers: whom to ring, and when the number was checked', () => {
    const yes = { harmed: 'no', offence: 'yes', risk: 'no' };
    const [note] = formOf(staffCase(), yes).steps[1]?.items ?? [];
    if (note?.kind !== 'note') throw new Error('nothing is said of the LADO');
    expect(isShown(note, yes)).toBe(true);
    expect(isShown(note, { harmed: 'no', offence: 'no', risk: 'no' })).toBe(false);
    expect(note.text).toContain('01632 960203');
    expect(note.text).toContain('last checked Tue 1 Sep');
  });

  it('[R099] asks for the LADO’s advice where all are no, and for no more than a remark otherwise', () => {
    const required = (answers: Record<string, string>) =>
      formOf(staffCase(), answers)
        .steps.flatMap(questionsOf)
        .find(({ id }) => id === 'note')?.required === true;
    expect(required({ harmed: 'no', offence: 'no', risk: 'no' })).toBe(true);
    expect(required({ harmed: 'yes', offence: 'no', risk: 'no' })).toBe(false);
  });

  it('keeps its steps and the ids of its questions, whatever was answered', () => {
    const shape = (answers?: Record<string, string>) =>
      formOf(staffCase(), answers).steps.map((step) => questionsOf(step).map(({ id }) => id));
    expect(shape()).toEqual([['harmed', 'offence', 'risk'], ['note']]);
    expect(shape({ harmed: 'yes' })).toEqual(shape());
  });

  it('has no other answer than yes where yes was answered before, and tells that to nobody else', () => {
    const { history } = test(staffCase(), { harmed: 'yes' });
    const harmed = (person: string) =>
      questionsOf(formOf(history, undefined, person).steps[0] ?? { id: '', items: [] })[0];
    expect(harmed(people.head)?.choices?.map(({ value }) => value)).toEqual(['yes']);
    expect(harmed(people.head)?.initially).toBe('yes');
    expect(harmed(people.otherTeacher)?.choices?.map(({ value }) => value)).toEqual(['yes', 'no']);
    expect(harmed(people.otherTeacher)?.initially).toBeUndefined();
  });
});

describe('[R098] a yes that came after the LADO was heard', () => {
  const test = { harmed: 'no', offence: 'no', risk: 'no', note: 'They were asked.' };
  const ring = { agency: 'lado', date: '2026-11-23', time: '14:06', method: 'telephone' };

  it('calls for them anew, also the second one', () => {
    const none = given(staffCase()).when('concern/lado-test', by.head, test);
    const advice = given(none.history).when('concern/advice', by.head, { ...ring, advice: 'Not for us.' });
    const yes = given(advice.history).when('concern/lado-test', by.head, { ...test, harmed: 'yes' });
    expect(isOwed(yes.history)).toBe(true);
    const told = given(yes.history).when('concern/refer', by.head, ring);
    expect(isOwed(told.history)).toBe(false);
    const second = given(told.history).when('concern/lado-test', by.head, { ...test, harmed: 'yes', offence: 'yes' });
    expect(isOwed(second.history)).toBe(true);
  });
});
