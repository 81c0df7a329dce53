import { describe, expect, it } from 'vitest';
import {
  readSite,
  type Site,
  type SiteProblem,
  saidHost,
  saidMarks,
  saidSite,
  siteNames,
  siteProblemSentence,
  siteSchema,
  siteTokens,
  wholeSite,
} from '../../src/domain/site-address.ts';

type Use = 'open' | 'block';

/** What a text is read as: what is said of the site, or the problem after a mark of exclamation. */
function reading(text: string, use: Use): string {
  const read = readSite(text, use);
  return read.kind === 'site' ? saidSite(read.site) : `!${read.problem}`;
}

function aSite(text: string, use: Use = 'open'): Site {
  const read = readSite(text, use);
  if (read.kind === 'problem') throw new Error(`${text} is no site: ${read.problem}`);
  return read.site;
}

const marksOf = (text: string) => aSite(text, 'block').marks;
const safelink = (link: string) =>
  `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C02&reserved=0`;
const googled = (link: string) => `https://www.google.com/url?q=${encodeURIComponent(link)}&sa=D`;

describe('[R125] one address is read from what somebody pastes', () => {
  it.each([
    // As it is written by hand.
    ['https://history.example/topic', 'history.example/topic'],
    ['history.example', 'history.example'],
    ['history.example/topic', 'history.example/topic'],
    ['HTTPS://WWW.History.Example/Topic', 'history.example/Topic'],
    ['www.history.example', 'history.example'],
    ['history.example.', 'history.example'],
    ['https://history.example./topic', 'history.example/topic'],
    ['//history.example/topic', 'history.example/topic'],
    ['http:history.example/topic', 'history.example/topic'],
    ['https//history.example/topic', 'history.example/topic'],
    ['https;//history.example/topic', 'history.example/topic'],
    ['ttps://history.example/topic', 'history.example/topic'],
    ['hxxps://history.example/topic', 'history.example/topic'],
    ['https:\\\\history.example\\topic', 'history.example/topic'],
    ['ｈｔｔｐｓ：／／ｈｉｓｔｏｒｙ．ｅｘａｍｐｌｅ', 'history.example'],
    ['history。example', 'history.example'],
    ['*.history.example', 'history.example'],
    // With words and signs around it.
    ['see https://history.example/topic for it', 'history.example/topic'],
    ['It is history.example/topic, I think.', 'history.example/topic'],
    ['Please open history.example.', 'history.example'],
    ['Look at history.example...', 'history.example'],
    ['"https://history.example/topic".', 'history.example/topic'],
    ['“history.example/topic”', 'history.example/topic'],
    ['(see history.example/topic)', 'history.example/topic'],
    ['<https://history.example/topic>', 'history.example/topic'],
    ['*https://history.example/topic*', 'history.example/topic'],
    ['`https://history.example/topic`', 'history.example/topic'],
    ['- https://history.example/topic!', 'history.example/topic'],
    ['Link:https://history.example/topic', 'history.example/topic'],
    ['view-source:https://history.example/topic', 'history.example/topic'],
    ['\u200bhttps://history.example/topic\u200b\ufeff', 'history.example/topic'],
    ['\u202ahttps://history.example/topic\u202c', 'history.example/topic'],
    ['<a href="https://history.example/topic">Topic</a>', 'history.example/topic'],
    ['<https://history.example/topic|history.example/topic>', 'history.example/topic'],
    ['<https://news.history.example/topic|history.example>', 'news.history.example/topic'],
    ['<https://history.example/topic|The topic>', 'history.example/topic'],
    ['[the topic](https://history.example/topic)', 'history.example/topic'],
    ['https://history.example/topic https://www.history.example/topic/#sources', '!several'],
    ['https://history.example/topic and again www.history.example/topic', 'history.example/topic'],
    ['history.example from jo@oakfield.example', 'history.example'],
    ['Thanks.It is https://history.example', 'history.example'],
    ["history.example's", 'history.example'],
    ['https://reference.example/Mercury_(planet)', 'reference.example/Mercury_(planet)'],
    ['(https://reference.example/Mercury_(planet))', 'reference.example/Mercury_(planet)'],
    // What belongs to the address, and what does not.
    ['https://history.example/topic#part-2', 'history.example/topic'],
    ['history.example#part-2', 'history.example'],
    ['https://history.example/?', 'history.example'],
    ['https://history.example/read?page=2&of=9', 'history.example/read?page=2&of=9'],
    ['history.example?page=2', 'history.example/?page=2'],
    ['https://history.example/a/../topic', 'history.example/topic'],
    ['https://history.example/a b', 'history.example/a'],
    ['https://history.example/größe', 'history.example/gr%C3%B6%C3%9Fe'],
    ['https://history.example/topic?utm_source=mail&utm_medium=x', 'history.example/topic'],
    ['https://history.example/topic?fbclid=1&page=2&gclid=3', 'history.example/topic?page=2'],
    ['https://history.example/topic?UTM_Campaign=1', 'history.example/topic'],
    ['https://history.example/?mc_eid=1', 'history.example'],
    ['https://history.example/topic;jsessionid=0F3A?page=2', 'history.example/topic?page=2'],
    ['https://history.example/topic?PHPSESSID=0f3a', 'history.example/topic'],
    ['https://history.example/topic?si=kept', 'history.example/topic?si=kept'],
    ['https://x.com/somebody/status/1?s=20&t=abc', 'x.com/somebody/status/1'],
    ['https://jo:secret@history.example/topic', 'history.example/topic'],
    ['jo.smith@history.example/topic', 'history.example/topic'],
    ['history.example:8080/topic', 'history.example:8080/topic'],
    ['https://history.example:443/topic', 'history.example/topic'],
    ['http://history.example:80/topic', 'history.example/topic'],
    ['https://history.example/a.?utm_source=x', 'history.example/a%2E'],
    // The short form of a video is its page; that is what a filter knows.
    ['https://youtu.be/abcdefghijk?si=zz', 'youtube.com/watch?v=abcdefghijk'],
    ['https://youtu.be/abcdefghijk?t=30', 'youtube.com/watch?v=abcdefghijk&t=30'],
    ['https://www.youtube.com/watch?v=abcdefghijk&feature=share', 'youtube.com/watch?v=abcdefghijk'],
    ['https://m.youtube.com/watch?v=abcdefghijk', 'm.youtube.com/watch?v=abcdefghijk'],
    // Links that mail and chat put around links.
    [safelink('https://history.example/topic'), 'history.example/topic'],
    [safelink('https://history.example/topic?utm_source=x'), 'history.example/topic'],
    [googled('https://history.example/topic'), 'history.example/topic'],
    [safelink(googled('https://history.example/topic')), 'history.example/topic'],
    ['https://urldefense.proofpoint.com/v2/url?u=https-3A__history.example_topic&d=x', 'history.example/topic'],
    ['https://urldefense.com/v3/__https://history.example/topic__;!!abc', 'history.example/topic'],
    ['https://slack-redir.net/link?url=https%3A%2F%2Fhistory.example%2Ftopic', 'history.example/topic'],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fhistory.example%2Ftopic%3Ffbclid%3D1', 'history.example/topic'],
    ['https://duckduckgo.com/l/?uddg=https%3A%2F%2Fhistory.example%2F', 'history.example'],
    ['https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fhistory.example', 'history.example'],
    // Names.
    ['bücher.example/topic', 'bücher.example/topic (xn--bcher-kva.example/topic)'],
    ['https://xn--bcher-kva.example', 'bücher.example (xn--bcher-kva.example)'],
    ['https://www.gov.uk/guidance', 'www.gov.uk/guidance'],
    ['www.oakfield.herts.sch.uk', 'oakfield.herts.sch.uk'],
    ['pupils.github.io/topic', 'pupils.github.io/topic'],
    ['google.com/maps/place/oakfield', 'google.com/maps/place/oakfield'],
    ['https://sites.google.com/view/topic', 'sites.google.com/view/topic'],
    ['mail.yahoo.com', 'mail.yahoo.com'],
    ['lesson.test', 'lesson.test'],
  ])('%s', (text, expected) => {
    expect(reading(text, 'open')).toBe(expected);
    expect(reading(text, 'block')).toBe(expected);
  });
});

