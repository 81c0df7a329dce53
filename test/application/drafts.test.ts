import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Keeping } from '../../src/application/drafts.ts';
import { faultCode } from '../../src/application/faults.ts';
import { type Press, pressSchema, type Screen } from '../../src/application/press.ts';
import { verifyStore } from '../../src/application/verify.ts';
import type { Answers } from '../../src/domain/form.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { RECORD_LIMIT_BYTES } from '../../src/domain/record.ts';
import { findPerson } from '../../src/domain/school.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import type { Standing } from '../support/fake-chat.ts';
import { people } from '../support/school.ts';
import { requestAnswers } from '../support/site-access.ts';
import {
  aVisitor,
  buttonsIn,
  inputsOf,
  itemsOf,
  labelsOf,
  type Seen,
  troubleOf,
  type Visitor,
} from '../support/visitor.ts';

const { open, aPath } = applications();
const own = `person:${people.teacher}`;
const details: Answers = { names: 'Robin MARKER-NAME, 9B', narrative: 'MARKER-NARRATIVE: a page with a fight.' };
const DAY = 24 * HOUR;

afterEach(() => {
  vi.useRealTimers();
});

/** A form as it comes when its modal is closed, or when a button in it is pressed. */
function pressOn(
  t: TestApplication,
  seen: Seen,
  answers: Answers = {},
  of: { readonly by?: PersonId; readonly id?: string; readonly label?: string } = {},
): Press {
  const { by = people.teacher, id = randomUUID(), label } = of;
  const person = findPerson(t.school, by);
  const buttons = buttonsIn(seen.content.data);
  const button = label === undefined ? buttons[0] : buttons.find((one) => one.label === label);
  if (person === undefined || button === undefined) throw new Error('no such person or button');
  const data = pressSchema.parse(JSON.parse(JSON.stringify(button.press)));
  // Slack sends nothing for an input that stands empty.
  const filled = Object.entries({ ...inputsOf(seen.content), ...answers }).filter(([, answer]) => answer !== '');
  return { id, school: t.school, person, data, answers: Object.fromEntries(filled), surface: { kind: 'dialog' } };
}

/** Closes a form before it is sent. */
async function close(
  t: TestApplication,
  seen: Seen,
  answers: Answers = {},
  of: { readonly by?: PersonId; readonly id?: string } = {},
): Promise<Keeping> {
  const pressed = pressOn(t, seen, answers, of);
  const { pressed: _, ...form } = pressed.data.form ?? { id: '', step: 0, kept: {}, seen: [], go: 'next' as const };
  const keeping = await t.app.drafts.keep({ ...pressed, data: { ...pressed.data, form } }, { offer: true });
  await t.settle();
  return keeping;
}

/** The last screen of the report form, with everything before it answered. */
async function lastScreen(visitor: Visitor): Promise<Seen> {
  const what = await visitor.pressTo(await visitor.type('concern/report'), 'No');
  return await visitor.pressTo(what, 'Continue', { kind: 'accidental-access', about: 'pupil' });
}

/** A teacher who has closed a report with a name and a narrative in it. */
async function closedReport(t: TestApplication, by: PersonId = people.teacher) {
  const teacher = aVisitor(t, by, 'dialog');
  const last = await lastScreen(teacher);
  const keeping = await close(t, last, details, { by });
  return { teacher, last, keeping, offer: offerTo(t, by) };
}

function offerTo(t: TestApplication, by: PersonId = people.teacher): Standing {
  const [offer, ...others] = t.chat.at(`person:${by}`).filter(({ slot }) => slot === 'offer');
  if (offer === undefined || others.length > 0) throw new Error(`${others.length} offers too many, or none`);
  return offer;
}

function formIdOf(seen: Seen): string {
  return pressSchema.parse(buttonsIn(seen.content.data)[0]?.press).form?.id ?? '';
}

function draftReference(offer: Standing): string {
  return String(buttonsIn(offer.content.data)[0]?.press.ref);
}

function textOf(screen: Screen): string {
  return screen.kind === 'card' ? textsOf(screen.content.data).join(' ') : screen.text;
}

async function stored(t: TestApplication) {
  return (await t.store.all({ limit: 500 })).records;
}

