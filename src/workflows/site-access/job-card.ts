import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidHost, saidSite } from '../../domain/site-address.ts';
import { carriersOf } from './access.ts';
import { type CardContext, chatButton } from './buttons.ts';
import type { SiteCommand } from './command-data.ts';
import { endedAt } from './end.ts';
import type { SiteAt, SiteRequest } from './state.ts';
import { isOverdue, saidIt } from './words.ts';

/** A request that has come to IT. */
export type Job = SiteAt<'approved' | 'open' | 'not-opened' | 'ended' | 'blocked'>;

/** Whether IT has, or had, something to do. */
export function isJob(request: SiteRequest): request is Job {
  return 'until' in request;
}

/** IT's cards, one in the chat of each who may do it. They say what and until when, and nothing of why. */
export function jobMessages(job: Job, of: CardContext, { fresh = false } = {}): readonly Message[] {
  return carriersOf(job, of.school).map((person) => ({
    ...jobCard(job, of),
    slot: `job:${person}`,
    to: { kind: 'person', person },
    ...(fresh ? { fresh: true } : {}),
  }));
}

function jobCard(job: Job, { school, reference, at }: CardContext) {
  const { what, state } = jobWords(job, school);
  const title = [what, reference, ...(isOverdue(job, at) ? ['overdue'] : []), ...state].join(' · ');
  return {
    card: 'case' as const,
    preview: title,
    data: {
      title,
      attention: isOverdue(job, at),
      facts: jobFacts(job, school),
      buttons: jobButtons(job).map((command, index) => chatButton(command, reference, { primary: index === 0 })),
    },
  };
}

function jobWords(job: Job, school: School): { readonly what: string; readonly state: readonly string[] } {
  switch (job.status) {
    case 'approved':
      return { what: 'Open a site', state: [] };
    case 'open':
      return isExtended(job)
        ? { what: `Keep open until ${saidDateTime(school, job.until)}`, state: [] }
        : { what: 'Open a site', state: ['done'] };
    case 'not-opened':
      return { what: 'Open a site', state: ['could not be opened'] };
    case 'ended':
      return { what: 'Block a site again', state: [] };
    case 'blocked':
      return { what: 'Block a site again', state: ['done'] };
    default:
      return job satisfies never;
  }
}

/** Whether the end is not the one that was agreed to at first. */
export function isExtended({ file, until }: SiteAt<'open'>): boolean {
  return file.approvals.at(-1)?.until !== until;
}

/** Exactly what it is about, and the times: enough to do it, and no more. */
export function jobFacts(job: Job, school: School): { label: string; value: string }[] {
  const site = { label: 'Site', value: saidSite(job.file.requested.site) };
  const opening = [
    site,
    { label: 'From', value: saidDateTime(school, job.from) },
    { label: 'Until', value: saidDateTime(school, job.until) },
  ];
  switch (job.status) {
    case 'approved':
    case 'open':
    case 'not-opened':
      return opening;
    case 'ended':
      return [
        site,
        { label: 'Ended', value: saidDateTime(school, endedAt(job)) },
        ...(job.opened === null
          ? [{ label: 'Opened', value: 'nobody has said so; look, and block it if it is open' }]
          : []),
      ];
    case 'blocked':
      return [
        site,
        { label: 'Ended', value: saidDateTime(school, endedAt(job)) },
        { label: 'Blocked', value: saidDateTime(school, job.blocked.at) },
      ];
    default:
      return job satisfies never;
  }
}

function jobButtons({ status }: Job): readonly SiteCommand[] {
  if (status === 'approved') return ['site-access/opened', 'site-access/cannot-open'];
  return status === 'ended' ? ['site-access/blocked-again', 'site-access/cannot-block'] : [];
}

/** The card that is shown each school morning while a site is open past its end, or that it has been blocked since. */
export function overdueMessage(
  job: SiteAt<'ended' | 'blocked'>,
  person: PersonId,
  { school, reference }: CardContext,
): Message {
  const isOpen = job.status === 'ended';
  const title = `${isOpen ? 'Still open past its end' : 'Blocked again'} · ${reference}`;
  return {
    slot: `overdue:${person}`,
    to: { kind: 'person', person },
    card: 'case',
    preview: title,
    data: {
      title,
      attention: isOpen,
      facts: [
        { label: 'Site', value: saidHost(job.file.requested.site) },
        { label: 'Ended', value: saidDateTime(school, endedAt(job)) },
        isOpen
          ? { label: 'With', value: `${saidIt(school)}, who has not said that it is blocked` }
          : { label: 'Blocked', value: saidDateTime(school, job.blocked.at) },
      ],
      buttons: [chatButton('site-access/open', reference)],
    },
    ...(isOpen ? { fresh: true } : {}),
  };
}
