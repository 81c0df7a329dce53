import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { type CardData, type CardName, cardNames, type Json, type Message } from '../domain/message.ts';

/** A drawn card or message, as the chat takes it. */
export type Drawn = { readonly [key: string]: Json };

/**
 * Reads the templates of one chat, one for each kind of card, and gives the function that fills them. Each template is
 * built once. The data is not evaluated: what people wrote stays what they wrote.
 */
export function createRenderer(chat: 'teams' | 'slack'): (card: CardName, data: CardData) => Drawn {
  const templates = new Map(cardNames.map((name) => [name, new Template(readTemplate(chat, name))]));
  return (card, data) => templates.get(card)?.expand({ $root: data });
}

/** How many drawings are kept: more than there are campaigns at a time. */
const MOST_KEPT = 20;

/**
 * Keeps what the messages of a campaign look like in one chat, so that what thousands get is drawn once. What is not the
 * same to the letter is drawn by itself, and so is each that mentions somebody: whom it notifies depends on the chat too.
 */
export function createDrawings<Look>() {
  const kept = new Map<string, { readonly of: string; readonly look: Look }>();
  return ({ campaign, mentions = [], slot, card, data, preview }: Message, draw: () => Look): Look => {
    if (campaign === undefined || mentions.length > 0) return draw();
    const of = JSON.stringify([slot, card, preview, data]);
    const known = kept.get(campaign);
    kept.delete(campaign);
    const fresh = known?.of === of ? known : { of, look: draw() };
    kept.set(campaign, fresh);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return fresh.look;
  };
}

function readTemplate(chat: string, name: CardName): object {
  return JSON.parse(readFileSync(new URL(`../../cards/${chat}/${name}.json`, import.meta.url), 'utf8'));
}
