import type { Json } from '../../src/domain/message.ts';

/** A view or message of Slack's, or a part of one. */
export type SlackPart = { readonly [part: string]: unknown };

/** A text in something drawn, with what it stands in, such as `plain_text.text`. */
export interface DrawnText {
  readonly place: string;
  readonly text: string;
  readonly within: SlackPart;
}

/** Everything that has parts in something drawn, the outer before the inner. */
export function slackParts(drawn: unknown): readonly SlackPart[] {
  if (Array.isArray(drawn)) return drawn.flatMap(slackParts);
  if (typeof drawn !== 'object' || drawn === null) return [];
  return [drawn as SlackPart, ...Object.values(drawn).flatMap(slackParts)];
}

/** Every text in something drawn, in order. */
export function slackTexts(drawn: unknown): readonly DrawnText[] {
  return slackParts(drawn).flatMap((part) =>
    Object.entries(part).flatMap(([name, text]) =>
      typeof text === 'string' ? [{ place: `${String(part['type'])}.${name}`, text, within: part }] : [],
    ),
  );
}

/** The buttons in something drawn, in order, without those that only open a page in the browser. */
export function slackButtons(drawn: unknown): readonly SlackPart[] {
  return slackParts(drawn).filter(({ type, url }) => type === 'button' && url === undefined);
}

/** The places in which Slack reads nothing in a text: neither a mention nor a link, no formatting, no emoji. */
const inert = ['plain_text.text', 'text.text', 'plain_text_input.initial_value'];

/** What people read or write in something drawn, by where it stands; what was parted is together again. */
export function inertTexts(drawn: unknown): readonly string[] {
  const texts = slackTexts(drawn);
  return inert.map((place) =>
    texts
      .filter((text) => text.place === place)
      .map(({ text }) => text)
      .join(''),
  );
}

/** What of a drawn view or message could be read as more than words; empty when nothing could. */
export function livePlaces(drawn: unknown): readonly string[] {
  const ids = /^<@[UW][A-Z0-9]{2,30}>( <@[UW][A-Z0-9]{2,30}>)*$/;
  const alive = ['user', 'usergroup', 'channel', 'broadcast', 'link', 'emoji', 'markdown', 'date'];
  return slackParts(drawn).flatMap((part) => {
    const { type, text, emoji } = part;
    if (type === 'mrkdwn') return ids.test(String(text)) ? [] : [`mrkdwn: ${String(text)}`];
    if (type === 'plain_text') return emoji === false ? [] : [`plain_text with emoji: ${String(text)}`];
    return alive.includes(String(type)) ? [JSON.stringify(part)] : [];
  });
}

/** Every text in a card's data but what its buttons carry. */
export function dataTexts(data: Json | undefined): readonly string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, part]: [string, Json]) => (key === 'press' ? [] : dataTexts(part)));
}
