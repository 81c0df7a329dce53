import { describe, expect, it } from 'vitest';
import type { Form, Question } from '../../../../src/domain/form.ts';
import { questionsOf } from '../../../../src/domain/form.ts';
import type { PersonId } from '../../../../src/domain/people.ts';
import { concernCommands } from '../../../../src/workflows/concern/commands.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { policeBlocks } from '../../../../src/workflows/concern/police/words.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import {
  aConcern,
  given,
  type History,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool({ concerns: { classesUnder13: ['7', 'Year 8'] } });
const now = '2026-11-23T14:30:00.000Z';

function formOf(command: keyof typeof concernCommands, history: History, who: PersonId = people.dsl): Form {
  const form = concernCommands[command].form?.(stateAfter(history), { school, now, by: who, given: {} });
  if (form === undefined) throw new Error(`${command} has no form`);
  return form;
}

function questions(form: Form): readonly Question[] {
  return form.steps.flatMap(questionsOf);
}

const question = (form: Form, id: string) => questions(form).find((one) => one.id === id);
const notes = (form: Form) =>
  form.steps.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'note' ? [item.text] : []))).join('\n');

describe('the form that assesses a case', () => {
  it('[R045] asks for each fact, with what is known standing there', () => {
    const form = formOf('concern/assess', aConcern('handled', { answers: someAnswers({ knownVulnerable: 'no' }) }));
    expect(question(form, 'known-vulnerable')).toMatchObject({ initially: 'no', required: true });
    expect(question(form, 'coercion')).toMatchObject({ initially: 'not-known' });
    expect(question(form, 'immediate-risk')).toMatchObject({ initially: 'no' });
  });

  it('does not ask again what is known to be so, and says how that is corrected', () => {
    const form = formOf('concern/assess', aConcern('handled', { answers: someAnswers({ under13: 'yes' }) }));
    expect(question(form, 'under-13')).toBeUndefined();
    expect(notes(form)).toContain('Known already: a child under 13. If that is wrong, use "Correct a fact".');
  });

  it.each([
    ['Robin Ash, 7B', 'yes'],
    ['Robin Ash (7 Oak)', 'yes'],
    ['Robin Ash, year 8', 'yes'],
    ['Robin Ash, 9B', 'not-known'],
    ['Robin Ash, 77', 'not-known'],
    ['Robin Ash, Year 81', 'not-known'],
    ['Robin Ash, 17B', 'not-known'],
    ['Robin Ash', 'not-known'],
  ])('[R046] fills in by the class whether a child is under 13: %s', (names, initially) => {
    const form = formOf('concern/assess', aConcern('handled', { answers: someAnswers({ names }) }));
    expect(question(form, 'under-13')).toMatchObject({ initially });
  });

  it('[R046] does so for a pupil who was added, also a witness, and never over an answer', () => {
    const added: ConcernEvent = {
      type: 'PersonAdded',
      name: 'Kit Marsh',
      kind: 'pupil',
      capacity: 'witness',
      detail: '7C',
      subjects: [],
    };
    const followedBy = [[added, by.dsl] as const];
    const initially = (answers: Parameters<typeof someAnswers>[0]) =>
      question(formOf('concern/assess', aConcern('handled', { answers: someAnswers(answers), followedBy })), 'under-13')
        ?.initially;
    expect(initially({})).toBe('yes');
    expect(initially({ under13: 'no' })).toBe('no');
  });

  it('[R043] says to ring 999 as soon as a child is said to be at immediate risk', () => {
    const form = formOf('concern/assess', aConcern('handled'));
    const danger = form.steps[1]?.items[0];
    expect(danger).toMatchObject({ kind: 'note', tone: 'danger', when: { question: 'immediate-risk', is: ['yes'] } });
    expect(notes(form)).toContain('Ring 999 now.');
  });
});

