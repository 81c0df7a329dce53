import { leadersOf } from '../access.ts';
import type { ConcernCommand } from '../command-data.ts';
import type { RefusalCode } from '../refusals.ts';
import type { WhyNot } from '../why-not.ts';
import { pendingIn } from './breaches.ts';

/** What a command is refused with to somebody who handles the case and has not the part for it: they know of the case. */
export const conductNotTheirs: { readonly [One in ConcernCommand]?: RefusalCode } = {
  'concern/set-sanction': 'only-the-leader',
  'concern/decline-sanction': 'only-the-leader',
};

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const conductWhyNot: WhyNot = {
  'concern/recommend-sanction': (concern, person, school) => {
    const leaders = leadersOf(concern, school);
    if (leaders.includes(person)) return 'yours-to-set';
    return leaders.length === 0 ? 'nobody-to-decide' : undefined;
  },
  // Somebody may lead in another matter, such as where the head asked for something: sanctions stay the head's (R108).
  'concern/set-sanction': (concern, person, school) =>
    leadersOf(concern, school).includes(person) ? undefined : 'only-the-leader',
  'concern/decline-sanction': (concern, person, school) => {
    if (!leadersOf(concern, school).includes(person)) return 'only-the-leader';
    return pendingIn(concern).length === 0 ? 'nothing-recommended' : undefined;
  },
};
