import { isBelow, kindOfHost } from './host-name.ts';
import { internationalForm, isDisguised, isEncoded } from './international-name.ts';
import { companyOf } from './search-companies.ts';
import { anyPageHosts, anyPagePaths, searchForms, searchHosts, searchPaths, shortLinkHosts } from './site-lists.ts';
import type { SiteProblem } from './site-problems.ts';

/**
 * What an address is read for. To open a site asks more of it than to block one, and least is asked to find what is
 * kept about it.
 */
export type SiteUse = 'open' | 'block' | 'find';

interface Place {
  readonly host: string;
  readonly path: string;
  readonly domain: string;
}

/** The most characters of a host and path that are kept. */
const longestKept = 1_000;

/** What is wrong with where a link leads, by its host alone. */
export function wrongWithHost(url: URL, use: SiteUse): SiteProblem | undefined {
  if (isName(url.username) || isName(url.password)) return 'misleading';
  const host = url.hostname.replace(/\.$/u, '');
  // Only a browser that hides its user opens these, and no filter sees them.
  if (isBelow(host, 'onion')) return 'not-a-website';
  const kind = kindOfHost(host);
  switch (kind) {
    case 'name':
      return use === 'open' ? wrongWithName(host) : undefined;
    case 'public-address':
      return use === 'open' ? 'numbers' : undefined;
    case 'shared-ending':
      return use === 'open' ? 'top-level-domain' : undefined;
    case 'ending':
      return 'top-level-domain';
    case 'inside':
      return 'inside-school';
    case 'unknown':
      return 'not-an-address';
    default:
      return kind satisfies never;
  }
}

/** What is wrong with a site by what it does. */
export function wrongWithSite(site: Place, use: SiteUse): SiteProblem | undefined {
  if (site.host.length + site.path.length > longestKept) return 'too-long';
  if (use === 'find') return undefined;
  if (isAmong(site, shortLinkHosts)) return 'short-link';
  if (use === 'open' && showsAnyPage(site)) return 'through-another';
  return isSearch(site) ? 'search-page' : undefined;
}

/** Whether what stands before an @ in a link reads like the host that the link leads to. */
function isName(before: string): boolean {
  const url = before === '' ? null : URL.parse(`https://${before.replace(/%(?:2f|3f|23|5c|40|3a).*$/iu, '')}`);
  return url !== null && kindOfHost(url.hostname) === 'name';
}

/** A browser may not show such a name, or show another. */
function wrongWithName(host: string): SiteProblem | undefined {
  if (isDisguised(host)) return 'misleading';
  return isEncoded(host) && internationalForm(host) === '' ? 'not-an-address' : undefined;
}

function isAmong({ host }: Place, names: readonly string[]): boolean {
  return names.some((name) => isBelow(host, name));
}

function showsAnyPage(site: Place): boolean {
  const { host, path, domain } = site;
  const company = companyOf(host);
  if (isAmong(site, anyPageHosts) || (company !== undefined && host === `translate.${domain}`)) return true;
  const name = company !== undefined && host === domain ? company : host;
  return anyPagePaths.some((row) => row.host === name && row.path.test(path));
}

function isSearch(site: Place): boolean {
  const { host, path, domain } = site;
  const plain = host.replace(searchForms, '');
  const isOfCompany = plain === domain && companyOf(plain) !== undefined;
  const isSearchHost = searchHosts.some(
    (name) => plain === name || (name.startsWith('search.') && isBelow(host, name)),
  );
  return (isOfCompany || isSearchHost) && searchPaths.test(path);
}
