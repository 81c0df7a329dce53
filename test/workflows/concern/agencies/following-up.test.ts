import { describe, expect, it } from 'vitest';
import { type AgencyKind, agencyKinds } from '../../../../src/domain/agencies.ts';
import type { Instant } from '../../../../src/domain/instant.ts';
import { theClock } from '../../../../src/domain/people.ts';
import { agenciesTold, kindReferred } from '../../../../src/workflows/concern/agencies/referrals.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aConcern, buttonsOf, given, type History, monday, stateAfter } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const told = {
  agency: 'social-care',
  date: '2026-11-23',
  time: '13:30',
  method: 'telephone',
  outcome: 'They ring back.',
};
const news = { number: 1, agencyReference: 'SC-1029', outcome: 'A social worker visits.', isFinished: 'no' };

function referred(data: Record<string, unknown> = {}, history: History = aConcern('handled'), at?: Instant) {
  return given(history).when('concern/refer', by.dsl, { ...told, ...data }, at);
}

/** When the clock comes back to the first referral. */
function checkOf(history: History): Instant | undefined {
  return concern.deadlines(stateAfter(history)).find(({ command }) => command === 'concern/referral-check')?.at;
}

describe('a referral', () => {
  it('[R096] shows what came of it: reference, outcome and next check', () => {
    const { history } = referred();
    const updated = given(history).when('concern/update-referral', by.dsl, { ...news, nextCheck: '2026-12-04' });
    updated.thenHappens({
      type: 'ReferralUpdated',
      number: 1,
      agencyReference: 'SC-1029',
      outcome: 'A social worker visits.',
      isFinished: false,
      nextCheck: '2026-12-04',
      checkAt: '2026-12-04T08:30:00.000Z',
    });
    expect(updated.reply?.data.blocks).toContainEqual({
      heading: 'Agencies',
      text: "Children's social care (MASH): told today 13:30 · their reference SC-1029 · next check Fri 4 Dec. So far: A social worker visits.",
    });
    expect(updated.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:09 · Naila Rahimi recorded what came of a referral',
      text: [
        "Children's social care (MASH)",
        'Their reference: SC-1029',
        'A social worker visits.',
        'To be checked again on Fri 4 Dec.',
      ].join('\n'),
    });
    expect(updated.lines).toEqual(['The Designated Safeguarding Lead recorded what came of a referral, 14:09.']);
    expect(JSON.stringify(updated.messages)).not.toContain('social worker');
  });

  it('keeps the reference it has where only the outcome is new', () => {
    const { history } = referred({ agencyReference: 'SC-1' });
    const updated = given(history).when('concern/update-referral', by.dsl, { ...news, agencyReference: '' });
    expect(JSON.stringify(updated.reply?.data.blocks)).toContain('their reference SC-1 · ');
  });

  it('[R083] holds what the Channel panel decided', () => {
    const { history } = referred({ agency: 'kind:channel' });
    const decided = given(history).when('concern/update-referral', by.dsl, {
      ...news,
      outcome: 'The panel takes the case on.',
      isFinished: 'yes',
    });
    expect(decided.events).toMatchObject([{ type: 'ReferralUpdated', outcome: 'The panel takes the case on.' }]);
    expect(decided.reply?.data.blocks).toContainEqual({
      heading: 'Agencies',
      text: 'Channel panel: told today 13:30 · their reference SC-1029 · finished. Outcome: The panel takes the case on.',
    });
  });

  it.each([...agencyKinds].filter((kind) => kind !== 'police' && kind !== 'other'))(
    '[R026] [R080] [R083] [R096] [R097] [R206] to %s is recorded: person, time, method, reference, outcome',
    (kind: AgencyKind) => {
      const data = { agency: `kind:${kind}`, contact: 'Kim Alder', agencyReference: 'X/1' };
      const made = referred(data);
      expect(made.events).toMatchObject([
        { agencyKind: kind, contact: 'Kim Alder', at: '2026-11-23T13:30:00.000Z', method: 'telephone' },
      ]);
      expect([...agenciesTold(made.state as Concern)]).toEqual([kind]);
    },
  );

  it('[R063] to the police counts as telling the police, by whatever button', () => {
    const made = referred({ agency: 'police', outcome: 'An officer comes at four.' });
    expect(made.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['ConcernReferred', 'PoliceTold']));
    expect(made.events.find(({ type }) => type === 'PoliceTold')).toMatchObject({
      at: '2026-11-23T13:30:00.000Z',
      advice: 'An officer comes at four.',
    });
  });

  it('of the first version is known by the name of its agency', () => {
    const old = ["Children's social care (MASH)", 'Police, non-emergency', 'Local authority designated officer (LADO)'];
    const kinds = [
      ...old,
      'CEOP',
      'Prevent team',
      'Channel panel',
      'Local authority online-safety officer',
      'Scouts',
    ].map((agency) => kindReferred({ agency }));
    expect(kinds).toEqual([
      'social-care',
      'police',
      'lado',
      'ceop',
      'prevent',
      'channel',
      'online-safety-officer',
      'other',
    ]);
  });

  it('cannot be updated where there is none, or not that one', () => {
    const none = given(aConcern('handled')).when('concern/update-referral', by.dsl, news);
    none.thenRefused('no-referral');
    expect(none.sentence).toContain('Press "Refer"');
    given(referred().history)
      .when('concern/update-referral', by.dsl, { ...news, number: 2 })
      .thenRefused('no-such-referral');
  });

  it('is offered for an update only where there is one', () => {
    const buttons = (history: History) => offered(stateAfter(history), people.dsl, aSchool());
    expect(buttons(aConcern('handled'))).not.toContain('concern/update-referral');
    expect(buttons(referred().history)).toContain('concern/update-referral');
  });

  it('is not updated with nothing', () => {
    const { history } = referred();
    const empty = given(history).when('concern/update-referral', by.dsl, { number: 1, isFinished: 'no' });
    empty.thenRefused('nothing-new');
    expect(empty.sentence).toBe('Not recorded: write what came of it, or say that it is finished.');
  });

  it('is finished or checked again, not both', () => {
    const { history } = referred();
    const both = given(history).when('concern/update-referral', by.dsl, {
      ...news,
      isFinished: 'yes',
      nextCheck: '2026-12-04',
    });
    both.thenRefused('finished-or-checked');
  });

  it('that is finished may come up again: what comes later is recorded too', () => {
    const finished = given(referred().history).when('concern/update-referral', by.dsl, { ...news, isFinished: 'yes' });
    expect(checkOf(finished.history)).toBeUndefined();
    const again = given(finished.history).when('concern/update-referral', by.dsl, {
      ...news,
      outcome: 'They reopened it.',
    });
    expect(checkOf(again.history)).toBeDefined();
  });
});

