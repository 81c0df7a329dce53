import { csvRow } from '../../domain/csv.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { slots } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { Asking } from './decision-parts.ts';
import { linesInPages } from './lines-in-pages.ts';
import type { Campaign } from './state.ts';
import { number, saidWhich } from './words.ts';

/** A part of the register, as the store gave it. */
export interface ExportPage {
  readonly askings: readonly Asking[];
  readonly after: string;
  readonly next?: string | undefined;
  readonly page: number;
  readonly isWhole: boolean;
}

/** The columns of the table. */
const header = [
  'name',
  'job title',
  'address',
  'status',
  'asked',
  'delivered',
  'acknowledged at',
  'version',
  'signed name',
  'signed job title',
  'sha-256 of the wording',
] as const;

/** How many characters of the table stand on one page, so that a card stays far below the chats' limits. */
const PAGE = 4_500;

/** Everybody who was asked, as a table to be copied; the whole as a file is the command line's. */
export function exportFile(campaign: Campaign, person: PersonId, shown: ExportPage, of: CardContext) {
  const { reference } = of;
  const rows = shown.askings.map((asking) => csvRow(cellsOf(asking, of.school)));
  const pages = linesInPages(rows, PAGE);
  const page = Math.min(shown.page, pages.length);
  const turn = (label: string, given: { readonly [key: string]: string }) =>
    button('campaign/export', reference, { label, given });
  const { after, next } = shown;
  const gap = shown.isWhole ? '' : ' Not all could be read just now: open it again in a few minutes.';
  return {
    slot: slots.view(person),
    card: 'case-file',
    preview: 'Export',
    data: {
      title: `${saidWhich(campaign.file.wording)} · export`,
      attention: false,
      caution: `Copy this into a file that ends in .csv. That you opened it is on the record.${gap}`,
      blocks: [{ heading: '', text: [csvRow(header), ...(pages[page - 1] ?? [])].join('\n') }],
      page: `Page ${page} of ${pages.length}${next === undefined ? '' : ', and more'} · ${number(shown.askings.length)} here`,
      turns: [
        ...(page > 1 ? [turn('Back', { after, page: String(page - 1) })] : []),
        ...(page === 1 && after !== '' ? [turn('From the beginning', {})] : []),
        ...(page < pages.length ? [turn('Go on', { after, page: String(page + 1) })] : []),
        ...(page === pages.length && next !== undefined ? [turn('Go on', { after: next })] : []),
      ],
      buttons: [button('campaign/put-away', reference, { chatOnly: true })],
      more: [],
    },
    fades: exportPutAway(of),
  } as const;
}

/** What stands in the chat when the table is no longer shown there. */
export function exportPutAway({ reference }: CardContext) {
  const text = 'An export was shown here and has been put away.';
  const buttons = [button('campaign/export', reference, { label: 'Open again' })];
  return {
    card: 'notice',
    preview: 'What was shown here has been put away.',
    data: { title: '', lines: [text], buttons },
  } as const;
}

function cellsOf(asking: Asking, school: School): readonly string[] {
  const { name, jobTitle, person, status, askedAt, acknowledgedAt, version, signature, hash } = asking;
  return [
    name,
    jobTitle,
    person,
    status,
    saidMoment(school, askedAt),
    delivered[status] ?? '',
    acknowledgedAt === undefined ? '' : saidMoment(school, acknowledgedAt),
    String(version),
    signature?.name ?? '',
    signature?.jobTitle ?? '',
    hash,
  ];
}

/** Whether the card stood in their chat; of who left or was let go, the status does not say. */
const delivered: Readonly<Record<string, string>> = {
  pending: 'no',
  unreachable: 'no',
  delivered: 'yes',
  acknowledged: 'yes',
};

/** A moment as a spreadsheet sorts it, in the school's time. */
function saidMoment(school: School, at: string): string {
  const { date, time } = localDateTime(school, at);
  return `${date} ${time}`;
}
