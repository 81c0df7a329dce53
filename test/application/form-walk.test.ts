import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { CardContent, Registry } from '../../src/domain/decider.ts';
import { type Answers, questionsOf } from '../../src/domain/form.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { someAnswers, textsOf } from '../support/concern.ts';
import { people } from '../support/school.ts';
import {
  aVisitor,
  inputsOf,
  itemsOf,
  labelsOf,
  problemsOf,
  type Seen,
  troubleOf,
  type Visitor,
} from '../support/visitor.ts';

const { open } = applications();
const telephone = '01632 960101';

const details: Answers = { names: 'Robin Ash, 9B', narrative: 'A page with a fight came up in the library.' };

/** The last screen of the report form, with everything before it answered. */
async function lastScreen(visitor: Visitor, danger = 'No', kind = 'accidental-access'): Promise<Seen> {
  const what = await visitor.pressTo(await visitor.type('concern/report'), danger);
  return await visitor.pressTo(what, 'Continue', { kind, about: 'pupil' });
}

/** A registry in which concerns are something else than they are. */
function registryOf(changed: object): Registry {
  return new Map([['concern', changed as typeof concern]]) as Registry;
}

function shown(content: CardContent): readonly string[] {
  return itemsOf(content).flatMap(({ id }) => id ?? []);
}

/** A case that a handler has opened, in a dialog, where nothing but the dialog keeps what is typed. */
async function openCase(t: TestApplication, by: string = people.dsl) {
  const reference = await t.report();
  const handler = aVisitor(t, by, 'dialog');
  const card = t.chat.at('channel:safeguarding').at(-1);
  if (card === undefined) throw new Error('no card stands in the channel');
  return { reference, handler, file: await handler.pressTo(card, 'Open') };
}

/** The form of a step that does not stand on the case itself. */
async function formBehindMore(handler: Visitor, file: Seen, label: string): Promise<Seen> {
  return await handler.pressTo(await handler.pressTo(file, 'More'), label);
}

