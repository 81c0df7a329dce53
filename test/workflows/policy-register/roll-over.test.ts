import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { aSchool, aSchoolFile, by, withPerson } from '../../support/school.ts';
import { aPolicy, aRegister, buttonsOf, clock, DAY_MINUTES, people, plansIn, school } from './a-register.ts';

const coordinator = actorOf(people.coordinator);

describe('[R159] the agreements of a new school year', () => {
  it('are shown first, with version, audience and how many people, and nothing is sent by that', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222', { year: '2026-09-07' }));
    const shown = register.give('policy-register/roll-over', by.head);
    expect(shown.relays).toEqual([]);
    expect(shown.events).toEqual([]);
    expect(shown.said).toContain('School year 2027-28 · not started yet');
    expect(shown.said).toContain('P-222222, version 3. Asks all staff: 9 people by the school file.');
    expect(shown.said).toContain('Closes round 1, begun in 2026-27');
  });

  it('are each started once, with one press of Start', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222'), aPolicy('P-333333'));
    const [plan = ''] = plansIn(register.give('policy-register/roll-over', coordinator).reply);
    const started = register.give('policy-register/start', coordinator, { plan });
    expect(started.relays).toEqual(
      ['P-222222', 'P-333333'].map((policy) => ({
        slot: `renew:${policy}`,
        type: 'policy/renew',
        reference: policy,
        data: { year: '2027-28', by: people.coordinator },
      })),
    );
    expect(started.said).toContain('School year 2027-28 · started');
    const again = register.give('policy-register/start', by.head, { plan });
    expect([again.relays, again.events]).toEqual([[], []]);
    expect(again.said).toContain('2 yearly agreements are asked for in 2027-28 already');
  });

  it('are not asked again where that was done in the six weeks before', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222', { year: '2027-08-27' }));
    expect(plansIn(register.give('policy-register/roll-over', by.head).reply)).toEqual([]);
    const earlier = aRegister('2027-09-06', aPolicy('P-222222', { year: '2027-07-20' }));
    expect(plansIn(earlier.give('policy-register/roll-over', by.head).reply)).toHaveLength(1);
  });

  it('are found again in the same year only where they have not been started', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222'));
    register.give('policy-register/start', by.dsl, {
      plan: plansIn(register.give('policy-register/roll-over', by.dsl).reply)[0],
    });
    // A policy that was published two years ago, and that the register hears of only now.
    register.give('policy-register/enter', clock, aPolicy('P-333333', { round: 0 }).data);
    expect(plansIn(register.give('policy-register/roll-over', by.dsl).reply)).toEqual([]);
    const other = aRegister('2027-09-06', aPolicy('P-222222'), aPolicy('P-444444'));
    other.give('policy-register/enter', clock, aPolicy('P-222222', { round: 2 }).data);
    const shown = other.give('policy-register/roll-over', by.dsl);
    expect(shown.said).toContain('P-444444');
    expect(shown.said).not.toContain('P-222222');
  });

  it.each([
    [
      'somebody has come to the school',
      () => aSchool(withPerson(aSchoolFile(), 'n.new@oakfield.example', 'Nia New', 'Teacher')),
      [],
    ],
    ['a version is another one', () => school, [aPolicy('P-222222', { version: 4 })]],
    ['one was withdrawn', () => school, [aPolicy('P-333333', { status: 'withdrawn' })]],
  ])('are shown anew rather than started where %s since they were shown', (_, then, entered) => {
    const register = aRegister('2027-09-06', aPolicy('P-222222'), aPolicy('P-333333'));
    const [plan = ''] = plansIn(register.give('policy-register/roll-over', by.head).reply);
    register.becomes(then());
    for (const { data } of entered) register.give('policy-register/enter', clock, data);
    const pressed = register.give('policy-register/start', by.head, { plan });
    expect([pressed.relays, pressed.events]).toEqual([[], []]);
    expect(pressed.said).toContain('Nothing was started: something has changed since you looked');
    const [anew = ''] = plansIn(pressed.reply);
    expect(register.give('policy-register/start', by.head, { plan: anew }).relays.length).toBeGreaterThan(0);
  });

  it('leave out what is not signed every year, what is withdrawn, and what nobody was ever asked', () => {
    const register = aRegister(
      '2027-09-06',
      aPolicy('P-222222', { isYearly: false }),
      aPolicy('P-333333', { status: 'withdrawn' }),
      aPolicy('P-444444', { round: 0 }),
    );
    expect(register.give('policy-register/roll-over', by.head).said).toContain('nothing to start');
  });

  it('may be tried again where a policy did not take it, and whoever started it hears of that', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222'));
    register.give('policy-register/start', by.dsl, {
      plan: plansIn(register.give('policy-register/roll-over', by.dsl).reply)[0],
    });
    const note = { slot: 'renew:P-222222', outcome: 'parked', code: 'not-now' };
    const noted = register.give('policy-register/delivery-note', clock, note);
    expect(noted.messages.map(({ to, preview }) => [to, preview])).toEqual([
      [{ kind: 'person', person: people.dsl }, expect.stringContaining('P-222222 could not be started again')],
    ]);
    expect(register.give('policy-register/delivery-note', clock, note).events).toEqual([]);
    expect(plansIn(register.give('policy-register/roll-over', by.dsl).reply)).toHaveLength(1);
  });

  it('are not to be started by somebody who does not publish', () => {
    const register = aRegister('2027-09-06', aPolicy('P-222222'));
    expect(register.give('policy-register/roll-over', by.chair).code).toBe('not-publisher');
    expect(register.give('policy-register/start', by.teacher, { plan: 'x' }).code).toBe('not-yours');
    expect(buttonsOf(register.give('policy-register/open', by.chair).reply)).not.toContain('policy-register/roll-over');
  });

  it('whatever happens, are each started at most once for a school year', () => {
    const policies = ['P-222222', 'P-333333', 'P-444444'];
    const aMove = fc.record({
      what: fc.constantFrom('start', 'start', 'start-old', 'enter', 'refused'),
      policy: fc.constantFrom(...policies),
      rounds: fc.constantFrom(0, 1),
      version: fc.constantFrom(3, 4),
      days: fc.constantFrom(0, 1, 40, 400),
    });
    fc.assert(
      fc.property(fc.array(aMove, { maxLength: 25 }), (moves) => {
        const register = aRegister('2027-09-06', ...policies.map((policy) => aPolicy(policy)));
        const rounds = new Map(policies.map((policy) => [policy, 1]));
        const refused = new Set<string>();
        const began = new Set<string>();
        let plan = '';
        for (const { what, policy, rounds: more, version, days } of moves) {
          const minutes = days * DAY_MINUTES + 1;
          if (what === 'enter') {
            rounds.set(policy, (rounds.get(policy) ?? 1) + more);
            register.give(
              'policy-register/enter',
              clock,
              aPolicy(policy, { round: rounds.get(policy) ?? 1, version }).data,
              minutes,
            );
            continue;
          }
          if (what === 'refused') {
            const note = { slot: `renew:${policy}`, outcome: 'parked', code: 'x' };
            for (const event of register.give('policy-register/delivery-note', clock, note, minutes).events)
              if (event.type === 'RenewalRefused') refused.add(policy);
            continue;
          }
          if (what === 'start')
            plan = plansIn(register.give('policy-register/roll-over', by.head, {}, minutes).reply)[0] ?? '';
          for (const { reference: renewed = '', data } of register.give('policy-register/start', by.head, { plan })
            .relays) {
            const key = `${renewed} ${data['year']}`;
            expect(began.has(key) && !refused.has(renewed)).toBe(false);
            refused.delete(renewed);
            began.add(key);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
