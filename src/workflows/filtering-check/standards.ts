import type { Choice } from '../../domain/form.ts';

// Source: DfE, Meeting digital and technology standards in schools and colleges: filtering and monitoring (000 section
// 2.2; 003 section 3.13). Taken into the product on 2026-11-22.

/** The four standards for filtering and monitoring. `id` is kept in events. */
export const standards = [
  {
    id: 'roles',
    title: 'Roles and responsibilities',
    asks: 'Roles and responsibilities to manage filtering and monitoring systems are identified and assigned.',
  },
  {
    id: 'review',
    title: 'Yearly review',
    asks: 'Filtering and monitoring provision is reviewed at least once a year.',
  },
  {
    id: 'blocking',
    title: 'Blocking',
    asks: 'Filtering blocks harmful and inappropriate content without unreasonably impacting teaching and learning.',
  },
  {
    id: 'monitoring',
    title: 'Monitoring',
    asks: 'Effective monitoring strategies are in place that meet the safeguarding needs of the school.',
  },
] as const;
export type StandardId = (typeof standards)[number]['id'];

/** How far a standard is met. */
export const standings = [
  { value: 'met', label: 'Met' },
  { value: 'partly', label: 'Partly met' },
  { value: 'not-met', label: 'Not met' },
] as const satisfies readonly Choice[];

/** What a full security check came to. */
export const results = [
  { value: 'nothing-found', label: 'Nothing found' },
  { value: 'mended', label: 'Findings, all mended' },
  { value: 'open', label: 'Findings, some still open' },
] as const satisfies readonly Choice[];