describe.each(['chat', 'dialog'] as const)('the report form in a %s', (setting) => {
  it('asks first whether a child is in immediate danger, and touches no store until it is sent', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    t.store.always('hang');
    const first = await teacher.type('concern/report');
    expect(shown(first.content)).toEqual(['danger']);
    expect(labelsOf(first.content)).toEqual(['Yes', 'No', 'Cancel']);
    const what = await teacher.pressTo(first, 'Yes');
    const last = await teacher.pressTo(what, 'Continue', { kind: 'fraud', about: 'pupil' });
    await teacher.pressTo(await teacher.pressTo(last, 'Back'), 'Continue');
    await teacher.pressTo(last, 'Send', {});
    await teacher.pressTo(last, 'Cancel');
    expect(t.store.calls).toEqual([]);
  });

  it('says at once what to do when a child is in danger, and goes on', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const what = await teacher.pressTo(await teacher.type('concern/report'), 'Yes');
    const text = textsOf(what.content.data).join(' ');
    expect(text).toContain('Ring 999 now');
    expect(text).toContain(telephone);
    expect(shown(what.content)).toEqual(expect.arrayContaining(['kind', 'about']));
    const safe = await teacher.pressTo(await teacher.type('concern/report'), 'No');
    expect(textsOf(safe.content.data).join(' ')).not.toContain('Ring 999');
  });

  it('asks for what matters to the kind of concern, and for nothing else', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    expect(shown((await lastScreen(teacher)).content)).toContain('website');
    const bullying = await lastScreen(teacher, 'No', 'bullying-pupil');
    expect(shown(bullying.content)).toContain('bullying');
    expect(shown(bullying.content)).not.toContain('website');
  });

  it('keeps every answer on the way back and forth', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const last = await lastScreen(teacher);
    const back = await teacher.pressTo(last, 'Back', details);
    expect(inputsOf(back.content)).toMatchObject({ kind: 'accidental-access', about: 'pupil' });
    const first = await teacher.pressTo(back, 'Back');
    expect(shown(first.content)).toEqual(['danger']);
    const forth = await teacher.pressTo(await teacher.pressTo(first, 'Yes'), 'Continue');
    expect(inputsOf(forth.content)).toMatchObject(details);
  });

  it('fills in beforehand what is asked for the first time on a screen that was seen, and leaves empty what was emptied', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const answers = { address: 'https://example.org/topic', category: 'games' };
    const first = await teacher.type('site-access/request');
    const lesson = await teacher.pressTo(first, 'Continue', { ...answers, period: 'lesson' });
    expect(inputsOf(lesson.content)).toMatchObject({ date: '2026-11-23' });
    const back = await teacher.pressTo(lesson, 'Back', { date: '' });
    const again = await teacher.pressTo(back, 'Continue');
    expect(inputsOf(again.content)).toMatchObject({ date: '' });
    const study = await teacher.pressTo(await teacher.pressTo(again, 'Back'), 'Continue', { period: 'study' });
    expect(inputsOf(study.content)).toMatchObject({ fromDate: '2026-11-23' });
  });

  it('drops what was answered to a question that is asked no more', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const bullying = await lastScreen(teacher, 'No', 'bullying-pupil');
    const back = await teacher.pressTo(bullying, 'Back', { ...details, bullying: 'repeated,images' });
    const other = await teacher.pressTo(back, 'Continue', { kind: 'extremism' });
    const receipt = await teacher.pressTo(other, 'Send');
    const { state } = await t.record(String(receipt.content.data.reference));
    expect(state.status === 'none' ? {} : state.file.answers).toMatchObject({ kind: 'extremism', ...details });
    expect(JSON.stringify(state)).not.toContain('repeated');
  });

  it('does not go on from a screen with an answer missing, and goes back to one that has lost its answer', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const what = await teacher.pressTo(await teacher.type('concern/report'), 'No');
    const still = await teacher.pressTo(what, 'Continue', { kind: '', about: 'pupil' });
    expect(problemsOf(still.content)).toEqual({ kind: expect.stringContaining('Choose an answer') });
    expect(inputsOf(still.content)).toMatchObject({ about: 'pupil' });
    const last = await teacher.pressTo(still, 'Continue', { kind: 'fraud' });
    const without = (data: { form?: unknown }) => ({
      ...data,
      form: { ...(data.form as object), kept: { danger: 'no' } },
    });
    const back = await teacher.pressTo(last, 'Send', details, { carry: without });
    expect(Object.keys(problemsOf(back.content)).toSorted()).toEqual(['about', 'kind']);
    const forth = await teacher.pressTo(back, 'Continue', { kind: 'fraud', about: 'pupil' });
    expect(inputsOf(forth.content)).toMatchObject(details);
  });

  it('puts today where the day is asked and no time, and leaves the day empty once it was cleared', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const last = await lastScreen(teacher);
    expect(inputsOf(last.content)).toMatchObject({ date: '2026-11-23', time: '' });
    const again = await teacher.pressTo(last, 'Send', { date: '', time: '', names: '' });
    expect(inputsOf(again.content)).toMatchObject({ date: '', time: '' });
  });

  it.each<[string, Answers, string, string]>([
    ['a required answer is missing', { ...details, narrative: '  ' }, 'narrative', 'This is needed'],
    ['a day is still to come', { ...details, date: '2026-11-24' }, 'date', 'still to come'],
    ['a time is still to come', { ...details, time: '14:06' }, 'time', 'still to come'],
    ['an account is too long', { ...details, narrative: 'x'.repeat(10_001) }, 'narrative', '10,001 characters'],
    ['an answer is not in the list', { ...details, capacity: 'gossip' }, 'capacity', 'Choose one of the answers'],
  ])('stands there again, marked, with all that was typed: %s', async (_, answers, question, problem) => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const last = await lastScreen(teacher);
    const typed = { ...answers, room: 'Library' };
    const again = await teacher.pressTo(last, 'Send', typed);
    expect(again.content.card).toBe('form');
    expect(problemsOf(again.content)).toEqual({ [question]: expect.stringContaining(problem) });
    expect(inputsOf(again.content)).toEqual({ ...inputsOf(last.content), ...typed });
    expect(troubleOf(again.content)).toContain('nothing you wrote is lost');
    expect(again.content.data.moreOpen).toBe(true);
    expect(await t.count()).toBe(0);
    // Put right, it is sent.
    const right = { ...details, date: '2026-11-23', time: '14:05', capacity: 'victim' };
    const receipt = await teacher.pressTo(again, 'Send', right);
    expect(receipt.content.card).toBe('receipt');
    expect(await t.count()).toBe(1);
  });

  it.each(['reject', 'lose-answer', 'hang'] as const)(
    'stands there again with all that was typed, and the telephone, when the store does not do it: %s',
    async (trouble) => {
      const t = await open();
      const teacher = aVisitor(t, people.teacher, setting);
      const last = await lastScreen(teacher);
      t.store.always((method) => (method === 'create' ? trouble : undefined));
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const sending = teacher.pressTo(last, 'Send', { ...details, room: 'Library' });
      await vi.advanceTimersByTimeAsync(2_000);
      vi.useRealTimers();
      const again = await sending;
      expect(troubleOf(again.content)).toContain('Not saved');
      expect(troubleOf(again.content)).toContain(telephone);
      expect(inputsOf(again.content)).toMatchObject({ ...details, room: 'Library' });
      t.store.always(undefined);
      const receipt = await teacher.pressTo(again, 'Send');
      expect(receipt.content.card).toBe('receipt');
      await t.settle();
      expect(await t.count()).toBe(1);
      expect(t.chat.at('channel:safeguarding')).toHaveLength(1);
    },
  );

  it('that is sent by two presses at once is one report with one receipt', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const last = await lastScreen(teacher);
    const sent = await Promise.all([1, 2, 3].map(() => teacher.pressTo(last, 'Send', details)));
    await t.settle();
    expect(new Set(sent.map(({ content }) => content.data.reference)).size).toBe(1);
    expect(await t.count()).toBe(1);
    expect(teacher.chat().filter(({ content }) => content.card === 'receipt')).toHaveLength(1);
  });

  it('that is filled in a second time is a second report', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    for (const _ of [1, 2]) await teacher.press(await lastScreen(teacher), 'Send', details);
    expect(await t.count()).toBe(2);
  });

  it('that is given up keeps nothing and says so', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const gone = await teacher.pressTo(await lastScreen(teacher), 'Cancel', details);
    expect(textsOf(gone.content.data)).toContain('Nothing was sent, and nothing was kept.');
    expect(labelsOf(gone.content)).toEqual(['Report a concern']);
    expect(await t.count()).toBe(0);
  });

  it('takes the day from the school, whose clock may be an hour from the server', async () => {
    const t = await open();
    t.clock.set('2026-07-01T23:30:00.000Z');
    const last = await lastScreen(aVisitor(t, people.teacher, setting));
    expect(inputsOf(last.content)).toMatchObject({ date: '2026-07-02', time: '' });
  });
});

