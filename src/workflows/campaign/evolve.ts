import type { Happened } from '../../domain/decider.ts';
import { type Instant, later, MINUTE, SECOND } from '../../domain/instant.ts';
import type { CampaignEvent } from './events.ts';
import { leaversSought, passAfter, passAwake, passBegun, passPutOff } from './evolve-pass.ts';
import { bytesOf } from './pace.ts';
import { type Campaign, type CampaignFile, type CampaignState, isLive, type LiveCampaign } from './state.ts';
import { overdueAfter, unsignedAfter } from './unsigned.ts';
import { currentWalk, newWalk, nobodyLate, toldAfter, walked, withWalk } from './walks.ts';

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

const PARKED_KEPT = 20;

/** The next state. Pure; refuses an event that cannot follow, so that a damaged history is never read as a campaign. */
export function evolveCampaign(state: CampaignState, { event, at }: Happened<CampaignEvent>): CampaignState {
  if (event.type === 'CampaignBegun') {
    if (state.status !== 'none') throw new Error('a campaign can begin once');
    return { status: 'handing-out', file: fileOf(event, at) };
  }
  if (state.status === 'none') throw new Error(`${event.type} cannot come before CampaignBegun`);
  const spent = state.file.spent + bytesOf(event);
  const campaign: Campaign = { ...state, file: { ...state.file, spent } };
  return isLive(campaign) ? whileLive(campaign, event, at) : whileClosing(campaign, event, at);
}

function fileOf({ type: _, parts, morning, asks, ...of }: Of<'CampaignBegun'>, at: Instant): CampaignFile {
  const file: CampaignFile = {
    ...of,
    begunAt: at,
    askedAt: at,
    parts: '',
    pass: null,
    channelPages: [],
    areChannelsWhole: false,
    channelsReadAt: '',
    strangers: { names: [], more: 0 },
    look: null,
    walks: [],
    morning,
    progress: later(at, 10 * SECOND),
    figures: null,
    remindedOn: '',
    remindAskedAt: null,
    isRemindOwed: false,
    laddered: '',
    late: nobodyLate,
    hearers: [],
    told: { managers: {}, others: {} },
    telling: null,
    unsigned: null,
    mended: '',
    mendedOn: '',
    parked: [],
    spent: 0,
  };
  return { ...file, pass: passBegun(file, { parts, isFull: true, asks }, at) };
}

/** While people are asked. */
function whileLive(campaign: LiveCampaign, event: CampaignEvent, at: Instant): CampaignState {
  const { file } = campaign;
  switch (event.type) {
    case 'PassBegan':
      return passStarted(campaign, event, at);
    case 'PageHandedOut':
    case 'ChannelPageRead':
    case 'ChannelUnread':
    case 'PassEnded':
      return passAfter(campaign, event, at);
    case 'LeaversSought':
      return withFile(campaign, leaversSought(file, event.parts, at));
    case 'PassPutOff':
      return { ...campaign, file: passPutOff(file, event.until) };
    case 'LookPlanned':
      return withFile(campaign, { look: event.look });
    case 'WalkPageGone':
      return withFile(campaign, { ...walked(file, event, at), ...overdueAfter(file, currentWalk(file), event, at) });
    case 'WalkPutOff':
      return withFile(campaign, walked(file, event, at));
    case 'HearersTold':
      return withFile(campaign, toldAfter(file, event));
    case 'MorningCame':
      return withFile(campaign, morningAfter(file, event, at));
    case 'MorningPutOff':
      return withFile(campaign, { morning: event.until });
    case 'ProgressSeen':
      return progressed(campaign, event, at);
    case 'RemindersAsked':
      return withFile(campaign, remindersAfter(file, event, at));
    case 'WordingRevised':
      return revised(campaign, event, at);
    case 'ClosingBegan': {
      const { reason, figures } = event;
      const walks = [newWalk('close', at)];
      const over = { pass: null, look: null, morning: null, progress: null, telling: null, isRemindOwed: false };
      return { status: 'closing', file: { ...file, ...over, figures, walks }, reason, tries: 0, closedAt: at };
    }
    default:
      return whenever(campaign, event);
  }
}

/** When nobody is asked any more: who still stood open is told so. */
function whileClosing(campaign: Campaign, event: CampaignEvent, at: Instant): CampaignState {
  const { file } = campaign;
  if (event.type === 'WalkPageGone' || event.type === 'WalkPutOff')
    return { ...campaign, file: { ...file, ...walked(file, event, at) } };
  if (campaign.status === 'closing' && event.type === 'ClosingWentOn') {
    const walks = [{ ...newWalk('close', at), dueAt: event.next }];
    return { ...campaign, file: { ...file, walks }, tries: campaign.tries + 1 };
  }
  if (campaign.status === 'closing' && event.type === 'CampaignClosed') {
    const { reason, closedAt } = campaign;
    return { status: 'closed', file: { ...file, walks: [] }, reason, closedAt };
  }
  return whenever(campaign, event);
}

