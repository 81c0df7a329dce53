import { describe, expect, it } from 'vitest';
import { actorOf, theClock } from '../../../../src/domain/people.ts';
import { mayStillSendConcern } from '../../../../src/workflows/concern/access.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import { isAgreedNotToTell } from '../../../../src/workflows/concern/police/police-question.ts';
import { isToldToPolice } from '../../../../src/workflows/concern/police/triggers.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  audienceOf,
  given,
  type History,
  reference,
  someAnswers,
  stateAfter,
  textsOf,
} from '../../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people } from '../../../support/school.ts';
import { onlyThePolice } from './only-the-police.ts';

const school = aSchool();
const call = { date: '2026-11-23', time: '14:08', method: 'telephone', agencyReference: '44/1' };
/** Everything that might call for the police, answered with no. */
const no = {
  'immediate-risk': 'no',
  'significant-risk': 'no',
  coercion: 'no',
  violent: 'no',
  'under-13': 'no',
  'several-children': 'no',
  'known-vulnerable': 'no',
  'crime-recorded': 'no',
} as const;
const assessed: ConcernEvent = { type: 'FactsAssessed', facts: no, note: '' };
const coordinator = actorOf(people.coordinator);

function aCase(kind = 'sexual-harassment', ...events: readonly ConcernEvent[]): History {
  const followedBy = events.map((event) => [event, by.dsl] as const);
  return onlyThePolice(aConcern('handled', { answers: someAnswers({ kind }), followedBy }));
}

const plain = aCase('sexual-harassment', assessed);
const proposed = given(plain).when('concern/propose-no-police', by.dsl, { reason: 'One image, made by herself.' });
const agreed = given(proposed.history).when('concern/agree', by.head, { number: 1 });

