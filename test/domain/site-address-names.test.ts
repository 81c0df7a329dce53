import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internationalForm, isLookalike } from '../../src/domain/international-name.ts';

describe('the international form of a name', () => {
  it.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['xn--wgv71a119e.jp', '日本語.jp'],
    ['a.xn--fa-hia.example', 'a.faß.example'],
    ['xn--ls8h.example', '💩.example'],
    ['xn--4dbcagdahymbxekheh6e0a7fei0b.example', 'למההםפשוטלאמדבריםעברית.example'],
  ])('%s', (host, form) => {
    expect(internationalForm(host)).toBe(form);
  });

  it('is empty where a name has none', () => {
    for (const host of ['history.example', 'xn.example', '203.0.113.5', '[2001:db8::1]', ''])
      expect(internationalForm(host)).toBe('');
  });

  it.each(['-bücher.example', 'bücher-.example', '“bücher.example', 'bü“cher.example', '·bü.example'])(
    'is not shown where it reads like punctuation round another name: %s',
    (form) => {
      expect(domainToASCII(form)).toContain('xn--');
      expect(internationalForm(domainToASCII(form))).toBe('');
    },
  );

  it('is what Node makes of it, for any letters', () => {
    const letters = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.domain());
    fc.assert(
      fc.property(letters, (label) => {
        const host = domainToASCII(`${label}.example`);
        // A name that Node writes in ways that do not lead back has no other form.
        const form = domainToUnicode(host);
        const leadsBack = form !== host && domainToASCII(form) === host && host !== '';
        fc.pre(!host.startsWith('.') && URL.parse(`https://${host}`)?.host === host);
        const isWords = /^(?!.*\.\.)[\p{L}\p{N}\p{M}\p{S}](?:[\p{L}\p{N}\p{M}\p{S}.]|-(?=[^.]))*$/u.test(form);
        if (isWords || !leadsBack) expect(internationalForm(host)).toBe(leadsBack ? form : '');
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
  ])('is marked: %s', (_what, form) => {
    expect(isLookalike(form)).toBe(true);
  });

  it.each([
    ['plain letters', 'apple.com'],
    ['Latin letters with accents', 'bücher.example'],
    ['Cyrillic words with letters of their own', 'школа.com'],
    ['Cyrillic words under a Cyrillic ending', 'сор.рф'],
    ['Greek words with letters of their own', 'λόγος.example'],
    ['Japanese with all its letters', 'あア漢字abc.jp'],
    ['Korean', '한국어abc.kr'],
    ['Chinese', '例子.example'],
    ['digits and dashes', '2026-11.example'],
    ['nothing', ''],
  ])('is not: %s', (_what, form) => {
    expect(isLookalike(form)).toBe(false);
  });
});
