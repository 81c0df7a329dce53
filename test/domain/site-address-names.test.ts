import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internationalForm, isDisguised, isLookalike } from '../../src/domain/international-name.ts';

describe('the international form of a name', () => {
  it.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['xn--wgv71a119e.jp', '日本語.jp'],
    ['a.xn--fa-hia.example', 'a.faß.example'],
    ['xn--4dbcagdahymbxekheh6e0a7fei0b.example', 'למההםפשוטלאמדבריםעברית.example'],
  ])('%s', (host, form) => {
    expect(internationalForm(host)).toBe(form);
  });

  it('is empty where a name has none', () => {
    for (const host of ['history.example', 'xn.example', '203.0.113.5', '[2001:db8::1]', ''])
      expect(internationalForm(host)).toBe('');
  });

  it.each([
    ...['-bücher.example', 'bücher-.example', '“bücher.example', 'bü“cher.example', '·bü.example', '💩.example'],
    ...['abc日本語.jp', 'ビー・a.jp', '・.jp', 'a\u0338.example', 'bücher∕a.example', 'aʻb.example', '12ノ.example・'],
  ])('is not shown where it would read like something else: %s', (form) => {
    expect(domainToASCII(form)).toContain('xn--');
    expect(internationalForm(domainToASCII(form))).toBe('');
    expect(isDisguised(domainToASCII(form))).toBe(true);
  });

  it.each([
    'ビー・ビー.jp',
    'スーパー.jp',
    'col·lecció.cat',
    'תנ״ך.example',
    'कख१.example',
    '2026年.jp',
    'ẹ̀kọ́.example',
  ])('is shown where it is a word of its alphabet: %s', (form) => {
    expect(internationalForm(domainToASCII(form))).toBe(form);
    expect(isDisguised(domainToASCII(form))).toBe(false);
  });

  it('is what Node makes of it, for any letters', () => {
    const letters = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.domain());
    fc.assert(
      fc.property(letters, (label) => {
        const host = domainToASCII(`${label}.example`);
        // A name that Node writes in ways that do not lead back has no other form.
        const form = domainToUnicode(host);
        const leadsBack = form !== host && domainToASCII(form) === host && host !== '';
        fc.pre(!host.startsWith('.') && URL.parse(`https://${host}`)?.host === host);
        expect(internationalForm(host)).toBe(leadsBack && !isDisguised(host) ? form : '');
        if (/^[a-z\u00df-\u00f6\u00f8-\u017f]+\.example$/u.test(form)) expect(isDisguised(host)).toBe(false);
        for (const shown of internationalForm(host).split('.')) {
          expect(shown).toMatch(/^[\p{L}\p{M}\p{Nd}〇\p{Join_Control}·・׳״_-]*$/u);
          if (/[a-z]/u.test(shown)) expect(shown).not.toMatch(/(?![0-9\p{sc=Latin}])[\p{L}\p{N}]/u);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never made up: what it leads back to is the name itself, and nothing throws', () => {
    const label = fc.string({ unit: fc.constantFrom(...'abcxyz0189-'), maxLength: 30 });
    fc.assert(
      fc.property(label, (encoded) => {
        const host = `xn--${encoded}.example`;
        const form = internationalForm(host);
        if (form !== '') expect(domainToASCII(form)).toBe(host);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a name that may pass for another', () => {
  it.each([
    ['Cyrillic letters that all look Latin', 'аррӏе.com'],
    ['Greek letters that all look Latin', 'νανο.com'],
    ['one Cyrillic letter among Latin ones', 'аpple.com'],
    ['one Greek letter among Latin ones', 'gοogle.com'],
    ['a Cherokee letter among Latin ones', 'ꭰpple.com'],
    ['an Armenian letter among Latin ones', 'yahօօ.com'],
    ['Latin letters made for other tongues', 'ɡoogle.com'],
    ['Cyrillic with Greek', 'жω.com'],
    ['in a part before the name', 'аррӏе.history.example'],
    ['Japanese letters among Latin ones', 'あア漢字abc.jp'],
    ['Korean letters among Latin ones', '한국어abc.kr'],
    ['Burmese noughts among Latin letters', 'g၀၀gle.com'],
    ['small capitals', 'ɢoogle.com'],
    ['small capitals alone', 'ʙʙᴄ.com'],
    ['a Latin letter with a dot below', 'gọogle.com'],
    ['a dotless i', 'wıkipedia.org'],
    ['a click letter for an l', 'paypaǀ.example'],
    ['Lisu letters', 'ꓐꓐꓚ.com'],
    ['Coptic letters', 'ⲟⲣⲟ.com'],
  ])('is marked: %s', (_what, form) => {
    expect(isLookalike(form)).toBe(true);
  });

  it.each([
    ['plain letters', 'apple.com'],
    ['Latin letters with accents', 'bücher.example'],
    ['Cyrillic words with letters of their own', 'школа.com'],
    ['Cyrillic words under a Cyrillic ending', 'сор.рф'],
    ['Greek words with letters of their own', 'λόγος.example'],
    ['Japanese with all its letters', 'あア漢字.jp'],
    ['Korean with Chinese letters', '한국어漢字.kr'],
    ['Chinese', '例子.example'],
    ['digits and dashes', '2026-11.example'],
    ['nothing', ''],
  ])('is not: %s', (_what, form) => {
    expect(isLookalike(form)).toBe(false);
  });
});
