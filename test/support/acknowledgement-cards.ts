import { actorOf, theClock } from '../../src/domain/people.ts';
import { fitsCard } from '../../src/domain/policy-card.ts';
import { LONGEST_TEXT, statement, type Wording, wordingHash } from '../../src/domain/wording.ts';
import { QUESTION } from '../../src/workflows/acknowledgement/command-data.ts';
import { acknowledgement } from '../../src/workflows/acknowledgement/index.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

/** The cards and forms of an acknowledgement, where people wrote `words` wherever they can; without `everyKind`, of those that have most in them. */
export function acknowledgementCards(words: string, everyKind = true): readonly SampleCard[] {
  const line = words.replace(/[\n\t ]+/gu, ' ');
  const agreement: Wording = {
    policy: 'P-7K3Q9F',
    version: 12,
    kind: 'agreement',
    title: line.slice(0, 100),
    changes: [line.slice(0, 140), line.slice(0, 140), line.slice(0, 140)],
    text: words.slice(0, LONGEST_TEXT),
    statement,
    isSigned: true,
  };
  const { text: _, ...rest } = agreement;
  const link = { address: `https://oakfield.example/${'policies/'.repeat(52)}`, sha256: 'ab'.repeat(32) };
  const linked: Wording = { ...rest, kind: 'policy', isSigned: false, link };
  // As many line breaks as no card takes: it is opened to be read.
  const long: Wording = { ...agreement, text: `${words.slice(0, 40)}\n${'On.\n'.repeat(1_980)}` };
  return [agreement, linked, long].flatMap((wording) => cardsOfWording(wording, words, everyKind));
}

function cardsOfWording(wording: Wording, words: string, everyKind: boolean): readonly SampleCard[] {
  const { version, title } = wording;
  const text = words.slice(0, QUESTION);
  const hash = wordingHash(wording);
  const asking = { campaign: 'M-7K3Q9F', policy: 'P-7K3Q9F', person: people.teacher, version, title, hash };
  const clock = (command: string, data = {}): Given => [`acknowledgement/${command}`, theClock, data];
  const press = (command: string, data = {}): Given => [`acknowledgement/${command}`, actorOf(people.teacher), data];
  const name = words.replace(/[\n\t ]+/gu, ' ').slice(0, 120);
  // What its card does not hold is acknowledged where it was read.
  const said = { version, from: fitsCard(wording) ? 'card' : 'view' };
  const yes = wording.isSigned ? press('sign', { ...said, name, jobTitle: name }) : press('acknowledge', said);
  const note = (outcome: string, slot = 'ask') => clock('delivery-note', { slot, outcome, code: 'teams-403' });
  const before = [clock('ask', asking), clock('send'), note('came')];
  const asked = press('ask-question', { text });
  const opened: Given = ['acknowledgement/open-question', actorOf(people.coordinator), { number: 1 }];
  const answered: Given = ['acknowledgement/answer', actorOf(people.coordinator), { number: 1, text }];
  const scenes = [
    [...before, asked, opened, yes],
    [...before, asked, answered, yes, clock('leave')],
    [clock('ask', asking)],
    [clock('ask', asking), clock('remind', { nth: 1 }), clock('send'), note('parked')],
    [...before, clock('remind', { nth: 1 })],
    before,
  ];
  const shared = { wording, hash, round: 1, dueBy: '2026-12-04', status: 'running', owner: people.coordinator };
  const pages = [1, 2, 3, 4].map((page) => press('open', { page }));
  return workflowCards(
    {
      workflow: acknowledgement,
      school: aSchool(),
      reference: 'R-7K3Q9F',
      at: monday,
      everyKind,
      gather: () => ({
        kind: 'record',
        record: {
          reference: 'M-7K3Q9F',
          status: 'running',
          shared: JSON.parse(JSON.stringify(shared)),
        },
      }),
      scenes: everyKind ? scenes : [...scenes.slice(0, 1), ...scenes.slice(-2)],
      commands: [
        clock('ask', asking),
        clock('send'),
        yes,
        press('acknowledge', { version: version - 1 }),
        press('show'),
        press('read'),
        ...pages,
        press('put-away'),
        asked,
        opened,
        ...byEach('acknowledgement/question', { number: 1 }, ['coordinator']),
        answered,
        note('parked', 'question:1'),
      ],
    },
    words,
  );
}
