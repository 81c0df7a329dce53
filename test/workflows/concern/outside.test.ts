import { describe, expect, it } from 'vitest';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aConcern, given, monday } from '../../support/concern.ts';
import { aSchool, by } from '../../support/school.ts';

const referral = {
  agency: 'social-care',
  contact: 'Duty worker',
  date: '2026-11-23',
  time: '13:30',
  method: 'telephone',
  agencyReference: 'SC-1029',
  outcome: 'They will ring back.',
  nextCheck: '2026-11-30',
};

describe('referring to an outside agency', () => {
  it('[R096] keeps agency, person, time, method, reference, outcome and next check', () => {
    const referred = given(aConcern('handled')).when('concern/refer', by.dsl, referral);
    referred.thenHappens({
      type: 'ConcernReferred',
      number: 1,
      agency: "Children's social care (MASH)",
      agencyKind: 'social-care',
      contact: 'Duty worker',
      at: '2026-11-23T13:30:00.000Z',
      method: 'telephone',
      agencyReference: 'SC-1029',
      outcome: 'They will ring back.',
      nextCheck: '2026-11-30',
      checkAt: '2026-11-30T08:30:00.000Z',
    });
    expect(referred.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi recorded a referral',
      text: [
        "Children's social care (MASH): Duty worker",
        'Told today 13:30, by telephone.',
        'Their reference: SC-1029',
        'Outcome so far: They will ring back.',
        'To be checked again on Mon 30 Nov.',
      ].join('\n'),
    });
    expect(referred.lines).toEqual(['The Designated Safeguarding Lead recorded a referral, 14:08.']);
  });

  it('[R096] needs the agency, the time and the method; the rest may come later', () => {
    const { agency, date, time, method } = referral;
    const short = given(aConcern('handled')).when('concern/refer', by.dsl, { agency, date, time, method });
    expect(short.events[0]).toMatchObject({
      contact: '',
      agencyReference: '',
      outcome: '',
      // Where nobody chose a day, the rule does: two days on which the school is open.
      nextCheck: '2026-11-25',
      checkAt: '2026-11-25T08:30:00.000Z',
    });
    for (const part of ['agency', 'date', 'time', 'method'])
      expect(
        given(aConcern('handled')).when('concern/refer', by.dsl, { ...referral, [part]: undefined }).outcome.kind,
      ).toBe('malformed');
  });

  it('[R096] comes back on the day of the next check to who has the case, and a week on where nothing was done', () => {
    const referred = given(aConcern('handled')).when('concern/refer', by.dsl, referral);
    expect(concern.deadlines(referred.state)).toEqual([
      { at: '2026-11-30T08:30:00.000Z', command: 'concern/referral-check', data: { number: 1 } },
    ]);
    const due = given(referred.history).when(
      'concern/referral-check',
      { kind: 'clock' },
      { number: 1 },
      '2026-11-30T08:30:01.000Z',
    );
    due.thenHappens({ type: 'ReferralCheckCame', number: 1, checkAt: '2026-12-07T08:30:00.000Z' });
    expect(due.lines).toEqual(['Time to check on a referral. Open the case.']);
    expect(due.messages.find(({ card }) => card === 'line')?.mentions).toEqual(['d.okonjo@oakfield.example']);
    expect(concern.deadlines(due.state)).toMatchObject([{ at: '2026-12-07T08:30:00.000Z' }]);
    const twice = given(due.history).when('concern/referral-check', { kind: 'clock' }, { number: 1 });
    twice.thenHappens();
    expect(twice.messages).toEqual([]);
  });

  it('comes back not before its day, and not for a referral that there is not', () => {
    const referred = given(aConcern('handled')).when('concern/refer', by.dsl, referral);
    for (const number of [1, 2])
      given(referred.history)
        .when('concern/referral-check', { kind: 'clock' }, { number }, '2026-11-30T08:29:59.000Z')
        .thenHappens();
  });

  it('checked again today, comes back in an hour when school has begun', () => {
    const today = given(aConcern('handled')).when('concern/refer', by.dsl, { ...referral, nextCheck: '2026-11-23' });
    expect(today.events[0]).toMatchObject({ checkAt: '2026-11-23T15:08:00.000Z' });
  });

  it('is refused for an agency that is not in the school file', () => {
    const refused = given(aConcern('handled')).when('concern/refer', by.dsl, { ...referral, agency: 'scouts' });
    refused.thenRefused('no-such-agency');
    expect(refused.sentence).toBe('That agency is not in the school file any more. Choose one from the list.');
  });

  it('can be done more than once', () => {
    const first = given(aConcern('handled')).when('concern/refer', by.dsl, referral);
    const second = given(first.history).when('concern/refer', by.dsl, { ...referral, agency: 'police' });
    expect(second.events[0]).toMatchObject({ number: 2, agency: 'Police, non-emergency' });
    expect(concern.deadlines(second.state)).toHaveLength(2);
  });
});

