import type { StepRule } from '../rule.ts';
import { bullyingSteps } from './bullying.ts';
import { generalSteps, triageSteps } from './general.ts';
import { harmSteps } from './harm.ts';
import { misuseSteps } from './misuse.ts';
import { pupilSteps } from './pupils.ts';
import { staffSteps, staffVictimSteps } from './staff.ts';

/** Every step of this edition, in the order in which a case shows them. */
export const steps: readonly StepRule[] = [
  ...triageSteps,
  ...harmSteps,
  ...staffSteps,
  ...staffVictimSteps,
  ...misuseSteps,
  ...bullyingSteps,
  ...pupilSteps,
  ...generalSteps,
];
