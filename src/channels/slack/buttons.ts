import type { Button, Json } from '../../domain/message.ts';
import { shorten } from './long-text.ts';

/** A button on its way to Slack; those of a form say nothing of where they stand. */
export type Pressable = Pick<Button, 'label' | 'press' | 'primary'> & Partial<Pick<Button, 'opens' | 'chatOnly'>>;

/** Buttons beside each other; on a telephone they stand one below the other. */
export interface ButtonRow {
  readonly [key: string]: Json;
  readonly row: readonly Json[];
}

const IN_A_ROW = 5;
const LABEL_LIMIT = 75;

/** Text that Slack shows as it is: no mention, no link, no formatting and no emoji is read in it. */
export function plainText(text: string): Json {
  return { type: 'plain_text', text, emoji: false };
}

/**
 * Gives what draws buttons in rows. Each button of a view gets an id of its own, which says whether pressing it opens
 * the private surface; what it carries is for `carried` to say.
 */
export function createButtonDrawer(carried: (button: Pressable) => Json) {
  let drawn = 0;
  function draw(button: Pressable): Json {
    drawn += 1;
    return {
      type: 'button',
      text: plainText(shorten(button.label, LABEL_LIMIT)),
      action_id: `${button.opens === true ? 'open' : 'do'}:${drawn}`,
      value: pack(carried(button)),
      ...(button.primary ? { style: 'primary' } : {}),
    };
  }
  return (buttons: readonly Pressable[]): readonly ButtonRow[] => {
    // Content is only ever shown in modals here, which close.
    const elements = buttons.filter(({ chatOnly }) => chatOnly !== true).map(draw);
    const rows = Math.ceil(elements.length / IN_A_ROW);
    return Array.from({ length: rows }, (_, row) => ({ row: elements.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW) }));
  };
}

/** Whether something in a card's data is buttons. */
export function isButtons(data: Json): data is readonly Button[] {
  return Array.isArray(data) && data.length > 0 && data.every((one: Json) => isRecord(one) && isRecord(one['press']));
}

/** Data as Slack keeps it for us. Slack escapes these three in some of what it sends back, so that none is in it. */
export function pack(data: Json): string {
  return JSON.stringify(data).replace(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** What a button carries that stands in no form: from outside, to be checked. Undefined where it is not ours. */
export function readPress(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Whether something in a card's data has named parts. */
export function isRecord(data: Json | undefined): data is { readonly [key: string]: Json } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