describe('parents', () => {
  it('[R075] are not informed until somebody says so', () => {
    const opened = given(aConcern('handled')).when('concern/open', by.dsl);
    expect(JSON.stringify(opened.reply?.data.blocks)).toContain('Parents: not informed yet.');
  });

  it('[R075] are informed: when, how, and what was said', () => {
    const data = { date: '2026-11-23', time: '13:00', method: 'in-person', said: 'All that is known.' };
    const informed = given(aConcern('handled')).when('concern/inform-parents', by.dsl, data);
    informed.thenHappens({
      type: 'ParentsInformed',
      at: '2026-11-23T13:00:00.000Z',
      method: 'in-person',
      said: 'All that is known.',
    });
    expect(informed.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi recorded that parents were informed',
      text: 'Told today 13:00, in person.\nAll that is known.',
    });
    expect(JSON.stringify(informed.reply?.data.blocks)).toContain('Parents: informed today 13:00.');
  });

  it('[R053] are never sent an image: the form says so', () => {
    const form = concern.commands['concern/inform-parents']?.form?.(given(aConcern('handled')).state, {
      school: aSchool(),
      now: monday,
      by: 'n.rahimi@oakfield.example',
      given: {},
    });
    const [note] = form?.steps[0]?.items ?? [];
    expect(note).toMatchObject({ kind: 'note', text: expect.stringContaining('Never send parents an image') });
    expect(note).toMatchObject({ text: expect.stringContaining('police') });
  });

  it('[R075] are not told now only for a reason, and with a day to look at it again', () => {
    const data = { reason: 'The child fears the father.', reviewOn: '2026-12-04' };
    const withheld = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, data);
    withheld.thenHappens({ type: 'InformingParentsWithheld', ...data, reviewAt: '2026-12-04T08:30:00.000Z' });
    expect(withheld.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi withheld this from parents',
      text: 'Reason: The child fears the father.\nTo be reviewed on Fri 4 Dec.',
    });
    expect(JSON.stringify(withheld.reply?.data.blocks)).toContain('Parents: withheld, to be reviewed on Fri 4 Dec.');
    expect(withheld.lines).toEqual([
      'The Designated Safeguarding Lead recorded a decision about parents, with a day to review it, 14:08.',
    ]);
    for (const part of [{ reason: '' }, { reviewOn: '' }, { reviewOn: 'soon' }, { reason: undefined }])
      expect(
        given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, { ...data, ...part }).outcome.kind,
      ).toBe('malformed');
  });

  it('[R075] come back on the day of the review, and each school week until it is decided', () => {
    const data = { reason: 'The child fears the father.', reviewOn: '2026-12-04' };
    const withheld = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, data);
    expect(concern.deadlines(withheld.state)).toEqual([
      { at: '2026-12-04T08:30:00.000Z', command: 'concern/parents-review', data: {} },
    ]);
    const due = given(withheld.history).when(
      'concern/parents-review',
      { kind: 'clock' },
      {},
      '2026-12-04T08:30:00.000Z',
    );
    due.thenHappens({ type: 'ParentsReviewCame', reviewAt: '2026-12-11T08:30:00.000Z' });
    expect(due.lines).toEqual(['Time to review the decision about telling parents. Open the case.']);
    expect(concern.deadlines(due.state)).toEqual([
      { at: '2026-12-11T08:30:00.000Z', command: 'concern/parents-review', data: {} },
    ]);
    given(due.history).when('concern/parents-review', { kind: 'clock' }).thenHappens();
    const clock = { kind: 'clock' } as const;
    const second = given(due.history).when('concern/parents-review', clock, {}, '2026-12-11T08:30:00.000Z');
    // A week on there may be none of school: then it comes when that begins.
    const third = given(second.history).when('concern/parents-review', clock, {}, '2026-12-18T08:30:00.000Z');
    third.thenHappens({ type: 'ParentsReviewCame', reviewAt: '2027-01-05T08:30:00.000Z' });
    const said = { date: '2026-12-18', time: '09:00', method: 'in-person', said: 'All of it.', told: 'all' };
    const told = given(third.history).when('concern/inform-parents', by.dsl, said, '2026-12-18T10:00:00.000Z');
    expect(concern.deadlines(told.state)).toEqual([]);
  });

  it('[R075] are not forgotten when another day was set just before the clock came with the old one', () => {
    const first = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, {
      reason: 'A.',
      reviewOn: '2026-12-04',
    });
    const second = given(first.history).when('concern/withhold-from-parents', by.dsl, {
      reason: 'B.',
      reviewOn: '2026-12-11',
    });
    const old = given(second.history).when('concern/parents-review', { kind: 'clock' }, {}, '2026-12-04T08:30:00.000Z');
    old.thenHappens();
    expect(concern.deadlines(old.state)).toHaveLength(1);
  });

  it('who were told after all are not to be reviewed any more', () => {
    const withheld = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, {
      reason: 'A.',
      reviewOn: '2026-12-04',
    });
    const told = given(withheld.history).when('concern/inform-parents', by.dsl, {
      date: '2026-11-24',
      time: '10:00',
      method: 'letter',
    });
    expect(concern.deadlines(told.state)).toEqual([]);
  });
});
