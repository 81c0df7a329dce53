import { schoolSchema } from '../../src/domain/school.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { aConcern, monday, reference, someAnswers, stateAfter } from './concern.ts';
import type { FormOf } from './form-screens.ts';
import { aSchool, people } from './school.ts';

const concerns = schoolSchema.shape.concerns.parse({ otherSystem: 'Trust risk register' });
const school = { ...aSchool(), concerns };

/** The forms about the steps of a case, as they are for somebody who handles it. */
export function guidanceForms(): readonly FormOf[] {
  const answers = someAnswers({ kind: 'bullying-pupil', capacity: 'victim', danger: 'yes', schoolEquipment: 'yes' });
  const state = stateAfter(aConcern('handled', { answers, school }));
  const asked: readonly (readonly [ConcernCommand, { readonly [key: string]: string }])[] = [
    ['concern/tick-choices', { step: 'step/providers', page: '1' }],
    ['concern/tick-choices', { step: 'step/support-victim', page: '1' }],
    ['concern/not-needed', { page: '2' }],
    ['concern/enter-elsewhere', {}],
    ['concern/inform-parents', {}],
  ];
  return asked.flatMap(([type, given]) => {
    const form = concern.commands[type]?.form?.(state, { school, now: monday, by: people.dsl, given });
    const press = { do: type, ref: reference, with: given };
    const name = `${type} with ${JSON.stringify(given)}`;
    return form === undefined ? [] : [{ name, form, press, cancel: 'Back to the steps', fixed: {} }];
  });
}
