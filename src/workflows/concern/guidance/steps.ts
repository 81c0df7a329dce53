import { type DecisionContext, decision } from '../../../domain/decider.ts';
import { instantOf } from '../../../domain/school-time.ts';
import { handlersOf } from '../access.ts';
import { caseMessages } from '../case-card.ts';
import type { ConcernCommand } from '../command-data.ts';
import type { Deciders } from '../deciders.ts';
import { after, type Outcome, personIn } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import type { guidanceData } from './data.ts';
import { otherRecords } from './other-records.ts';
import { mayBeUnneeded, mayTick, stepsOf } from './steps-of.ts';
import { stepsView } from './steps-view.ts';

/** What each command of this part of a case comes to. */
export const guidanceSteps: Deciders<keyof typeof guidanceData> = {
  /** The steps tell what kind of case it is: looking at them is a look at the case (R198). */
  'concern/steps': (concern, { page }, context) =>
    decision({
      events: [{ type: 'ConcernOpened', page }],
      messages: [],
      reply: stepsView(concern, personIn(context), page, context),
    }),

  'concern/tick': (concern, { step: id, page }, context) => {
    const standing = standingOf(concern, id, context);
    if (standing === undefined || standing.rule.choices !== undefined)
      return refuseStep('concern/tick', concern, context);
    if (!mayTick(standing)) return refuse(concern, 'concern/tick', 'own-command', context);
    return ticked(concern, { type: 'StepTicked', step: id, how: 'done', note: '' }, page, context);
  },

  'concern/tick-choices': (concern, { step: id, what, note, page }, context) => {
    const standing = standingOf(concern, id, context);
    const choices = standing?.rule.choices ?? [];
    const done = typeof what === 'string' ? [what] : what;
    const labels = choices.filter(({ value }) => done.includes(value)).map(({ label }) => label);
    if (standing === undefined || labels.length === 0) return refuseStep('concern/tick-choices', concern, context);
    const said = [labels.join('; '), note].filter((part) => part !== '').join('\n');
    return ticked(concern, { type: 'StepTicked', step: id, how: 'done', note: said }, page, context);
  },

  'concern/not-needed': (concern, { step: id, reason, page }, context) => {
    const standing = standingOf(concern, id, context);
    if (standing === undefined) return refuseStep('concern/not-needed', concern, context);
    if (!mayBeUnneeded(standing)) return refuse(concern, 'concern/not-needed', 'must-be-taken', context);
    return ticked(concern, { type: 'StepTicked', step: id, how: 'not-needed', note: reason }, page, context);
  },

  'concern/enter-elsewhere': (concern, { system, entry, date, time }, context) => {
    const { school } = context;
    if (!otherRecords(school).includes(system))
      return refuse(concern, 'concern/enter-elsewhere', 'no-such-record', context);
    const event: ConcernEvent = { type: 'EnteredElsewhere', system, entry, at: instantOf(school, date, time) };
    return step(concern, [event], { line: 'entered this in another record' }, context);
  },
};

/** A step of the case that is still to be taken. */
function standingOf(concern: Concern, id: string, { school }: DecisionContext) {
  return stepsOf(concern, school).find(({ rule, state }) => rule.id === id && state === 'to-do');
}

function refuseStep(command: ConcernCommand, concern: Concern, context: DecisionContext): Outcome {
  return refuse(concern, command, 'no-such-step', context);
}

/** Ticks say nothing in the thread: there are many of them. Whoever leads does not acknowledge for those who handle it. */
function ticked(concern: Concern, event: ConcernEvent, page: number, context: DecisionContext): Outcome {
  const person = personIn(context);
  const now = (events: readonly ConcernEvent[]) => stepsView(after(concern, events, context), person, page, context);
  if (!handlersOf(concern, context.school).includes(person)) {
    const messages = caseMessages(after(concern, [event], context), context);
    return decision({ events: [event], messages, reply: now([event]) });
  }
  const taken = step(concern, [event], {}, context);
  return taken.kind === 'decision' ? { ...taken, reply: now(taken.events) } : taken;
}
