import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { aSchool, people } from '../../support/school.ts';
import { aBlock, actor, blockReference, dueAt, givenBlock, itsConcern, someAsk } from '../../support/site-block.ts';

const job = `job:${people.networkManager}`;
const coordinators = `case:${people.coordinator}`;

describe('IT has blocked it', () => {
  const blocked = givenBlock(aBlock('reported')).when('site-block/blocked', actor.it);

  it('[R130] and everybody who waits for that is told: the reporter, the channel, the co-ordinator', () => {
    expect(blocked.events).toEqual([{ type: 'SiteBlocked' }]);
    expect(blocked.message('told:blocked')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      preview: `${blockReference}: the site is blocked.`,
    });
    expect(blocked.message('receipt')?.data).toMatchObject({ title: 'Your report is blocked' });
    expect(blocked.lines).toEqual(['The network manager has blocked the site, 14:06.']);
    for (const slot of ['case', coordinators])
      expect(blocked.message(slot)?.preview).toBe(`Unsuitable site ${blockReference} · blocked, to be reviewed`);
  });

  it('and the job is done: nothing is left to press on it', () => {
    expect(blocked.message(job)).toMatchObject({ data: { title: `Block a site · ${blockReference} · done` } });
    expect(buttonsOf(blocked.message(job)?.data)).toEqual([]);
    expect(siteBlock.deadlines(blocked.state).map(({ command }) => command)).toEqual(['site-block/remind-to-review']);
  });

  it('once: pressed again, it says when', () => {
    const again = givenBlock(blocked.history).when('site-block/blocked', actor.it);
    expect(again.thenRefused('already-done').outcome).toMatchObject({
      sentence: 'This was marked as blocked at 14:06 already.',
    });
  });
});

describe('IT cannot block it', () => {
  const reason = 'Pages of this site cannot be told apart.';
  const failed = givenBlock(aBlock('reported')).when('site-block/cannot-block', actor.it, { reason });

  it('and whoever looks at the filter is told, with the reason on the private surface alone', () => {
    expect(failed.lines).toEqual(['IT cannot block the site. Open it to read why.']);
    const line = failed.messages.find(
      ({ slot }) => slot.startsWith('line:failed') && slot.endsWith(people.coordinator),
    );
    expect(line?.preview).toBe(`${blockReference}: IT cannot block the site. Open it to read why.`);
    expect(JSON.stringify(failed.messages)).not.toContain(reason);
    const opened = givenBlock(failed.history).when('site-block/open', actor.coordinator);
    expect(textsOf(opened.reply?.data)).toContain(reason);
    expect(opened.reply?.data.title).toBe(`Unsuitable site ${blockReference} · IT cannot block it`);
  });

  it('and is asked for further, and may block it later all the same', () => {
    expect(failed.state.status).toBe('reported');
    expect(dueAt(failed.state, 'site-block/remind-to-block')).toBe('2026-11-23T14:20:00.000Z');
    expect(buttonsOf(failed.message(job)?.data)).toEqual(['site-block/blocked', 'site-block/cannot-block']);
    expect(givenBlock(failed.history).when('site-block/blocked', actor.it).state.status).toBe('blocked');
  });

  it('and whoever reported it hears nothing that is not so', () => {
    expect(failed.slots).not.toContain('told:blocked');
    expect(failed.message('receipt')?.data).toMatchObject({ title: 'Received' });
  });
});

