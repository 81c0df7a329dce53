import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  mayBeWhole,
  readAsked,
  readSite,
  type Site,
  type SiteUse,
  saidMarks,
  saidSite,
  wholeSite,
} from '../../src/domain/site-address.ts';

function reading(text: string, use: SiteUse): string {
  const read = readSite(text, use);
  return read.kind === 'site' ? saidSite(read.site) : `!${read.problem}`;
}

function aSite(text: string, use: SiteUse = 'block'): Site {
  const read = readSite(text, use);
  if (read.kind === 'problem') throw new Error(`${text} is no site: ${read.problem}`);
  return read.site;
}

describe('[R125] a name that is drawn like an address of another site', () => {
  it.each([
    ['a division slash', '\u2215'],
    ['a fraction slash', '\u2044'],
    ['a big solidus', '\u29f8'],
    ['a rising diagonal', '\u27cb'],
    ['a box diagonal', '\u2571'],
    ['Katakana no', '\u30ce'],
    ['a Katakana dot', '\u30fb'],
    ['a modifier colon', '\ua789'],
    ['a triangular colon', '\u02d0'],
    ['a slash over the letter before', '\u0338'],
    ['a click letter', '\u01c0'],
    ['a sinological dot', '\ua78f'],
    ['a middle dot', '\u00b7'],
    ['a Persian nought', '\u06f0'],
    ['a Lisu full stop', '\ua4f8'],
    ['a Han stroke', '\u4e3f'],
    ['an esh', '\u0283'],
    ['a saltillo', '\ua78c'],
  ])('is never shown, is not opened, and is blocked by its xn-- form: %s', (_what, sign) => {
    const text = `http://bbc.co.uk${sign}history${sign}ww1.evil.example`;
    const host = domainToASCII(`bbc.co.uk${sign}history${sign}ww1.evil.example`);
    expect(host).toContain('xn--');
    expect(reading(text, 'open')).toBe('!misleading');
    expect(reading(text, 'block')).toBe(host);
    expect(aSite(text)).toMatchObject({ otherForm: '' });
    expect(aSite(text).marks).toEqual(expect.arrayContaining(['lookalike', 'international']));
  });

  it.each(['аpple.com', 'gοogle.com', 'yahօօ.com', 'g၀၀gle.com'])('nor one of several alphabets: %s', (text) => {
    expect(reading(text, 'open')).toBe('!misleading');
    expect(reading(text, 'block')).toBe(domainToASCII(text));
    expect(aSite(text).marks).toContain('lookalike');
  });

  it.each([
    'ɢoogle.com',
    'ʟinkedin.com',
    'youtuʙe.com',
    'ꓐꓐꓚ.com',
    'ⲟⲣⲟ.com',
    'gọogle.com',
    'ʙʙᴄ.com',
    'ĸraken.com',
    'bb̍c.com',
  ])('is marked where only its letters look like others: %s', (text) => {
    expect(aSite(text).otherForm).toBe(text);
    expect(aSite(text).marks).toContain('lookalike');
  });

  it.each(['bücher.example', 'żółw.example', 'ÿêß.example', 'школа.com', 'λόγος.example', '日本語.jp', 'ไทย.com'])(
    'is not, where they do not: %s',
    (text) => {
      expect(aSite(text, 'open')).toMatchObject({ otherForm: text, marks: ['international'] });
    },
  );
});

describe('[R125] a name that poses as another by what stands before it', () => {
  it.each([
    ['bbc.co.uk.history-lessons.example', 'history-lessons.example', 'bbc.co.uk'],
    ['https://accounts.google.com.signin.example/a', 'signin.example', 'accounts.google.com'],
    ['gov.uk.tax-help.example', 'tax-help.example', 'gov.uk'],
    ['www.bbc.co.uk.topics.history.example', 'history.example', 'bbc.co.uk'],
    ['pupils.github.io.history.example:8443', 'history.example', 'pupils.github.io'],
  ])('is marked, with the name that counts: %s', (text, is, isNot) => {
    const site = aSite(text, 'open');
    expect(site.marks).toContain('posing');
    expect(saidMarks(site)).toContain(`The site is ${is}, not ${isNot}.`);
  });

  it.each([
    'history.example',
    'www.history.example',
    'news.bbc.co.uk',
    'en.m.wikipedia.org',
    'docs.google.com/document/d/1',
    'a.b.history.co.uk',
    'www.gov.uk',
    'a.pupils.github.io',
    '203.0.113.5',
  ])('is not, where nothing there is a name: %s', (text) => {
    expect(aSite(text).marks).not.toContain('posing');
  });
});

describe('[R125] the whole of a site is asked for as if its own address had been put', () => {
  it.each([
    ['google.com/maps/place/oakfield', 'search-page', 'open'],
    ['google.com/maps/place/oakfield', 'search-page', 'block'],
    ['archive.org/details/letters', 'through-another', 'open'],
  ] as const)('%s is refused: %s, to %s', (text, problem, use) => {
    expect(readAsked(text, 'page', use)).toEqual(readSite(text, use));
    expect(readAsked(text, 'site', use)).toEqual({ kind: 'problem', problem });
    expect(mayBeWhole(aSite(text, use), use)).toBe(false);
  });

  it.each(['open', 'block'] as const)('and given where it may be had, to %s', (use) => {
    const page = aSite('history.example/topic', use);
    expect(readAsked('history.example/topic', 'site', use)).toEqual({ kind: 'site', site: wholeSite(page) });
    expect(mayBeWhole(page, use)).toBe(true);
    expect(readAsked('bit.ly/abc', 'site', use)).toEqual({ kind: 'problem', problem: 'short-link' });
  });
});

