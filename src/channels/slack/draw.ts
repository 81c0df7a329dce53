import type { CardContent } from '../../domain/decider.ts';
import type { CardData, Json } from '../../domain/message.ts';
import type { createRenderer } from '../render.ts';
import { type ButtonRow, createButtonDrawer, isRecord, type Pressable, plainText } from './buttons.ts';
import { prepareData } from './card-data.ts';
import type { SlackMessage, SlackView } from './connector.ts';
import { CANCEL, drawForm } from './draw-form.ts';

type Render = ReturnType<typeof createRenderer>;

/** The callback id of every modal of ours. */
const MODAL = 'safeguarding';

/** Stands above every modal. */
const TITLE = 'Safeguarding';
const METADATA_LIMIT = 3_000;
/** So many mentions fit into one text. */
const MENTIONS_AT_ONCE = 50;

/** Draws a card as a message. `mentions` are ids of people in Slack, who are notified of it. */
export function drawMessage(
  render: Render,
  content: CardContent,
  { slot, mentions = [] }: { readonly slot?: string | undefined; readonly mentions?: readonly string[] } = {},
): SlackMessage {
  if (content.card === 'form') throw new Error('a form stands in a modal alone');
  return {
    text: escapeText(content.preview),
    blocks: [...drawCard(render, content, slot), ...mentionBlocks(mentions)],
  };
}

/** Draws a card as a modal. With `isDraft`, the answers of a form's other steps are kept elsewhere. */
export function drawModal(
  render: Render,
  content: CardContent,
  { slot, isDraft }: { readonly slot?: string | undefined; readonly isDraft?: boolean } = {},
): SlackView {
  const modal = { type: 'modal', callback_id: MODAL, title: plainText(TITLE) } as const;
  if (content.card !== 'form')
    return { ...modal, close: plainText('Close'), blocks: drawCard(render, untitled(content), slot) };
  const { data, submit, metadata } = drawForm(content.data, { slot, ...(isDraft === undefined ? {} : { isDraft }) });
  return {
    ...modal,
    close: plainText(CANCEL),
    ...(submit === undefined ? {} : { submit: plainText(submit) }),
    private_metadata: metadata,
    // Whoever closes it half-way is offered it again.
    notify_on_close: true,
    blocks: blocksOf(render('form', data)['blocks']),
  };
}

/** What stands above the modal is not said again in it. */
function untitled(content: CardContent): CardContent {
  return content.data['title'] === TITLE ? { ...content, data: { ...content.data, title: '' } } : content;
}

/** Draws a card as somebody's Home tab. */
export function drawHome(render: Render, content: CardContent): SlackView {
  return { type: 'home', blocks: drawCard(render, content, undefined) };
}

/** Whether Slack takes what a modal is to remember for us. */
export function fitsModal({ private_metadata: metadata = '' }: SlackView): boolean {
  return metadata.length <= METADATA_LIMIT;
}

function drawCard(render: Render, { card, data }: CardContent, slot: string | undefined): readonly Json[] {
  const carried = ({ press }: Pressable): Json => (slot === undefined ? press : { ...press, slot });
  const rows: (buttons: readonly Pressable[]) => readonly ButtonRow[] = createButtonDrawer(carried);
  const given: CardData = card === 'line' ? { lines: [data['text'] ?? ''] } : data;
  return blocksOf(render(card, prepareData(given, rows))['blocks']);
}

/** The blocks of a drawn template: those that stand together in it in their order, without what was left out. */
function blocksOf(drawn: Json | undefined): readonly Json[] {
  if (!Array.isArray(drawn)) return [];
  return drawn.flatMap((block: Json) => {
    if (!isRecord(block)) return [];
    if (block['type'] === undefined) return blocksOf(block['blocks']);
    return [Object.fromEntries(Object.entries(block).filter(([, part]) => part !== null))];
  });
}

/** The only text of ours in which Slack reads anything: ids that can be nothing but ids. */
function mentionBlocks(mentions: readonly string[]): readonly Json[] {
  const known = mentions.filter((id) => /^[UW][A-Z0-9]{2,30}$/.test(id)).map((id) => `<@${id}>`);
  const lines = Math.ceil(known.length / MENTIONS_AT_ONCE);
  return Array.from({ length: lines }, (_, line) => {
    const some = known.slice(line * MENTIONS_AT_ONCE, (line + 1) * MENTIONS_AT_ONCE);
    return { type: 'section', text: { type: 'mrkdwn', text: some.join(' ') } };
  });
}

/** In the text of a notification Slack reads three characters as more than themselves. */
function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