describe('a form that was closed before it was sent', () => {
  it('is offered again to whoever typed it and to nobody else, without a word of what was typed', async () => {
    const t = await open();
    const { keeping, offer } = await closedReport(t);
    expect(keeping).toEqual({ kind: 'kept' });
    expect(t.chat.all()).toEqual([offer]);
    expect(offer.content.preview).toBe('A form that you began may not have been sent.');
    expect(labelsOf(offer.content)).toEqual(['Go on with it', 'Throw it away']);
    const everywhere = JSON.stringify([t.chat.all(), t.chat.calls, t.failures, await stored(t)]);
    expect(everywhere).not.toContain('MARKER');
    expect(JSON.stringify(await stored(t))).not.toContain(people.teacher);
  });

  it.each(['chat', 'dialog'] as const)(
    'stands there as it was left when its person goes on with it, in a %s',
    async (setting) => {
      const t = await open();
      const { offer } = await closedReport(t);
      const again = await aVisitor(t, people.teacher, setting).pressTo(offer, 'Go on with it');
      expect(inputsOf(again.content)).toMatchObject(details);
      const back = await aVisitor(t, people.teacher, 'dialog').pressTo(again, 'Back');
      expect(inputsOf(back.content)).toMatchObject({ kind: 'accidental-access', about: 'pupil' });
    },
  );

  it.each(['chat', 'dialog'] as const)(
    'can be sent then, whole and once, and the offer says that it was, in a %s',
    async (setting) => {
      const t = await open();
      const { offer } = await closedReport(t);
      const teacher = aVisitor(t, people.teacher, setting);
      const again = await teacher.pressTo(offer, 'Go on with it');
      const how = { id: 'the same' };
      await teacher.press(again, 'Send', { narrative: 'Two words more.' }, how);
      await t.settle();
      const [reference] = (await stored(t)).filter(({ kind }) => kind === 'concern').map(({ id }) => id);
      const { state } = await t.record(reference ?? '');
      const answers = state.status === 'none' ? {} : state.file.answers;
      expect(answers).toMatchObject({
        ...details,
        narrative: 'Two words more.',
        kind: 'accidental-access',
        danger: 'no',
      });
      expect(offerTo(t).content.preview).toBe('The form that you had begun has been sent.');
      await teacher.press(again, 'Send', { narrative: 'Two words more.' }, how);
      expect(await t.count()).toBe(1);
      expect(t.failures).toEqual([]);
    },
  );

  it('makes one draft and one offer when its closing is delivered again, also at once and to another process', async () => {
    const t = await open();
    const other = await t.another();
    const last = await lastScreen(aVisitor(t, people.teacher, 'dialog'));
    const closing = { id: 'view 1' };
    await Promise.all([t, other, t, other].map((one) => close(one, last, details, closing)));
    await close(t, last, details, closing);
    expect(await t.count('draft')).toBe(1);
    expect(t.chat.calls.map(({ what }) => what)).toEqual(['post']);
    expect(await t.events(draftReference(offerTo(t)))).toEqual(['DraftKept']);
  });

  it('and closed again later is offered as it became, in the same place, for a day from then', async () => {
    const t = await open();
    const { teacher, offer } = await closedReport(t);
    await t.pass(10 * HOUR);
    const again = await teacher.pressTo(offer, 'Go on with it');
    await close(t, again, { narrative: 'MARKER, and more.', names: '' });
    expect(offerTo(t).post).toEqual(offer.post);
    expect(textsOf(offerTo(t).content.data).join()).not.toBe(textsOf(offer.content.data).join());
    await t.pass(DAY - HOUR);
    const last = await teacher.pressTo(offerTo(t), 'Go on with it');
    expect(inputsOf(last.content)).toMatchObject({ narrative: 'MARKER, and more.', names: '' });
    await t.pass(2 * HOUR);
    expect(await t.count('draft')).toBe(0);
  });

  it('of a case names the reference alone, and is checked as when it is opened', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const note = await dsl.forge({ do: 'concern/note', ref: reference });
    if (note.kind !== 'card') throw new Error(note.text);
    await close(t, note, { text: 'MARKER note' }, { by: people.dsl });
    const offer = offerTo(t, people.dsl);
    expect(textsOf(offer.content.data).join()).toContain(`a form about ${reference}`);
    const again = await dsl.pressTo(offer, 'Go on with it');
    expect(inputsOf(again.content)).toEqual({ text: 'MARKER note' });
    await dsl.press(again, 'Add the note');
    await t.settle();
    expect(await t.events(reference)).toContain('NoteAdded');
    expect(offerTo(t, people.dsl).content.preview).toContain('has been sent');
  });

  it('of a case that its person may not know of any more stays closed to them', async () => {
    const t = await open();
    const reference = await t.report();
    const note = await aVisitor(t, people.dsl, 'dialog').forge({ do: 'concern/note', ref: reference });
    if (note.kind !== 'card') throw new Error(note.text);
    await close(t, note, { text: 'MARKER note' }, { by: people.dsl });
    const data = { name: 'Nadia Rahimi', kind: 'staff', capacity: 'instigator' };
    expect(await t.give('concern/add-person', { by: people.deputy, reference, data })).toMatchObject({ kind: 'done' });
    const screen = await aVisitor(t, people.dsl, 'dialog').press(offerTo(t, people.dsl), 'Go on with it');
    expect(screen).toMatchObject({ kind: 'refused', isFault: false });
    expect(textOf(screen)).toContain(`nothing with the reference ${reference}`);
  });
});

