import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { wordingHash } from '../../../src/domain/wording.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { sharesAcknowledgement } from '../../../src/workflows/acknowledgement/shares.ts';
import type { AcknowledgementState } from '../../../src/workflows/acknowledgement/state.ts';
import { aSchool, aSchoolFile, by, people } from '../../support/school.ts';
import {
  acknowledgedBy,
  asked,
  asking,
  aWording,
  buttonsOf,
  came,
  campaign,
  delivered,
  given,
  parked,
  sent,
  shared,
  stateAfter,
  unreachable,
} from './an-acknowledgement.ts';

const closedBefore = given(delivered()).when('acknowledgement/close', theClock, { reason: 'replaced' }).history;
const gone = given(delivered()).when('acknowledgement/leave', theClock).history;
const newer = aWording({ version: 5, text: 'Be kind online and off.' });

describe('being asked', () => {
  it('waits for room in the chat that is theirs, and is found by the campaign and by the person [R159] [R160]', () => {
    const state = stateAfter(asked());
    expect(acknowledgement.status(state)).toBe('pending');
    expect(acknowledgement.findableBy(state)).toEqual([
      `campaign ${campaign}`,
      `person ${people.teacher}`,
      'to send in teams',
    ]);
    expect(acknowledgement.paced?.findBy('teams', true)).toBe('to send in teams');
  });

  it('waits for the school to open, but where it is asked for at once; a reminder always waits', () => {
    const atOnce = acknowledgement.paced?.findBy('teams', false) ?? '';
    expect(atOnce).toBe('to send at once in teams');
    const tokens = (state: AcknowledgementState) =>
      acknowledgement.findableBy(state).filter((token) => token.startsWith('to send'));
    expect(tokens(stateAfter(asked()))).toEqual(['to send in teams']);
    const now = given().when('acknowledgement/ask', theClock, { ...asking(), isNow: true });
    expect(tokens(now.state)).toEqual(['to send in teams', atOnce]);
    const away = now.next().when('acknowledgement/delivery-note', theClock, parked);
    for (const one of [now, now.next().when('acknowledgement/send', theClock), away]) {
      const { state } = one.next().when('acknowledgement/remind', theClock, { nth: 1 });
      expect(tokens(state)).toEqual(['to send in teams']);
    }
    const sentNow = now.next().when('acknowledgement/send', theClock);
    const back = sentNow.next().when('acknowledgement/delivery-note', theClock, parked);
    const arrived = back.next().when('acknowledgement/try-again', theClock, { place: 'x', chat: 'teams' });
    expect(tokens(arrived.state)).toEqual(['to send in teams', atOnce]);
    const again = back.next().when('acknowledgement/ask', theClock, asking(newer));
    expect(tokens(again.state)).toEqual(['to send in teams']);
    const urgent = given(delivered()).when('acknowledgement/ask', theClock, { ...asking(newer), isNow: true });
    expect(tokens(urgent.state)).toEqual(['to send in teams', atOnce]);
    const overReminder = given(delivered()).when('acknowledgement/remind', theClock, { nth: 1 });
    const instead = overReminder.next().when('acknowledgement/ask', theClock, { ...asking(newer), isNow: true });
    expect(tokens(instead.state)).toEqual(['to send in teams', atOnce]);
  });

  it('waits for the school to open with what comes as a reminder to somebody who can be reached again', () => {
    const gathered = shared(newer);
    const urgent = given(delivered()).when('acknowledgement/ask', theClock, { ...asking(newer), isNow: true });
    const gone1 = urgent.next().when('acknowledgement/send', theClock, {}, { gathered });
    const away = gone1.next().when('acknowledgement/delivery-note', theClock, parked);
    const back = away.next().when('acknowledgement/try-again', theClock, { place: 'x', chat: 'teams' });
    expect(back.state).toMatchObject({ status: 'pending', file: { toSend: 'reminder' } });
    expect(acknowledgement.findableBy(back.state)).not.toContain('to send at once in teams');
  });

  it.each([true, false])('is asked at once when they come back, or not (%s), whatever was so before', (isNow) => {
    const before = given().when('acknowledgement/ask', theClock, { ...asking(), isNow: !isNow });
    const left = before.next().when('acknowledgement/leave', theClock);
    const { state } = left.next().when('acknowledgement/ask', theClock, { ...asking(), isNow });
    expect(acknowledgement.findableBy(state).includes('to send at once in teams')).toBe(isNow);
  });

  describe('late, with a day of their own', () => {
    const own = { ...asking(), dueBy: '2026-12-18' };
    const late = given().when('acknowledgement/ask', theClock, own);

    it('has that day on their card, where they open it, in their list and in what the campaign knows [R163]', () => {
      const sends = late.next().when('acknowledgement/send', theClock);
      expect(sends.messages[0]?.data['ask']).toBe('Please read and acknowledge by Fri 18 Dec.');
      expect(sends.messages[0]?.campaign).not.toBe(
        given(asked()).when('acknowledgement/send', theClock).messages[0]?.campaign,
      );
      expect(sends.state).toMatchObject({ file: { dueBy: '2026-12-18' } });
      expect(sharesAcknowledgement(sends.state)).toMatchObject({ dueBy: '2026-12-18' });
      const came2 = sends.next().when('acknowledgement/delivery-note', theClock, came);
      const opened = came2.next().when('acknowledgement/open', by.teacher);
      expect(opened.reply?.data['title']).toBe('To read by Fri 18 Dec');
      expect(came2.next().when('acknowledgement/show', by.teacher).reply?.data['ask']).toContain('Fri 18 Dec');
    });

    it('keeps it where they are asked the same again, and has a later one of a newer wording', () => {
      const same = late.next().when('acknowledgement/ask', theClock, { ...own, dueBy: '2026-12-30' });
      expect(same.events).toEqual([]);
      const longer = { gathered: shared(aWording(), { dueBy: '2027-01-15' }) };
      const sends = late.next().when('acknowledgement/send', theClock, {}, longer);
      expect(sends.state).toMatchObject({ file: { dueBy: '2026-12-18' } });
      const asksNewer = late.next().when('acknowledgement/ask', theClock, { ...asking(newer), dueBy: '2027-01-15' });
      expect(asksNewer.state).toMatchObject({ file: { dueBy: '2027-01-15' } });
      for (const [day, due] of [
        ['2026-12-04', '2026-12-18'],
        ['2027-01-15', '2027-01-15'],
      ]) {
        const gathered = shared(newer, { dueBy: day ?? '' });
        const sendsNewer = late.next().when('acknowledgement/send', theClock, {}, { gathered });
        expect(sendsNewer.state).toMatchObject({ file: { dueBy: due, version: 5 } });
      }
    });

    it('has the day of the campaign where they were asked with none', () => {
      const { dueBy: _, ...undated } = asking();
      const first = given().when('acknowledgement/ask', theClock, undated);
      expect(first.next().when('acknowledgement/send', theClock).state).toMatchObject({
        file: { dueBy: '2026-12-04' },
      });
    });
  });

  it('waits in Slack for somebody whose messages go to Slack', () => {
    const file = aSchoolFile({ slack: { workspaceId: 'T0123ABCD' } });
    const inSlack = file.people.map((one) => (one.email === people.teacher ? { ...one, chat: 'slack' as const } : one));
    const { state } = given().when('acknowledgement/ask', theClock, asking(), {
      school: aSchool({ slack: { workspaceId: 'T0123ABCD' }, people: inSlack }),
    });
    expect(acknowledgement.findableBy(state)).toContain('to send in slack');
  });

  it('keeps no text of the policy, so that ten thousand of them stay small', () => {
    const long = aWording({ text: 'A sentence of the policy. '.repeat(300) });
    for (const history of [asked(long), sent(long), delivered(long), unreachable(long)])
      expect(JSON.stringify([stateAfter(history), history]).length).toBeLessThan(3_000);
  });

  it('changes nothing where they were asked already, whatever has come of it', () => {
    for (const history of [asked(), sent(), delivered(), unreachable(), acknowledgedBy(by.teacher), closedBefore])
      expect(given(history).when('acknowledgement/ask', theClock, asking()).outcome).toMatchObject({
        kind: 'decision',
        events: [],
        messages: [],
      });
  });

  it('shows the newer wording to who has not acknowledged, and leaves who has alone [R167]', () => {
    const again = given(delivered()).when('acknowledgement/ask', theClock, asking(newer));
    expect(again.state).toMatchObject({ status: 'delivered', file: { version: 5, toSend: 'first' } });
    const [message] = again.next().when('acknowledgement/send', theClock, {}, { gathered: shared(newer) }).messages;
    expect(message?.data['about']).toBe('Policy, version 5');
    expect(message?.fresh).toBeUndefined();
    const had = given(acknowledgedBy(by.teacher)).when('acknowledgement/ask', theClock, asking(newer));
    expect(had.events).toEqual([]);
  });

  it('never goes back to an older wording, when pages of the campaign come in another order', () => {
    const first = given(asked(newer)).when('acknowledgement/ask', theClock, asking(aWording()));
    expect(first.events).toEqual([]);
  });

  it('asks somebody again who had left and is there again, from the beginning', () => {
    const back = given(gone).when('acknowledgement/ask', theClock, asking(), { at: '2027-01-11T09:00:00.000Z' });
    expect(back.state).toMatchObject({
      status: 'pending',
      file: { askedAt: '2027-01-11T09:00:00.000Z', reminded: 0, toSend: 'reminder' },
    });
  });

  it('does not ask somebody again who had left with it acknowledged', () => {
    const left = given(acknowledgedBy(by.teacher)).when('acknowledgement/leave', theClock);
    expect(left.state).toMatchObject({ status: 'left', signed: { wording: aWording() } });
    const back = left.next().when('acknowledgement/ask', theClock, asking(newer));
    expect(back.state).toMatchObject({ status: 'acknowledged', signed: { wording: aWording() } });
    expect(acknowledgement.findableBy(back.state)).not.toContain('to send in teams');
  });
});

