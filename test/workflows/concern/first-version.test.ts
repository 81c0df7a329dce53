import { describe, expect, it } from 'vitest';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aConcern, type History, stateAfter } from '../../support/concern.ts';
import { by } from '../../support/school.ts';

const checkAt = '2026-11-30T08:30:00.000Z';
const remindAt = ['2026-11-23T15:05:00.000Z'];

/** What 0.1.0 wrote, and as it is read. */
function historyOf(...steps: readonly (readonly [event: object, by: (typeof by)['dsl']])[]): History {
  const followedBy = steps.map(([event, actor]) => [concern.event.parse(event), actor] as const);
  return aConcern('acknowledged', { followedBy });
}

function fileAfter(history: History) {
  const state = stateAfter(history);
  if (state.status === 'none') throw new Error('it was reported');
  return state.file;
}

const clock = { kind: 'clock' } as const;
const referred = {
  type: 'ConcernReferred',
  number: 1,
  agency: 'Police',
  contact: '',
  at: '2026-11-23T14:10:00.000Z',
  method: 'telephone',
  agencyReference: '',
  outcome: '',
  nextCheck: '2026-11-30',
  checkAt,
};
const withheld = { type: 'InformingParentsWithheld', reason: 'A reason.', reviewOn: '2026-11-30', reviewAt: checkAt };
const waited = { type: 'WaitNoticed', remindAt };
const rerouted = (rule: string) => ({
  type: 'ConcernRerouted',
  route: { rule, source: '003 section 3.3', handlers: ['dsl', 'deputy-dsl'] },
  remindAt,
});

describe('a history of the first version comes to the state that the first version sealed', () => {
  it('where a referral was to be looked at again', () => {
    const old = historyOf([referred, by.dsl], [{ type: 'ReferralCheckCame', number: 1 }, clock]);
    expect(fileAfter(old).referrals).toEqual([{ number: 1, checkAt: null }]);
    const now = historyOf([referred, by.dsl], [{ type: 'ReferralCheckCame', number: 1, checkAt }, clock]);
    expect(fileAfter(now).referrals).toEqual([{ number: 1, checkAt, isDue: true }]);
  });

  it('where a decision about parents was to be reviewed', () => {
    const { reviewOn } = withheld;
    const old = historyOf([withheld, by.dsl], [{ type: 'ParentsReviewCame' }, clock]);
    expect(fileAfter(old).parents).toEqual({ kind: 'withheld', reviewOn, reviewAt: null });
    for (const reviewAt of [checkAt, null]) {
      const now = historyOf([withheld, by.dsl], [{ type: 'ParentsReviewCame', reviewAt }, clock]);
      expect(fileAfter(now).parents).toEqual({ kind: 'withheld', reviewOn, reviewAt, isDue: true });
    }
  });

  it('where somebody was reminded of it and it then went to others', () => {
    const old = historyOf([waited, clock], [rerouted('safeguarding-team'), by.dsl]);
    expect(fileAfter(old)).toMatchObject({ reminded: 1, level: 0, standIns: [] });
    const now = historyOf([waited, clock], [rerouted('routing/safeguarding-team'), by.dsl]);
    expect(fileAfter(now)).toMatchObject({ reminded: 0, level: 0, standIns: [] });
  });
});
