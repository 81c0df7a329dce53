import { z } from 'zod';
import { followed } from './followed-link.ts';
import { isBelow, registeredName, withoutWww } from './host-name.ts';
import { internationalForm, isDisguised, isEncoded, isLookalike } from './international-name.ts';
import { keptPath } from './kept-path.ts';
import { pastedAddresses } from './pasted-address.ts';
import { markSentences, posedAs, type SiteMark, siteMarks } from './site-marks.ts';
import { type SiteProblem, siteProblems } from './site-problems.ts';
import { type SiteUse, wrongWithHost, wrongWithSite } from './site-refusals.ts';

/** What would be opened or blocked, exactly. Kept in events; plain JSON. */
export const siteSchema = z.object({
  /**
   * ASCII, lower case, no dot at the end. Without `www.`, save where nothing is registered without it (`www.gov.uk`).
   * With the port where it is an unusual one. Numbers only where it is to be blocked.
   */
  host: z.string(),
  /** Empty for the whole site; else `/topic` or `/watch?v=abc`, without tracking, sessions or a fragment. */
  path: z.string(),
  /** The name that somebody registered, such as `example.co.uk`, without the port; the host where there is none. */
  domain: z.string(),
  /** The international form of the host where it has one, such as `bücher.example`; else empty. */
  otherForm: z.string(),
  marks: z.array(z.enum(siteMarks)).readonly(),
});
export type Site = Readonly<z.infer<typeof siteSchema>>;
export type { SiteProblem, SiteUse };

type ReadSite =
  | { readonly kind: 'site'; readonly site: Site }
  | { readonly kind: 'problem'; readonly problem: SiteProblem };

/** Reads what somebody pasted: one address, with words around it or without. Pure; never throws. */
export function readSite(text: string, use: SiteUse): ReadSite {
  const pasted = pastedAddresses(text);
  if (typeof pasted === 'string') return problem(pasted);
  const read = pasted.links.map((link) => readLink(link, use));
  const [first = problem('not-an-address'), ...others] = read;
  if (others.some((other) => saidRead(other) !== saidRead(first))) return problem('several');
  if (first.kind === 'problem') return first;
  return pasted.labels.some((label) => namesAnother(label, first.site)) ? problem('misleading') : first;
}

/**
 * Reads an address and takes as much of it as is asked for: this page, or the whole site, which is refused as it would
 * be if its own address had been put.
 */
export function readAsked(text: string, scope: 'page' | 'site', use: SiteUse): ReadSite {
  const read = readSite(text, use);
  if (read.kind === 'problem' || scope === 'page') return read;
  const whole = wholeSite(read.site);
  const wrong = wrongWithSite(whole, use);
  return wrong === undefined ? { kind: 'site', site: whole } : problem(wrong);
}

/** Whether the whole site of which this is a page may be asked for; where not, a form offers the page alone. */
export function mayBeWhole(site: Site, use: SiteUse): boolean {
  return wrongWithSite(wholeSite(site), use) === undefined;
}

/** What is wrong with an address and what to do instead, in plain English. */
export function siteProblemSentence(problem: SiteProblem): string {
  return siteProblems[problem];
}

/** For people: `example.org/topic`, and both forms of an international name. */
export function saidSite(site: Site): string {
  const exact = `${site.host}${site.path}`;
  return site.otherForm === '' ? exact : `${site.otherForm}${site.path} (${exact})`;
}

/** The host alone, in both forms where it has two. */
export function saidHost(site: Site): string {
  return saidSite(wholeSite(site));
}

/** One sentence for each mark, for whoever decides; none where nothing stands out. */
export function saidMarks(site: Site): readonly string[] {
  return site.marks.map((mark) => markSentences[mark](site));
}

/** The whole site of which this is a page. */
export function wholeSite(site: Site): Site {
  return { ...site, path: '' };
}

/** The host, without its port, and every name above it: what a rule about the site may be written for. */
export function siteNames({ host }: Site): readonly string[] {
  const labels = host.replace(/:\d+$/u, '').split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/** What a record about a site is found by: its host and each name above it, down to the registered one. */
export function siteTokens(site: Site): readonly string[] {
  const names = siteNames(site).filter((name, index) => index === 0 || isBelow(name, site.domain));
  return names.map((name) => `site:${name}`);
}

function problem(problem: SiteProblem): ReadSite {
  return { kind: 'problem', problem };
}

function saidRead(read: ReadSite): string {
  return read.kind === 'site' ? saidSite(read.site) : read.problem;
}

/** A link whose words name one site and which leads to another. */
function namesAnother(label: string, { domain }: Site): boolean {
  const pasted = pastedAddresses(label);
  if (typeof pasted === 'string') return false;
  const named = pasted.links.map((link) => readLink(link, 'block'));
  return named.some((read) => read.kind === 'site' && read.site.domain !== domain);
}

function readLink(link: string, use: SiteUse): ReadSite {
  const target = followed(link);
  if (target === undefined) return problem('short-link');
  const url = URL.parse(target);
  if (url === null) return problem('not-an-address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return problem('not-a-website');
  const wrongHost = wrongWithHost(url, use);
  if (wrongHost !== undefined) return problem(wrongHost);
  const site = siteOf(url);
  const wrong = wrongWithSite(site, use);
  return wrong === undefined ? { kind: 'site', site } : problem(wrong);
}

function siteOf(url: URL): Site {
  const host = url.hostname.replace(/\.$/u, '');
  const named = withoutWww(host);
  const port = url.port === '' || usualPorts.includes(url.port) ? '' : `:${url.port}`;
  const domain = registeredName(named);
  const otherForm = internationalForm(named);
  const marks: Record<SiteMark, boolean> = {
    posing: posedAs({ host: named, domain }) !== undefined,
    lookalike: isDisguised(named) || isLookalike(otherForm),
    international: isEncoded(named),
    'not-secure': url.protocol === 'http:',
    port: port !== '',
  };
  return {
    host: `${named}${port}`,
    path: keptPath(url, named),
    domain,
    otherForm: otherForm === '' ? '' : `${otherForm}${port}`,
    marks: siteMarks.filter((mark) => marks[mark]),
  };
}

const usualPorts = ['80', '443'];
