import type { Actor, PersonId } from '../../../src/domain/people.ts';
import type { Part } from '../../../src/workflows/concern/access.ts';
import type { ConcernEvent } from '../../../src/workflows/concern/events.ts';
import { factIds } from '../../../src/workflows/concern/police/events.ts';
import type { Concern } from '../../../src/workflows/concern/state.ts';
import { aboutHead, aboutStaff, aConcern, type ConcernOf, someAnswers, stateAfter } from '../../support/concern.ts';
import { by, people } from '../../support/school.ts';

/** A kind of case, with the part that everybody has in it: written down here, and not asked of the product. */
export interface Cast {
  readonly what: string;
  readonly parts: Readonly<Partial<Record<PersonId, readonly Part[]>>>;
  at(status: Concern['status']): Concern;
}

const { teacher, dsl, deputy, head, chair, coordinator, governor, senco } = people;
const at = '2026-11-23T14:00:00.000Z';

type Since = readonly (readonly [event: ConcernEvent, by: Actor])[];

interface CastOf extends ConcernOf {
  /** What has happened since, each by whom. */
  readonly since?: Since;
}

function cast(what: string, parts: Cast['parts'], { since = [], ...of }: CastOf = {}): Cast {
  return {
    what,
    parts,
    at(status) {
      const state = stateAfter(aConcern(status, { ...of, followedBy: since }));
      if (state.status === 'none') throw new Error('nothing was reported');
      return state;
    },
  };
}

const all = (value: 'yes' | 'no') => Object.fromEntries(factIds.map((fact) => [fact, value]));
const assessed = (facts: object, who: Actor = by.dsl): Since[number] => [
  { type: 'FactsAssessed', facts: { ...all('no'), ...facts }, note: '' },
  who,
];
const asked = (who: Actor, number = 1): Since[number] => [
  { type: 'AgreementAsked', number, what: 'no-police', reason: 'Nobody is at risk.' },
  who,
];
const named = (...subjects: readonly PersonId[]): Since[number] => [
  { type: 'PersonAdded', name: 'They', kind: 'staff', capacity: 'not-known', detail: '', subjects: [...subjects] },
  by.deputy,
];
const referred: ConcernEvent = {
  type: 'ConcernReferred',
  number: 1,
  agency: 'Duty desk',
  agencyKind: 'social-care',
  contact: '',
  at,
  method: 'telephone',
  agencyReference: '',
  outcome: '',
  nextCheck: '',
  checkAt: null,
};
const searched = (decision: 'nothing' | 'keep-and-police'): ConcernEvent => ({
  type: 'DeviceSearched',
  number: 1,
  device: 'Phone',
  owner: 'Robin Ash',
  searchedBy: '',
  at,
  ground: 'harm',
  why: 'There was a threat.',
  agreedWith: 'Daniel Okonjo',
  isImageSuspected: false,
  decision,
  decisionWhy: 'So decided.',
});
const taken: ConcernEvent = {
  type: 'DeviceTaken',
  number: 1,
  device: 'Phone',
  owner: 'Robin Ash',
  holder: 'Main office',
  place: 'Safe',
  reason: 'It was searched.',
  wasRefused: false,
  told: 'The mother',
  at,
};
const evidence: ConcernEvent = {
  type: 'EvidenceAdded',
  number: 1,
  description: 'A letter',
  holder: 'Naila Rahimi',
  place: 'Safe',
  since: '2026-11-23',
};
const recommended: ConcernEvent = {
  type: 'SanctionRecommended',
  number: 1,
  whom: 'Robin Ash',
  breach: 'sharing-passwords',
  sanction: 'warning',
  reason: 'Twice this term.',
};

const pupils = { [dsl]: ['handler'], [deputy]: ['handler'], [teacher]: ['reporter'] } as const;
const harassment = someAnswers({ kind: 'sexual-harassment' });