describe('a form of a case', () => {
  it('is not opened for somebody without the right, who is refused, and that is on the record', async () => {
    const t = await open();
    const reference = await t.report();
    const stranger = aVisitor(t, people.otherTeacher);
    const screen = await stranger.forge({ do: 'concern/note', ref: reference });
    expect(screen).toMatchObject({ kind: 'refused', isFault: false });
    const unknown = await stranger.forge({ do: 'concern/note', ref: 'C-222222' });
    const text = (one: typeof screen) => (one.kind === 'card' ? '' : one.text);
    expect(text(screen).replace(reference, 'X')).toBe(text(unknown).replace('C-222222', 'X'));
    expect(await t.events(reference)).toEqual(['ConcernReported', 'AttemptRefused']);
  });

  it('that somebody without the right forged is refused, shows them nothing, and is on the record', async () => {
    const t = await open();
    const reference = await t.report(someAnswers({ narrative: 'MARKER' }));
    const form = { id: 'x', step: 0, kept: {}, seen: [], go: 'send' };
    const screen = await aVisitor(t, people.otherTeacher, 'dialog').forge(
      { do: 'concern/hand-over', ref: reference, form },
      { answers: { to: people.deputy, reason: 'Please.' } },
    );
    expect(screen).toMatchObject({ kind: 'card', isForm: true });
    const content = screen.kind === 'card' ? screen.content : undefined;
    expect(troubleOf(content ?? { card: 'form', data: {}, preview: '' })).toContain(
      'There is nothing with the reference',
    );
    expect(JSON.stringify(content)).not.toContain('MARKER');
    expect(JSON.stringify(itemsOf(content ?? { card: 'form', data: {}, preview: '' }))).not.toContain('Okonjo');
    expect(await t.events(reference)).toEqual(['ConcernReported', 'AttemptRefused']);
  });

  it('that is sent twice has its effect once, and shows the case both times, each time as a read', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await formBehindMore(handler, file, 'Hand over');
    const first = await handler.pressTo(form, 'Hand over', { to: people.deputy, reason: 'I am away.' });
    expect(first.content.card).toBe('case-file');
    const second = await handler.pressTo(form, 'Hand over', { to: people.deputy, reason: 'I am away.' });
    expect(second.content.card).toBe('case-file');
    const events = await t.events(reference);
    expect(events.filter((event) => event === 'ConcernHandedOver')).toHaveLength(1);
    expect(events.filter((event) => event === 'ConcernOpened')).toHaveLength(2);
  });

  it('whose second press comes again and again is read once for it', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await handler.pressTo(file, 'Note');
    await handler.press(form, 'Add the note', { text: 'one' });
    for (let times = 0; times < 5; times++) await handler.press(form, 'Add the note', { text: 'one' }, { id: 'again' });
    const events = await t.events(reference);
    expect(events.filter((event) => event === 'NoteAdded')).toHaveLength(1);
    expect(events.filter((event) => event === 'ConcernOpened')).toHaveLength(2);
  });

  it('of a case that somebody closed meanwhile stands there again with the words and the reason', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await handler.pressTo(file, 'Note');
    const close = { reference, by: people.deputy, data: { outcome: 'supported', reason: 'Done.' } };
    await t.give('concern/acknowledge', { reference, by: people.deputy });
    await t.give('concern/close', close);
    const again = await handler.pressTo(form, 'Add the note', { text: 'Two pages of text.' });
    expect(again.content.card).toBe('form');
    expect(troubleOf(again.content)).toContain('This case was closed at 14:05');
    expect(inputsOf(again.content)).toEqual({ text: 'Two pages of text.' });
    // When it is open again, the same press sends it.
    await t.give('concern/reopen', { reference, by: people.deputy, data: { reason: 'Too early.' } });
    await handler.press(again, 'Add the note');
    expect(await t.events(reference)).toContain('NoteAdded');
  });

  it.each(['get', 'replace'] as const)(
    'stands there again with the words when the store does not do it (%s), also in a dialog',
    async (method) => {
      const t = await open();
      const { reference, handler, file } = await openCase(t);
      await t.give('concern/ask', { reference, data: { text: 'Who else?' } });
      const teacher = aVisitor(t, people.teacher, 'dialog');
      const asked = { do: 'concern/answer', ref: reference, with: { number: '1' } };
      const opened = await teacher.forge(asked);
      const answer = opened.kind === 'card' ? { content: opened.content, slot: opened.slot } : file;
      const forms: readonly (readonly [Visitor, Seen, string, Answers])[] = [
        [handler, await handler.pressTo(file, 'Note'), 'Add the note', { text: 'Two pages of text.' }],
        [
          handler,
          await formBehindMore(handler, file, 'Hand over'),
          'Hand over',
          { to: people.deputy, reason: 'I am away.' },
        ],
        [teacher, answer, 'Send the answer', { text: 'Two pages of text.' }],
      ];
      t.store.always((called) => (called === method ? 'reject' : undefined));
      for (const [visitor, form, label, answers] of forms) {
        const again = await visitor.pressTo(form, label, answers);
        expect(troubleOf(again.content)).toContain('Not saved');
        expect(troubleOf(again.content)).toContain(telephone);
        expect(inputsOf(again.content)).toEqual(answers);
        expect(problemsOf(again.content)).toEqual({});
      }
      t.store.always(undefined);
      for (const [visitor, form, label, answers] of forms) await visitor.press(form, label, answers);
      const events = await t.events(reference);
      for (const event of ['NoteAdded', 'ConcernHandedOver', 'ReporterAnswered'])
        expect(events.filter((one) => one === event)).toHaveLength(1);
    },
  );

  it('cannot be opened or left while the store is down: what stands there stays, and the person learns why', async () => {
    const t = await open();
    const { handler, file } = await openCase(t);
    const form = await handler.pressTo(file, 'Note');
    t.store.always('reject');
    for (const [seen, label] of [
      [file, 'Note'],
      [file, 'Acknowledge'],
    ] as const) {
      const screen = await handler.press(seen, label);
      expect(screen).toMatchObject({ kind: 'refused', isFault: true, text: expect.stringContaining('Not done') });
      expect(screen).toMatchObject({ text: expect.stringContaining(telephone) });
    }
    const left = await handler.pressTo(form, 'Back to the case', { text: 'half a note' });
    expect(inputsOf(left.content)).toEqual({ text: 'half a note' });
    expect(left.content.data.trouble).toMatch(/^Not done: .* Your text is still below\.$/);
    expect(t.failures.map(({ what, code }) => [what, code])).toEqual(Array(3).fill(['press', 'store-failed']));
  });

  it('that goes on after a deployment took one of its screens away still keeps the words', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await handler.pressTo(file, 'Note');
    const later = (data: { form?: unknown }) => ({ ...data, form: { ...(data.form as object), step: 7 } });
    t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
    const again = await handler.pressTo(form, 'Add the note', { text: 'kept' }, { carry: later });
    expect(inputsOf(again.content)).toEqual({ text: 'kept' });
    t.store.always(undefined);
    const sent = await handler.pressTo(again, 'Add the note', {}, { carry: later });
    expect(sent.content.card).toBe('case-file');
    expect(await t.events(reference)).toContain('NoteAdded');
  });

  it('that was opened where others read along stands by itself in the person’s own chat, and is answered there', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl);
    const [card] = t.chat.at('channel:safeguarding');
    const on = card === undefined ? {} : { on: card };
    const screen = await dsl.forge({ do: 'concern/note', ref: reference, slot: 'case' }, on);
    expect(screen).toMatchObject({ kind: 'card', isForm: true, slot: undefined });
    if (screen.kind !== 'card') return;
    const standing = t.chat.say(`person:${people.dsl}`, screen.content, screen.slot);
    const file = await dsl.pressTo(standing, 'Add the note', { text: 'one' });
    expect(file.content.card).toBe('case-file');
    await t.settle();
    expect(dsl.chat()).toHaveLength(1);
  });

  it('offers for the hand-over whoever handles the case now', async () => {
    const t = await open();
    const { handler, file } = await openCase(t);
    const form = await formBehindMore(handler, file, 'Hand over');
    expect(JSON.stringify(itemsOf(form.content))).toContain('Daniel Okonjo');
    expect(JSON.stringify(itemsOf(form.content))).not.toContain('Naila Rahimi');
  });
});

