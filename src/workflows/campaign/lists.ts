import type { ListDefinition } from '../../domain/decider.ts';
import { isPublisher } from '../../domain/policies.ts';
import { noFigures, open } from './figures.ts';
import { type CampaignState, isLive } from './state.ts';
import { campaignLine, saidDue, saidFigures } from './words.ts';

/** The rounds of asking that are under way, those of whom most are outstanding first; figures as they were seen last. */
export const campaigns: ListDefinition<CampaignState> = {
  id: 'campaigns',
  title: 'Policies being read and signed',
  empty: 'Nobody owes anything just now.',
  statuses: ['handing-out', 'running'],
  folded: true,
  isFor: isPublisher,
  row(state, { person, school, now }) {
    if (!isLive(state) || state.status === 'complete' || !isPublisher(person, school)) return undefined;
    const { file } = state;
    const figures = file.figures ?? noFigures;
    return {
      rank: -open(figures),
      since: file.begunAt,
      title: campaignLine(state),
      detail: `${saidFigures(figures, file.wording)} · by ${saidDue(state, school, now)}`,
      press: { label: 'Open', command: 'campaign/open' },
    };
  },
};
