import { type Instant, later, MINUTE, SECOND } from '../../domain/instant.ts';
import type { CampaignEvent } from './events.ts';
import type { CampaignFile, CampaignState, LiveCampaign, Pass } from './state.ts';
import { newWalk, next, withWalk } from './walks.ts';
import { changedParts, countMarks, everyPart, haveChangedPeople, marksIn, withoutParts } from './who-is-in.ts';

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;
type PassEvent = Of<'PageHandedOut' | 'ChannelPageRead' | 'ChannelUnread' | 'PassEnded'>;

/** So many people of channels are known at the most: with more, nobody is known to have left one. */
const MOST_BY_CHANNEL = 10_000;
/** So many names are kept of people in a channel whom the school file does not know. */
const MOST_STRANGERS = 200;

/** A pass from the beginning. */
export function passBegun(
  file: CampaignFile,
  { parts, isFull, asks }: Pick<Of<'PassBegan'>, 'parts' | 'isFull'> & Pick<Of<'CampaignBegun'>, 'asks'>,
  at: Instant,
): Pass {
  const changed = isFull ? [...everyPart] : changedParts(file.parts, parts);
  return {
    dueAt: next(at),
    ...(asks === 'now' ? { asksNow: true } : {}),
    parts,
    changed,
    ...(isFull ? { isFull } : {}),
    after: '',
    isPeopleDone: !haveChangedPeople(changed),
    read: [],
    reading: null,
    pages: [],
    strangers: { names: [], more: 0 },
    isWhole: true,
  };
}

/** The pass waits for the school to open. The figures are looked at soon after it has gone on. */
export function passPutOff(file: CampaignFile, until: Instant): CampaignFile {
  if (file.pass === null) throw new Error('nobody was going through the audience');
  const waiting = { ...file, pass: { ...file.pass, dueAt: until } };
  if (isFirst(file)) return { ...waiting, goesOutAt: until };
  const soon = later(until, MINUTE);
  return { ...waiting, progress: file.progress === null || file.progress > soon ? soon : file.progress };
}

/** Leavers are looked for while a pass waits. The parts in which somebody came or went meanwhile are gone through again. */
export function leaversSought(file: CampaignFile, parts: string, at: Instant): Partial<CampaignFile> {
  const { pass, progress } = file;
  const soon = later(at, MINUTE);
  const changed = pass === null ? [] : changedParts(pass.sought ?? pass.parts, parts);
  const sought = pass === null ? null : { ...pass, sought: parts, parts: withoutParts(pass.parts, changed) };
  return {
    pass: sought,
    walks: withWalk(file.walks, newWalk('leave', at)),
    progress: progress === null || progress > soon ? soon : progress,
  };
}

/** A first hand-out that waits for the school to open goes out now. */
export function passAwake(file: CampaignFile, at: Instant): CampaignFile {
  if (file.pass === null || !isFirst(file)) return file;
  const woken = { ...file, pass: { ...file.pass, asksNow: true, dueAt: next(at) } };
  return file.goesOutAt === undefined || file.goesOutAt <= at
    ? woken
    : { ...woken, goesOutAt: at, progress: later(at, 10 * SECOND) };
}

/** Whether the audience is handed out to for the first time. */
function isFirst({ parts }: CampaignFile): boolean {
  return parts === '';
}

/** What a page of a pass, or its end, comes to. */
export function passAfter(campaign: LiveCampaign, event: PassEvent, at: Instant): CampaignState {
  const { file } = campaign;
  const { pass } = file;
  if (pass === null) throw new Error('nobody was going through the audience');
  const going = (changed: Partial<Pass>): LiveCampaign => ({
    ...campaign,
    file: { ...file, pass: { ...pass, dueAt: next(at), ...changed } },
  });
  switch (event.type) {
    case 'PageHandedOut':
      return asking(going({ after: event.after, isPeopleDone: event.isLast }), event, at);
    case 'ChannelPageRead':
      return asking(going(pageAfter(pass, file, event)), event, at);
    case 'ChannelUnread':
      return going(unreadAfter(pass, event));
    case 'PassEnded': {
      const status = campaign.status === 'handing-out' ? 'running' : campaign.status;
      return { status, file: endedPass(file, pass, at) };
    }
    default:
      return event satisfies never;
  }
}

