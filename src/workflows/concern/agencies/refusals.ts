import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const agencyRefusals = {
  'name-the-agency': () => 'Not recorded: write which agency it is.',
  'no-referral': () => 'No referral is recorded in this case yet. Press "Refer" to record one.',
  'no-such-referral': () => 'That referral is not in this case. Choose one from the list.',
  'nothing-new': () => 'Not recorded: write what came of it, or say that it is finished.',
  'finished-or-checked': () =>
    'Not recorded: it cannot be finished and be checked again. Take the day out, or say that more is expected.',
  'lado-yes-stands': () =>
    'Not recorded: a yes of the LADO test stands. Tell the LADO, and record what they advise; that settles it.',
  'lado-considered': () =>
    'Not recorded: where all three are no, write whether the LADO’s advice was considered and what came of it.',
  'no-staff-case': () =>
    'The LADO test is for what a member of staff or somebody else who works with children here may have done. Add that person to the case first.',
} as const satisfies Record<string, SentenceOf>;
