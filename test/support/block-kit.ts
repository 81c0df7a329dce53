import { accessory, action, anyText, id, input, plain } from './slack/elements.ts';
import { boolean, byType, type Check, integer, isParts, list, object, problem, string, word } from './slack/schema.ts';

// What Slack takes in views and messages, as docs.slack.dev publishes it: reference/block-kit/blocks and
// reference/views. Written apart from the product, so that the two can disagree.

/** Where blocks stand. */
export type Surface = 'message' | 'modal' | 'home';

const style = object({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });
const written = byType({
  text: object({ type: word('text'), text: string(1, 3_000) }, { style }),
  link: object({ type: word('link'), url: string(1, 3_000) }, { text: string(1, 3_000), style, unsafe: boolean }),
  user: object({ type: word('user'), user_id: id }, { style }),
  channel: object({ type: word('channel'), channel_id: id }, { style }),
  emoji: object({ type: word('emoji'), name: string(1, 255) }, { unicode: string(1, 255), style }),
  broadcast: object({ type: word('broadcast'), range: word('here', 'channel', 'everyone') }, { style }),
});
const lines = list(1, 1_000, written);
const richSection = object({ type: word('rich_text_section'), elements: lines });
const richText = byType({
  rich_text_section: richSection,
  rich_text_list: object(
    {
      type: word('rich_text_list'),
      style: word('bullet', 'ordered'),
      elements: list(1, 1_000, byType({ rich_text_section: richSection })),
    },
    { indent: integer(0, 8), offset: integer(0, 1_000), border: integer(0, 1) },
  ),
  rich_text_preformatted: object({ type: word('rich_text_preformatted'), elements: lines }, { border: integer(0, 1) }),
  rich_text_quote: object({ type: word('rich_text_quote'), elements: lines }, { border: integer(0, 1) }),
});

const kept = { block_id: id };
const common = {
  divider: object({ type: word('divider') }, kept),
  header: object({ type: word('header'), text: plain(150) }, kept),
  context: object({ type: word('context'), elements: list(1, 10, anyText(3_000)) }, kept),
  actions: object({ type: word('actions'), elements: list(1, 25, action) }, kept, differentActions),
  rich_text: object({ type: word('rich_text'), elements: list(1, 1_000, richText) }, kept),
  section: object(
    { type: word('section') },
    { ...kept, text: anyText(3_000), fields: list(1, 10, anyText(2_000)), accessory, expand: boolean },
    ({ text, fields }) => (text === undefined && fields === undefined ? ['missing required field: text'] : []),
  ),
};
const question = object(
  { type: word('input'), label: plain(2_000), element: input },
  { ...kept, hint: plain(2_000), optional: boolean, dispatch_action: boolean },
);

/** No input blocks in messages: what is typed there is seen by everybody who reads the channel. */
const blocks: { readonly [surface in Surface]: Check } = {
  message: list(0, 50, byType(common)),
  modal: list(0, 100, byType({ ...common, input: question })),
  home: list(0, 100, byType({ ...common, input: question })),
};

const viewIds = { private_metadata: string(0, 3_000), callback_id: string(0, 255), external_id: string(0, 255) };
const surfaces: { readonly [surface in Surface]: Check } = {
  message: object({}, { text: string(0, 40_000), blocks: blocks.message }, ({ text, blocks: drawn }) =>
    text === undefined && drawn === undefined ? ['no_text'] : [],
  ),
  modal: object(
    { type: word('modal'), title: plain(24), blocks: blocks.modal },
    {
      ...viewIds,
      submit: plain(24),
      close: plain(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
    ({ submit, blocks: drawn }) =>
      submit === undefined && blocksOf(drawn).some(({ type }) => type === 'input')
        ? ['missing required field: submit']
        : [],
  ),
  home: object({ type: word('home'), blocks: blocks.home }, viewIds),
};

/** Measured in metabase/metabase#79908: Slack does not publish it. */
const MESSAGE_TEXT_LIMIT = 13_200;
/** docs.slack.dev, views.open, `view_too_large`. */
const VIEW_BYTES_LIMIT = 250_000;

/**
 * What Slack would refuse in a view or message, each with its place; empty when it takes it. Of a message only what is
 * drawn is looked at: `text` and `blocks`.
 */
export function blockKitProblems(surface: Surface, given: unknown): readonly string[] {
  // What travels is JSON, in which what is undefined is not there at all.
  const drawn = given === undefined ? undefined : (JSON.parse(JSON.stringify(given)) as unknown);
  const at = surface === 'message' ? '' : '/view';
  const problems: string[] = [];
  surfaces[surface](drawn, at, problems);
  const all = blocksOf(isParts(drawn) ? drawn['blocks'] : undefined);
  return [...problems, ...wholeProblems(surface, all, at), ...sizeProblems(surface, drawn, all, at)];
}

function wholeProblems(surface: Surface, all: readonly Block[], at: string): readonly string[] {
  const ids = all.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
  const isTwice = new Set(ids).size < ids.length;
  const focused = all.filter(({ element }) => isParts(element) && element['focus_on_load'] === true);
  return [
    ...(isTwice ? [problem('`block_id` must be different in every block', `${at}/blocks`)] : []),
    ...(surface !== 'message' && focused.length > 1
      ? [problem('only one element may have focus_on_load', `${at}/blocks`)]
      : []),
  ];
}

function sizeProblems(surface: Surface, drawn: unknown, all: readonly Block[], at: string): readonly string[] {
  if (surface !== 'message')
    return Buffer.byteLength(JSON.stringify(drawn) ?? '') > VIEW_BYTES_LIMIT ? [problem('view_too_large', at)] : [];
  return textsIn(all).join('').length > MESSAGE_TEXT_LIMIT ? [problem('msg_blocks_too_long', `${at}/blocks`)] : [];
}

type Block = { readonly [part: string]: unknown };

function blocksOf(drawn: unknown): readonly Block[] {
  return Array.isArray(drawn) ? drawn.filter(isParts) : [];
}

function differentActions({ elements }: Block): readonly string[] {
  const ids = blocksOf(elements).map(({ action_id }) => action_id);
  return new Set(ids).size < ids.length ? ['`action_id` must be different in every element'] : [];
}

function textsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (!isParts(part)) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}
