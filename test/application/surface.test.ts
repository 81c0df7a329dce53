import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, type TestApplication, UNTIL_FADED } from '../support/application.ts';
import { aboutStaff, someAnswers, textsOf } from '../support/concern.ts';
import type { Standing } from '../support/fake-chat.ts';
import { people } from '../support/school.ts';
import { aVisitor, labelsOf } from '../support/visitor.ts';

const { open, aPath } = applications();
const safeguarding = 'channel:safeguarding';
const answers = someAnswers({ narrative: 'MARKER words' });

/** The card of the latest case in the safeguarding channel. */
function channelCard(t: TestApplication): Standing {
  const card = t.chat.at(safeguarding).at(-1);
  if (card === undefined) throw new Error('no card stands in the channel');
  return card;
}

/** Everything that shows a word of the case now. */
function showing(t: TestApplication): readonly Standing[] {
  return t.chat.all().filter(({ content }) => textsOf(content.data).join(' ').includes('MARKER'));
}

/** What stands in somebody's own chat, the latest last. */
function last(all: readonly Standing[]): Standing {
  const standing = all.at(-1);
  if (standing === undefined) throw new Error('nothing stands there');
  return standing;
}

/** A case that the DSL has opened from the channel, and their chat. */
async function opened(t: TestApplication) {
  const reference = await t.report(answers);
  const dsl = aVisitor(t, people.dsl);
  await dsl.press(channelCard(t), 'Open');
  await t.settle();
  return { reference, dsl };
}