describe('the card', () => {
  it('is the same for everybody: no name and nothing of their own record in it', () => {
    const toEach = [people.teacher, people.otherTeacher].map((person) => {
      const one = given().when('acknowledgement/ask', theClock, asking(aWording(), person));
      const { to, ...message } = one.next().when('acknowledgement/send', theClock).messages[0] ?? { to: undefined };
      expect(to).toEqual({ kind: 'person', person });
      return JSON.stringify(message);
    });
    expect(toEach[0]).toBe(toEach[1]);
    expect(toEach[0]).not.toMatch(/Osei|Farrow|@|R-7K3Q9F/);
  });

  it('says what, by when and what changed, and is acknowledged with one press for the campaign', () => {
    const { messages, events, state } = given(asked()).when('acknowledgement/send', theClock);
    expect(messages).toHaveLength(1);
    const [message] = messages;
    expect(message).toMatchObject({
      slot: 'ask',
      card: 'policy',
      preview: 'Policy: please read and acknowledge by Fri 4 Dec',
      campaign: `${campaign} 4 ${wordingHash(aWording()).slice(0, 16)} first`,
      data: {
        title: 'Online safety policy',
        about: 'Policy, version 4',
        ask: 'Please read and acknowledge by Fri 4 Dec.',
        blocks: [
          { heading: 'What changed', text: 'Phones stay in lockers.\nThe form is shorter.' },
          { heading: 'The text', text: 'Be kind online.\nTell somebody.' },
        ],
      },
    });
    expect(buttonsOf(message?.data).map(({ label, press, primary }) => ({ label, press, primary }))).toEqual([
      {
        label: 'I have read and understood this',
        press: { do: 'acknowledgement/acknowledge', ref: campaign, with: { version: '4' } },
        primary: true,
      },
      { label: 'I have a question', press: { do: 'acknowledgement/ask-question', ref: campaign }, primary: false },
    ]);
    expect(events).toMatchObject([{ type: 'CardSent', as: 'first' }]);
    // Until it has come, nobody has it.
    expect(state.status).toBe('pending');
    expect(acknowledgement.findableBy(state)).not.toContain('to send in teams');
  });

  it('leads each person who presses it to their own record', () => {
    for (const command of ['acknowledge', 'sign', 'show', 'read', 'ask-question']) {
      const { own } = acknowledgement.commands[`acknowledgement/${command}`] ?? {};
      expect(own?.(people.teacher, campaign, {})).toBe(`acknowledgement ${campaign} ${people.teacher}`);
    }
  });

  it('shows where a linked policy stands, with the fingerprint of the file that was published', () => {
    const { text: _, ...linked } = aWording({
      link: { address: 'https://oakfield.example/policies/online-safety.pdf', sha256: 'ab'.repeat(32) },
    });
    const [message] = given(asked(linked)).when(
      'acknowledgement/send',
      theClock,
      {},
      { gathered: shared(linked) },
    ).messages;
    expect(message?.data).toMatchObject({
      link: 'https://oakfield.example/policies/online-safety.pdf',
      small: `Fingerprint of the file (SHA-256): ${'ab'.repeat(32)}`,
    });
    expect(JSON.stringify(message?.data['blocks'])).toContain('https://oakfield.example/policies/online-safety.pdf');
  });

  it.each(['javascript:alert(1)', 'http://oakfield.example/a', 'https://x\u202e.example/', 'https://a b'])(
    'opens no link such as %s, and shows it as words',
    (address) => {
      const linked = aWording({ link: { address, sha256: 'ab'.repeat(32) } });
      const [message] = given(asked(linked)).when(
        'acknowledgement/send',
        theClock,
        {},
        { gathered: shared(linked) },
      ).messages;
      expect(message?.data['link']).toBe('');
    },
  );

  it('offers to open a text that has not all of its room on the card', () => {
    const long = aWording({ text: 'a\n'.repeat(4_000) });
    const [message] = given(asked(long)).when(
      'acknowledgement/send',
      theClock,
      {},
      { gathered: shared(long) },
    ).messages;
    expect(buttonsOf(message?.data).map(({ label }) => label)).toContain('Read it');
    expect(JSON.stringify(message?.data).length).toBeLessThan(2_000);
  });

  it('is not sent where the campaign asks nobody any more, and waits no longer', () => {
    const { messages, state } = given(asked()).when(
      'acknowledgement/send',
      theClock,
      {},
      {
        gathered: shared(aWording(), { status: 'closing' }),
      },
    );
    expect(messages).toEqual([]);
    expect(acknowledgement.findableBy(state)).not.toContain('to send in teams');
  });

  it('is said not to have come where its text cannot be read, and is tried again with the next reminder', () => {
    const lost = given(asked()).when('acknowledgement/send', theClock, {}, { gathered: { kind: 'record' } });
    expect(lost.state.status).toBe('unreachable');
    expect(sharesAcknowledgement(lost.state)).toMatchObject({ reason: expect.stringContaining('text') });
    const again = lost.next().when('acknowledgement/remind', theClock, { nth: 1 });
    expect(again.state).toMatchObject({ status: 'pending', file: { toSend: 'first' } });
  });

  it('is sent once, however often there is said to be room', () => {
    for (const history of [sent(), delivered(), unreachable()]) {
      const { events, messages } = given(history).when('acknowledgement/send', theClock);
      expect([events, messages]).toEqual([[], []]);
    }
  });

  it('waits for the newer wording where an older one was read of the campaign a moment ago', () => {
    const { events, messages } = given(asked(newer)).when('acknowledgement/send', theClock);
    expect([events, messages]).toEqual([[], []]);
  });

  it('goes to nobody who owes nothing: not though it was on its way already [R159]', () => {
    const [message] = given(asked()).when('acknowledgement/send', theClock).messages;
    if (message === undefined) throw new Error('a card is sent');
    const school = aSchool();
    expect(acknowledgement.mayStillSend(stateAfter(sent()), message, school)).toBe(true);
    for (const history of [acknowledgedBy(by.teacher), closedBefore, gone]) {
      expect(acknowledgement.mayStillSend(stateAfter(history), message, school)).toBe(false);
      const { events, messages } = given(history).when('acknowledgement/send', theClock);
      expect([events, messages]).toEqual([[], []]);
    }
    const without = aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.teacher) });
    expect(acknowledgement.mayStillSend(stateAfter(sent()), message, without)).toBe(false);
  });
});

