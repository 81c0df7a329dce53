import { describe, expect, it } from 'vitest';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { buttonsOf } from '../../support/concern.ts';
import { aSchoolWhere, people } from '../../support/school.ts';
import { aSiteRequest, givenSite, requestAnswers, studyAnswers, who } from '../../support/site-access.ts';
import { chase, chased, dueAt, eachTime, job } from './by-the-clock.ts';

describe('a site that IT does not block again', () => {
  const ended = givenSite(aSiteRequest('open')).when(
    'site-access/reach-end',
    who.clock,
    {},
    '2026-11-23T11:00:00.000Z',
  ).history;

  it('[R129] is chased with rising urgency until IT says that it is blocked', () => {
    const came = eachTime(ended, 'site-access/remind-to-block', 5);
    expect(came.map(({ at }) => at)).toEqual([
      '2026-11-23T11:15:00.000Z',
      '2026-11-23T12:00:00.000Z',
      '2026-11-23T15:00:00.000Z',
      '2026-11-24T08:30:00.000Z',
      '2026-11-24T12:30:00.000Z',
    ]);
    // As school opens co-ordinator and head have the red card, and no line beside it.
    expect(came.map(({ messages }) => chased(messages).length)).toEqual([1, 2, 3, 1, 3]);
    expect(chased(came[3]?.messages ?? [])).toEqual([people.networkManager]);
    expect(came[0]?.messages.find(({ slot }) => slot === chase(people.networkManager))?.preview).toBe(
      'S-7K3Q9F: please block this site again. Its time ended Mon 23 Nov, 11:00.',
    );
    expect(came[0]?.messages.find(({ slot }) => slot === job)).toMatchObject({
      data: { attention: true },
      preview: 'Block a site again · S-7K3Q9F · overdue',
    });
    const blocked = givenSite(came[4]?.history ?? []).when('site-access/blocked-again', who.it);
    for (const person of [people.networkManager, people.coordinator, people.head])
      expect(blocked.message(chase(person))).toMatchObject({ onlyEdits: true });
    expect(siteAccess.deadlines(blocked.state)).toEqual([]);
  });

  it('[R129] is shown in red to co-ordinator and head each school morning, and at no other time', () => {
    const came = eachTime(ended, 'site-access/morning', 5);
    // The Friday is a day on which the school is closed, and then comes a weekend.
    expect(came.map(({ at }) => at)).toEqual([
      '2026-11-24T08:30:00.000Z',
      '2026-11-25T08:30:00.000Z',
      '2026-11-26T08:30:00.000Z',
      '2026-11-30T08:30:00.000Z',
      '2026-12-01T08:30:00.000Z',
    ]);
    for (const { messages } of came)
      for (const person of [people.coordinator, people.head])
        expect(messages.find(({ slot }) => slot === `overdue:${person}`)).toMatchObject({
          fresh: true,
          preview: 'Still open past its end · S-7K3Q9F',
          data: {
            attention: true,
            facts: [{ label: 'Site', value: 'history.example' }, { label: 'Ended' }, { label: 'With' }],
          },
        });
    const blocked = givenSite(came[4]?.history ?? []).when('site-access/blocked-again', who.it);
    for (const person of [people.coordinator, people.head])
      expect(blocked.message(`overdue:${person}`)).toMatchObject({
        preview: 'Blocked again · S-7K3Q9F',
        data: { attention: false },
      });
  });

  it('goes on being asked for over the holidays once school opens again', () => {
    const last = aSiteRequest('open', {
      requestedAt: '2026-12-18T09:00:00.000Z',
      answers: requestAnswers({ date: '2026-12-18' }),
      until: { untilDate: '2026-12-18', untilTime: '15:59' },
    });
    const over = givenSite(last).when('site-access/reach-end', who.clock, {}, '2026-12-18T15:59:00.000Z');
    expect(dueAt(over.history, 'site-access/remind-to-block')).toBe('2027-01-05T08:30:00.000Z');
    expect(dueAt(over.history, 'site-access/morning')).toBe('2027-01-05T08:30:00.000Z');
  });

  it('disturbs nobody out of hours, also where the clock comes late', () => {
    const night = '2026-11-23T19:00:00.000Z';
    for (const command of ['site-access/remind-to-block'] as const) {
      const late = givenSite(ended).when(command, who.clock, {}, night).thenHappens('ReminderPutOff');
      expect(late.messages).toEqual([]);
      expect(dueAt(late.history, command)).toBe('2026-11-24T08:30:00.000Z');
    }
    const sunday = givenSite(ended).when('site-access/morning', who.clock, {}, '2026-11-29T12:00:00.000Z');
    sunday.thenHappens('ReminderPutOff');
    expect(dueAt(sunday.history, 'site-access/morning')).toBe('2026-11-30T08:30:00.000Z');
  });

  it('is asked for once on each weekday where no further term is known, and never at night', () => {
    const last = aSiteRequest('open', {
      requestedAt: '2027-03-25T09:00:00.000Z',
      answers: requestAnswers({ date: '2027-03-25' }),
      until: { untilDate: '2027-03-25', untilTime: '15:59' },
    });
    const over = givenSite(last).when('site-access/reach-end', who.clock, {}, '2027-03-25T15:59:00.000Z').history;
    for (const command of ['site-access/remind-to-block', 'site-access/morning'] as const) {
      const came = eachTime(over, command, 4);
      // The Sunday between is the one on which the clocks go forward.
      expect(came.map(({ at }) => at)).toEqual([
        '2027-03-26T08:30:00.000Z',
        '2027-03-29T07:30:00.000Z',
        '2027-03-30T07:30:00.000Z',
        '2027-03-31T07:30:00.000Z',
      ]);
      const night = givenSite(over).when(command, who.clock, {}, '2027-03-27T02:00:00.000Z');
      night.thenHappens('ReminderPutOff');
      expect(dueAt(night.history, command)).toBe('2027-03-29T07:30:00.000Z');
    }
  });

  it('[R129] is shown on the same morning where it ended before school', () => {
    const early = aSiteRequest('open', {
      answers: studyAnswers(),
      until: { untilDate: '2026-11-25', untilTime: '07:15' },
    });
    const over = givenSite(early).when('site-access/reach-end', who.clock, {}, '2026-11-25T07:15:00.000Z');
    expect(dueAt(over.history, 'site-access/morning')).toBe('2026-11-25T08:30:00.000Z');
    const came = eachTime(over.history, 'site-access/morning', 2);
    expect(came[1]?.at).toBe('2026-11-26T08:30:00.000Z');
  });

  it('says when its time ended, however late the clock was', () => {
    const open = aSiteRequest('open');
    const late = givenSite(open).when('site-access/reach-end', who.clock, {}, '2026-11-23T13:30:00.000Z');
    expect(late.message(job)?.data).toMatchObject({ facts: [{}, { label: 'Ended', value: 'Mon 23 Nov, 11:00' }] });
    const [first] = eachTime(late.history, 'site-access/remind-to-block', 1);
    expect(first?.messages.find(({ slot }) => slot === chase(people.networkManager))?.preview).toContain('Nov, 11:00.');
    const sooner = givenSite(open).when('site-access/end', who.teacher, {}, '2026-11-23T10:20:00.000Z');
    expect(sooner.message(job)?.data).toMatchObject({ facts: [{}, { label: 'Ended', value: 'Mon 23 Nov, 10:20' }] });
  });

  it('comes to whoever is IT by the morning, with the button', () => {
    const other = aSchoolWhere({ 'network-manager': [people.assistant] });
    const shown = givenSite(ended, other).when('site-access/morning', who.clock, {}, '2026-11-24T08:30:00.000Z');
    expect(buttonsOf(shown.message(`job:${people.assistant}`)?.data)).toContain('site-access/blocked-again');
  });
});