describe('nothing is kept of a form', () => {
  it('in which only a button was pressed', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const first = await teacher.type('concern/report');
    const what = await teacher.pressTo(first, 'No');
    expect([await close(t, first), await close(t, what)]).toEqual([{ kind: 'empty' }, { kind: 'empty' }]);
    expect(await close(t, what, { kind: '', about: '' })).toEqual({ kind: 'empty' });
    expect([await t.count('draft'), t.chat.all()]).toEqual([0, []]);
    expect(await close(t, what, { kind: 'fraud' })).toEqual({ kind: 'kept' });
  });

  it('in which stands what stood there when it opened', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    for (const [type, typed] of [
      ['concern/refer', { contact: 'Duty desk' }],
      ['concern/inform-parents', { said: 'All of it.' }],
      ['concern/note', { text: 'One word.' }],
    ] as const) {
      const form = await dsl.forge({ do: type, ref: reference });
      if (form.kind !== 'card') throw new Error(form.text);
      t.clock.move(3 * MINUTE);
      expect(await close(t, form, {}, { by: people.dsl }), type).toEqual({ kind: 'empty' });
      expect(await close(t, form, { text: '  \n' }, { by: people.dsl }), type).toEqual({ kind: 'empty' });
      expect(await close(t, form, typed, { by: people.dsl }), type).toEqual({ kind: 'kept' });
    }
  });

  it('in which stands what its record had put there', async () => {
    const t = await open();
    const data = requestAnswers({ date: '2026-11-24' });
    const asked = await t.give('site-access/request', { by: people.teacher, data });
    if (asked.kind !== 'done') throw new Error(asked.sentence);
    await t.settle();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const form = await dsl.forge({ do: 'site-access/approve', ref: asked.reference });
    if (form.kind !== 'card') throw new Error(form.text);
    expect(inputsOf(form.content).why).toBe(data.purpose);
    t.clock.move(3 * MINUTE);
    expect(await close(t, form, {}, { by: people.dsl })).toEqual({ kind: 'empty' });
    expect(t.chat.at(`person:${people.dsl}`).filter(({ slot }) => slot === 'offer')).toEqual([]);
    expect(await close(t, form, { why: 'Other words.' }, { by: people.dsl })).toEqual({ kind: 'kept' });
    // Where the record cannot be read, it is better to offer what nobody typed than to lose what somebody did.
    t.store.always((method) => (method === 'get' ? 'reject' : undefined));
    expect(await close(t, form, {}, { by: people.dsl }).catch(faultCode)).not.toEqual({ kind: 'empty' });
  });

  it('that is none of ours', async () => {
    const t = await open();
    const { last } = await closedReport(t);
    const { data, ...pressed } = pressOn(t, last, details);
    const { form: _, ...bare } = data;
    const forged = [bare, { ...data, do: 'concern/take' }, { ...data, do: 'no/such' }, { ...data, do: 'concern/note' }];
    for (const one of [...forged, { ...data, do: 'concern/note', ref: '<b>' }])
      expect(await t.app.drafts.keep({ ...pressed, data: one }, { offer: true })).toMatchObject({ kind: 'refused' });
    expect(await t.count('draft')).toBe(1);
  });
});

