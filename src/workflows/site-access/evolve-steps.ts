import type { Instant } from '../../domain/instant.ts';
import type { Actor, PersonId } from '../../domain/people.ts';
import type { SiteEvent } from './events.ts';
import type { SiteAt, SiteRequest } from './state.ts';

const EXTENSIONS_KEPT = 50;

/** An event of one kind. */
export type EventOf<Type extends SiteEvent['type']> = Extract<SiteEvent, { type: Type }>;

/** When something was done and by whom. */
export interface Done {
  readonly at: Instant;
  readonly by: Actor;
}

/** The first of two has agreed: those who may be the second are asked from now on. */
export function agreed(before: SiteAt<'asked'>, { until, why, ruling, remindAt }: EventOf<'SiteAgreed'>, done: Done) {
  const approvals = [...before.file.approvals, { ...done, until, why }];
  const file = { ...before.file, ruling, approvals, chased: [] };
  return { ...before, file, chase: { at: remindAt, done: 0 } } satisfies SiteRequest;
}

/** As many as must have agreed: it has its end, and IT its job. */
export function approved(before: SiteAt<'asked'>, event: EventOf<'SiteApproved'>, done: Done): SiteAt<'approved'> {
  const { until, why, ruling, remindAt, endRemindAt } = event;
  const approvals = [...before.file.approvals, { ...done, until, why }];
  return {
    status: 'approved',
    file: { ...before.file, ruling, approvals, chased: [] },
    from: before.file.requested.from,
    until,
    why,
    endRemindAt,
    chase: { at: remindAt, done: 0 },
  };
}

/** Those who decide were asked again. */
export function decidersReminded(
  before: SiteAt<'asked' | 'open'>,
  { remindAt, to }: EventOf<'DecidersReminded'>,
): SiteRequest {
  const file = { ...before.file, chased: union(before.file.chased, to) };
  if (before.status === 'asked') return { ...before, file, chase: { at: remindAt, done: before.chase.done + 1 } };
  const { extension } = before;
  if (extension === null) throw new Error('nobody has asked for more time');
  return { ...before, file, extension: { ...extension, chase: { at: remindAt, done: extension.chase.done + 1 } } };
}

/** From the second time on, whoever stands in for IT may do the job as well. */
export function jobReminded(
  before: SiteAt<'approved' | 'ended'>,
  { remindAt, to }: EventOf<'JobReminded'>,
): SiteRequest {
  const done = before.chase.done + 1;
  const isDelegated = before.file.isDelegated || done >= 2;
  return {
    ...before,
    file: { ...before.file, chased: union(before.file.chased, to), isDelegated },
    chase: { at: remindAt, done },
  };
}

/** Somebody is asked later, when the school is open. */
export function putOff(
  before: SiteAt<'asked' | 'approved' | 'open' | 'ended'>,
  { what, until }: EventOf<'ReminderPutOff'>,
): SiteRequest {
  if (what === 'morning' && before.status === 'ended') return { ...before, morningAt: until };
  if (before.status !== 'open') return { ...before, chase: { ...before.chase, at: until } };
  const { extension } = before;
  if (extension === null) throw new Error('nobody has asked for more time');
  return { ...before, extension: { ...extension, chase: { ...extension.chase, at: until } } };
}

type ExtensionEvent = EventOf<'ExtensionAsked' | 'ExtensionAgreed' | 'ExtensionApproved' | 'ExtensionDeclined'>;

/** More time was asked for, or decided on. */
export function extensionChanged(before: SiteAt<'open'>, event: ExtensionEvent, done: Done): SiteAt<'open'> {
  if (event.type === 'ExtensionAsked') {
    if (before.extension !== null) throw new Error('more time is asked for already');
    const { number, until, reason, remindAt } = event;
    const chase = { at: remindAt, done: 0 };
    const extension = { number, askedAt: done.at, until, reason, approvals: [], chase };
    return { ...before, extension, extensions: number };
  }
  const { extension } = before;
  if (extension === null || extension.number !== event.number) throw new Error('nobody has asked for more time');
  const settled = { ...before.file, chased: [] };
  if (event.type === 'ExtensionDeclined') return { ...before, file: settled, extension: null };
  const file = { ...settled, ruling: event.ruling };
  switch (event.type) {
    case 'ExtensionAgreed': {
      const { until, why } = event;
      const approvals = [...extension.approvals, { ...done, until, ...(why === undefined ? {} : { why }) }];
      return { ...before, file, extension: { ...extension, approvals, chase: { at: event.remindAt, done: 0 } } };
    }
    case 'ExtensionApproved': {
      const { until, why = '', endRemindAt } = event;
      const longer = { at: done.at, by: [...extension.approvals.map(({ by }) => by), done.by], until, why };
      const extended = [...file.extended, longer].slice(-EXTENSIONS_KEPT);
      return { ...before, file: { ...file, extended }, until, endRemindAt, extension: null };
    }
    default:
      return event satisfies never;
  }
}

/** The time is over: IT has to block the site again. */
export function ended(before: SiteAt<'approved' | 'open'>, event: EventOf<'AccessEnded'>, done: Done): SiteAt<'ended'> {
  const { file, from, until, why } = before;
  return {
    status: 'ended',
    file: { ...file, chased: [] },
    from,
    until,
    why,
    opened: before.status === 'open' ? before.opened : null,
    ended: { ...done, how: event.how, ...(event.why === undefined ? {} : { why: event.why }) },
    shownTo: [],
    chase: { at: event.remindAt, done: 0 },
    morningAt: event.morningAt,
  };
}

/** Both, each once. */
export function union(one: readonly PersonId[], other: readonly PersonId[]): PersonId[] {
  return [...new Set([...one, ...other])];
}
