import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../../src/domain/people.ts';
import { schoolSchema } from '../../../../src/domain/school.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { presentPack } from '../../../../src/workflows/concern/rules/packs.ts';
import { aboutStaff, aConcern, buttonsOf, given, monday, someAnswers, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const handled = aConcern('handled');
const bullied = aConcern('handled', { answers: someAnswers({ kind: 'bullying-pupil' }) });
const ofStaff = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head });

interface Section {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly detail: string; readonly buttons: readonly unknown[] }[];
}

function sectionsOf(data: unknown): readonly Section[] {
  return (data as { readonly sections: readonly Section[] }).sections;
}

describe('the steps of a case', () => {
  it('[R061] stand near the top of the open case: the first three, by whom and when, and how many are done', () => {
    const opened = given(handled).when('concern/open', by.dsl);
    const blocks = opened.reply?.data.blocks as readonly { heading: string; text: string }[];
    const next = blocks.find(({ heading }) => heading === 'Next steps')?.text ?? '';
    expect(blocks.findIndex(({ heading }) => heading === 'Next steps')).toBe(1);
    expect(next.split('\n')).toEqual([
      '1. Talk to whoever reported it. (the deputy DSL, today)',
      '2. Speak to the pupil where that is right, and ask nothing that leads them. (the deputy DSL, today)',
      '3. Reassure the pupils: nobody is to blame. Use it as a lesson with the class. (the deputy DSL, today)',
      '1 of 6 steps are done with.',
    ]);
    expect(blocks.map(({ heading }) => heading)).not.toContain('Still owed before it can be closed');
    const owed = given(ofStaff).when('concern/open', by.head).reply?.data.blocks;
    expect(textsOf(owed)).toContain('Still owed before it can be closed');
    expect(textsOf(owed)).toContain('- Answer the three questions of the LADO test.');
  });

  it('are shown as a checklist, each with who, when, its source and its guidance; looking is on the record', () => {
    const shown = given(handled).when('concern/steps', by.dsl, {});
    shown.thenHappens({ type: 'ConcernOpened', page: 1 });
    expect(shown.reply).toMatchObject({ slot: `view:${people.dsl}`, card: 'list', preview: 'Concern C-7K3Q9F' });
    const [toDo, done] = sectionsOf(shown.reply?.data);
    expect(toDo?.title).toBe('To do');
    expect(toDo?.rows[0]).toMatchObject({
      title: 'Talk to whoever reported it.',
      detail: 'the deputy DSL, today · 000 section 4.7',
    });
    const decide = toDo?.rows.find(({ title }) => title.startsWith('Decide what follows'));
    expect(decide?.detail).toContain('Keeping children safe in education (DfE): https://www.gov.uk/');
    expect(done?.rows.map(({ title, detail }) => [title, detail])).toEqual([
      [expect.stringMatching(/^Acknowledge it/), 'Done, today 14:06 · 000 section 4.1'],
    ]);
    expect(shown.reply?.fades).toMatchObject({ card: 'notice' });
  });

  it('are paged, eight to a page, and every page is there', () => {
    const pages = [1, 2].map((page) => given(bullied).when('concern/steps', by.dsl, { page: String(page) }).reply);
    const rows = pages.map((page) =>
      sectionsOf(page?.data).flatMap((section) => section.rows.map(({ title }) => title)),
    );
    expect(rows[0]).toHaveLength(8);
    expect(rows[1]?.length).toBeGreaterThan(0);
    expect(new Set(rows.flat()).size).toBe(rows.flat().length);
    expect(textsOf(pages[0]?.data)).toContainEqual(
      expect.stringMatching(/^Page 1 of \d\. 1 of \d+ steps are done with\.$/),
    );
    expect(buttonsOf({ all: pages[0]?.data.buttons ?? [] })).toEqual([
      'concern/open',
      'concern/not-needed',
      'concern/steps',
    ]);
  });

  it('[R061] are ticked with a press, with the time and who pressed, and nothing is said in the thread', () => {
    const ticked = given(handled).when('concern/tick', by.dsl, { step: 'step/talk-to-reporter', page: '1' });
    ticked.thenHappens({ type: 'StepTicked', step: 'step/talk-to-reporter', how: 'done', note: '' });
    expect(ticked.lines).toEqual([]);
    expect(sectionsOf(ticked.reply?.data)[1]?.rows).toContainEqual(
      expect.objectContaining({
        title: 'Talk to whoever reported it.',
        detail: expect.stringMatching(/^Done, today 14:08/),
      }),
    );
    expect(concern.commands['concern/tick']?.form).toBeUndefined();
    const opened = given(ticked.history).when('concern/open', by.deputy, {});
    expect(textsOf(opened.reply?.data)).toContain('Today 14:08 · Naila Rahimi did a step');
    given(ticked.history).when('concern/tick', by.dsl, { step: 'step/talk-to-reporter' }).thenRefused('no-such-step');
  });

  it('acknowledge a new case with the first tick of a handler, and tell the reporter', () => {
    const ticked = given(aConcern('new')).when('concern/tick', by.dsl, { step: 'step/talk-to-reporter' });
    expect(ticked.events.map(({ type }) => type)).toEqual(['ConcernAcknowledged', 'StepTicked']);
    expect(ticked.messages.some(({ slot }) => slot.startsWith('told:seen'))).toBe(true);
  });

  it('[R089] [R090] [R092] that can be done in several ways keep which it was', () => {
    const data = { step: 'step/providers', what: ['takedown', 'moderator'], note: 'Answer by Friday.' };
    const ticked = given(bullied).when('concern/tick-choices', by.dsl, data);
    const note = 'The site was asked to take it down; A moderator was told\nAnswer by Friday.';
    ticked.thenHappens({ type: 'StepTicked', step: 'step/providers', how: 'done', note });
    given(bullied).when('concern/tick', by.dsl, { step: 'step/providers' }).thenRefused('no-such-step');
    given(bullied)
      .when('concern/tick-choices', by.dsl, { ...data, what: ['something'] })
      .thenRefused('no-such-step');
    given(bullied)
      .when('concern/tick-choices', by.dsl, { ...data, step: 'step/decide' })
      .thenRefused('no-such-step');
  });

  it('that a command takes are not ticked, and their own button stands beside them', () => {
    const refused = given(ofStaff).when('concern/tick', by.head, { step: 'step/lado-test' });
    refused.thenRefused('own-command');
    expect(refused.sentence).toContain('its own button');
    const shown = given(ofStaff).when('concern/steps', by.head, {});
    const test = sectionsOf(shown.reply?.data)[0]?.rows.find(({ title }) => title.includes('LADO test'));
    expect(buttonsOf({ all: test?.buttons as never })).toEqual(['concern/lado-test']);
    expect(test?.detail).toContain('owed before it can be closed');
  });

  it('may be said not to be needed, with why, which stays on the record', () => {
    const history = aConcern('handled', { answers: someAnswers({ kind: 'deliberate-access' }) });
    const reason = 'The pupil lives alone.';
    const said = given(history).when('concern/not-needed', by.dsl, { step: 'step/parents-access', reason });
    said.thenHappens({ type: 'StepTicked', step: 'step/parents-access', how: 'not-needed', note: reason });
    const opened = given(said.history).when('concern/open', by.deputy, {});
    expect(textsOf(opened.reply?.data)).toContain(
      `Tell the parents or carers what happened and what is going to be done.\nReason: ${reason}`,
    );
    given(said.history)
      .when('concern/close', by.dsl, { outcome: 'supported', reason: 'x' })
      .thenHappens({ type: 'ConcernClosed', outcome: 'supported', reason: 'x' });
  });

  it('[R098] that must be taken cannot be put away, not even where the record says so', () => {
    const data = { step: 'step/lado-test', reason: 'No need.' };
    given(ofStaff).when('concern/not-needed', by.head, data).thenRefused('must-be-taken');
    const forged = aConcern('handled', {
      answers: aboutStaff('Callum Farrow'),
      handler: people.head,
      followedBy: [[{ type: 'StepTicked', step: 'step/lado-test', how: 'not-needed', note: 'x' }, by.head]],
    });
    given(forged).when('concern/close', by.head, { outcome: 'supported', reason: 'x' }).thenRefused('still-owed');
    const choices = JSON.stringify(
      concern.commands['concern/not-needed']?.form?.(given(ofStaff).state, {
        school: aSchool(),
        now: monday,
        by: people.head,
        given: {},
      }),
    );
    expect(choices).toContain('step/hr-first');
    expect(choices).not.toContain('step/lado-test');
  });

  it("are nobody's who may not read the case", () => {
    for (const actor of [by.teacher, actorOf(people.networkManager), actorOf(people.senco)]) {
      given(handled).when('concern/steps', actor, {}).thenRefused('not-yours');
      given(handled).when('concern/tick', actor, { step: 'step/decide' }).thenRefused('not-yours');
    }
    const form = concern.commands['concern/not-needed']?.form?.(given(ofStaff).state, {
      school: aSchool(),
      now: monday,
      by: people.otherTeacher,
      given: {},
    });
    expect(JSON.stringify(form)).not.toContain('step/');
  });

  it('are ticked by the head who was asked something, who does not acknowledge for the DSL', () => {
    const asked = aConcern('new', {
      followedBy: [[{ type: 'AgreementAsked', number: 1, what: 'no-police', reason: 'x' }, by.dsl]],
    });
    const ticked = given(asked).when('concern/tick', by.head, { step: 'step/talk-to-reporter' });
    ticked.thenHappens({ type: 'StepTicked', step: 'step/talk-to-reporter', how: 'done', note: '' });
    expect(ticked.state.status).toBe('new');
  });

  it('are shown again to whoever pressed twice', () => {
    const shown = given(handled).when('concern/steps', by.dsl, { page: 1 });
    const context = { at: '2026-11-23T14:10:00.000Z', by: by.dsl, school: aSchool(), reference: 'C-7K3Q9F' };
    const again = concern.again(shown.state, { type: 'concern/steps', data: { page: 1 } }, context);
    expect(again).toMatchObject({ card: 'list', slot: `view:${people.dsl}` });
  });

  it('[R093] that come afterwards can be ticked once it is closed', () => {
    const closed = aConcern('closed', { answers: someAnswers({ capacity: 'instigator' }) });
    given(closed)
      .when('concern/tick', by.dsl, { step: 'step/review-procedures' })
      .thenHappens({ type: 'StepTicked', step: 'step/review-procedures', how: 'done', note: '' });
  });
});

