import { isBelow } from './host-name.ts';
import { withoutPunctuation } from './pasted-address.ts';
import { trackingAt, trackingParameters } from './site-lists.ts';

/** What is kept of a link after its host: path and parameters, without tracking, sessions and the fragment. */
export function keptPath({ pathname, search }: URL, host: string): string {
  const here = trackingAt.filter((row) => isBelow(host, row.host)).flatMap((row) => row.names);
  const kept = search
    .replace(/^\?/u, '')
    .split('&')
    .filter((parameter) => parameter !== '' && !isTracking(parameter, here));
  const query = kept.length === 0 ? '' : `?${kept.join('&')}`;
  const path = `${pathname.replace(/;jsessionid=[^/]*/giu, '')}${query}`;
  // What would be taken for punctuation after the address is written so that it is not.
  const bare = withoutPunctuation(path);
  const last = [...path.slice(bare.length)].map((letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return path === '/' ? '' : `${bare}${last.join('')}`;
}

function isTracking(parameter: string, here: readonly string[]): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
  const { beginnings, names } = trackingParameters;
  return beginnings.some((start) => name.startsWith(start)) || [...names, ...here].includes(name);
}