describe('what became of the card', () => {
  it('is delivered once it has come, and a repeated note changes nothing', () => {
    expect(stateAfter(delivered()).status).toBe('delivered');
    for (const history of [delivered(), acknowledgedBy(by.teacher), closedBefore, gone])
      expect(given(history).when('acknowledgement/delivery-note', theClock, came).events).toEqual([]);
  });

  it.each([
    ['teams-403', 'has blocked or removed the app in Teams'],
    ['teams-unreachable', 'has not got the app in Teams'],
    ['slack-unreachable', 'has no account in Slack that is known'],
    ['slack-user_disabled', 'has an account in Slack that is closed'],
    ['toString', 'was tried, and the chat did not take it'],
  ])('cannot be reached for a reason in words: %s', (code, reason) => {
    const { state } = given(sent()).when('acknowledgement/delivery-note', theClock, { ...parked, code });
    expect(state.status).toBe('unreachable');
    expect(sharesAcknowledgement(state)).toMatchObject({ reason });
  });

  it('is delivered when a late card came after all', () => {
    expect(given(unreachable()).when('acknowledgement/delivery-note', theClock, came).state.status).toBe('delivered');
    const late = { slot: 'ask', outcome: 'delayed', code: 'teams-no-answer' };
    expect(given(sent()).when('acknowledgement/delivery-note', theClock, late).events).toEqual([]);
  });

  it('keeps on the record that a card may stand twice', () => {
    const note = { slot: 'ask', outcome: 'may-be-repeated', code: 'unknown' };
    expect(given(sent()).when('acknowledgement/delivery-note', theClock, note).events).toEqual([
      { type: 'CardMayBeRepeated' },
    ]);
  });

  it('does not count a card as lost where a newer one waits already', () => {
    const waiting = given(sent()).when('acknowledgement/ask', theClock, asking(newer)).history;
    expect(given(waiting).when('acknowledgement/delivery-note', theClock, parked).events).toEqual([]);
  });

  it('is tried again as soon as somebody can be reached', () => {
    expect(acknowledgement.onArrival).toMatchObject({
      statuses: ['unreachable'],
      command: 'acknowledgement/try-again',
    });
    expect(acknowledgement.onArrival?.findBy?.(people.teacher)).toBe(`person ${people.teacher}`);
    const arrived = { place: `person:${people.teacher}`, chat: 'teams' };
    const again = given(unreachable()).when('acknowledgement/try-again', theClock, arrived);
    expect(again.state).toMatchObject({ status: 'pending', file: { toSend: 'first' } });
    for (const history of [asked(), delivered(), acknowledgedBy(by.teacher), closedBefore, gone])
      expect(given(history).when('acknowledgement/try-again', theClock, arrived).events).toEqual([]);
  });
});

