import { isNotedLately } from '../../domain/attempts.ts';
import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { JobCommand } from './command-data.ts';
import type { JobEvent } from './events.ts';
import { type RefusalCode, refusalSentences } from './refusals.ts';
import type { JobState } from './state.ts';

/** Refuses; an attempt by somebody without the right goes on the record, once an hour for each person and command. */
export function refuse(
  state: JobState,
  command: JobCommand,
  code: RefusalCode,
  { school, at, reference, by }: DecisionContext,
): Refusal<JobEvent> {
  const sentence = refusalSentences[code]({ state, school, now: at, reference });
  if (code !== 'not-yours' || state.status === 'none' || by.kind !== 'person') return refusal({ code, sentence });
  const isNoted = isNotedLately(state.file.attempts, { at, by, command });
  return refusal({ code, sentence, noted: isNoted ? [] : [{ type: 'AttemptRefused', command, code }] });
}
