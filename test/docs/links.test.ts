import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = [...globSync('*.md'), ...globSync('docs/**/*.md'), ...globSync('infra/**/*.md')];

interface Link {
  readonly page: string;
  readonly target: string;
}

describe('the documents', () => {
  it('lead only to pages, places and pictures that are there', () => {
    expect(pages.length).toBeGreaterThan(30);
    const links = pages.flatMap((page) => linksOf(page, readFileSync(page, 'utf8')));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((link) => !leadsSomewhere(link)).map(({ page, target }) => `${page}: ${target}`)).toEqual([]);
  });

  it.each(['missing.md', 'docs/missing.md', 'README.md#no-such-heading', '../../outside.md'])(
    'are seen to lead nowhere: %s',
    (target) => {
      expect(leadsSomewhere({ page: 'README.md', target })).toBe(false);
    },
  );

  it('are all reached from the README, in two steps at the most', () => {
    const from = (page: string) =>
      linksOf(page, readFileSync(page, 'utf8')).map(({ target }) =>
        normalize(join(dirname(page), target.split('#')[0] ?? '')),
      );
    const near = from('README.md');
    const reached = new Set([...near, ...near.filter((page) => page.endsWith('.md')).flatMap(from)]);
    const docs = pages.filter((page) => page.startsWith('docs/') && !page.startsWith('docs/decisions/'));
    expect(docs.filter((page) => !reached.has(page))).toEqual([]);
  });
});

/** The links of a page that stay in this repository. */
function linksOf(page: string, text: string): readonly Link[] {
  const prose = text.replace(/```[\s\S]*?```/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere({ page, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (file.startsWith('..') || !existsSync(file)) return false;
  if (anchor === undefined) return true;
  return !statSync(file).isDirectory() && anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
}

/** The names that a heading has as an anchor, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
