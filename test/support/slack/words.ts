import type { Part } from './workspace.ts';

/** What a text object shows. In mrkdwn three characters are written as entities. */
export function shownText(text: unknown): string {
  if (typeof text !== 'object' || text === null) return '';
  const { type, text: written } = text as Part;
  return type === 'mrkdwn' ? unescaped(String(written)) : String(written);
}

/** Slack's mrkdwn with its three entities read. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Everything that can be pressed in blocks, with the block it stands in. */
export function buttonsIn(
  blocks: unknown,
): readonly { readonly label: string; readonly button: Part; readonly block: Part }[] {
  return ((blocks ?? []) as Part[]).flatMap((block) =>
    [block['accessory'], ...((block['elements'] ?? []) as unknown[])]
      .filter((element) => (element as Part | undefined)?.['type'] === 'button')
      .map((element) => ({ label: shownText((element as Part)['text']), button: element as Part, block })),
  );
}

/** What blocks say, a line each: texts, labels and hints, and buttons in brackets. What stands in inputs is not in it. */
export function linesOf(blocks: unknown): readonly string[] {
  return ((blocks ?? []) as Part[]).flatMap(linesOfBlock).filter((line) => line !== '');
}

function linesOfBlock(block: Part): readonly string[] {
  const { type, text, fields, elements, accessory, label, hint, optional } = block;
  if (type === 'rich_text') return ((elements ?? []) as Part[]).flatMap(linesOfRichText);
  if (type === 'input') return [`${shownText(label)}${optional === true ? ' (optional)' : ''}`, shownText(hint)];
  const inner = [...((fields ?? []) as unknown[]), ...((elements ?? []) as unknown[]), accessory];
  return [shownText(text), ...inner.map(shownElement)];
}

function shownElement(element: unknown): string {
  const { type, text } = (element ?? {}) as Part;
  if (type === 'button') return `[${shownText(text)}]`;
  return type === 'plain_text' || type === 'mrkdwn' ? shownText(element) : '';
}

function linesOfRichText(part: Part): readonly string[] {
  const inner = (part['elements'] ?? []) as Part[];
  if (part['type'] === 'rich_text_list') return inner.flatMap(linesOfRichText);
  const said = inner.map(({ type, text, url, user_id }) =>
    type === 'user' ? `<@${user_id}>` : String(text ?? url ?? ''),
  );
  return said.join('').split('\n');
}