describe('entering a case in another record', () => {
  const school = { ...aSchool(), concerns: schoolSchema.shape.concerns.parse({ otherSystem: 'Trust risk register' }) };
  const history = aConcern('handled', { school });
  const entry = { system: 'Trust risk register', entry: 'TR-17', date: '2026-11-23', time: '14:00' };

  it('[R025] is owed where the school has one, and nothing but the entry does it', () => {
    const close = { outcome: 'supported', reason: 'x' };
    const refused = given(history, school).when('concern/close', by.dsl, close);
    refused.thenRefused('still-owed');
    expect(refused.sentence).toContain('Enter it in the other system too');
    given(history, school)
      .when('concern/not-needed', by.dsl, { step: 'step/other-system', reason: 'x' })
      .thenRefused('must-be-taken');
    const entered = given(history, school).when('concern/enter-elsewhere', by.dsl, entry);
    entered.thenHappens({
      type: 'EnteredElsewhere',
      system: 'Trust risk register',
      entry: 'TR-17',
      at: '2026-11-23T14:00:00.000Z',
    });
    expect(textsOf(entered.reply?.data).join('\n')).toContain('Entered elsewhere: Trust risk register, TR-17.');
    given(entered.history, school)
      .when('concern/close', by.dsl, close)
      .thenHappens({ type: 'ConcernClosed', ...close });
  });

  it('[R056] flags bullying for the behaviour record until it stands there', () => {
    const flag = 'Bullying may need recording in the behaviour record too.';
    expect(textsOf(given(bullied).when('concern/open', by.dsl).reply?.data).join('\n')).toContain(flag);
    const entered = given(bullied).when('concern/enter-elsewhere', by.dsl, { ...entry, system: 'Behaviour record' });
    const text = textsOf(given(entered.history).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(text).not.toContain(flag);
    expect(text).toContain('Entered elsewhere: Behaviour record, TR-17.');
  });

  it('takes only a record that the school has, and needs its reference there', () => {
    given(handled).when('concern/enter-elsewhere', by.dsl, entry).thenRefused('no-such-record');
    expect(given(history, school).when('concern/enter-elsewhere', by.dsl, { ...entry, entry: ' ' }).outcome.kind).toBe(
      'malformed',
    );
  });

  it('says nothing of the entry outside the private surface', () => {
    const entered = given(history, school).when('concern/enter-elsewhere', by.dsl, entry);
    for (const message of entered.messages) expect(JSON.stringify(message)).not.toContain('TR-17');
  });
});

describe('what a case goes by', () => {
  it('[R116] is the staff code of conduct for conduct of staff, else the behaviour policy, as the school calls them', () => {
    const policies = { staff: 'Code of conduct 2026', pupils: 'Behaviour policy 2026' };
    const school = { ...aSchool(), concerns: schoolSchema.shape.concerns.parse({ policies }) };
    const report = (answers: unknown) => given([], school).when('concern/report', by.teacher, answers);
    expect(report(aboutStaff('Callum Farrow')).events[0]).toMatchObject({ policy: policies.staff });
    const reported = report(someAnswers());
    expect(reported.events[0]).toMatchObject({ policy: policies.pupils });
    const opened = given(reported.history, school).when('concern/open', by.dsl, {});
    expect(textsOf(opened.reply?.data).join('\n')).toContain('It goes by: Behaviour policy 2026.');
  });
});

describe('actions and reasons', () => {
  it('[R033] an action, a closure and a step that is not needed each carry a reason', () => {
    const { commands } = concern;
    expect(commands['concern/record-action']?.data.safeParse({ action: 'Rang them.' }).success).toBe(false);
    expect(commands['concern/close']?.data.safeParse({ outcome: 'supported' }).success).toBe(false);
    expect(commands['concern/not-needed']?.data.safeParse({ step: 'step/decide' }).success).toBe(false);
    expect(commands['concern/withhold-from-parents']?.data.safeParse({ reviewOn: '2026-11-30' }).success).toBe(false);
  });

  it('[R088] that those involved resolved it, with support, is an outcome', () => {
    given(bullied)
      .when('concern/close', by.dsl, { outcome: 'resolved', reason: 'They talked it over with their tutor.' })
      .thenHappens({ type: 'ConcernClosed', outcome: 'resolved', reason: 'They talked it over with their tutor.' });
  });

  it('every step of the pack can be shown with its words', () => {
    const state = given(handled).state;
    const sayings = presentPack.steps.map(({ id, words }) => {
      const followedBy = [[{ type: 'StepTicked', step: id, how: 'done', note: '' }, by.dsl]] as const;
      const { reply } = given(aConcern('handled', { followedBy })).when('concern/open', by.dsl, { page: '99' });
      return textsOf(reply?.data).includes(words);
    });
    expect(state.status).toBe('handled');
    expect(sayings.every(Boolean)).toBe(true);
  });
});
