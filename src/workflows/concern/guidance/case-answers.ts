import { type Answers, conditionHolds } from '../../../domain/form.ts';
import { agenciesAdvised, agenciesTold, isLadoCalledFor } from '../agencies/referrals.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import { breachCategories } from '../conduct/breaches.ts';
import { factsOf } from '../police/facts.ts';
import { isAboutPupils } from '../report-conditions.ts';
import type { Concern } from '../state.ts';

/**
 * What the steps of a case depend on: the answers of its report, and beside them
 * - `case`: always yes;
 * - `fact-<id>`: what is known of each fact that rules about the police go by: yes, no or not-known;
 * - `isAboutPupils`, `isStaffCase`, `isStaffVictim`, `hasWebsite`: yes or no;
 * - `instigator`: who did it to a member of staff: pupil, parent, colleague; several where people were added;
 * - `pupilVictim`, `pupilInstigator`: whether a pupil is known to have had that part;
 * - `victimAtRisk`: a child whom it happened to is in danger, or at immediate or significant risk;
 * - `serious`, `significant`: how far it goes beyond the ordinary;
 * - `equipment`: whether school equipment or the network was used: yes, no or not-known;
 * - `lado`: what the LADO test came to: not-tested, yes or no;
 * - `told`, `advised`: the kinds of agency it was referred to, and whose advice was asked for;
 * - `breach`: A or B, of what a sanction was recommended or set for, by a member of staff; not what was declined.
 * `stepsOf` adds what the school itself decides: `otherSystem`.
 */
export function caseAnswers(concern: Concern): Answers {
  const { file } = concern;
  const { answers } = file;
  const facts = factsOf(concern);
  const parts = partsOfPupils(concern);
  const isAtRisk = [facts['immediate-risk'], facts['significant-risk']].includes('yes');
  const categories = breachCategories(concern);
  const isGrave = categories.includes('B') || facts['threat-to-life'] === 'yes' || facts['illegal-material'] === 'yes';
  const hasPupils = conditionHolds(isAboutPupils, answers);
  return {
    ...answers,
    ...Object.fromEntries(Object.entries(facts).map(([id, known]) => [`fact-${id}`, known])),
    case: 'yes',
    isAboutPupils: saidYes(hasPupils),
    isStaffCase: saidYes(isStaffCase(concern)),
    isStaffVictim: saidYes(isStaffVictim(concern)),
    hasWebsite: saidYes(answers.website !== undefined),
    instigator: instigatorsOf(concern),
    pupilVictim: saidYes(parts.includes('victim')),
    pupilInstigator: saidYes(parts.includes('instigator')),
    victimAtRisk: saidYes(isAtRisk && (parts.includes('victim') || (hasPupils && !parts.includes('instigator')))),
    serious: saidYes(isAtRisk || isGrave || facts.violent === 'yes'),
    significant: saidYes(isAtRisk || isGrave),
    equipment: answers.schoolEquipment ?? 'not-known',
    lado: file.agencies.lado === null ? 'not-tested' : saidYes(isLadoCalledFor(concern)),
    told: [...agenciesTold(concern)],
    advised: [...agenciesAdvised(concern)],
    breach: categories,
  };
}

/** Whether it happened to a member of staff (000 section 4.5.4). */
export function isStaffVictim({ file }: Concern): boolean {
  const { kind } = file.answers;
  if (kind === 'bullying-staff' || kind === 'offensive-message') return true;
  return file.steps.some(
    ({ event }) => event.type === 'PersonAdded' && event.kind === 'staff' && event.capacity === 'victim',
  );
}

function saidYes(holds: boolean): 'yes' | 'no' {
  return holds ? 'yes' : 'no';
}

/** What a pupil is in a concern of this kind, where nobody said otherwise. */
const usualParts: Readonly<Record<string, 'victim' | 'instigator'>> = {
  'bullying-pupil': 'victim',
  'sexual-harassment': 'victim',
  'contact-by-adult': 'victim',
  'self-harm': 'victim',
  'deliberate-access': 'instigator',
  'filter-bypass': 'instigator',
  'phone-misuse': 'instigator',
  'ai-misuse': 'instigator',
};

/** The parts that pupils had, as far as is known. */
function partsOfPupils({ file }: Concern): readonly string[] {
  const { answers, steps } = file;
  const capacity = String(answers.capacity ?? 'not-known');
  const usual = usualParts[String(answers.kind)];
  const isUsual = conditionHolds(isAboutPupils, answers) && !['victim', 'instigator'].includes(capacity);
  const others = String(answers.others ?? '').toLowerCase();
  return [
    ...(capacity === 'mixed' ? ['victim', 'instigator'] : [capacity]),
    ...(isUsual && usual !== undefined ? [usual] : []),
    ...['victim', 'instigator'].filter((part) => others.includes(part)),
    ...steps.flatMap(({ event }) => (event.type === 'PersonAdded' && event.kind === 'pupil' ? [event.capacity] : [])),
  ];
}

const kindsOfInstigator: Readonly<Record<string, string>> = { pupil: 'pupil', staff: 'colleague', adult: 'parent' };

function instigatorsOf({ file }: Concern): readonly string[] {
  const said = file.answers.instigator ?? [];
  const added = file.steps.flatMap(({ event }) =>
    event.type === 'PersonAdded' && event.capacity === 'instigator' ? [kindsOfInstigator[event.kind] ?? ''] : [],
  );
  return [...new Set([...(typeof said === 'string' ? [said] : said), ...added])];
}
