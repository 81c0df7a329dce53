import type { Said } from '../../../domain/pages.ts';
import { personName, type School } from '../../../domain/school.ts';
import { saidTime } from '../../../domain/school-time.ts';
import { agreersFor } from '../access.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { Agreement } from './agreement.ts';
import { waiting } from './agreements.ts';
import { type Fact, type FactId, factIds, type PoliceEvent } from './events.ts';
import { about, calling, factWords } from './fact-words.ts';
import { factsOf } from './facts.ts';
import { asksForPolice, isAgreedNotToTell, isPoliceOwed, stillOpen } from './police-question.ts';
import { isTheirStep } from './their-own.ts';
import { isToldToPolice, standingTriggers } from './triggers.ts';
import { saidAgreer } from './who-agrees.ts';

/** What somebody is asked to agree to. */
export function saidAsked({ what, fact }: Pick<Agreement, 'what' | 'fact'>): string {
  if (what === 'no-police') return 'The police are not told.';
  return `This was wrong: ${fact === null ? 'a fact' : factWords[fact].said}.`;
}

/** How each of its events stands in the history of a case. */
export const policeSayings: Sayings<PoliceEvent> = {
  FactsAssessed: ({ facts, note }, { did }) => did('assessed this', ...saidFacts(facts), note),
  PoliceTold: ({ at, informed = [] }, { did, of }) =>
    did(
      'recorded that the police were told',
      `Told ${saidTime(of.school, at, of.at)}.`,
      informed.length === 0 ? '' : `Told of it: ${named(informed, of.school)}.`,
    ),
  AgreementAsked: ({ what, fact = null, reason }, { did }) =>
    did('asked for agreement', saidAsked({ what, fact }), `Reason: ${reason}`),
  AgreementGiven: ({ number, note }, { did, concern }) => did('agreed', saidNumber(number, concern), note),
  AgreementRefused: ({ number, reason }, { did, concern }) =>
    did('did not agree', saidNumber(number, concern), `Reason: ${reason}`),
  AgreementWithdrawn: ({ number, reason }, { did, concern }) =>
    did(
      wasAgreed(number, concern) ? 'ended a decision of two' : 'ended a question to who leads',
      saidNumber(number, concern),
      reason,
    ),
};

/** Whether two had decided it, before it ended. */
export function wasAgreed(number: number, { file }: Concern): boolean {
  return file.steps.some(({ event }) => event.type === 'AgreementGiven' && event.number === number);
}

function saidNumber(number: number, { file }: Concern): string {
  const agreement = file.police.agreements.find((one) => one.number === number);
  return agreement === undefined ? '' : saidAsked(agreement);
}

function saidFacts(facts: Partial<Record<FactId, Fact>>): readonly string[] {
  const said = { yes: 'Yes', no: 'No', 'not-known': 'Not known' } as const;
  return (['yes', 'not-known', 'no'] as const).flatMap((fact) => {
    const ids = factIds.filter((id) => facts[id] === fact);
    return ids.length === 0 ? [] : [`${said[fact]}: ${ids.map((id) => factWords[id].said).join('; ')}.`];
  });
}

/** What an open case shows of it. */
export function policeBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const lines = [...standing(concern, of), ...askedLines(concern, of), ...factLines(concern), ...imageLines(concern)];
  return lines.length === 0 ? [] : [{ heading: 'Police', text: lines.join('\n') }];
}

/** Whether they are told, have to be, or will not be. */
function standing(concern: Concern, { school, at }: CardContext): readonly string[] {
  const rules = standingTriggers(concern).map(({ words, source }) => `${words} (${source})`);
  const { toldAt } = concern.file.police;
  const isTheirs = isToldByTheirs(concern);
  const told = toldAt === null ? [] : [`Told ${saidTime(school, toldAt, at)}.`, ...(isTheirs ? [ringAgain] : [])];
  if (isPoliceOwed(concern) && rules.length > 0) {
    const again = toldAt === null ? 'They have to be told' : 'They have to be told again';
    return [...told, `${again}, whatever the pupil or the parents want: ${rules.join(' ')}`];
  }
  if (isToldToPolice(concern) || toldAt !== null) return [...told, ...rules.map((rule) => `Called for by: ${rule}`)];
  if (isAgreedNotToTell(concern)) return [saidDecision(concern, school)];
  if (!asksForPolice(concern)) return [];
  const agreer = saidAgreer(concern, school);
  if (agreer === undefined) return ['The police have not been told. Tell them: nobody is left who could agree not to.'];
  return [`The police have not been told. Tell them, or agree in writing with ${agreer} not to.`];
}

/** Whether nobody says that the police were told but somebody whom the case turns out to be about. */
function isToldByTheirs(concern: Concern): boolean {
  const telling = concern.file.steps.filter(({ event }) => event.type === 'PoliceTold');
  return telling.length > 0 && telling.every((step) => isTheirStep(step, concern));
}

const ringAgain = 'That was recorded by somebody whom it is about: ring the police, and record it again.';

function saidDecision({ file }: Concern, school: School): string {
  const decided = file.police.agreements.findLast(({ what, answer }) => what === 'no-police' && answer === 'given');
  if (decided === undefined) return '';
  const who = named([decided.by, decided.answeredBy ?? ''], school);
  return `Not told: decided by ${who}. Reason: ${decided.reason}`;
}

/** What waits for somebody's answer, and whose. */
function askedLines(concern: Concern, { school }: CardContext): readonly string[] {
  return waiting(concern).map((one) => {
    const whom = named(agreersFor(one.by, concern, school), school);
    return `${personName(school, one.by)} asks ${whom === '' ? 'somebody' : whom} to agree: ${saidAsked(one)} Reason: ${one.reason}`;
  });
}

function factLines(concern: Concern): readonly string[] {
  const known = factsOf(concern);
  const so = [...calling, ...about].filter((id) => known[id] === 'yes');
  const open = isPoliceOwed(concern) ? stillOpen(concern).filter((id) => known[id] === 'not-known') : [];
  const words = (ids: readonly FactId[]) => ids.map((id) => factWords[id].said).join('; ');
  return [
    ...(so.length === 0 ? [] : [`Known: ${words(so)}.`]),
    ...(open.length === 0 ? [] : [`Not known yet: ${words(open)}. Assess it.`]),
  ];
}

/** Outcome 21, for images that children make of themselves (R074), and who may look at one (R052). */
function imageLines(concern: Concern): readonly string[] {
  if (factsOf(concern)['sexual-image'] !== 'yes') return [];
  return [
    'Nobody here views the image: the police do, on the device.',
    'Where a child made the image, the police can record it under Outcome 21: a crime is noted, and no charge follows as that would not be in the public interest. It also protects whoever saw it or passed it on without meaning to. Ask the police for it (003 section 3.32).',
  ];
}

function named(people: readonly string[], school: School): string {
  return people
    .filter((person) => person !== '')
    .map((person) => personName(school, person))
    .join(' and ');
}
