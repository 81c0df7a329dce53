import { actorOf, theClock } from '../../src/domain/people.ts';
import { ACCOUNT, REMARK } from '../../src/workflows/filtering-check/command-data.ts';
import { filteringCheck } from '../../src/workflows/filtering-check/index.ts';
import { standards } from '../../src/workflows/filtering-check/standards.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

/** The cards and forms of the checks that come again, where people wrote `words` wherever they can; without `everyKind`, of those that have most in them. */
export function filteringCheckCards(words: string, everyKind = true): readonly SampleCard[] {
  const line = words.slice(0, 200);
  const [account, remark] = [words.slice(0, ACCOUNT), words.slice(0, REMARK)];
  const days = { date: '2026-11-23', next: '2027-03-15' };
  const tookPart = [people.governor, people.networkManager, people.head];
  const each = standards.flatMap(({ id }) => [
    [`standing-${id}`, 'partly'],
    [`who-${id}`, people.coordinator],
    [`how-${id}`, remark],
  ]);
  const recordings = {
    'filtering-review': ['record-review', people.governor, { ...days, tookPart, findings: account, actions: remark }],
    'filtering-standards': ['record-standards', people.coordinator, { ...days, ...Object.fromEntries(each) }],
    'security-check': [
      'record-security',
      people.networkManager,
      { ...days, doneBy: line, result: 'open', found: account },
    ],
  } as const;
  /** Weeks later, when whatever may wait has waited for long. */
  const clock = (command: string, data = {}): Given => [`filtering-check/${command}`, theClock, data, 21 * 24 * 60];
  const readers = ['dsl', 'coordinator', 'head', 'chair', 'governor', 'networkManager'] as const;
  return Object.entries(recordings).flatMap(([kind, [command, person, data]]) => {
    const begun = clock('begin', { kind });
    const recorded: Given = [`filtering-check/${command}`, actorOf(person), data];
    const slot = `check:${person}`;
    const scenes = [
      [begun, recorded, recorded, recorded, recorded],
      [begun],
      [begun, clock('come-due')],
      [begun, recorded],
    ];
    return workflowCards(
      {
        workflow: filteringCheck,
        school: aSchool({ checks: { [kind]: { lastDone: '2024-09-02' } } }),
        reference: 'F-7K3Q9F',
        at: monday,
        everyKind,
        scenes: everyKind ? scenes : scenes.slice(0, 1),
        commands: [
          begun,
          ...byEach('filtering-check/open', {}, readers),
          ...byEach('filtering-check/put-away', {}, readers),
          recorded,
          ...['announce', 'come-due', 'run-over', 'remind'].map((one) => clock(one)),
          clock('show-again', { place: `person:${person}` }),
          clock('delivery-note', { slot, outcome: 'parked', code: 'blocked' }),
        ],
      },
      words,
    );
  });
}
