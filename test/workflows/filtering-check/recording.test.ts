import { describe, expect, it } from 'vitest';
import { checkKinds } from '../../../src/domain/filtering.ts';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import {
  aCheck,
  aReview,
  aSchoolThatDid,
  aSecurityCheck,
  given,
  letPass,
  monday,
  recordings,
  someStandards,
} from './a-check.ts';

const governor = actorOf(people.governor);
const it_ = actorOf(people.networkManager);
const review = given(aCheck('filtering-review'));

function text(data: unknown): string {
  return JSON.stringify(data);
}

describe('[R133] a review', () => {
  it('is kept with who took part, what was found, what will be done and when the next one is', () => {
    const { events, state, reply } = review.when('filtering-check/record-review', governor, aReview);
    const { next, ...recorded } = aReview;
    expect(events).toEqual([
      {
        type: 'CheckRecorded',
        recorded: { kind: 'filtering-review', ...recorded },
        next: {
          on: next,
          dueAt: fromLondon('2027-11-23', '08:30'),
          noticeAt: fromLondon('2027-11-09', '08:30'),
        },
      },
    ]);
    expect(state).toMatchObject({ status: 'scheduled', file: { next: { on: next }, shown: [] } });
    for (const words of [aReview.findings, aReview.actions, 'Patrick Donnellan, Ifeoma Brandt', 'due 23 Nov 2027'])
      expect(text(reply?.data)).toContain(words);
  });

  it.each([
    ['without a governor', [people.networkManager, people.head], 'no-governor', /somebody of the governors/],
    ['without IT', [people.governor, people.head], 'no-it', /somebody of IT: the network manager/],
    ['by nobody of either', [people.head, people.dsl], 'no-governor', /online-safety governor or the chair/],
    ['with somebody who is none of those asked', [people.governor, people.teacher], 'not-at-school', /choose again/],
  ])('is refused %s, with the words that help', (_how, tookPart, code, sentence) => {
    const refused = review.when('filtering-check/record-review', it_, { ...aReview, tookPart });
    expect([refused.code, refused.events]).toEqual([code, []]);
    expect(refused.sentence).toMatch(sentence);
  });

  it('counts the chair as a governor, and one person who is both governor and IT only with another beside', () => {
    const chair = { ...aReview, tookPart: [people.chair, people.networkManager] };
    expect(review.when('filtering-check/record-review', governor, chair).events).toHaveLength(1);
    const both = aSchoolOfYears({ 'network-manager': [people.governor] });
    const of = given(aCheck('filtering-review', both), both);
    const alone = of.when('filtering-check/record-review', governor, { ...aReview, tookPart: [people.governor] });
    expect(alone.code).toBe('nobody-else');
    const two = { ...aReview, tookPart: [people.governor, people.head] };
    expect(of.when('filtering-check/record-review', governor, two).events).toHaveLength(1);
  });

  it('goes by the roles of now: who was governor last year is none today', () => {
    const of = aSchoolOfYears({ 'online-safety-governor': [people.senco], chair: [people.assistant] });
    expect(given(aCheck('filtering-review', of), of).when('filtering-check/record-review', it_, aReview).code).toBe(
      'not-at-school',
    );
  });
});

describe('[R134] the DfE standards', () => {
  const recorded = given(aCheck('filtering-standards')).when(
    'filtering-check/record-standards',
    actorOf(people.coordinator),
    { ...someStandards, 'standing-monitoring': 'partly', 'who-roles': people.chair },
  );

  it('are kept each with how far and how it is met and with who is responsible by name', () => {
    expect(recorded.events).toMatchObject([
      {
        type: 'CheckRecorded',
        recorded: {
          standards: [
            { id: 'roles', standing: 'met', who: people.chair, how: 'How roles is met.' },
            { id: 'review', standing: 'met', who: people.coordinator },
            { id: 'blocking', standing: 'met', who: people.coordinator },
            { id: 'monitoring', standing: 'partly', who: people.coordinator },
          ],
        },
      },
    ]);
    const shown = text(recorded.reply?.data);
    for (const words of ['Monitoring: partly met', 'Responsible: Gurpreet Dhanda', 'How blocking is met.'])
      expect(shown).toContain(words);
  });

  it('are refused with a responsible person whom the school does not know', () => {
    const data = { ...someStandards, 'who-review': 'gone@oakfield.example' };
    const refused = given(recorded.history).when('filtering-check/record-standards', it_, data);
    expect([refused.code, refused.events]).toEqual(['no-such-person', []]);
  });

  it.each([
    ['a standard is missing', { 'how-roles': undefined }],
    ['a standing is none that there is', { 'standing-roles': 'perhaps' }],
    ['it says nothing of how', { 'how-review': '  ' }],
    ['it says too much', { 'how-review': 'a'.repeat(1_501) }],
  ])('are not taken where %s', (_what, change) => {
    const data = { ...someStandards, ...change };
    expect(given(recorded.history).when('filtering-check/record-standards', it_, data).outcome.kind).toBe('malformed');
  });
});