describe('[R125] what is no address of one site is refused, to open and to block', () => {
  it.each<[string, SiteProblem]>([
    ['', 'not-an-address'],
    ['   ', 'not-an-address'],
    ['.', 'not-an-address'],
    ['https://', 'not-an-address'],
    ['the one with the red logo', 'not-an-address'],
    ['youtube', 'not-an-address'],
    ['news', 'not-an-address'],
    ['12', 'not-an-address'],
    ['1.5', 'not-an-address'],
    ['09:30', 'not-an-address'],
    ['ring 01632 960101', 'not-an-address'],
    ['worksheet.docx', 'not-an-address'],
    ['history.nonsense', 'not-an-address'],
    ['history.invalid', 'not-an-address'],
    ['https://history..example', 'not-an-address'],
    [`https://${'a'.repeat(64)}.example`, 'not-an-address'],
    ['one.example two.example', 'several'],
    ['https://one.example and two.example', 'several'],
    ['https://one.example,https://two.example', 'several'],
    ['https://one.example https://bit.ly/abc', 'several'],
    ['https://history.example/a-long-na…', 'cut-off'],
    ['history.example/a-long-na...', 'cut-off'],
    ['jo@oakfield.example', 'not-a-website'],
    ['mailto:jo@oakfield.example', 'not-a-website'],
    ['file:///C:/lesson.html', 'not-a-website'],
    ['C:\\lessons\\one.html', 'not-a-website'],
    ['ftp://history.example/topic', 'not-a-website'],
    ['javascript:alert(1)', 'not-a-website'],
    ['data:text/html,https://history.example', 'not-a-website'],
    ['blob:https://history.example/1', 'not-a-website'],
    ['msteams://history.example/l/1', 'not-a-website'],
    ['tel:01632960101', 'not-a-website'],
    ['hidden.onion', 'not-a-website'],
    [googled('javascript:alert(1)'), 'not-a-website'],
    ['localhost', 'inside-school'],
    ['localhost:3000', 'inside-school'],
    ['intranet/timetable', 'inside-school'],
    ['http://intranet', 'inside-school'],
    ['printer.local', 'inside-school'],
    ['wiki.internal/page', 'inside-school'],
    ['\\\\server\\share', 'inside-school'],
    ['192.168.0.1', 'inside-school'],
    ['http://10.0.0.1/admin', 'inside-school'],
    ['172.31.0.1', 'inside-school'],
    ['169.254.169.254', 'inside-school'],
    ['100.64.0.1', 'inside-school'],
    ['http://2130706433', 'inside-school'],
    ['0x7f000001', 'inside-school'],
    ['http://0177.0.0.1', 'inside-school'],
    ['http://[::1]:3000', 'inside-school'],
    ['http://[fd00::1]', 'inside-school'],
    ['http://[fe80::1]', 'inside-school'],
    ['http://[::ffff:10.0.0.1]', 'inside-school'],
    [googled('http://192.168.0.1/admin'), 'inside-school'],
    ['co.uk', 'top-level-domain'],
    ['https://co.uk', 'top-level-domain'],
    ['.com', 'top-level-domain'],
    ['com', 'top-level-domain'],
    ['*.org', 'top-level-domain'],
    ['herts.sch.uk', 'top-level-domain'],
    ['https://gov.uk/guidance', 'top-level-domain'],
    ['bit.ly/abc', 'short-link'],
    ['https://www.tinyurl.com/abc', 'short-link'],
    ['https://t.co/abc', 'short-link'],
    ['https://youtu.be', 'short-link'],
    ['https://protect-eu.mimecast.com/s/abc', 'short-link'],
    ['https://urldefense.com/v3/__https://history.example/a*b__;Kw!!abc', 'short-link'],
    ['https://urldefense.proofpoint.com/v2/url?u=-E0-A4-A', 'short-link'],
    ['https://eur02.safelinks.protection.outlook.com/?data=05', 'short-link'],
    [googled(googled(googled(googled('https://history.example')))), 'short-link'],
    [googled('https://bit.ly/abc'), 'short-link'],
    ['https://www.google.co.uk', 'search-page'],
    ['google.com/search?q=history', 'search-page'],
    ['images.google.com', 'search-page'],
    ['https://www.bing.com/search?q=history', 'search-page'],
    ['https://www.bing.com/ck/a?u=abc', 'search-page'],
    ['duckduckgo.com/?q=history', 'search-page'],
    ['uk.search.yahoo.com/search?p=history', 'search-page'],
    ['search.brave.com', 'search-page'],
    [`https://history.example/${'a'.repeat(1_000)}`, 'too-long'],
    ['a'.repeat(10_001), 'too-long'],
    ['https://bank.example@evil.example/a', 'misleading'],
    ['https://www.bank.example%2Flogin@evil.example', 'misleading'],
    ['https://jo:bank.example@evil.example', 'misleading'],
    ['https://history\u202e.example', 'misleading'],
    ['https://history.example/\u2066topic\u2069/a', 'misleading'],
    ['<https://evil.example/a|bank.example>', 'misleading'],
    ['[https://bank.example](https://evil.example)', 'misleading'],
  ])('%s', (text, problem) => {
    expect(reading(text, 'open')).toBe(`!${problem}`);
    expect(reading(text, 'block')).toBe(`!${problem}`);
  });
});

