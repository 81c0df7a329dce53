import { describe, expect, it } from 'vitest';
import { wordingHash } from '../../../src/domain/wording.ts';
import { by } from '../../support/school.ts';
import { aBeginning, aRoll, aRollOf, factOn, people, recorder, rowsOf } from './a-roll.ts';

const YEAR_7 = 'Amelia Hart,7B,yes,14/09/2026\nJacob Lowe,7A,yes,\nMina Pace,7B,,';

describe('[R162] signatures of pupils and parents', () => {
  it('are recorded by staff from a list, each with its day where one was put', () => {
    expect(rowsOf(aRollOf(YEAR_7))).toEqual([
      { name: 'Amelia Hart', group: '7B', own: 'yes', parent: '2026-09-14' },
      { name: 'Jacob Lowe', group: '7A', own: 'yes', parent: '' },
      { name: 'Mina Pace', group: '7B', own: '', parent: '' },
    ]);
  });

  it('are all there in a secondary school when pupil and parent have signed; the figures add up', () => {
    const roll = aRoll();
    const { messages } = roll.give('signature-roll/record', recorder, { table: YEAR_7 });
    expect(factOn(messages, `roll:${people.assistant}`, 'Signed')).toBe(
      '███░░░░░░░ 1 of 3 signed · 1 partly · 1 not signed',
    );
    const opened = roll.give('signature-roll/open', recorder);
    expect(opened.said).toContain('7A · 1 of 1 not signed","text":"Jacob Lowe (parent)"');
    expect(opened.said).toContain('7B · 1 of 2 not signed","text":"Mina Pace (pupil and parent)"');
  });

  it('are all there in a primary school when a parent has signed', () => {
    const roll = aRoll({ phase: 'primary', part: 'Year 3' });
    const { messages } = roll.give('signature-roll/record', recorder, {
      table: 'Amelia Hart,3B,yes\nJacob Lowe,3A,14/09/2026\nMina Pace,3B,no',
    });
    expect(factOn(messages, `roll:${people.head}`, 'Signed')).toBe('██████░░░░ 2 of 3 signed · 1 not signed');
  });

  it('are checked before they are kept, and said: new, there already, changed', () => {
    const roll = aRollOf(YEAR_7);
    const again = roll.give('signature-roll/record', recorder, {
      table: 'amelia  hart,7b,yes,14/09/2026\nMina Pace,7B,yes,\nNoor Reed,7C,no,no',
    });
    expect(again.said).toContain('3 rows: 1 new, 1 already there, 1 changed.');
    expect(again.events).toEqual([
      {
        type: 'SignaturesRecorded',
        rows: [
          { name: 'Noor Reed', group: '7C', own: '', parent: '' },
          { name: 'Mina Pace', group: '7B', own: 'yes', parent: '' },
        ],
        corrected: 1,
      },
    ]);
    expect(rowsOf(roll)).toHaveLength(4);
  });

  it('change nothing when the same list is pasted again', () => {
    const roll = aRollOf(YEAR_7);
    const again = roll.give('signature-roll/record', recorder, { table: YEAR_7 });
    expect([again.events, again.messages]).toEqual([[], []]);
    expect(again.said).toContain('3 rows: 0 new, 3 already there, 0 changed.');
  });

  it('keep what was recorded before as a step of the history when they are put right', () => {
    const roll = aRollOf(YEAR_7);
    roll.give('signature-roll/record', by.head, { table: 'Amelia Hart,7B,no,no' });
    expect(rowsOf(roll)[0]).toEqual({ name: 'Amelia Hart', group: '7B', own: '', parent: '' });
    const recorded = roll.events.flatMap((event) => (event.type === 'SignaturesRecorded' ? event.rows : []));
    expect(recorded.filter(({ name }) => name === 'Amelia Hart').map(({ parent }) => parent)).toEqual([
      '2026-09-14',
      '',
    ]);
    expect(roll.give('signature-roll/open', recorder).said).toContain('1 correction, kept in the history');
  });

  it('are understood with headings too, in whatever order and with columns that say something else', () => {
    const table = [
      'UPN\tSurname\tForename\tReg group\tParent/carer signed\tPupil signed',
      'X1\tHart\tAmelia\t7B\t2026-09-14\tY',
      'X2\tLowe\tJacob\t7A\tN\tY',
    ].join('\n');
    expect(rowsOf(aRollOf(table))).toEqual([
      { name: 'Amelia Hart', group: '7B', own: 'yes', parent: '2026-09-14' },
      { name: 'Jacob Lowe', group: '7A', own: 'yes', parent: '' },
    ]);
  });

  it.each([
    ['2026-09-14', '2026-09-14'],
    ['14/9/26', '2026-09-14'],
    ['14.09.2026', '2026-09-14'],
    ['14 Sep 2026', '2026-09-14'],
    ['14-Sept-26', '2026-09-14'],
    ['09/14/2026', undefined],
    ['YES', 'yes'],
    ['✓', 'yes'],
    ['No', ''],
    ['x', undefined],
  ])('take "%s" for %s', (cell, mark) => {
    const roll = aRoll();
    const { kind } = roll.give('signature-roll/record', recorder, { table: `Amelia Hart,7B,${cell},no` });
    expect(kind === 'decision' ? rowsOf(roll)[0]?.own : undefined).toBe(mark);
  });
});

