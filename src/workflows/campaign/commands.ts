import type { CommandDefinition, GatheringFor } from '../../domain/decider.ts';
import type { Gathering } from '../../domain/gathering.ts';
import { type CampaignCommand, commandData } from './command-data.ts';
import { openStatuses } from './figures.ts';
import { gathersForPass, gathersForWalk } from './gatherings.ts';
import type { CampaignState } from './state.ts';

type Definition = CommandDefinition<CampaignState>;

function internal(command: CampaignCommand, gathers?: NonNullable<Definition['gathers']>): Definition {
  const definition = { label: '', data: commandData[command], internal: true };
  return gathers === undefined ? definition : { ...definition, gathers };
}

/** How many acknowledgements stand where: one answer of the store, so that the figures add up. */
function counts(_state: CampaignState, { reference }: GatheringFor): Gathering {
  return { kind: 'counts', workflow: 'acknowledgement', findBy: `campaign ${reference}` };
}

/** At most so many people stand on the pages that follow each other without the store being asked anew. */
const NAMES = 500;
const ROWS = 200;

function page(reference: string, after: string, more: Pick<Gathering & { kind: 'records' }, 'most' | 'statuses'>) {
  const from = after === '' ? {} : { after };
  return { kind: 'records', workflow: 'acknowledgement', findBy: `campaign ${reference}`, ...from, ...more } as const;
}

/** The commands of a campaign. */
export const campaignCommands: Record<CampaignCommand, Definition> = {
  'campaign/begin': { ...internal('campaign/begin'), begins: true },
  'campaign/revise': internal('campaign/revise'),
  'campaign/change-owner': internal('campaign/change-owner'),
  'campaign/close': internal('campaign/close', counts),
  'campaign/hand-out': internal('campaign/hand-out', gathersForPass),
  'campaign/go-through': internal('campaign/go-through', (state, { reference }) => gathersForWalk(state, reference)),
  'campaign/tell': internal('campaign/tell'),
  'campaign/look': internal('campaign/look'),
  'campaign/morning': internal('campaign/morning'),
  'campaign/progress': internal('campaign/progress', counts),
  'campaign/open': {
    label: 'Progress',
    data: commandData['campaign/open'],
    opens: true,
    wayBack: 'Back to the progress',
    gathers: counts,
  },
  'campaign/put-away': { label: 'Put away', data: commandData['campaign/put-away'] },
  'campaign/who-has-not': {
    label: 'Who has not',
    data: commandData['campaign/who-has-not'],
    opens: true,
    gathers: (_state, { reference, data }) =>
      page(reference, commandData['campaign/who-has-not'].parse(data).after, { most: NAMES, statuses: openStatuses }),
  },
  'campaign/remind-now': {
    label: 'Remind now',
    data: commandData['campaign/remind-now'],
    opens: true,
    gathers: counts,
  },
  'campaign/export': {
    label: 'Export',
    data: commandData['campaign/export'],
    opens: true,
    gathers: (_state, { reference, data }) =>
      page(reference, commandData['campaign/export'].parse(data).after, { most: ROWS }),
  },
  'campaign/delivery-note': internal('campaign/delivery-note'),
};
