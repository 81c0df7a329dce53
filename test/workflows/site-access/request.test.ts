import { describe, expect, it } from 'vitest';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { textsOf } from '../../support/concern.ts';
import { aPerson, aSchool, aSchoolFile, aSchoolWhere, people } from '../../support/school.ts';
import {
  forTwo,
  givenSite,
  mondayMorning,
  requestAnswers,
  siteReference,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const request = (overrides: Parameters<typeof requestAnswers>[0] = {}, school = aSchool()) =>
  givenSite([], school).when('site-access/request', who.teacher, requestAnswers(overrides));

describe('a member of staff asks for a blocked site', () => {
  it('[R125] with the address, the purpose, the class and the period, all of which are kept', () => {
    const { events } = request();
    expect(events).toEqual([
      {
        type: 'SiteRequested',
        site: { host: 'history.example', path: '/trenches', domain: 'history.example', otherForm: '', marks: [] },
        kind: 'education',
        period: 'lesson',
        use: 'look',
        from: '2026-11-23T10:00:00.000Z',
        until: '2026-11-23T11:00:00.000Z',
        purpose: 'Letters that soldiers wrote.',
        group: '9B',
        supervisor: people.teacher,
        ruling: expect.objectContaining({ opening: 'one-approval', category: 'education' }),
        remindAt: '2026-11-23T09:32:30.000Z',
      },
    ]);
  });

  it('has a receipt that says exactly what was asked for, and where it is', () => {
    const { reply } = request();
    expect(reply).toMatchObject({ slot: 'receipt', card: 'receipt', preview: 'S-7K3Q9F: waiting' });
    expect(reply?.data.reference).toBe(siteReference);
    expect(reply?.data.lines).toEqual([
      'history.example/trenches, Mon 23 Nov, 10:00 to 11:00.',
      'It is with the online-safety co-ordinator and the safeguarding team. You will be told what is decided.',
      'To withdraw it, write "safeguarding" here and open it.',
    ]);
  });

  it('[R126] comes to the safeguarding channel, and to the co-ordinator who is not in it', () => {
    const { messages } = request();
    expect(messages.map(({ slot }) => slot)).toEqual(['case', `case:${people.coordinator}`]);
    expect(messages[0]).toMatchObject({ to: { kind: 'channel', channel: 'safeguarding' }, card: 'case' });
    expect(messages[0]?.data).toMatchObject({
      title: 'Site request S-7K3Q9F · waiting',
      attention: false,
      facts: [
        { label: 'Site', value: 'history.example (one page of it)' },
        { label: 'When', value: 'Mon 23 Nov, 10:00 to 11:00' },
        { label: 'With', value: 'nobody yet' },
      ],
    });
    expect(messages[1]).toMatchObject({ to: { kind: 'person', person: people.coordinator }, card: 'case' });
  });

  it('calls somebody only for a lesson of this school day', () => {
    expect(request().message('case')?.mentions).toEqual([people.dsl, people.deputy]);
    expect(request({ date: '2026-11-24' }).message('case')?.mentions).toEqual([]);
    const day = { period: 'day', from: undefined, until: undefined };
    expect(request(day).message('case')?.mentions).toEqual([]);
  });

  it('does not come to whoever asked, where they decide on others', () => {
    const own = givenSite().when(
      'site-access/request',
      who.coordinator,
      requestAnswers({ supervisor: people.coordinator }),
    );
    expect(own.messages.map(({ slot }) => slot)).toEqual(['case']);
  });

  it('is for the whole site where that is asked for', () => {
    expect(request({ scope: 'site' }).events[0]).toMatchObject({ site: { host: 'history.example', path: '' } });
    expect(request({ scope: undefined }).events[0]).toMatchObject({ site: { path: '/trenches' } });
    expect(request({ scope: 'site' }).message('case')?.data).toMatchObject({
      facts: [{ value: 'history.example' }, {}, {}],
    });
  });

  it('[R129] may be for a time of study', () => {
    const { events } = givenSite().when('site-access/request', who.teacher, studyAnswers());
    expect(events[0]).toMatchObject({ from: '2026-11-23T09:05:00.000Z', until: '2026-12-04T16:00:00.000Z' });
  });

  it.each([
    ['a short link', { address: 'https://bit.ly/abc' }, 'address'],
    ['a top-level domain', { address: 'co.uk' }, 'address'],
    ['an IP address', { address: 'http://192.0.2.1/' }, 'address'],
    ['the whole of a search engine', { address: 'google.com/maps/place/oakfield', scope: 'site' }, 'address'],
    ['two addresses', { address: 'https://one.example https://two.example' }, 'address'],
    ['a time that is over', { from: '08:00', until: '09:00' }, 'period-past'],
    ['an end before the beginning', { from: '12:00', until: '11:00' }, 'ends-before-it-begins'],
    ['a day on which the school is closed', { date: '2026-11-27' }, 'not-a-school-day'],
    ['a lesson at night', { date: '2026-11-24', from: '22:00', until: '23:00' }, 'not-a-school-time'],
    ['a day in a year', { date: '2027-03-24' }, 'too-far-ahead'],
    ['somebody who has left as supervisor', { supervisor: 'nobody@elsewhere.example' }, 'no-such-person'],
    ['half a name as supervisor', { supervisor: 'Amara' }, 'no-such-person'],
  ])('[R125] is refused with words for %s, and nothing happens', (_what, overrides, code) => {
    const refused = request(overrides).thenRefused(code);
    expect(refused.events).toEqual([]);
    expect(refused.sentence.length).toBeGreaterThan(20);
  });

  it('[R140] takes whoever supervises by their name, too', () => {
    for (const supervisor of ['Callum Farrow', 'callum  farrow', 'C.Farrow@oakfield.example'])
      expect(request({ supervisor }).events[0]).toMatchObject({ supervisor: people.otherTeacher });
    const twice = [...aSchoolFile().people, aPerson('c.farrow2@oakfield.example', 'Callum Farrow', 'Technician', 40)];
    const refused = request({ supervisor: 'Callum Farrow' }, aSchool({ people: twice })).thenRefused('several-people');
    expect(refused.sentence).toContain('email address');
  });

  it('says until when a time of study may last that is too long', () => {
    const refused = givenSite().when('site-access/request', who.teacher, studyAnswers({ untilDate: '2027-02-01' }));
    refused.thenRefused('period-too-long');
    expect(refused.sentence).toContain('42 days');
    expect(refused.sentence).toContain('Mon 4 Jan, 09:05');
  });

  it.each([
    ['no purpose', { purpose: undefined }],
    ['a purpose that is too long', { purpose: 'a'.repeat(501) }],
    ['no class', { group: ' ' }],
    ['no supervisor', { supervisor: undefined }],
    ['a lesson without an end', { until: undefined }],
    ['a category that is none', { category: 'anything' }],
    ['[R139] nobody having looked at the site', { checked: undefined }],
    ['[R139] not having looked at the site', { checked: 'no' }],
  ])('is not taken with %s', (_what, overrides) => {
    expect(request(overrides).outcome.kind).toBe('malformed');
  });

  it('[R139] is taken with the one answer that there is, as a chat sends it', () => {
    for (const checked of ['yes', ['yes']]) expect(request({ checked }).outcome.kind).toBe('decision');
  });

  it('is refused where nobody but whoever asks could decide', () => {
    const all = [people.teacher];
    const school = aSchoolWhere({ dsl: all, 'deputy-dsl': all, 'online-safety-coordinator': all });
    const { roles } = school;
    for (const role of ['dsl', 'deputy-dsl', 'online-safety-coordinator'] as const)
      roles[role].delegate = people.teacher;
    request({}, school).thenRefused('nobody-to-decide');
  });

  it('is found by who asked and by the site, with the name below which it is', () => {
    const { state } = request({ address: 'https://maps.history.example/a' });
    expect(siteAccess.findableBy(state)).toEqual([
      `requester:${people.teacher}`,
      'site:maps.history.example',
      'site:history.example',
    ]);
  });
});

describe('the rules', () => {
  it.each(['gambling', 'adult', 'filter-bypass', 'unlawful'])(
    '[R126] refuse %s at once: nobody can agree to it',
    (category) => {
      const refused = request({ category }).thenHappens('SiteRequested', 'SiteRefused');
      expect(refused.state.status).toBe('refused');
      expect(siteAccess.deadlines(refused.state)).toEqual([]);
      refused.afterwards
        .when('site-access/approve', who.dsl, { untilDate: '2026-11-23', untilTime: '11:00', why: 'x' })
        .thenRefused('not-waiting');
    },
  );

  it('say why in plain words, and who was told', () => {
    const { reply, messages } = request({ category: 'gambling' });
    expect(reply?.data).toMatchObject({ title: 'This site cannot be opened' });
    const told = textsOf(reply?.data).join(' ');
    expect(told).toMatch(/Gambling is not allowed on the school network\..*The safeguarding team is being told/);
    expect(told).not.toMatch(/section|00[03]/);
    expect(messages.map(({ slot }) => slot)).toEqual(['case']);
    expect(messages[0]?.preview).toBe('Site request S-7K3Q9F · refused by rule');
    expect(messages[0]?.mentions).toEqual([]);
  });

  it('know a site whatever it is called', () => {
    expect(request({ address: 'https://www.instagram.com/', category: 'education' }).events[0]).toMatchObject({
      kind: 'education',
      ruling: { opening: 'two-approvals', category: 'social-media' },
    });
  });

  it('[R140] want two to agree where pupils write, with a named member of staff', () => {
    const { events } = request({ use: 'write', supervisor: people.otherTeacher });
    expect(events[0]).toMatchObject({
      use: 'write',
      supervisor: people.otherTeacher,
      ruling: { opening: 'two-approvals', rule: { id: 'pupils-write', source: '000 section 3.6.4' } },
    });
  });

  it('may be the school’s own, with who decided it and why', () => {
    const rule = { author: people.head, reason: 'Agreed with the governors.', date: '2026-09-01' };
    const school = aSchool({
      sites: {
        rules: [
          { site: 'history.example', opening: 'never', ...rule },
          { site: 'social.example', opening: 'one-approval', ...rule },
        ],
      },
    });
    const refused = request({}, school);
    expect(refused.state).toMatchObject({ status: 'refused', file: { ruling: { bySchool: rule } } });
    expect(textsOf(refused.reply?.data).join(' ')).toContain('Agreed with the governors.');
    expect(request(forTwo, school).events[0]).toMatchObject({ ruling: { opening: 'one-approval', bySchool: rule } });
  });
});

describe('a request that comes a second time', () => {
  it('shows its receipt again', () => {
    const { state } = request();
    const ask = { type: 'site-access/request', data: requestAnswers() };
    const context = { at: mondayMorning, by: who.teacher, school: aSchool(), reference: siteReference };
    expect(siteAccess.again(state, ask, context)).toMatchObject({ slot: 'receipt' });
    expect(siteAccess.again(state, ask, { ...context, by: who.otherTeacher })).toBeUndefined();
  });
});
