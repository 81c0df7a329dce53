import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendCampaign } from './access.ts';
import { campaignCommands } from './commands.ts';
import { campaignDeadlines } from './deadlines.ts';
import { againCampaign, decideCampaign, refusesCampaign } from './decider.ts';
import { type CampaignEvent, campaignEventSchema } from './events.ts';
import { evolveCampaign } from './evolve.ts';
import { campaigns } from './lists.ts';
import { notYours } from './refusals.ts';
import { sharesCampaign } from './shares.ts';
import { type CampaignState, campaignStateSchema, findableBy, liveStatuses, noCampaign } from './state.ts';

/**
 * A round of asking people to read or sign a policy: hands it out, keeps to its audience as that changes, reminds, and
 * shows how it goes (R160, R163, R166, R167). What each person said stands in a record of their own.
 */
export const campaign: Workflow<CampaignState, CampaignEvent> = {
  id: 'campaign',
  prefix: 'M',
  state: campaignStateSchema,
  event: campaignEventSchema,
  initial: noCampaign,
  commands: campaignCommands,
  lists: [campaigns],
  refuses: refusesCampaign,
  decide: decideCampaign,
  evolve: evolveCampaign,
  status: (state) => state.status,
  findableBy,
  deadlines: campaignDeadlines,
  deliveryNote: 'campaign/delivery-note',
  shares: sharesCampaign,
  onSchoolFile: { statuses: liveStatuses, command: 'campaign/look' },
  onArrival: { statuses: liveStatuses, command: 'campaign/look' },
  mayStillSend: mayStillSendCampaign,
  notThere: notYours,
  again: againCampaign,
};
