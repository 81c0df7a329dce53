import { type SiteCategory, type SiteOpening, siteOpenings } from '../../domain/filtering.ts';
import type { Choice } from '../../domain/form.ts';
import type { School } from '../../domain/school.ts';
import { readSite, type Site, siteNames } from '../../domain/site-address.ts';
import { knownSites } from './known-sites.ts';

/** How sites of one category may be opened, with where that stands and why. */
interface SiteRule {
  readonly opening: SiteOpening;
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
  /** In plain words, for whoever asked and whoever decides. */
  readonly why: string;
}

/** How a site may be opened, and what decided it. Goes into the record with the request. */
export interface Opening {
  readonly opening: SiteOpening;
  /** What the site counts as; the strictest of what it is known for and what it was called. */
  readonly category: SiteCategory;
  readonly rule: { readonly id: string; readonly source: string; readonly why: string };
  /** Who decided it and why, where it is a rule of the school's own. */
  readonly bySchool?: { readonly author: string; readonly reason: string; readonly date: string };
}

type SchoolRule = School['sites']['rules'][number];

const since = '2026-11-22';

/** One rule for each category, whose name is the id of the rule. A school may replace each, save what is unlawful. */
export const siteRules: Readonly<Record<SiteCategory, SiteRule>> = {
  education: {
    opening: 'one-approval',
    source: '000 section 3.6.1',
    since,
    why: 'A blocked site is agreed before it is opened for a lesson.',
  },
  video: {
    opening: 'one-approval',
    source: 'derived from 000 section 3.6.1',
    since,
    why: 'A blocked site is agreed before it is opened for a lesson; one video leads to others, so a page is better than the whole site.',
  },
  news: {
    opening: 'one-approval',
    source: '000 section 3.6.1',
    since,
    why: 'A blocked site is agreed before it is opened for a lesson.',
  },
  'sensitive-topic': {
    opening: 'one-approval',
    source: '003 section 1.1',
    since,
    why: 'Pupils may study a difficult topic for a good reason and for as long as they study it.',
  },
  ai: {
    opening: 'two-approvals',
    source: 'derived from 003 sections 3.23 and 3.25',
    since,
    why: 'Pupils may use AI where the lesson is about it, and nobody can see beforehand what it will answer, so two people agree.',
  },
  games: {
    opening: 'two-approvals',
    source: '000 sections 3.6.3 and 3.6.4; 003 sections 3.23 and 3.30',
    since,
    why: 'Games stay closed at school unless they are for learning, and strangers may speak to pupils in them, so two people agree.',
  },
  'social-media': {
    opening: 'two-approvals',
    source: '000 section 3.6.4; 003 section 3.24',
    since,
    why: 'Pupils do not use their own social media at school. For a clear purpose and under supervision it may be opened when two people agree.',
  },
  publishing: {
    opening: 'two-approvals',
    source: '000 section 3.6.4',
    since,
    why: 'What pupils publish can be read by anybody. It may be opened under supervision when two people agree.',
  },
  messaging: {
    opening: 'two-approvals',
    source: '000 sections 3.6.3 and 3.6.4; 003 section 3.19',
    since,
    why: 'Pupils use only email and chat that the school has approved, under supervision, so two people agree.',
  },
  shopping: {
    opening: 'one-approval',
    source: 'derived from 000 section 3.6.1',
    since,
    why: 'A blocked site is agreed before it is opened for a lesson.',
  },
  drugs: {
    opening: 'two-approvals',
    source: 'derived from 003 section 1.1',
    since,
    why: 'Drugs may be studied for a good reason; some sites about them praise or sell them, so two people agree.',
  },
  violence: {
    opening: 'never',
    source: '003 section 3.30',
    since,
    why: 'What praises or threatens violence is not opened on the school network.',
  },
  gambling: {
    opening: 'never',
    source: '003 sections 3.23 and 3.30',
    since,
    why: 'Gambling is not allowed on the school network.',
  },
  adult: {
    opening: 'never',
    source: '003 section 3.30',
    since,
    why: 'Sexual content for adults is not opened on the school network.',
  },
  'filter-bypass': {
    opening: 'never',
    source: '003 section 3.30 and appendices 1 and 2a',
    since,
    why: 'What gets round the filter would open everything else with it.',
  },
  unlawful: {
    opening: 'never',
    source: '003 section 3.30',
    since,
    why: 'What is against the law is never opened, whoever agrees.',
  },
  other: {
    opening: 'one-approval',
    source: '000 section 3.6.1',
    since,
    why: 'A blocked site is agreed before it is opened for a lesson.',
  },
};

