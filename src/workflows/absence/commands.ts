import { whoIsAway } from '../../domain/absences.ts';
import type { CommandDefinition } from '../../domain/decider.ts';
import type { Form } from '../../domain/form.ts';
import { isExpected } from './access.ts';
import { type AbsenceCommand, commandData } from './command-data.ts';
import type { AbsenceState } from './state.ts';
import { labels } from './words.ts';

type Definition = CommandDefinition<AbsenceState>;

function offered(command: AbsenceCommand & keyof typeof labels): Definition {
  return { label: labels[command], data: commandData[command] };
}

function internal(command: AbsenceCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of an absence. There is one record for each person, which begins with the first. */
export const absenceCommands: Record<AbsenceCommand, Definition> = {
  'absence/begin': {
    ...offered('absence/begin'),
    begins: true,
    own: (person) => person,
    isOffered: isExpected,
    form: () => awayForm,
    gathers: () => whoIsAway,
  },
  'absence/open': { ...offered('absence/open'), opens: true, gathers: () => whoIsAway },
  'absence/put-away': offered('absence/put-away'),
  'absence/back': offered('absence/back'),
  'absence/end': internal('absence/end'),
  'absence/delivery-note': internal('absence/delivery-note'),
};

const awayForm: Form = {
  title: 'I am away until',
  intro:
    'Half a minute. Those who stand in for you are told, by your role and without your name. You can still open everything.',
  send: 'Say so',
  steps: [
    {
      id: 'until',
      items: [
        {
          kind: 'date',
          id: 'until',
          label: 'Away until',
          help: 'Your first day back. If you have put a day before, this one takes its place.',
          required: true,
          notInPast: true,
          source: '003 section 3.3',
        },
      ],
    },
  ],
};
