import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWholeName, nameKeys, namesIn } from '../../../../src/workflows/concern/people/name-keys.ts';

/** How surely two ways of writing a name are found to be the same. */
function alike(one: string, other: string): 'likely' | 'possible' | 'no' {
  const shared = nameKeys(one).filter((key) => nameKeys(other).includes(key));
  if (shared.some(isWholeName)) return 'likely';
  return shared.length > 0 ? 'possible' : 'no';
}

describe('a name', () => {
  it.each([
    ['with a class behind it', 'Robin Ash, 9B', 'Robin Ash'],
    ['with a year behind it', 'Robin Ash (Year 9)', 'Robin Ash'],
    ['with a class and no comma', 'Robin Ash 9B', 'Robin Ash'],
    ['with the part that the pupil had', 'Robin Ash, victim', 'Robin Ash'],
    ['with the part behind a dash', 'Robin Ash - witness', 'Robin Ash'],
    ['with the surname first', 'Ash, Robin', 'Robin Ash'],
    ['with the surname first and no comma', 'Ash Robin', 'Robin Ash'],
    ['with the surname in capitals', 'ASH Robin', 'robin ash'],
    ['in capitals', 'ROBIN ASH', 'Robin Ash'],
    ['with a title', 'Mr. Robin Ash', 'Robin Ash'],
    ['with a middle name', 'Robin James Ash', 'Robin Ash'],
    ['with a middle initial', 'Robin J. Ash', 'Robin Ash'],
    ['with accents', 'Zoë Müller', 'Zoe Muller'],
    ['with letters whose accents do not come off', 'Łukasz Sørensen', 'Lukasz Sorensen'],
    ['with an apostrophe', "Seán O'Brien", 'Sean OBrien'],
    ['with a curly apostrophe', 'Sean O’Brien', 'Sean O Brien'],
    ['with a Mac apart', 'Ewan Mac Donald', 'Ewan MacDonald'],
    ['with a hyphen', 'Anne-Marie Jones', 'Anne Marie Jones'],
    ['with a hyphen that others leave out', 'Anne-Marie Jones', 'Annemarie Jones'],
    ['with a double surname', 'Robin Ash-Smith', 'Robin Ash'],
    ['with two surnames', 'Maria Garcia Lopez', 'Maria Garcia'],
    ['with two surnames before a comma', 'Garcia Lopez, Maria', 'Maria Garcia Lopez'],
    ['in full-width letters', 'Ｒｏｂｉｎ Ash', 'Robin Ash'],
    ['in letters that are made of two', 'Zoe\u0308 Ash', 'Zoë Ash'],
    ['in Cyrillic', 'ПЕТРОВ Олег', 'Олег Петров'],
    ['in Arabic, with its vowel signs', 'مُحَمَّد علي', 'محمد علي'],
    ['in Chinese, with a space', '王 小明', '王小明'],
    ['in Korean', '김 민준', '김민준'],
    ['in Hindi', 'राम शर्मा', 'शर्मा राम'],
  ])('%s is likely the same: %s', (_how, one, other) => {
    expect([alike(one, other), alike(other, one)]).toEqual(['likely', 'likely']);
  });

  it.each([
    ['an initial and a surname', 'R. Ash', 'Robin Ash'],
    ['a surname and an initial', 'Ash, R', 'Robin Ash'],
    ['several initials', 'R.J. Ash', 'Robin James Ash'],
    ['a title and an initial', 'Mrs R Ash', 'Robin Ash'],
    ['a given name and the initial of the surname', 'Robin A.', 'Robin Ash'],
    ['the same initial', 'Rachel Ash', 'Robin Ash'],
    ['part of a double surname', 'R Ash', 'Robin Ash-Smith'],
    ['one name alone', 'Robin', 'robin, 9B'],
  ])('of which %s is there is possibly the same: %s', (_how, one, other) => {
    expect([alike(one, other), alike(other, one)]).toEqual(['possible', 'possible']);
  });

  it.each([
    ['Robin Ash', 'Robin Oak'],
    ['Robin Ash', 'Kit Ash'],
    ['Robin Ash, 9B', 'Kit Marsh, 9B'],
    ['Robin Ash', 'Robin'],
    ['Robin Ash', 'Rob Ashford'],
    ['王小明', '王小红'],
    ['Robin', 'Kit'],
  ])('that differs is not found: %s and %s', (one, other) => {
    expect(alike(one, other)).toBe('no');
  });

  it.each(['', ' ', '9B', 'R A', '-', ',', 'Mr', 'Year 9', '\u200d'])('is none in "%s"', (text) => {
    expect(nameKeys(text)).toEqual([]);
  });

  it('has a few keys, however it was written, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (name) => {
        const keys = nameKeys(name);
        expect(keys.length).toBeLessThanOrEqual(8);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(key).toMatch(/^(full|short|one):\S/u);
        expect(nameKeys(name)).toEqual(keys);
      }),
    );
  });

  it('is the same in any order and any capitals', () => {
    const word = fc.stringMatching(/^[b-z][a-z]{3,9}$/).filter((one) => nameKeys(one).length > 0);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 2 }), ([given = '', surname = '']) => {
        const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
        const plain = `${capital(given)} ${capital(surname)}`;
        for (const other of [
          `${capital(surname)} ${capital(given)}`,
          `${surname.toUpperCase()} ${capital(given)}`,
          `${capital(surname)}, ${capital(given)}`,
          plain.toUpperCase(),
          `${given} ${surname}`,
        ])
          expect([other, alike(plain, other)]).toEqual([other, 'likely']);
      }),
    );
  });
});

describe('the names in an answer', () => {
  it('stand one on a line, or with "and" between them', () => {
    expect(namesIn('Robin Ash, 9B\r\n\nKit Marsh; Ann Oak & Bo Elm\nCy Fir and Di Yew')).toEqual([
      'Robin Ash, 9B',
      'Kit Marsh',
      'Ann Oak',
      'Bo Elm',
      'Cy Fir',
      'Di Yew',
    ]);
  });
});