describe('the review of the filter', () => {
  const review = (outcome: string) => ({ outcome, finding: 'It was too new for the list.' });

  it.each(['keep', 'filter-changed'])('[R130] that says %s closes what is blocked', (outcome) => {
    const reviewed = givenBlock(aBlock('blocked')).when('site-block/review', actor.coordinator, review(outcome));
    expect(reviewed.state.status).toBe('closed');
    expect(reviewed.lines).toEqual(['The online-safety co-ordinator has reviewed the filter, 14:07.']);
    expect(reviewed.events).toEqual([{ type: 'FilterReviewed', ...review(outcome), jobDue: null }]);
    expect(siteBlock.deadlines(reviewed.state)).toEqual([]);
  });

  it('[R130] may come before IT has blocked it, and the block then closes it', () => {
    const reviewed = givenBlock(aBlock('reported')).when('site-block/review', actor.dsl, review('keep'));
    expect(reviewed.state.status).toBe('reported');
    expect(dueAt(reviewed.state, 'site-block/remind-to-review')).toBeUndefined();
    expect(buttonsOf(reviewed.message('case')?.data)).toEqual(['site-block/open']);
    expect(givenBlock(reviewed.history).when('site-block/blocked', actor.it).state.status).toBe('closed');
  });

  it('may be another as long as it is not blocked, so that one that cannot be blocked comes to an end', () => {
    const kept = givenBlock(aBlock('reported')).when('site-block/review', actor.dsl, review('keep'));
    const failed = givenBlock(kept.history).when('site-block/cannot-block', actor.it);
    const given = givenBlock(failed.history).when('site-block/review', actor.dsl, review('not-needed'));
    expect(given.state.status).toBe('lifting');
  });

  it('is recorded once for what is blocked', () => {
    givenBlock(aBlock('closed')).when('site-block/review', actor.coordinator).thenRefused('already-reviewed');
    givenBlock(aBlock('lifting')).when('site-block/review', actor.coordinator).thenRefused('already-reviewed');
  });

  it.each([
    ['reported', 'blocked or not'],
    ['blocked', 'blocked'],
  ] as const)('that finds it not needed is a job for IT, where it is %s', (status, _said) => {
    const reviewed = givenBlock(aBlock(status)).when('site-block/review', actor.coordinator, review('not-needed'));
    expect(reviewed.state.status).toBe('lifting');
    expect(reviewed.message(job)).toMatchObject({
      fresh: true,
      preview: `Take a block off · ${blockReference}`,
      data: { buttons: [{ label: 'Done', press: { do: 'site-block/lifted' }, primary: true }] },
    });
    expect(dueAt(reviewed.state, 'site-block/remind-to-block')).toBeDefined();
    expect(dueAt(reviewed.state, 'site-block/morning')).toBeUndefined();
    const lifted = givenBlock(reviewed.history).when('site-block/lifted', actor.it);
    expect(lifted.state.status).toBe('closed');
    expect(lifted.lines).toEqual([expect.stringMatching(/^The network manager has taken the block off, /)]);
    expect(lifted.message('receipt')?.data.lines).toContain('It was looked at, and need not be blocked.');
  });

  it('is not for IT, and blocking is not for whoever looks at the filter', () => {
    givenBlock(aBlock('reported')).when('site-block/review', actor.it).thenRefused('not-yours');
    givenBlock(aBlock('reported')).when('site-block/blocked', actor.dsl).thenRefused('not-yours');
  });

  it('refuses IT in words what does not fit any more', () => {
    const lifting = givenBlock(aBlock('lifting'));
    expect(lifting.when('site-block/blocked', actor.it).outcome).toMatchObject({ code: 'not-needed' });
    expect(givenBlock(aBlock('blocked')).when('site-block/lifted', actor.it).outcome).toMatchObject({
      code: 'not-to-lift',
    });
  });
});

describe('a site that a concern asked for', () => {
  const asked = givenBlock().when('site-block/ask', theClock);

  it('[R130, R131] is the same job for IT as any other, and has no receipt', () => {
    expect(asked.slots).toEqual([coordinators, `case:${people.dsl}`, `case:${people.deputy}`, job]);
    expect(asked.message(job)?.data.title).toBe(`Block a site · ${blockReference}`);
    expect(asked.reply).toBeUndefined();
    expect(siteBlock.findableBy(asked.state)).toEqual(['site:unsuitable.example']);
  });

  it.each([
    ['site-block/blocked', 'reported', 'blocked'],
    ['site-block/cannot-block', 'reported', 'cannot'],
    ['site-block/lifted', 'lifting', 'lifted'],
  ] as const)('tells the concern by %s what came of it', (command, status, outcome) => {
    const told = givenBlock(aBlock(status, { ask: {} })).when(command, actor.it);
    expect(told.relays).toEqual([
      {
        slot: expect.stringMatching(/^relay:concern:/),
        type: 'concern/site-blocked',
        reference: itsConcern,
        data: { number: 1, outcome, record: blockReference },
      },
    ]);
  });

  it('tells no concern where it came from none, nor of a review', () => {
    expect(givenBlock(aBlock('reported')).when('site-block/blocked', actor.it).relays).toEqual([]);
    const reviewed = givenBlock(aBlock('blocked', { ask: {} })).when('site-block/review', actor.coordinator);
    expect(reviewed.relays).toEqual([]);
  });

  it('says to nobody which concern, nor who asked', () => {
    const seen: unknown[] = [asked.messages];
    let history = asked.history;
    for (const [command, by] of [
      ['site-block/open', actor.coordinator],
      ['site-block/open', actor.it],
      ['site-block/open', actor.governor],
      ['site-block/cannot-block', actor.it],
      ['site-block/blocked', actor.it],
      ['site-block/review', actor.dsl],
      ['site-block/open', actor.dsl],
    ] as const) {
      const made = givenBlock(history).when(command, by);
      expect(made.outcome.kind).toBe('decision');
      seen.push(made.messages, made.reply);
      history = made.history;
    }
    expect(JSON.stringify(seen)).not.toContain(itsConcern);
    expect(JSON.stringify(seen)).not.toContain('Rahimi asked');
    const opened = givenBlock(asked.history).when('site-block/open', actor.coordinator);
    expect(textsOf(opened.reply?.data)).toContain('Asked by those who handle a concern, today 14:05.');
  });

  it('asked for twice is one, with one job', () => {
    const again = givenBlock(asked.history).when('site-block/ask', theClock);
    expect([again.events, again.messages, again.relays]).toEqual([[], [], []]);
  });

  it('is not mistaken for that of another concern', () => {
    const other = { ...someAsk(), concern: 'C-ZZZZZZ', without: [people.coordinator] };
    givenBlock(asked.history).when('site-block/ask', theClock, other).thenRefused('not-this-one');
    givenBlock(aBlock('reported')).when('site-block/ask', theClock, other).thenRefused('not-this-one');
  });

  it('cannot be asked for by a person', () => {
    givenBlock().when('site-block/ask', actor.dsl).thenRefused('not-yours');
  });
});

