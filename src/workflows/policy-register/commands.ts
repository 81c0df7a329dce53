import type { CommandDefinition } from '../../domain/decider.ts';
import { commandData, type RegisterCommand } from './command-data.ts';
import type { RegisterState } from './state.ts';
import { labels } from './words.ts';

type Definition = CommandDefinition<RegisterState>;

function internal(command: RegisterCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

function offered(command: RegisterCommand & keyof typeof labels): Definition {
  return { label: labels[command], data: commandData[command] };
}

/** The commands of the register. */
export const registerCommands: Record<RegisterCommand, Definition> = {
  'policy-register/begin': { ...internal('policy-register/begin'), begins: true },
  // A policy may be published before the register was looked for on its first day.
  'policy-register/enter': { ...internal('policy-register/enter'), begins: true },
  'policy-register/open': { ...offered('policy-register/open'), opens: true, wayBack: 'Back to the register' },
  'policy-register/put-away': offered('policy-register/put-away'),
  'policy-register/roll-over': { ...offered('policy-register/roll-over'), opens: true },
  'policy-register/start': offered('policy-register/start'),
  'policy-register/delivery-note': internal('policy-register/delivery-note'),
};
