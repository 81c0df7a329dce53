import { actorOf, theClock } from '../../src/domain/people.ts';
import { PURPOSE, REMARK } from '../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../src/workflows/site-access/index.ts';
import { monday } from './concern.ts';
import { foreignAddress, longestAddress } from './long-address.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

const teacher = actorOf(people.teacher);
const dsl = actorOf(people.dsl);
const coordinator = actorOf(people.coordinator);
const network = actorOf(people.networkManager);
const everybody = ['teacher', 'dsl', 'coordinator', 'head', 'governor', 'networkManager'] as const;

/** The cards and forms of requests for blocked sites, where people wrote `words` wherever they can; without `everyKind`, of those that have most in them. */
export function siteAccessCards(words: string, everyKind = true): readonly SampleCard[] {
  // What stands within a sentence ends with something that can be seen.
  const group = `${words.slice(0, 195)} 9B`;
  const [reason, text] = [words.slice(0, PURPOSE), words.slice(0, REMARK)];
  const asked = {
    category: 'education',
    scope: 'page',
    use: 'look',
    period: 'study',
    fromDate: '2026-11-23',
    untilDate: '2026-12-04',
    purpose: reason,
    group,
    supervisor: people.otherTeacher,
    checked: 'yes',
  };
  const step = (name: string, by: Given[1], data = {}, wait = 1): Given => [`site-access/${name}`, by, data, wait];
  /** So much later that whatever may wait has waited for long. */
  const clock = (name: string, wait = 30 * 24 * 60) => step(name, theClock, {}, wait);
  const parked = (slot: string) => step('delivery-note', theClock, { slot, outcome: 'parked', code: 'blocked' });
  const request = step('request', teacher, { ...asked, address: longestAddress });
  const foreign = step('request', teacher, { ...asked, address: foreignAddress, category: 'ai' });
  const forbidden = step('request', teacher, { ...asked, address: longestAddress, category: 'gambling' });
  const until = { untilDate: '2026-12-04', untilTime: '15:00' };
  const approve = (by: Given[1]) => step('approve', by, { ...until, why: reason });
  const question = step('ask', dsl, { text });
  const answer = step('answer', teacher, { number: '1', text });
  const opened = step('opened', network);
  const extend = step('extend', teacher, { untilDate: '2026-12-08', untilTime: '15:00', reason });
  const open = [request, question, answer, approve(dsl), opened];
  const ended = [...open, step('end', teacher)];
  const scenes = [
    [request, question, answer],
    [foreign, approve(dsl)],
    [...open, extend],
    [...ended, step('cannot-block', network, { reason }), clock('remind-to-block'), clock('morning', 24 * 60)],
    [request, step('decline', coordinator, { reason })],
    [request],
    [request, question],
    [request, approve(dsl)],
    [request, approve(dsl), clock('remind-to-open', 120)],
    open,
    ended,
    [...ended, step('blocked-again', network)],
    [...open, step('end-now', dsl, { reason })],
    [request, approve(dsl), step('cannot-open', network, { reason })],
    [forbidden],
  ];
  return workflowCards(
    {
      workflow: siteAccess,
      school: aSchool(),
      reference: 'S-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 5),
      commands: [
        request,
        foreign,
        forbidden,
        ...byEach('site-access/open', {}, everybody),
        ...byEach('site-access/put-away', {}, everybody),
        approve(dsl),
        approve(coordinator),
        question,
        answer,
        step('question', teacher, { number: '1' }),
        step('decline', coordinator, { reason }),
        step('withdraw', teacher),
        step('end', teacher),
        step('end-now', dsl, { reason }),
        extend,
        step('approve-extension', dsl, { untilDate: '2026-12-08', untilTime: '15:00', why: reason }),
        step('decline-extension', coordinator, { reason }),
        opened,
        step('cannot-open', network, { reason }),
        step('blocked-again', network),
        step('cannot-block', network, { reason }),
        ...[
          'remind-approvers',
          'lapse',
          'begin',
          'remind-to-open',
          'remind-of-end',
          'reach-end',
          'remind-to-block',
          'morning',
        ].map((name) => clock(name)),
        step('show-again', theClock, { place: 'channel:safeguarding' }),
        ...['case', `case:${people.coordinator}`, `job:${people.networkManager}`, 'receipt'].map(parked),
      ],
      answers: {
        'site-access/request': { address: longestAddress, category: 'social-media', period: 'lesson', use: 'write' },
      },
    },
    words,
  );
}
