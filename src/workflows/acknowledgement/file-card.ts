import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { documentNames } from '../../domain/policies.ts';
import { fingerprint, saidBySigning, saidChanges, saidDueDate, saidVersion } from '../../domain/policy-card.ts';
import { localDateTime, saidFullDate } from '../../domain/school-time.ts';
import type { Wording } from '../../domain/wording.ts';
import { button, type CardContext, questionButton, wordingButtons } from './buttons.ts';
import type { Shown } from './decision-parts.ts';
import { type Acknowledgement, isOwed, type Signed, signedOf } from './state.ts';

/** The slot of the card that one person's open text fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** Which page of a text, and what is said above it. */
interface Opened {
  readonly page: number;
  readonly note: string;
}

/**
 * The text in full, a page at a time: exactly as it was acknowledged, or as it is to be. Nothing can be acknowledged
 * before its last page.
 */
export function openedText(
  state: Acknowledgement,
  shown: Shown | undefined,
  { page: asked, note }: Opened,
  of: CardContext,
): Reply | undefined {
  const { reference } = of;
  const signed = signedOf(state);
  if (signed === undefined && shown === undefined) return undefined;
  const blocks = signed === undefined ? owedBlocks(shown) : signedBlocks(signed, of);
  const pages = paginate(blocks);
  const page = Math.min(asked, pages.length);
  const turn = (to: number, label: string): Button =>
    button('acknowledgement/open', reference, { label, given: { page: String(to), ...versionOf(shown) } });
  const isLast = page === pages.length;
  const { campaign, person } = state.file;
  const next: readonly Button[] =
    signed !== undefined
      ? [questionButton(campaign, 'view')]
      : shown === undefined || !isLast
        ? []
        : wordingButtons(shown.wording, campaign, 'view');
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: 'A policy that you opened',
    data: {
      title: signed === undefined ? saidOwed(shown, of) : saidWhen(signed, of),
      attention: false,
      caution: note,
      blocks: (pages[page - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${page} of ${pages.length}` : '',
      turns: [...(page > 1 ? [turn(page - 1, 'Back')] : []), ...(isLast ? [] : [turn(page + 1, 'Next page')])],
      buttons: [...next, button('acknowledgement/put-away', reference, { chatOnly: true })],
      more: [],
    },
    fades: putAway(state, of),
  };
}

/** What stands in the chat when a text is no longer shown there. */
export function putAway(state: Acknowledgement, { reference }: CardContext): CardContent {
  const text = 'A policy was shown here and has been put away.';
  const again = button('acknowledgement/open', reference, { label: 'Open again', opens: true });
  const buttons = isOwed(state) || signedOf(state) !== undefined ? [again] : [];
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons } };
}

function owedBlocks(shown: Shown | undefined): readonly Said[] {
  if (shown === undefined) return [];
  const { wording } = shown;
  const what = { heading: saidVersion(wording), text: documentNames[wording.kind] };
  return [what, ...textBlocks(wording), ...(wording.isSigned ? [saidBySigning(wording)] : [])];
}

/** Who, when, which version and exactly which words: the record of a signature (R165). */
function signedBlocks(signed: Signed, of: CardContext): readonly Said[] {
  const { wording, hash, signature } = signed;
  const as = signature === null ? [] : [`Signed by: ${signature.name}, ${signature.jobTitle}`];
  const proof = [`${documentNames[wording.kind]}`, ...as, `You said: ${wording.statement}`, saidInFull(signed, of)];
  return [
    { heading: saidVersion(wording), text: proof.join('\n') },
    ...textBlocks(wording),
    { heading: 'Fingerprint of these words (SHA-256)', text: hash },
  ];
}

/** A page that is turned says of which version it was, so that nobody reads half of each. */
function versionOf(shown: Shown | undefined): { readonly version?: string } {
  return shown === undefined ? {} : { version: String(shown.wording.version) };
}

function textBlocks(wording: Wording): readonly Said[] {
  const { changes, text, link } = wording;
  return [
    ...(changes.length === 0 ? [] : [{ heading: saidChanges(wording), text: changes.join('\n') }]),
    ...(text === undefined ? [] : passages(text)),
    ...(link === undefined ? [] : [{ heading: 'Where it stands', text: `${link.address}\n${fingerprint(wording)}` }]),
  ];
}

function saidOwed(shown: Shown | undefined, { school }: CardContext): string {
  const what = shown?.wording.isSigned === true ? 'To read and sign' : 'To read';
  return `${what} by ${saidDueDate(shown?.dueBy ?? '', school)}`;
}

function saidInFull({ at }: Signed, { school }: CardContext): string {
  const { date, time } = localDateTime(school, at);
  return `On ${saidFullDate(date)}, ${time}`;
}

function saidWhen(signed: Signed, of: CardContext): string {
  return `${signed.signature === null ? 'Acknowledged' : 'Signed'} ${saidInFull(signed, of).replace(/^On /, '')}`;
}

/** About how many characters stand in one passage, so that a page is filled. */
const PASSAGE = 1_000;

/** A text in passages of whole lines, the first with a heading. */
function passages(text: string): readonly Said[] {
  const parts: string[] = [];
  for (const line of text.split('\n')) {
    const before = parts.at(-1);
    if (before !== undefined && before.length + line.length < PASSAGE) parts[parts.length - 1] = `${before}\n${line}`;
    else parts.push(line);
  }
  return parts.map((part, at) => ({ heading: at === 0 ? 'The text' : '', text: part }));
}
