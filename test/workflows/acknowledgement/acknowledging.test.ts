import { describe, expect, it } from 'vitest';
import { isShown } from '../../../src/domain/form.ts';
import type { Button } from '../../../src/domain/message.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { fitsCard } from '../../../src/domain/policy-card.ts';
import { type Wording, wordingHash } from '../../../src/domain/wording.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { sharesAcknowledgement } from '../../../src/workflows/acknowledgement/shares.ts';
import { by, people, stranger } from '../../support/school.ts';
import {
  acknowledgedBy,
  anAgreement,
  asked,
  aWording,
  buttonsOf,
  delivered,
  given,
  labelsOf,
  monday,
  school,
  shared,
  stateAfter,
  unreachable,
} from './an-acknowledgement.ts';

const yes = { version: '4' };
const newer = aWording({ version: 5, text: 'Be kind online and off.' });
const signature = { name: 'Amara Osei', jobTitle: 'Teacher of History' };

describe('acknowledging', () => {
  it('keeps exactly the words that were shown, with their fingerprint, the version and when [R165] [R167]', () => {
    const { events, state } = given(delivered()).when('acknowledgement/acknowledge', by.teacher, yes);
    expect(events).toEqual([
      { type: 'WordingAcknowledged', wording: aWording(), hash: wordingHash(aWording()), signature: null },
    ]);
    expect(state).toMatchObject({
      status: 'acknowledged',
      signed: { wording: aWording(), hash: wordingHash(aWording()), at: '2026-11-23T14:08:00.000Z' },
    });
  });

  it('turns the card into its receipt: what, which version and when', () => {
    const { reply, messages } = given(delivered()).when('acknowledgement/acknowledge', by.teacher, yes);
    expect(reply).toMatchObject({
      slot: 'ask',
      card: 'notice',
      data: { title: 'Online safety policy, version 4', lines: ['Acknowledged Mon 23 Nov, 14:08.'] },
    });
    expect(reply?.fades).toBeUndefined();
    expect(labelsOf(reply?.data)).toEqual(['Show what I acknowledged', 'I have a question']);
    expect(messages).toMatchObject([{ slot: 'ask', onlyEdits: true, data: reply?.data }]);
  });

  it('counts once, also on the fiftieth press, in whichever chat', () => {
    let history = delivered();
    for (let press = 0; press < 50; press++) {
      const pressed = given(history).when('acknowledgement/acknowledge', by.teacher, yes);
      expect(pressed.reply).toMatchObject({ slot: 'ask', data: { lines: ['Acknowledged Mon 23 Nov, 14:08.'] } });
      history = pressed.history;
    }
    expect(history.filter(({ event }) => event.type === 'WordingAcknowledged')).toHaveLength(1);
    expect(stateAfter(history)).toEqual(stateAfter(acknowledgedBy(by.teacher)));
  });

  it('shows the receipt again to a press that was carried out already', () => {
    const context = { at: monday, by: by.teacher, school, reference: 'R-7K3Q9F' };
    const ask = { type: 'acknowledgement/acknowledge', data: { version: 4, from: 'card' } };
    expect(acknowledgement.again(stateAfter(acknowledgedBy(by.teacher)), ask, context)).toMatchObject({ slot: 'ask' });
    expect(acknowledgement.again(stateAfter(delivered()), ask, context)).toBeUndefined();
    const other = { ...context, by: by.otherTeacher };
    expect(acknowledgement.again(stateAfter(acknowledgedBy(by.teacher)), ask, other)).toBeUndefined();
  });

  it('can be done before the card has come, and by somebody it could not be delivered to', () => {
    for (const history of [asked(), unreachable()])
      expect(given(history).when('acknowledgement/acknowledge', by.teacher, yes).state.status).toBe('acknowledged');
  });

  it('signs nothing unread: on an older card the newer wording is shown instead [R167]', () => {
    const old = given(delivered()).when('acknowledgement/acknowledge', by.teacher, yes, { gathered: shared(newer) });
    expect(old.state).toMatchObject({ status: 'delivered', file: { version: 5, toSend: null } });
    expect(old.reply).toMatchObject({
      slot: 'ask',
      card: 'policy',
      data: { about: 'Policy, version 5', note: expect.stringContaining('nothing has been acknowledged yet') },
    });
    const [button] = buttonsOf(old.reply?.data);
    expect(button?.press).toMatchObject({ do: 'acknowledgement/acknowledge', with: { version: '5' } });
    const read = old
      .next()
      .when('acknowledgement/acknowledge', by.teacher, { version: '5' }, { gathered: shared(newer) });
    expect(read.state).toMatchObject({ status: 'acknowledged', signed: { wording: newer, hash: wordingHash(newer) } });
  });

  it('is not done where the text cannot be read just now, and says so', () => {
    const { code, sentence, events } = given(delivered()).when('acknowledgement/acknowledge', by.teacher, yes, {
      gathered: { kind: 'record' },
    });
    expect([code, events]).toEqual(['not-readable', []]);
    expect(sentence).toContain('Please press again');
  });

  it('is not done for a campaign that asks nobody any more', () => {
    const { code } = given(delivered()).when('acknowledgement/acknowledge', by.teacher, yes, {
      gathered: shared(aWording(), { status: 'closed' }),
    });
    expect(code).toBe('over');
  });

  it('is never done by anybody else: not by the head, the owner of the policy or a stranger', () => {
    for (const person of [people.head, people.coordinator, people.otherTeacher, stranger])
      for (const command of ['acknowledge', 'sign', 'show', 'read', 'open', 'put-away', 'ask-question'] as const) {
        const data = { ...yes, ...signature, text: 'x' };
        const pressed = given(delivered()).when(`acknowledgement/${command}`, actorOf(person), data);
        expect([pressed.code, pressed.events], `${person} ${command}`).toEqual(['not-yours', []]);
      }
  });

  it('tells who presses a card that was not for them that nothing is asked of them, and begins no record', () => {
    const { code, sentence } = given().when('acknowledgement/acknowledge', by.otherTeacher, yes);
    expect(code).toBe('not-yours');
    // The same words as where there is no record at all.
    expect(sentence).toBe(acknowledgement.notThere('R-7K3Q9F', school));
    expect(sentence).not.toMatch(/error|R-7K3Q9F/i);
    const begun = Object.values(acknowledgement.commands).filter(({ begins }) => begins);
    expect(begun.map(({ internal }) => internal)).toEqual([true]);
  });

  it.each([
    ['replaced', 'was replaced by a newer version'],
    ['withdrawn', 'was withdrawn'],
  ])('on the card of a round that was %s says so calmly, and changes nothing', (reason, words) => {
    const old = given(delivered()).when('acknowledgement/close', theClock, { reason });
    for (const command of ['acknowledge', 'sign', 'show', 'read', 'open', 'ask-question'] as const) {
      const pressed = old.next().when(`acknowledgement/${command}`, by.teacher, { ...yes, ...signature, text: 'x' });
      expect(pressed.sentence).toContain(`Online safety policy, version 4 ${words}`);
      expect(pressed.events).toEqual([]);
    }
  });

  it('on the card of an earlier round that they had acknowledged shows that receipt', () => {
    const history = given(acknowledgedBy(by.teacher)).when('acknowledgement/close', theClock, { reason: 'replaced' });
    expect(history.events).toEqual([]);
    expect(history.next().when('acknowledgement/acknowledge', by.teacher, yes).reply).toMatchObject({
      data: { title: 'Online safety policy, version 4' },
    });
  });

  it('is not asked of somebody who has left', () => {
    const left = given(delivered()).when('acknowledgement/leave', theClock);
    expect(left.next().when('acknowledgement/acknowledge', by.teacher, yes).code).toBe('left');
  });
});

