import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { type CardData, type CardName, cardNames, type Json } from '../domain/message.ts';

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

function readTemplate(chat: string, name: CardName): object {
  return JSON.parse(readFileSync(new URL(`../../cards/${chat}/${name}.json`, import.meta.url), 'utf8'));
}
