import { actorOf, theClock } from '../../src/domain/people.ts';
import { absence } from '../../src/workflows/absence/index.ts';
import { upkeep } from '../../src/workflows/upkeep/index.ts';
import { whoAreAway } from './away.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, aSchoolFile, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

/** The cards and forms of who is away. */
export function absenceCards(words: string, everyKind = true): readonly SampleCard[] {
  const head = actorOf(people.head);
  const begin: Given = ['absence/begin', head, { until: '2026-11-30' }];
  const back: Given = ['absence/back', head];
  const slot = `told:${people.deputy}`;
  return workflowCards(
    {
      workflow: absence,
      school: aSchool(),
      reference: 'W-7K3Q9F',
      at: monday,
      everyKind,
      gather: () => whoAreAway(people.deputy),
      scenes: everyKind ? [[begin], [begin, back]] : [[begin]],
      commands: [
        begin,
        ...byEach('absence/begin', { until: '2026-11-30' }, ['dsl', 'deputy', 'chair', 'networkManager']),
        ['absence/open', head],
        ['absence/put-away', head],
        back,
        ['absence/end', theClock, {}, 10 * 24 * 60],
        ['absence/delivery-note', theClock, { slot, outcome: 'parked', code: 'blocked' }],
      ],
    },
    words,
  );
}

/** The cards of what is to be kept current, where as much as can be is not. */
export function upkeepCards(words: string, everyKind = true): readonly SampleCard[] {
  const agencies = aSchoolFile().agencies.map((one) => ({ ...one, lastChecked: '2024-09-01' }));
  const begin: Given = ['upkeep/begin', theClock];
  const look: Given = ['upkeep/look', theClock];
  return workflowCards(
    {
      workflow: upkeep,
      school: aSchool({ agencies }),
      reference: 'T-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? [[begin], [begin, look]] : [[begin, look]],
      commands: [
        begin,
        look,
        ...byEach('upkeep/open', {}, ['dsl', 'head']),
        ...byEach('upkeep/put-away', {}, ['dsl']),
        ['upkeep/delivery-note', theClock, { slot: 'agencies', outcome: 'parked', code: 'blocked' }],
      ],
    },
    words,
  );
}
