import type { Instant } from '../../domain/instant.ts';
import { documentNames } from '../../domain/policies.ts';
import type { School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import type { Wording } from '../../domain/wording.ts';
import { lastDue } from './dates.ts';
import type { Figures } from './events.ts';
import { open, recipients } from './figures.ts';
import type { Campaign, OverCampaign } from './state.ts';
import { isNotBegun } from './waiting.ts';

/** The longest that a title stands in the first line of a card. */
const TITLE = 80;

/** A title with its version: `Online safety policy, version 4`. */
export function saidWording({ title, version }: Pick<Wording, 'title' | 'version'>): string {
  const letters = [...title];
  const short = letters.length > TITLE ? `${letters.slice(0, TITLE - 1).join('')}…` : title;
  return `${short}, version ${version}`;
}

/** A wording without a word that somebody wrote, as the first line of a card reads Markdown: `Policy P-7K3Q9F, version 4`. */
export function saidWhich({ kind, policy, version }: Pick<Wording, 'kind' | 'policy' | 'version'>): string {
  return `${documentNames[kind]} ${policy}, version ${version}`;
}

/** The first line of a card: what it is and where it stands, all of it in words. */
export function campaignTitle(campaign: Campaign): string {
  return `${saidWhich(campaign.file.wording)} · ${saidStatus(campaign)}`;
}

/** The same in a list, which shows words as they were written. */
export function campaignLine(campaign: Campaign): string {
  return `${saidWording(campaign.file.wording)} · ${saidStatus(campaign)}`;
}

/** What it is called, as a fact of a card. */
export function titleFact({ title }: Pick<Wording, 'title'>): { readonly label: string; readonly value: string } {
  return { label: 'Title', value: title };
}

function saidStatus(campaign: Campaign): string {
  const { isSigned } = campaign.file.wording;
  switch (campaign.status) {
    case 'handing-out':
      return isPutOff(campaign) ? 'not sent out yet' : 'being handed out';
    case 'running':
      return isSigned ? 'out to be signed' : 'out to be read';
    case 'complete':
      return everybodyHas(campaign);
    case 'closing':
    case 'closed':
      return campaign.reason;
    default:
      return campaign satisfies never;
  }
}

/** Whether it waits for the school to open before anybody is asked. */
function isPutOff({ file: { goesOutAt, pass } }: Campaign): boolean {
  return goesOutAt !== undefined && pass !== null && pass.asksNow !== true && isNotBegun(pass);
}

/** `everybody has acknowledged`; it is no such good news where the audience has nobody in it. */
export function everybodyHas(campaign: Campaign): string {
  return isForNobody(campaign) ? 'nobody is asked' : `everybody has ${has(campaign.file.wording)}`;
}

/** Whether it is done because nobody is in the audience. */
export function isForNobody({ status, file: { figures } }: Campaign): boolean {
  return status === 'complete' && figures !== null && recipients(figures) === 0;
}

/** What somebody has done who owes nothing any more. */
export function has({ isSigned }: Pick<Wording, 'isSigned'>): string {
  return isSigned ? 'signed' : 'acknowledged';
}

/** `184 of 212 acknowledged · 9 cannot be reached · 19 outstanding`; the last three make the second. */
export function saidFigures(figures: Figures, wording: Pick<Wording, 'isSigned'>): string {
  const { acknowledged, unreachable } = figures;
  const outstanding = open(figures) - unreachable;
  const all = recipients(figures);
  return `${number(acknowledged)} of ${number(all)} ${has(wording)} · ${number(unreachable)} cannot be reached · ${number(outstanding)} outstanding`;
}

/** What stands for the figures of a round that is over: nobody is outstanding any more. */
export function saidOver({ file, reason }: OverCampaign, { acknowledged }: Figures): string {
  const what = reason === 'replaced' ? 'A new round has begun' : 'Nobody owes it any more';
  return `${what} · ${number(acknowledged)} had ${has(file.wording)}${reason === 'replaced' ? ' in this one' : ''}`;
}

/** Where those who are outstanding stand. */
export function saidOutstanding({ pending, delivered }: Figures): string {
  if (pending + delivered === 0) return 'nobody';
  return `${number(delivered)} have it in their chat · ${number(pending)} wait to be sent`;
}

/** The day by which, as people say it: `Thu 31 Dec, or Tue 12 Jan where it was asked for late`. */
export function saidDue({ file }: Campaign, school: School, now: Instant): string {
  const own = lastDue(file);
  const late = own > file.dueBy ? `, or ${saidDate(school, own, now)} where it was asked for late` : '';
  return `${saidDate(school, file.dueBy, now)}${late}`;
}

/** A number as it is read: `12,300`. */
export function number(count: number): string {
  return count.toLocaleString('en-GB');
}

/** What follows a number of people of whom some were not reached: `, 3 of them not reached yet`. */
export function saidUnreached(count: number, unreached: number): string {
  if (unreached === 0 || count === 0) return '';
  if (count === 1) return ', not reached yet';
  return unreached < count ? `, ${number(unreached)} of them not reached yet` : ', none of them reached yet';
}

/** `1 person`, `3 people`. */
export function people(count: number): string {
  return count === 1 ? '1 person' : `${number(count)} people`;
}

/** With its verb: `1 person has`, `3 people have`. */
export function peopleHave(count: number): string {
  return `${people(count)} ${count === 1 ? 'has' : 'have'}`;
}