describe('[R125] what shows the pages of any site is not opened, and may be blocked', () => {
  it.each([
    'translate.google.de/?u=x',
    'translate.google.com.au/translate?u=x',
    'www.google.com/amp/s/bad.example/a',
    'google.co.uk/amp/bad.example',
    'translate.yandex.com/translate?url=x',
    'translate.yandex.ru',
    'www.bing.com/translator?to=en',
    'docs.google.com/viewer?url=https%3A%2F%2Fbad.example',
    'docs.google.com/gview?url=bad.example',
    'translate.googleusercontent.com/translate_c?u=x',
    'archive.org/web/2020/https://bad.example',
    'archive.org',
    'smry.ai/bad.example',
    'corsproxy.io/?url=https://bad.example',
    'ipfs.io/ipfs/abc',
    'hidden.onion.ly',
    'kproxy.com',
  ])('%s', (text) => {
    expect(reading(text, 'open')).toBe('!through-another');
    expect(readSite(text, 'block').kind).toBe('site');
  });

  it.each(['docs.google.com/document/d/1', 'archive.org/details/letters', 'docs.google.com', 'bing.com/maps'])(
    'while this is ordinary: %s',
    (text) => {
      expect(reading(text, 'open')).toBe(text);
    },
  );

  it.each([
    'ya.ru',
    'you.com/search?q=a',
    'searx.be',
    'metager.org',
    'dogpile.com/serp?q=a',
    'yandex.com.tr/search/?text=a',
  ])('and this searches: %s', (text) => {
    expect(reading(text, 'open')).toBe('!search-page');
  });

  it('but a name that only begins like theirs is as any other', () => {
    expect(reading('google.zip/search?q=a', 'block')).toBe('google.zip/search?q=a');
    expect(reading('google.zip', 'block')).toBe('google.zip');
  });
});

describe('[R125] only those who guard links lead to what stands in their links', () => {
  it.each([
    'https://urldefense.evil.example/?u=https-3A__bbc.co.uk',
    'https://urldefense.com.evil.example/v3/__https://bbc.co.uk__;!!abc',
    'https://google.zip/url?q=https%3A%2F%2Fbbc.co.uk',
    'https://www.google.xx.evil.example/url?q=https%3A%2F%2Fbbc.co.uk',
  ])('%s', (text) => {
    expect(reading(text, 'block')).not.toMatch(/^(?:bbc|!)/u);
  });

  it.each([
    'https://urldefense.us/v3/__https://bbc.co.uk/a__;!!abc',
    'https://urldefense.proofpoint.com/v2/url?u=https-3A__bbc.co.uk_a&d=x',
    'https://www.google.co.uk/url?q=https%3A%2F%2Fbbc.co.uk%2Fa',
    'https://www.google.com.mt/url?q=https%3A%2F%2Fbbc.co.uk%2Fa',
  ])('%s', (text) => {
    expect(reading(text, 'block')).toBe('bbc.co.uk/a');
  });

  it.each([
    'bbc.in/abc',
    'aka.ms/abc',
    'share.google/abc',
    'a.co/d/abc',
    'fb.watch/abc',
    'wp.me/abc',
    'pupils.page.link/abc',
    'pupils.app.link/abc',
  ])('and this is a short link: %s', (text) => {
    expect(reading(text, 'open')).toBe('!short-link');
    expect(reading(text, 'block')).toBe('!short-link');
  });
});

describe('[R125] an address with a space in it', () => {
  it.each([
    'https://history.example/my lesson.pdf',
    'history.example/topic page.php?id=3',
    'see history.example/a b?id=3&x=1',
  ])('is cut off where it plainly goes on: %s', (text) => {
    expect(reading(text, 'open')).toBe('!cut-off');
    expect(reading(text, 'block')).toBe('!cut-off');
  });

  it.each(['history.example/topic and worksheet.docx', 'history.example/topic for 9B', 'history.example lesson.pdf'])(
    'is not, where words follow: %s',
    (text) => {
      expect(reading(text, 'open')).toMatch(/^history\.example/u);
    },
  );
});

describe('[R132] what is looked for in the log', () => {
  it.each([
    ['google.com', 'google.com'],
    ['https://www.bing.com/search?q=a', 'bing.com/search?q=a'],
    ['archive.org', 'archive.org'],
    ['bit.ly', 'bit.ly'],
    ['203.0.113.5', '203.0.113.5'],
  ])('may be any site that can stand there: %s', (text, expected) => {
    expect(reading(text, 'find')).toBe(expected);
  });

  it.each([
    ['the one with the logo', 'not-an-address'],
    ['192.168.0.1', 'inside-school'],
    ['example..', 'not-an-address'],
  ])('but has to be a site: %s', (text, problem) => {
    expect(reading(text, 'find')).toBe(`!${problem}`);
  });
});
