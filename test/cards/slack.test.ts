import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { drawHome, drawMessage, drawModal, fitsModal } from '../../src/channels/slack/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { cardNames } from '../../src/domain/message.ts';
import { blockKitProblems, type Surface } from '../support/block-kit.ts';
import {
  dataTexts,
  inertTexts,
  livePlaces,
  type SlackPart,
  slackButtons,
  slackParts,
  slackTexts,
} from '../support/drawn-slack.ts';
import { everyCard } from '../support/every-card.ts';
import type { SampleCard } from '../support/sample-card.ts';
import { createStrangeCards } from '../support/strange-cards.ts';
import { strangeWords } from '../support/strange-words.ts';

const render = createRenderer('slack');
/** The longest that a slot may be. */
const slot = `view:${'x'.repeat(100)}@oakfield.example`;
const folder = new URL('../../cards/slack/', import.meta.url);

describe('the templates', () => {
  it('are one for each name of a card, and every card has one', () => {
    expect(readdirSync(folder).sort()).toEqual(cardNames.map((name) => `${name}.json`).sort());
  });

  it.each(cardNames)('%s has no text in which Slack would read anything', (name) => {
    expect(livePlaces(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')))).toEqual([]);
  });
});

const strangeCards = createStrangeCards();

describe.each(Object.entries(strangeWords))('with %s words', (_, words) => {
  const drawn = drawnEverywhere(strangeCards(words));

  it('Slack takes every card wherever it may stand', () => {
    const problems = drawn.flatMap(({ name, surface, view }) =>
      blockKitProblems(surface, view).map((problem) => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('nothing of a card is read as more than words', () => {
    expect(drawn.flatMap(({ name, view }) => livePlaces(view).map((place) => `${name}: ${place}`))).toEqual([]);
  });

  it('what people wrote stands as they wrote it, and nowhere but where Slack reads nothing', () => {
    let found = 0;
    for (const { name, content, view } of drawn) {
      const theirs = dataTexts(content.data).filter((text) => text.includes('WORDS'));
      const shown = inertTexts(view);
      for (const text of theirs) expect(includedIn(shown, text.toWellFormed()), name).toBe(true);
      const live = slackTexts(view).filter(({ place, text }) => text.includes('WORDS') && !inertPlaces.has(place));
      expect(live, name).toEqual([]);
      found += theirs.length;
    }
    expect(found).toBeGreaterThan(50);
  });
});

describe('every card', () => {
  const cards = everyCard('WORDS', { everyKind: true });
  const drawn = drawnEverywhere(cards);

  it('is taken by Slack', () => {
    const problems = drawn.flatMap(({ name, surface, view }) =>
      blockKitProblems(surface, view).map((problem) => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
    expect(new Set(drawn.map(({ content }) => content.card))).toEqual(new Set(cardNames));
  });

  it('leaves nothing of its template standing', () => {
    for (const { name, view } of drawn) {
      const said = slackTexts(view).map(({ text }) => text);
      expect(said.join('\n'), name).not.toMatch(/\$\{|undefined|\[object|NaN/);
    }
  });

  it('that may stand in a channel has no field, no name and nothing that anybody wrote', () => {
    const inChannel = drawn.filter((one) => one.inChannel);
    expect(inChannel.length).toBeGreaterThan(20);
    for (const { name, view } of inChannel) {
      expect(
        slackParts(view).filter(({ type }) => type === 'input'),
        name,
      ).toEqual([]);
      // A safety message to all staff is what somebody wrote for them.
      const isForStaff = name.startsWith('bulletin/');
      expect(JSON.stringify(view), name).not.toMatch(isForStaff ? /Osei|Farrow|Elstow/ : /WORDS|Osei|Farrow|Elstow/);
    }
  });

  it('labels every field, and puts what is wrong and nothing else directly below its inputs', () => {
    const wrong = drawn.filter(({ name }) => name.includes('all wrong'));
    expect(wrong.length).toBeGreaterThan(20);
    for (const { name, view } of wrong) {
      const blocks = view.blocks as readonly SlackPart[];
      for (const [index, block] of blocks.entries()) {
        if (block['type'] !== 'input') continue;
        expect(slackTexts(block['label']).at(1)?.text, name).toMatch(/\w/);
        const [question] = String(block['block_id']).split('~');
        const below = blocks.slice(index + 1).find(({ block_id: id }) => String(id).split('~')[0] !== question);
        expect(
          slackTexts(below).map(({ text }) => text),
          name,
        ).toContain('This is needed. Write it here.');
      }
    }
  });

  it('has at most five buttons in a row, each with an id of its own that says whether it opens something', () => {
    for (const { name, view } of drawn) {
      for (const { type, elements } of slackParts(view))
        if (type === 'actions') expect((elements as unknown[]).length, name).toBeLessThanOrEqual(5);
      const ids = slackButtons(view).map(({ action_id: id }) => String(id));
      expect(new Set(ids).size, name).toBe(ids.length);
      for (const id of ids) expect(id, name).toMatch(/^(open|do):\d+$/);
    }
  });

  it('has one primary button at the most where one step is likelier than the rest', () => {
    for (const { name, content, view } of drawn) {
      const primary = slackButtons(view).filter(({ style }) => style === 'primary');
      expect(primary.length, name).toBeLessThanOrEqual(content.card === 'form' ? 2 : 1);
    }
  });

  it('sets immediate danger apart: in bold between two lines', () => {
    let found = 0;
    for (const { name, view } of drawn) {
      const blocks = view.blocks as readonly SlackPart[];
      for (const [index, block] of blocks.entries()) {
        const [said] = slackTexts(block).filter(({ place }) => place === 'text.text');
        if (!said?.text.startsWith('Ring 999 now') && !said?.text.startsWith('A child is in immediate danger'))
          continue;
        expect([blocks[index - 1]?.['type'], blocks[index + 1]?.['type']], name).toEqual(['divider', 'divider']);
        expect(said.within['style'], name).toEqual({ bold: true });
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it('that is a receipt says its reference by itself, so that it can be read out by telephone', () => {
    const receipts = drawn.filter(({ content }) => content.card === 'receipt');
    expect(receipts.length).toBeGreaterThan(5);
    expect(new Set(receipts.map(({ content }) => content.data['reference']))).toContain('C-7K3Q9F');
    for (const { name, view, content } of receipts) {
      const headings = (view.blocks as readonly SlackPart[]).filter(({ type }) => type === 'header');
      expect(
        headings.map((heading) => inertTexts(heading).join('')),
        name,
      ).toEqual([content.data['reference']]);
    }
  });

  it('shows in a notification what it is about and nothing of it', () => {
    for (const { name, content, view } of drawn) {
      if (!('text' in view)) continue;
      expect(view.text, name).toBe(content.preview.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'));
      expect(view.text, name).not.toMatch(/WORDS|Osei|Farrow|Elstow/);
    }
  });
});

const inertPlaces = new Set([
  'plain_text.text',
  'text.text',
  'plain_text_input.initial_value',
  // What a modal keeps for us is shown to nobody.
  'modal.private_metadata',
]);

/** Texts that take a while to look through are looked up once. */
function includedIn(shown: readonly string[], text: string): boolean {
  return shown.some((one) => one.includes(text));
}

/** Every card wherever it may stand; a form whose answers do not fit into its modal has them elsewhere. */
function drawnEverywhere(cards: readonly SampleCard[]) {
  return cards.flatMap(({ name, content, inChannel }) => {
    const of = { content, inChannel };
    const modal = { ...of, name: `${name} (modal)`, surface: 'modal' as Surface, view: modalOf(content) };
    if (content.card === 'form') return [modal];
    const message = drawMessage(render, content, { slot, mentions: ['U012AB3CD', 'W999'] });
    return [
      modal,
      { ...of, name: `${name} (message)`, surface: 'message' as Surface, view: message },
      { ...of, name: `${name} (home)`, surface: 'home' as Surface, view: drawHome(render, content) },
    ];
  });
}

function modalOf(content: CardContent) {
  const modal = drawModal(render, content, { slot });
  return fitsModal(modal) ? modal : drawModal(render, content, { slot, isDraft: true });
}