/** What kind of site it is, for the form: what is asked for most stands first. */
export const categoryChoices = [
  { value: 'education', label: 'Learning or reference' },
  { value: 'video', label: 'Video or music' },
  { value: 'news', label: 'News' },
  { value: 'sensitive-topic', label: 'A difficult topic, such as racism or self-harm' },
  { value: 'ai', label: 'AI: chat, writing or pictures' },
  { value: 'games', label: 'Games' },
  { value: 'social-media', label: 'Social media or a forum' },
  { value: 'publishing', label: 'Blogs, or a place to publish' },
  { value: 'messaging', label: 'Email, chat or calls' },
  { value: 'shopping', label: 'Shopping' },
  { value: 'drugs', label: 'Drugs, alcohol or smoking' },
  { value: 'violence', label: 'Violence for its own sake' },
  { value: 'gambling', label: 'Gambling' },
  { value: 'adult', label: 'Sexual content for adults' },
  { value: 'filter-bypass', label: 'A proxy, a VPN or another way round the filter' },
  { value: 'unlawful', label: 'Something against the law' },
  { value: 'other', label: 'Something else' },
] as const satisfies readonly (Choice & { readonly value: SiteCategory })[];

/**
 * How a site may be opened. The strictest counts of what it is known for and what the one who asks calls it. A rule of
 * the school's own about the site comes before both, and one about a category in the place of ours; what is unlawful is
 * never opened.
 */
export function openingOf(site: Site, asked: SiteCategory, school: School): Opening {
  const names = siteNames(site);
  const known = longestOf(knownSites, names, (row) => row.domain)?.category;
  if (asked === 'unlawful' || known === 'unlawful') return byRule('unlawful');
  const own = longestOf(school.sites.rules, names, hostOf);
  if (own !== undefined) return bySchool(own, known ?? asked);
  const openings = [...(known === undefined ? [] : [known]), asked].map((category) => ofCategory(category, school));
  return openings.reduce((strictest, next) => (strictness(next) > strictness(strictest) ? next : strictest));
}

function ofCategory(category: SiteCategory, school: School): Opening {
  const own = school.sites.rules.findLast((rule) => rule.category === category);
  return own === undefined ? byRule(category) : bySchool(own, category);
}

function byRule(category: SiteCategory): Opening {
  const { opening, source, why } = siteRules[category];
  return { opening, category, rule: { id: category, source, why } };
}

function bySchool(own: SchoolRule, category: SiteCategory): Opening {
  const { opening, author, reason, date } = own;
  const about = own.site === undefined ? 'category' : 'site';
  return {
    opening,
    category,
    rule: {
      id: `school-${about}`,
      source: 'a rule of this school',
      why: `The school has decided this for the ${about}.`,
    },
    bySchool: { author, reason, date },
  };
}

/** The host that a rule of the school names, written as hosts are in requests. */
function hostOf({ site = '' }: SchoolRule): string {
  const read = readSite(site, 'block');
  return read.kind === 'site' ? read.site.host : site;
}

function strictness({ opening }: Opening): number {
  return siteOpenings.indexOf(opening);
}

/** Of the rows that name the site or a name above it, the one that names it most exactly. */
function longestOf<Row>(
  rows: readonly Row[],
  names: readonly string[],
  nameOf: (row: Row) => string | undefined,
): Row | undefined {
  return names.flatMap((name) => rows.findLast((row) => nameOf(row) === name) ?? [])[0];
}
