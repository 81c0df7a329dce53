import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSite, type Site, saidSite, siteSchema, siteTokens, wholeSite } from '../../src/domain/site-address.ts';

const uses = ['open', 'block'] as const;
const anyUse = fc.constantFrom(...uses);

function siteIn(text: string, use: (typeof uses)[number]): Site | undefined {
  const read = readSite(text, use);
  return read.kind === 'site' ? read.site : undefined;
}

/** Pieces that addresses and traps are made of. */
const pieces = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...'./:?#@&=%()[]{}<>|"\'*_,;!-\\ \n…'.split('')) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          ...[
            'https://',
            'http://',
            'www.',
            'history.example',
            'b.co.uk',
            'com',
            '203.0.113.5',
            '[2001:db8::1]',
            ':8080',
          ],
          ...['utm_source=x', 'jo:pw@', 'xn--', 'xn--bcher-kva', 'bücher', 'а', '\u200b', '\u202e', '%2E', '..', '/a)'],
          ...[
            'https://www.google.com/url?q=',
            'youtu.be/abcdefghijk',
            '](',
            '<https://x.example|',
            ';jsessionid=1',
            '\ud800',
          ],
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Ordinary links, with everything a link may have. */
const links = fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https'] });
const hosts = fc.constantFrom('history.example', 'www.history.example', 'a.b.co.uk', 'www.gov.uk', 'bücher.example');
const paths = fc
  .array(fc.string({ unit: fc.constantFrom(..."abz019-._~!$&'()*+,;=:@/[]{}|%é…"), maxLength: 8 }), { maxLength: 3 })
  .map((parts) => parts.map((part) => `/${part}`).join(''));
const built = fc
  .record({
    scheme: fc.constantFrom('https://', 'http://', ''),
    host: hosts,
    port: fc.constantFrom('', ':8080'),
    path: paths,
  })
  .map(({ scheme, host, port, path }) => `${scheme}${host}${port}${path}`);
const anyText = fc.oneof(fc.string({ unit: 'binary' }), pieces, links, built);

describe('reading an address', () => {
  it('never throws, and always gives what can be kept', () => {
    fc.assert(
      fc.property(anyText, anyUse, (text, use) => {
        const site = siteIn(text, use);
        if (site !== undefined) expect(siteSchema.parse(JSON.parse(JSON.stringify(site)))).toEqual(site);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is stable: what is said of a site is read as that site', () => {
    fc.assert(
      fc.property(anyText, anyUse, (text, use) => {
        const site = siteIn(text, use);
        if (site === undefined) return;
        const { host, path, domain, otherForm } = site;
        for (const again of [saidSite(site), `https://${host}${path}`, `see ${host}${path}.`])
          expect({ again, read: readSite(again, use) }).toMatchObject({
            read: { kind: 'site', site: { host, path, domain, otherForm } },
          });
      }),
      { numRuns: 5_000 },
    );
  });

  it('[R127] keeps no credentials, no fragment and no tracking', () => {
    const secret = fc.constantFrom('', 'jo@', 'jo:hunter2@', ':hunter2@');
    const query = fc.shuffledSubarray([
      'utm_source=hunter2',
      'page=2',
      'fbclid=hunter2',
      'PHPSESSID=hunter2',
      'gclid=',
    ]);
    fc.assert(
      fc.property(secret, hosts, query, anyUse, (before, host, parameters, use) => {
        const text = `https://${before}${host}/topic?${parameters.join('&')}#hunter2`;
        const site = siteIn(text, use);
        expect(site?.path).toBe(parameters.includes('page=2') ? '/topic?page=2' : '/topic');
        expect(JSON.stringify(site)).not.toMatch(/hunter2|@|#|jo|utm_|clid/u);
      }),
    );
  });

  it('names the host that a browser would go to, and no more than it', () => {
    fc.assert(
      fc.property(fc.oneof(links, built), anyUse, (text, use) => {
        const site = siteIn(text, use);
        if (site === undefined) return;
        const url = URL.parse(/^https?:/u.test(text) ? text : `https://${text}`);
        const host = site.host.replace(/:\d+$/u, '');
        expect([host, `www.${host}`]).toContain(url?.hostname);
        expect(host === site.domain || host.endsWith(`.${site.domain}`)).toBe(true);
        const isPage = /^\/[^?&]*[a-z0-9]$/u.test(url?.pathname ?? '');
        if (isPage) expect(site.path).not.toBe('');
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses to block nothing that may be opened', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const site = siteIn(text, 'open');
        if (site !== undefined) expect(siteIn(text, 'block')).toEqual(site);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives tokens that the whole site has too', () => {
    fc.assert(
      fc.property(anyText, anyUse, (text, use) => {
        const site = siteIn(text, use);
        if (site === undefined) return;
        expect(siteTokens(wholeSite(site))).toEqual(siteTokens(site));
        expect(siteTokens(site).at(-1)).toBe(`site:${site.domain}`);
      }),
    );
  });

  it('is quick, whatever is pasted', () => {
    const long = [')', '(', '[a](', '<a|', '\u200b', 'a.', '@', 'https://a.example ', '.', '%'];
    for (const part of long) {
      const text = part.repeat(10_000 / part.length);
      const from = performance.now();
      readSite(text, 'open');
      readSite(`https://a.example/${text}`.slice(0, 10_000), 'open');
      expect({ part, quick: performance.now() - from < 1_000 }).toEqual({ part, quick: true });
    }
  });
});
