import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SiteCategory, type SiteOpening, siteCategories, siteOpenings } from '../../../src/domain/filtering.ts';
import type { School } from '../../../src/domain/school.ts';
import { readSite, type Site } from '../../../src/domain/site-address.ts';
import { knownSites } from '../../../src/workflows/site-access/known-sites.ts';
import { categoryChoices, openingOf, siteRules } from '../../../src/workflows/site-access/site-rules.ts';
import { aSchool, people, type SchoolFile } from '../../support/school.ts';

type OwnRule = NonNullable<NonNullable<SchoolFile['sites']>['rules']>[number];

function site(text: string): Site {
  const read = readSite(text, 'block');
  if (read.kind === 'problem') throw new Error(`${text}: ${read.problem}`);
  return read.site;
}

/** Oakfield School with rules of its own. */
function withRules(...rules: readonly Partial<OwnRule>[]): School {
  const decided = { author: people.coordinator, reason: 'Decided with the governors', date: '2026-09-07' };
  return aSchool({ sites: { rules: rules.map((rule) => ({ opening: 'never', ...decided, ...rule })) } });
}

const school = aSchool();
const opening = (text: string, asked: SiteCategory, of = school) => openingOf(site(text), asked, of).opening;

describe('[R127] each rule', () => {
  it.each(siteCategories)('says why, where that stands and since when: %s', (category) => {
    const rule = siteRules[category];
    expect(siteOpenings).toContain(rule.opening);
    expect(rule.source).toMatch(/^(derived from )?00[03] section/u);
    expect(rule.since).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    expect(rule.why).toMatch(/^[A-Z].*\.$/u);
  });

  it('is there for every category, and the form offers each once, "something else" last', () => {
    const offered = categoryChoices.map(({ value }) => value);
    expect([...offered].sort()).toEqual([...siteCategories].sort());
    expect(offered.at(-1)).toBe('other');
    expect(new Set(categoryChoices.map(({ label }) => label)).size).toBe(siteCategories.length);
  });
});

describe('[R126] how a site may be opened', () => {
  it.each<[SiteCategory, SiteOpening]>([
    ['education', 'one-approval'],
    ['sensitive-topic', 'one-approval'],
    ['other', 'one-approval'],
    ['social-media', 'two-approvals'],
    ['messaging', 'two-approvals'],
    ['publishing', 'two-approvals'],
    ['games', 'two-approvals'],
    ['ai', 'two-approvals'],
    ['drugs', 'two-approvals'],
    ['gambling', 'never'],
    ['adult', 'never'],
    ['violence', 'never'],
    ['filter-bypass', 'never'],
    ['unlawful', 'never'],
  ])('of kind %s: %s', (asked, expected) => {
    const { category, rule, ...decided } = openingOf(site('history.example'), asked, school);
    expect(decided).toEqual({ opening: expected });
    expect(category).toBe(asked);
    expect(rule).toEqual({ id: asked, source: siteRules[asked].source, why: siteRules[asked].why });
  });

  it.each<[string, SiteCategory, SiteCategory, SiteOpening]>([
    ['https://www.instagram.com/oakfield', 'education', 'social-media', 'two-approvals'],
    ['m.facebook.com', 'education', 'social-media', 'two-approvals'],
    ['fb.com/oakfield', 'education', 'social-media', 'two-approvals'],
    ['instagr.am/oakfield', 'education', 'social-media', 'two-approvals'],
    ['discordapp.com', 'education', 'messaging', 'two-approvals'],
    ['mail.google.com', 'education', 'messaging', 'two-approvals'],
    ['sites.google.com/view/topic', 'education', 'publishing', 'two-approvals'],
    ['pupils.blogspot.com', 'education', 'publishing', 'two-approvals'],
    ['chatgpt.com', 'education', 'ai', 'two-approvals'],
    ['www.roblox.com', 'education', 'games', 'two-approvals'],
    ['bet365.com', 'education', 'gambling', 'never'],
    ['pornhub.com', 'education', 'adult', 'never'],
    ['www.nordvpn.com:8443', 'education', 'filter-bypass', 'never'],
    ['thepiratebay.org', 'video', 'unlawful', 'never'],
    ['youtu.be/abcdefghijk', 'education', 'video', 'one-approval'],
  ])('%s is what it is known for, whatever it is called', (text, asked, category, expected) => {
    expect(openingOf(site(text), asked, school)).toMatchObject({ category, opening: expected });
  });

  it('is the stricter of what it is known for and what it is called', () => {
    expect(openingOf(site('bbc.co.uk'), 'gambling', school)).toMatchObject({ category: 'gambling', opening: 'never' });
    expect(opening('instagram.com', 'adult')).toBe('never');
  });

  it('is not that of a site whose name only ends alike', () => {
    for (const text of ['notfacebook.com', 'facebook.com.example', 'facebook.example'])
      expect(openingOf(site(text), 'education', school).category).toBe('education');
  });
});