describe('[R125] what would open more than it says is refused to open; to block, it is taken as it stands', () => {
  it.each<[string, SiteProblem, string]>([
    ['203.0.113.5', 'numbers', '203.0.113.5'],
    ['https://203.0.113.5:8443/a', 'numbers', '203.0.113.5:8443/a'],
    ['3405803781', 'numbers', '203.0.113.5'],
    ['http://0xCB007105', 'numbers', '203.0.113.5'],
    ['http://0313.0.0161.5', 'numbers', '203.0.113.5'],
    ['http://203.0.28933', 'numbers', '203.0.113.5'],
    ['http://[2001:db8::1]/a', 'numbers', '[2001:db8::1]/a'],
    ['[2001:db8::1]', 'numbers', '[2001:db8::1]'],
    ['http://[::ffff:203.0.113.5]', 'numbers', '[::ffff:cb00:7105]'],
    ['github.io', 'top-level-domain', 'github.io'],
    ['https://xn--a.example', 'not-an-address', 'xn--a.example'],
    ['https://blogspot.com/topic', 'top-level-domain', 'blogspot.com/topic'],
    [
      'https://web.archive.org/web/2020/https://bad.example/',
      'through-another',
      'web.archive.org/web/2020/https://bad.example/',
    ],
    ['https://bad-example.translate.goog/a', 'through-another', 'bad-example.translate.goog/a'],
    ['https://translate.google.com/?u=x', 'through-another', 'translate.google.com/?u=x'],
    ['https://r.jina.ai/https://bad.example', 'through-another', 'r.jina.ai/https://bad.example'],
    ['12ft.io', 'through-another', '12ft.io'],
    ['archive.ph/abc', 'through-another', 'archive.ph/abc'],
  ])('%s', (text, problem, blocked) => {
    expect(reading(text, 'open')).toBe(`!${problem}`);
    expect(reading(text, 'block')).toBe(blocked);
  });
});

