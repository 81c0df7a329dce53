import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { cardHolder, viewSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { noticeOf } from './cards.ts';
import { offered } from './offers.ts';
import { phases } from './phases.ts';
import { notSigned, type Row } from './rows.ts';
import type { Roll } from './state.ts';
import * as words from './words.ts';

/** All of a roll for who records it: the figures, who has not signed class by class, and the text that is signed. */
export function rollFile(roll: Roll, person: PersonId, page: number, of: CardContext, said?: string): Reply {
  const { phase, wording, hash, rows } = roll.file;
  const missing = notSigned(rows, phase);
  const buttons = offered(roll, person, of.school).map((command, at) =>
    button(command, of.reference, { primary: at === 0 }),
  );
  return file(roll, person, of, {
    page,
    turnedBy: 'signature-roll/open',
    blocks: [
      ...(said === undefined ? [] : [{ heading: 'Kept', text: said }]),
      { heading: words.saidAgreement(roll), text: whereItStands(roll, of).join('\n') },
      ...[...missing].map(([group, of]) => saidGroup(roll, group, of)),
      { heading: 'The text that is signed', text: wording.text ?? '' },
      { heading: '', text: `Fingerprint (SHA-256): ${hash}` },
    ],
    buttons,
  });
}

/** Who has not signed, for IT: names and classes, and nothing else of them (R163). */
export function unsignedFile(roll: Roll, person: PersonId, page: number, of: CardContext): Reply {
  const { phase, rows } = roll.file;
  const groups = [...notSigned(rows, phase)].map(([group, missing]) => ({
    heading: group === '' ? phases[phase].several : group,
    text: missing.map(({ name }) => name).join('\n'),
  }));
  return file(roll, person, of, {
    page,
    turnedBy: 'signature-roll/show-who',
    blocks: [{ heading: words.saidAgreement(roll), text: `Not signed: ${words.saidUnsigned(roll)}` }, ...groups],
    buttons: [],
  });
}

/** What stands in the chat when a roll is no longer shown there. */
export function putAway({ reference }: Pick<CardContext, 'reference'>): CardContent {
  return noticeOf(`Signatures ${reference} were shown here and have been put away.`);
}

interface PageOf {
  readonly page: number;
  readonly turnedBy: 'signature-roll/open' | 'signature-roll/show-who';
  readonly blocks: readonly Said[];
  readonly buttons: readonly Button[];
}

function file(roll: Roll, person: PersonId, of: CardContext, shown: PageOf): Reply {
  const pages = paginate(shown.blocks);
  const page = Math.min(shown.page, pages.length);
  const turn = (to: number, label: string) =>
    button(shown.turnedBy, of.reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Signatures ${of.reference}`,
    data: {
      title: `Signatures ${of.reference} · ${words.statusWords[roll.status]}`,
      attention: false,
      caution: 'Names stand here for you alone. That you opened this is on the record.',
      blocks: (pages[page - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${page} of ${pages.length}` : '',
      turns: [...(page > 1 ? [turn(page - 1, 'Back')] : []), ...(page < pages.length ? [turn(page + 1, 'More')] : [])],
      buttons: [...shown.buttons, button('signature-roll/put-away', of.reference, { chatOnly: true })],
      more: [],
    },
    fades: putAway(of),
  };
}

function whereItStands(roll: Roll, { school, at }: CardContext): readonly string[] {
  const { phase, begunBy, recordedAt, corrections, terms, parked } = roll.file;
  const missed = parked.flatMap((slot) => cardHolder(slot) ?? []);
  return [
    `${words.saidBar(roll)} ${words.saidFigures(roll)}`,
    `${phases[phase].label} (${phases[phase].source}).`,
    `Last day to sign: ${words.saidDue(roll, school, at)}. ${terms.tellsIt ? 'IT hears who has not signed once it is past.' : 'IT is not told.'}`,
    `Begun by ${personName(school, begunBy)}. Recorded by ${words.saidRecorders(roll, school)}.`,
    ...(recordedAt === '' ? [] : [`Last recorded ${saidDateTime(school, recordedAt)}.`]),
    ...(corrections === 0 ? [] : [`${words.counted(corrections, 'correction')}, kept in the history.`]),
    ...(missed.length === 0
      ? []
      : [
          `A card could not be delivered to ${missed.map((one) => personName(school, one)).join(', ')}. Tell them another way.`,
        ]),
    ...(roll.status === 'closed' ? [`Closed: ${roll.reason}`] : []),
  ];
}

function saidGroup({ file: { phase, rows } }: Roll, group: string, missing: readonly Row[]): Said {
  const all = rows.filter((row) => row.group === group).length;
  const name = group === '' ? phases[phase].several : group;
  const needs = phases[phase].needs.length;
  const line = (row: Row) => (needs > 1 ? `${row.name} (${words.saidMissing(row, phase)})` : row.name);
  return { heading: `${name} · ${missing.length} of ${all} not signed`, text: missing.map(line).join('\n') };
}
