import { type Instant, later } from '../../domain/instant.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { type Parts, partsOf } from './access.ts';
import type { CampaignCommand } from './command-data.ts';
import { isPast, REMIND_REST } from './pace.ts';
import type { RefusalCode } from './refusals.ts';
import type { Campaign, CampaignState } from './state.ts';

/** Who may give each command: one of these parts, or the clock. The same rows offer a button and refuse a press. */
const givenBy: Record<CampaignCommand, readonly (keyof Parts)[] | 'clock'> = {
  'campaign/begin': 'clock',
  'campaign/revise': 'clock',
  'campaign/change-owner': 'clock',
  'campaign/close': 'clock',
  'campaign/hand-out': 'clock',
  'campaign/go-through': 'clock',
  'campaign/tell': 'clock',
  'campaign/look': 'clock',
  'campaign/morning': 'clock',
  'campaign/progress': 'clock',
  'campaign/delivery-note': 'clock',
  'campaign/open': ['watches'],
  'campaign/put-away': ['watches', 'seesAll', 'manages', 'seesUnsigned'],
  'campaign/who-has-not': ['seesAll', 'manages', 'seesUnsigned'],
  'campaign/remind-now': ['runs'],
  'campaign/export': ['runs'],
};

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: CampaignState,
  command: CampaignCommand,
  person: PersonId | undefined,
  of: { readonly school: School; readonly at: Instant },
): RefusalCode | undefined {
  const who = givenBy[command];
  // What the clock asks when it is too late for it changes nothing, rather than being refused.
  if (person === undefined) return who === 'clock' ? undefined : 'not-now';
  if (who === 'clock' || state.status === 'none') return 'not-yours';
  const parts = partsOf(state, person, of.school);
  if (!who.some((part) => parts[part])) return parts.watches ? 'not-publisher' : 'not-yours';
  return command === 'campaign/remind-now' ? whyNotRemind(state, of.at) : undefined;
}

/** Whose names somebody sees who asks for these; or why none. */
export function namesFor(
  campaign: Campaign,
  asked: 'all' | 'mine' | 'unsigned',
  person: PersonId,
  of: { readonly school: School; readonly at: Instant },
): 'all' | 'mine' | 'unsigned' | RefusalCode {
  const { seesAll, manages, seesUnsigned } = partsOf(campaign, person, of.school);
  if (campaign.status === 'closing' || campaign.status === 'closed') return 'over';
  if (asked === 'mine' && manages) return 'mine';
  if (asked === 'unsigned' && seesUnsigned) return isPast(campaign.file.dueBy, of) ? 'unsigned' : 'before-its-date';
  if (seesAll) return 'all';
  if (seesUnsigned) return isPast(campaign.file.dueBy, of) ? 'unsigned' : 'before-its-date';
  return manages ? 'only-theirs' : 'not-yours';
}

function whyNotRemind(campaign: Campaign, at: Instant): RefusalCode | undefined {
  if (campaign.status === 'closing' || campaign.status === 'closed') return 'over';
  if (campaign.status === 'complete') return 'complete';
  const { remindAskedAt } = campaign.file;
  return remindAskedAt !== null && later(remindAskedAt, REMIND_REST) > at ? 'reminded-lately' : undefined;
}
