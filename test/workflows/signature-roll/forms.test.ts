import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import type { Answers, Form } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { signatureRoll } from '../../../src/workflows/signature-roll/index.ts';
import { aStage } from '../../support/stage.ts';
import { aBeginning, aRollOf, people, reference, school } from './a-roll.ts';

const YEAR_7 = 'Amelia Hart,7B,yes,14/09/2026\nJacob Lowe,7A,yes,';

function formOf(command: string, roll: ReturnType<typeof aRollOf>, answers?: Answers): Form {
  const of = { school, now: roll.at, by: people.assistant, given: {}, ...(answers === undefined ? {} : { answers }) };
  const form = signatureRoll.commands[command]?.form?.(roll.state, of);
  if (form === undefined) throw new Error('there is no such form');
  return form;
}

function notesOf(form: Form): readonly string[] {
  return form.steps.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])));
}

describe('the form that records signatures', () => {
  it('says what a list comes to before it is sent, and who changes', () => {
    const table = 'Amelia Hart,7B,yes,\nJacob Lowe,7A,yes,\nMina Pace,7B,yes,yes';
    expect(notesOf(formOf('signature-roll/record', aRollOf(YEAR_7), { table }))).toEqual([
      '3 rows: 1 new, 1 already there, 1 changed.',
      'What changes:\nAmelia Hart, 7B: parent signed 14/09/2026 → not signed',
      'One loses a signature that is recorded. Go back if that is not meant.',
    ]);
  });

  it('names bad rows while they can still be put right', () => {
    const table = 'Amelia Hart,7B,yes,\nJacob Lowe,7A,perhaps,';
    const [first] = notesOf(formOf('signature-roll/record', aRollOf(YEAR_7), { table }));
    expect(first).toMatch(/^1 row could not be understood, so nothing can be kept yet\. Go back.*\nLine 2: "perhaps"/);
    expect(formOf('signature-roll/record', aRollOf(YEAR_7), { table }).send).toBe('Check it again');
    expect(formOf('signature-roll/record', aRollOf(YEAR_7), { table: YEAR_7 }).send).toBe('Keep them');
  });

  it('is drawn without its record too, and asks the same questions whatever was put in', () => {
    const roll = aRollOf(YEAR_7);
    const questions = ({ steps }: Form) =>
      steps.map(({ id, items }) => [id, items.flatMap((item) => (item.kind === 'note' ? [] : [item.id]))]);
    for (const command of [
      'signature-roll/record',
      'signature-roll/take-off',
      'signature-roll/change',
      'signature-roll/close',
    ]) {
      const as = (state: typeof roll.state, answers?: Answers) =>
        signatureRoll.commands[command]?.form?.(state, {
          school,
          now: roll.at,
          by: '',
          given: {},
          ...(answers ? { answers } : {}),
        });
      const forms = [
        as(roll.state),
        as(signatureRoll.initial),
        as(roll.state, { table: 'x' }),
        as(roll.state, { table: YEAR_7 }),
      ];
      const [first, ...others] = forms.map((form) => (form === undefined ? undefined : questions(form)));
      for (const other of others) expect(other).toEqual(first);
    }
  });

  it('says who would be taken off, and which lines name nobody', () => {
    const notes = notesOf(formOf('signature-roll/take-off', aRollOf(YEAR_7), { table: 'Amelia Hart,7B\nNobody,7B' }));
    expect(notes).toEqual([
      'Not on this roll, written like that: line 2. Go back and put it right.',
      'To be taken off: 1.\nAmelia Hart, 7B',
    ]);
  });
});

describe('what the forms let through', () => {
  it('is what the commands take', () => {
    const stage = aStage(signatureRoll, { school, reference, at: '2026-11-23T10:00:00.000Z' });
    const of = { school, now: stage.at, by: people.head, given: {} };
    const begin = signatureRoll.commands['signature-roll/begin']?.form?.(stage.state, of);
    const { values, problems } = checkAnswers(begin ?? { steps: [] }, aBeginning, { school, now: stage.at });
    expect(problems).toEqual({});
    expect(stage.give('signature-roll/begin', actorOf(people.head), values).kind).toBe('decision');
    const change = formOf('signature-roll/change', stage);
    const initial = Object.fromEntries(
      change.steps.flatMap(({ items }) =>
        items.flatMap((item) => (item.kind === 'note' ? [] : [[item.id, item.initially ?? '']])),
      ),
    );
    const kept = checkAnswers(change, initial, { school, now: stage.at });
    expect(kept.problems).toEqual({});
    const before = JSON.stringify(stage.state);
    stage.give('signature-roll/change', actorOf(people.head), kept.values);
    expect(JSON.stringify(stage.state)).toBe(before);
  });
});
