import type { Condition } from '../../../domain/form.ts';
import type { Kind } from '../choices.ts';
import type { FactId } from '../police/events.ts';
import type { TriggerRule } from './rule.ts';

/** The kinds of concern that 003 section 3.32 speaks of, or that may turn out to be one. */
export const sexualKinds: readonly Kind[] = ['sexual-harassment', 'contact-by-adult', 'device-content'];
/** What makes any other concern one of those. */
const sexualFacts: readonly FactId[] = ['sexual-image', 'sexual-harassment'];

/** What a member of staff may have done, however that came to light. */
const isOfStaff: Condition = { question: 'isStaffCase', is: ['yes'] };

const ofHarassment = { kinds: sexualKinds, orWith: sexualFacts } as const;
const adopted = { source: '003 section 3.32', since: '2026-11-22' } as const;

/** What calls for the police, whatever the pupil or the parents want (R063 to R071, R104). */
export const triggers: readonly TriggerRule[] = [
  {
    id: 'trigger/immediate-risk',
    fact: 'immediate-risk',
    words: 'A child is at immediate risk.',
    source: '000 section 4.7',
    since: '2026-11-22',
    isFixed: true,
  },
  { id: 'trigger/coercion', fact: 'coercion', words: 'There is coercion, blackmail or exploitation.', ...adopted },
  { id: 'trigger/violent', fact: 'violent', words: 'What happened is extreme or violent.', ...adopted },
  {
    id: 'trigger/significant-risk',
    fact: 'significant-risk',
    words: 'A child is at significant risk of harm.',
    ...adopted,
  },
  {
    id: 'trigger/crime-recorded',
    fact: 'crime-recorded',
    words: 'There are images or a recording of a crime.',
    ...adopted,
  },
  { id: 'trigger/under-13', fact: 'under-13', words: 'A child under 13 is involved.', ...ofHarassment, ...adopted },
  {
    id: 'trigger/known-vulnerable',
    fact: 'known-vulnerable',
    words: 'A child is known to social care or the police as vulnerable.',
    ...ofHarassment,
    ...adopted,
  },
  {
    id: 'trigger/several-children',
    fact: 'several-children',
    words: 'More than one child is involved.',
    ...ofHarassment,
    ...adopted,
  },
  {
    id: 'trigger/illegal-by-staff',
    fact: 'illegal-material',
    words: 'A member of staff may have had illegal material; the head or a governor tells the police.',
    applies: isOfStaff,
    source: '000 section 4.4',
    since: '2026-11-22',
  },
];
