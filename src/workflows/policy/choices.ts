import type { Choice } from '../../domain/form.ts';
import { documentNames } from '../../domain/policies.ts';
import { documentKinds } from '../../domain/wording.ts';

/** What can be published. */
export const kinds: readonly Choice[] = documentKinds.map((value) => ({ value, label: documentNames[value] }));

/** Whether everybody is asked again. */
export const materials = [
  { value: 'yes', label: 'Yes: everybody reads or signs it again' },
  { value: 'no', label: 'No: a small change, whoever has done it owes nothing' },
] as const satisfies readonly Choice[];

/** Whether it is signed again each school year. */
export const yearly = [
  { value: 'no', label: 'No' },
  { value: 'yes', label: 'Yes: everybody is asked again each school year' },
] as const satisfies readonly Choice[];

/** How often it is reviewed. */
export const periods = [
  { value: '24', label: 'Every two years' },
  { value: '12', label: 'Every year' },
  { value: '6', label: 'Every six months' },
  { value: '36', label: 'Every three years' },
] as const satisfies readonly Choice[];

/** Whose signatures it needs before it is published (R170). */
export const approvalChoices = [
  { value: 'none', label: 'Nobody: publish it as it is' },
  { value: 'head', label: 'The head' },
  { value: 'head-and-chair', label: 'The head and the chair of governors' },
] as const satisfies readonly Choice[];

/** How far it has been made known to others (R169). */
export const knownChoices = [
  { value: 'done', label: 'Done' },
  { value: 'not-yet', label: 'Not yet' },
  { value: 'not-needed', label: 'Not needed' },
] as const satisfies readonly Choice[];

/** The kinds of document that also go on the website and to pupils and parents (R169). */
export const madeKnown: readonly string[] = ['policy', 'guidance'];
