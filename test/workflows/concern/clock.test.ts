import { describe, expect, it } from 'vitest';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { theClock } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  given,
  monday,
  reference,
  someAnswers,
  textsOf,
} from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

const urgent = { answers: someAnswers({ danger: 'yes' }) };
const afterMinutes = (minutes: number): Instant => later(monday, minutes * MINUTE);

describe('a concern that nobody acknowledges', () => {
  it('is due at the first of the school’s reminders', () => {
    expect(concern.deadlines(given(aConcern('new', urgent)).state)).toEqual([
      { at: afterMinutes(5), command: 'concern/remind', data: {} },
    ]);
  });

  it('calls who is first to be called, says how long it has waited, and stands out from then on', () => {
    const reminded = given(aConcern('new')).when('concern/remind', theClock, {}, afterMinutes(60));
    expect(reminded.lines).toEqual(['Nobody has acknowledged this yet. It has waited 60 minutes.']);
    expect(reminded.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
    expect(reminded.message('case')).toMatchObject({
      preview: `Concern ${reference} · new · overdue`,
      data: { attention: true },
    });
    const seen = given(reminded.history).when('concern/acknowledge', by.dsl);
    expect(seen.message('case')?.data).toMatchObject({
      title: `Concern ${reference} · acknowledged`,
      attention: false,
    });
  });

  it('comes again and again: after the last of the list, at the last one’s distance', () => {
    let history = aConcern('new', urgent);
    const times: string[] = [];
    for (let round = 0; round < 4; round++) {
      const [deadline] = concern.deadlines(given(history).state);
      times.push(deadline?.at ?? '');
      history = given(history).when('concern/remind', theClock, {}, deadline?.at).history;
    }
    expect(times).toEqual([afterMinutes(5), afterMinutes(10), afterMinutes(20), afterMinutes(30)]);
  });

  it('after the service was down, reminds once, and calls whom each that was missed would have called', () => {
    const late = given(aConcern('new', urgent)).when('concern/remind', theClock, {}, afterMinutes(90));
    expect(late.events).toEqual([{ type: 'WaitNoticed', remindAt: [afterMinutes(100)], step: 2 }]);
    expect(late.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl, people.deputy]);
  });

  it('waits for the school to be open where it is routine', () => {
    const history = aConcern('new', { reportedAt: '2026-11-23T15:30:00.000Z' });
    const [deadline] = concern.deadlines(given(history).state);
    expect(deadline?.at).toBe('2026-11-24T08:30:00.000Z');
    const reminded = given(history).when('concern/remind', theClock, {}, '2026-11-24T14:00:00.000Z');
    expect(reminded.events).toEqual([{ type: 'WaitNoticed', remindAt: ['2026-11-25T08:30:00.000Z'], step: 2 }]);
  });

  it('reminds in their own chats those who handle it one to one', () => {
    const history = aConcern('new', { answers: aboutStaff('Callum Farrow') });
    const reminded = given(history).when('concern/remind', theClock, {}, afterMinutes(61));
    const line = reminded.messages.find(({ card }) => card === 'line');
    expect(line).toMatchObject({
      to: { kind: 'person', person: people.head },
      preview: `${reference}: Nobody has acknowledged this yet. It has waited 61 minutes.`,
    });
  });

  it('is not reminded of before its time, though the clock may come twice', () => {
    const early = given(aConcern('new', urgent)).when('concern/remind', theClock, {}, afterMinutes(4));
    early.thenHappens();
    expect(early.messages).toEqual([]);
    const first = given(aConcern('new', urgent)).when('concern/remind', theClock, {}, afterMinutes(5));
    given(first.history).when('concern/remind', theClock, {}, afterMinutes(5)).thenHappens();
  });

  it('is not reminded of when it was acknowledged just before', () => {
    given(aConcern('acknowledged')).when('concern/remind', theClock, {}, afterMinutes(600)).thenHappens();
    expect(concern.deadlines(given(aConcern('acknowledged')).state)).toEqual([]);
  });
});

describe('showing cards again in a chat that was set up anew', () => {
  it('puts the card of the channel at the end of the channel, and nowhere else', () => {
    const shown = given(aConcern('new')).when('concern/show-again', theClock, { place: 'channel:safeguarding' });
    shown.thenHappens();
    expect(shown.messages).toMatchObject([{ slot: 'case', fresh: true }]);
    for (const place of [`person:${people.dsl}`, 'channel:staff-room', ''])
      expect(given(aConcern('new')).when('concern/show-again', theClock, { place }).messages).toEqual([]);
  });

  it('puts the card of one person at the end of their chat, and not of whom it is about', () => {
    const history = aConcern('new', { answers: aboutHead() });
    const shown = given(history).when('concern/show-again', theClock, { place: `person:${people.chair}` });
    expect(shown.messages).toMatchObject([{ slot: `case:${people.chair}`, fresh: true }]);
    for (const place of [`person:${people.head}`, 'channel:safeguarding'])
      expect(given(history).when('concern/show-again', theClock, { place }).messages).toEqual([]);
  });

  it('shows nothing of a closed case', () => {
    given(aConcern('closed'))
      .when('concern/show-again', theClock, { place: 'channel:safeguarding' })
      .thenRefused('not-now');
  });
});

const parked = (slot: string) => ({ slot, outcome: 'parked', code: 'blocked' });

