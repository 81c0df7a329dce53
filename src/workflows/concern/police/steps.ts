import { agencyOf } from '../../../domain/agency-contact.ts';
import type { DecisionContext } from '../../../domain/decider.ts';
import type { Message } from '../../../domain/message.ts';
import type { PersonId } from '../../../domain/people.ts';
import { capital } from '../../../domain/said-by-role.ts';
import { saidClock } from '../../../domain/school-time.ts';
import { agreersFor, handlersOf } from '../access.ts';
import { lineTo, tellHandlers } from '../case-card.ts';
import type { CommandData } from '../command-data.ts';
import type { Deciders } from '../deciders.ts';
import { lineSlot, type Outcome, personIn } from '../decision-parts.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { saidHandler } from '../words.ts';
import type { Agreement } from './agreement.ts';
import { correctable, waitingFor } from './agreements.ts';
import type { policeData } from './data.ts';
import { type Fact, type FactId, factIds } from './events.ts';
import { factsOf } from './facts.ts';
import { toldPolice } from './telling.ts';

/** What each command of this part of a case comes to. */
export const policeSteps: Deciders<keyof typeof policeData> = {
  'concern/assess': assessed,
  'concern/tell-police': (concern, data, context) => {
    // In danger it is 999 that is rung, whatever number the school file has.
    const isDanger = factsOf(concern)['immediate-risk'] === 'yes';
    const agency = isDanger ? 'Police' : (agencyOf(context.school, 'police')?.name ?? 'Police');
    return toldPolice('concern/tell-police', concern, { ...data, agency }, context);
  },
  'concern/propose-no-police': (concern, { reason }, context) =>
    proposed(concern, { what: 'no-police', reason }, context),
  'concern/propose-correction': (concern, { fact, reason }, context) => {
    if (factsOf(concern)[fact] !== 'yes') return refuse(concern, 'concern/propose-correction', 'not-a-fact', context);
    if (!correctable(concern, factsOf(concern)).includes(fact))
      return refuse(concern, 'concern/propose-correction', 'agreement-waits', context);
    return proposed(concern, { what: 'fact-wrong', fact, reason }, context);
  },
  'concern/agree': (concern, { number, note }, context) =>
    answered(concern, 'concern/agree', { type: 'AgreementGiven', number, note }, context),
  'concern/disagree': (concern, { number, reason }, context) =>
    answered(concern, 'concern/disagree', { type: 'AgreementRefused', number, reason }, context),
};

/** What is known is recorded; a yes is never taken back here. */
function assessed(concern: Concern, data: CommandData<'concern/assess'>, context: DecisionContext): Outcome {
  const known = factsOf(concern);
  const facts: Partial<Record<FactId, Fact>> = {};
  for (const id of factIds) {
    const said = data[id];
    if (said === undefined) continue;
    if (known[id] === 'yes' && said !== 'yes') return refuse(concern, 'concern/assess', 'fact-stands', context);
    facts[id] = said;
  }
  if (Object.keys(facts).length === 0 && data.note === '')
    return refuse(concern, 'concern/assess', 'nothing-assessed', context);
  const isNewDanger = facts['immediate-risk'] === 'yes' && known['immediate-risk'] !== 'yes';
  const { school, at } = context;
  const more = (now: Concern): readonly Message[] => {
    const whom = handlersOf(now, school).filter((person) => person !== personIn(context));
    const text = 'This is immediate danger now. Open it.';
    return isNewDanger ? tellHandlers(now, lineSlot(now, 'danger', at), text, { ...context, whom }) : [];
  };
  return step(concern, [{ type: 'FactsAssessed', facts, note: data.note }], { line: 'assessed this', more }, context);
}

type Proposal = Pick<Agreement, 'what' | 'reason'> & { readonly fact?: FactId };

/** Asks whoever leads to agree; they may read the case from now on. */
function proposed(concern: Concern, proposal: Proposal, context: DecisionContext): Outcome {
  const { school, reference } = context;
  const number = concern.file.police.agreements.length + 1;
  const text = `${reference}: you are asked to agree to a decision. Open it to read which.`;
  const more = (now: Concern): readonly Message[] =>
    agreersFor(personIn(context), now, school).map((person) => lineTo(person, `line:agree:${number}:${person}`, text));
  const line = 'asked who leads to agree to a decision';
  return step(concern, [{ type: 'AgreementAsked', number, ...proposal }], { line, more }, context);
}

type Answer =
  | { readonly type: 'AgreementGiven'; readonly number: number; readonly note: string }
  | { readonly type: 'AgreementRefused'; readonly number: number; readonly reason: string };

/** Whoever leads answers; who asked hears that they have. */
function answered(
  concern: Concern,
  command: 'concern/agree' | 'concern/disagree',
  event: Answer,
  context: DecisionContext,
): Outcome {
  const { school, at, by } = context;
  const asked = waitingFor(personIn(context), concern, school).find(({ number }) => number === event.number);
  if (asked === undefined) return refuse(concern, command, 'no-such-proposal', context);
  const did = event.type === 'AgreementGiven' ? 'agreed to what was asked' : 'did not agree to what was asked';
  const text = `${saidHandler(concern, by, school)} ${did}, ${saidClock(school, at, at)}. Open the case to read it.`;
  const more = (now: Concern) =>
    tellHandlers(now, lineSlot(now, 'agreement', at), capital(text), {
      ...context,
      whom: whoAsked(now, asked, context),
    });
  return step(concern, [event], { more }, context);
}

/** Who asked, or everybody who handles it where they do not any more. */
function whoAsked(concern: Concern, asked: Agreement, { school, by }: DecisionContext): readonly PersonId[] {
  const others = handlersOf(concern, school).filter((person) => by.kind !== 'person' || person !== by.person);
  return others.includes(asked.by) ? [asked.by] : others;
}