/** Where people of a page were asked, the campaign is under way, and the figures are looked at soon. */
function asking(campaign: LiveCampaign, event: Of<'PageHandedOut' | 'ChannelPageRead'>, at: Instant): LiveCampaign {
  if (event.asked === 0) return campaign;
  const { file, status } = campaign;
  const { dueBy = '' } = event;
  const morning = event.type === 'ChannelPageRead' ? event.morning : undefined;
  const soon = later(at, MINUTE);
  const isLookedLater = status !== 'handing-out' && (file.progress === null || file.progress > soon);
  return {
    status: status === 'complete' ? 'running' : status,
    file: {
      ...file,
      askedAt: at,
      ...(isLookedLater ? { progress: soon } : {}),
      ...(morning === undefined ? {} : { morning }),
      ...(dueBy > (file.lastDue ?? '') ? { lastDue: dueBy } : {}),
    },
  };
}

function unreadAfter(pass: Pass, { channel, next }: Of<'ChannelUnread'>): Partial<Pass> {
  return {
    read: next === undefined ? [...pass.read, channel] : pass.read,
    reading: next === undefined ? null : { channel, after: next },
    unread: [...new Set([...(pass.unread ?? []), channel])],
    isWhole: false,
  };
}

function pageAfter(pass: Pass, file: CampaignFile, event: Of<'ChannelPageRead'>): Partial<Pass> {
  const { channel, digest, next, strangers } = event;
  const people = event.people ?? file.channelPages.find((page) => page.digest === digest)?.people ?? '';
  const pages = [...pass.pages, { digest, people }];
  const isRoom = countMarks(pages) <= MOST_BY_CHANNEL;
  const names = [...pass.strangers.names, ...strangers.names];
  const more = pass.strangers.more + strangers.more + Math.max(0, names.length - MOST_STRANGERS);
  return {
    pages: isRoom ? pages : pass.pages,
    isWhole: pass.isWhole && isRoom,
    strangers: { names: names.slice(0, MOST_STRANGERS), more },
    read: next === null ? [...pass.read, channel] : pass.read,
    reading: next === null ? null : { channel, after: next },
  };
}

function endedPass(file: CampaignFile, pass: Pass, at: Instant): CampaignFile {
  const hasChannels = file.audience.channels.length > 0;
  // Where a channel could not be read, who was known to be in one is taken to be there still.
  const channelPages = pass.isWhole ? pass.pages : [...file.channelPages, ...newPages(file, pass)];
  const still = marksIn(channelPages);
  const hasLost = [...marksIn(file.channelPages)].some((mark) => !still.has(mark));
  // Who has gone from the school file was looked for as the pass began. Of channels it is known only now.
  const isLookedThrough = !isFirst(file) && hasChannels && (pass.changed.length > 0 || hasLost);
  const { unread: _, ...before } = file;
  return {
    ...before,
    ...(pass.unread === undefined ? {} : { unread: pass.unread }),
    pass: null,
    parts: pass.parts,
    channelPages,
    areChannelsWhole: pass.isWhole,
    channelsReadAt: hasChannels ? at : file.channelsReadAt,
    strangers: pass.strangers,
    walks: isLookedThrough ? withWalk(file.walks, newWalk('leave', at)) : file.walks,
  };
}

function newPages(file: CampaignFile, pass: Pass): Pass['pages'] {
  const known = new Set(file.channelPages.map(({ digest }) => digest));
  const pages = pass.pages.filter(({ digest }) => !known.has(digest));
  return countMarks([...file.channelPages, ...pages]) <= MOST_BY_CHANNEL ? pages : [];
}