describe('signing an agreement', () => {
  const gathered = shared(anAgreement);
  const state = stateAfter(delivered(anAgreement));

  it('keeps full name, job title and day with exactly the words that were signed [R165] [R159] [R160]', () => {
    const data = { version: '2', ...signature };
    const { state: after, reply } = given(delivered(anAgreement)).when('acknowledgement/sign', by.teacher, data, {
      gathered,
    });
    expect(after).toMatchObject({ status: 'acknowledged', signed: { wording: anAgreement, signature } });
    expect(sharesAcknowledgement(after)).toMatchObject({ signature, hash: wordingHash(anAgreement) });
    expect(reply).toMatchObject({ slot: 'ask', data: { lines: ['Signed Mon 23 Nov, 14:08.'] } });
    expect(labelsOf(reply?.data)).toEqual(['Show what I signed', 'I have a question']);
  });

  it('shows the words once more above name and job title, which are put forward as the school file has them', () => {
    const formOf = (more: object) =>
      acknowledgement.commands['acknowledgement/sign']?.form?.(state, {
        school,
        now: monday,
        by: people.teacher,
        given: { version: '2' },
        ...more,
      });
    const shownIn = (form: ReturnType<typeof formOf>) =>
      form?.steps.flatMap(({ items }) => items.filter((item) => isShown(item, {})));
    const asks = [
      { id: 'name', required: true, initially: 'Amara Osei' },
      { id: 'jobTitle', required: true, initially: 'Teacher of History' },
    ];
    const what = { kind: 'note', text: expect.stringContaining('Staff acceptable-use agreement, version 2') };
    expect(shownIn(formOf({ gathered }))).toMatchObject([
      what,
      { kind: 'note', text: anAgreement.text },
      { kind: 'note', text: `By signing you say: ${anAgreement.statement}.` },
      ...asks,
    ]);
    expect(shownIn(formOf({}))).toMatchObject([what, ...asks]);
  });

  it('has a box to tick where the words are newer than the card', () => {
    const formOf = (wording: Wording) =>
      acknowledgement.commands['acknowledgement/sign']
        ?.form?.(state, { school, now: monday, by: people.teacher, given: { version: '2' }, gathered: shared(wording) })
        .steps.flatMap(({ items }) => items.filter((item) => isShown(item, {})));
    const later = { ...anAgreement, version: 3 };
    expect(formOf(later)?.find((item) => item.kind === 'choices')).toMatchObject({
      id: 'shown',
      required: true,
      choices: [{ value: '3' }],
    });
    expect(JSON.stringify(formOf(anAgreement))).not.toContain('"shown"');
  });

  it('counts for the version that the form showed, where that is a newer one than the card', () => {
    // Too long for a card, and all of it in the form.
    const later = { ...anAgreement, version: 3, text: `THE TEXT\n${'On.\n'.repeat(1_980)}` };
    expect(fitsCard(later)).toBe(false);
    const of = { gathered: shared(later) };
    const signed = given(delivered(anAgreement)).when(
      'acknowledgement/sign',
      by.teacher,
      { version: '2', shown: ['3'], ...signature },
      of,
    );
    expect(signed.state).toMatchObject({ status: 'acknowledged', signed: { wording: later } });
    const old = given(delivered(anAgreement)).when(
      'acknowledgement/sign',
      by.teacher,
      { version: '2', ...signature },
      of,
    );
    expect(old.events.map(({ type }) => type)).toEqual(['WordingShown']);
  });

  it.each([{ name: ' ' }, { jobTitle: '' }, { name: 'x'.repeat(121) }, { version: '0' }])('takes no %j', (wrong) => {
    const data = { version: '2', ...signature, ...wrong };
    expect(given(delivered(anAgreement)).when('acknowledgement/sign', by.teacher, data, { gathered }).outcome).toEqual({
      kind: 'malformed',
    });
  });

  it('shows the agreement in full on its card, with Sign', () => {
    const [message] = given(asked(anAgreement)).when('acknowledgement/send', theClock, {}, { gathered }).messages;
    expect(message?.data).toMatchObject({
      ask: 'Please read and sign by Fri 4 Dec.',
      blocks: [
        { heading: 'What changed' },
        { heading: 'The text', text: anAgreement.text },
        { heading: 'By signing you say', text: `${anAgreement.statement}.` },
      ],
    });
    expect(labelsOf(message?.data)).toEqual(['Sign', 'I have a question']);
    expect(buttonsOf(message?.data)[0]).toMatchObject({ opens: true, primary: true });
  });

  it('is not done by the press that acknowledges, nor is a policy signed', () => {
    const pressed = given(delivered(anAgreement)).when(
      'acknowledgement/acknowledge',
      by.teacher,
      { version: '2' },
      { gathered },
    );
    expect([pressed.code, pressed.events]).toEqual(['to-sign', []]);
    const other = given(delivered()).when('acknowledgement/sign', by.teacher, { ...yes, ...signature });
    expect([other.code, other.events]).toEqual(['nothing-to-sign', []]);
  });

  it('is done once, and a second form says when', () => {
    const history = acknowledgedBy(by.teacher, anAgreement);
    const again = given(history).when('acknowledgement/sign', by.teacher, { version: '2', ...signature }, { gathered });
    expect(again.code).toBe('already');
    expect(again.sentence).toContain('You signed Staff acceptable-use agreement, version 2, on Mon 23 Nov, 14:08');
    expect(again.events).toEqual([]);
  });
});

