import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { drawActivity, drawCard, type Setting } from '../../src/channels/teams/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { type CardName, cardNames } from '../../src/domain/message.ts';
import { problemsOf } from '../support/adaptive-cards.ts';
import { everyCard } from '../support/every-card.ts';
import type { SampleCard } from '../support/sample-card.ts';
import { createStrangeCards } from '../support/strange-cards.ts';
import { strangeWords } from '../support/strange-words.ts';
import { type CardPart, partsOf } from '../support/teams-person.ts';

const render = createRenderer('teams');
const settings: readonly Setting[] = ['chat', 'chat-with-dialogs', 'dialog'];
/** The longest that a slot may be. */
const slot = `view:${'x'.repeat(100)}@oakfield.example`;
const folder = new URL('../../cards/teams/', import.meta.url);

/** What is read as Markdown: words of the product's own alone. */
const readAsMarkdown: Readonly<Record<CardName, readonly string[]>> = {
  form: ['${title}', '${intro}', '${label}', '${help}'],
  receipt: ['${danger}', '${title}', '${reference}'],
  case: ['${title}', '${label}'],
  'case-file': ['${title}', '${page}'],
  list: ['${title}', '${help}'],
  notice: [],
  line: [],
  policy: [],
};

describe('the templates', () => {
  it('are one for each name of a card, and every card has one', () => {
    expect(readdirSync(folder).sort()).toEqual(cardNames.map((name) => `${name}.json`).sort());
  });

  it.each(cardNames.filter((name) => name !== 'line'))('%s says that it is for Adaptive Cards 1.5', (name) => {
    const { type, version } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    expect([type, version]).toEqual(['AdaptiveCard', '1.5']);
  });

  it('put what people wrote into runs of text and fields alone, never where Markdown would be read', () => {
    for (const name of cardNames) {
      const template: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
      const read = partsOf(template).flatMap(({ type, text }) =>
        type === 'TextBlock' || type === 'FactSet' ? [text] : [],
      );
      expect([...new Set(read)], name).toEqual(readAsMarkdown[name]);
    }
  });
});

/** Each of these characters is written as two to six in JSON, and no page of a case counts on that. */
const escaped = new Set(['quotes', 'control characters', 'half characters']);

const strangeCards = createStrangeCards();

