import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { aSchool, people } from '../../support/school.ts';
import { aSiteRequest, forTwo, givenSite, requestAnswers, studyAnswers, who } from '../../support/site-access.ts';

const until11 = { untilDate: '2026-11-23', untilTime: '11:00', why: 'Letters from the trenches.' };
const asked = aSiteRequest('asked');
const askedForTwo = aSiteRequest('asked', { answers: requestAnswers(forTwo) });

describe('somebody agrees', () => {
  it('[R126] and IT gets the job, with its times and without the reason', () => {
    const approved = givenSite(asked).when('site-access/approve', who.coordinator, until11).thenHappens('SiteApproved');
    const job = approved.message(`job:${people.networkManager}`);
    expect(job).toMatchObject({ to: { kind: 'person', person: people.networkManager }, card: 'case' });
    expect(job?.data).toMatchObject({
      title: 'Open a site · S-7K3Q9F',
      attention: false,
      facts: [
        { label: 'Site', value: 'history.example/trenches' },
        { label: 'From', value: 'Mon 23 Nov, 10:00' },
        { label: 'Until', value: 'Mon 23 Nov, 11:00' },
      ],
    });
    expect(buttonsOf(job?.data)).toEqual(['site-access/opened', 'site-access/cannot-open']);
  });

  it('[R127] with the reason that stands in the change log, and whoever asked is told', () => {
    const approved = givenSite(asked).when('site-access/approve', who.dsl, until11);
    expect(approved.state).toMatchObject({ status: 'approved', why: until11.why, until: '2026-11-23T11:00:00.000Z' });
    expect(approved.lines).toEqual([
      'Approved by the Designated Safeguarding Lead, 09:06. Until Mon 23 Nov, 11:00. It is with the network manager to open.',
    ]);
    expect(approved.message('access')?.to).toEqual({ kind: 'person', person: people.teacher });
    expect(approved.message('receipt')?.data).toMatchObject({ title: 'Agreed to' });
  });

  it('sees the request as it is then, in the same place', () => {
    const { reply } = givenSite(asked).when('site-access/approve', who.dsl, until11);
    expect(reply).toMatchObject({ slot: `view:${people.dsl}`, card: 'case-file' });
    expect(textsOf(reply?.data)).toContain('Today 09:06 · Naila Rahimi approved this');
  });

  it('[R129] for a shorter time, or a longer one up to the school’s longest', () => {
    const approve = (untilDate: string, untilTime: string) =>
      givenSite(asked).when('site-access/approve', who.dsl, { ...until11, untilDate, untilTime });
    expect(approve('2026-11-23', '10:30').state).toMatchObject({ until: '2026-11-23T10:30:00.000Z' });
    expect(approve('2027-01-04', '10:00').state).toMatchObject({ until: '2027-01-04T10:00:00.000Z' });
    const tooLong = approve('2027-01-04', '10:01').thenRefused('end-too-late');
    expect(tooLong.sentence).toContain('Mon 4 Jan, 10:00');
    approve('2026-11-23', '10:00').thenRefused('end-too-early');
    approve('2026-11-23', '09:00').thenRefused('end-too-early');
    approve('2026-11-22', '11:00').thenRefused('end-too-early');
  });

  it('not once the time that was asked for is over', () => {
    const late = '2026-11-23T11:00:00.000Z';
    givenSite(asked)
      .when('site-access/approve', who.dsl, { ...until11, untilTime: '15:00' }, late)
      .thenRefused('time-over');
  });

  it('not where the rule has changed to never meanwhile', () => {
    const rule = { opening: 'never', author: people.head, reason: 'A new decision.', date: '2026-11-23' } as const;
    const school = aSchool({ sites: { rules: [{ site: 'history.example', ...rule }] } });
    const refused = givenSite(asked, school).when('site-access/approve', who.dsl, until11).thenRefused('never');
    expect(refused.sentence).toContain('rule has changed');
  });

  it('is not taken without an end or without a reason', () => {
    const { untilDate, untilTime, why } = until11;
    for (const data of [{ why }, { untilDate, why }, { untilDate, untilTime }, { ...until11, why: ' ' }])
      expect(givenSite(asked).when('site-access/approve', who.dsl, data).outcome.kind).toBe('malformed');
  });

  it('once: whoever is second is told that it is done', () => {
    const approved = givenSite(asked).when('site-access/approve', who.dsl, until11);
    const again = approved.afterwards.when('site-access/approve', who.coordinator, until11).thenRefused('not-waiting');
    expect(again.sentence).toContain('with IT');
  });

  it('[R126] nobody to what they asked for themselves', () => {
    for (const requester of [people.dsl, people.coordinator, people.deputy]) {
      const own = aSiteRequest('asked', { requester });
      givenSite(own).when('site-access/approve', actorOf(requester), until11).thenRefused('own-request');
      givenSite(own).when('site-access/decline', actorOf(requester), { reason: 'x' }).thenRefused('own-request');
    }
  });
});

