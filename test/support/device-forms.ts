import type { FormContext } from '../../src/domain/decider.ts';
import type { PersonId } from '../../src/domain/people.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { aConcern, type History, monday, reference, someAnswers, stateAfter } from './concern.ts';
import type { FormOf } from './form-screens.ts';
import { aSchool, by, people } from './school.ts';

const school = aSchool();

/** The forms about devices and evidence and of a consultation, as those see them who may give the command. */
export function deviceForms(words: string): readonly FormOf[] {
  const state = stateAfter(caseWithDevices(words));
  const asked: readonly (readonly [ConcernCommand, PersonId, FormContext['answers']])[] = [
    ['concern/search-device', people.dsl, { image: 'no' }],
    ['concern/search-device', people.dsl, { image: 'yes' }],
    ['concern/take-device', people.dsl, undefined],
    ['concern/return-device', people.dsl, undefined],
    ['concern/search-complaint', people.dsl, undefined],
    ['concern/move-evidence', people.dsl, undefined],
    ['concern/close', people.dsl, undefined],
    ['concern/consult', people.dsl, undefined],
    ['concern/answer-consultation', people.senco, undefined],
  ];
  return asked.flatMap(([type, person, answers]) => {
    const given = { number: '1' };
    const of = { school, now: monday, by: person, given, ...(answers === undefined ? {} : { answers }) };
    const form = concern.commands[type]?.form?.(state, of);
    const press = { do: type, ref: reference, with: given };
    const fixed = answers ?? {};
    return form === undefined
      ? []
      : [{ name: `${type} with ${JSON.stringify(fixed)}`, form, press, cancel: 'Back to the case', fixed }];
  });
}

/** A case with several devices, each searched, taken and one given back, with evidence and with questions to others. */
export function caseWithDevices(words: string): History {
  const line = words.slice(0, 200);
  const events = [1, 2, 3].flatMap((number): readonly ConcernEvent[] => [
    {
      type: 'DeviceSearched',
      number,
      device: line,
      owner: line,
      searchedBy: line,
      at: monday,
      ground: 'harm',
      why: words,
      agreedWith: line,
      isImageSuspected: false,
      decision: 'keep',
      decisionWhy: words,
    },
    {
      type: 'DeviceTaken',
      number,
      device: line,
      owner: line,
      holder: line,
      place: line,
      reason: words,
      wasRefused: true,
      told: line,
      at: monday,
    },
    { type: 'EvidenceAdded', number: number + 1, description: words, holder: line, place: line, since: '2026-11-20' },
  ]);
  const more: readonly ConcernEvent[] = [
    { type: 'DeviceReturned', number: 2, to: line, at: monday },
    { type: 'SearchComplained', by: line, passedTo: line, at: monday },
    { type: 'EvidenceMoved', number: 2, holder: line, place: line, since: '', why: words.slice(0, 2_000) },
    { type: 'ConsultationAsked', number: 1, role: 'senco', text: words.slice(0, 2_000) },
  ];
  const answers = someAnswers({ kind: 'phone-misuse', phone: ['used', 'exam'], schoolEquipment: 'yes' });
  return aConcern('handled', { answers, followedBy: [...events, ...more].map((event) => [event, by.dsl] as const) });
}