describe('a list with mistakes', () => {
  it('is not kept at all, and each bad row is named with its line and what to do', () => {
    const roll = aRollOf(YEAR_7);
    const table = [
      'Ada Vane,7B,yes,yes',
      ',7B,yes,yes',
      'Ben Wood,,yes,yes',
      'Cara York,7B,perhaps,yes',
      'Dan Zeal,7B,24/11/2026,yes',
      'Eve Ash,7B,01/09/2016,yes',
      'ada vane,7b,no,no',
      'Fay Birch,7B,yes,yes,yes',
      '"Gil Cole,7B,yes,yes',
    ].join('\n');
    const refused = roll.give('signature-roll/record', recorder, { table });
    expect(refused.code).toBe('rows-bad');
    expect(refused.sentence.split('\n')).toEqual([
      'Nothing was kept: 8 rows could not be understood.',
      'Line 2: the name is missing. Put it in the first column.',
      'Line 3: the class is missing. Put it in the second column.',
      'Line 4: "perhaps" is neither yes, no nor a day. Put one of them, such as 14/09/2026.',
      'Line 5: "24/11/2026" is still to come. Put the day on which it was signed.',
      expect.stringMatching(/^Line 6: "01\/09\/2016" is too long ago/),
      'Line 7: the same as line 1. Take one of them out; of two with one name, add a middle name or initial.',
      expect.stringMatching(/^Line 8: there is more than the columns hold: "yes"/),
      'Line 9: a quotation mark opens and is never closed. Take it out, or close it.',
      'Go back, put it right and send it again. What you pasted is still there.',
    ]);
    expect(rowsOf(roll)).toHaveLength(3);
  });

  it('names ten bad rows and counts the others', () => {
    const table = Array.from({ length: 30 }, (_, at) => `Pupil ${at},7B,perhaps,yes`).join('\n');
    const { sentence } = aRoll().give('signature-roll/record', recorder, { table });
    expect(sentence).toContain('30 rows could not be understood');
    expect(sentence).toContain('And 20 more.');
  });

  it('is refused with what to do where there is no row in it', () => {
    const refused = aRoll().give('signature-roll/record', recorder, { table: 'Name,Class,Signed by pupil' });
    expect(refused.code).toBe('no-rows');
  });

  it('is refused where the roll would hold more than it can', () => {
    const roll = aRoll();
    const part = (from: number) => Array.from({ length: 500 }, (_, at) => `Pupil ${from + at},7B,y`).join('\n');
    for (const from of [0, 500, 1000])
      expect(roll.give('signature-roll/record', recorder, { table: part(from) }).kind).toBe('decision');
    const refused = roll.give('signature-roll/record', recorder, { table: 'One More,7B,yes,yes' });
    expect(refused.code).toBe('roll-full');
    expect(refused.sentence).toContain('Begin a roll for each year group.');
  });
});

describe('the text that is signed', () => {
  it('[R165] is kept word for word with its fingerprint, under the reference of the roll', () => {
    const { state } = aRoll();
    if (state.status === 'none') throw new Error('there is a roll');
    const { wording, hash } = state.file;
    expect(wording).toMatchObject({
      text: aBeginning.text,
      title: aBeginning.title,
      policy: 'G-7K3Q9F',
      isSigned: true,
    });
    expect(hash).toBe(wordingHash(wording));
  });

  it('[R168] may be the guidance for telephones just as well', () => {
    const roll = aRoll({ title: 'Phone guidance', internet: 'no' });
    expect(roll.give('signature-roll/open', recorder).said).toContain('Phone guidance, Year 7, 2026-27');
  });

  it('[R164] is read and agreed by visitors, whose organisation may be left out', () => {
    const roll = aRollOf('Olu Parr,County Library,yes\nRuth Quill,,no', { phase: 'visitors', part: 'Visitors' });
    expect(rowsOf(roll).map(({ name, group, own }) => [name, group, own])).toEqual([
      ['Olu Parr', 'County Library', 'yes'],
      ['Ruth Quill', '', ''],
    ]);
    expect(roll.give('signature-roll/open', recorder).said).toContain('visitors · 1 of 1 not signed');
  });
});

describe('somebody who has left', () => {
  it('is taken off the roll with a reason, and stays in its history', () => {
    const roll = aRollOf(YEAR_7);
    const off = roll.give('signature-roll/take-off', recorder, { table: 'mina pace, 7b', reason: 'Moved away.' });
    expect(off.events).toEqual([
      { type: 'TakenOffRoll', people: [{ name: 'Mina Pace', group: '7B' }], reason: 'Moved away.' },
    ]);
    expect(rowsOf(roll)).toHaveLength(2);
  });

  it('is looked for on the roll: a line that names nobody there is named, and nothing is changed', () => {
    const roll = aRollOf(YEAR_7);
    const table = 'Mina Pace,7B\nMina Pace,7C\nNobody';
    const refused = roll.give('signature-roll/take-off', recorder, { table, reason: 'Moved.' });
    expect([refused.code, refused.sentence]).toEqual(['not-on-roll', expect.stringContaining('lines 2, 3')]);
    expect(rowsOf(roll)).toHaveLength(3);
  });
});
