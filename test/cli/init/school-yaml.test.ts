import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftOf } from '../../../src/cli/init/draft.ts';
import { judged } from '../../../src/cli/init/judge.ts';
import { questionsFor } from '../../../src/cli/init/questions.ts';
import { readExample, schoolYaml } from '../../../src/cli/init/school-yaml.ts';
import { schoolSchema } from '../../../src/domain/school.ts';
import { readSchools } from '../../../src/school-files.ts';
import { registry } from '../../../src/workflows/index.ts';
import { example } from '../../support/configuration.ts';
import { answersWith, inTeamsAlone, oakfieldAnswers } from '../../support/init-answers.ts';
import { strangeText } from '../../support/strange-text.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const asking = { folder: '/srv/safeguarding', today: '2026-11-23' };
const written = schoolYaml(draftOf(oakfieldAnswers));

describe('the school file that init writes', () => {
  it.each([
    ['Teams', inTeamsAlone, ['teams']],
    ['both chats', oakfieldAnswers, ['teams', 'slack']],
  ] as const)(
    'is, for a school in %s, the school that was answered, and the service has nothing against it',
    (_, answers, served) => {
      const draft = draftOf(answers);
      const { schools, problems } = readTexts(schoolYaml(draft), served);
      expect(problems).toEqual([]);
      expect(schools).toEqual([schoolSchema.parse(draft)]);
    },
  );

  it('says of each group what the example says, word for word', () => {
    for (const { key, comment } of readExample(example).keys)
      expect(written, key).toContain(comment.length > 0 ? `${comment.join('\n')}\n` : key);
  });

  it('shows everything that a school file may have and that nobody was asked for, without effect', () => {
    for (const { key, lines } of readExample(example).keys) {
      const stands = new RegExp(`^(# )?${key}:`, 'm').exec(written);
      expect(stands, key).not.toBeNull();
      if (stands?.[1] !== undefined) for (const line of lines) expect(written).toContain(line.trim());
    }
    expect(Object.keys(parse(written)).toSorted()).toEqual(Object.keys(draftOf(oakfieldAnswers)).toSorted());
  });

  it('has the marks of a comment taken away from a group, and is still a school file', () => {
    const sites = /^# sites:\n(?:#? .*\n)+/m.exec(written)?.[0] ?? '';
    expect(sites).toContain('longestDays');
    const taken = written.replace(sites, sites.replace(/^# /gm, ''));
    const { schools, problems } = readTexts(taken, ['teams', 'slack']);
    expect(problems).toEqual([]);
    expect(schools[0]?.sites.rules).toHaveLength(1);
  });

  it('names nobody of the example but in lines without effect', () => {
    const effective = schoolYaml(draftOf(inTeamsAlone)).replace(/^\s*#.*$/gm, '');
    for (const name of ['Amara Osei', 'Elin Lindqvist', 'chess-club', 'humanities'])
      expect(effective).not.toContain(name);
  });

  it('keeps its lines within 120 characters', () => {
    for (const line of written.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
  });

  it('has telephone numbers and times in quotes, so that no program takes them for figures', () => {
    const figures = schoolYaml(draftOf(answersWith({ telephone: '01632960100' })));
    expect(figures).toContain("telephone: '01632960100'");
    expect(figures).toContain("from: '08:00'");
    expect(figures).not.toMatch(/telephone: [^']/);
  });

  it.each([
    ['a YAML mapping', 'Oak: field {a: b}'],
    ['a comment', 'Oakfield # School'],
    ['a list', '- Oakfield'],
    ['an anchor', '&a Oakfield'],
    ['an alias', '*a'],
    ['a tag', '!!js/function Oakfield'],
    ['a block', '| Oakfield'],
    ['quotes', `"Oak" 'field'`],
    ['a backslash', 'Oak\\field\\n'],
    ['a number', '0123'],
    ['a truth', 'true'],
    ['nothing', 'null'],
    ['another direction', 'אוקפילד \u202eSchool'],
    ['an emoji', 'Oakfield 👩‍👩‍👧‍👦'],
    ['as much as may stand there', `${'x '.repeat(59)}x`],
    ['a document mark', '--- Oakfield'],
    ['what a template would fill', '${id} {{name}}'],
  ])('keeps a name that looks like %s', (_, name) => {
    expect(schoolWith('name', name)?.name).toBe(name);
  });

  it.each([
    ['> quote ', ''],
    ["> it's ", ''],
    ['"', "'"],
    [': ', ' #'],
  ])('keeps characters of two parts whole where a long line is broken: %s…%s', (before, after) => {
    for (const filler of ['', 'a', 'ab', 'abc']) {
      const room = 120 - before.length - filler.length - after.length;
      const name = `${before}${filler}${'😀'.repeat(Math.floor(room / 2))}${after}`.trim();
      expect(schoolWith('name', name)?.name).toBe(name);
    }
  });

  it('keeps whatever a person, a job or a channel is called, or refuses it with a sentence', () => {
    const places = ['name', 'people/i.brandt@oakfield.example/name', 'people/i.brandt@oakfield.example/jobTitle'];
    let kept = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), strangeText(140), (place, text) => {
        const question = questionsFor(oakfieldAnswers, asking).find(({ name }) => name === place);
        const reading = judged(question!, text, oakfieldAnswers);
        if ('problem' in reading) {
          expect(reading.problem).toMatch(/^[a-z]/);
          return;
        }
        kept += 1;
        const school = schoolWith(place, reading.text);
        const person = school?.people.find(({ email }) => email.startsWith('i.brandt'));
        expect({ name: school?.name, [places[1]!]: person?.name, [places[2]!]: person?.jobTitle }[place]).toBe(
          text.trim(),
        );
      }),
      { numRuns: 80 },
    );
    expect(kept).toBeGreaterThan(10);
  });
});

describe('the example', () => {
  it('is read key by key, with what stands as a comment too', () => {
    const { aboutFiles, keys } = readExample(example);
    expect(aboutFiles[0]).toMatch(/^# Lines that begin with #/);
    expect(keys.map(({ key }) => key)).toEqual([...new Set(keys.map(({ key }) => key))]);
    const absent = Object.keys(schoolSchema.shape).filter((key) => keys.every((one) => one.key !== key));
    expect(absent).toEqual(['emailDomains']);
  });

  it('would be found out with a word of explanation less', () => {
    const shorter = example.replace('# Small letters, digits and dashes. ', '# ');
    const [first] = readExample(shorter).keys;
    expect(written).not.toContain(`\n${first?.comment.join('\n')}\n`);
  });
});

function schoolWith(place: string, text: string) {
  return readTexts(schoolYaml(draftOf(answersWith({ [place]: text }))), ['teams', 'slack']).schools[0];
}

function readTexts(text: string, served: readonly ('teams' | 'slack')[]) {
  const file = folder.path('school.yaml');
  writeFileSync(file, text);
  return readSchools(file, { served, registry });
}
