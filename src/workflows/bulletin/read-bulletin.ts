import { mentionsConcern } from '../../domain/concern-mention.ts';
import type { School } from '../../domain/school.ts';
import { type Bulletin, LINK } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';

/** Why a message cannot be taken as it was written; undefined where it can. */
export function whyNotTaken({ title, text, link, channels }: Bulletin, school: School): RefusalCode | undefined {
  const known = school.staffChannels.map(({ id }) => id);
  if (!channels.every((id) => known.includes(id))) return 'no-channel';
  if ([title, text, link].some(mentionsConcern)) return 'of-a-case';
  return link === '' || isLink(link) ? undefined : 'no-link';
}

/** A message as it is kept: each channel once, and the link as a browser opens it, so that nobody is led elsewhere. */
export function asKept(bulletin: Bulletin): Bulletin {
  const { link, channels } = bulletin;
  return { ...bulletin, link: link === '' ? '' : new URL(link).href, channels: [...new Set(channels)] };
}

/** Whether a link leads to a page, over https, with nobody's name and password in it. */
function isLink(link: string): boolean {
  if (/\s/u.test(link) || !URL.canParse(link)) return false;
  const { protocol, hostname, username, password, href } = new URL(link);
  const isPage = protocol === 'https:' && hostname.includes('.') && username === '' && password === '';
  return isPage && href.length <= LINK;
}
