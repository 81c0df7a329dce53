import { type DecisionContext, decision } from '../../domain/decider.ts';
import { itJobRules } from '../../domain/it-jobs.ts';
import { toConcern } from './answer.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { JobEvent } from './events.ts';
import { fileCard } from './file-card.ts';
import { jobMessages, settledMessages } from './job-card.ts';
import { refuse } from './refuse.ts';
import type { Job } from './state.ts';

/** IT has done it: what was asked goes to the case as text (R101, R102). */
export function done(job: Job, data: CommandData<'it-job/done'>, context: DecisionContext): Outcome {
  const missing = missingIn(job, data);
  if (missing !== undefined) return refuse(job, 'it-job/done', missing, context);
  return step(job, { type: 'ItJobDone', ...data }, context);
}

function missingIn({ file }: Job, { holder, place, since, result }: CommandData<'it-job/done'>) {
  if (itJobRules[file.job].answer === 'result') return result === '' ? 'say-what' : undefined;
  return [holder, place, since].includes('') ? 'say-where' : undefined;
}

/** IT cannot do it: those who asked see to it another way. */
export function failed(job: Job, data: CommandData<'it-job/cannot'>, context: DecisionContext): Outcome {
  return step(job, { type: 'ItJobFailed', ...data }, context);
}

/** A step of IT's: all cards follow it, and the case that asked hears of it. */
function step(job: Job, event: JobEvent, context: DecisionContext): Outcome {
  const now = after(job, [event], context);
  return decision({
    events: [event],
    messages: [...jobMessages(now, context), ...settledMessages(job, context)],
    relays: toConcern(now, context),
    reply: fileCard(now, personIn(context), 1, context),
  });
}