describe('[R138] a full security check', () => {
  it('is kept with who did it, what came of it and when the next one is', () => {
    const { events, reply } = given(aCheck('security-check')).when(
      'filtering-check/record-security',
      it_,
      aSecurityCheck,
    );
    const { next, ...recorded } = aSecurityCheck;
    expect(events).toMatchObject([{ recorded: { kind: 'security-check', ...recorded }, next: { on: next } }]);
    for (const words of ['Our provider', 'findings, all mended', 'Two old accounts'])
      expect(text(reply?.data)).toContain(words);
  });
});

describe('the dates of a recording', () => {
  const of = aSchoolThatDid('filtering-review', '2026-06-01');
  const known = given(aCheck('filtering-review', of), of);

  it.each([
    ['done on a day that is still to come', { date: '2026-11-24' }, 'still-to-come', /still to come/],
    ['done before the last one', { date: '2026-05-31', next: '2026-12-01' }, 'before-the-last', /1 Jun/],
    ['with the next one on the same day', { next: '2026-11-23' }, 'next-too-early', /later day/],
    ['with the next one before it', { next: '2026-11-22' }, 'next-too-early', /later day/],
    ['with the next one more than a year later', { next: '2027-11-24' }, 'next-too-late', /23 Nov 2027 at the latest/],
  ])('a check %s is refused', (_how, change, code, sentence) => {
    const refused = known.when('filtering-check/record-review', governor, { ...aReview, ...change });
    expect([refused.code, refused.events]).toEqual([code, []]);
    expect(refused.sentence).toMatch(sentence);
  });

  it.each([
    ['on the day of the last one', { date: '2026-06-01', next: '2027-06-01' }],
    ['a year to the day', { next: '2027-11-23' }],
    ['the day after', { next: '2026-11-24' }],
  ])('a check is taken %s', (_how, change) => {
    expect(known.when('filtering-check/record-review', governor, { ...aReview, ...change }).events).toHaveLength(1);
  });

  it('a year after the 29th of February is the 28th', () => {
    const at = '2028-03-01T10:00:00.000Z';
    const leap = { ...aReview, date: '2028-02-29' };
    const on = (next: string) => review.when('filtering-check/record-review', governor, { ...leap, next }, at);
    expect(on('2029-02-28').events).toHaveLength(1);
    expect(on('2029-03-01').code).toBe('next-too-late');
  });

  it('today is the school’s day: just after midnight in London in summer is the new one', () => {
    const at = '2027-06-14T23:30:00.000Z';
    const recorded = review.when(
      'filtering-check/record-review',
      governor,
      { ...aReview, date: '2027-06-15', next: '2028-06-15' },
      at,
    );
    expect(recorded.events).toHaveLength(1);
  });

  it('an old one whose next date is past as well is kept, and the next one is asked for at once', () => {
    const old = { ...aReview, date: '2025-09-01', next: '2026-09-01' };
    const recorded = review.when('filtering-check/record-review', governor, old);
    expect(recorded.events).toHaveLength(1);
    expect(letPass(recorded.history, later(monday, 5 * MINUTE)).state.status).toBe('overdue');
  });
});

