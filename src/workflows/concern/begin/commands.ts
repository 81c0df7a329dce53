import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { logSchema } from './log-data.ts';
import { breachSchema, callSchema } from './quick-data.ts';

/** The other ways in which a concern begins. */
export const beginCommands = {
  'concern/log': { label: 'Log for somebody', data: logSchema, begins: true, isOffered: () => false },
  'concern/report-breach': { label: 'Report a broken rule', data: breachSchema, begins: true },
  'concern/call-team': { label: 'Content on a pupil’s device', data: callSchema, begins: true },
} as const satisfies Record<string, CommandDefinition<ConcernState>>;
