import { checks } from '../../application/doctor/checks.ts';
import type { Finding, FindingLevel } from '../../application/doctor/finding.ts';
import type { Instant } from '../../domain/instant.ts';

/** What is said of how many there are at each level. */
const levels: readonly (readonly [FindingLevel, string])[] = [
  ['well', 'well'],
  ['look', 'to look at'],
  ['wrong', 'wrong'],
  ['unknown', 'unknown'],
];

const WIDEST = Math.max(...checks.map(({ id }) => id.length), 'unknown'.length);

/** The findings as lines to read, in the groups of the checks, with a count at the end. */
export function linesOf(findings: readonly Finding[]): readonly string[] {
  const schools = new Set(findings.flatMap(({ school }) => school ?? []));
  const groups = [...new Set(checks.map(({ group }) => group))];
  const lines = groups.flatMap((group) => {
    const ids: readonly string[] = checks.filter((one) => one.group === group).map(({ id }) => id);
    const own = findings.filter(({ check }) => ids.includes(check));
    return own.length === 0 ? [] : [group, ...own.flatMap((one) => linesOfOne(one, schools.size > 1)), ''];
  });
  const counts = levels.map(([level, words]) => `${findings.filter((one) => one.level === level).length} ${words}`);
  return [...lines, `${counts.join(', ')}.`];
}

function linesOfOne({ check, level, what, whatToDo, school }: Finding, namesSchool: boolean): readonly string[] {
  const of = namesSchool && school !== undefined ? `${school}: ` : '';
  const first = `  ${level.padEnd(8)} ${check.padEnd(WIDEST)}  ${of}${inOneLine(what)}`;
  return whatToDo === undefined ? [first] : [first, `${' '.repeat(WIDEST + 13)}${inOneLine(whatToDo)}`];
}

/** Not broken, so that a command can be copied and a line found. No name out of a file or a chat makes up another line. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** The same as a document for scripts; its fields stay as they are. */
export function documentOf(findings: readonly Finding[], checkedAt: Instant): string {
  return JSON.stringify({ checkedAt, findings }, undefined, 2);
}
