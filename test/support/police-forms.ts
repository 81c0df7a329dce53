import { actorOf } from '../../src/domain/people.ts';
import { REMARK } from '../../src/workflows/concern/data-parts.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { factIds } from '../../src/workflows/concern/police/events.ts';
import { aConcern, monday, reference, someAnswers, stateAfter } from './concern.ts';
import type { FormOf } from './form-screens.ts';
import { aSchool, people } from './school.ts';

/** The forms about the police where as much is known, and asked, as there can be. */
export function policeForms(words: string): readonly FormOf[] {
  const school = aSchool();
  const reason = words.slice(0, REMARK);
  const all = Object.fromEntries(factIds.map((fact) => [fact, 'yes' as const]));
  const wrong = factIds.map(
    (fact, index): ConcernEvent => ({ type: 'AgreementAsked', number: index + 2, what: 'fact-wrong', fact, reason }),
  );
  const asked: ConcernEvent = { type: 'AgreementAsked', number: 1, what: 'no-police', reason };
  const known: ConcernEvent = { type: 'FactsAssessed', facts: all, note: '' };
  const after = (...events: readonly ConcernEvent[]) => {
    const followedBy = events.map((event) => [event, actorOf(people.dsl)] as const);
    return stateAfter(aConcern('handled', { answers: someAnswers({ kind: 'sexual-harassment' }), followedBy }));
  };
  const cases = [
    ['concern/assess', after(), people.dsl],
    ['concern/assess', after(known), people.dsl],
    ['concern/tell-police', after(known), people.dsl],
    ['concern/propose-no-police', after(), people.dsl],
    ['concern/propose-correction', after(known), people.dsl],
    ['concern/agree', after(asked, ...wrong), people.head],
    ['concern/disagree', after(asked, ...wrong), people.head],
    ['concern/close', after(known), people.dsl],
  ] as const;
  return cases.flatMap(([type, state, by], index) => {
    const form = concern.commands[type]?.form?.(state, { school, now: monday, by, given: {} });
    const press = { do: type, ref: reference };
    return form === undefined
      ? []
      : [{ name: `${type} with much to say, ${index}`, form, press, cancel: 'Back to the case', fixed: {} }];
  });
}
