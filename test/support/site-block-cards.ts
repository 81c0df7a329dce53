import { actorOf, theClock } from '../../src/domain/people.ts';
import { readSite } from '../../src/domain/site-address.ts';
import { REMARK } from '../../src/workflows/site-block/command-data.ts';
import { siteBlock } from '../../src/workflows/site-block/index.ts';
import { monday } from './concern.ts';
import { foreignAddress, longestAddress } from './long-address.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

const teacher = actorOf(people.teacher);
const network = actorOf(people.networkManager);
const coordinator = actorOf(people.coordinator);

/** The cards and forms of reports of unsuitable sites, where people wrote `words` wherever they can; without `everyKind`, of those that have most in them. */
export function siteBlockCards(words: string, everyKind = true): readonly SampleCard[] {
  const line = words.slice(0, 200);
  const remark = words.slice(0, REMARK);
  const told = { met: 'deliberate', what: 'self-harm', date: '2026-11-23', room: line, note: remark };
  const long = { ...told, address: longestAddress, scope: 'page' };
  const foreign = { ...told, address: foreignAddress, scope: 'site' };
  const review = (outcome: string) => ({ outcome, finding: remark });
  const reported: Given = ['site-block/report', teacher, long];
  const cannot: Given = ['site-block/cannot-block', network, { reason: remark }];
  const blocked: Given = ['site-block/blocked', network];
  const reviewed: Given = ['site-block/review', coordinator, review('filter-changed')];
  const taken: Given = ['site-block/review', coordinator, review('not-needed')];
  const everybody = ['teacher', 'dsl', 'coordinator', 'head', 'governor', 'networkManager'] as const;
  /** Days later, when whatever may wait has waited for long. */
  const clock = (command: string, data = {}): Given => [`site-block/${command}`, theClock, data, 3 * 24 * 60];
  const parked = (slot: string) => clock('delivery-note', { slot, outcome: 'parked', code: 'blocked' });
  const scenes = [
    [reported, cannot],
    [reported, blocked, reviewed],
    [reported, taken],
    [reported],
    [['site-block/report', teacher, foreign]],
    [reported, clock('remind-to-block'), clock('morning')],
    [reported, blocked],
    [reported, taken, ['site-block/lifted', network]],
    [clock('ask', asked(longestAddress))],
  ] satisfies readonly (readonly Given[])[];
  return workflowCards(
    {
      workflow: siteBlock,
      school: aSchool(),
      reference: 'B-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 3),
      commands: [
        reported,
        clock('ask', asked(foreignAddress)),
        ...byEach('site-block/open', {}, everybody),
        ...byEach('site-block/put-away', {}, everybody),
        cannot,
        blocked,
        reviewed,
        taken,
        ['site-block/lifted', network],
        ...['remind-to-block', 'remind-to-review', 'morning'].map((command) => clock(command)),
        clock('show-again', { place: 'channel:safeguarding' }),
        ...['case', `case:${people.coordinator}`, `job:${people.networkManager}`, 'receipt'].map(parked),
      ],
      answers: { 'site-block/report': { address: longestAddress, met: 'deliberate', what: 'violent' } },
    },
    words,
  );
}

function asked(address: string): object {
  const read = readSite(address, 'block');
  if (read.kind === 'problem') throw new Error(`it cannot be read: ${read.problem}`);
  return { site: read.site, concern: 'C-7K3Q9F', number: 1, askedBy: people.dsl, without: [] };
}