describe.each(Object.entries(strangeWords))('with %s words', (kind, words) => {
  const limit = escaped.has(kind) ? 60 : 24;
  const cards = strangeCards(words);
  const drawn = drawnIn(cards, ['chat', 'dialog']);

  it('every card is a valid Adaptive Card wherever it is shown', () => {
    const problems = drawn.flatMap(({ name, card }) =>
      [...problemsOf(card), ...missingIn(card)].map((problem) => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('no card leaves anything of its template standing', () => {
    for (const { name, card } of drawn) {
      const text = ownTexts(card).join('\n');
      expect(text, name).not.toContain('${');
      expect(text, name).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('what people wrote stands as they wrote it, in runs of text and fields alone', () => {
    const found = drawn.flatMap(({ name, card }) =>
      partsOf(card).flatMap((part) => textsOf(part).map((text) => ({ name, ...text }))),
    );
    const theirs = found.filter(({ text }) => text.includes('WORDS'));
    expect(theirs.length).toBeGreaterThan(50);
    for (const { name, place, text: shown } of theirs) {
      expect(['TextRun.text', 'Input.Text.value'], name).toContain(place);
      // In a table to be copied, a quotation mark is written twice (RFC 4180).
      const text = name.startsWith('campaign/export') ? shown.replaceAll('""', '"') : shown;
      // A long one begins on one page and goes on on the next.
      const [begins = ''] = text.slice(text.indexOf('WORDS')).slice(0, 60).split('\n');
      // A short one stands within a sentence of the product's own, without the lines after it where one line was asked.
      const [line = ''] = words.trim().split('\n');
      const isWithin = text.includes(words.trim()) || (line.length < 60 && begins.startsWith(line));
      expect(words.startsWith(begins) || isWithin, `${name}: ${begins}`).toBe(true);
    }
  });

  // 100 KB as UTF-16 with everything in it; older pages say 40 and 28 KB (msteams-docs format-your-bot-messages.md).
  it(`what is posted stays below ${limit} KB`, () => {
    const sizes = cards
      // A page of one list only ever answers a press.
      .filter(({ how, content }) => how === 'posted' && !(content.card === 'list' && content.data['title'] === ''))
      .map(({ name, content }) => {
        const activity = drawActivity(render, content, { setting: 'chat', slot });
        return { name, size: Buffer.byteLength(JSON.stringify(activity), 'utf16le') };
      });
    expect(sizes.filter(({ size }) => size > limit * 1_024)).toEqual([]);
  });

  // An answer to an invoke may have 80 KB (msteams-docs issue 4135); a form that is shown again holds all that was typed.
  it('what answers a press stays below 80 KB', () => {
    const sizes = drawn.map(({ name, card }) => ({ name, size: Buffer.byteLength(JSON.stringify(card)) }));
    expect(sizes.filter(({ size }) => size > 80 * 1_024)).toEqual([]);
  });
});

describe('every card', () => {
  const cards = everyCard('WORDS', { everyKind: true });
  const everywhere = drawnIn(cards, settings);

  it('is a valid Adaptive Card', () => {
    const problems = everywhere.flatMap(({ name, card }) =>
      [...problemsOf(card), ...missingIn(card)].map((problem) => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('that may stand in a channel has no field, no name and nothing that anybody wrote', () => {
    const inChannel = cards.filter((card) => card.inChannel);
    expect(inChannel.length).toBeGreaterThan(20);
    for (const { name, card } of drawnIn(inChannel, settings)) {
      expect(
        partsOf(card).filter(({ type }) => String(type).startsWith('Input.')),
        name,
      ).toEqual([]);
      // A safety message to all staff is what somebody wrote for them.
      const isForStaff = name.startsWith('bulletin/');
      expect(JSON.stringify(card), name).not.toMatch(isForStaff ? /Osei|Farrow|Elstow/ : /WORDS|Osei|Farrow|Elstow/);
    }
  });

  it('labels every field, and gives each a name of its own', () => {
    for (const { name, card } of everywhere) {
      const fields = partsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
      for (const { id, label } of fields) {
        expect(label, name).toMatch(/\w/);
        expect(id, name).toMatch(/^answer_[\w-]+$/);
      }
      expect(new Set(fields.map(({ id }) => id)).size, name).toBe(fields.length);
    }
  });

  it('has at most five buttons in a row, one of them primary at the most where one is likelier than the rest', () => {
    for (const { name, content, card } of everywhere) {
      for (const { actions } of partsOf(card)) {
        if (!Array.isArray(actions)) continue;
        expect(actions.length, name).toBeLessThanOrEqual(5);
        const primary = (actions as CardPart[]).filter(({ style }) => style === 'positive');
        expect(primary.length, name).toBeLessThanOrEqual(content.card === 'form' ? 2 : 1);
      }
    }
  });

  it('uses the red box for immediate danger, and for what is overdue, alone', () => {
    for (const { name, card } of everywhere) {
      const boxes = partsOf(card).filter(({ style, type }) => style === 'attention' && type === 'Container');
      for (const box of boxes)
        expect(JSON.stringify(box), name).toMatch(/999|danger|overdue|not blocked|past its end/i);
    }
  });

  it('says what is wrong next to the field that it is about', () => {
    const wrong = cards.filter(({ name }) => name.endsWith('all wrong'));
    for (const { name, card } of drawnIn(wrong, ['chat'])) {
      for (const { items } of partsOf(card)) {
        const [field, problem] = Array.isArray(items) ? (items as CardPart[]) : [];
        if (String(field?.type).startsWith('Input.'))
          expect(problem, name).toMatchObject({ type: 'RichTextBlock', inlines: [{ color: 'Attention' }] });
      }
    }
  });

  it('sends, of a dialog, nothing that a dialog cannot send', () => {
    for (const { name, card } of drawnIn(cards, ['dialog'])) {
      expect(
        partsOf(card).filter(({ type }) => type === 'Action.Execute'),
        name,
      ).toEqual([]);
      expect(JSON.stringify(card), name).not.toContain('task/fetch');
    }
  });

  it('shows in a notification what it is about and nothing of it', () => {
    for (const { name, content } of cards) {
      expect(content.preview, name).toMatch(/\w/);
      expect(content.preview.length, name).toBeLessThan(250);
      expect(content.preview, name).not.toMatch(/WORDS|Osei|Farrow|Elstow/);
    }
  });
});

it('a line that mentions somebody keeps what it says as text, whatever that is', () => {
  const content: CardContent = { card: 'line', data: { text: 'a <b> & <at>x</at>' }, preview: 'x' };
  const mentions = [{ userId: 'id', name: 'Zoë <O\'Neil> & "Co"' }];
  expect(drawActivity(render, content, { setting: 'chat', mentions })).toEqual({
    type: 'message',
    textFormat: 'xml',
    text: 'a &lt;b&gt; &amp; &lt;at&gt;x&lt;/at&gt; <at>Zoë &lt;O\'Neil&gt; &amp; "Co"</at>',
    summary: 'x',
    entities: [
      {
        type: 'mention',
        text: '<at>Zoë &lt;O\'Neil&gt; &amp; "Co"</at>',
        mentioned: { id: 'id', name: 'Zoë <O\'Neil> & "Co"' },
      },
    ],
  });
  expect(drawActivity(render, content, { setting: 'chat' })).toMatchObject({
    textFormat: 'plain',
    text: 'a <b> & <at>x</at>',
  });
});

function drawnIn(cards: readonly SampleCard[], where: readonly Setting[]) {
  return cards
    .filter(({ content }) => content.card !== 'line')
    .flatMap(({ name, content }) =>
      where.map((setting) => ({
        name: `${name} (${setting})`,
        content,
        card: drawCard(render, content, { setting, slot }),
      })),
    );
}

/** What the library lets pass: an element that says nothing. */
function missingIn(card: unknown): readonly string[] {
  return partsOf(card).flatMap(({ type, text, title }) => {
    if (type === 'TextBlock' || type === 'TextRun')
      return typeof text === 'string' && text !== '' ? [] : [`a ${type} without text`];
    if (String(type).startsWith('Action.'))
      return typeof title === 'string' && title !== '' ? [] : [`an ${String(type)} without a title`];
    return [];
  });
}

/** The texts of one part of a card and where each stands. */
function textsOf(part: CardPart): readonly { readonly place: string; readonly text: string }[] {
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'data' || typeof value !== 'string' ? [] : [{ place: `${String(part.type)}.${key}`, text: value }],
  );
}

/** What a card says by itself: its texts without those that hold what people wrote. */
function ownTexts(card: unknown): readonly string[] {
  const places = new Set(['TextRun.text', 'Input.Text.value']);
  return partsOf(card).flatMap((part) => textsOf(part).flatMap(({ place, text }) => (places.has(place) ? [] : [text])));
}
