import { labelOf } from '../../domain/form.ts';
import { saidHost } from '../../domain/site-address.ts';
import { contents, meetings } from './choices.ts';
import type { Block } from './state.ts';

/** Where a record stands, on the card of those who look at the filter. */
const statusWords: Record<Block['status'], string> = {
  reported: 'to be blocked',
  blocked: 'blocked, to be reviewed',
  lifting: 'block to come off',
  closed: 'closed',
};

/** What each state is called to whoever reported it. */
export const reporterStatusWords: Record<Block['status'], string> = {
  reported: 'received',
  blocked: 'blocked',
  lifting: 'looked at',
  closed: 'closed',
};

/** The first line of a card of those who look at the filter: what it is and where it stands. */
export function caseTitle(block: Block, reference: string): string {
  const words = [`Unsuitable site ${reference}`, saidStatus(block)];
  if (isOverdue(block)) words.push('overdue');
  return words.join(' · ');
}

function saidStatus(block: Block): string {
  return block.status === 'reported' && block.file.failed !== null ? 'IT cannot block it' : statusWords[block.status];
}

/** Whether IT had to be asked more than once. */
export function isJobOverdue({ file }: Block): boolean {
  return (file.job?.noticed ?? 0) > 0;
}

/** Whether IT, or whoever looks at the filter, had to be asked more than once. */
function isOverdue(block: Block): boolean {
  return isJobOverdue(block) || isLeftOpen(block) || (block.file.reviewWait?.noticed ?? 0) > 0;
}

/** Whether a school morning has found it not blocked: what the colour of alarm is for. */
export function isLeftOpen({ status, file }: Block): boolean {
  return status === 'reported' && (file.morning?.noticed ?? 0) > 0;
}

/** The site where there is room for little: its host, and whether it is a page of it. */
export function saidShortSite({ file: { site } }: Block): string {
  return site.path === '' ? saidHost(site) : `${saidHost(site)} (one page of it)`;
}

/** What is there and how it was met, as chosen from lists: never anybody's words. */
export function saidOrigin({ file: { origin } }: Block): string {
  if (origin.from === 'concern') return 'asked by those who handle a concern';
  return `${labelOf(contents, origin.what)} · ${labelOf(meetings, origin.met)}`;
}
