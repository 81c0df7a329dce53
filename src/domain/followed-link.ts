import { companyOf } from './search-companies.ts';

/** Hosts that carry the address they lead to in a parameter. */
interface Carrier {
  /** In every country where it is a company. */
  readonly host: RegExp | 'google';
  readonly path?: RegExp;
  readonly parameters: readonly string[];
}

const carriers: readonly Carrier[] = [
  { host: /(?:^|\.)safelinks\.protection\.outlook\.com$/u, parameters: ['url'] },
  { host: /(?:^|\.)statics\.teams\.cdn\.office\.net$/u, path: /\/safelinks\//u, parameters: ['url'] },
  { host: 'google', path: /^\/url$/u, parameters: ['q', 'url'] },
  { host: 'google', path: /^\/imgres$/u, parameters: ['imgrefurl'] },
  { host: /(?:^|\.)slack-redir\.net$/u, parameters: ['url'] },
  { host: /^linkprotect\.cudasvc\.com$/u, parameters: ['a'] },
  { host: /^lm?\.(?:facebook|instagram)\.com$/u, parameters: ['u'] },
  { host: /(?:^|\.)youtube\.com$/u, path: /^\/redirect$/u, parameters: ['q'] },
  { host: /^out\.reddit\.com$/u, parameters: ['url'] },
  { host: /^t\.umblr\.com$/u, parameters: ['z'] },
  { host: /^steamcommunity\.com$/u, path: /^\/linkfilter/u, parameters: ['u', 'url'] },
  { host: /(?:^|\.)linkedin\.com$/u, path: /^\/redir\//u, parameters: ['url'] },
  { host: /(?:^|\.)duckduckgo\.com$/u, path: /^\/l\/?$/u, parameters: ['uddg'] },
];

/** The most links within links that are followed. */
const layers = 3;

/**
 * What a link leads to, as far as the link itself says: through what guards links in mail and chat, and from the short
 * form of a video to its page. `undefined` where there are too many layers.
 */
export function followed(link: string, left = layers): string | undefined {
  const url = URL.parse(link);
  const target = url === null ? undefined : (carriedIn(url) ?? guardedIn(url) ?? videoOf(url));
  if (target === undefined) return link;
  return left === 0 ? undefined : followed(withScheme(target), left - 1);
}

function carriedIn({ hostname, pathname, searchParams }: URL): string | undefined {
  const isAt = (host: Carrier['host']) => (host === 'google' ? companyOf(hostname) === host : host.test(hostname));
  const carrier = carriers.find(({ host, path }) => isAt(host) && (path === undefined || path.test(pathname)));
  return carrier?.parameters.map((name) => searchParams.get(name)?.trim()).find((value) => value);
}

/** Proofpoint writes the address with letters of its own. What has placeholders in it cannot be read. */
function guardedIn({ hostname, href, searchParams }: URL): string | undefined {
  if (!guards.includes(hostname)) return undefined;
  if (href.includes('/v3/__')) {
    const target = href.slice(href.indexOf('/v3/__') + 6, href.lastIndexOf('__;'));
    // Where letters were taken out, each left a star.
    return href.includes('__;') && !target.includes('*') ? target : undefined;
  }
  return decoded(searchParams.get('u')?.replaceAll('-', '%').replaceAll('_', '/'));
}

const guards: readonly string[] = ['urldefense.com', 'urldefense.us', 'urldefense.proofpoint.com'];

/** The filter knows a video by its page, not by its short form. */
function videoOf({ hostname, pathname, search }: URL): string | undefined {
  const video = hostname === 'youtu.be' ? /^\/([\w-]{5,20})\/?$/u.exec(pathname)?.[1] : undefined;
  if (video === undefined) return undefined;
  return `https://youtube.com/watch?v=${video}${search.replace(/^\?/u, '&')}`;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function withScheme(target: string): string {
  return /^[a-z][a-z0-9+.-]*:/iu.test(target) ? target : `https://${target.replace(/^\/+/u, '')}`;
}