describe('a draft belongs to whoever typed it', () => {
  it('so that to everybody else it is as if it were not there', async () => {
    const t = await open();
    const { offer, last } = await closedReport(t);
    const reference = draftReference(offer);
    for (const email of [people.dsl, people.head, people.otherTeacher]) {
      for (const command of ['draft/resume', 'draft/throw-away']) {
        const visitor = aVisitor(t, email, 'dialog');
        const screen = await visitor.forge({ do: command, ref: reference });
        const absent = await visitor.forge({ do: command, ref: 'D-222222' });
        expect(textOf(screen).replaceAll(reference, 'D-222222')).toBe(textOf(absent));
        expect(screen.kind).toBe('refused');
        expect(await t.give(command, { by: email, reference })).toMatchObject({ code: 'not-there' });
      }
      expect(await t.app.drafts.find(t.school, email, formIdOf(last))).toEqual({ kind: 'none' });
      expect(JSON.stringify(await t.app.overview.all(email, t.school))).not.toContain(reference);
    }
    expect(await t.events(reference)).toEqual(['DraftKept']);
    expect(
      inputsOf((await aVisitor(t, people.teacher, 'dialog').pressTo(offer, 'Go on with it')).content),
    ).toMatchObject(details);
  });

  it('also where somebody else’s form says that it is the same one', async () => {
    const t = await open();
    const { last, offer } = await closedReport(t);
    const theirs = pressOn(t, last, { narrative: 'Other words.' }, { by: people.otherTeacher });
    const held = { ...theirs, data: { ...theirs.data, form: { ...theirs.data.form, held: true } } } as Press;
    const screen = await t.app.presser.press(held);
    expect(textOf(screen)).not.toContain('MARKER');
    expect(await t.app.drafts.keep(held, { offer: true })).toEqual({ kind: 'kept' });
    await t.app.drafts.drop(t.school, people.otherTeacher, formIdOf(last), 'thrown-away');
    await t.settle();
    expect(JSON.stringify(t.chat.all())).not.toContain('MARKER');
    expect(await t.count('draft')).toBe(2);
    expect(labelsOf(offerTo(t).content)).toEqual(labelsOf(offer.content));
  });

  it('also where two references fall together, as hardly ever happens: then the second is not kept', async () => {
    const { vault } = await open();
    const same = (text: string) => (text.startsWith('reference:draft:') ? 'reference:draft' : text);
    const t = await open({ vault: { ...vault, token: (school, text) => vault.token(school, same(text)) } });
    const { last } = await closedReport(t);
    const other = await lastScreen(aVisitor(t, people.otherTeacher, 'dialog'));
    expect(await close(t, other, { narrative: 'Other words.' }, { by: people.otherTeacher })).toMatchObject({
      kind: 'refused',
    });
    await t.app.drafts.drop(t.school, people.otherTeacher, formIdOf(other));
    expect(labelsOf(offerTo(t).content)).toHaveLength(2);
    for (const isSent of [false, true]) {
      if (isSent) await t.app.drafts.drop(t.school, people.teacher, formIdOf(last));
      for (const [person, seen] of [
        [people.otherTeacher, other],
        [people.otherTeacher, last],
        [people.teacher, other],
      ] as const)
        expect(await t.app.drafts.find(t.school, person, formIdOf(seen))).toEqual({ kind: 'none' });
    }
    expect(t.chat.at(`person:${people.otherTeacher}`)).toEqual([]);
  });

  it('and cannot be kept or ended by what a person sends', async () => {
    const t = await open();
    const { offer } = await closedReport(t);
    const reference = draftReference(offer);
    for (const command of ['draft/keep', 'draft/drop', 'draft/expire', 'draft/remove', 'draft/delivery-note']) {
      expect(await aVisitor(t, people.teacher).forge({ do: command, ref: reference })).toMatchObject({
        kind: 'refused',
      });
      expect(await t.give(command, { by: people.teacher, reference })).toMatchObject({ code: 'unknown-command' });
    }
    expect(await t.events(reference)).toEqual(['DraftKept']);
  });
});

describe('a draft that is thrown away', () => {
  it.each(['chat', 'dialog'] as const)(
    'is gone at once, and in the place of the offer stands that it is, in a %s',
    async (setting) => {
      const t = await open();
      const { offer, teacher, last } = await closedReport(t);
      const reference = draftReference(offer);
      const how = { id: 'the same' };
      const visitor = aVisitor(t, people.teacher, setting);
      const screens = [
        await visitor.press(offer, 'Throw it away', {}, how),
        await visitor.press(offer, 'Throw it away', {}, how),
      ];
      await t.settle();
      for (const screen of screens) expect(textOf(screen)).toContain('was thrown away');
      expect(offerTo(t).content.preview).toContain('was thrown away');
      expect(textOf(await teacher.press(offer, 'Go on with it'))).toContain('nothing left to go on with');
      expect(await t.app.drafts.find(t.school, people.teacher, formIdOf(last))).toEqual({ kind: 'none' });
      expect(await t.events(reference)).toEqual(['DraftKept', 'DraftEnded']);
      await t.pass(10 * MINUTE + 10);
      expect(await t.count('draft')).toBe(0);
      expect(textOf(await teacher.press(offer, 'Go on with it'))).toContain('There is no form');
      expect(t.failures).toEqual([]);
    },
  );

  it('is not brought back by its closing, which comes again', async () => {
    const t = await open();
    const last = await lastScreen(aVisitor(t, people.teacher, 'dialog'));
    await close(t, last, details, { id: 'view 1' });
    await aVisitor(t, people.teacher).press(offerTo(t), 'Throw it away');
    await t.pass(9 * MINUTE);
    await close(t, last, details, { id: 'view 1' });
    expect(labelsOf(offerTo(t).content)).toEqual([]);
  });
});

