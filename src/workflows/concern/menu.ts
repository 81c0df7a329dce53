import type { Reply } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import { putAway, viewSlot } from './case-file.ts';
import { subjects } from './menu-subjects.ts';
import { usefulOffers } from './offers-shown.ts';
import type { Concern } from './state.ts';
import { caseTitle } from './words.ts';

/** All that somebody may do with a case now, by subject. It shows buttons and nothing of what was written. */
export function menu(concern: Concern, person: PersonId, of: CardContext): Reply {
  const { reference } = of;
  const offers = usefulOffers(concern, person, of);
  const sections = subjects
    .map(({ title, commands }) => ({ title, commands: commands.filter((command) => offers.includes(command)) }))
    .filter(({ commands }) => commands.length > 0);
  return {
    slot: viewSlot(person),
    card: 'list',
    preview: `Concern ${reference}`,
    data: {
      title: `${caseTitle(concern, reference)} · what else`,
      sections: sections.map(({ title, commands }) => ({
        title,
        empty: '',
        rows: [],
        buttons: commands.map((command) => button(command, reference)),
      })),
      help: '',
      buttons: [button('concern/open', reference, { label: 'Back to the case' })],
    },
    fades: putAway(of),
  };
}
