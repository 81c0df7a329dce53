import { companyOf, isBelow, kindOfHost } from './host-name.ts';
import { internationalForm, isEncoded } from './international-name.ts';
import { anyPageHosts, searchCompanies, searchForms, searchHosts, searchPaths, shortLinkHosts } from './site-lists.ts';
import type { SiteProblem } from './site-problems.ts';

/** The most characters of a host and path that are kept. */
const longestKept = 1_000;

/** What is wrong with where a link leads, by its host alone. */
export function wrongWithHost(url: URL, use: 'open' | 'block'): SiteProblem | undefined {
  if (isName(url.username) || isName(url.password)) return 'misleading';
  const host = url.hostname.replace(/\.$/u, '');
  // Only a browser that hides its user opens these, and no filter sees them.
  if (isBelow(host, 'onion')) return 'not-a-website';
  const kind = kindOfHost(host);
  switch (kind) {
    case 'name':
      // A browser may not show such a name, or show another.
      return use === 'open' && isEncoded(host) && internationalForm(host) === '' ? 'not-an-address' : undefined;
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
export function wrongWithSite(
  site: { readonly host: string; readonly path: string; readonly domain: string },
  use: 'open' | 'block',
): SiteProblem | undefined {
  const { host, path } = site;
  const isAmong = (hosts: readonly string[]) => hosts.some((name) => isBelow(host, name));
  if (host.length + path.length > longestKept) return 'too-long';
  if (isAmong(shortLinkHosts)) return 'short-link';
  if (use === 'open' && isAmong(anyPageHosts)) return 'through-another';
  return isSearch(site) ? 'search-page' : undefined;
}

/** Whether what stands before an @ in a link reads like the host that the link leads to. */
function isName(before: string): boolean {
  const url = before === '' ? null : URL.parse(`https://${before.replace(/%(?:2f|3f|23|5c|40|3a).*$/iu, '')}`);
  return url !== null && kindOfHost(url.hostname) === 'name';
}

function isSearch({ host, path, domain }: { readonly host: string; readonly path: string; readonly domain: string }) {
  const plain = host.replace(searchForms, '');
  const isOfCompany = plain === domain && searchCompanies.includes(companyOf(host));
  const isSearchHost = searchHosts.some(
    (name) => plain === name || (name.startsWith('search.') && isBelow(host, name)),
  );
  return (isOfCompany || isSearchHost) && searchPaths.test(path);
}
