import { describe, expect, it } from 'vitest';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { buttonsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import {
  aSiteRequest,
  forTwo,
  givenSite,
  requestAnswers,
  type SiteHistory,
  studyAnswers,
  who,
} from '../../support/site-access.ts';
import { chase, chased, dueAt, eachTime, job } from './by-the-clock.ts';

describe('a request that nobody decides on', () => {
  const asked = aSiteRequest('asked', { answers: studyAnswers() });

  it('[R126] is brought up again by the school’s ladder, in its hours', () => {
    const came = eachTime(asked, 'site-access/remind-approvers', 4);
    expect(came.map(({ at }) => at)).toEqual([
      '2026-11-23T11:05:00.000Z',
      '2026-11-24T08:30:00.000Z',
      '2026-11-25T08:30:00.000Z',
      '2026-11-26T08:30:00.000Z',
    ]);
    for (const { messages } of came) {
      expect(chased(messages)).toEqual([people.coordinator]);
      const line = messages.find(({ slot }) => slot === 'line:waiting');
      expect(line).toMatchObject({
        to: { kind: 'thread', below: 'case' },
        fresh: true,
        mentions: [people.dsl, people.deputy],
      });
    }
    expect(came[0]?.messages.find(({ slot }) => slot === chase(people.coordinator))?.preview).toBe(
      'S-7K3Q9F: Nobody has decided on this request yet. It has waited 2 hours.',
    );
  });

  it('asks only those who may agree now, once one has', () => {
    const two = aSiteRequest('asked', { answers: studyAnswers(forTwo) });
    const until = { untilDate: '2026-12-04', untilTime: '16:00', why: 'x' };
    const once = givenSite(two).when('site-access/approve', who.coordinator, until);
    const [first] = eachTime(once.history, 'site-access/remind-approvers', 1);
    expect(chased(first?.messages ?? [])).toEqual([people.head]);
    expect(first?.at).toBe('2026-11-23T11:06:00.000Z');
  });

  it('is brought up to those in the channel one by one where its card did not come there', () => {
    const lost = givenSite(asked).when('site-access/delivery-note', who.clock, {
      slot: 'case',
      outcome: 'parked',
      code: 'x',
    });
    const [first] = eachTime(lost.history, 'site-access/remind-approvers', 1);
    expect(chased(first?.messages ?? [])).toEqual([people.coordinator, people.dsl, people.deputy]);
    expect(first?.messages.some(({ to }) => to.kind === 'thread')).toBe(false);
  });

  it('[R129] lapses when the time that was asked for is over, and whoever asked is told', () => {
    const lesson = aSiteRequest('asked');
    expect(dueAt(lesson, 'site-access/lapse')).toBe('2026-11-23T11:00:00.000Z');
    givenSite(lesson).when('site-access/lapse', who.clock, {}, '2026-11-23T10:59:00.000Z').thenHappens();
    const lapsed = givenSite(lesson).when('site-access/lapse', who.clock, {}, '2026-11-23T11:00:00.000Z');
    lapsed.thenHappens('SiteLapsed');
    expect(lapsed.message('told:lapsed')?.preview).toContain('ask again');
    expect(lapsed.message(`case:${people.coordinator}`)?.preview).toContain('not decided in time');
    expect(siteAccess.deadlines(lapsed.state)).toEqual([]);
  });

  it('once it is decided says so where people were asked again', () => {
    const [first] = eachTime(asked, 'site-access/remind-approvers', 1);
    const declined = givenSite(first?.history ?? []).when('site-access/decline', who.dsl, { reason: 'No.' });
    expect(declined.message(chase(people.coordinator))).toMatchObject({
      onlyEdits: true,
      preview: 'S-7K3Q9F: this is decided.',
    });
  });

  it('is asked again for more time as well', () => {
    const open = aSiteRequest('open', {
      answers: studyAnswers(),
      until: { untilDate: '2026-12-04', untilTime: '16:00' },
    });
    const longer = { untilDate: '2026-12-11', untilTime: '16:00', reason: 'More to read.' };
    const more = givenSite(open).when('site-access/extend', who.teacher, longer);
    const [first] = eachTime(more.history, 'site-access/remind-approvers', 1);
    expect(first?.messages.find(({ slot }) => slot === chase(people.coordinator))?.preview).toContain(
      'the longer time',
    );
    givenSite(open).when('site-access/remind-approvers', who.clock, {}, '2026-12-01T09:00:00.000Z').thenHappens();
  });
});

describe('a site that IT does not open', () => {
  it('[R126] is asked for again, but not before it is nearly needed', () => {
    const soon = aSiteRequest('approved');
    expect(dueAt(soon, 'site-access/remind-to-open')).toBe('2026-11-23T09:36:00.000Z');
    const tomorrow = aSiteRequest('approved', {
      answers: requestAnswers({ date: '2026-11-24', from: '14:00', until: '15:00' }),
      until: { untilDate: '2026-11-24', untilTime: '15:00' },
    });
    expect(dueAt(tomorrow, 'site-access/remind-to-open')).toBe('2026-11-24T13:00:00.000Z');
  });

  it('[R126] is heard of by more people the longer it lasts, and whoever stands in for IT may do it', () => {
    const study = aSiteRequest('approved', {
      answers: studyAnswers(),
      until: { untilDate: '2026-12-04', untilTime: '16:00' },
    });
    const came = eachTime(study, 'site-access/remind-to-open', 4);
    expect(came.map(({ messages }) => chased(messages).toSorted())).toEqual([
      [people.networkManager],
      [people.networkManager, people.coordinator].toSorted(),
      [people.networkManager, people.coordinator, people.head].toSorted(),
      [people.networkManager, people.coordinator, people.head].toSorted(),
    ]);
    expect(came[0]?.messages.find(({ slot }) => slot === job)).toMatchObject({
      data: { attention: true },
      preview: 'Open a site · S-7K3Q9F · overdue',
    });
    // The co-ordinator is the delegate here: no card before the second time, then one with the button.
    const delegate = `job:${people.coordinator}`;
    expect(came[0]?.messages.some(({ slot }) => slot === delegate)).toBe(false);
    expect(came[1]?.messages.some(({ slot }) => slot === delegate)).toBe(true);
    givenSite(came[0]?.history ?? [])
      .when('site-access/opened', who.coordinator)
      .thenRefused('not-your-part');
    givenSite(came[1]?.history ?? [])
      .when('site-access/opened', who.coordinator)
      .thenHappens('SiteOpened');
  });
});

describe('whoever asked', () => {
  it('[R129] is reminded before the end, with the way to give it back and to ask for longer', () => {
    const open = aSiteRequest('open');
    expect(dueAt(open, 'site-access/remind-of-end')).toBe('2026-11-23T10:45:00.000Z');
    const [first] = eachTime(open, 'site-access/remind-of-end', 1);
    expect(first?.messages).toEqual([
      expect.objectContaining({ slot: 'access', fresh: true, preview: 'S-7K3Q9F: the time is nearly over' }),
    ]);
    expect(buttonsOf(first?.messages[0]?.data)).toEqual(['site-access/end', 'site-access/extend']);
    expect(dueAt(first?.history ?? [], 'site-access/remind-of-end')).toBeUndefined();
  });

  it('[R129] is reminded on the morning of the last day too, where it lasts for days', () => {
    const study = aSiteRequest('open', {
      answers: studyAnswers(),
      until: { untilDate: '2026-12-04', untilTime: '16:00' },
    });
    const came = eachTime(study, 'site-access/remind-of-end', 2);
    expect(came.map(({ at }) => at)).toEqual(['2026-12-04T08:30:00.000Z', '2026-12-04T15:45:00.000Z']);
  });

  it('is reminded of the new end, once there is more time', () => {
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.', why: 'The second half.' };
    const more = givenSite(aSiteRequest('open')).when('site-access/extend', who.teacher, longer);
    const agreed = more.afterwards.when('site-access/approve-extension', who.dsl, longer);
    expect(dueAt(agreed.history, 'site-access/remind-of-end')).toBe('2026-11-23T11:45:00.000Z');
  });
});

describe('what comes before it is due', () => {
  it('does nothing', () => {
    const soon = (history: SiteHistory) => later(history.at(-1)?.at ?? '', MINUTE);
    const early: readonly (readonly [SiteHistory, SiteCommand])[] = [
      [aSiteRequest('asked'), 'site-access/remind-approvers'],
      [aSiteRequest('approved'), 'site-access/remind-to-open'],
      [aSiteRequest('open'), 'site-access/remind-of-end'],
      [aSiteRequest('ended'), 'site-access/remind-to-block'],
      [aSiteRequest('ended'), 'site-access/morning'],
    ];
    for (const [history, command] of early) {
      const given = givenSite(history).when(command, who.clock, {}, soon(history)).thenHappens();
      expect(given.messages).toEqual([]);
    }
  });
});

describe('what has to stand in a chat that was set up anew', () => {
  it.each([
    ['asked', 'channel:safeguarding', ['case']],
    ['asked', `person:${people.coordinator}`, [`case:${people.coordinator}`]],
    ['approved', `person:${people.networkManager}`, [job]],
    ['approved', `person:${people.teacher}`, ['access']],
    ['open', `person:${people.teacher}`, ['access']],
    ['ended', `person:${people.networkManager}`, [job]],
    ['asked', `person:${people.networkManager}`, []],
    ['asked', `person:${people.otherTeacher}`, []],
  ] as const)('a request that is %s: in %s', (status, place, slots) => {
    const shown = givenSite(aSiteRequest(status)).when('site-access/show-again', who.clock, { place, chat: 'teams' });
    expect(shown.messages.map(({ slot }) => slot)).toEqual(slots);
    for (const message of shown.messages) expect(message).toMatchObject({ fresh: true, onlyIn: 'teams' });
  });
});
