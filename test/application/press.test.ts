import { describe, expect, it } from 'vitest';
import { pressSchema, type Screen } from '../../src/application/press.ts';
import { applications } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { aVisitor, inputsOf, labelsOf, troubleOf } from '../support/visitor.ts';

const { open } = applications();
const safeguarding = 'channel:safeguarding';

function textOf(screen: Screen): string {
  return screen.kind === 'card' ? textsOf(screen.content.data).join(' ') : screen.text;
}

describe('a press of what no card of ours offers', () => {
  it.each([
    ['a command that is not there', { do: 'concern/destroy' }],
    ['a command of no workflow', { do: 'constructor/prototype' }],
    ['what only the clock may ask', { do: 'concern/remind' }],
    ['what only the application may ask', { do: 'address/remember' }],
    ['a list that is not there', { do: 'list/everything' }],
    ['a list of somebody else', { do: 'list/open-concerns' }],
  ])('is refused, and nothing is changed: %s', async (_, data) => {
    const t = await open();
    const reference = await t.report();
    const before = (await t.record(reference)).stored;
    const screen = await aVisitor(t, people.otherTeacher).forge({ ...data, ref: reference });
    expect(screen).toMatchObject({ kind: 'refused', isFault: false });
    expect(textOf(screen)).toContain('could not be read, so nothing was changed');
    expect(textOf(screen)).toContain('01632 960100');
    expect((await t.record(reference)).stored).toEqual(before);
  });

  it.each(['<script>', 'C-7K3Q9', 'c-7k3q9f', 'C-7K3Q9F ', 'C-OIL100'])(
    'is refused without an echo when the reference is none: %s',
    async (ref) => {
      const t = await open();
      const screen = await aVisitor(t, people.dsl).forge({ do: 'concern/open', ref });
      expect(screen).toMatchObject({ kind: 'refused' });
      expect(textOf(screen)).not.toContain(ref.trim());
      expect(t.store.calls).toEqual([]);
    },
  );

  it.each([
    { do: 'concern/open/more' },
    { do: 'Concern/Open' },
    { do: 7 },
    { do: 'concern/open', ref: 'x'.repeat(21) },
    { do: 'concern/open', with: { page: 'x'.repeat(201) } },
    { do: 'concern/open', slot: 'x'.repeat(201) },
    { do: 'concern/note', form: { id: '', step: 0, kept: {}, seen: [], go: 'send' } },
    { do: 'concern/note', form: { id: 'x', step: -1, kept: {}, seen: [], go: 'send' } },
    { do: 'concern/note', form: { id: 'x', step: 0, kept: { text: 7 }, seen: [], go: 'send' } },
    { do: 'concern/note', form: { id: 'x', step: 0, kept: {}, seen: [], go: 'everywhere' } },
    {},
    null,
  ])('is not even read when it has not the shape of a press: %j', (data) => {
    expect(pressSchema.safeParse(data).success).toBe(false);
  });

  it('does not inherit anything from what every object has', () => {
    const data = JSON.parse('{"do":"concern/open","with":{"__proto__":"x","constructor":"y"}}') as unknown;
    const parsed = pressSchema.parse(data);
    expect(Object.getPrototypeOf(parsed.with)).toBe(Object.prototype);
    expect({}.constructor).toBe(Object);
  });
});

