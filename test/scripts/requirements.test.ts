import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCitations, parseRequirements, renderReport, unknownCitations } from '../../scripts/requirements.ts';

const project = join(import.meta.dirname, '../..');
const real = parseRequirements(readFileSync(join(project, 'docs/requirements.md'), 'utf8'));

describe('the table of requirements', () => {
  it('holds R001 to R208 without a gap', () => {
    const expected = Array.from({ length: 208 }, (_, index) => `R${String(index + 1).padStart(3, '0')}`);
    expect(real.map(({ id }) => id)).toEqual(expected);
  });

  it('says of each how much it matters, and where it comes from', () => {
    const count = (priority: string) => real.filter((row) => row.priority === priority).length;
    expect([count('must'), count('should'), count('could')]).toEqual([109, 76, 23]);
    expect(real.filter(({ source }) => !/\b00[03]\b/.test(source))).toEqual([]);
    expect(real.filter(({ text }) => text === '')).toEqual([]);
  });

  it('is refused when a row has no priority we know', () => {
    expect(() => parseRequirements('| R001 | Something | perhaps | 000 section 1 |')).toThrow('R001');
  });

  it('is refused when an ID stands twice', () => {
    const row = '| R001 | Something | must | 000 section 1 |';
    expect(() => parseRequirements(`${row}\n${row}`)).toThrow('R001 stands twice');
  });
});

describe('a citation', () => {
  const idsIn = (source: string) => findCitations('test/a.test.ts', source).citations.map(({ id }) => id);

  it('is found in the name of a test, with its place', () => {
    const source = "\n\nit('a concern about the head never reaches the head [R014]', () => {});";
    expect(findCitations('test/a.test.ts', source).citations).toEqual([
      { id: 'R014', test: 'a concern about the head never reaches the head [R014]', place: 'test/a.test.ts:3' },
    ]);
  });

  it.each([
    ["it('[R028] [R029] both', f)", ['R028', 'R029']],
    ["it('[R031, R032] both', f)", ['R031', 'R032']],
    ["test('ends with its ID [R031]', f)", ['R031']],
    ["describe('[R031] a group', f)", ['R031']],
    ["describe('a group', () => { it('[R031] a test', f); })", ['R031']],
    ["it.skipIf(windows)('[R031] here', f)", ['R031']],
    ["it.each([['[R064] coercion'], ['[R065] violence']])('%s', f)", ['R064', 'R065']],
    ['it(`[R031] for ${kind}`, f)', ['R031']],
    ["const cases = [{ name: '[R066] a child under 13' }]", ['R066']],
  ])('is found in %s', (source, ids) => {
    expect(idsIn(source)).toEqual(ids);
  });

  it.each([
    "// it('[R031] not yet', f)",
    "it.skip('[R031] skipped', f)",
    "it.todo('[R031] to be written')",
    "describe.skip('a group', () => { it('[R031] a test', f); })",
    "it('a test', () => { expect(text).toBe('see [R031]'); })",
    'it(`R031 without brackets`, f)',
  ])('is not seen in %s', (source) => {
    expect(idsIn(source)).toEqual([]);
  });

  it.each(["it('[R14] too short', f)", "it('[R064-R070] a range', f)", "it('[R064 R065] no comma', f)"])(
    'that cannot be read is reported: %s',
    (source) => {
      expect(findCitations('test/a.test.ts', source).mistakes).toEqual([expect.stringContaining('test/a.test.ts:1 ')]);
    },
  );

  it('of a requirement that does not exist is reported', () => {
    const { citations } = findCitations('test/a.test.ts', "it('[R001] [R999] a test', f)");
    expect(unknownCitations(real, citations)).toEqual(['test/a.test.ts:1 cites R999, which does not exist']);
  });

  it('in this project is always of a requirement that exists', () => {
    const paths = globSync('test/**/*.test.ts', { cwd: project });
    expect(paths.length).toBeGreaterThan(3);
    const found = paths.map((path) => findCitations(path, readFileSync(join(project, path), 'utf8')));
    const unknown = unknownCitations(
      real,
      found.flatMap(({ citations }) => citations),
    );
    expect([...unknown, ...found.flatMap(({ mistakes }) => mistakes)]).toEqual([]);
  });
});

describe('the report', () => {
  const requirements = parseRequirements(
    [
      '| R001 | The first | must | 000 section 1 |',
      '| R002 | The second | must | 000 section 2 |',
      '| R003 | The third | could | 003 section 3 |',
    ].join('\n'),
  );
  const { citations } = findCitations('test/a.test.ts', "it('[R001] a test', f)");

  it('names the tests of each requirement, and what is still owed', () => {
    expect(renderReport(requirements, citations).split('\n')).toEqual([
      'R001  must    The first',
      '        test/a.test.ts:1  [R001] a test',
      'R002  must    The second',
      '        no test',
      'R003  could   The third',
      '        no test',
      '',
      'must    1 of 2 have a test',
      'should  0 of 0 have a test',
      'could   0 of 1 have a test',
      '',
      '1 must rows have no test:',
      'R002  The second',
    ]);
  });

  it('can be asked only for what is still owed', () => {
    const text = renderReport(requirements, citations, true);
    expect(text).not.toContain('The first');
    expect(text).toContain('R002  The second');
  });
});
