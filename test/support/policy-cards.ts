import { actorOf, theClock } from '../../src/domain/people.ts';
import { LONGEST_TEXT } from '../../src/domain/wording.ts';
import { ADDRESS, CHANGE, REMARK, TITLE, WORDS } from '../../src/workflows/policy/command-data.ts';
import { policy } from '../../src/workflows/policy/index.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

const head = actorOf(people.head);
const chair = actorOf(people.chair);
const dsl = actorOf(people.dsl);

/** The cards and forms of policies, where people wrote `words` wherever they can; without `everyKind`, of those that have most in them. */
export function policyCards(words: string, everyKind = true): readonly SampleCard[] {
  const line = (most: number) =>
    words
      .replace(/[\n\t]+/g, ' ')
      .slice(0, most)
      .trim() || 'x';
  const remark = words.slice(0, REMARK).trim() || 'x';
  const draft = {
    kind: 'policy',
    title: line(TITLE),
    version: '9998',
    change1: line(CHANGE),
    change2: line(CHANGE),
    change3: line(CHANGE),
    text: words.slice(0, LONGEST_TEXT).trim() || 'x',
    address: `https://oakfield.example/${'policy'.repeat(79)}`.slice(0, ADDRESS),
    sha256: 'a1'.repeat(32),
    kinds: ['staff', 'governor'],
    roles: ['head', 'dsl', 'chair'],
    groups: ['humanities'],
    channels: ['staff-room'],
    people: Object.values(people).join('\n'),
    dueBy: '2026-12-04',
    isYearly: 'yes',
    owner: people.coordinator,
    reviewMonths: '12',
    nextReview: '2026-12-10',
    approval: 'head-and-chair',
    committee: line(WORDS),
    coordinators: line(WORDS),
    concerns: 'C-7K3Q9F\nC-8M4R2T',
  };
  const agreement = { ...draft, kind: 'agreement', approval: 'none', version: '1' };
  const made: Given = ['policy/publish', dsl, draft];
  const sent: Given = ['policy/confirm', dsl, { draft: 1 }];
  const sign = { draft: 1, name: line(120), jobTitle: line(120) };
  const [signed, bySecond]: readonly [Given, Given] = [
    ['policy/sign', head, sign],
    ['policy/sign', chair, sign],
  ];
  const back: Given = ['policy/send-back', chair, { draft: 1, reason: remark }];
  const revised: Given = ['policy/revise', dsl, { ...draft, version: '9999', isMaterial: 'yes' }];
  const known: Given = ['policy/made-known', dsl, { website: 'done', websiteOn: '2026-11-23', families: 'not-yet' }];
  const reviewed: Given = [
    'policy/reviewed',
    actorOf(people.coordinator),
    { reviewMonths: '12', nextReview: '2027-11-20', note: remark },
  ];
  const withdrawn: Given = ['policy/withdraw', head, { reason: remark }];
  /** Weeks later, when whatever may wait has waited for long. */
  const clock = (command: string, data = {}, days = 21): Given => [`policy/${command}`, theClock, data, days * 24 * 60];
  const began: Given = clock('campaign-began', { round: 1, campaign: 'M-7K3Q9F' }, 0);
  const published = [made, sent, signed, bySecond, began];
  const scenes: readonly (readonly Given[])[] = [
    [...published, known, reviewed, revised],
    [made, sent, signed],
    [...published, clock('ask-for-review', {}, 40)],
    [['policy/publish', dsl, agreement]],
    [made, sent, back],
    published,
    [made, ['policy/discard', dsl]],
    [...published, withdrawn],
  ];
  const readers = everyKind
    ? (['head', 'dsl', 'deputy', 'coordinator', 'chair', 'governor'] as const)
    : (['dsl', 'chair'] as const);
  return workflowCards(
    {
      workflow: policy,
      school: aSchool({
        groups: [{ id: 'humanities', name: 'Humanities', people: [people.teacher] }],
        staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } }],
      }),
      reference: 'P-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 3),
      commands: [
        made,
        ...byEach('policy/preview', {}, readers),
        ['policy/preview', head, { page: 2 }],
        // In the evening, when there is a choice.
        ['policy/preview', dsl, {}, 8 * 60],
        ['policy/confirm', dsl, { draft: 1 }, 8 * 60],
        ['policy/change', dsl, draft],
        sent,
        ['policy/confirm', dsl, { draft: 2 }],
        ['policy/discard', dsl],
        signed,
        bySecond,
        back,
        ...byEach('policy/open', {}, readers),
        ['policy/open', dsl, { page: 2 }],
        ...byEach('policy/read', {}, ['chair']),
        ['policy/read', chair, { page: 2 }],
        ...byEach('policy/put-away', {}, readers),
        revised,
        withdrawn,
        reviewed,
        known,
        clock('renew', { year: '2027-28', by: people.head }),
        ...['new-year', 'ask-for-review', 'remind-to-sign', 'remind-to-make-known'].map((one) => clock(one)),
        clock('show-again', { place: `person:${people.head}` }),
        clock('delivery-note', { slot: `sign:${people.head}`, outcome: 'parked', code: 'blocked' }),
      ],
    },
    words,
  );
}
