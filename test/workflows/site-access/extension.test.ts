import { describe, expect, it } from 'vitest';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import { aSiteRequest, forTwo, givenSite, requestAnswers, who } from '../../support/site-access.ts';

const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.', why: 'The second half.' };
const open = aSiteRequest('open');
const asked = givenSite(open).when('site-access/extend', who.teacher, longer);
const job = `job:${people.networkManager}`;

describe('whoever asked needs the site for longer', () => {
  it('[R129] and those who decide are asked again, while the end stays what it was', () => {
    asked.thenHappens('ExtensionAsked');
    expect(asked.state).toMatchObject({ status: 'open', until: '2026-11-23T11:00:00.000Z' });
    expect(siteAccess.deadlines(asked.state)[0]).toMatchObject({
      at: '2026-11-23T11:00:00.000Z',
      command: 'site-access/reach-end',
    });
    expect(asked.message(`case:${people.coordinator}`)).toMatchObject({
      fresh: true,
      preview: 'Site request S-7K3Q9F · set up, more time asked for',
    });
    expect(buttonsOf(asked.message('case')?.data)).toEqual([
      'site-access/approve-extension',
      'site-access/decline-extension',
      'site-access/open',
    ]);
    expect(asked.lines).toEqual([
      'Whoever asked needs it for longer: until Mon 23 Nov, 12:00. Nobody has decided yet.',
    ]);
    expect(buttonsOf(asked.message('access')?.data)).toEqual(['site-access/end']);
    expect(asked.messages.some(({ slot }) => slot.startsWith('job:'))).toBe(false);
  });

  it.each([
    ['no later than the end it has', { untilTime: '11:00' }, 'not-longer'],
    ['for longer than the school lets it be', { untilDate: '2027-01-05' }, 'end-too-late'],
  ])('is refused %s', (_what, change, code) => {
    givenSite(open)
      .when('site-access/extend', who.teacher, { ...longer, ...change })
      .thenRefused(code);
  });

  it('is refused once its time is over, and where it is not open', () => {
    givenSite(open)
      .when('site-access/extend', who.teacher, longer, '2026-11-23T11:00:00.000Z')
      .thenRefused('time-over');
    givenSite(aSiteRequest('ended')).when('site-access/extend', who.teacher, longer).thenRefused('not-open');
    givenSite(aSiteRequest('approved')).when('site-access/extend', who.teacher, longer).thenRefused('not-open');
  });

  it('is asked for once at a time', () => {
    asked.afterwards.when('site-access/extend', who.teacher, longer).thenRefused('extension-waiting');
  });
});

