import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people } from '../../support/school.ts';
import { aSiteRequest, givenSite, requestAnswers, who } from '../../support/site-access.ts';

const job = `job:${people.networkManager}`;
const approved = aSiteRequest('approved');
const open = aSiteRequest('open');
const ended = aSiteRequest('ended');
const eleven: Instant = '2026-11-23T11:00:00.000Z';

describe('IT opens the site', () => {
  it('[R126] with one button, and whoever asked is told until when', () => {
    const opened = givenSite(approved)
      .when('site-access/opened', who.it, {}, '2026-11-23T10:02:00.000Z')
      .thenHappens('SiteOpened');
    expect(opened.message('access')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      card: 'notice',
      preview: 'S-7K3Q9F: the site is open',
      fresh: true,
    });
    expect(opened.message('access')?.data.lines).toEqual([
      'history.example/trenches is open for 9B until Mon 23 Nov, 11:00.',
      'Press "I no longer need it" when you finish.',
    ]);
    expect(buttonsOf(opened.message('access')?.data)).toEqual(['site-access/end', 'site-access/extend']);
    expect(opened.lines).toEqual([]);
    expect(opened.message('case')?.preview).toBe('Site request S-7K3Q9F · open');
    expect(opened.message(job)?.preview).toBe('Open a site · S-7K3Q9F · done');
    expect(buttonsOf(opened.message(job)?.data)).toEqual([]);
  });

  it('and whoever supervises is told once, where they did not ask: not what it is for', () => {
    const other = aSiteRequest('approved', { answers: requestAnswers({ supervisor: people.otherTeacher }) });
    const slot = `supervisor:${people.otherTeacher}`;
    const told = givenSite(other).when('site-access/opened', who.it);
    expect(told.message(slot)).toMatchObject({
      to: { kind: 'person', person: people.otherTeacher },
      preview: 'You are named to supervise · S-7K3Q9F',
      data: {
        lines: [
          'history.example/trenches, for 9B: Mon 23 Nov, 10:00 to 11:00.',
          'It was asked for by Amara Osei. Speak to them if this is not right.',
        ],
      },
    });
    const message = told.message(slot);
    expect(message && siteAccess.mayStillSend(told.state, message, aSchool())).toBe(true);
    const left = aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.otherTeacher) });
    expect(message && siteAccess.mayStillSend(told.state, message, left)).toBe(false);
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'x', why: 'x' };
    const more = told.afterwards.when('site-access/extend', who.teacher, longer);
    const agreed = more.afterwards.when('site-access/approve-extension', who.dsl, longer);
    for (const { messages } of [more, agreed]) expect(messages.some((one) => one.slot === slot)).toBe(false);
    expect(
      givenSite(approved)
        .when('site-access/opened', who.it)
        .messages.map((one) => one.slot),
    ).not.toContain(`supervisor:${people.teacher}`);
  });

  it('before its time: whoever asked is told from when', () => {
    const early = givenSite(approved).when('site-access/opened', who.it);
    expect(early.message('access')?.preview).toBe('S-7K3Q9F: the site is set up');
    expect(textsOf(early.message('access')?.data)[1]).toBe(
      'history.example/trenches is set up for 9B: open from Mon 23 Nov, 10:00 until Mon 23 Nov, 11:00.',
    );
  });

  it('[R129] after its time: the job to block it comes at once', () => {
    const late = givenSite(approved).when('site-access/opened', who.it, {}, eleven);
    late.thenHappens('SiteOpened', 'AccessEnded');
    expect(late.state.status).toBe('ended');
    expect(late.message(job)).toMatchObject({ preview: 'Block a site again · S-7K3Q9F', fresh: true });
  });

  it('each of several who may: the cards of the others say that it is done', () => {
    const school = aSchoolWhere({ 'network-manager': [people.networkManager, people.otherTeacher] });
    const history = aSiteRequest('approved', { school });
    const opened = givenSite(history, school).when('site-access/opened', who.otherTeacher);
    for (const person of [people.networkManager, people.otherTeacher])
      expect(opened.message(`job:${person}`)?.preview).toContain('done');
    opened.afterwards.when('site-access/opened', who.it).thenRefused('not-with-it');
  });

  it('may carry out what they asked for themselves, as others agreed to it', () => {
    const own = aSiteRequest('approved', { requester: people.networkManager, answers: requestAnswers() });
    givenSite(own).when('site-access/opened', who.it).thenHappens('SiteOpened');
  });

  it('or cannot, and says why: that is the end of it', () => {
    const cannot = givenSite(approved).when('site-access/cannot-open', who.it, {
      reason: 'The provider does not let us.',
    });
    cannot.thenHappens('SiteNotOpened');
    expect(cannot.state.status).toBe('not-opened');
    expect(siteAccess.deadlines(cannot.state)).toEqual([]);
    expect(cannot.message('access')?.data).toMatchObject({ lines: ['Why: The provider does not let us.'] });
    expect(cannot.lines[0]).not.toContain('provider');
    expect(cannot.message(job)?.preview).toBe('Open a site · S-7K3Q9F · could not be opened');
  });

  it('sees what and when, and nothing of why or for whom', () => {
    const view = givenSite(approved).when('site-access/open', who.it).thenHappens('SiteFileOpened');
    expect(view.events[0]).toMatchObject({ as: 'it' });
    const texts = textsOf(view.reply?.data).join('\n');
    expect(texts).toContain('history.example/trenches');
    for (const hidden of ['9B', 'Letters', 'Osei', 'Rahimi']) expect(texts).not.toContain(hidden);
    givenSite(aSiteRequest('asked')).when('site-access/open', who.it).thenRefused('not-yours');
  });
});

