import type { AgencyKind } from '../../../domain/agencies.ts';
import type { DecisionContext } from '../../../domain/decider.ts';
import { instantOf } from '../../../domain/school-time.ts';
import type { CommandData, ConcernCommand } from '../command-data.ts';
import type { Deciders } from '../deciders.ts';
import type { Outcome } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { toldPolice } from '../police/telling.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import type { agencyData } from './data.ts';
import { agencyChosen } from './fitting.ts';
import { isAnyYes, type LadoAnswers } from './lado.ts';
import { checkOn } from './next-check.ts';
import { referralsOf } from './referrals.ts';

/** What each command of this part of a case comes to. */
export const agencySteps: Deciders<keyof typeof agencyData> = {
  'concern/advice': advised,
  'concern/update-referral': updated,
  'concern/lado-test': tested,
};

/** Records that an outside agency was told (R096). The police were told then, by whatever button. */
export function referred(concern: Concern, data: CommandData<'concern/refer'>, context: DecisionContext): Outcome {
  return withAgency('concern/refer', concern, data, context, ({ name, kind }) => {
    const { contact, method, agencyReference, outcome } = data;
    if (kind === 'police') {
      const { date, time, nextCheck } = data;
      const telling = { agency: name, contact, date, time, method, agencyReference, advice: outcome, nextCheck };
      return toldPolice('concern/refer', concern, telling, context);
    }
    const at = instantOf(context.school, data.date, data.time);
    const event: ConcernEvent = {
      type: 'ConcernReferred',
      number: concern.file.referrals.length + 1,
      agency: name,
      agencyKind: kind,
      contact,
      at,
      method,
      agencyReference,
      outcome,
      ...checkOn(data.nextCheck, kind, context),
    };
    return step(concern, [event], { line: 'recorded a referral' }, context);
  });
}

/** Records advice that was asked for, with or without a referral. */
function advised(concern: Concern, data: CommandData<'concern/advice'>, context: DecisionContext): Outcome {
  return withAgency('concern/advice', concern, data, context, ({ name, kind }) => {
    const { contact, method, advice } = data;
    const at = instantOf(context.school, data.date, data.time);
    const event: ConcernEvent = { type: 'AdviceRecorded', agency: name, agencyKind: kind, contact, at, method, advice };
    return step(concern, [event], { line: 'recorded advice from outside the school' }, context);
  });
}

function withAgency(
  command: ConcernCommand,
  concern: Concern,
  data: { readonly agency: string; readonly agencyName: string },
  context: DecisionContext,
  then: (agency: { readonly name: string; readonly kind: AgencyKind }) => Outcome,
): Outcome {
  const agency = agencyChosen(data, context.school);
  if (agency === undefined) return refuse(concern, command, 'no-such-agency', context);
  return agency.name === '' ? refuse(concern, command, 'name-the-agency', context) : then(agency);
}

/** Records what came of a referral: it is finished, or has another day on which somebody looks again. */
function updated(concern: Concern, data: CommandData<'concern/update-referral'>, context: DecisionContext): Outcome {
  const { number, agencyReference, outcome } = data;
  const refused = (code: Parameters<typeof refuse>[2]) => refuse(concern, 'concern/update-referral', code, context);
  const referral = referralsOf(concern).find((one) => one.number === number);
  if (referral === undefined) return refused('no-such-referral');
  const isFinished = data.isFinished === 'yes';
  if (isFinished && data.nextCheck !== '') return refused('finished-or-checked');
  const isNew = isFinished || [agencyReference, outcome, data.nextCheck].some((text) => text !== '');
  if (!isNew) return refused('nothing-new');
  const check = isFinished ? { nextCheck: '', checkAt: null } : checkOn(data.nextCheck, referral.kind, context);
  const event: ConcernEvent = { type: 'ReferralUpdated', number, agencyReference, outcome, isFinished, ...check };
  return step(concern, [event], { line: 'recorded what came of a referral' }, context);
}

/**
 * Records the LADO test. Nobody turns a yes into a no: the LADO says what follows from it. All three no, it is written
 * down whether the LADO's advice was considered (R098, R099).
 */
function tested(concern: Concern, data: CommandData<'concern/lado-test'>, context: DecisionContext): Outcome {
  const before = concern.file.agencies.lado;
  if (before !== null && isTakenBack(before, data))
    return refuse(concern, 'concern/lado-test', 'lado-yes-stands', context);
  if (!isAnyYes(data) && data.note === '') return refuse(concern, 'concern/lado-test', 'lado-considered', context);
  return step(concern, [{ type: 'LadoTestRecorded', ...data }], { line: 'recorded the LADO test' }, context);
}

function isTakenBack(before: LadoAnswers, now: LadoAnswers): boolean {
  return (['harmed', 'offence', 'risk'] as const).some((one) => before[one] === 'yes' && now[one] === 'no');
}
