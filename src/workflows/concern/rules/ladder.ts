import type { PersonId, Role } from '../../../domain/people.ts';
import type { Route } from '../events.ts';
import type { Rule } from './rule.ts';

/** Whom a step of a ladder calls. */
export interface LadderCall {
  readonly roles: readonly Role[];
  /** True where the delegates of these roles are called rather than the people who hold them. */
  readonly isDelegates?: true;
  /** True where only those of the roles are meant to whom the concern came in the first place. */
  readonly isOwn?: true;
  /** People whom somebody chose by name, instead of roles. */
  readonly people?: readonly PersonId[];
}

/**
 * A step of a ladder: the first of these that somebody is there to be called by. The others are for where it is about
 * the people of the one before, or where all of them are away.
 */
export type LadderStep = readonly LadderCall[];

/** Who is called, one after the other, while nobody has seen a concern. */
export interface LadderRule extends Rule {
  /** It holds where one of these handles the concern. */
  readonly handlers: readonly Role[];
  readonly steps: readonly LadderStep[];
}

/** The ladders; the first that holds decides. How long a step lasts is in the school file. */
export const ladders: readonly LadderRule[] = [
  {
    id: 'ladder/team',
    words:
      'While nobody of the safeguarding team has seen a concern: the DSL is called, then the deputies, then the head.',
    source: '003 sections 3.2 and 3.3; 000 section 2.3.3',
    since: '2026-11-22',
    handlers: ['dsl', 'deputy-dsl'],
    steps: [
      [{ roles: ['dsl'] }],
      [{ roles: ['deputy-dsl'] }],
      [{ roles: ['head'] }, { roles: ['chair'] }, { roles: ['online-safety-governor'] }],
    ],
  },
  {
    id: 'ladder/staff',
    words:
      'While neither the head nor whoever has it with the head has seen a concern: they are called, then the head’s delegate, then the chair.',
    source: '000 sections 2.3.1 and 4.4',
    since: '2026-11-22',
    handlers: ['head'],
    steps: [
      [{ roles: ['head', 'online-safety-coordinator'], isOwn: true }],
      [{ roles: ['head'], isDelegates: true }],
      [{ roles: ['chair'] }, { roles: ['online-safety-governor'] }],
    ],
  },
  {
    id: 'ladder/head',
    words:
      'While the chair has not seen a concern: the chair is called, then the chair’s delegate, or else the online-safety governor.',
    source: '000 sections 2.3.1 and 4.4',
    since: '2026-11-22',
    handlers: ['chair'],
    steps: [
      [{ roles: ['chair'] }],
      [{ roles: ['chair'], isDelegates: true }, { roles: ['online-safety-governor'] }],
      [{ roles: ['online-safety-governor'] }],
    ],
  },
];

/** The steps for a concern that goes this way. Whom somebody chose by name is called before anybody else. */
export function ladderSteps({ handlers, people = [] }: Pick<Route, 'handlers' | 'people'>): readonly LadderStep[] {
  const ladder = ladders.find((one) => one.handlers.some((role) => handlers.includes(role)));
  return [...(people.length > 0 ? [[{ roles: [], people }]] : []), ...(ladder?.steps ?? [])];
}
