import { describe, expect, it } from 'vitest';
import { agenciesAdvised, agenciesTold } from '../../../../src/workflows/concern/agencies/referrals.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutStaff, aConcern, given } from '../../../support/concern.ts';
import { by, people } from '../../../support/school.ts';

const asked = {
  agency: 'social-care',
  contact: 'Duty worker',
  date: '2026-11-23',
  time: '13:30',
  method: 'telephone',
  advice: 'Speak to the mother first, and ring again on Friday.',
};

describe('advice from outside the school', () => {
  it('[R062] is recorded without a referral: whom, when, how, and what they said', () => {
    const advised = given(aConcern('handled')).when('concern/advice', by.dsl, asked);
    advised.thenHappens({
      type: 'AdviceRecorded',
      agency: "Children's social care (MASH)",
      agencyKind: 'social-care',
      contact: 'Duty worker',
      at: '2026-11-23T13:30:00.000Z',
      method: 'telephone',
      advice: 'Speak to the mother first, and ring again on Friday.',
    });
    const state = advised.state as Concern;
    expect([...agenciesAdvised(state)]).toEqual(['social-care']);
    expect([...agenciesTold(state)]).toEqual([]);
    expect(state.file.referrals).toEqual([]);
    expect(advised.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi recorded advice',
      text: [
        "Children's social care (MASH): Duty worker",
        'Asked today 13:30, by telephone.',
        'Speak to the mother first, and ring again on Friday.',
      ].join('\n'),
    });
    expect(advised.reply?.data.blocks).toContainEqual({
      heading: 'Agencies',
      text: "Children's social care (MASH): advice today 13:30.",
    });
  });

  it('[R083] of the Prevent education manager is recorded the same way', () => {
    const advised = given(aConcern('handled')).when('concern/advice', by.dsl, { ...asked, agency: 'kind:prevent' });
    expect(advised.events).toMatchObject([{ agencyKind: 'prevent', agency: 'Prevent education manager' }]);
  });

  it('[R026] of the local authority’s online-safety officer: date, person, advice', () => {
    const advised = given(aConcern('handled')).when('concern/advice', by.dsl, {
      ...asked,
      agency: 'kind:online-safety-officer',
      contact: 'Kim Alder',
    });
    expect(advised.events).toMatchObject([
      {
        agencyKind: 'online-safety-officer',
        contact: 'Kim Alder',
        at: '2026-11-23T13:30:00.000Z',
        advice: asked.advice,
      },
    ]);
  });

  it('[R099] of the LADO, by whoever handles what a member of staff may have done', () => {
    const history = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head });
    const advised = given(history).when('concern/advice', by.head, { ...asked, agency: 'lado' });
    expect([...agenciesAdvised(advised.state as Concern)]).toEqual(['lado']);
  });

  it('says in the thread that there is some, and nothing of it', () => {
    const advised = given(aConcern('handled')).when('concern/advice', by.dsl, asked);
    expect(advised.lines).toEqual(['The Designated Safeguarding Lead recorded advice from outside the school, 14:08.']);
    const sent = JSON.stringify(advised.messages);
    for (const marker of ['mother', 'Duty worker', 'MASH']) expect(sent).not.toContain(marker);
  });

  it('needs the agency, the time, the method and what was said', () => {
    for (const part of ['agency', 'date', 'time', 'method', 'advice'])
      expect(
        given(aConcern('handled')).when('concern/advice', by.dsl, { ...asked, [part]: undefined }).outcome.kind,
      ).toBe('malformed');
  });

  it('is for those who handle the case: to anybody else there is no such case', () => {
    const history = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head });
    for (const actor of [by.dsl, by.otherTeacher, by.teacher])
      given(history).when('concern/advice', actor, asked).thenRefused('not-yours');
  });
});
