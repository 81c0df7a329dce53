import type { Choice } from '../../domain/form.ts';

/** Whose signature it is: the pupil's (or visitor's) own, or a parent's. */
export const signers = ['own', 'parent'] as const;
export type Signer = (typeof signers)[number];

/** For whom a roll is: which signatures make it complete, with where that stands. */
interface PhaseRule {
  readonly label: string;
  /** Who stands on it. */
  readonly one: string;
  readonly several: string;
  /** What is put in the second column. */
  readonly group: string;
  readonly isGroupNeeded: boolean;
  /** All of these signatures are needed. */
  readonly needs: readonly Signer[];
  /** What each signature is called where it is missing. */
  readonly signs: Readonly<Record<Signer, string>>;
  /** The columns behind name and class, where no line says what they are. */
  readonly columns: readonly Signer[];
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
}

export const phaseIds = ['primary', 'secondary', 'visitors'] as const;
export type Phase = (typeof phaseIds)[number];

/** Who signs in each phase (R162, R164). The same rows read the columns, count and name what is missing. */
export const phases: Record<Phase, PhaseRule> = {
  primary: {
    label: 'Primary pupils: signed by a parent',
    one: 'pupil',
    several: 'pupils',
    group: 'class',
    isGroupNeeded: true,
    needs: ['parent'],
    signs: { own: 'pupil', parent: 'parent' },
    columns: ['parent'],
    source: '003 section 3.14 and appendix 1; 000 section 3.3',
    since: '2026-11-22',
  },
  secondary: {
    label: 'Secondary pupils: signed by the pupil and a parent',
    one: 'pupil',
    several: 'pupils',
    group: 'class',
    isGroupNeeded: true,
    needs: ['own', 'parent'],
    signs: { own: 'pupil', parent: 'parent' },
    columns: ['own', 'parent'],
    source: '003 section 3.14 and appendix 1; 000 section 3.3',
    since: '2026-11-22',
  },
  visitors: {
    label: 'Visitors: read and agreed',
    one: 'visitor',
    several: 'visitors',
    group: 'organisation',
    isGroupNeeded: false,
    needs: ['own'],
    signs: { own: 'visitor', parent: 'parent' },
    columns: ['own'],
    source: '003 section 3.14',
    since: '2026-11-22',
  },
};

/** The phases to choose from. */
export const phaseChoices: readonly Choice[] = phaseIds.map((value) => ({ value, label: phases[value].label }));