describe('a record that is opened', () => {
  it('[R198] is on the record with each page, and put away again', () => {
    const opened = givenBlock(aBlock('reported')).when('site-block/open', actor.coordinator);
    expect(opened.events).toEqual([{ type: 'SiteBlockOpened', page: 1 }]);
    expect(opened.reply?.fades?.data.lines).toEqual([
      `The report ${blockReference} was shown here and has been put away.`,
    ]);
    const away = givenBlock(opened.history).when('site-block/put-away', actor.coordinator);
    expect(away.reply).toMatchObject({ slot: `view:${people.coordinator}`, card: 'notice' });
  });

  it('shows whoever looks at the filter all of it', () => {
    const opened = givenBlock(aBlock('closed')).when('site-block/open', actor.dsl);
    const text = textsOf(opened.reply?.data).join('\n');
    for (const said of [
      'unsuitable.example/fights?clip=7',
      'Reported by Amara Osei, today 14:05.',
      'Class or room: 9B, library',
      'It came up under a search for history.',
      'Ifeoma Brandt blocked it',
      'It was not in any list yet.',
    ])
      expect(text).toContain(said);
  });

  it('shows IT the address and its job, and nothing of why', () => {
    const opened = givenBlock(aBlock('reported')).when('site-block/open', actor.it);
    const text = textsOf(opened.reply?.data).join('\n');
    expect(text).toContain('unsuitable.example/fights?clip=7');
    for (const said of ['Osei', 'accident', 'Violent', '9B', 'history']) expect(text).not.toContain(said);
    expect(buttonsOf(opened.reply?.data)).toEqual([
      'site-block/blocked',
      'site-block/cannot-block',
      'site-block/put-away',
    ]);
  });

  it('shows whoever reported it their own report and where it stands, and nothing of what others wrote', () => {
    const opened = givenBlock(aBlock('closed')).when('site-block/open', actor.teacher);
    const text = textsOf(opened.reply?.data).join('\n');
    expect(text).toContain('It came up under a search for history.');
    expect(text).toContain('Blocked Mon 23 Nov, 14:06. The filter was looked at.');
    for (const said of ['It was not in any list yet.', 'Brandt', 'Tanaka']) expect(text).not.toContain(said);
  });

  it('[R132] shows the online-safety governor the entry of the log, and nothing that anybody wrote', () => {
    const opened = givenBlock(aBlock('closed')).when('site-block/open', actor.governor);
    const text = textsOf(opened.reply?.data).join('\n');
    expect(text).toContain('Why: Violent · It came up by accident');
    for (const said of ['history', '9B', 'It was not in any list yet.']) expect(text).not.toContain(said);
  });

  it('is shown a page at a time where much was written', () => {
    const long = { reason: 'word '.repeat(399) };
    const followedBy = Array.from({ length: 6 }, () => ['site-block/cannot-block', actor.it, long] as const);
    const history = aBlock('reported', { followedBy });
    const first = givenBlock(history).when('site-block/open', actor.dsl, { page: '1' });
    const last = givenBlock(history).when('site-block/open', actor.dsl, { page: '500' });
    expect(first.reply?.data.page).toMatch(/^Page 1 of [3-9]$/);
    expect(last.reply?.data.turns).toHaveLength(1);
  });
});

describe('a command that comes again', () => {
  const of = { at: '2026-11-23T15:00:00.000Z', school: aSchool(), reference: blockReference };

  it('shows the receipt, or that the record can be opened; others nothing', () => {
    const made = givenBlock(aBlock('blocked')).when('site-block/open', actor.dsl);
    const again = (type: string, by: (typeof actor)[keyof typeof actor]) =>
      siteBlock.again(made.state, { type, data: {} }, { ...of, by });
    expect(again('site-block/report', actor.teacher)).toMatchObject({ slot: 'receipt' });
    expect(again('site-block/report', actor.dsl)).toBeUndefined();
    expect(again('site-block/open', actor.it)).toMatchObject({ card: 'case-file' });
    expect(again('site-block/blocked', actor.it)).toMatchObject({ card: 'notice' });
  });
});