describe('a case that a handler opens from the channel', () => {
  it('[R197] [R198] comes to their own chat, is a read on the record, and leaves the channel as it was', async () => {
    const t = await open();
    const reference = await t.report(answers);
    const before = channelCard(t);
    const screen = await aVisitor(t, people.dsl).press(before, 'Open');
    await t.settle();
    expect(screen).toEqual({ kind: 'done', text: 'It is in your own chat with this bot.' });
    expect(showing(t).map(({ place }) => place)).toEqual([`person:${people.dsl}`]);
    expect(channelCard(t)).toEqual(before);
    expect(await t.events(reference)).toEqual(['ConcernReported', 'ConcernOpened']);
  });

  it('[R204] fades after half an hour, with a button that opens it again', async () => {
    const t = await open();
    const { reference, dsl } = await opened(t);
    await t.pass(29 * MINUTE);
    expect(showing(t)).toHaveLength(1);
    await t.pass(2 * MINUTE);
    expect(showing(t)).toEqual([]);
    const [card, ...others] = dsl.chat();
    expect(others).toEqual([]);
    expect(card?.content.preview).toBe(`Concern ${reference} was shown here and has been put away.`);
    if (card !== undefined) await dsl.press(card, 'Open again');
    await t.settle();
    expect(dsl.chat()).toHaveLength(1);
    expect(showing(t)).toHaveLength(1);
    expect((await t.events(reference)).filter((event) => event === 'ConcernOpened')).toHaveLength(2);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });

  it('[R204] fades also when the service was restarted in between', async () => {
    const path = aPath();
    const t = await open({ path });
    await opened(t);
    await t.close();
    const next = await open({ path, clock: t.clock, chat: t.chat });
    await next.runDue({ takeOver: true });
    expect(showing(t)).toHaveLength(1);
    await next.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });

  it('is put away at once when they press so', async () => {
    const t = await open();
    const { reference, dsl } = await opened(t);
    const screen = await dsl.press(last(dsl.chat()), 'Put away');
    expect(screen).toMatchObject({ kind: 'card', slot: `view:${people.dsl}` });
    expect(showing(t)).toEqual([]);
    await t.settle();
    expect((await t.record(reference)).outbox).toEqual([]);
    await t.pass(UNTIL_FADED);
    expect(dsl.chat()).toHaveLength(1);
  });

  it('stands at the end of the chat when it is opened again from the channel, and nowhere else', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    const [first] = dsl.chat();
    t.chat.say(`person:${people.dsl}`, { card: 'line', data: { text: 'x' }, preview: 'x' });
    await dsl.press(channelCard(t), 'Open');
    await t.settle();
    expect(showing(t)).toHaveLength(1);
    expect(last(dsl.chat()).post).not.toEqual(first?.post);
    expect(showing(t)[0]?.post).toEqual(last(dsl.chat()).post);
  });

  it('stands there for half an hour from the last step that was taken in it', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    await t.pass(20 * MINUTE);
    await dsl.press(last(dsl.chat()), 'Acknowledge');
    await t.pass(20 * MINUTE);
    expect(showing(t)).toHaveLength(1);
    await t.pass(11 * MINUTE);
    expect(showing(t)).toEqual([]);
  });

  it('fades for each who opened it by themselves', async () => {
    const t = await open();
    await opened(t);
    await t.pass(20 * MINUTE);
    await aVisitor(t, people.deputy).press(channelCard(t), 'Open');
    await t.pass(11 * MINUTE);
    expect(showing(t).map(({ place }) => place)).toEqual([`person:${people.deputy}`]);
    await t.pass(20 * MINUTE);
    expect(showing(t)).toEqual([]);
  });

  it('fades though the chat fails when it should', async () => {
    const t = await open();
    await opened(t);
    t.chat.always({ kind: 'down' });
    await t.pass(40 * MINUTE);
    expect(showing(t)).toHaveLength(1);
    t.chat.always(undefined);
    await t.pass(HOUR);
    expect(showing(t)).toEqual([]);
  });

  it('that can never fade is not told to anybody as a message that could not be delivered', async () => {
    const t = await open();
    const { reference } = await opened(t);
    await t.give('concern/acknowledge', { reference });
    t.chat.always(({ what, place }) =>
      what === 'edit' && place === `person:${people.dsl}` ? { kind: 'hopeless' } : undefined,
    );
    await t.pass(UNTIL_FADED);
    expect(await t.events(reference)).not.toContain('MessageParked');
    expect((await t.record(reference)).outbox).toEqual([]);
    expect(t.failures).toEqual([{ what: 'delivery', record: reference, code: 'chat-hopeless', attempts: 1 }]);
  });

  it('never comes when it could not be brought in the half hour for which it was asked', async () => {
    const t = await open();
    const reference = await t.report(answers);
    t.chat.always(({ place }) => (place.startsWith('person:') ? { kind: 'down' } : undefined));
    await aVisitor(t, people.dsl).press(channelCard(t), 'Open');
    await t.pass(31 * MINUTE);
    t.chat.always(undefined);
    await t.pass(12 * HOUR);
    expect(t.chat.at(`person:${people.dsl}`)).toEqual([]);
    expect((await t.record(reference)).outbox).toEqual([]);
  });

  it('does not come back as an empty notice when its person took the message away', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    t.chat.takeAway(last(dsl.chat()).post);
    await t.pass(UNTIL_FADED);
    expect(dsl.chat()).toEqual([]);
    expect(t.failures).toEqual([]);
  });
});

describe('a press on a card that the chat showed, but did not say that it had', () => {
  it('[R204] answers there, and leaves no other place in which the case could be read', async () => {
    const t = await open();
    await t.report(answers);
    const dsl = aVisitor(t, people.dsl);
    t.chat.next({ kind: 'no-answer' });
    await dsl.press(channelCard(t), 'Open');
    await t.settle();
    const [shown] = dsl.chat();
    expect(shown?.isStray).toBe(true);
    if (shown !== undefined) await dsl.press(shown, 'Acknowledge');
    await t.pass(MINUTE);
    expect(showing(t).map(({ post }) => post)).toEqual([shown?.post]);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
    expect(dsl.chat()).toHaveLength(1);
  });

  it('[R204] that was then posted a second time has the case in one place, and fades there', async () => {
    const t = await open();
    await t.report(answers);
    const dsl = aVisitor(t, people.dsl);
    t.chat.next({ kind: 'no-answer' });
    await dsl.press(channelCard(t), 'Open');
    await t.pass(10 * SECOND);
    expect(showing(t)).toHaveLength(2);
    const [first] = dsl.chat();
    if (first !== undefined) await dsl.press(first, 'Acknowledge');
    await t.settle();
    expect(showing(t).map(({ post }) => post)).toEqual([first?.post]);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });
});

