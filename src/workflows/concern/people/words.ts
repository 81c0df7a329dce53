import type { Instant } from '../../../domain/instant.ts';
import type { Said } from '../../../domain/pages.ts';
import type { School } from '../../../domain/school.ts';
import { localDateTime, saidDate, saidMonth } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import { type OtherCase, type SeenBefore, seenBefore } from './earlier.ts';
import type { PeopleEvent } from './events.ts';
import { isEverybodyLookedFor } from './named.ts';

/** How each of its events stands in the history of a case. */
export const peopleSayings: Sayings<PeopleEvent> = {
  PersonCompared: ({ name, is }, { did }) =>
    did(
      'compared this with another case',
      // Not which: somebody who reads this one may not be allowed to know of that one.
      `${name}: ${is === 'same' ? 'the same person' : 'somebody else'} in that one.`,
    ),
};

/** So many of the other cases of one person stand in the block. */
const MOST_SHOWN = 5;
/** So many of them have a button. */
const MOST_OPENED = 2;

/**
 * What an open case shows of it: the other cases of those whom it names, as far as who looks may read them. Only where
 * that was looked for; a step says nothing of it.
 */
export function peopleBlocks(concern: Concern, of: CardContext): readonly Said[] {
  const { gathered } = of;
  if (gathered?.kind !== 'matches') return [];
  const lines = seenBefore(concern, gathered).flatMap((one) => saidPerson(one, concern, of));
  if (!gathered.isWhole) lines.push('There may be more: not everything could be looked through.');
  else if (lines.length > 0 && !isEverybodyLookedFor(concern)) lines.push('Not every name was looked for.');
  return lines.length === 0 ? [] : [{ heading: 'Seen before', text: lines.join('\n') }];
}

/** Whether an open case shows somebody to compare. */
export function hasSomebodyToCompare(concern: Concern, { gathered }: CardContext): boolean {
  return seenBefore(concern, gathered).length > 0;
}

/** The other cases that an open one leads to, those first that are surest. */
export function casesToOpen(concern: Concern, { gathered }: CardContext): readonly string[] {
  const others = seenBefore(concern, gathered).flatMap(({ others: all }) => all.filter(isSure));
  return [...new Set(others.map(({ reference }) => reference))].slice(0, MOST_OPENED);
}

function saidPerson({ name, others }: SeenBefore, { file }: Concern, { school, at }: CardContext): readonly string[] {
  const shown = others.filter(({ is }) => is !== 'other');
  const sure = shown.filter(isSure);
  const [perhaps, out] = [shown.length - sure.length, others.length - shown.length];
  const counts = [
    ...saidCounts(sure, file.reportedAt, { school, at }),
    ...(perhaps === 0 ? [] : [`perhaps ${perhaps} more, by part of the name`]),
    ...(out === 0 ? [] : [`${out} not counted, of somebody else`]),
  ];
  const hidden = shown.length - MOST_SHOWN;
  return [
    `${name}: ${counts.join('; ')}.`,
    ...shown.slice(0, MOST_SHOWN).map((one) => saidOther(one, { school, at })),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ];
}

/** Whether it counts as a case of the same person. */
function isSure({ is }: OtherCase): boolean {
  return is === 'same' || is === 'likely';
}

interface When {
  readonly school: School;
  readonly at: Instant;
}

/** Such as `3 earlier, last in June`. What was reported since is counted apart. */
function saidCounts(sure: readonly OtherCase[], since: Instant, { school, at }: When): readonly string[] {
  const earlier = sure.map(({ reportedAt }) => reportedAt).filter((one) => one < since);
  const later = sure.length - earlier.length;
  const last = earlier.toSorted().at(-1);
  return [
    ...(last === undefined ? [] : [`${earlier.length} earlier, last in ${saidMonth(school, last, at)}`]),
    ...(later === 0 ? [] : [`${later} later`]),
  ];
}

const howSure: Record<OtherCase['is'], string> = {
  same: 'confirmed the same person',
  likely: 'the same name',
  possible: 'part of the name is the same',
  other: 'somebody else',
};

function saidOther({ reference, reportedAt, is }: OtherCase, { school, at }: When): string {
  return `${reference} · ${saidDate(school, localDateTime(school, reportedAt).date, at)} · ${howSure[is]}`;
}
