import { type Logger, LogLevel } from '@slack/bolt';

/** Slack's SDK would log whole payloads; only that there was trouble is passed on. */
export function createQuietLogger(troubled: () => void): Logger {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: troubled,
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}