describe('a case that stands in two places, as the chat did not say that it had taken it', () => {
  it('[R204] is put away in both by one press', async () => {
    const t = await open();
    await t.report(answers);
    const dsl = aVisitor(t, people.dsl);
    t.chat.next({ kind: 'no-answer' });
    await dsl.press(channelCard(t), 'Open');
    await t.pass(10 * SECOND);
    expect(showing(t)).toHaveLength(2);
    const [first] = dsl.chat();
    if (first !== undefined) await dsl.press(first, 'Put away');
    await t.settle();
    expect(showing(t)).toEqual([]);
  });
});

describe('a press while the card is still on its way', () => {
  it('[R204] leaves the case in no place in which it does not fade', async () => {
    const t = await open();
    const { dsl, reference } = await opened(t);
    const first = last(dsl.chat());
    // Opened from the channel and, in the moment in which that comes, again from the old card.
    let pressing: Promise<unknown> | undefined;
    t.chat.always(({ what }) => {
      if (what === 'post')
        pressing ??= dsl.forge({ do: 'concern/open', ref: reference, slot: first.slot }, { on: first });
      return undefined;
    });
    await dsl.press(channelCard(t), 'Open');
    await pressing;
    await t.settle();
    expect(showing(t).map(({ post }) => post)).toContainEqual(first.post);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
    expect(Object.keys((await t.record(reference)).posts).filter((slot) => slot.startsWith('aside'))).toEqual([]);
  });
});

describe('a step in a case', () => {
  it('shows the case as it is now, in the same place, and edits the card in the channel', async () => {
    const t = await open();
    const { reference, dsl } = await opened(t);
    const screen = await dsl.press(last(dsl.chat()), 'Take');
    await t.settle();
    expect(screen).toMatchObject({ kind: 'card', slot: `view:${people.dsl}`, isForm: false });
    expect(dsl.chat()).toHaveLength(1);
    expect(last(dsl.chat()).content.data.title).toContain('being handled');
    expect(channelCard(t).content.preview).toBe(`Concern ${reference} · being handled`);
  });

  it('[R197] that is pressed on the channel card edits that card and shows nobody the case', async () => {
    const t = await open();
    const reference = await t.report(answers);
    const dsl = aVisitor(t, people.dsl);
    const screen = await dsl.press(channelCard(t), 'Acknowledge');
    expect(screen).toMatchObject({ kind: 'card', slot: 'case' });
    await t.settle();
    expect(channelCard(t).content.preview).toBe(`Concern ${reference} · acknowledged`);
    expect(showing(t)).toEqual([]);
    expect(dsl.chat()).toEqual([]);
  });

  it('on an old card that still offers it does the right thing or says why not', async () => {
    const t = await open();
    await t.report(answers);
    const old = channelCard(t);
    await aVisitor(t, people.deputy).press(old, 'Acknowledge');
    await t.settle();
    const screen = await aVisitor(t, people.dsl).press(old, 'Acknowledge');
    expect(screen).toMatchObject({ kind: 'refused', isFault: false });
    expect(screen).toMatchObject({ text: expect.stringContaining('acknowledged this at 14:05') });
    expect(await aVisitor(t, people.dsl).press(old, 'Take')).toMatchObject({ kind: 'card' });
  });

  it('[R198] of a case about staff stays in the chat of who handles it', async () => {
    const t = await open();
    await t.report(aboutStaff('Callum Farrow', { narrative: 'MARKER words' }));
    const both = [people.head, people.coordinator].map((person) => `person:${person}`);
    expect(t.chat.all().map(({ place }) => place)).toEqual(both);
    const head = aVisitor(t, people.head);
    await head.press(last(head.chat()), 'Open');
    await t.settle();
    expect(showing(t).map(({ place }) => place)).toEqual([`person:${people.head}`]);
    expect(head.chat()).toHaveLength(2);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });
});

