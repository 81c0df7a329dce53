import type { CardContent } from '../../src/domain/decider.ts';
import type { Gathered } from '../../src/domain/gathering.ts';
import { actorOf } from '../../src/domain/people.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { casts } from '../workflows/concern/matrix-casts.ts';
import { aConcern, buttonsOf, everyStatus, given, monday, reference, someAnswers } from './concern.ts';
import { aSchool, by } from './school.ts';

const school = aSchool();

/** Of every kind of case what somebody with a part in it sees: so many that every command of a case stands on one. */
export function caseCards(): readonly CardContent[] {
  const had = new Set<string>();
  return [...shown(), withMatch()].filter(({ data }) => {
    const fresh = buttonsOf(data).filter((command) => !had.has(command));
    for (const command of fresh) had.add(command);
    return fresh.length > 0;
  });
}

/** The case, what is behind its More, and its next steps, in each status. */
function shown(): readonly CardContent[] {
  return casts.flatMap(({ at, parts }) =>
    everyStatus.flatMap((status) =>
      Object.keys(parts).flatMap((person) =>
        ['concern/open', 'concern/more', 'concern/steps'].flatMap((type) => {
          const state = at(status);
          const context = { at: monday, by: actorOf(person), school, reference };
          if (concern.refuses(state, type, context) !== undefined) return [];
          const outcome = concern.decide(state, { type, data: { page: 1 } }, context);
          return outcome.kind === 'decision' && outcome.reply !== undefined ? [outcome.reply] : [];
        }),
      ),
    ),
  );
}

/** What is behind More where somebody of the case stands in another one too. */
function withMatch(): CardContent {
  const handled = given(aConcern('handled', { answers: someAnswers({ names: 'Robin Ash, 9B' }) }));
  const of = { school, at: monday, by: by.dsl, reference, data: {} };
  const find = concern.commands['concern/more']?.gathers?.(handled.state, of);
  const foundBy = find?.kind === 'matches' ? find.findBy : [];
  const other = { reference: 'C-4M8T2X', status: 'closed', shared: { reportedAt: monday }, foundBy };
  const gathered = { kind: 'matches', isWhole: true, records: [other] } as unknown as Gathered;
  const { reply } = handled.when('concern/more', by.dsl, {}, monday, gathered);
  if (reply === undefined) throw new Error('nothing is behind More');
  return reply;
}
