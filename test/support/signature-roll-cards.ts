import { csvOf } from '../../src/domain/csv.ts';
import { actorOf, theClock } from '../../src/domain/people.ts';
import { LONGEST_TEXT } from '../../src/domain/wording.ts';
import { PART, REASON, TITLE } from '../../src/workflows/signature-roll/command-data.ts';
import { signatureRoll } from '../../src/workflows/signature-roll/index.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { byEach, workflowCards } from './workflow-cards.ts';

const WEEK_MINUTES = 7 * 24 * 60;

/** The cards and forms of signature rolls, where people wrote `words` wherever they can. */
export function signatureRollCards(words: string, everyKind = true): readonly SampleCard[] {
  const head = actorOf(people.head);
  const recorder = actorOf(people.assistant);
  // A name stands on one line, without what nobody sees.
  const name = /[\p{Cf}\n"]/u.test(words.slice(0, 90)) ? 'Amelia Hart' : words.slice(0, 90).trim();
  const text = words.slice(0, LONGEST_TEXT).trim();
  const terms = { dueOn: '2026-11-24', internet: 'yes', recorders: people.assistant };
  const begin = (phase: string): Given => [
    'signature-roll/begin',
    head,
    { ...terms, title: words.slice(0, TITLE).trim(), phase, part: words.slice(0, PART).trim(), year: '2026-27', text },
  ];
  const rows = Array.from({ length: 40 }, (_, at) => [
    `${at} ${name}`,
    `7${'ABCD'[at % 4]}`,
    at % 3 === 0 ? 'yes' : '',
    '',
  ]);
  const table = csvOf(rows);
  const signed = csvOf(rows.map(([who = '', group = '']) => [who, group, 'yes', '14/09/2026']));
  const record: Given = ['signature-roll/record', recorder, { table }];
  const come: Given = ['signature-roll/come-due', theClock, {}, WEEK_MINUTES];
  const close: Given = ['signature-roll/close', head, { reason: words.slice(0, REASON) }];
  const note = { slot: `unsigned:${people.networkManager}`, outcome: 'parked', code: 'blocked' };
  const parked: Given = ['signature-roll/delivery-note', theClock, note];
  const all: Given = ['signature-roll/record', recorder, { table: signed }];
  const scenes: readonly (readonly Given[])[] = [
    [begin('secondary'), record, come, parked],
    [begin('primary'), record, come, all],
    [begin('visitors'), record, close],
    [begin('secondary')],
  ];
  return workflowCards(
    {
      workflow: signatureRoll,
      school: aSchool(),
      reference: 'G-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 1),
      // Some change, and some cannot be understood.
      answers: {
        'signature-roll/record': { table: `${csvOf(rows.slice(0, 4))}${csvOf(rows.slice(2, 6))}` },
        'signature-roll/take-off': { table: csvOf(rows.slice(0, 12)) },
      },
      commands: [
        begin('secondary'),
        ...byEach('signature-roll/open', {}, ['head', 'assistant']),
        ...byEach('signature-roll/show-who', {}, ['networkManager']),
        ...byEach('signature-roll/put-away', {}, ['assistant']),
        record,
        all,
        ['signature-roll/take-off', recorder, { table: csvOf(rows.slice(0, 12)), reason: words.slice(0, REASON) }],
        ['signature-roll/change', head, { ...terms, recorders: people.teacher }],
        close,
        come,
        ['signature-roll/show-again', theClock, { place: `person:${people.assistant}` }],
        parked,
      ],
    },
    words,
  );
}
