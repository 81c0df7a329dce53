import { itJobs, RESULT } from '../../src/domain/it-jobs.ts';
import { actorOf, theClock } from '../../src/domain/people.ts';
import { REMARK } from '../../src/workflows/it-job/command-data.ts';
import { itJob } from '../../src/workflows/it-job/index.ts';
import { monday } from './concern.ts';
import { someJob } from './it-job.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, aSchoolFile, people } from './school.ts';
import { workflowCards } from './workflow-cards.ts';

const network = actorOf(people.networkManager);

/** The cards and forms of IT's jobs, where people wrote `words` wherever they can; without `everyKind`, of one job alone. */
export function itJobCards(words: string, everyKind = true): readonly SampleCard[] {
  const line = words.slice(0, 200);
  const remark = words.slice(0, REMARK);
  const { roles } = aSchoolFile();
  const clock = (command: string, data = {}): Given => [`it-job/${command}`, theClock, data, 3 * 24 * 60];
  const asked = (job: string): Given => ['it-job/ask', theClock, someJob({ job, about: remark })];
  const done: Given = [
    'it-job/done',
    network,
    { holder: line, place: line, since: '2026-11-23', result: words.slice(0, RESULT) },
  ];
  const cannot: Given = ['it-job/cannot', network, { reason: remark }];
  const parked = (slot: string) => clock('delivery-note', { slot, outcome: 'parked', code: 'blocked' });
  const scenes = [
    [asked('audit-use'), cannot],
    [asked('audit-use'), done],
    ...itJobs.map((job) => [asked(job)]),
    [asked('secure-device'), clock('remind'), clock('remind'), clock('remind')],
  ] satisfies readonly (readonly Given[])[];
  return workflowCards(
    {
      workflow: itJob,
      school: aSchool({
        roles: { ...roles, 'network-manager': { ...roles['network-manager'], supervisor: people.teacher } },
      }),
      reference: 'J-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 3),
      commands: [
        asked('audit-use'),
        clock('ask', someJob({ without: [people.networkManager] })),
        ['it-job/open', network],
        ['it-job/put-away', network],
        done,
        cannot,
        clock('remind'),
        clock('show-again', { place: `person:${people.networkManager}` }),
        ...[`job:${people.networkManager}`, 'relay:concern:x:1'].map(parked),
      ],
    },
    words,
  );
}