describe('in a dialog', () => {
  it('[R204] the case is shown there and never stands in the chat', async () => {
    const t = await open();
    const reference = await t.report(answers);
    const dsl = aVisitor(t, people.dsl, 'dialog');
    const file = await dsl.pressTo(channelCard(t), 'Open');
    expect(file.content.card).toBe('case-file');
    const after = await dsl.pressTo(file, 'Acknowledge');
    expect(after.content.data.title).toContain('acknowledged');
    await t.settle();
    expect(showing(t)).toEqual([]);
    expect(dsl.chat()).toEqual([]);
    expect((await t.record(reference)).outbox).toEqual([]);
  });

  it('the receipt of a report is shown there and stands in the chat as well, to follow the report', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, 'dialog');
    const what = await teacher.pressTo(await teacher.type('concern/report'), 'No');
    const details = await teacher.pressTo(what, 'Continue', { kind: 'fraud', about: 'pupil' });
    const receipt = await teacher.pressTo(details, 'Send', { names: 'Robin Ash', narrative: 'MARKER' });
    await t.settle();
    expect(receipt.content.card).toBe('receipt');
    expect(teacher.chat().map(({ content }) => content.card)).toEqual(['receipt']);
    expect(showing(t)).toEqual([]);
  });
});

describe('a form that stands in place of an open case', () => {
  it('is not taken away by the fading of the case while somebody types in it', async () => {
    const t = await open();
    const { reference, dsl } = await opened(t);
    await t.pass(25 * MINUTE);
    const form = await dsl.pressTo(last(dsl.chat()), 'Note');
    await t.pass(2 * HOUR);
    expect(last(dsl.chat()).content.card).toBe('form');
    await dsl.press(form, 'Add the note', { text: 'It took a while to write.' });
    await t.settle();
    expect(await t.events(reference)).toContain('NoteAdded');
    expect(showing(t)).toHaveLength(1);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });

  it('is kept by one write, and not by another with each press in it', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    const written = () => t.store.calls.filter((method) => method === 'replace').length;
    const before = written();
    const form = await dsl.pressTo(last(dsl.chat()), 'Note');
    expect(written()).toBe(before + 1);
    await dsl.pressTo(form, 'Add the note', { text: '' });
    expect(written()).toBe(before + 1);
  });

  it('fades in the end when it was left there', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    await dsl.pressTo(last(dsl.chat()), 'Note');
    await t.pass(9 * HOUR);
    expect(last(dsl.chat()).content.card).toBe('notice');
    expect(labelsOf(last(dsl.chat()).content)).toEqual(['Open again']);
  });

  it('goes back to the case, which is a read and fades again', async () => {
    const t = await open();
    const { reference, dsl } = await opened(t);
    const form = await dsl.pressTo(last(dsl.chat()), 'Note');
    const file = await dsl.pressTo(form, 'Back to the case');
    expect(file.content.card).toBe('case-file');
    expect((await t.events(reference)).filter((event) => event === 'ConcernOpened')).toHaveLength(2);
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });

  it('does not keep the case readable where it was opened on a card that is out of date', async () => {
    const t = await open();
    const { dsl } = await opened(t);
    const old = last(dsl.chat());
    await dsl.press(channelCard(t), 'Open');
    await t.settle();
    const again = t.chat.say(`person:${people.dsl}`, old.content, old.slot);
    await dsl.pressTo(again, 'Note');
    await t.pass(UNTIL_FADED);
    expect(showing(t)).toEqual([]);
  });
});

describe('a question to the reporter', () => {
  it('stands on a card of their own, is answered there, and the answer joins the case', async () => {
    const t = await open();
    const reference = await t.report(answers);
    await t.give('concern/ask', { reference, data: { text: 'Was anybody else there?' } });
    await t.settle();
    const teacher = aVisitor(t, people.teacher);
    const asked = teacher.chat().find(({ content }) => labelsOf(content).includes('Answer'));
    if (asked === undefined) throw new Error('the reporter was not asked');
    const form = await teacher.pressTo(asked, 'Answer');
    expect(textsOf(form.content.data)).toContain('Was anybody else there?');
    expect(labelsOf(form.content)).toEqual(['Send the answer', 'Cancel']);
    const after = await teacher.pressTo(form, 'Send the answer', { text: 'Nobody.' });
    expect(after.content.data.title).toContain('has joined the case');
    await t.settle();
    expect(await t.events(reference)).toContain('ReporterAnswered');
    expect(textsOf(after.content.data).join(' ')).not.toContain('Nobody.');
  });
});
