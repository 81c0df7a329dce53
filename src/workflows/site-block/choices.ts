import type { Choice } from '../../domain/form.ts';

/** How somebody met it (R130, R131), the most frequent first. */
export const meetings = [
  { value: 'accident', label: 'It came up by accident' },
  { value: 'deliberate', label: 'A pupil went there on purpose' },
  { value: 'check', label: 'Found in a check' },
  { value: 'told', label: 'Somebody told me' },
] as const satisfies readonly Choice[];

/** What kind of content it is. */
export const contents = [
  { value: 'sexual', label: 'Sexual' },
  { value: 'violent', label: 'Violent' },
  { value: 'hateful', label: 'Hateful' },
  { value: 'self-harm', label: 'Self-harm, suicide or eating disorder' },
  { value: 'extremist', label: 'Extremist' },
  { value: 'gambling', label: 'Gambling' },
  { value: 'filter-bypass', label: 'A way round the filter' },
  { value: 'other', label: 'Something else' },
] as const satisfies readonly Choice[];

/** How much of a site is to be blocked. */
export const scopes = ['site', 'page'] as const;

/** What came of looking at the filter. */
export const reviewOutcomes = [
  { value: 'keep', label: 'The block stays; the filter is right otherwise' },
  { value: 'filter-changed', label: 'The block stays, and the filter was changed' },
  { value: 'not-needed', label: 'The block is not needed: take it off' },
] as const satisfies readonly Choice[];
