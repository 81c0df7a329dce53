import { kinds } from '../../src/workflows/concern/choices.ts';
import { REMARK } from '../../src/workflows/concern/data-parts.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { reportForm } from '../../src/workflows/concern/report-form.ts';
import { aConcern, given, monday, reference } from './concern.ts';
import { type FormOf, screensOf } from './form-screens.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, by, people } from './school.ts';

const school = aSchool();

/** Every screen of every form. `words` stand wherever people can write. */
export function everyForm(words: string, everyKind: boolean): readonly SampleCard[] {
  return [...caseForms(words), ...reportForms(everyKind)].flatMap((of) => screensOf(of, words));
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
