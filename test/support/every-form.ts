import { logForm } from '../../src/workflows/concern/begin/log-form.ts';
import { loggedHows } from '../../src/workflows/concern/begin/log-questions.ts';
import { breachForm, callForm } from '../../src/workflows/concern/begin/quick-forms.ts';
import { kinds } from '../../src/workflows/concern/choices.ts';
import { REMARK } from '../../src/workflows/concern/data-parts.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { reportForm } from '../../src/workflows/concern/report-form.ts';
import { agencyForms } from './agency-forms.ts';
import { aConcern, given, monday, reference } from './concern.ts';
import { conductForms } from './conduct-forms.ts';
import { deviceForms } from './device-forms.ts';
import { type FormOf, screensOf } from './form-screens.ts';
import { guidanceForms } from './guidance-forms.ts';
import { policeForms } from './police-forms.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, by, people } from './school.ts';

const school = aSchool();

/** Every screen of every form. `words` stand wherever people can write. */
export function everyForm(words: string, everyKind: boolean): readonly SampleCard[] {
  return [
    ...caseForms(words),
    ...agencyForms(words),
    ...conductForms(words),
    ...deviceForms(words),
    ...guidanceForms(),
    ...policeForms(words),
    ...reportForms(everyKind),
    ...quickForms(),
    ...logForms(),
  ].flatMap((of) => screensOf(of, words));
}

function caseForms(words: string): readonly FormOf[] {
  const asked: ConcernEvent = { type: 'ReporterAsked', number: 1, text: words.slice(0, REMARK) };
  const { state } = given(aConcern('handled', { followedBy: [[asked, by.dsl]] }));
  return Object.entries(concern.commands).flatMap(([type, definition]) => {
    const formOf = (from: typeof state) =>
      definition.form?.(from, { school, now: monday, by: people.teacher, given: { number: '1' } });
    const form = formOf(state);
    const without = formOf(concern.initial);
    if (definition.begins === true || form === undefined || without === undefined) return [];
    const opens = concern.commands[definition.cancel ?? '']?.opens === true;
    const of = {
      press: { do: type, ref: reference, with: { number: '1' } },
      cancel: opens ? 'Back to the case' : 'Cancel',
      fixed: {},
    };
    return [
      { ...of, name: type, form },
      { ...of, name: `${type} without its record`, form: without },
    ];
  });
}

function logForms(): readonly FormOf[] {
  return loggedHows.map(({ value: loggedHow }) => ({
    name: `log of what came by ${loggedHow}`,
    form: logForm(concern.initial, { school, now: monday, by: people.dsl, given: {}, answers: { loggedHow } }),
    press: { do: 'concern/log' },
    cancel: 'Cancel',
    fixed: { danger: 'yes', loggedHow, loggedFrom: 'pupil', kind: 'self-harm', about: 'pupil' },
  }));
}

function reportForms(everyKind: boolean): readonly FormOf[] {
  return kinds.slice(0, everyKind ? kinds.length : 1).flatMap(({ value: kind }) =>
    ['pupil', 'staff', 'adult'].map((about) => ({
      name: `report of ${kind} about ${about}`,
      form: reportForm(school),
      press: { do: 'concern/report' },
      cancel: 'Cancel',
      fixed: { danger: 'yes', kind, about, source: 'pupil' },
    })),
  );
}

/** The forms of what is reported in a few words. */
function quickForms(): readonly FormOf[] {
  return [
    { name: 'concern/report-breach', form: breachForm(school), press: { do: 'concern/report-breach' } },
    { name: 'concern/call-team', form: callForm(school), press: { do: 'concern/call-team' } },
  ].map((of) => ({ ...of, cancel: 'Cancel', fixed: {} }));
}