/** Kinds of case that between them meet every row of the table and every reason in it. */
export const casts: readonly Cast[] = [
  cast('an ordinary case', pupils),
  cast('a case that a handler reported', { [dsl]: ['handler', 'reporter'], [deputy]: ['handler'] }, { reporter: dsl }),
  cast(
    'a case in which much has been done, and the leader is asked',
    { ...pupils, [head]: ['leader'], [senco]: ['consulted'] },
    {
      answers: harassment,
      since: [
        assessed({ 'sexual-harassment': 'yes' }),
        [{ type: 'ReporterAsked', number: 1, text: 'Who was there?' }, by.dsl],
        [referred, by.dsl],
        [searched('nothing'), by.dsl],
        [taken, by.dsl],
        [evidence, by.dsl],
        [recommended, by.dsl],
        [{ type: 'ConsultationAsked', number: 1, role: 'senco', text: 'Is it enough?' }, by.dsl],
        asked(by.dsl),
      ],
    },
  ),
  cast('a case of sexual harassment, before anything is assessed', pupils, { answers: harassment }),
  cast('a case of sexual harassment in which nothing calls for the police', pupils, {
    answers: harassment,
    since: [assessed({ 'sexual-harassment': 'yes' })],
  }),
  cast(
    'a case in which two have decided not to tell the police',
    { ...pupils, [head]: ['leader'] },
    {
      answers: harassment,
      since: [
        assessed({ 'sexual-harassment': 'yes' }),
        asked(by.dsl),
        [{ type: 'AgreementGiven', number: 1, note: '' }, by.head],
      ],
    },
  ),
  cast('a case of which the police were told', pupils, {
    answers: harassment,
    since: [
      assessed({ 'sexual-harassment': 'yes' }),
      [
        {
          type: 'PoliceTold',
          at: '2026-11-23T15:00:00.000Z',
          method: 'telephone',
          contact: '',
          agencyReference: '',
          advice: '',
        },
        by.dsl,
      ],
    ],
  }),
  cast('a case of immediate danger, with a device that waits for the police', pupils, {
    answers: someAnswers({ danger: 'yes' }),
    since: [
      assessed({ 'immediate-risk': 'yes', 'sexual-image': 'yes' }),
      [searched('keep-and-police'), by.dsl],
      [taken, by.dsl],
    ],
  }),
  cast(
    'a finding of IT, which the co-ordinator handles too',
    { ...pupils, [coordinator]: ['handler'] },
    { answers: someAnswers({ source: 'it-audit' }), since: [assessed({ 'sexual-image': 'yes' })] },
  ),
  cast(
    'a case about a member of staff',
    { [head]: ['handler', 'leader'], [coordinator]: ['handler'], [teacher]: ['reporter'] },
    { answers: aboutStaff('Callum Farrow'), handler: head },
  ),
  cast(
    'a case about a member of staff in which the head asks to agree',
    { [head]: ['handler', 'leader'], [coordinator]: ['handler'], [chair]: ['leader'], [teacher]: ['reporter'] },
    {
      answers: aboutStaff('Callum Farrow'),
      handler: head,
      since: [assessed({ 'sexual-image': 'yes' }, by.head), asked(by.head)],
    },
  ),
  cast(
    'a case about the head',
    { [chair]: ['handler', 'leader'], [dsl]: ['reporter'] },
    { answers: aboutHead(), handler: chair, reporter: dsl },
  ),
  cast(
    'a case about the DSL',
    { [head]: ['handler', 'leader'], [coordinator]: ['handler'], [teacher]: ['reporter'] },
    { answers: aboutStaff('Naila Rahimi'), handler: head },
  ),
  cast(
    'a case that the DSL reported about the head and the chair',
    { [governor]: ['handler', 'leader'], [dsl]: ['reporter'] },
    {
      answers: aboutHead({ adultNames: 'Gurpreet Dhanda' }),
      handler: governor,
      reporter: dsl,
      since: [named(chair, head), assessed({ 'sexual-image': 'yes' }, by.governor)],
    },
  ),
  cast(
    'a case of what happened to a member of staff',
    { [head]: ['handler', 'leader'], [teacher]: ['reporter'] },
    {
      answers: someAnswers({ kind: 'bullying-staff', about: 'pupil', names: 'Robin Ash, 9B' }),
      handler: head,
    },
  ),
  cast('a case that names everybody who leads', pupils, { since: [named(head, chair, governor)] }),
  cast('a case that turned out to be about whoever reported it', pupils, { since: [named(teacher)] }),
  cast('a case that names everybody who is consulted', pupils, { since: [named(senco, coordinator)] }),
  cast(
    'a case that names whoever could handle it',
    { [teacher]: ['reporter'] },
    {
      answers: aboutHead({ adultNames: 'x' }),
      handler: chair,
      since: [named(head, chair, governor)],
    },
  ),
];
