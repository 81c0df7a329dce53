import type { CommandDefinition } from '../../domain/decider.ts';
import { commandData, type UpkeepCommand } from './command-data.ts';
import type { UpkeepState } from './state.ts';
import { labels } from './words.ts';

type Definition = CommandDefinition<UpkeepState>;

function internal(command: UpkeepCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of what is kept current. */
export const upkeepCommands: Record<UpkeepCommand, Definition> = {
  'upkeep/begin': { ...internal('upkeep/begin'), begins: true },
  'upkeep/look': internal('upkeep/look'),
  'upkeep/open': { label: labels['upkeep/open'], data: commandData['upkeep/open'], opens: true },
  'upkeep/put-away': { label: labels['upkeep/put-away'], data: commandData['upkeep/put-away'] },
  'upkeep/delivery-note': internal('upkeep/delivery-note'),
};