describe('the form of an update', () => {
  const two = () => {
    const one = referred({ nextCheck: '2026-12-10' });
    return given(one.history).when('concern/refer', by.dsl, { ...told, agency: 'lado', nextCheck: '2026-12-01' });
  };
  const choices = (history: History, person: string = people.dsl) => {
    const form = concern.commands['concern/update-referral']?.form?.(stateAfter(history), {
      school: aSchool(),
      now: monday,
      by: person,
      given: {},
    });
    const [question] = form?.steps[0]?.items ?? [];
    return question?.kind === 'choice' ? question : undefined;
  };

  it('has the one first that is to be checked first, and what is finished last', () => {
    const question = choices(two().history);
    expect(question?.initially).toBe('2');
    expect(question?.choices?.map(({ label }) => label)).toEqual([
      'Local authority designated officer (LADO) · told Mon 23 Nov',
      "Children's social care (MASH) · told Mon 23 Nov",
    ]);
    const finished = given(two().history).when('concern/update-referral', by.dsl, {
      ...news,
      number: 2,
      isFinished: 'yes',
    });
    expect(choices(finished.history)?.initially).toBe('1');
    expect(choices(finished.history)?.choices?.at(-1)?.label).toContain('finished');
  });

  it('names no agency to somebody who may not read the case', () => {
    expect(choices(two().history, people.otherTeacher)?.choices).toEqual([]);
  });
});