describe('once it is recorded', () => {
  const of = aSchoolThatDid('filtering-review', '2025-11-01');
  const overdue = letPass(aCheck('filtering-review', of), later(monday, MINUTE), of);
  const cards = overdue.steps.flatMap(({ slots }) => slots);
  const recorded = given(overdue.history, of).when('filtering-check/record-review', governor, aReview);

  it.each(checkKinds)('%s is not asked for before its next date', (kind) => {
    const [command, person, data] = recordings[kind];
    const { history } = given(aCheck(kind)).when(command, actorOf(person), data);
    const next = kind === 'security-check' ? '2027-03-23' : '2027-11-23';
    const { steps } = letPass(history, later(fromLondon(next, '08:30'), -1));
    expect(steps.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(
      kind === 'filtering-review' ? ['CheckAnnounced'] : [],
    );
  });

  it('every card says so where it stands, by role, and nothing new comes to anybody', () => {
    expect(overdue.state.status).toBe('overdue');
    expect(recorded.slots).toEqual(cards);
    for (const message of recorded.messages) {
      expect(message).toMatchObject({ card: 'notice', onlyEdits: true });
      expect(message.preview).toBe(
        'Recorded by the online-safety governor, Mon 23 Nov, 14:06: yearly review of filtering and monitoring. The next one is due 23 Nov 2027.',
      );
      expect(text(message)).not.toMatch(/Donnellan|search engine|library/);
    }
  });

  it('by two at the same time, both are kept, nothing is said twice, and the later one names the next date', () => {
    const second = { ...aReview, findings: 'Another view of the same day.', next: '2027-06-01' };
    const both = given(recorded.history, of).when('filtering-check/record-review', it_, second);
    expect(both.events).toHaveLength(1);
    expect(both.messages).toEqual([]);
    expect(both.state).toMatchObject({ file: { next: { on: '2027-06-01' }, recordings: [{}, {}] } });
    const shown = text(both.reply?.data);
    for (const words of [aReview.findings, second.findings, 'Patrick Donnellan', 'Ifeoma Brandt'])
      expect(shown).toContain(words);
  });

  it('all that was recorded before is read below it, the latest first, a page at a time', () => {
    let { history } = recorded;
    for (let year = 2027; year < 2042; year++) {
      const data = {
        ...aReview,
        date: `${year}-11-23`,
        next: `${year + 1}-11-23`,
        findings: `Year ${year}. `.repeat(100),
      };
      const at = fromLondon(`${year}-11-23`, '15:00');
      history = given(history, of).when('filtering-check/record-review', governor, data, at).history;
    }
    const open = (page: number) => given(history, of).when('filtering-check/open', it_, { page });
    const first = text(open(1).reply?.data);
    expect(first).toContain('Year 2041');
    expect(first).not.toContain('Year 2035');
    const all = Array.from({ length: 12 }, (_, page) => text(open(page + 1).reply?.data)).join();
    for (let year = 2030; year < 2042; year++) expect(all).toContain(`Year ${year}`);
    expect(all).toContain('4 more, kept in the record.');
  });

  it('a card that waits for school to open is replaced too, and one that never came is forgotten', () => {
    const noted = given(overdue.history, of).when('filtering-check/delivery-note', theClock, {
      slot: `check:${people.dsl}`,
      outcome: 'parked',
      code: 'no-address',
    });
    expect(noted.state).toMatchObject({ file: { parked: [`check:${people.dsl}`] } });
    const done = given(noted.history, of).when('filtering-check/record-review', governor, aReview);
    expect(done.state).toMatchObject({ file: { parked: [], shown: [] } });
  });
});

describe('what the words of a person can reach', () => {
  it('is the check that somebody opens, and no message, preview or slot', () => {
    const words = 'XYZZY <!channel> [a](b)';
    for (const kind of checkKinds) {
      const [command, person] = recordings[kind];
      const data = {
        'filtering-review': { ...aReview, findings: words, actions: words },
        'filtering-standards': { ...someStandards, 'how-roles': words },
        'security-check': { ...aSecurityCheck, doneBy: words, found: words },
      }[kind];
      const { history, reply, messages } = given(aCheck(kind)).when(command, actorOf(person), data);
      expect(text(reply?.data)).toContain('XYZZY');
      expect(text([reply?.preview, reply?.slot, reply?.fades, messages])).not.toContain('XYZZY');
      for (const { messages: later_ } of letPass(history, '2028-06-01T00:00:00.000Z').steps)
        expect(text(later_)).not.toContain('XYZZY');
    }
  });
});