describe('a form that was sent', () => {
  it('is not offered again by its closing, which comes again, nor by another', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await lastScreen(teacher);
    await close(t, last, details, { id: 'view 1' });
    await teacher.press(await teacher.pressTo(offerTo(t), 'Go on with it'), 'Send');
    await t.settle();
    for (const minutes of [0, 9]) {
      t.clock.move(minutes * MINUTE);
      expect(await close(t, last, details, { id: 'view 1' })).toEqual({ kind: 'kept' });
      expect(await close(t, last, { narrative: 'Other words.' })).toEqual({ kind: 'sent' });
      const goingOn = t.app.drafts.keep(pressOn(t, last, { narrative: 'Other words.' }), { offer: false });
      expect(await goingOn).toEqual({ kind: 'refused', sentence: expect.stringContaining('was sent') });
      expect(labelsOf(offerTo(t).content)).toEqual([]);
      expect(await t.app.drafts.find(t.school, people.teacher, formIdOf(last))).toEqual({ kind: 'sent' });
    }
    await t.pass(2 * MINUTE);
    expect(await t.count('draft')).toBe(0);
    expect(await t.count()).toBe(1);
  });

  it('was sent, though its draft could not be ended just then', async () => {
    const t = await open();
    const { teacher, offer } = await closedReport(t);
    const again = await teacher.pressTo(offer, 'Go on with it');
    let creations = 0;
    t.store.always((method) => {
      creations += method === 'create' ? 1 : 0;
      return creations > 0 && method === 'replace' ? 'reject' : undefined;
    });
    const screen = await teacher.press(again, 'Send');
    expect(textOf(screen)).toContain('Received');
    await t.settle();
    t.store.always(undefined);
    expect(t.failures).toContainEqual(expect.objectContaining({ what: 'draft', code: 'store-failed' }));
    // Sent once more from the offer that still stands, it is the same report.
    await teacher.press(await teacher.pressTo(offer, 'Go on with it'), 'Send');
    await t.settle();
    expect(await t.count()).toBe(1);
    expect(labelsOf(offerTo(t).content)).toEqual([]);
  });
});

