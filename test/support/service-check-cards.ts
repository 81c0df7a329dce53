import type { Finding, FindingLevel } from '../../src/application/doctor/finding.ts';
import { drawServiceCheck } from '../../src/application/service-check-card.ts';
import type { CardContent } from '../../src/domain/decider.ts';

const levels: readonly FindingLevel[] = ['wrong', 'look', 'unknown', 'well'];

/** So many findings of every level, with these words in what was found and in what to do. */
export function findingsSaying(words: string, count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => {
    const level = levels[index % levels.length] ?? 'well';
    const finding = { check: 'private-channel', level, what: `${index} ${words}`, school: 'oakfield' };
    return level === 'well' ? finding : { ...finding, whatToDo: words };
  });
}

/** How the service stands: every page of it, with nothing to say, and with one thing of each level. */
export function serviceCheckCards(words: string): readonly CardContent[] {
  const many = findingsSaying(words, 60);
  const at = 'today 14:05';
  return [
    ...[1, 2, 3, 4, 5].map((page) => drawServiceCheck(many, page, at)),
    drawServiceCheck(findingsSaying(words, 4), 1, at),
    drawServiceCheck([], 1, at),
  ];
}
