import type { searchDecisions, searchGrounds } from '../devices/events.ts';
import type { Rule } from './basic-rule.ts';
import { guidanceLinks } from './guidance-links.ts';

/** A good reason to search a device or to erase what is on it. */
interface SearchGround extends Rule {
  readonly ground: (typeof searchGrounds)[number];
}

/** What may be decided once a device was searched. */
export interface SearchDecision extends Rule {
  readonly decision: (typeof searchDecisions)[number];
}

const of312 = { source: '003 section 3.12', since: '2026-11-22' } as const;

/** The good reasons there are (R117); without one of them nothing is searched. */
export const searchGroundRules: readonly SearchGround[] = [
  { id: 'search/harm', ground: 'harm', words: 'It was or could be used to cause harm', ...of312 },
  { id: 'search/disrupt', ground: 'disrupt', words: 'It was or could be used to disrupt teaching', ...of312 },
  { id: 'search/rules', ground: 'rules', words: 'It was or could be used to break a school rule', ...of312 },
];

/** What may be decided (R118), the most careful first. */
export const searchDecisionRules: readonly SearchDecision[] = [
  {
    id: 'search/keep-and-police',
    decision: 'keep-and-police',
    words: 'Secure the device and tell the police',
    isFixed: true,
    source: '003 sections 3.12 and 3.32',
    since: '2026-11-22',
  },
  {
    id: 'search/police',
    decision: 'police',
    words: 'Tell the police',
    isFixed: true,
    source: '003 sections 3.12 and 3.32',
    since: '2026-11-22',
  },
  { id: 'search/keep', decision: 'keep', words: 'Keep it as evidence', ...of312 },
  { id: 'search/delete', decision: 'delete', words: 'Delete the material', ...of312 },
  { id: 'search/nothing', decision: 'nothing', words: 'Nothing: there was nothing of the kind', ...of312 },
];

/** Why neither is offered where a sexual image of a child may be on a device (R119). */
export const imageSuspected =
  'A sexual image of a child may be on it, so it may be evidence of a crime. Do not view, copy or delete it. Secure the device; the police view it.';

/** The national advice on searching, and where it is to be found (R120). */
export const saidSearchAdvice = guidanceLinks
  .filter(({ id }) => id === 'searching')
  .map(({ title, address }) => `${title}: ${address}`)
  .join('\n');