describe('being reminded [R166]', () => {
  it('shows the same card at the end of the chat, once for each reminder', () => {
    const first = given(delivered()).when('acknowledgement/remind', theClock, { nth: 1 });
    const [message] = first.next().when('acknowledgement/send', theClock).messages;
    expect(message).toMatchObject({
      slot: 'ask',
      fresh: true,
      data: { ask: expect.stringMatching(/^A reminder: please/) },
    });
    expect(message?.campaign).toMatch(/ reminder$/);
    expect(first.next().when('acknowledgement/remind', theClock, { nth: 1 }).events).toEqual([]);
    expect(first.next().when('acknowledgement/remind', theClock, { nth: 2 }).state).toMatchObject({
      file: { reminded: 2 },
    });
  });

  it('tries who could not be reached again', () => {
    const { state } = given(unreachable()).when('acknowledgement/remind', theClock, { nth: 1 });
    expect(state).toMatchObject({ status: 'pending', file: { toSend: 'first', reminded: 1 } });
  });

  it('sends nothing more to somebody whose first card is still on its way', () => {
    const waiting = given(asked()).when('acknowledgement/remind', theClock, { nth: 1 });
    expect(waiting.state).toMatchObject({ file: { toSend: 'first', reminded: 1 } });
    const onItsWay = given(sent()).when('acknowledgement/remind', theClock, { nth: 1 }, { isOwing: true });
    expect(onItsWay.state).toMatchObject({ file: { toSend: null, reminded: 1 } });
    const lost = given(sent()).when('acknowledgement/remind', theClock, { nth: 1 });
    expect(lost.state).toMatchObject({ file: { toSend: 'first' } });
  });

  it('never reminds who has acknowledged, who has left, or anybody of what is closed', () => {
    for (const history of [acknowledgedBy(by.teacher), closedBefore, gone]) {
      const { events, messages } = given(history).when('acknowledgement/remind', theClock, { nth: 1 });
      expect([events, messages]).toEqual([[], []]);
    }
  });
});

describe('what a campaign may know', () => {
  it('is who, when and which version, and nothing of what somebody asked', () => {
    const question = given(acknowledgedBy(by.teacher)).when('acknowledgement/ask-question', by.teacher, {
      text: 'WORDS of mine',
    });
    const knows = sharesAcknowledgement(question.state);
    expect(knows).toEqual({
      person: people.teacher,
      name: 'Amara Osei',
      jobTitle: 'Teacher of History',
      askedAt: '2026-11-23T14:05:00.000Z',
      reminded: 0,
      version: 4,
      hash: wordingHash(aWording()),
      dueBy: '2026-12-04',
      acknowledgedAt: '2026-11-23T14:08:00.000Z',
    });
    expect(sharesAcknowledgement(acknowledgement.initial)).toBeUndefined();
  });
});