describe('the end', () => {
  it('[R129] comes by itself, with the job to block the site again', () => {
    const over = givenSite(open).when('site-access/reach-end', who.clock, {}, eleven).thenHappens('AccessEnded');
    expect(over.state).toMatchObject({ status: 'ended', ended: { how: 'time', at: eleven } });
    expect(over.message(job)).toMatchObject({
      fresh: true,
      data: {
        title: 'Block a site again · S-7K3Q9F',
        attention: false,
        facts: [{ value: 'history.example/trenches' }, { label: 'Ended', value: 'Mon 23 Nov, 11:00' }],
      },
    });
    expect(buttonsOf(over.message(job)?.data)).toEqual(['site-access/blocked-again', 'site-access/cannot-block']);
    expect(over.message('access')).toMatchObject({
      fresh: true,
      preview: 'S-7K3Q9F: the time is over',
      data: { buttons: [] },
    });
  });

  it('[R129] comes for what IT never said was open, too: it may be', () => {
    const over = givenSite(approved).when('site-access/reach-end', who.clock, {}, eleven).thenHappens('AccessEnded');
    expect(over.message(job)?.data).toMatchObject({ facts: [{}, {}, { label: 'Opened' }] });
    expect(over.message('access')?.fresh).toBe(true);
    expect(textsOf(over.message('access')?.data)).toContain(
      'Its time ended Mon 23 Nov, 11:00. IT had not said that the site was open.',
    );
  });

  it('does not come before its time', () => {
    givenSite(open).when('site-access/reach-end', who.clock, {}, '2026-11-23T10:59:59.999Z').thenHappens();
  });

  it.each([
    ['open', open],
    ['agreed to and not open yet', approved],
  ])('[R128] comes early where whoever asked no longer needs what is %s', (_what, history) => {
    const given = givenSite(history).when('site-access/end', who.teacher).thenHappens('AccessEnded');
    expect(given.state).toMatchObject({ status: 'ended', ended: { how: 'given-back' } });
    expect(given.message(job)).toMatchObject({ fresh: true, preview: 'Block a site again · S-7K3Q9F' });
    expect(given.lines[0]).toMatch(/^Ended by whoever asked/);
    expect(given.message('access')?.fresh).toBeUndefined();
  });

  it('comes early where those who decide end it, and whoever asked notices', () => {
    const cut = givenSite(open)
      .when('site-access/end-now', who.coordinator, { reason: 'It is misused.' })
      .thenHappens('AccessEnded');
    expect(cut.state).toMatchObject({ ended: { how: 'cut-short' } });
    expect(cut.message('access')).toMatchObject({ fresh: true });
    const view = givenSite(open).when('site-access/open', who.coordinator);
    expect(textsOf(view.reply?.data)).toContain('End it now');
  });

  it('is no end of anybody else’s', () => {
    givenSite(open).when('site-access/end', who.otherTeacher).thenRefused('not-yours');
    for (const other of [who.it, who.head, who.governor])
      givenSite(open).when('site-access/end', other).thenRefused('not-your-part');
    givenSite(ended).when('site-access/end', who.teacher).thenRefused('not-open');
  });
});

describe('IT blocks the site again', () => {
  it('[R128] with one button, and everybody is told', () => {
    const blocked = givenSite(ended).when('site-access/blocked-again', who.it).thenHappens('SiteBlockedAgain');
    expect(blocked.state.status).toBe('blocked');
    expect(siteAccess.deadlines(blocked.state)).toEqual([]);
    expect(blocked.lines).toEqual(['Blocked again by the network manager, 09:09.']);
    expect(textsOf(blocked.message('access')?.data)).toContain('It is blocked again.');
    expect(textsOf(blocked.message('receipt')?.data).join(' ')).toContain('the site is blocked again');
    expect(blocked.message('case')?.preview).toBe('Site request S-7K3Q9F · blocked again');
    expect(blocked.message(job)?.preview).toBe('Block a site again · S-7K3Q9F · done');
  });

  it('or cannot: the job stays, and co-ordinator and head hear at once', () => {
    const cannot = givenSite(ended).when('site-access/cannot-block', who.it, {
      reason: 'The provider does not answer.',
    });
    cannot.thenHappens('SiteNotBlocked');
    expect(cannot.state.status).toBe('ended');
    expect(siteAccess.deadlines(cannot.state)).toEqual(siteAccess.deadlines(givenSite(ended).state));
    const told = cannot.messages.filter(({ slot }) => slot.startsWith('line:not-blocked'));
    expect(told.map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.coordinator },
      { kind: 'person', person: people.head },
    ]);
    expect(textsOf(told.map(({ data }) => data)).join()).not.toContain('provider');
    // The head may not read why.
    expect(told.map(({ preview }) => preview.includes('Open it to read why'))).toEqual([true, false]);
    cannot.afterwards.when('site-access/blocked-again', who.it).thenHappens('SiteBlockedAgain');
  });

  it('nobody else can say so', () => {
    for (const other of [who.teacher, who.coordinator, who.dsl, who.head])
      expect(givenSite(ended).when('site-access/blocked-again', other).outcome.kind).toBe('refusal');
  });
});
