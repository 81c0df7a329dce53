import type { CardContent, Reply } from '../../domain/decider.ts';
import { policyCard, saidVersion } from '../../domain/policy-card.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { button, type CardContext, questionButton, wordingButtons } from './buttons.ts';
import type { From } from './command-data.ts';
import type { Shown } from './decision-parts.ts';
import { openedText } from './file-card.ts';
import { ASK_SLOT } from './sending.ts';
import { type Acknowledgement, type Signed, signedOf } from './state.ts';

/** What is said with a card that stands there again. */
export interface Standing {
  readonly from: From;
  readonly note?: string;
  readonly page?: number;
}

/**
 * What stands before the person now: the receipt, or the wording that they owe. On the card in their chat, or where the
 * text was opened.
 */
export function standing(
  state: Acknowledgement,
  shown: Shown | undefined,
  { from, note = '', page = 1 }: Standing,
  of: CardContext,
): Reply | undefined {
  if (from === 'view') return openedText(state, shown, { page, note }, of);
  const content = onCard(state, shown, note, of);
  return content === undefined ? undefined : { slot: ASK_SLOT, ...content };
}

function onCard(
  state: Acknowledgement,
  shown: Shown | undefined,
  note: string,
  of: CardContext,
): CardContent | undefined {
  const signed = signedOf(state);
  if (signed !== undefined) return receipt(state, signed, note, of);
  if (shown === undefined) return undefined;
  const { wording, dueBy } = shown;
  const buttons = wordingButtons(wording, state.file.campaign, 'card');
  return policyCard(wording, { school: of.school, dueBy, buttons, note });
}

/** What somebody has in their chat once they have acknowledged: what, which version and when. */
function receipt({ file }: Acknowledgement, signed: Signed, note: string, of: CardContext): CardContent {
  const said = saidSigned(signed, of);
  return {
    card: 'notice',
    preview: said,
    data: {
      title: saidVersion(signed.wording),
      lines: [`${said}.`, ...(note === '' ? [] : [note])],
      buttons: [
        button('acknowledgement/open', of.reference, { label: showSigned(signed), opens: true }),
        questionButton(file.campaign, 'card'),
      ],
    },
  };
}

/** It stands in the chat for years, so it says a day that stays right. */
function saidSigned({ at, signature }: Signed, { school }: CardContext): string {
  return `${signature === null ? 'Acknowledged' : 'Signed'} ${saidDateTime(school, at)}`;
}

function showSigned({ signature }: Signed): string {
  return signature === null ? 'Show what I acknowledged' : 'Show what I signed';
}