describe('[R072] when the police are told', () => {
  const told = given(aCase()).when('concern/tell-police', by.deputy, call);
  const toThem = told.messages.filter(({ slot }) => slot.startsWith('police:'));

  it('it is a referral like any other, with its own day to be looked at again', () => {
    expect(told.events.map(({ type }) => type)).toEqual(['ConcernReferred', 'PoliceTold']);
    expect(told.state).toMatchObject({
      file: { referrals: [{ agency: 'Police, non-emergency', agencyKind: 'police', number: 1 }] },
    });
    expect(isToldToPolice(told.state as Concern)).toBe(true);
  });

  it('the head hears of which case it was, and the online-safety governor the bare fact', () => {
    const to = (person: string) =>
      toThem.find((message) => message.to.kind === 'person' && message.to.person === person);
    expect(to(people.head)?.preview).toBe(`The police have been told of concern ${reference}.`);
    const bare = JSON.stringify(to(people.governor));
    expect(bare).toContain('An online safety report has been made to the police.');
    expect(bare).not.toContain(reference);
    expect(bare).not.toMatch(/harassment|Robin|Ash/);
    expect(toThem).toHaveLength(2);
  });

  it('it stands in the case who heard of it', () => {
    expect(told.events.at(-1)).toMatchObject({ type: 'PoliceTold', informed: [people.head, people.governor] });
    expect(textsOf(told.reply?.data).join(' ')).toContain('Margaret Elstow and Patrick Donnellan');
  });

  it('they hear of it once for each time that the police were told', () => {
    const same = given(told.history).when('concern/tell-police', by.deputy, { ...call, advice: 'Keep the device.' });
    expect(same.messages.filter(({ slot }) => slot.startsWith('police:'))).toEqual([]);
    const again = given(told.history).when('concern/tell-police', by.deputy, { ...call, time: '14:10' });
    expect(again.messages.filter(({ slot }) => slot.startsWith('police:'))).toHaveLength(2);
  });

  it('it comes to the same by "Refer" to an agency that is the police', () => {
    const data = { agency: 'police', ...call, outcome: 'They come tomorrow.' };
    const referred = given(aCase()).when('concern/refer', by.deputy, data);
    expect(referred.events.map(({ type }) => type)).toEqual(['ConcernReferred', 'PoliceTold']);
    expect(referred.events.at(-1)).toMatchObject({ advice: 'They come tomorrow.' });
    expect(referred.messages.filter(({ slot }) => slot.startsWith('police:'))).toHaveLength(2);
  });

  it('a subject hears nothing of it: the chair does in the place of the head, and the delegate of the governor', () => {
    const aboutThem = onlyThePolice(
      aConcern('handled', { answers: aboutStaff('Margaret Elstow and Patrick Donnellan'), handler: people.chair }),
    );
    const one = given(aboutThem).when('concern/tell-police', by.chair, call);
    for (const message of one.messages) {
      expect(audienceOf(message, school)).not.toContain(people.head);
      expect(audienceOf(message, school)).not.toContain(people.governor);
    }
  });

  it('what is still on its way to somebody who turns out to be a subject is not sent', () => {
    const message = toThem.find(({ to }) => to.kind === 'person' && to.person === people.governor);
    if (message === undefined) throw new Error('no message to the governor');
    expect(mayStillSendConcern(told.state, message, school)).toBe(true);
    const named: ConcernEvent = { type: 'SubjectsFound', subjects: [people.governor] };
    const state = stateAfter([...told.history, { event: named, at: '2026-11-23T15:00:00.000Z', by: theClock }]);
    expect(mayStillSendConcern(state, message, school)).toBe(false);
  });

  it('a call to 999 before the report was written counts, and one of long before does not', () => {
    const early = given(aCase()).when('concern/tell-police', by.deputy, { ...call, time: '13:50' });
    expect(early.outcome.kind).toBe('decision');
    given(aCase())
      .when('concern/tell-police', by.deputy, { ...call, date: '2026-11-20' })
      .thenRefused('told-too-early');
  });

  it('what was told before a case was closed is not told anew by writing it down again', () => {
    const closed = given(told.history).when('concern/close', by.deputy, { outcome: 'referred', reason: 'x' });
    const reopened = given(closed.history).when('concern/reopen', by.deputy, { reason: 'It happened again.' });
    const worse = given(reopened.history).when('concern/assess', by.deputy, { violent: 'yes' });
    given(worse.history)
      .when('concern/close', by.deputy, { outcome: 'referred', reason: 'x' })
      .thenRefused('police-first');
    given(worse.history).when('concern/tell-police', by.deputy, call).thenRefused('told-too-early');
    const now = given(worse.history).when('concern/tell-police', by.deputy, { ...call, time: '15:00' });
    expect(isToldToPolice(now.state as Concern)).toBe(true);
  });
});

