import { channelsIn } from '../../domain/audience.ts';
import type { GatheringFor } from '../../domain/decider.ts';
import type { Gathering } from '../../domain/gathering.ts';
import type { School } from '../../domain/school.ts';
import type { WalkKind } from './events.ts';
import { openStatuses, recipientStatuses } from './figures.ts';
import { type CampaignFile, type CampaignState, isLive, type Pass } from './state.ts';
import { currentWalk } from './walks.ts';

// What the steps of a campaign have to know of elsewhere: who is in a channel, and where the acknowledgements stand.

/** At most so many acknowledgements are looked at in one step. */
const PAGE = 500;
/** What has to be known to go on with a pass: who is in the channel whose turn it is. */
export function gathersForPass(state: CampaignState, { school }: Pick<GatheringFor, 'school'>): Gathering | undefined {
  const pass = isLive(state) ? state.file.pass : null;
  if (!isLive(state) || pass === null || !pass.isPeopleDone) return undefined;
  const turn = nextChannel(state.file, pass, school);
  if (turn === undefined) return undefined;
  return { kind: 'members', channel: turn.channel, ...(turn.after === '' ? {} : { after: turn.after }) };
}

/** The channel whose turn it is, and from where on it is read. */
export function nextChannel(file: CampaignFile, pass: Pass, school: School) {
  const all: readonly string[] = channelsIn(file.audience, school);
  const { reading, read } = pass;
  if (reading !== null && all.includes(reading.channel)) return reading;
  const channel = all.find((one) => !read.includes(one));
  return channel === undefined ? undefined : { channel, after: '' };
}

/** What is gone through for each. Who has acknowledged leaves too, but is only looked for where somebody has gone. */
const statusesFor: Record<WalkKind, readonly string[]> = {
  leave: recipientStatuses,
  morning: openStatuses,
  revise: openStatuses,
  close: openStatuses,
};

/** What has to be known to go on with a walk: the next page of the acknowledgements. */
export function gathersForWalk(state: CampaignState, reference: string): Gathering | undefined {
  const walk = state.status === 'none' ? undefined : currentWalk(state.file);
  if (walk === undefined) return undefined;
  const { kind, after: from } = walk;
  return {
    kind: 'records',
    workflow: 'acknowledgement',
    findBy: `campaign ${reference}`,
    statuses: statusesFor[kind],
    ...(from === '' ? {} : { after: from }),
    most: PAGE,
  };
}
