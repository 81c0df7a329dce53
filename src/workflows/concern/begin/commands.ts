import { whoIsAway } from '../../../domain/absences.ts';
import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { logSchema } from './log-data.ts';
import { logForm } from './log-form.ts';
import { mayLog } from './may-log.ts';
import { breachSchema, callSchema } from './quick-data.ts';
import { breachForm, callForm } from './quick-forms.ts';

/** The other ways in which a concern begins. */
export const beginCommands = {
  'concern/call-team': {
    label: 'Content on a pupil’s device',
    data: callSchema,
    begins: true,
    form: (_state, { school }) => callForm(school),
    gathers: () => whoIsAway,
  },
  'concern/report-breach': {
    label: 'Report a broken rule',
    data: breachSchema,
    begins: true,
    form: (_state, { school }) => breachForm(school),
    gathers: () => whoIsAway,
  },
  'concern/log': {
    label: 'Log for somebody',
    data: logSchema,
    begins: true,
    form: logForm,
    isOffered: mayLog,
    gathers: () => whoIsAway,
  },
} as const satisfies Record<string, CommandDefinition<ConcernState>>;
