import { agreersFor } from '../access.ts';
import type { WhyNot } from '../why-not.ts';
import { correctable, mayPropose, waiting, waitingFor } from './agreements.ts';
import { factsOf } from './facts.ts';
import { asksForPolice, isAgreedNotToTell, stillOpen } from './police-question.ts';
import { isToldToPolice, standingTriggers } from './triggers.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const policeWhyNot: WhyNot = {
  'concern/propose-no-police': (concern, person, school) => {
    if (!asksForPolice(concern)) return 'no-police-question';
    if (standingTriggers(concern).length > 0) return 'police-must-be-told';
    if (isToldToPolice(concern)) return 'police-are-told';
    if (isAgreedNotToTell(concern)) return 'no-police-agreed';
    if (waiting(concern).some(({ what }) => what === 'no-police')) return 'agreement-waits';
    if (!mayPropose(person, concern, school)) return 'dsl-proposes';
    if (stillOpen(concern).length > 0) return 'facts-not-known';
    return agreersFor(person, concern, school).length === 0 ? 'nobody-to-agree' : undefined;
  },
  'concern/propose-correction': (concern, person, school) => {
    if (correctable(concern, factsOf(concern)).length === 0) return 'nothing-to-correct';
    if (!mayPropose(person, concern, school)) return 'dsl-proposes';
    return agreersFor(person, concern, school).length === 0 ? 'nobody-to-agree' : undefined;
  },
  'concern/agree': whyNotAnswered,
  'concern/disagree': whyNotAnswered,
};

function whyNotAnswered(...[concern, person, school]: Parameters<NonNullable<WhyNot['concern/agree']>>) {
  if (waitingFor(person, concern, school).length > 0) return undefined;
  return waiting(concern).some(({ by }) => by === person) ? 'own-proposal' : 'nothing-to-agree';
}