describe('every form of a case', () => {
  it('asks the same where the record cannot be had, so that nothing that was typed has no place to stand', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/ask', { reference, data: { text: 'Who else?' } });
    const { state } = await t.record(reference);
    for (const [type, { form }] of Object.entries(concern.commands)) {
      const of = { school: t.school, now: t.clock.now(), by: people.teacher, given: { number: '1' } };
      const asked = (from: typeof state) => form?.(from, of).steps.map((step) => questionsOf(step).map(({ id }) => id));
      expect(asked(concern.initial), type).toEqual(asked(state));
    }
  });
});

describe('what a button says', () => {
  it('does not answer for the person: it cannot bring in what the form would not take', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher);
    const last = await lastScreen(teacher);
    const smuggled = (data: object) => ({
      ...data,
      with: { narrative: 'smuggled', source: 'gossip', subjects: 'nobody', urgency: 'routine' },
      form: { ...('form' in data ? (data.form as object) : {}), pressed: { narrative: 'smuggled', names: 'smuggled' } },
    });
    const again = await teacher.pressTo(last, 'Send', { names: 'Robin Ash', narrative: '' }, { carry: smuggled });
    expect(problemsOf(again.content)).toMatchObject({ narrative: expect.stringContaining('This is needed') });
    expect(inputsOf(again.content)).toMatchObject({ names: 'Robin Ash', narrative: '' });
    const receipt = await teacher.pressTo(last, 'Send', details, { carry: smuggled });
    const { state } = await t.record(String(receipt.content.data.reference));
    expect(JSON.stringify(state)).not.toMatch(/smuggled|gossip|"nobody"/);
  });

  it('does not answer a question of a case’s form either', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await formBehindMore(handler, file, 'Hand over');
    const smuggled = (data: object) => ({ ...data, with: { reason: 'smuggled' } });
    await handler.press(form, 'Hand over', { to: people.deputy, reason: '' }, { carry: smuggled });
    expect(JSON.stringify((await t.record(reference)).state)).not.toContain('smuggled');
    expect(await t.events(reference)).toContain('ConcernHandedOver');
  });

  it('is still what fixes which question is answered', async () => {
    const t = await open();
    const reference = await t.report();
    for (const text of ['First?', 'Second?']) await t.give('concern/ask', { reference, data: { text } });
    await t.settle();
    const teacher = aVisitor(t, people.teacher);
    const second = teacher.chat().find(({ content }) => textsOf(content.data).includes('Second?'));
    if (second === undefined) throw new Error('the second question does not stand there');
    const form = await teacher.pressTo(second, 'Answer');
    expect(textsOf(form.content.data)).toContain('Second?');
    await teacher.press(form, 'Send the answer', { text: 'Yes.' });
    const { state } = await t.record(reference);
    const questions = state.status === 'none' ? [] : state.file.questions;
    expect(questions.map(({ answeredAt }) => answeredAt !== null)).toEqual([false, true]);
  });

  it('names no record for a report: it could otherwise be put at a reference that somebody chose', async () => {
    const t = await open();
    const other = await t.report();
    const teacher = aVisitor(t, people.teacher);
    const last = await lastScreen(teacher);
    for (const ref of [other, 'C-222222']) {
      const receipt = await teacher.pressTo(
        last,
        'Send',
        { ...details, room: ref },
        { carry: (data) => ({ ...data, ref }) },
      );
      expect(receipt.content.card).toBe('receipt');
      expect(receipt.content.data.reference).not.toBe(ref);
    }
    expect(await t.count()).toBe(3);
  });
});

