import type { CardContent } from './decider.ts';
import type { Button } from './message.ts';
import { documentNames } from './policies.ts';
import type { School } from './school.ts';
import { instantOf, type LocalDate, saidDate } from './school-time.ts';
import type { Wording } from './wording.ts';

/** What a card with a wording is drawn from, besides the wording. */
interface PolicyCardOf {
  readonly school: School;
  readonly dueBy: LocalDate;
  readonly buttons: readonly Button[];
  /** What is said above it, such as that it is a newer version than the one that stood there. */
  readonly note?: string;
  readonly isReminder?: boolean;
}

/**
 * How much of a wording a card takes, as it is written on its way to a chat: with the rest of the card it stays below the
 * 24 KB of Teams and the 13,200 characters of Slack. A text of 8,000 letters fits; one of as many line breaks or
 * pictures does not.
 */
const CARD_WEIGHT = 9_200;

/** Whether the card shows all of a wording; what it does not show is opened from it. */
export function fitsCard({ text = '', changes, title, link }: Wording): boolean {
  return JSON.stringify([text, changes, title, link ?? null]).length <= CARD_WEIGHT;
}

/**
 * The card that asks for a wording to be read and acknowledged. It is the same for everybody and on every day: no name,
 * nothing of the person (R167).
 */
export function policyCard(wording: Wording, of: PolicyCardOf): CardContent {
  const { school, dueBy, buttons, note = '', isReminder = false } = of;
  const asked = `${wording.isSigned ? 'read and sign' : 'read and acknowledge'} by ${saidDueDate(dueBy, school)}`;
  return {
    card: 'policy',
    preview: `${isReminder ? 'A reminder' : documentNames[wording.kind]}: please ${asked}`,
    data: {
      title: wording.title,
      about: `${documentNames[wording.kind]}, version ${wording.version}`,
      ask: isReminder ? `A reminder: please ${asked}.` : `Please ${asked}.`,
      note,
      blocks: wordingBlocks(wording),
      small: fingerprint(wording),
      link: openedLink(wording),
      buttons,
    },
  };
}

/** The day by which something is to be read, the same words on whatever day they are said. */
export function saidDueDate(dueBy: LocalDate, school: School): string {
  return saidDate(school, dueBy, instantOf(school, dueBy, '12:00'));
}

/** A policy and its version in words: `Online safety policy, version 4`. */
export function saidVersion({ title, version }: Pick<Wording, 'title' | 'version'>): string {
  return `${title}, version ${version}`;
}

function wordingBlocks(wording: Wording): readonly { readonly heading: string; readonly text: string }[] {
  const { changes, text, link, isSigned } = wording;
  const isShown = fitsCard(wording);
  return [
    ...(changes.length === 0 ? [] : [{ heading: saidChanges(wording), text: changes.join('\n') }]),
    ...(text !== undefined && isShown ? [{ heading: 'The text', text }] : []),
    ...(isSigned && isShown ? [saidBySigning(wording)] : []),
    ...(isShown ? [] : [{ heading: 'The text', text: saidLong(wording) }]),
    ...(link === undefined || !isShown ? [] : [{ heading: 'Where it stands', text: link.address }]),
  ];
}

/** What the first lines of a wording are about: nothing has changed in a first version. */
export function saidChanges({ version }: Pick<Wording, 'version'>): string {
  return version === 1 ? 'What it is about' : 'What changed';
}

function saidLong({ isSigned }: Wording): string {
  return `It is long: press "Read it" to have it before you. You ${isSigned ? 'sign' : 'acknowledge'} it at its end.`;
}

/** What somebody says by signing: part of what they are shown before they do (R165). */
export function saidBySigning({ statement }: Wording): { readonly heading: string; readonly text: string } {
  return { heading: 'By signing you say', text: `${statement}.` };
}

/** Which file was published behind a link, so that a later one can be told from it. */
export function fingerprint({ link }: Wording): string {
  return link === undefined ? '' : `Fingerprint of the file (SHA-256): ${link.sha256}`;
}

/** The address behind the button that opens a link; '' where there is none, or nothing that a browser may open. */
function openedLink({ link }: Wording): string {
  const isPlain = link !== undefined && /^https:\/\/[^\s"<>\\^`{|}]{1,1900}$/.test(link.address);
  return isPlain && URL.canParse(link.address) ? new URL(link.address).href : '';
}