describe('[R073] not telling the police', () => {
  it('is what two decide: the DSL with a written reason, and the head', () => {
    expect(proposed.events).toEqual([
      { type: 'AgreementAsked', number: 1, what: 'no-police', reason: 'One image, made by herself.' },
    ]);
    expect(isAgreedNotToTell(proposed.state as Concern)).toBe(false);
    expect(isAgreedNotToTell(agreed.state as Concern)).toBe(true);
    given(proposed.history)
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
    const closed = given(agreed.history).when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' });
    expect(closed.state.status).toBe('closed');
    given(plain).when('concern/propose-no-police', by.dsl, { reason: '' });
  });

  it('stands in the case with both names and the reason, for whoever looks into it later', () => {
    const text = textsOf(agreed.reply?.data).join('\n');
    expect(text).toContain(
      'Not told: decided by Naila Rahimi and Margaret Elstow. Reason: One image, made by herself.',
    );
  });

  it('the head is asked in their own chat, and can open the case, answer, and nothing else that handlers do', () => {
    expect(proposed.message(`case:${people.head}`)?.to).toEqual({ kind: 'person', person: people.head });
    expect(proposed.message(`line:agree:1:${people.head}`)?.preview).toBe(
      `${reference}: you are asked to agree to a decision. Open it to read which.`,
    );
    const opened = given(proposed.history).when('concern/open', by.head);
    expect(textsOf(opened.reply?.data).join('\n')).toContain('Naila Rahimi asks Margaret Elstow to agree');
    const offers = offered(proposed.state, people.head, school);
    expect(offers).toEqual(expect.arrayContaining(['concern/agree', 'concern/disagree']));
    for (const command of ['concern/note', 'concern/close', 'concern/assess'] as const)
      expect(offers).not.toContain(command);
    for (const outsider of [people.chair, people.teacher, people.coordinator])
      expect(offered(proposed.state, outsider, school)).toEqual([]);
  });

  it('who asked hears that the head has answered', () => {
    expect(agreed.lines).toEqual(['The head teacher agreed to what was asked, 14:10. Open the case to read it.']);
    const refused = given(proposed.history).when('concern/disagree', by.head, { number: 1, reason: 'Ask them first.' });
    expect(refused.lines[0]).toMatch(/^The head teacher did not agree to what was asked/);
    expect(isAgreedNotToTell(refused.state as Concern)).toBe(false);
    given(refused.history).when('concern/agree', by.head, { number: 1 }).thenRefused('nothing-to-agree');
  });

  it('is answered by nobody who asked for it, also where one person is head and DSL: then the chair answers', () => {
    const small = aSchoolWhere({ dsl: [people.head] });
    const asked = given(plain, small).when('concern/propose-no-police', by.head, { reason: 'x' });
    given(asked.history, small).when('concern/agree', by.head, { number: 1 }).thenRefused('own-proposal');
    expect(asked.message(`line:agree:1:${people.chair}`)).toBeDefined();
    const chair = given(asked.history, small).when('concern/agree', by.chair, { number: 1 });
    expect(isAgreedNotToTell(chair.state as Concern)).toBe(true);
  });

  it('about a member of staff is proposed by whoever handles it, and a head who handles it asks the chair', () => {
    const answers = aboutStaff('Callum Farrow');
    const event: ConcernEvent = {
      type: 'FactsAssessed',
      facts: { ...no, 'sexual-image': 'yes', 'illegal-material': 'no' },
      note: '',
    };
    const history = onlyThePolice(
      aConcern('handled', { answers, handler: people.head, followedBy: [[event, by.head]] }),
    );
    const asked = given(history).when('concern/propose-no-police', by.head, { reason: 'x' });
    given(asked.history).when('concern/agree', by.head, { number: 1 }).thenRefused('own-proposal');
    given(asked.history).when('concern/agree', by.chair, { number: 1 });
    expect(given(asked.history).when('concern/agree', by.chair, { number: 1 }).outcome.kind).toBe('decision');
    const other = given(history).when('concern/propose-no-police', coordinator, { reason: 'x' });
    expect(given(other.history).when('concern/agree', by.head, { number: 1 }).outcome.kind).toBe('decision');
  });

  it('never comes to a head whom it is about: the chair handles it, and the governor answers', () => {
    const event: ConcernEvent = {
      type: 'FactsAssessed',
      facts: { ...no, 'sexual-image': 'yes', 'illegal-material': 'no' },
      note: '',
    };
    const history = onlyThePolice(
      aConcern('handled', { answers: aboutHead(), handler: people.chair, followedBy: [[event, by.chair]] }),
    );
    const asked = given(history).when('concern/propose-no-police', by.chair, { reason: 'x' });
    for (const message of asked.messages) expect(audienceOf(message, school)).not.toContain(people.head);
    expect(asked.message(`line:agree:1:${people.governor}`)).toBeDefined();
  });

  it('is proposed by the DSL or a deputy where the safeguarding team handles it with others', () => {
    const answers = someAnswers({ kind: 'deliberate-access', source: 'it-audit', signs: ['sexual-image'] });
    const history = onlyThePolice(aConcern('handled', { answers, followedBy: [[assessed, by.dsl]] }));
    given(history).when('concern/propose-no-police', coordinator, { reason: 'x' }).thenRefused('dsl-proposes');
    expect(given(history).when('concern/propose-no-police', by.dsl, { reason: 'x' }).outcome.kind).toBe('decision');
  });

  it.each(Object.keys(no))('is not proposed while it is not known whether there is this: %s', (fact) => {
    const rest = Object.fromEntries(Object.entries(no).filter(([id]) => id !== fact)) as typeof no;
    const history = onlyThePolice(
      aConcern('handled', {
        answers: someAnswers({ kind: 'contact-by-adult', danger: undefined }),
        followedBy: [[{ type: 'FactsAssessed', facts: rest, note: '' }, by.dsl]],
      }),
    );
    given(history).when('concern/propose-no-police', by.dsl, { reason: 'x' }).thenRefused('facts-not-known');
  });

  it('is not asked where nothing asks for it, or the police know already', () => {
    given(aCase('phone-misuse'))
      .when('concern/propose-no-police', by.dsl, { reason: 'x' })
      .thenRefused('no-police-question');
    const told = given(plain).when('concern/tell-police', by.deputy, call);
    given(told.history).when('concern/propose-no-police', by.dsl, { reason: 'x' }).thenRefused('police-are-told');
    given(proposed.history)
      .when('concern/propose-no-police', by.deputy, { reason: 'x' })
      .thenRefused('agreement-waits');
    given(agreed.history).when('concern/propose-no-police', by.deputy, { reason: 'x' }).thenRefused('no-police-agreed');
  });

  it.each([
    ['before the head answered', proposed.history, 'What who leads was asked has fallen away.'],
    ['after the head agreed', agreed.history, 'A decision of two does not hold any more.'],
  ])('falls when something comes to light that calls for them, %s', (_when, history, said) => {
    const added = given(history).when('concern/add-person', by.deputy, {
      name: 'Kit Marsh',
      kind: 'pupil',
      capacity: 'victim',
    });
    expect(added.events.map(({ type }) => type)).toEqual(['PersonAdded', 'AgreementWithdrawn']);
    expect(isAgreedNotToTell(added.state as Concern)).toBe(false);
    expect(added.lines.at(-1)).toBe(`${said} Open the case.`);
    expect(added.messages.some(({ to }) => to.kind === 'person' && to.person === people.head)).toBe(true);
    const shown = textsOf(given(added.history).when('concern/open', by.deputy).reply?.data).join('\n');
    expect(shown.includes('ended a decision of two')).toBe(said.startsWith('A decision'));
    given(added.history).when('concern/agree', by.head, { number: 1 }).thenRefused('nothing-to-agree');
    given(added.history)
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
  });

  it('falls when something that it went by is not sure any more', () => {
    const unsure = given(agreed.history).when('concern/assess', by.deputy, { coercion: 'not-known' });
    expect(unsure.events.map(({ type }) => type)).toEqual(['FactsAssessed', 'AgreementWithdrawn']);
  });

  it('is not needed any more where the police are told while it waits', () => {
    const told = given(proposed.history).when('concern/tell-police', by.deputy, call);
    expect(told.events.map(({ type }) => type)).toEqual(['ConcernReferred', 'PoliceTold', 'AgreementWithdrawn']);
  });

  it('does not hold for why a case was reopened: it is decided again', () => {
    const closed = given(agreed.history).when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' });
    const reopened = given(closed.history).when('concern/reopen', by.deputy, { reason: 'It happened again.' });
    given(reopened.history)
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
    expect(given(reopened.history).when('concern/propose-no-police', by.dsl, { reason: 'x' }).outcome.kind).toBe(
      'decision',
    );
  });

  it('is not decided where nobody is left to agree', () => {
    // One person is head and DSL, and it is about the chair and the governor.
    const small = aSchoolWhere({ dsl: [people.head] });
    const adultNames = 'Gurpreet Dhanda and Patrick Donnellan';
    const answers = someAnswers({ kind: 'contact-by-adult', about: 'adult', names: undefined, adultNames });
    const history = aConcern('handled', { answers, school: small, followedBy: [[assessed, by.head]] });
    given(onlyThePolice(history), small)
      .when('concern/propose-no-police', by.head, { reason: 'x' })
      .thenRefused('nobody-to-agree');
  });
});

