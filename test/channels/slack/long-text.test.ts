import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinText, shorten, splitText, TEXT_LIMIT } from '../../../src/channels/slack/long-text.ts';

/** Texts of up to some 12,000 characters: words, long words, lines and characters of two units. */
const texts = fc
  .array(
    fc.tuple(
      fc.constantFrom('word ', 'line\n', 'x', '😀', '\ud83d', ' ', '\n', 'é', '👩‍👧'),
      fc.integer({ min: 1, max: 1_500 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.map(([part, times]) => part.repeat(times)).join(''));

describe('a text that is longer than Slack takes', () => {
  it('is the same when it was parted and put together again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(joinText(splitText(text))).toBe(text);
      }),
    );
  });

  it('is parted into pieces that Slack takes, and never inside a character', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const whole = text.toWellFormed();
        for (const piece of splitText(whole)) {
          expect(piece.length).toBeLessThanOrEqual(TEXT_LIMIT);
          expect(piece.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('needs no more than four pieces for 10,000 characters of one unit', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(splitText(text.replace(/[\ud800-\udfff]/g, 'x').slice(0, 10_000)).length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('is parted between words where it can be', () => {
    const [first = '', second] = splitText(`${'word '.repeat(599)}${'y'.repeat(20)} end`);
    expect(first).toBe('word '.repeat(599));
    expect(second).toBe(`${'y'.repeat(20)} end`);
  });
});

describe('what stands in several inputs', () => {
  it('begins on a new line where somebody began anew', () => {
    expect(joinText(['She said it.', 'Then he left.'])).toBe('She said it.\nThen he left.');
  });

  it('goes on where the one before is full, by a character of two units or to the last', () => {
    expect(joinText(['x'.repeat(3_000), 'yz'])).toBe(`${'x'.repeat(3_000)}yz`);
    expect(joinText(['x'.repeat(2_999), '😀'])).toBe(`${'x'.repeat(2_999)}😀`);
    expect(joinText(['x'.repeat(2_998), 'yz'])).toBe(`${'x'.repeat(2_998)}\nyz`);
  });

  it('keeps its words apart as they were when one was taken out of the first', () => {
    const [first = '', second = ''] = splitText('word '.repeat(800));
    expect(joinText([first.replace('word ', ''), second])).toBe('word '.repeat(799));
  });

  it('is nothing where nothing was written, and leaves out what is empty', () => {
    expect(joinText(['', '', ''])).toBe('');
    expect(joinText(['', 'a', '', 'b', ''])).toBe('a\nb');
  });
});

describe('a label that is too long', () => {
  it('ends in a mark, between words where it can', () => {
    expect(shorten('Record that they were told', 24)).toBe('Record that they were…');
    expect(shorten('Recorded', 8)).toBe('Recorded');
    expect(shorten('x'.repeat(30), 24)).toBe(`${'x'.repeat(23)}…`);
  });

  it('fits and is never cut inside a character', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 5, max: 200 }), (text, most) => {
        const short = shorten(text.toWellFormed(), most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});