describe('what whoever decides should notice about an address', () => {
  it.each([
    ['https://history.example', []],
    ['history.example', []],
    ['http://history.example', ['not-secure']],
    ['https://history.example:8443', ['port']],
    ['http://bücher.example:81', ['international', 'not-secure', 'port']],
    ['https://аррӏе.com', ['lookalike', 'international']],
  ])('%s', (text, marks) => {
    expect(marksOf(text)).toEqual(marks);
    expect(saidMarks(aSite(text))).toHaveLength(marks.length);
  });

  it('is said in whole sentences', () => {
    for (const sentence of saidMarks(aSite('http://аррӏе.com:81'))) expect(sentence).toMatch(/^[A-Z].*\.$/u);
  });
});

describe('a site', () => {
  const site = aSite('https://www.a.b.history.co.uk:8443/topic?page=2');

  it('is kept as plain JSON and read again as it was', () => {
    expect(site).toEqual({
      host: 'a.b.history.co.uk:8443',
      path: '/topic?page=2',
      domain: 'history.co.uk',
      otherForm: '',
      marks: ['port'],
    });
    expect(siteSchema.parse(JSON.parse(JSON.stringify(site)))).toEqual(site);
  });

  it('[R127] is found by its host and by every name above it that somebody registered', () => {
    expect(siteTokens(site)).toEqual(['site:a.b.history.co.uk', 'site:b.history.co.uk', 'site:history.co.uk']);
    expect(siteTokens(aSite('history.example'))).toEqual(['site:history.example']);
    expect(siteTokens(aSite('https://www.gov.uk/guidance'))).toEqual(['site:www.gov.uk']);
    expect(siteTokens(aSite('a.pupils.github.io'))).toEqual(['site:a.pupils.github.io', 'site:pupils.github.io']);
    expect(siteTokens(aSite('203.0.113.5:8080', 'block'))).toEqual(['site:203.0.113.5']);
    expect(siteTokens(aSite('http://[2001:db8::1]', 'block'))).toEqual(['site:[2001:db8::1]']);
    expect(siteTokens(aSite('bücher.example'))).toEqual(['site:xn--bcher-kva.example']);
  });

  it('may be ruled by any name above it, also one that many share', () => {
    expect(siteNames(aSite('a.pupils.github.io:81'))).toEqual([
      'a.pupils.github.io',
      'pupils.github.io',
      'github.io',
      'io',
    ]);
  });

  it('is said in both forms where its name has two, with the page and without', () => {
    const international = aSite('https://bücher.example:81/topic');
    expect(saidSite(international)).toBe('bücher.example:81/topic (xn--bcher-kva.example:81/topic)');
    expect(saidHost(international)).toBe('bücher.example:81 (xn--bcher-kva.example:81)');
    expect(saidHost(site)).toBe('a.b.history.co.uk:8443');
  });

  it('is the whole site without its page', () => {
    expect(wholeSite(site)).toEqual({ ...site, path: '' });
  });
});

describe('what is wrong with an address', () => {
  const problems: readonly SiteProblem[] = [
    ...(['not-an-address', 'several', 'cut-off', 'not-a-website', 'inside-school', 'numbers'] as const),
    ...(['top-level-domain', 'short-link', 'search-page', 'through-another', 'too-long', 'misleading'] as const),
  ];

  it.each(problems)('is said with what to do instead: %s', (problem) => {
    expect(siteProblemSentence(problem)).toMatch(/^This|^There/u);
    expect(siteProblemSentence(problem)).toMatch(/\b(?:put|copy|ask)\b.*\.$/iu);
    expect(siteProblemSentence(problem)).not.toMatch(/invalid|!/u);
  });
});