describe('where two have to agree', () => {
  const once = givenSite(askedForTwo).when('site-access/approve', who.coordinator, until11);

  it('[R126] one is not enough: IT hears nothing, and the head is asked as well', () => {
    once.thenHappens('SiteAgreed');
    expect(once.state.status).toBe('asked');
    expect(once.messages.some(({ slot }) => slot.startsWith('job:'))).toBe(false);
    expect(once.message(`case:${people.head}`)).toMatchObject({ fresh: true });
    expect(buttonsOf(once.message(`case:${people.head}`)?.data)).toContain('site-access/approve');
    expect(once.lines).toEqual([
      'Agreed to by the online-safety co-ordinator, 09:06. A second person has to agree as well.',
    ]);
    expect(givenSite(askedForTwo).state).toMatchObject({ status: 'asked' });
  });

  it('the head hears nothing before that, and may not be the first', () => {
    givenSite(askedForTwo).when('site-access/approve', who.head, until11).thenRefused('not-your-part');
    expect(
      givenSite().when('site-access/request', who.teacher, requestAnswers(forTwo)).message(`case:${people.head}`),
    ).toBeUndefined();
  });

  it('[R126] the same person cannot be both', () => {
    once.afterwards.when('site-access/approve', who.coordinator, until11).thenRefused('approved-already');
    expect(buttonsOf(once.message(`case:${people.coordinator}`)?.data)).not.toContain('site-access/approve');
  });

  it.each([
    ['the head', who.head],
    ['the DSL', who.dsl],
    ['a deputy', who.deputy],
  ])('%s may be the second, whose end and reason count', (_who, second) => {
    const twice = once.afterwards.when('site-access/approve', second, {
      ...until11,
      untilTime: '10:30',
      why: 'For one lesson.',
    });
    twice.thenHappens('SiteApproved');
    expect(twice.state).toMatchObject({
      status: 'approved',
      until: '2026-11-23T10:30:00.000Z',
      why: 'For one lesson.',
    });
    expect(twice.message(`case:${people.head}`)?.preview).toBe('Site request S-7K3Q9F · with IT');
    expect(twice.message(`job:${people.networkManager}`)).toBeDefined();
  });

  it('not whoever asked, also where that is the head', () => {
    const own = aSiteRequest('asked', { answers: requestAnswers(forTwo), requester: people.head });
    const first = givenSite(own).when('site-access/approve', who.dsl, until11);
    first.afterwards.when('site-access/approve', who.head, until11).thenRefused('own-request');
    expect(first.message(`case:${people.head}`)).toBeUndefined();
  });

  it('goes by the rules as they are when somebody agrees', () => {
    const rule = { author: people.head, reason: 'A new decision.', date: '2026-11-23' };
    const stricter = aSchool({ sites: { rules: [{ site: 'history.example', opening: 'two-approvals', ...rule }] } });
    givenSite(asked, stricter).when('site-access/approve', who.dsl, until11).thenHappens('SiteAgreed');
    const milder = aSchool({ sites: { rules: [{ site: 'social.example', opening: 'one-approval', ...rule }] } });
    givenSite(askedForTwo, milder).when('site-access/approve', who.dsl, until11).thenHappens('SiteApproved');
  });

  it('either may still decline', () => {
    const reason = { reason: 'On second thoughts no.' };
    once.afterwards.when('site-access/decline', who.coordinator, reason).thenHappens('SiteDeclined');
    once.afterwards.when('site-access/decline', who.head, reason).thenHappens('SiteDeclined');
  });
});

describe('somebody declines', () => {
  it('[R126] with a reason, which whoever asked reads', () => {
    const declined = givenSite(asked).when('site-access/decline', who.deputy, { reason: 'There is a better page.' });
    declined.thenHappens('SiteDeclined');
    expect(declined.lines).toEqual(['Declined by the deputy DSL, 09:06.']);
    expect(declined.message('told:declined')?.data).toMatchObject({ lines: ['There is a better page.'] });
    expect(declined.message('told:declined')?.preview).not.toContain('better page');
    expect(declined.message('receipt')?.data).toMatchObject({ title: 'Declined' });
  });

  it('is not taken without a reason', () => {
    expect(givenSite(asked).when('site-access/decline', who.dsl, {}).outcome.kind).toBe('malformed');
  });
});

