import { describe, expect, it } from 'vitest';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { aSchool, aSchoolFile, by, people } from '../../support/school.ts';
import { acknowledgedBy, aWording, delivered, given, labelsOf, monday, school, shared } from './an-acknowledgement.ts';

const owner = actorOf(people.coordinator);
const text = 'WORDS: may pupils use the library machines?';
const asks = given(delivered()).when('acknowledgement/ask-question', by.teacher, { text });
const answer = { number: '1', text: 'ANSWER: yes, until 16:00.' };
const answered = asks.next().when('acknowledgement/answer', owner, answer);

describe('a question about a policy [R173]', () => {
  it('goes to its owner alone, whose card has neither a name nor the words', () => {
    expect(asks.messages).toHaveLength(1);
    const [card] = asks.messages;
    expect(card).toMatchObject({
      slot: 'question:1',
      to: { kind: 'person', person: people.coordinator },
      preview: 'A question about a policy',
      data: { title: 'A question about Online safety policy, version 4' },
    });
    expect(JSON.stringify(card)).not.toMatch(/WORDS|Osei|a\.osei/);
    expect(labelsOf(card?.data)).toEqual(['Open', 'Answer']);
    expect(acknowledgement.findableBy(asks.state)).toContain(`question for ${people.coordinator}`);
  });

  it('leaves the card as it is, with a word that it was sent', () => {
    expect(asks.reply).toMatchObject({
      slot: 'ask',
      card: 'policy',
      data: { note: expect.stringContaining('was sent') },
    });
    expect(asks.state.status).toBe('delivered');
    const after = given(acknowledgedBy(by.teacher)).when('acknowledgement/ask-question', by.teacher, { text });
    expect(after.reply).toMatchObject({ slot: 'ask', card: 'notice' });
    expect(after.reply?.data['lines']).toEqual([
      'Acknowledged Mon 23 Nov, 14:08.',
      'Your question was sent. The answer comes to this chat.',
    ]);
  });

  it('is opened by its owner alone, and that they did is on the record', () => {
    const opened = asks.next().when('acknowledgement/open-question', owner, { number: '1' });
    expect(opened.events).toEqual([{ type: 'QuestionOpened', number: 1 }]);
    expect(opened.reply).toMatchObject({ slot: `view:${people.coordinator}`, card: 'case-file' });
    expect(JSON.stringify(opened.reply?.data)).toMatch(/Asked by Amara Osei.*WORDS/);
    expect(opened.reply?.fades).toBeDefined();
    for (const who of [by.head, by.dsl, by.otherTeacher, by.teacher])
      for (const command of ['open-question', 'answer', 'question'] as const) {
        const other = asks.next().when(`acknowledgement/${command}`, who, answer);
        expect([other.code, other.events]).toEqual(['not-yours', []]);
      }
  });

  it('is not for whoever looked after the policy when another was asked', () => {
    const toHead = { gathered: shared(aWording(), { owner: people.head }) };
    const second = asks.next().when('acknowledgement/ask-question', by.teacher, { text }, toHead);
    for (const command of ['open-question', 'answer', 'question'] as const) {
      const other = second.next().when(`acknowledgement/${command}`, by.head, answer);
      expect([other.code, other.events]).toEqual(['no-such-question', []]);
    }
    const theirs = second.next().when('acknowledgement/open-question', by.head, { number: '2' });
    expect(theirs.events).toEqual([{ type: 'QuestionOpened', number: 2 }]);
  });

  it('shows its words in the form of the answer only once they were opened', () => {
    const formOn = (state: typeof asks.state) =>
      JSON.stringify(
        acknowledgement.commands['acknowledgement/answer']?.form?.(state, {
          school,
          now: monday,
          by: people.coordinator,
          given: { number: '1' },
        }),
      );
    expect(formOn(asks.state)).not.toContain('WORDS');
    expect(formOn(asks.next().when('acknowledgement/open-question', owner, { number: '1' }).state)).toContain('WORDS');
  });

  it('is answered once: whoever asked has the answer in their own chat, and the owner sees that it is done', () => {
    const [card, message] = answered.messages;
    expect(message).toMatchObject({
      slot: 'answer:1',
      to: { kind: 'person', person: people.teacher },
      preview: 'An answer to your question about a policy',
    });
    expect(message?.data['lines']).toEqual(['ANSWER: yes, until 16:00.', 'Answered Mon 23 Nov, 14:09.']);
    expect(card).toMatchObject({ slot: 'question:1', onlyEdits: true });
    expect(answered.reply).toMatchObject({ slot: 'question:1', data: { lines: ['You answered Mon 23 Nov, 14:09.'] } });
    expect(acknowledgement.findableBy(answered.state)).not.toContain(`question for ${people.coordinator}`);
    const again = answered.next().when('acknowledgement/answer', owner, answer);
    expect([again.code, again.events]).toEqual(['already-answered', []]);
  });

  it('goes to the head where the owner is not at the school any more', () => {
    const { messages } = given(delivered()).when(
      'acknowledgement/ask-question',
      by.teacher,
      { text },
      {
        gathered: shared(aWording(), { owner: 'gone@oakfield.example' }),
      },
    );
    expect(messages[0]?.to).toEqual({ kind: 'person', person: people.head });
  });

  describe('whose owner has left the school', () => {
    const now = { ...school, people: school.people.filter(({ email }) => email !== people.coordinator) };
    const at = { school: now };
    const opened = asks.next().when('acknowledgement/open-question', owner, { number: '1' });
    const passed = opened.next().when('acknowledgement/look', theClock, {}, at);

    it('is found where it waits, and passes to the head with a card of their own', () => {
      const waits = acknowledgement.onSchoolFile?.findBy ?? '';
      expect(acknowledgement.findableBy(asks.state)).toContain(waits);
      expect(acknowledgement.findableBy(answered.state)).not.toContain(waits);
      expect(acknowledgement.onSchoolFile?.statuses).toContain(asks.state.status);
      expect(passed.messages).toMatchObject([
        { to: { person: people.head }, preview: 'A question about a policy', card: 'notice' },
      ]);
      // What stands in the chat of whoever left is not what is changed.
      expect(passed.messages[0]?.slot).not.toBe(asks.messages[0]?.slot);
      expect(acknowledgement.findableBy(passed.state)).toContain(`question for ${people.head}`);
      expect(passed.next().when('acknowledgement/look', theClock, {}, at).events).toEqual([]);
      expect(asks.next().when('acknowledgement/look', theClock).events).toEqual([]);
      expect(answered.next().when('acknowledgement/look', theClock, {}, at).events).toEqual([]);
    });

    it('is opened and answered by the head then, on their own card', () => {
      const read = passed.next().when('acknowledgement/open-question', by.head, { number: '1' }, at);
      expect(JSON.stringify(read.reply?.data)).toContain('WORDS');
      const said = passed.next().when('acknowledgement/answer', by.head, answer, at);
      expect(said.messages.map(({ slot }) => slot)).toEqual([passed.messages[0]?.slot, 'answer:1']);
      expect(said.reply?.slot).toBe(passed.messages[0]?.slot);
      expect(passed.next().when('acknowledgement/question', by.head, { number: '1' }, at).reply?.slot).toBe(
        passed.messages[0]?.slot,
      );
    });

    it('is not shown to the head in the form of the answer before they have opened it', () => {
      expect(passed.state).toMatchObject({ file: { questions: [{ owner: people.head, isOpened: false }] } });
    });

    it('waits for the school to open', () => {
      const night = opened.next().when('acknowledgement/look', theClock, {}, { ...at, at: '2026-11-27T20:00:00.000Z' });
      expect(night.messages.map(({ notBefore }) => notBefore)).toEqual(['2026-11-30T08:30:00.000Z']);
    });

    it('tells whoever asked where the head cannot be reached with it either', () => {
      const note = { slot: passed.messages[0]?.slot, outcome: 'parked', code: 'teams-403' };
      const { messages } = passed.next().when('acknowledgement/delivery-note', theClock, note, at);
      expect(messages).toMatchObject([{ to: { person: people.teacher }, card: 'line' }]);
      const old = { ...note, slot: 'question:1' };
      expect(passed.next().when('acknowledgement/delivery-note', theClock, old, at).events).toEqual([]);
    });
  });

  it('tells whoever asked where it cannot be brought to the owner', () => {
    const note = { slot: 'question:1', outcome: 'parked', code: 'teams-403' };
    const { messages, events } = asks.next().when('acknowledgement/delivery-note', theClock, note);
    expect(events).toEqual([{ type: 'QuestionParked', number: 1, code: 'teams-403' }]);
    expect(messages).toMatchObject([{ to: { person: people.teacher }, card: 'line' }]);
    expect(messages[0]?.preview).not.toMatch(/WORDS|Tanaka/);
    for (const other of ['answer:1', 'question:9', 'view:x'])
      expect(asks.next().when('acknowledgement/delivery-note', theClock, { ...note, slot: other }).events).toEqual([]);
  });

  describe('that comes while the school is closed', () => {
    const night = { at: '2026-11-27T20:00:00.000Z' };
    const opens = '2026-11-30T08:30:00.000Z';
    const saidThen = 'The owner gets it when the school opens, Mon 30 Nov, 08:30.';
    const atNight = given(delivered()).when('acknowledgement/ask-question', by.teacher, { text }, night);

    it('reaches its owner when it opens, and whoever asks is told so', () => {
      expect(atNight.messages.map(({ notBefore }) => notBefore)).toEqual([opens]);
      expect(atNight.reply?.data['note']).toBe(`Your question was sent. ${saidThen} The answer comes to this chat.`);
      const after = given(acknowledgedBy(by.teacher)).when('acknowledgement/ask-question', by.teacher, { text }, night);
      expect(after.reply?.data['lines']).toContainEqual(expect.stringContaining(saidThen));
    });

    it('can be answered before that, and the answer waits too', () => {
      const { messages, reply } = atNight
        .next()
        .when('acknowledgement/answer', owner, answer, { at: '2026-11-28T09:00:00.000Z' });
      const [card, message] = messages;
      expect([card?.onlyEdits, card?.notBefore]).toEqual([true, undefined]);
      expect([message?.slot, message?.notBefore]).toEqual(['answer:1', opens]);
      expect(reply?.data['lines']).toEqual([
        'You answered Sat 28 Nov, 09:00.',
        'They get it when the school opens, Mon 30 Nov, 08:30.',
      ]);
    });

    it('says nothing of that where the school is open', () => {
      expect(asks.messages[0]?.notBefore).toBeUndefined();
      expect(asks.reply?.data['note']).toBe('Your question was sent. The answer comes to this chat.');
      expect(answered.messages[1]?.notBefore).toBeUndefined();
    });
  });

  it('is one of twenty at the most, so that a record has an end', () => {
    let history = delivered();
    for (let number = 1; number <= 20; number++)
      history = given(history).when('acknowledgement/ask-question', by.teacher, { text }).history;
    expect(given(history).when('acknowledgement/ask-question', by.teacher, { text }).code).toBe('too-many-questions');
  });

  it.each(['', '  ', 'x'.repeat(2_001)])('takes no text that is empty or too long', (wrong) => {
    const { outcome } = given(delivered()).when('acknowledgement/ask-question', by.teacher, { text: wrong });
    expect(outcome).toEqual({ kind: 'malformed' });
  });

  it('is not there under a number that was never asked', () => {
    for (const command of ['open-question', 'answer', 'question'] as const)
      expect(asks.next().when(`acknowledgement/${command}`, owner, { ...answer, number: '7' }).code).toBe(
        'no-such-question',
      );
  });

  it('reaches nobody who has left the school', () => {
    const [card] = asks.messages;
    const without = aSchool({
      people: aSchoolFile().people.filter(({ email }) => email !== people.teacher),
    });
    const [, message] = answered.messages;
    if (card === undefined || message === undefined) throw new Error('both are sent');
    expect(acknowledgement.mayStillSend(answered.state, card, school)).toBe(true);
    expect(acknowledgement.mayStillSend(answered.state, message, without)).toBe(false);
  });
});