describe('the form that records that the police were told', () => {
  const form = formOf('concern/tell-police', aConcern('handled', { answers: someAnswers({ danger: 'yes' }) }));

  it('[R071] says why they are told, whatever the pupil or the parents want', () => {
    expect(notes(form)).toContain('whatever the pupil or the parents want');
    expect(notes(form)).toContain('A child is at immediate risk.');
  });

  it('[R052] [R053] says that the police view it and nobody else, and what parents are told', () => {
    expect(notes(form)).toContain('not even as DSL: the police view it on the device');
    expect(notes(form)).toContain('Ask parents to send it to nobody, and to take the device to the police.');
  });

  it('[R043] says first to ring 999 while a child is at immediate risk, and is not recorded as another number', () => {
    expect(form.steps[0]?.items[0]).toMatchObject({ tone: 'danger', text: expect.stringContaining('Ring 999 now') });
    const history = aConcern('handled', { answers: someAnswers({ danger: 'yes' }) });
    const open = (of: typeof history) => JSON.stringify(given(of).when('concern/open', by.dsl).reply?.data);
    expect(open(history)).toContain('1. Ring 999 now if nobody has.');
    const told = given(history).when('concern/tell-police', by.dsl, sampleData['concern/tell-police']);
    expect(told.events[0]).toMatchObject({ type: 'ConcernReferred', agency: 'Police', agencyKind: 'police' });
    expect(open(told.history)).not.toContain('Ring 999 now');
    expect(notes(formOf('concern/tell-police', told.history))).not.toContain('Ring 999 now');
  });
});

describe('what two decide', () => {
  const followedBy = [
    [{ type: 'AgreementAsked', number: 1, what: 'no-police', reason: 'One image.' }, by.dsl],
    [{ type: 'AgreementAsked', number: 2, what: 'fact-wrong', fact: 'under-13', reason: 'She is 15.' }, by.deputy],
  ] as const;
  const history = aConcern('handled', { followedBy });

  it.each(['concern/agree', 'concern/disagree'] as const)(
    'is read with its reason before it is answered: %s',
    (command) => {
      const form = formOf(command, history, people.head);
      expect(notes(form)).toContain('Naila Rahimi asks: The police are not told. Reason: One image.');
      expect(notes(form)).toContain('This was wrong: a child under 13. Reason: She is 15.');
      expect(question(form, 'number')).toMatchObject({
        initially: '1',
        choices: [{ value: '1' }, { value: '2' }],
      });
    },
  );

  it('is not shown to who asked for it themselves', () => {
    const own = formOf('concern/agree', history, people.dsl);
    expect(question(own, 'number')?.choices).toEqual([]);
    expect(notes(own)).toBe('');
  });

  it('offers to correct only what is known to be so', () => {
    const form = formOf('concern/propose-correction', aConcern('handled', { answers: someAnswers({ danger: 'yes' }) }));
    expect(question(form, 'fact')?.choices).toEqual([
      { value: 'immediate-risk', label: 'Is a child at immediate risk?' },
    ]);
  });
});

describe('what an open case says of the police', () => {
  const text = (answers: Parameters<typeof someAnswers>[0], ...events: readonly ConcernEvent[]) => {
    const followedBy = events.map((event) => [event, by.dsl] as const);
    const state = stateAfter(aConcern('handled', { answers: someAnswers(answers), followedBy })) as Concern;
    return policeBlocks(state, { school, reference, at: now })
      .map((block) => block.text)
      .join('\n');
  };

  it('is nothing where nothing is known that has to do with them', () => {
    expect(text({})).toBe('');
  });

  it('[R071] is that they have to be told, by which rule', () => {
    expect(text({ kind: 'contact-by-adult', under13: 'yes' })).toContain(
      'They have to be told, whatever the pupil or the parents want: A child under 13 is involved. (003 section 3.32)',
    );
  });

  it('[R073] is what is not known yet', () => {
    expect(text({ kind: 'contact-by-adult' })).toContain('Not known yet: ');
  });

  it('[R074] is Outcome 21 where there may be a sexual image of a child, [R052] and that nobody here views it', () => {
    const said = text({ kind: 'sexual-harassment', harassment: ['image-consent'] });
    expect(said).toContain('Outcome 21');
    expect(said).toContain('Nobody here views the image: the police do, on the device.');
    expect(text({ kind: 'sexual-harassment', harassment: ['comments'] })).not.toContain('Outcome 21');
  });

  it('is when they were told, and by what they were called for', () => {
    const told = given(aConcern('handled', { answers: someAnswers({ danger: 'yes' }) })).when(
      'concern/tell-police',
      by.deputy,
      { date: '2026-11-23', time: '14:08', method: 'telephone' },
    );
    const blocks = policeBlocks(told.state as Concern, { school, reference, at: now });
    expect(blocks[0]?.text).toContain(
      'Told today 14:08.\nCalled for by: A child is at immediate risk. (000 section 4.7)',
    );
  });
});