describe('somebody asks before they decide', () => {
  const question = givenSite(asked).when('site-access/ask', who.dsl, { text: 'Which page exactly?' });

  it('[R126] and whoever asked for the site answers', () => {
    question.thenHappens('SiteQuestionAsked');
    expect(question.message('question:1')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      preview: 'A question about S-7K3Q9F',
      data: { lines: ['Which page exactly?'] },
    });
    const answered = question.afterwards.when('site-access/answer', who.teacher, { number: '1', text: 'The second.' });
    answered.thenHappens('SiteQuestionAnswered');
    expect(answered.lines).toEqual(['The answer to a question has come, 09:07. Open it to read it.']);
    expect(
      answered.messages.some(({ slot }) => slot.endsWith(`:${people.coordinator}`) && slot.startsWith('line:')),
    ).toBe(true);
    const opened = answered.afterwards.when('site-access/open', who.coordinator);
    expect(textsOf(opened.reply?.data)).toEqual(expect.arrayContaining(['Which page exactly?', 'The second.']));
  });

  it('nobody else can answer, and nobody twice', () => {
    const answer = { number: '1', text: 'The second.' };
    question.afterwards.when('site-access/answer', who.otherTeacher, answer).thenRefused('not-yours');
    const answered = question.afterwards.when('site-access/answer', who.teacher, answer);
    answered.afterwards.when('site-access/answer', who.teacher, answer).thenRefused('already-answered');
    answered.afterwards
      .when('site-access/answer', who.teacher, { ...answer, number: '2' })
      .thenRefused('no-such-question');
  });

  it('may be read again by whoever it is for', () => {
    const shown = question.afterwards.when('site-access/question', who.teacher, { number: '1' });
    expect(textsOf(shown.reply?.data)).toContain('Which page exactly?');
    question.afterwards.when('site-access/question', who.teacher, { number: '9' }).thenRefused('no-such-question');
  });
});

describe('a request that somebody opens who decides', () => {
  const forged = (word: string) => `${word}\nLooked at beforehand by whoever asks: no\nOne has to agree.`;
  const answers = requestAnswers({ ...forTwo, purpose: forged('purpose'), group: forged('group') });
  const blocksOf = (history: typeof asked) => {
    const blocks = givenSite(history).when('site-access/open', who.coordinator).reply?.data.blocks;
    return blocks as readonly { readonly heading: string; readonly text: string }[];
  };

  it('has each text that somebody wrote alone under a heading, so that it passes for nothing else', () => {
    const until = { untilDate: '2026-11-23', untilTime: '11:00' };
    const once = givenSite(aSiteRequest('asked', { answers }))
      .when('site-access/ask', who.dsl, { text: forged('question') })
      .afterwards.when('site-access/answer', who.teacher, { number: '1', text: forged('answer') })
      .afterwards.when('site-access/approve', who.dsl, { ...until, why: forged('why') })
      .afterwards.when('site-access/decline', who.head, { reason: forged('reason') });
    const blocks = blocksOf(once.history);
    for (const word of ['purpose', 'group', 'question', 'answer', 'why', 'reason'])
      expect(blocks.filter(({ text }) => text.startsWith(`${word}\n`)).map(({ text }) => text)).toEqual([forged(word)]);
    const others = blocks.filter(({ text }) => !text.includes('whoever asks: no'));
    expect(others.map(({ text }) => text).join()).toContain('Looked at beforehand by whoever asks: yes');
    expect(blocks).toHaveLength(others.length + 6);
  });

  it('says the rule in plain words, and where it stands below that', () => {
    const rule = blocksOf(aSiteRequest('asked', { answers })).find(({ heading }) => heading === 'The rule');
    expect(rule?.text.split('\n')).toEqual([
      expect.stringMatching(/^Two have to agree\. Pupils do not use their own social media at school\./),
      'Source: model policy 000, section 3.6.4; model policy 003, section 3.24',
    ]);
  });
});

describe('whoever asked', () => {
  it('may withdraw it while nobody has decided', () => {
    const withdrawn = givenSite(asked).when('site-access/withdraw', who.teacher).thenHappens('SiteWithdrawn');
    expect(withdrawn.message(`case:${people.coordinator}`)?.preview).toBe('Site request S-7K3Q9F · withdrawn');
    givenSite(aSiteRequest('approved')).when('site-access/withdraw', who.teacher).thenRefused('not-waiting');
  });

  it('may open their own request and sees what they asked for, and not what others said of it', () => {
    const own = givenSite(aSiteRequest('declined')).when('site-access/open', who.teacher);
    own.thenHappens('SiteFileOpened');
    const texts = textsOf(own.reply?.data).join('\n');
    expect(texts).toContain('history.example/trenches');
    expect(texts).toContain('Why: There is a better one.');
    expect(texts).not.toContain('Naila Rahimi');
  });

  it('may have asked for weeks of study', () => {
    const history = aSiteRequest('open', {
      answers: studyAnswers(),
      until: { untilDate: '2026-12-04', untilTime: '16:00' },
    });
    expect(givenSite(history).state).toMatchObject({ until: '2026-12-04T16:00:00.000Z' });
  });
});