describe('a day after a form was closed', () => {
  it('nobody can open it any more, its offer says so, and its record is out of the store', async () => {
    const t = await open();
    const { teacher, offer, last } = await closedReport(t);
    await t.pass(DAY - 10 * MINUTE - 1);
    expect(labelsOf(offerTo(t).content)).toHaveLength(2);
    await t.pass(1);
    expect(offerTo(t).content.preview).toContain('was kept for a day');
    expect(textOf(await teacher.press(offer, 'Go on with it'))).toContain('not kept any more');
    expect(await t.app.drafts.find(t.school, people.teacher, formIdOf(last))).toEqual({ kind: 'none' });
    expect(await t.count('draft')).toBe(1);
    await t.pass(10 * MINUTE);
    expect(await stored(t)).toEqual([]);
    expect(t.failures).toEqual([]);
  });

  it('nobody can open it any more, though the clock has stood still', async () => {
    const t = await open();
    const { teacher, offer, last } = await closedReport(t);
    const again = await teacher.pressTo(offer, 'Go on with it');
    t.clock.move(DAY - 10 * MINUTE);
    expect(textOf(await teacher.press(offer, 'Go on with it'))).toContain('not kept any more');
    expect(await t.app.drafts.find(t.school, people.teacher, formIdOf(last))).toEqual({ kind: 'none' });
    expect(textOf(await teacher.press(again, 'Back'))).not.toContain('accidental-access');
  });

  it('it is gone ten minutes after the service is back, where that was down meanwhile', async () => {
    const path = aPath();
    const t = await open({ path });
    const { offer } = await closedReport(t);
    await t.close();
    t.clock.move(3 * DAY);
    const next = await open({ path, clock: t.clock, chat: t.chat });
    await next.runDue();
    await next.settle();
    expect(next.chat.find(offer.post)?.content.preview).toContain('was kept for a day');
    await next.pass(10 * MINUTE);
    expect(await next.count('draft')).toBe(0);
    expect(next.failures).toEqual([]);
  });

  it('nothing of it is in the files of the store, not even sealed', async () => {
    const path = aPath();
    const t = await open({ path });
    const onDisk = () =>
      Buffer.concat(
        readdirSync(dirname(path))
          .filter((name) => name.startsWith(basename(path)))
          .map((name) => readFileSync(join(dirname(path), name))),
      );
    const { teacher, offer } = await closedReport(t);
    const again = await teacher.pressTo(offer, 'Go on with it');
    await close(t, again, { narrative: 'MARKER-NARRATIVE'.repeat(500) });
    const [record] = await stored(t);
    const sealed = [record?.key, record?.state, record?.posts, ...(record?.entries ?? []).map((entry) => entry.sealed)];
    // Long texts go over several pages, so a piece of each is looked for.
    const pieces = sealed.map((text = '') => text.slice(-60));
    expect(pieces.map((piece) => onDisk().includes(piece))).toEqual(pieces.map(() => true));
    await t.pass(2 * DAY);
    await t.close();
    expect(pieces.map((piece) => onDisk().includes(piece))).toEqual(pieces.map(() => false));
  });

  it('it goes all the same where the chat never took its offer', async () => {
    const t = await open();
    t.chat.always({ kind: 'down' });
    const teacher = aVisitor(t, people.teacher, 'dialog');
    await close(t, await lastScreen(teacher), details);
    await t.pass(DAY - 1);
    expect(await t.count('draft')).toBe(1);
    await t.pass(1);
    expect(await t.count('draft')).toBe(0);
    expect(t.chat.all()).toEqual([]);
  });

  it('and one that was thrown away while the chat was down goes when its offer has been edited', async () => {
    const t = await open();
    const { offer } = await closedReport(t);
    t.chat.always({ kind: 'down' });
    await t.give('draft/throw-away', { by: people.teacher, reference: draftReference(offer) });
    await t.pass(30 * MINUTE);
    expect(await t.count('draft')).toBe(1);
    t.chat.calm();
    await t.pass(HOUR);
    expect(offerTo(t).content.preview).toContain('was thrown away');
    expect(await t.count('draft')).toBe(0);
  });

  it('somebody who went on with it just before has an hour for it', async () => {
    const t = await open();
    const { teacher, offer } = await closedReport(t);
    await t.pass(DAY - 11 * MINUTE);
    const again = await teacher.pressTo(offer, 'Go on with it');
    await t.pass(50 * MINUTE);
    expect(textOf(await teacher.press(again, 'Send'))).toContain('Received');
  });
});

