import { awayIn } from '../../domain/absences.ts';
import type { CardContent, DecisionContext, Reply } from '../../domain/decider.ts';
import type { Button } from '../../domain/message.ts';
import { roleLabel } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { viewSlot } from './access.ts';
import type { AbsenceCommand } from './command-data.ts';
import type { Absence } from './state.ts';
import { covers, leftAlone } from './telling.ts';
import { labels, saidCoverBy, saidNobody, whatToDo } from './words.ts';

type CardContext = Pick<DecisionContext, 'school' | 'at' | 'reference' | 'gathered'>;

/** How it stands, for whoever is away or was: until when, and who has what comes to them. */
export function ownCard({ status, file }: Absence, of: CardContext): Reply {
  const { school, at, reference } = of;
  const day = saidDate(school, file.until, at);
  const away = { person: file.person, day, school, away: new Set([...awayIn(of.gathered), file.person]) };
  const isAway = status === 'away';
  // It begins a record where there is none, so it names none.
  const begin = { ...button('absence/begin', reference), press: { do: 'absence/begin' }, opens: true };
  return {
    slot: viewSlot(file.person),
    card: 'notice',
    preview: 'Your absence',
    data: {
      title: isAway ? `You are away until ${day}` : 'You are back',
      lines: isAway
        ? [
            ...covers(away).map(({ role, cover }) => saidCoverBy(role, cover, school)),
            ...leftAlone(away).map((role) => `${saidNobody(roleLabel(school, role))} ${whatToDo}`),
            'You keep your access, and what comes still stands in your chat. It ends by itself as school opens that day.',
          ]
        : ['What comes to your roles comes to you again.'],
      buttons: isAway
        ? [
            { ...button('absence/back', reference), primary: true },
            { ...begin, label: 'Another day' },
            { ...button('absence/put-away', reference), chatOnly: true },
          ]
        : [begin],
    },
  };
}

/** What stands in the chat when it is no longer shown there. */
export function putAway({ reference }: Pick<CardContext, 'reference'>): CardContent {
  const text = 'Your absence was shown here and has been put away.';
  const open = { ...button('absence/open', reference), label: 'Open again', opens: true };
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [open] } };
}

function button(command: AbsenceCommand & keyof typeof labels, reference: string): Button {
  return {
    label: labels[command],
    press: { do: command, ref: reference },
    primary: false,
    opens: false,
    chatOnly: false,
  };
}
