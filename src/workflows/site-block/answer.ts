import type { Relay } from '../../domain/decider.ts';
import type { CardContext } from './buttons.ts';
import type { Block, Step } from './state.ts';

/** What those who handle a concern hear of the site that they asked for. */
export type Answer = 'blocked' | 'cannot' | 'lifted';

/** How the slots begin of what goes to the concern that asked. */
const TO_CONCERN = 'relay:concern:';

/** Tells the concern that it comes from, if it comes from one and there is something to tell. */
export function toConcern(
  { file: { origin, steps } }: Block,
  outcome: Answer | undefined,
  { reference, at }: CardContext,
): readonly Relay[] {
  if (origin.from !== 'concern' || outcome === undefined) return [];
  return [
    {
      slot: `${TO_CONCERN}${at}:${steps.length}`,
      type: 'concern/site-blocked',
      reference: origin.concern,
      data: { number: origin.number, outcome, record: reference },
    },
  ];
}

/** Whether a slot is that of an answer to the concern that asked. */
function isToConcern(slot: string): boolean {
  return slot.startsWith(TO_CONCERN);
}

/** The latest answer, where it did not come to the concern and was not given again since. */
export function answerLost({ file: { steps } }: Block): Answer | undefined {
  const isLost = ({ event }: Step) => event.type === 'MessageParked' && isToConcern(event.slot);
  const answered = steps.flatMap((step) => answerOf(step) ?? []).at(-1);
  const lostAt = steps.findLastIndex(isLost);
  return lostAt > steps.findLastIndex(givesAnswer) ? answered : undefined;
}

function answerOf({ event }: Step): Answer | undefined {
  switch (event.type) {
    case 'SiteBlocked':
      return 'blocked';
    case 'BlockingFailed':
      return 'cannot';
    case 'BlockLifted':
      return 'lifted';
    default:
      return undefined;
  }
}

/** Every step of people's gives what was lost. */
function givesAnswer(step: Step): boolean {
  return step.event.type === 'FilterReviewed' || answerOf(step) !== undefined;
}
