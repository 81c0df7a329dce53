import { isNotedLately } from '../../domain/attempts.ts';
import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { SiteCommand } from './command-data.ts';
import type { SiteEvent } from './events.ts';
import { type RefusalCode, type RefusalDetail, refusalSentences } from './refusals.ts';
import type { SiteState } from './state.ts';

/** Refuses; an attempt by somebody without the right goes on the record, once an hour for each person and command. */
export function refuse(
  { state, command }: { readonly state: SiteState; readonly command: SiteCommand },
  code: RefusalCode,
  { school, at, reference, by }: DecisionContext,
  detail: RefusalDetail = {},
): Refusal<SiteEvent> {
  const sentence = refusalSentences[code]({ ...detail, state, command, school, now: at, reference });
  const isAttempt = code === 'not-yours' || code === 'not-your-part';
  if (!isAttempt || state.status === 'none' || by.kind !== 'person') return refusal({ code, sentence });
  const isNoted = isNotedLately(state.file.attempts, { at, by, command });
  return refusal({ code, sentence, noted: isNoted ? [] : [{ type: 'AttemptRefused', command, code }] });
}