/** What may happen at any time. */
function whenever(campaign: Campaign, event: CampaignEvent): CampaignState {
  const { file } = campaign;
  switch (event.type) {
    case 'CampaignOpened':
      return { ...campaign, file: { ...file, figures: event.figures } };
    case 'OwnerChanged':
      return { ...campaign, file: { ...file, owner: event.owner, publisher: event.publisher } };
    case 'NamesOpened':
    case 'ExportOpened':
    case 'AskRefused':
      return campaign;
    case 'CardParked': {
      const parked = [...new Set([...file.parked, event.slot])].slice(-PARKED_KEPT);
      return { ...campaign, file: { ...file, parked } };
    }
    default:
      throw new Error(`${event.type} cannot come while a campaign is ${campaign.status}`);
  }
}

function withFile(campaign: LiveCampaign, changed: Partial<CampaignFile>): LiveCampaign {
  return { ...campaign, file: { ...campaign.file, ...changed } };
}

function passStarted(campaign: LiveCampaign, event: Of<'PassBegan'>, at: Instant): CampaignState {
  const { file } = campaign;
  if (file.pass !== null) throw new Error('an audience is gone through one time after the other');
  const pass = passBegun(file, event, at);
  const isAsking = pass.changed.length > 0;
  const soon = later(at, MINUTE);
  const looked = file.progress === null || file.progress > soon ? { progress: soon } : {};
  const { morning = file.morning } = event;
  // Only asking waits for the school to open: who has left is looked for at once.
  const walks = isAsking ? withWalk(file.walks, newWalk('leave', at)) : file.walks;
  const changed = { pass, look: null, walks, morning, ...(isAsking ? { askedAt: at, ...looked } : {}) };
  return {
    status: isAsking && campaign.status === 'complete' ? 'running' : campaign.status,
    file: { ...file, ...changed },
  };
}

function morningAfter(file: CampaignFile, event: Of<'MorningCame'>, at: Instant): Partial<CampaignFile> {
  const { walks, everybody, reminds, next } = event;
  if (!walks) return { morning: next };
  const walk = newWalk('morning', at, { reminds, everybody });
  return { morning: next, walks: withWalk(file.walks, walk), ...(reminds ? { isRemindOwed: false } : {}) };
}

function remindersAfter(file: CampaignFile, event: Of<'RemindersAsked'>, at: Instant): Partial<CampaignFile> {
  if (!event.isAtOnce) return { remindAskedAt: at, isRemindOwed: true };
  const walk = newWalk('morning', at, { reminds: true, everybody: true });
  return { remindAskedAt: at, isRemindOwed: false, walks: withWalk(file.walks, walk) };
}

function progressed(campaign: LiveCampaign, event: Of<'ProgressSeen'>, at: Instant): CampaignState {
  const { figures, next, isComplete, mends } = event;
  const { file, status } = campaign;
  const mended = mends === null ? forgotten(event) : mending(file, { figures, mends }, at);
  const unsigned = event.unsigned ?? file.unsigned;
  const after = { ...file, figures, unsigned, progress: isComplete ? null : next, ...mended };
  if (isComplete) return { status: 'complete', file: { ...after, isRemindOwed: false, late: nobodyLate } };
  return { status: status === 'complete' ? 'running' : status, file: after };
}

/** Once the figures are right, the same may be missed again and is put right again. */
function forgotten({ isRight = false }: Of<'ProgressSeen'>): Partial<CampaignFile> {
  return isRight ? { mended: '' } : {};
}

/** The figures are not those of the audience: everybody who is there too many is looked for. A pass asks who is missing. */
function mending(
  file: CampaignFile,
  { figures, mends }: Pick<Of<'ProgressSeen'>, 'figures'> & { readonly mends: number },
  at: Instant,
): Partial<CampaignFile> {
  const recipients = figures.pending + figures.delivered + figures.unreachable + figures.acknowledged;
  const walks = recipients > mends ? withWalk(file.walks, newWalk('leave', at)) : file.walks;
  return { walks, mended: `${recipients} of ${mends}`, mendedOn: at.slice(0, 10) };
}

function revised(campaign: LiveCampaign, event: Of<'WordingRevised'>, at: Instant): CampaignState {
  const { wording, dueBy, asks, morning = campaign.file.morning } = event;
  const isNow = asks === 'now';
  const file = isNow ? passAwake(campaign.file, at) : campaign.file;
  if (wording.version <= file.wording.version) throw new Error('a wording is revised by a later one');
  const walks =
    campaign.status === 'complete'
      ? file.walks
      : withWalk(file.walks, newWalk('revise', at, isNow ? { asksNow: true } : {}));
  return withFile(campaign, { ...file, ...unsignedAfter(file, dueBy), wording, dueBy, walks, morning });
}
