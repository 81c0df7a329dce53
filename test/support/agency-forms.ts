import type { FormContext } from '../../src/domain/decider.ts';
import { actorOf } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { aConcern, monday, reference, someAnswers, stateAfter } from './concern.ts';
import type { FormOf } from './form-screens.ts';
import { aSchool, people } from './school.ts';

/** The forms about outside agencies as a handler sees them, in a case that has to do with as many as there can be. */
export function agencyForms(words: string): readonly FormOf[] {
  const school = withManyAgencies();
  const answers = someAnswers({ kind: 'contact-by-adult', contactAdult: 'Callum Farrow', outsideHarm: ['sexual'] });
  const followedBy = [...referrals(words), tested].map((event) => [event, actorOf(people.dsl)] as const);
  const state = stateAfter(aConcern('handled', { answers, school, followedBy }));
  const of: FormContext = { school, now: monday, by: people.dsl, given: {} };
  return (['concern/refer', 'concern/advice', 'concern/update-referral', 'concern/lado-test'] as const).flatMap(
    (type) => {
      const forms = [of, { ...of, answers: { harmed: 'yes', offence: 'no', risk: 'no' } }].map((context) =>
        concern.commands[type]?.form?.(state, context),
      );
      return forms.flatMap((form, index) =>
        form === undefined
          ? []
          : [
              {
                name: `${type} of a handler, ${index}`,
                form,
                press: { do: type, ref: reference },
                cancel: 'Back to the case',
                fixed: { agency: 'kind:other' },
              },
            ],
      );
    },
  );
}

const tested: ConcernEvent = { type: 'LadoTestRecorded', harmed: 'yes', offence: 'no', risk: 'no', note: '' };

function referrals(words: string): readonly ConcernEvent[] {
  return Array.from({ length: 12 }, (_, index) => ({
    type: 'ConcernReferred',
    number: index + 1,
    agency: words.slice(0, 120),
    agencyKind: 'lado',
    contact: words.slice(0, 150),
    at: monday,
    method: 'telephone',
    agencyReference: words.slice(0, 150),
    outcome: words.slice(0, 2_000),
    nextCheck: '2026-11-25',
    checkAt: '2026-11-25T08:30:00.000Z',
  }));
}

/** Names nearly as long as a school file takes, and numbers that nobody has rung for years. */
function withManyAgencies(): School {
  const long = 'An agency of the local authority with a long name of many words '.repeat(2).slice(0, 100).trim();
  const kinds = [
    'police',
    'social-care',
    'lado',
    'hr',
    'online-safety-officer',
    'child-protection-liaison',
    'other',
  ] as const;
  const agencies = [...kinds, ...kinds, ...kinds].map((kind, index) => ({
    id: `agency-${index}`,
    kind,
    name: `${index} ${long}`,
    contact: long,
    telephone: '+44 1632 960 2021234',
    lastChecked: '2020-01-01',
  }));
  return aSchool({ agencies });
}