describe('the next check of a referral', () => {
  it('[R096] is set by rule where nobody chose a day: after two school days for the urgent ones', () => {
    for (const agency of ['social-care', 'lado', 'police', 'kind:child-protection-liaison']) {
      // From Wednesday 25 November: Friday the 27th is a closed day.
      const made = referred(
        { agency, date: '2026-11-25' },
        aConcern('handled', { reportedAt: '2026-11-25T14:05:00.000Z' }),
      );
      expect(made.events.find(({ type }) => type === 'ConcernReferred')).toMatchObject({
        nextCheck: '2026-11-30',
        checkAt: '2026-11-30T08:30:00.000Z',
      });
    }
  });

  it('[R096] after five school days for all others, over the holidays too', () => {
    expect(referred({ agency: 'kind:hr' }).events[0]).toMatchObject({ nextCheck: '2026-12-01' });
    const history = aConcern('handled', { reportedAt: '2026-12-16T14:05:00.000Z' });
    const made = given(history).when('concern/refer', by.dsl, { ...told, agency: 'kind:hr', date: '2026-12-16' });
    expect(made.events[0]).toMatchObject({ nextCheck: '2027-01-07', checkAt: '2027-01-07T08:30:00.000Z' });
  });

  it('is set also where no further term is known', () => {
    const history = aConcern('handled', { reportedAt: '2027-06-10T14:05:00.000Z' });
    const made = given(history).when('concern/refer', by.dsl, { ...told, date: '2027-06-10' });
    expect(made.events[0]).toMatchObject({ nextCheck: '2027-06-14' });
  });

  it('is shown as due once its day has come', () => {
    const { history } = referred({ nextCheck: '2026-11-24' });
    const opened = given(history).when('concern/open', by.dsl, {}, '2026-11-26T09:00:00.000Z');
    expect(JSON.stringify(opened.reply?.data.blocks)).toContain('to be checked since Tue 24 Nov');
  });

  /** What the clock does with the referral, so many times. */
  function chased(history: History, times: number) {
    const at: Instant[] = [];
    let now = history;
    for (let round = 0; round < times; round++) {
      const due = checkOf(now);
      if (due === undefined) break;
      at.push(due);
      now = given(now).when('concern/referral-check', theClock, { number: 1 }, due).history;
    }
    return { at, history: now };
  }

  it('[R096] comes again each school week while nothing is recorded, not in the holidays', () => {
    const { at } = chased(referred({ nextCheck: '2026-12-04' }).history, 5);
    expect(at).toEqual([
      '2026-12-04T08:30:00.000Z',
      '2026-12-11T08:30:00.000Z',
      '2026-12-18T08:30:00.000Z',
      '2027-01-05T08:30:00.000Z',
      '2027-01-12T08:30:00.000Z',
    ]);
  });

  it('[R096] comes again on a closed case too, until somebody says what came of it', () => {
    const { history } = referred({ nextCheck: '2026-12-04' });
    const closing: ConcernEvent = { type: 'ConcernClosed', outcome: 'referred', reason: 'They have it.' };
    const closed: History = [...history, { event: closing, by: by.dsl, at: '2026-11-24T09:00:00.000Z' }];
    const later = chased(closed, 3);
    expect(later.at).toHaveLength(3);
    const due = given(later.history).when('concern/referral-check', theClock, { number: 1 }, checkOf(later.history));
    expect(due.lines).toEqual(['Time to check on a referral. Open the case.']);
    const done = given(due.history).when('concern/update-referral', by.deputy, { ...news, isFinished: 'yes' });
    expect(done.outcome.kind).toBe('decision');
    expect(checkOf(done.history)).toBeUndefined();
  });

  it('puts the update in front once its day has come, until something is recorded, on a closed case too', () => {
    const front = (history: History) => {
      const { buttons } = given(history).when('concern/open', by.dsl).reply?.data ?? {};
      return buttonsOf(buttons)[0];
    };
    const { history } = referred({ nextCheck: '2026-12-04' });
    expect(front(history)).not.toBe('concern/update-referral');
    const due = chased(history, 1).history;
    expect(front(due)).toBe('concern/update-referral');
    const closing: ConcernEvent = { type: 'ConcernClosed', outcome: 'referred', reason: 'They have it.' };
    expect(front([...due, { event: closing, by: by.dsl, at: '2026-12-04T09:00:00.000Z' }])).toBe(
      'concern/update-referral',
    );
    const updated = given(due).when('concern/update-referral', by.dsl, news);
    expect(front(updated.history)).not.toBe('concern/update-referral');
  });

  it('stops when it is finished, and comes on the new day when it was updated', () => {
    const once = chased(referred({ nextCheck: '2026-12-04' }).history, 1).history;
    const updated = given(once).when('concern/update-referral', by.dsl, { ...news, nextCheck: '2026-12-09' });
    expect(checkOf(updated.history)).toBe('2026-12-09T08:30:00.000Z');
    const stale = given(updated.history).when(
      'concern/referral-check',
      theClock,
      { number: 1 },
      '2026-12-07T08:30:00.000Z',
    );
    stale.thenHappens();
  });

  it('is said without any name or agency', () => {
    const { history } = referred({ contact: 'Kim Alder', nextCheck: '2026-12-04' });
    const due = given(history).when('concern/referral-check', theClock, { number: 1 }, checkOf(history));
    for (const marker of ['Kim Alder', 'MASH', 'social care', 'Robin Ash'])
      expect(JSON.stringify(due.messages)).not.toContain(marker);
  });

  it('of a record of the first version comes once, as it did then', () => {
    const old: ConcernEvent = { type: 'ReferralCheckCame', number: 1 };
    const { history } = referred({ nextCheck: '2026-12-04' });
    expect(checkOf([...history, { event: old, by: theClock, at: '2026-12-04T08:30:00.000Z' }])).toBeUndefined();
  });
});