describe('a message that could not be delivered', () => {
  it('goes on the record, and is told to each handler in their own chat', () => {
    const noted = given(aConcern('new')).when('concern/delivery-note', theClock, parked('case'));
    noted.thenHappens({ type: 'MessageParked', slot: 'case', code: 'blocked' });
    expect(noted.messages.map(({ slot, preview }) => [slot, preview])).toEqual(
      [people.dsl, people.deputy].map((person) => [
        `parked:case:${person}`,
        `A message about ${reference} to the safeguarding channel could not be delivered. Write "safeguarding" here to open it.`,
      ]),
    );
    const opened = given(noted.history).when('concern/open', by.dsl);
    expect(opened.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:06 · a message could not be delivered',
      text: 'To: the safeguarding channel',
    });
  });

  it.each(['receipt', 'told:seen', 'told:closed:2026-11-23T14:05:00.000Z', 'question:1'])(
    'to the reporter (%s) is told so that they are told another way',
    (slot) => {
      const noted = given(aConcern('acknowledged')).when('concern/delivery-note', theClock, parked(slot));
      expect(noted.messages[0]?.preview).toBe(
        `A message about ${reference} to the reporter could not be delivered. Tell them another way.`,
      );
    },
  );

  it('[R197] names nobody: a handler is called by their role', () => {
    const noted = given(aConcern('acknowledged')).when(
      'concern/delivery-note',
      theClock,
      parked(`line:answer:${monday}:0:${people.deputy}`),
    );
    expect(noted.messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.dsl }]);
    expect(noted.messages[0]?.preview).toBe(
      `A message about ${reference} to the deputy DSL could not be delivered. Tell them another way.`,
    );
    const opened = given(noted.history).when('concern/open', by.dsl);
    expect(textsOf(opened.reply?.data)).toContain('To: Daniel Okonjo');
  });

  it('makes no notice of a notice', () => {
    const first = given(aConcern('new')).when('concern/delivery-note', theClock, parked('case'));
    const second = given(first.history).when('concern/delivery-note', theClock, parked(`parked:case:${people.dsl}`));
    second.thenHappens({ type: 'MessageParked', slot: `parked:case:${people.dsl}`, code: 'blocked' });
    expect(second.messages).toEqual([]);
  });

  it('to the only one who handles it is told to the reporter, who can still ring', () => {
    const history = aConcern('new', { answers: aboutStaff('Mei Tanaka') });
    const noted = given(history).when('concern/delivery-note', theClock, parked(`case:${people.head}`));
    expect(noted.messages).toEqual([
      {
        slot: 'told:unreached',
        to: { kind: 'person', person: people.teacher },
        card: 'line',
        data: { text: expect.any(String) },
        preview: `Your report ${reference} is kept, but the head teacher could not be told of it in the chat. Ring 01632 960103 now.`,
      },
    ]);
  });

  it('neither to the channel nor to anybody of the team is told to the reporter, once', () => {
    let history = aConcern('new');
    const told: string[] = [];
    for (const slot of ['case', `parked:case:${people.dsl}`, `parked:case:${people.deputy}`, 'case']) {
      const noted = given(history).when('concern/delivery-note', theClock, parked(slot));
      told.push(...noted.messages.filter((message) => message.slot === 'told:unreached').map(() => slot));
      history = noted.history;
    }
    expect(told).toEqual([`parked:case:${people.deputy}`]);
  });

  it('is not told to the reporter where somebody has seen the concern all the same', () => {
    const history = aConcern('acknowledged', { answers: aboutHead(), handler: people.chair });
    const noted = given(history).when('concern/delivery-note', theClock, parked(`case:${people.chair}`));
    expect(noted.messages).toEqual([]);
  });

  it('that may stand there twice is only noted', () => {
    const noted = given(aConcern('new')).when('concern/delivery-note', theClock, {
      slot: 'case',
      outcome: 'may-be-repeated',
      code: 'x',
    });
    noted.thenHappens({ type: 'MessageMayBeRepeated', slot: 'case' });
    expect(noted.messages).toEqual([]);
    expect(textsOf(given(noted.history).when('concern/open', by.dsl).reply?.data)).toContain(
      'To: the safeguarding channel',
    );
  });

  it('is noted on a closed case too', () => {
    expect(given(aConcern('closed')).when('concern/delivery-note', theClock, parked('receipt')).outcome.kind).toBe(
      'decision',
    );
  });
});

describe('the clock', () => {
  it('may give no command of a person', () => {
    for (const command of [
      'concern/open',
      'concern/report',
      'concern/note',
      'concern/answer',
      'concern/close',
    ] as const)
      given(aConcern('handled')).when(command, theClock).thenRefused('not-now');
  });

  it('may give no command to what is not there', () => {
    for (const command of [
      'concern/remind',
      'concern/show-again',
      'concern/delivery-note',
      'concern/parents-review',
    ] as const)
      given([]).when(command, theClock).thenRefused('not-now');
  });

  it('[R198] is nobody whom a person can pretend to be', () => {
    for (const command of [
      'concern/remind',
      'concern/show-again',
      'concern/delivery-note',
      'concern/referral-check',
    ] as const) {
      const refused = given(aConcern('new')).when(command, by.dsl);
      refused.thenRefused('not-yours');
      expect(refused.sentence).toBe(concern.notThere(reference, aSchool()));
    }
  });
});
