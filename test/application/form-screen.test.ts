import { describe, expect, it } from 'vitest';
import { type FormScreenOf, formScreen, stepAfter } from '../../src/application/form-screen.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import type { Answers, Form } from '../../src/domain/form.ts';
import { monday } from '../support/concern.ts';
import { aSchool } from '../support/school.ts';
import { itemsOf, labelsOf } from '../support/visitor.ts';

const form: Form = {
  title: 'A form',
  intro: 'A minute.',
  send: 'Send',
  steps: [
    { id: 'first', items: [{ kind: 'text', id: 'name', label: 'Name', required: true }] },
    {
      id: 'second',
      items: [
        { kind: 'text', id: 'only', label: 'Only for Kim', when: { question: 'name', is: ['Kim'] } },
        { kind: 'note', text: 'Only for Kim.', tone: 'plain', when: { question: 'name', is: ['Kim'] } },
      ],
    },
    {
      id: 'third',
      items: [
        { kind: 'date', id: 'day', label: 'Day', initially: 'today' },
        { kind: 'choices', id: 'kinds', label: 'Kinds', choices: [{ value: 'a', label: 'A' }] },
        { kind: 'text', id: 'room', label: 'Room', more: true },
      ],
    },
  ],
};

function screen(of: Partial<FormScreenOf> = {}) {
  return formScreen({
    press: { do: 'x/y' },
    form,
    progress: { id: 'f', step: 0, kept: {}, seen: [] },
    answers: {},
    shown: {},
    school: aSchool(),
    now: monday,
    cancel: 'Cancel',
    ...of,
  });
}

/** How far somebody is, as the first button says it. */
function carriedBy({ data }: CardContent) {
  const [button] = data.buttons as unknown as readonly { readonly press: { readonly form: { kept: Answers } } }[];
  return button?.press.form ?? { kept: {} };
}

describe('a step of a form', () => {
  it('that has nothing to show is passed over, both ways', () => {
    expect(stepAfter(form, 0, 1, {})).toBe(2);
    expect(stepAfter(form, 2, -1, {})).toBe(0);
    expect(stepAfter(form, 0, 1, { name: 'Kim' })).toBe(1);
    expect(stepAfter(form, 0, -1, {})).toBeUndefined();
    expect(stepAfter(form, 2, 1, {})).toBeUndefined();
  });

  it('has the verb of the form on its button only when it is the last', () => {
    expect(labelsOf(screen())).toEqual(['Continue', 'Cancel']);
    expect(labelsOf(screen({ progress: { id: 'f', step: 2, kept: {}, seen: [] } }))).toEqual([
      'Send',
      'Back',
      'Cancel',
    ]);
  });

  it('says how long it takes on the first screen only', () => {
    expect(screen().data.intro).toBe('A minute.');
    expect(screen({ progress: { id: 'f', step: 2, kept: {}, seen: [0] } }).data.intro).toBe('');
  });

  it('shows what may be left for later apart, open when something of it is filled in or marked', () => {
    const progress = { id: 'f', step: 2, kept: {}, seen: [] };
    expect(screen({ progress }).data).toMatchObject({ moreOpen: false, more: [{ id: 'room' }] });
    expect(screen({ progress, answers: { room: 'Library' } }).data.moreOpen).toBe(true);
    expect(screen({ progress, shown: { problems: { room: 'Too long.' } } }).data.moreOpen).toBe(true);
  });

  it('says what may be left out, but not where all may or something stands there already', () => {
    const labels = (step: number) =>
      itemsOf(screen({ progress: { id: 'f', step, kept: {}, seen: [] } })).map(({ label }) => label);
    expect(labels(0)).toEqual(['Name']);
    expect(labels(2)).toEqual(['Day', 'Kinds (optional)', 'Room']);
  });

  it('offers what usually stands in an input once: what was cleared stays empty, also where it comes back as nothing', () => {
    const progress = { id: 'f', step: 2, kept: {}, seen: [] };
    expect(itemsOf(screen({ progress }))[0]?.value).toBe('2026-11-23');
    const { kept } = carriedBy(screen({ progress }));
    expect(kept).toEqual({ day: '' });
    expect(itemsOf(screen({ progress: { ...progress, seen: [0, 2] }, answers: kept }))[0]?.value).toBe('');
  });

  it('offers it also on a screen that was seen before, where the question was not on it', () => {
    const day = {
      kind: 'date',
      id: 'day',
      label: 'Day',
      initially: 'today',
      when: { question: 'name', is: ['Kim'] },
    } as const;
    const conditional = { ...form, steps: [...form.steps.slice(0, 2), { id: 'third', items: [day] }] };
    const third = (answers: Answers, seen: readonly number[]) =>
      screen({ form: conditional, progress: { id: 'f', step: 2, kept: {}, seen }, answers });
    const without = third({ name: 'Lou' }, []);
    expect(itemsOf(without)).toEqual([]);
    expect(carriedBy(without).kept).toEqual({ name: 'Lou' });
    expect(itemsOf(third({ name: 'Kim' }, [0, 2]))[0]?.value).toBe('2026-11-23');
  });

  it('puts several choices into one text, as inputs of chats have it', () => {
    const progress = { id: 'f', step: 2, kept: {}, seen: [] };
    const shown = itemsOf(screen({ progress, answers: { kinds: ['a', 'b'] } }));
    expect(shown.find(({ id }) => id === 'kinds')?.value).toBe('a,b');
  });

  it('carries in its buttons all answers of other steps and none of its own', () => {
    const progress = { id: 'f', step: 2, kept: {}, seen: [] };
    const carried = carriedBy(screen({ progress, answers: { name: 'Kim', day: 'x', kinds: ['a'] } }));
    expect(carried).toEqual({ id: 'f', step: 2, kept: { name: 'Kim', day: '' }, seen: [2], go: 'send' });
  });
});