describe('a record that is damaged', () => {
  it('is said to be so, with whom to tell, and what was typed is still there', async () => {
    const t = await open();
    const { reference, handler, file } = await openCase(t);
    const form = await handler.pressTo(file, 'Note');
    const { stored, etag = '' } = await t.record(reference);
    await t.store.replace({ ...stored, state: stored.state.slice(0, -4) }, etag);
    const again = await handler.pressTo(form, 'Add the note', { text: 'Two pages of text.' });
    expect(troubleOf(again.content)).toContain(`${reference} cannot be read: it is damaged`);
    expect(troubleOf(again.content)).toContain('Tell the network manager');
    expect(troubleOf(again.content)).toContain('Your text is still below.');
    expect(troubleOf(again.content)).toContain(telephone);
    expect(inputsOf(again.content)).toEqual({ text: 'Two pages of text.' });
    const pressed = await handler.press(file, 'Acknowledge');
    expect(pressed).toMatchObject({ kind: 'refused', isFault: true, text: expect.stringContaining('damaged') });
    expect(t.failures.map(({ what, record, code }) => [what, record, code])).toEqual([
      ['press', reference, 'sealed-altered'],
      ['press', reference, 'sealed-altered'],
    ]);
  });

  it('by something that this version does not know is no different, and none of it reaches the log', async () => {
    const t = await open();
    const reference = await t.report();
    const newer = { ...concern, state: z.object({ status: z.literal('MARKER') }) };
    const other = await open({ store: t.store, registry: registryOf(newer), clock: t.clock });
    const screen = await aVisitor(other, people.dsl).forge({ do: 'concern/open', ref: reference });
    expect(screen).toMatchObject({ kind: 'refused', isFault: true, text: expect.stringContaining('cannot be read') });
    expect(other.failures).toEqual([{ what: 'press', record: reference, code: 'record-unknown-shape' }]);
  });
});

describe('an error that nobody foresaw', () => {
  it('is told to the person, with the words still there, and to the log without any of them', async () => {
    const t = await open();
    const broken = {
      ...concern,
      decide: () => {
        throw new TypeError('MARKER');
      },
    };
    const other = await open({ store: t.store, registry: registryOf(broken), clock: t.clock });
    const teacher = aVisitor(other, people.teacher, 'dialog');
    const again = await teacher.pressTo(await lastScreen(teacher), 'Send', details);
    expect(troubleOf(again.content)).toContain('That did not work, and it is not known to be saved.');
    expect(troubleOf(again.content)).toContain('Your text is still below.');
    expect(inputsOf(again.content)).toMatchObject(details);
    expect(other.failures).toEqual([{ what: 'press', code: 'unforeseen-TypeError' }]);
  });
});