describe('a form of which the store keeps what its screen has no room for', () => {
  /** The last screen, with the answers of the others in the store alone. */
  async function stripped(t: TestApplication, teacher: Visitor): Promise<Seen> {
    const what = await teacher.pressTo(await teacher.type('concern/report'), 'No');
    const typed = { kind: 'accidental-access', about: 'pupil' };
    const last = await teacher.pressTo(what, 'Continue', typed);
    const pressed = pressOn(t, what, typed, { label: 'Continue' });
    expect(await t.app.drafts.keep(pressed, { offer: false })).toEqual({ kind: 'kept' });
    return { ...last, content: { ...last.content, data: heldIn(last.content.data) } };
  }

  /** What a chat does that has no room for the answers of other screens. */
  function heldIn<Data>(data: Data): Data {
    const change = (_: string, value: unknown) =>
      typeof value === 'object' && value !== null && 'kept' in value ? { ...value, kept: {}, held: true } : value;
    return JSON.parse(JSON.stringify(data), change) as Data;
  }

  function keptIn(seen: Seen): readonly unknown[] {
    return buttonsIn(seen.content.data).map(({ press }) => pressSchema.parse(press).form?.kept);
  }

  it('is never offered, and is sent whole', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    await t.settle();
    expect(t.chat.all()).toEqual([]);
    const receipt = await teacher.pressTo(last, 'Send', details);
    await t.settle();
    const { state } = await t.record(String(receipt.content.data.reference));
    expect(state.status === 'none' ? {} : state.file.answers).toMatchObject({
      ...details,
      danger: 'no',
      kind: 'accidental-access',
    });
    expect(t.chat.at(own).filter(({ slot }) => slot === 'offer')).toEqual([]);
    await t.pass(10 * MINUTE + 10);
    expect(await t.count('draft')).toBe(0);
  });

  it('that is sent twice at once is one report', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    await Promise.all(['1', '2', '3'].map((id) => teacher.press(last, 'Send', details, { id })));
    await t.settle();
    expect(textOf(await teacher.press(last, 'Send', details))).toContain('had been saved already');
    expect(await t.count()).toBe(1);
  });

  it('carries from screen to screen only what the store does not have', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    const back = await teacher.pressTo(last, 'Back', details);
    expect(inputsOf(back.content)).toMatchObject({ kind: 'accidental-access', about: 'pupil' });
    for (const kept of keptIn(back).slice(0, -1)) expect(kept).toMatchObject(details);
    for (const kept of keptIn(back)) expect(kept).not.toHaveProperty('danger');
    const still = await teacher.pressTo(last, 'Send', { narrative: '' });
    // Of an input that is filled in beforehand it is said on its screen that it has been there.
    for (const kept of keptIn(still).slice(0, -1)) expect(kept).toEqual({ date: '' });
    expect(pressSchema.parse(buttonsIn(still.content.data)[0]?.press).form?.held).toBe(true);
  });

  it('does not bring back what was taken out of an input', async () => {
    const t = await open();
    const { offer, teacher } = await closedReport(t);
    const again = await teacher.pressTo(offer, 'Go on with it');
    const emptied = pressOn(t, again, { names: '' }, { label: 'Back' });
    expect(emptied.answers).not.toHaveProperty('names');
    const back = await t.app.presser.press(emptied);
    if (back.kind !== 'card') throw new Error(back.text);
    const forth = await teacher.pressTo({ content: back.content, slot: back.slot }, 'Continue');
    expect(inputsOf(forth.content)).toMatchObject({ names: '', narrative: details.narrative });
    await close(t, again, { names: '' });
    const last = await teacher.pressTo(offerTo(t), 'Go on with it');
    expect(inputsOf(last.content)).toMatchObject({ names: '', narrative: details.narrative });
  });

  it('does not fill in again what was filled in beforehand and taken out', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await lastScreen(teacher);
    expect(inputsOf(last.content)).toMatchObject({ date: '2026-11-23' });
    await close(t, last, { ...details, date: '' });
    const again = await teacher.pressTo(offerTo(t), 'Go on with it');
    expect(inputsOf(again.content)).toMatchObject({ ...details, date: '' });
    const back = await t.app.presser.press(pressOn(t, again, {}, { label: 'Back' }));
    if (back.kind !== 'card') throw new Error(back.text);
    const forth = await teacher.pressTo({ content: back.content, slot: back.slot }, 'Continue');
    expect(inputsOf(forth.content)).toMatchObject({ ...details, date: '' });
  });

  it('opens no details that nobody asked for', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    const still = await t.app.presser.press(pressOn(t, last, { names: 'Robin' }, { label: 'Send' }));
    expect(still).toMatchObject({ kind: 'card', content: { data: { moreOpen: false } } });
  });

  it('stands there again with what is on its screen when the store cannot be asked, and is sent later', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    t.store.always('reject');
    const still = await teacher.pressTo(last, 'Send', details);
    expect(troubleOf(still.content)).toContain('Not saved');
    expect(inputsOf(still.content)).toMatchObject(details);
    for (const kept of keptIn(still).slice(0, -1)) expect(kept).toEqual({ date: '' });
    t.store.always(undefined);
    expect(textOf(await teacher.press(still, 'Send'))).toContain('Received');
  });

  it('is answered in time though the store never answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    t.store.always('hang');
    const pressing = teacher.pressTo(last, 'Send', details);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(troubleOf((await pressing).content)).toContain('Not saved');
  });

  it('begins again, with what is on its screen, when what the store had is gone', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    await t.pass(2 * DAY);
    const first = await teacher.pressTo(last, 'Send', details);
    expect(itemsOf(first.content).map(({ id }) => id)).toContain('danger');
    expect(troubleOf(first.content)).toContain('not kept any more');
    expect(await t.count()).toBe(0);
    const what = await teacher.pressTo(first, 'No');
    const forth = await teacher.pressTo(what, 'Continue', { kind: 'fraud', about: 'pupil' });
    expect(inputsOf(forth.content)).toMatchObject(details);
    expect(textOf(await teacher.press(forth, 'Send'))).toContain('Received');
  });

  it('and has one screen is sent from that alone, when what the store had is gone', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const note = await dsl.forge({ do: 'concern/note', ref: reference });
    if (note.kind !== 'card') throw new Error(note.text);
    await close(t, note, { text: 'MARKER note' }, { by: people.dsl });
    const again = await dsl.pressTo(offerTo(t, people.dsl), 'Go on with it');
    await t.pass(2 * DAY);
    await dsl.press(again, 'Add the note');
    expect(await t.events(reference)).toContain('NoteAdded');
  });

  it('is thrown away by giving it up, and stays where its person only went back to the case', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await stripped(t, teacher);
    expect(textOf(await teacher.press(last, 'Cancel'))).toContain('nothing was kept');
    expect(await t.app.drafts.find(t.school, people.teacher, formIdOf(last))).toEqual({ kind: 'none' });
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const note = await dsl.forge({ do: 'concern/note', ref: reference });
    if (note.kind !== 'card') throw new Error(note.text);
    await close(t, note, { text: 'MARKER note' }, { by: people.dsl });
    const again = await dsl.pressTo(offerTo(t, people.dsl), 'Go on with it');
    await dsl.press(again, 'Back to the case');
    await t.settle();
    expect(labelsOf(offerTo(t, people.dsl).content)).toHaveLength(2);
  });

  it('and is closed with everything taken out is kept no longer', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const note = await dsl.forge({ do: 'concern/note', ref: reference });
    if (note.kind !== 'card') throw new Error(note.text);
    await close(t, note, { text: 'MARKER note' }, { by: people.dsl });
    const again = await dsl.pressTo(offerTo(t, people.dsl), 'Go on with it');
    expect(await close(t, again, { text: '' }, { by: people.dsl })).toEqual({ kind: 'empty' });
    expect(offerTo(t, people.dsl).content.preview).toContain('was thrown away');
  });
});