describe('the text', () => {
  const long = aWording({ text: `${'A sentence of the policy.\n'.repeat(280)}THE END` });
  const gathered = shared(long);

  it('can be acknowledged only on its last page', () => {
    const first = given(delivered(long)).when('acknowledgement/read', by.teacher, {}, { gathered });
    expect(first.reply).toMatchObject({
      slot: `view:${people.teacher}`,
      card: 'case-file',
      data: { page: 'Page 1 of 2' },
    });
    expect(labelsOf(first.reply?.data)).toEqual(['Put away']);
    const last = given(delivered(long)).when('acknowledgement/open', by.teacher, { page: '2' }, { gathered });
    expect(JSON.stringify(last.reply?.data)).toContain('THE END');
    expect(labelsOf(last.reply?.data)).toEqual(['I have read and understood this', 'I have a question', 'Put away']);
    const [button] = buttonsOf(last.reply?.data);
    const pressed = last.next().when('acknowledgement/acknowledge', by.teacher, button?.press['with'], { gathered });
    expect(pressed.state.status).toBe('acknowledged');
    expect(pressed.reply?.slot).toBe(`view:${people.teacher}`);
    expect(pressed.messages).toMatchObject([{ slot: 'ask', onlyEdits: true }]);
  });

  it('is read from its beginning again where it changed between two pages, and nothing of it can be acknowledged there', () => {
    const first = given(delivered(long)).when('acknowledgement/read', by.teacher, {}, { gathered });
    const turns = (first.reply?.data['turns'] ?? []) as unknown as readonly Button[];
    expect(turns.map(({ label }) => label)).toEqual(['Next page']);
    const newer = aWording({ version: 5, text: `A NEW FIRST PAGE.\n${long.text}` });
    const [next] = turns.map(({ press }) => press['with']);
    const turned = first.next().when('acknowledgement/open', by.teacher, next, { gathered: shared(newer) });
    expect(turned.reply?.data).toMatchObject({
      page: 'Page 1 of 2',
      caution: expect.stringContaining('nothing has been acknowledged yet'),
    });
    expect(JSON.stringify(turned.reply?.data)).toContain('A NEW FIRST PAGE');
    expect(labelsOf(turned.reply?.data)).toEqual(['Put away']);
    const same = first.next().when('acknowledgement/open', by.teacher, next, { gathered });
    expect(same.reply?.data).toMatchObject({ page: 'Page 2 of 2', caution: '' });
  });

  it.each([
    ['acknowledge', aWording({ text: 'On.\n'.repeat(2_000) }), {}],
    ['sign', { ...anAgreement, text: 'On.\n'.repeat(2_000) }, signature],
  ] as const)(
    'that a card does not hold is opened first: its card has no %s, and a press from there counts for nothing',
    (command, wording, data) => {
      const known = shared(wording);
      const sends = given(asked(wording)).when('acknowledgement/send', theClock, {}, { gathered: known });
      expect(labelsOf(sends.messages[0]?.data)).toEqual(['Read it', 'I have a question']);
      expect(buttonsOf(sends.messages[0]?.data)[0]).toMatchObject({ primary: true, opens: true });
      const given4 = { version: String(wording.version), ...data };
      const pressed = given(delivered(wording)).when(`acknowledgement/${command}`, by.teacher, given4, {
        gathered: known,
      });
      expect([pressed.state.status, pressed.events]).toEqual(['delivered', []]);
      expect(pressed.reply?.data['note']).toContain('"Read it"');
      const read = { ...given4, from: 'view' };
      const yesThen = given(delivered(wording)).when(`acknowledgement/${command}`, by.teacher, read, {
        gathered: known,
      });
      expect(yesThen.state.status).toBe('acknowledged');
    },
  );

  it('as it was signed is read from the record itself, whatever the policy says by now [R165]', () => {
    const history = acknowledgedBy(by.teacher, anAgreement);
    const { reply } = given(history).when('acknowledgement/open', by.teacher, {}, { gathered: { kind: 'record' } });
    const said = JSON.stringify(reply?.data);
    for (const part of [
      'I keep my password to myself.',
      'Amara Osei, Teacher of History',
      'Monday 23 November 2026, 14:08',
      'version 2',
      wordingHash(anAgreement),
      anAgreement.statement,
    ])
      expect(said).toContain(part);
  });

  it('stays with somebody who has left, with what they signed', () => {
    const left = given(acknowledgedBy(by.teacher, anAgreement)).when('acknowledgement/leave', theClock);
    const { reply } = left.next().when('acknowledgement/open', by.teacher);
    expect(JSON.stringify(reply?.data)).toContain('I keep my password to myself.');
  });
});