describe('[R126] a rule of the school’s own', () => {
  it('about a site holds for everything below its name, and says who decided it', () => {
    const own = withRules({ site: 'history.example', opening: 'two-approvals' });
    expect(openingOf(site('https://www.a.history.example/topic'), 'education', own)).toEqual({
      opening: 'two-approvals',
      category: 'education',
      rule: { id: 'school-site', source: 'a rule of this school', why: 'The school has decided this for the site.' },
      bySchool: { author: people.coordinator, reason: 'Decided with the governors', date: '2026-09-07' },
    });
    expect(opening('nothistory.example', 'education', own)).toBe('one-approval');
  });

  it('about a site comes before what it is known for and what it is called, both ways', () => {
    const own = withRules({ site: 'instagram.com', opening: 'one-approval' }, { site: 'bbc.co.uk', opening: 'never' });
    expect(opening('instagram.com', 'adult', own)).toBe('one-approval');
    expect(opening('bbc.co.uk', 'news', own)).toBe('never');
  });

  it('about a site comes before one about a category', () => {
    const own = withRules({ category: 'games' }, { site: 'chess.example', opening: 'one-approval' });
    expect(opening('chess.example', 'games', own)).toBe('one-approval');
    expect(opening('other.example', 'games', own)).toBe('never');
  });

  it('that names a site more exactly comes before one that names what is above it', () => {
    const narrow = { site: 'learn.games.example', opening: 'one-approval' } as const;
    const wide = { site: 'games.example' } as const;
    for (const own of [withRules(narrow, wide), withRules(wide, narrow)]) {
      expect(opening('a.learn.games.example', 'games', own)).toBe('one-approval');
      expect(opening('games.example', 'games', own)).toBe('never');
    }
  });

  it('is found however the site is written in the file', () => {
    expect(opening('games.example', 'education', withRules({ site: 'www.games.example' }))).toBe('never');
    expect(opening('pupils.blogspot.com', 'education', withRules({ site: 'blogspot.com' }))).toBe('never');
    const government = withRules({ site: 'www.gov.uk' });
    expect(opening('www.gov.uk/guidance', 'education', government)).toBe('never');
    expect(opening('other.gov.uk', 'education', government)).toBe('one-approval');
  });

  it('about a category takes the place of ours, to open more or less', () => {
    const own = withRules({ category: 'social-media' }, { category: 'gambling', opening: 'two-approvals' });
    expect(openingOf(site('instagram.com'), 'education', own)).toMatchObject({
      opening: 'never',
      category: 'social-media',
      rule: { id: 'school-category' },
      bySchool: { author: people.coordinator },
    });
    expect(opening('bet365.com', 'education', own)).toBe('two-approvals');
  });

  it('never opens what is unlawful', () => {
    const own = withRules(
      { site: 'thepiratebay.org', opening: 'one-approval' },
      { site: 'history.example', opening: 'one-approval' },
    );
    expect(openingOf(site('thepiratebay.org'), 'education', own)).toMatchObject({
      opening: 'never',
      rule: { id: 'unlawful' },
    });
    expect(opening('history.example', 'unlawful', own)).toBe('never');
    // Should a file come in by another way than its schema.
    const sites = { ...own.sites, rules: own.sites.rules.map((rule) => ({ ...rule, category: 'unlawful' as never })) };
    expect(opening('other.example', 'unlawful', { ...own, sites })).toBe('never');
  });
});

describe('for any site and any rules', () => {
  const names = fc.constantFrom('history.example', 'a.history.example', 'instagram.com', 'bet365.com', 'bbc.co.uk');
  const openings = fc.constantFrom(...siteOpenings);
  const lawful = siteCategories.filter((category) => category !== 'unlawful');
  const rules = fc.uniqueArray(
    fc.oneof(
      fc.record({ site: names, opening: openings }),
      fc.record({ category: fc.constantFrom(...lawful), opening: openings }),
    ),
    { selector: (rule) => JSON.stringify({ ...rule, opening: '' }) },
  );

  it('without a rule of the school’s own about it, to call it something milder opens nothing', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...siteCategories), rules, (text, asked, own) => {
        const at = withRules(...own.filter((rule) => !('site' in rule)));
        const known = knownSites.find((row) => row.domain === text)?.category;
        const strictness = (category: SiteCategory) =>
          siteOpenings.indexOf(openingOf(site('unknown.example'), category, at).opening);
        const got = siteOpenings.indexOf(opening(text, asked, at));
        expect(got).toBe(Math.max(strictness(asked), known === undefined ? 0 : strictness(known)));
      }),
    );
  });

  it('a page is opened as its site is', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...siteCategories), rules, (text, asked, own) => {
        const at = withRules(...own);
        expect(openingOf(site(`${text}/topic?page=2`), asked, at)).toEqual(openingOf(site(text), asked, at));
      }),
    );
  });
});

describe('the well-known sites', () => {
  it('stand there once each, by a name that can be read, with a source and a day', () => {
    const domains = knownSites.map(({ domain }) => domain);
    expect(new Set(domains).size).toBe(domains.length);
    for (const { domain, source, since } of knownSites) {
      expect(site(domain).host).toBe(domain);
      expect(source).not.toBe('');
      expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    }
  });

  it('include some of every kind that is never opened and has sites that anybody knows', () => {
    const categories = new Set(knownSites.map(({ category }) => category));
    for (const category of ['adult', 'gambling', 'filter-bypass', 'unlawful'] as const)
      expect(categories).toContain(category);
  });
});