describe('a draft with the longest answers', () => {
  /** Every question of the report answered with as much as it takes, in characters that take most room. */
  function longest(seen: Seen, sign: string): Answers {
    const items = itemsOf(seen.content) as readonly { kind: string; id?: string; atMost?: number; choices?: unknown }[];
    return Object.fromEntries(
      items.flatMap(({ kind, id, atMost = 0 }) =>
        id !== undefined && ['text', 'long-text', 'names', 'web-address'].includes(kind)
          ? [[id, sign.repeat(atMost)]]
          : [],
      ),
    );
  }

  it.each(['x', '"', '\n', '🏫', '\u0001', '\ud83d'])('fits, and comes back as it was (%j)', async (sign) => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await lastScreen(teacher);
    const answers = longest(last, sign);
    expect(Object.values(answers).join('').length).toBeGreaterThan(13_000);
    await close(t, last, { ...answers, names: 'Robin' });
    const again = await teacher.pressTo(offerTo(t), 'Go on with it');
    const { narrative = '' } = inputsOf(again.content);
    expect(narrative).toHaveLength(String(answers.narrative).length);
    expect(t.failures).toEqual([]);
  });

  it('can be kept again and again until it is refused kindly, and what was kept before is still there', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const last = await lastScreen(teacher);
    let keeping: Keeping = { kind: 'kept' };
    let times = 0;
    for (; keeping.kind === 'kept' && times < 100; times++)
      keeping = await close(t, last, {
        ...longest(last, '🏫'),
        names: `Robin ${times}`,
        narrative: `${times}${'🏫'.repeat(9_000)}`,
      });
    expect(keeping).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('was not kept') });
    expect(times).toBeGreaterThan(5);
    const [record] = await stored(t);
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(RECORD_LIMIT_BYTES - 300_000);
    const again = await teacher.pressTo(offerTo(t), 'Go on with it');
    expect(inputsOf(again.content)).toMatchObject({ names: `Robin ${times - 2}` });
    await t.pass(DAY + MINUTE);
    expect(await t.count('draft')).toBe(0);
  });
});

describe('verify', () => {
  it('finds drafts and arrivals whole, wherever they stand', async () => {
    const t = await open();
    const check = async () => (await verifyStore({ ...t, sealer: t.app.sealer, registry })).damaged;
    for (const by of [people.teacher, people.otherTeacher, people.assistant]) await closedReport(t, by);
    await aVisitor(t, people.otherTeacher).press(offerTo(t, people.otherTeacher), 'Throw it away');
    t.clock.move(DAY - 11 * MINUTE);
    await aVisitor(t, people.assistant).press(offerTo(t, people.assistant), 'Go on with it');
    await t.app.commands.handle({ id: 'e', school: t.school, type: 'arrival/note', by: { kind: 'clock' }, data: {} });
    expect(await check()).toEqual([]);
    await t.pass(2 * MINUTE);
    expect(await t.count('draft')).toBe(2);
    expect(await check()).toEqual([]);
    await t.pass(DAY);
    expect(await stored(t)).toEqual([]);
    expect(await check()).toEqual([]);
  });
});