describe('somebody decides on more time', () => {
  it('[R129] agrees: the end moves, IT hears of it anew, and whoever asked is told', () => {
    const agreed = asked.afterwards
      .when('site-access/approve-extension', who.dsl, longer)
      .thenHappens('ExtensionApproved');
    expect(agreed.state).toMatchObject({ status: 'open', until: '2026-11-23T12:00:00.000Z', extension: null });
    expect(siteAccess.deadlines(agreed.state)[0]).toMatchObject({
      at: '2026-11-23T12:00:00.000Z',
      command: 'site-access/reach-end',
    });
    expect(agreed.message(job)).toMatchObject({
      fresh: true,
      data: { facts: [{}, {}, { label: 'Until', value: 'Mon 23 Nov, 12:00' }] },
    });
    expect(agreed.message('told:extension:1')?.preview).toContain('until Mon 23 Nov, 12:00');
    expect(buttonsOf(agreed.message('access')?.data)).toEqual(['site-access/end', 'site-access/extend']);
  });

  it('may shorten it, but not to the end that it has', () => {
    const approve = (untilTime: string) =>
      asked.afterwards.when('site-access/approve-extension', who.dsl, { ...longer, untilTime });
    expect(approve('11:30').state).toMatchObject({ until: '2026-11-23T11:30:00.000Z' });
    approve('11:00').thenRefused('not-longer');
  });

  it('declines with a reason: the end stays, and whoever asked reads why', () => {
    const declined = asked.afterwards.when('site-access/decline-extension', who.dsl, { reason: 'Another class.' });
    declined.thenHappens('ExtensionDeclined');
    expect(declined.state).toMatchObject({ status: 'open', until: '2026-11-23T11:00:00.000Z', extension: null });
    expect(textsOf(declined.message('told:extension:1')?.data)).toEqual(
      expect.arrayContaining(['Another class.', 'The site is open until Mon 23 Nov, 11:00.']),
    );
    declined.afterwards.when('site-access/extend', who.teacher, longer).thenHappens('ExtensionAsked');
  });

  it('[R127] gives their own words for the change log, which stand on the record', () => {
    const { why: _, ...wordless } = longer;
    const approve = (data: object) => asked.afterwards.when('site-access/approve-extension', who.dsl, data);
    expect(approve(wordless).outcome.kind).toBe('malformed');
    expect(approve(longer).events).toMatchObject([{ type: 'ExtensionApproved', why: 'The second half.' }]);
    const view = approve(longer).reply;
    expect(textsOf(view?.data)).toEqual(expect.arrayContaining(['Why', 'The second half.']));
  });

  it('too late is told so, and not to ask for the site themselves', () => {
    const end = '2026-11-23T11:00:00.000Z';
    const late = asked.afterwards.when('site-access/approve-extension', who.dsl, longer, end).thenRefused('time-over');
    expect(late.sentence).toBe(
      'Its time is over, so there is nothing to agree to. Whoever asked may ask for the site anew.',
    );
    const own = givenSite(open).when('site-access/extend', who.teacher, longer, end).thenRefused('time-over');
    expect(own.sentence).toBe('Its time is over. If you still need the site, ask for it anew.');
  });

  it('does not decide on their own', () => {
    const own = givenSite(aSiteRequest('open', { requester: people.deputy })).when(
      'site-access/extend',
      who.deputy,
      longer,
    );
    for (const command of ['site-access/approve-extension', 'site-access/decline-extension'] as const)
      own.afterwards.when(command, who.deputy, longer).thenRefused('own-request');
  });

  it('[R129] not in time: the access ends when it was to end', () => {
    const end = '2026-11-23T11:00:00.000Z';
    asked.afterwards.when('site-access/approve-extension', who.dsl, longer, end).thenRefused('time-over');
    const over = asked.afterwards.when('site-access/reach-end', who.clock, {}, end).thenHappens('AccessEnded');
    expect(over.message(job)?.preview).toBe('Block a site again · S-7K3Q9F');
    expect(over.message('told:extension:1')?.preview).toContain('nobody decided on the longer time');
    over.afterwards.when('site-access/approve-extension', who.dsl, longer).thenRefused('no-extension');
  });

  it('where nobody asks for more time is told that there is nothing to decide on', () => {
    givenSite(open).when('site-access/approve-extension', who.dsl, longer).thenRefused('no-extension');
  });
});

describe('where two had to agree', () => {
  const history = aSiteRequest('open', { answers: requestAnswers(forTwo), approver: people.dsl, second: people.head });
  const more = givenSite(history).when('site-access/extend', who.teacher, longer);

  it('[R129] two have to agree to more time as well', () => {
    const once = more.afterwards.when('site-access/approve-extension', who.dsl, longer).thenHappens('ExtensionAgreed');
    expect(once.state).toMatchObject({ until: '2026-11-23T11:00:00.000Z' });
    once.afterwards.when('site-access/approve-extension', who.dsl, longer).thenRefused('approved-already');
    const twice = once.afterwards
      .when('site-access/approve-extension', who.head, longer)
      .thenHappens('ExtensionApproved');
    expect(twice.state).toMatchObject({ until: '2026-11-23T12:00:00.000Z' });
  });

  it('the first of them is one of those who decide, not the head', () => {
    more.afterwards.when('site-access/approve-extension', who.head, longer).thenRefused('not-the-first');
    expect(buttonsOf(more.message(`case:${people.head}`)?.data)).not.toContain('site-access/approve-extension');
    expect(more.message(`case:${people.head}`)?.fresh).toBe(true);
  });
});
