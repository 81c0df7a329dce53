import { describe, expect, it } from 'vitest';
import type { Sought } from '../../../src/domain/decider.ts';
import { filteringLogSearch } from '../../../src/domain/log-search.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import type { BlockState } from '../../../src/workflows/site-block/state.ts';
import { aSchool, people, stranger } from '../../support/school.ts';
import { aBlock, actor, blockAfter, blockReference, everyBlockStatus, givenBlock } from '../../support/site-block.ts';

const school = aSchool();
const now = '2026-11-23T16:05:00.000Z';

function list(id: string) {
  const found = siteBlock.lists.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no list ${id}`);
  return found;
}

const row = (id: string, state: BlockState, person: PersonId, sought?: Sought) =>
  list(id).row(state, { reference: blockReference, person, school, now, ...(sought === undefined ? {} : { sought }) });

const isFor = (id: string) =>
  Object.entries(people)
    .filter(([, person]) => list(id).isFor(person, school))
    .map(([name]) => name);

describe('the filters that wait', () => {
  it('are for those who look at them', () => {
    expect(isFor('filtering-waiting')).toEqual(['dsl', 'deputy', 'coordinator']);
    expect(list('filtering-waiting').isFor(stranger, school)).toBe(false);
  });

  it('stand there until they were looked at', () => {
    expect(row('filtering-waiting', blockAfter(aBlock('blocked')), people.coordinator)).toEqual({
      rank: 1,
      since: '2026-11-23T14:05:00.000Z',
      title: `${blockReference} · review the filter`,
      detail: 'unsuitable.example (one page of it) · Violent · It came up by accident · 2 hours',
      press: { label: 'Open', command: 'site-block/open' },
    });
    const reviewed = givenBlock(aBlock('reported')).when('site-block/review', actor.dsl);
    expect(row('filtering-waiting', reviewed.state, people.dsl)).toBeUndefined();
    expect(row('filtering-waiting', blockAfter(aBlock('reported')), people.head)).toBeUndefined();
    expect(list('filtering-waiting').statuses).toEqual(['reported', 'blocked']);
  });
});

describe('the jobs for IT', () => {
  it('are for IT, and for who stands in for them', () => {
    expect(isFor('it-jobs')).toEqual(['networkManager', 'coordinator']);
  });

  it('are what is to be blocked first, and what is to come off', () => {
    expect(row('it-jobs', blockAfter(aBlock('reported')), people.networkManager)).toEqual({
      rank: 0,
      since: '2026-11-23T14:05:00.000Z',
      title: `${blockReference} · block`,
      detail: 'unsuitable.example (one page of it) · 2 hours',
      press: { label: 'Open', command: 'site-block/open' },
    });
    expect(row('it-jobs', blockAfter(aBlock('lifting')), people.networkManager)).toMatchObject({
      rank: 1,
      title: `${blockReference} · take the block off`,
    });
    for (const status of ['blocked', 'closed'] as const)
      expect(row('it-jobs', blockAfter(aBlock(status)), people.networkManager)).toBeUndefined();
    expect(row('it-jobs', blockAfter(aBlock('reported')), people.coordinator)).toBeUndefined();
  });
});

describe('one’s own reports', () => {
  it.each([
    ['reported', 'received'],
    ['blocked', 'blocked'],
    ['lifting', 'looked at'],
    ['closed', 'closed'],
  ] as const)('show of a site that is %s that it is %s, to whoever reported it alone', (status, said) => {
    const state = blockAfter(aBlock(status));
    for (const person of Object.values(people))
      expect(row('my-reports', state, person) !== undefined).toBe(person === people.teacher);
    expect(row('my-reports', state, people.teacher)).toMatchObject({
      title: `${blockReference} · unsuitable site, ${said}`,
      detail: 'unsuitable.example (one page of it) · reported today 14:05',
    });
  });

  it('are found by their person', () => {
    const token = list('my-reports').findBy?.(people.teacher);
    expect(siteBlock.findableBy(blockAfter(aBlock('reported')))).toContain(token);
    expect(row('my-reports', blockAfter(aBlock('reported', { ask: {} })), people.dsl)).toBeUndefined();
  });
});

describe('[R132] the filtering change log', () => {
  it('is for co-ordinator, head, online-safety governor and the safeguarding team, and nobody else', () => {
    expect(isFor('filtering-log')).toEqual(['dsl', 'deputy', 'head', 'coordinator', 'governor']);
    for (const status of everyBlockStatus)
      for (const [name, person] of Object.entries(people))
        expect([name, row('filtering-log', blockAfter(aBlock(status)), person) !== undefined]).toEqual([
          name,
          ['dsl', 'deputy', 'head', 'coordinator', 'governor'].includes(name),
        ]);
  });

  it('stands behind its own button, the newest first', () => {
    expect(list('filtering-log')).toMatchObject({ folded: true, newestFirst: true });
  });

  it('says which site, what became of it, who asked and why, who did it, and what the review found', () => {
    expect(row('filtering-log', blockAfter(aBlock('closed')), people.governor)).toEqual({
      rank: 0,
      since: '2026-11-23T14:05:00.000Z',
      title: 'unsuitable.example (one page of it) · blocked today 14:06',
      detail: [
        `${blockReference} · asked by Amara Osei, today 14:05`,
        'Why: Violent · It came up by accident',
        'Blocked by Ifeoma Brandt, today 14:06',
        'Reviewed by Mei Tanaka, today 14:07: The block stays; the filter is right otherwise',
      ].join('\n'),
      press: { label: 'Open', command: 'site-block/open' },
    });
  });

  it.each([
    ['reported', 'to be blocked, asked today 14:05', 'Not reviewed yet'],
    ['blocked', 'blocked today 14:06', 'Not reviewed yet'],
    ['lifting', 'block to come off', 'The block is not needed: take it off'],
  ] as const)('says of one that is %s: %s', (status, title, detail) => {
    const line = row('filtering-log', blockAfter(aBlock(status)), people.head);
    expect(line?.title).toBe(`unsuitable.example (one page of it) · ${title}`);
    expect(line?.detail).toContain(detail);
  });

  it('says of a block that was taken off when and by whom', () => {
    const lifted = givenBlock(aBlock('lifting')).when('site-block/lifted', actor.it);
    const line = row('filtering-log', lifted.state, people.head);
    expect(line?.title).toBe('unsuitable.example (one page of it) · block taken off today 14:08');
    expect(line?.detail).toContain('Taken off by Ifeoma Brandt, today 14:08');
  });

  it('says of one that a concern asked for that the safeguarding team did, and nothing of the concern', () => {
    const line = row('filtering-log', blockAfter(aBlock('closed', { ask: {} })), people.governor);
    expect(line?.detail).toContain('asked by the safeguarding team');
    expect(line?.detail).not.toContain('Why');
  });

  it('has nothing in it that anybody wrote', () => {
    const line = JSON.stringify(row('filtering-log', blockAfter(aBlock('closed')), people.governor));
    for (const said of ['fights', '9B', 'history', 'any list']) expect(line).not.toContain(said);
  });

  it.each([
    ['the day on which it was all done', '2026-11-23', '2026-11-23', true],
    ['from that day', '2026-11-23', '', true],
    ['until that day', '', '2026-11-23', true],
    ['until the day before', '', '2026-11-22', false],
    ['from the day after', '2026-11-24', '', false],
    ['no day in particular', '', '', true],
  ])('is searched by day: %s', (_what, from, until, isThere) => {
    const sought = filteringLogSearch.seeks({ site: 'unsuitable.example', from, until }, school);
    const line = row('filtering-log', blockAfter(aBlock('closed')), people.governor, sought);
    expect(line !== undefined).toBe(isThere);
    expect(siteBlock.findableBy(blockAfter(aBlock('closed')))).toContain(sought.findBy);
  });

  it('finds what is not done with on any later day', () => {
    const sought = filteringLogSearch.seeks({ from: '2027-01-11', until: '2027-01-12' }, school);
    expect(row('filtering-log', blockAfter(aBlock('blocked')), people.governor, sought)).toBeDefined();
  });

  it('is found by its site, and by every name above it', () => {
    const report = { address: 'clips.video.unsuitable.example/x' };
    expect(siteBlock.findableBy(blockAfter(aBlock('reported', { report })))).toEqual([
      `requester:${people.teacher}`,
      'site:clips.video.unsuitable.example',
      'site:video.unsuitable.example',
      'site:unsuitable.example',
    ]);
  });
});
