import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { offered } from '../../../src/workflows/concern/offers.ts';
import { aboutStaff, aConcern, given, reference, someAnswers, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people } from '../../support/school.ts';

const school = aSchool();
const coordinator = actorOf(people.coordinator);
const audit = someAnswers({ source: 'it-audit', kind: 'filter-bypass' });
const reason = 'A pupil is being groomed.';

describe('what the co-ordinator hands to the DSL', () => {
  const history = aConcern('handled', { answers: audit, handler: people.coordinator });
  const handed = given(history).when('concern/hand-to-safeguarding', coordinator, { reason });

  it('[R012] is the DSL’s and the deputies’ from then on, with the reason on the record', () => {
    expect(handed.events).toMatchObject([
      {
        type: 'HandedToSafeguarding',
        reason,
        route: { rule: 'routing/handed-to-safeguarding', handlers: ['dsl', 'deputy-dsl'] },
      },
    ]);
    expect(handed.state).toMatchObject({ status: 'acknowledged' });
    expect(handed.state).not.toHaveProperty('owner');
    expect(given(handed.history).when('concern/take', by.dsl).outcome.kind).toBe('decision');
    given(handed.history).when('concern/open', coordinator).thenRefused('not-yours');
    const opened = textsOf(given(handed.history).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(opened).toContain('Mei Tanaka handed this to the Designated Safeguarding Lead and the deputy DSL');
    expect(opened).toContain(reason);
  });

  it('[R012] calls them in the thread without the reason, and tells the co-ordinator that it has gone', () => {
    const line = handed.messages.find(({ to }) => to.kind === 'thread');
    expect(line).toMatchObject({ mentions: [people.dsl, people.deputy] });
    expect(JSON.stringify(handed.messages)).not.toContain('groomed');
    expect(handed.message(`case:${people.coordinator}`)).toMatchObject({
      preview: `Concern ${reference} is handled elsewhere now.`,
      onlyEdits: true,
    });
  });

  it('[R012] is recorded where both roles are one person’s too', () => {
    const one = aSchoolWhere({ 'online-safety-coordinator': [people.dsl] });
    const own = aConcern('handled', { answers: audit, handler: people.dsl, school: one });
    const again = given(own, one).when('concern/hand-to-safeguarding', by.dsl, { reason });
    expect(again.events.map(({ type }) => type)).toEqual(['HandedToSafeguarding']);
    expect(given(again.history, one).when('concern/take', by.dsl).outcome.kind).toBe('decision');
  });

  it('[R012] from a card that nobody had seen acknowledges it too', () => {
    const fresh = given(aConcern('new', { answers: audit })).when('concern/hand-to-safeguarding', coordinator, {
      reason,
    });
    expect(fresh.events.map(({ type }) => type)).toEqual(['ConcernAcknowledged', 'HandedToSafeguarding']);
  });

  it('[R012] is offered to the co-ordinator alone, and only what came to them and is about pupils', () => {
    const mayHand = (state: typeof handed.state, person: string) =>
      offered(state, person, school).includes('concern/hand-to-safeguarding');
    expect(mayHand(given(history).state, people.coordinator)).toBe(true);
    expect(mayHand(given(history).state, people.deputy)).toBe(false);
    expect(mayHand(handed.state, people.dsl)).toBe(false);
    const staff = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.coordinator });
    expect(mayHand(given(staff).state, people.coordinator)).toBe(false);
    given(staff).when('concern/hand-to-safeguarding', coordinator, { reason }).thenRefused('coordinator-hands-over');
  });
});
