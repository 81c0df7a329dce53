import type { Deciders } from '../deciders.ts';
import type { conductData } from './data.ts';
import { itAnswered, itAsked } from './it-steps.ts';
import { sanctionDeclined, sanctionRecommended, sanctionSet } from './sanction-steps.ts';

/** What each command of this part of a case comes to. */
export const conductSteps: Deciders<keyof typeof conductData> = {
  'concern/recommend-sanction': sanctionRecommended,
  'concern/set-sanction': sanctionSet,
  'concern/decline-sanction': sanctionDeclined,
  'concern/ask-it': itAsked,
  'concern/it-answered': itAnswered,
};