describe('a press on a card', () => {
  it('gets no message that was meant for somebody else, whatever it says of where it stands', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/ask', { reference, data: { text: 'Who else?' } });
    await t.settle();
    const teacher = aVisitor(t, people.teacher);
    const [own] = teacher.chat();
    const form = { id: 'x', step: 0, kept: {}, seen: [], go: 'send' };
    // The reporter says that the answer was given on the card in the channel.
    const screen = await teacher.forge(
      { do: 'concern/answer', ref: reference, with: { number: '1' }, slot: 'case', form },
      { answers: { text: 'Nobody.' }, ...(own === undefined ? {} : { on: own }) },
    );
    expect(screen).toMatchObject({ kind: 'done' });
    expect(textOf(screen)).not.toContain('Designated');
    expect(await t.events(reference)).toContain('ReporterAnswered');
  });

  it('[R197] in a channel puts no case there, though it says that it stands in a chat of one’s own', async () => {
    const t = await open();
    const reference = await t.report();
    const [card] = t.chat.at(safeguarding);
    const on = card === undefined ? {} : { on: card };
    const screen = await aVisitor(t, people.dsl).forge(
      { do: 'concern/open', ref: reference, slot: `view:${people.dsl}` },
      on,
    );
    await t.settle();
    expect(screen).toEqual({ kind: 'done', text: 'It is in your own chat with this bot.' });
    expect(t.chat.at(safeguarding)).toEqual([card]);
    expect(t.chat.at(`person:${people.dsl}`)).toHaveLength(1);
  });

  it('that is delivered again says that it was done, and does not do it again', async () => {
    const t = await open();
    const reference = await t.report();
    const dsl = aVisitor(t, people.dsl);
    const press = { do: 'concern/take', ref: reference };
    await dsl.forge(press, { id: 'the same' });
    const again = await dsl.forge(press, { id: 'the same' });
    expect(textOf(again)).toContain('had been saved already');
    expect((await t.events(reference)).filter((event) => event === 'ConcernTaken')).toHaveLength(1);
  });

  it('of the same id by two people is two presses', async () => {
    const t = await open();
    const reference = await t.report();
    for (const person of [people.dsl, people.deputy])
      await aVisitor(t, person).forge({ do: 'concern/open', ref: reference }, { id: 'the same' });
    expect((await t.events(reference)).filter((event) => event === 'ConcernOpened')).toHaveLength(2);
  });
});

describe('a press that cannot be taken, as nobody knows just now who it is', () => {
  const form = { id: 'x', step: 0, kept: {}, seen: [], go: 'send' };

  it('leaves the form with all that was typed and says why, without a look at the store', async () => {
    const t = await open();
    const [person] = t.school.people;
    if (person === undefined) throw new Error('the school has nobody');
    const pressed = (data: unknown) => ({
      id: 'press 1',
      school: t.school,
      person,
      data: pressSchema.parse(data),
      answers: { text: 'Two pages of text.' },
      surface: { kind: 'dialog' } as const,
    });
    t.store.always('hang');
    const screen = t.app.presser.notTaken(pressed({ do: 'concern/note', ref: 'C-222222', form }), 'Not just now.');
    expect(screen).toMatchObject({ kind: 'card', isForm: true });
    if (screen.kind !== 'card') return;
    expect(troubleOf(screen.content)).toBe('Not just now. Your text is still below.');
    expect(inputsOf(screen.content)).toEqual({ text: 'Two pages of text.' });
    for (const data of [{ do: 'concern/note' }, { do: 'concern/take' }, { do: 'nothing/there' }])
      expect(t.app.presser.notTaken(pressed(data), 'Not just now.')).toEqual({
        kind: 'refused',
        text: 'Not just now.',
        isFault: true,
      });
    expect(t.store.calls).toEqual([]);
  });
});

describe('a page of a list', () => {
  it('is turned in its place', async () => {
    const t = await open();
    for (let count = 0; count < 11; count++) await t.report();
    const dsl = aVisitor(t, people.dsl);
    const screen = await dsl.forge({ do: 'list/open-concerns', with: { page: '2' } });
    expect(screen).toMatchObject({ kind: 'card', isForm: false });
    expect(labelsOf(screen.kind === 'card' ? screen.content : { card: 'list', data: {}, preview: '' })).toEqual([
      'Open',
    ]);
  });

  it.each(['0', '-1', 'x', '99999999999999999999', '1e9', ''])(
    'is one that there is, whatever is asked: %s',
    async (page) => {
      const t = await open();
      await t.report();
      const screen = await aVisitor(t, people.dsl).forge({ do: 'list/open-concerns', with: { page } });
      expect(labelsOf(screen.kind === 'card' ? screen.content : { card: 'list', data: {}, preview: '' })).toEqual([
        'Open',
      ]);
    },
  );

  it('cannot be had while the store is down, and the person learns why', async () => {
    const t = await open();
    t.store.always('reject');
    const screen = await aVisitor(t, people.dsl).forge({ do: 'list/open-concerns' });
    expect(screen).toMatchObject({ kind: 'refused', isFault: true, text: expect.stringContaining('Not done') });
  });
});
