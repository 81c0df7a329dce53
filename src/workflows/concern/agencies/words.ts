import { labelOf } from '../../../domain/form.ts';
import type { Said } from '../../../domain/pages.ts';
import { localDateTime, saidDate, saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import { yesNo } from '../choices.ts';
import type { StepEvent } from '../events.ts';
import { ladoQuestions } from '../rules/agencies.ts';
import { saidMethod } from '../said-method.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { AgencyEvent } from './events.ts';
import { isAnyYes, isLadoTold, type LadoAnswers } from './lado.ts';
import { isLadoCalledFor, type ReferralNow, referralsOf } from './referrals.ts';
import { saidAgency } from './said-agency.ts';

/** How each of its events stands in the history of a case. */
export const agencySayings: Sayings<AgencyEvent> = {
  AdviceRecorded: (event, { of, did }) =>
    did(
      'recorded advice',
      withContact(event.agency, event.contact),
      `Asked ${saidTime(of.school, event.at, of.at)}, ${saidMethod(event.method)}.`,
      event.advice,
    ),
  ReferralUpdated: (event, { concern, of, did }) => {
    const { agencyReference, outcome, nextCheck, isFinished } = event;
    const referral = referralsOf(concern).find(({ number }) => number === event.number);
    return did(
      'recorded what came of a referral',
      referral?.agency ?? '',
      agencyReference === '' ? '' : `Their reference: ${agencyReference}`,
      outcome,
      isFinished ? 'Finished.' : `To be checked again on ${saidDate(of.school, nextCheck, of.at)}.`,
    );
  },
  LadoTestRecorded: (event, { did }) => did('recorded the LADO test', ...saidAnswers(event), event.note),
};

/** How a referral stands in the history. */
export function saidReferral(
  event: Extract<StepEvent, { type: 'ConcernReferred' }>,
  { school, at }: CardContext,
): readonly string[] {
  const { agency, contact, agencyReference, outcome, nextCheck } = event;
  return [
    withContact(agency, contact),
    `Told ${saidTime(school, event.at, at)}, ${saidMethod(event.method)}.`,
    agencyReference === '' ? '' : `Their reference: ${agencyReference}`,
    outcome === '' ? '' : `Outcome so far: ${outcome}`,
    nextCheck === '' ? '' : `To be checked again on ${saidDate(school, nextCheck, at)}.`,
  ];
}

/** What an open case shows of it: each referral as it stands, who gave advice, and what the LADO test came to. */
export function agencyBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const lines = [...referralsOf(concern).map((referral) => saidStanding(referral, of)), ...saidAdvice(concern, of)];
  return [...saidLado(concern, of), ...(lines.length === 0 ? [] : [{ heading: 'Agencies', text: lines.join('\n') }])];
}

function saidStanding(referral: ReferralNow, { school, at }: CardContext): string {
  const { agency, agencyReference, outcome, nextCheck, isFinished } = referral;
  const isDue = nextCheck !== '' && nextCheck <= localDateTime(school, at).date;
  const day = nextCheck === '' ? '' : saidDate(school, nextCheck, at);
  const check = day === '' ? '' : isDue ? `to be checked since ${day}` : `next check ${day}`;
  const parts = [
    `told ${saidTime(school, referral.at, at)}`,
    agencyReference === '' ? '' : `their reference ${agencyReference}`,
    isFinished ? 'finished' : check,
  ].filter((part) => part !== '');
  const soFar = isFinished ? 'Outcome' : 'So far';
  return `${agency}: ${parts.join(' · ')}.${outcome === '' ? '' : ` ${soFar}: ${outcome}`}`;
}

/** Who was asked for advice and when; what they said stands in the history. */
function saidAdvice({ file }: Concern, { school, at }: CardContext): readonly string[] {
  return file.steps.flatMap(({ event }) =>
    event.type === 'AdviceRecorded' ? [`${event.agency}: advice ${saidTime(school, event.at, at)}.`] : [],
  );
}

function saidLado(concern: Concern, { school, at }: CardContext): readonly Said[] {
  const { lado } = concern.file.agencies;
  if (lado === null) return [];
  const when = saidTime(school, lado.at, at);
  const call = isLadoTold(concern)
    ? 'The LADO has been told.'
    : `The LADO has to be told: ring ${saidAgency(school, 'lado')}. Then record it with "Refer".`;
  const text = isLadoCalledFor(concern) ? [...saidAnswers(lado), call] : [`All three no, ${when}.`];
  return [{ heading: 'LADO test', text: text.join('\n') }];
}

/** Each question with its answer; in one line where all are no. */
function saidAnswers(answers: LadoAnswers): readonly string[] {
  if (!isAnyYes(answers)) return ['All three no.'];
  return ladoQuestions.map(({ words, answer }) => `${words} ${labelOf(yesNo, answers[answer])}.`);
}

function withContact(agency: string, contact: string): string {
  return contact === '' ? agency : `${agency}: ${contact}`;
}
