import type { FormContext } from '../../src/domain/decider.ts';
import { actorOf } from '../../src/domain/people.ts';
import { REMARK } from '../../src/workflows/concern/data-parts.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { aConcern, monday, reference, someAnswers, stateAfter } from './concern.ts';
import type { FormOf } from './form-screens.ts';
import { aSchool, people } from './school.ts';

const decided = { author: people.head, reason: 'Decided with the governors.', date: '2026-09-07' };

/** The forms about sanctions and about IT's jobs as those see them who may, with as much in them as there can be. */
export function conductForms(words: string): readonly FormOf[] {
  const line = words.slice(0, 120).trim() || 'Something';
  // What stands in a choice is the school file's: nobody writes it in a chat.
  const long =
    'A rule of the school with a name that is as long as a name in the school file may be, and goes on '.repeat(2);
  const own = Array.from({ length: 20 }, (_, index) => ({
    id: `own-${index}`,
    words: `${index} ${long}`.slice(0, 120),
  }));
  const school = aSchool({
    concerns: {
      breaches: own.map((one) => ({ ...one, category: 'B' as const, ...decided })),
      sanctions: own.map((one) => ({ ...one, ...decided })),
    },
  });
  const answers = someAnswers({ kind: 'deliberate-access', names: ['Robin Ash'] });
  const recommended = [1, 2].map(
    (number): ConcernEvent => ({
      type: 'SanctionRecommended',
      number,
      whom: line,
      breach: 'banned-site',
      sanction: 'talk',
      sanctionWords: own[0]?.words ?? '',
      reason: words.slice(0, REMARK),
    }),
  );
  const followedBy = recommended.map((event) => [event, actorOf(people.dsl)] as const);
  const state = stateAfter(aConcern('handled', { answers, school, followedBy }));
  const of = (by: string, given: FormContext['answers'] = {}): FormContext => ({
    school,
    now: monday,
    by,
    given: {},
    answers: given,
  });
  const forms = [
    ['concern/recommend-sanction', of(people.dsl, { breach: 'own-1' })],
    ['concern/set-sanction', of(people.head, { breach: 'own-1' })],
    ['concern/decline-sanction', of(people.head)],
    ['concern/ask-it', of(people.dsl, { job: 'audit-use', about: `${words.slice(0, REMARK - 20)} Robin` })],
  ] as const;
  return forms.flatMap(([type, context]) => {
    const form = concern.commands[type]?.form?.(state, context);
    if (form === undefined) return [];
    const press = { do: type, ref: reference };
    return [
      { name: `${type} of those who may`, form, press, cancel: 'Back to the case', fixed: context.answers ?? {} },
    ];
  });
}