describe('[R071] what is known is corrected by two', () => {
  const called = onlyThePolice(
    aConcern('handled', { answers: someAnswers({ kind: 'sexual-harassment', under13: 'yes' }), followedBy: [] }),
  );
  const asked = given(called).when('concern/propose-correction', by.deputy, { fact: 'under-13', reason: 'She is 15.' });

  it('and holds until then', () => {
    expect(factsOf(asked.state as Concern)['under-13']).toBe('yes');
    given(asked.history)
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
    const corrected = given(asked.history).when('concern/agree', by.head, { number: 1, note: 'I looked it up.' });
    expect(factsOf(corrected.state as Concern)['under-13']).toBe('no');
    expect(textsOf(corrected.reply?.data).join('\n')).toContain('I looked it up.');
  });

  it('not by whom it turns out to be about: what they had a hand in is as it was before', () => {
    const corrected = given(asked.history).when('concern/agree', by.head, { number: 1, note: '' });
    const named = { name: 'Daniel Okonjo', kind: 'staff', capacity: 'instigator' };
    const added = given(corrected.history).when('concern/add-person', by.dsl, named);
    expect(factsOf(corrected.state as Concern)['under-13']).toBe('no');
    expect(factsOf(added.state as Concern)['under-13']).toBe('yes');
  });

  it('not where the head does not agree', () => {
    const refused = given(asked.history).when('concern/disagree', by.head, { number: 1, reason: 'She is 12.' });
    expect(factsOf(refused.state as Concern)['under-13']).toBe('yes');
  });

  it('only where there is something to correct, and each once at a time', () => {
    given(plain)
      .when('concern/propose-correction', by.deputy, { fact: 'violent', reason: 'x' })
      .thenRefused('not-a-fact');
    given(asked.history)
      .when('concern/propose-correction', by.dsl, { fact: 'under-13', reason: 'x' })
      .thenRefused('agreement-waits');
    given(aCase('fraud'))
      .when('concern/propose-correction', by.dsl, { fact: 'violent', reason: 'x' })
      .thenRefused('nothing-to-correct');
  });

  it('and an answer to what is not there any more is refused', () => {
    given(asked.history).when('concern/agree', by.head, { number: 7 }).thenRefused('no-such-proposal');
  });
});

