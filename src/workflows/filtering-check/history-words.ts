import { labelOf } from '../../domain/form.ts';
import type { Said } from '../../domain/pages.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import type { Recorded } from './events.ts';
import { results, standards, standings } from './standards.ts';
import type { Recording } from './state.ts';

/** A recording as it is read: when it was done, who recorded it, and what. */
export function saidRecording({ at, by, recorded }: Recording, of: CardContext): readonly Said[] {
  const { school } = of;
  const who = by.kind === 'clock' ? 'the bot' : personName(school, by.person);
  const heading = `Done on ${saidDate(school, recorded.date, of.at)} · recorded by ${who}, ${saidTime(school, at, of.at)}`;
  const [first, ...others] = saidContent(recorded, school);
  return [{ heading, text: first ?? '' }, ...others.map((text) => ({ heading: '', text }))];
}

function saidContent(recorded: Recorded, school: School): readonly string[] {
  switch (recorded.kind) {
    case 'filtering-review':
      return [
        `Took part: ${recorded.tookPart.map((person) => personName(school, person)).join(', ')}`,
        `Found: ${recorded.findings}`,
        ...(recorded.actions === '' ? [] : [`To be done: ${recorded.actions}`]),
      ];
    case 'filtering-standards':
      return recorded.standards.map(({ id, standing, who, how }) =>
        [
          `${standards.find((one) => one.id === id)?.title ?? id}: ${labelOf(standings, standing).toLowerCase()}`,
          `Responsible: ${personName(school, who)}`,
          how,
        ].join('\n'),
      );
    case 'security-check':
      return [
        `Done by: ${recorded.doneBy}\nResult: ${labelOf(results, recorded.result).toLowerCase()}`,
        ...(recorded.found === '' ? [] : [recorded.found]),
      ];
    default:
      return recorded satisfies never;
  }
}