describe('[R091] [R104] illegal material', () => {
  const illegal: ConcernEvent = { type: 'FactsAssessed', facts: { 'illegal-material': 'yes' }, note: '' };

  it('[R091] makes the police a question that has to be answered, by telling them or by two', () => {
    given(aCase('deliberate-access', illegal))
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
  });

  it('[R104] of a member of staff is told to the police, and what they advised is recorded', () => {
    const answers = aboutStaff('Callum Farrow');
    const history = onlyThePolice(
      aConcern('handled', { answers, handler: people.head, followedBy: [[illegal, by.head]] }),
    );
    const close = { outcome: 'staff-procedure', reason: 'x' };
    given(history).when('concern/close', by.head, close).thenRefused('police-first');
    const told = given(history).when('concern/tell-police', by.head, call);
    const { sentence } = given(told.history).when('concern/close', by.head, close).thenRefused('still-owed');
    expect(sentence).toContain('Record what the police advised');
    const advised = given(told.history).when('concern/tell-police', by.head, {
      ...call,
      time: '14:09',
      advice: 'Keep it.',
    });
    expect(given(advised.history).when('concern/close', by.head, close).sentence).not.toContain('police advised');
  });
});

describe('assessing', () => {
  it('needs at least one answer', () => {
    given(aCase()).when('concern/assess', by.dsl, {}).thenRefused('nothing-assessed');
  });

  it('stands in the case, what is so first', () => {
    const { reply } = given(aCase()).when('concern/assess', by.dsl, {
      violent: 'yes',
      coercion: 'no',
      note: 'The film.',
    });
    expect(textsOf(reply?.data).join('\n')).toContain(
      'Yes: extreme or violent.\nNo: coercion, blackmail or exploitation.\nThe film.',
    );
  });
});
