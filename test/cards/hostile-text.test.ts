import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { drawHome, drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import { drawActivity, drawCard, type Setting } from '../../src/channels/teams/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import type { CardData, CardName, Json } from '../../src/domain/message.ts';
import { problemsOf } from '../support/adaptive-cards.ts';
import { blockKitProblems } from '../support/block-kit.ts';
import { slackTexts } from '../support/drawn-slack.ts';
import { partsOf } from '../support/teams-person.ts';

const renderers = { teams: createRenderer('teams'), slack: createRenderer('slack') };
const settings: readonly Setting[] = ['chat', 'chat-with-dialogs', 'dialog'];

/** What would do something, or look like something else, where anything but plain text was read. */
const hostile: Readonly<Record<string, string>> = {
  Markdown: 'HOSTILE **bold** _slanted_ ~struck~ `code` # heading\n- one\n1. two\n> said',
  links: 'HOSTILE [the school](https://evil.example) <https://evil.example|the school> https://evil.example',
  mentions: 'HOSTILE <!channel> <!here> <@U012AB3CD> <at>Everybody</at> @everyone <#C012AB3CD>',
  markup: 'HOSTILE <b>bold</b> &lt;b&gt; <script>x</script> :smile:',
  'a template': 'HOSTILE ${title} {{DATE(2026-11-23T14:05:00Z)}} ${$root}',
  'what turns the direction': 'HOSTILE \u202egnp.exe\u202c \u2067abc\u2069 \u200bhidden',
  'several lines': 'HOSTILE one\n\ntwo\nthree',
  'what is one long word': `HOSTILE${'x'.repeat(1_900)}`,
};

const button = { label: 'Open', press: { do: 'a/b', ref: 'C-7K3Q9F' }, primary: true, opens: true, chatOnly: false };

/** Every card, with these words wherever people's own may stand. */
function cardsWith(words: string): readonly CardContent[] {
  const card = (name: CardName, data: CardData): CardContent => ({ card: name, data, preview: 'A card' });
  const row = (title: string, detail: string, buttons: readonly Json[]) => ({ title, detail, buttons });
  const item = { id: 'q', name: 'Asked', atMost: 3_000, required: true, choices: [] };
  const formPress = { do: 'a/b', form: { id: 'f', step: 0, kept: {}, seen: [0], go: 'send' } };
  const four = [1, 2, 3, 4].map((n) => ({ ...button, primary: n === 1, label: `Do ${n}` }));
  return [
    card('case', {
      title: 'A site request',
      attention: true,
      facts: [
        { label: 'Site', value: words },
        { label: 'When', value: 'Mon 23 Nov' },
        { label: 'With', value: words },
      ],
      buttons: four,
    }),
    card('case-file', {
      title: 'A site request',
      attention: false,
      caution: words,
      blocks: [{ heading: 'What it is for', text: words }],
      page: '',
      turns: [],
      buttons: four,
      more: [button],
    }),
    card('case-file', {
      title: 'Bare',
      attention: false,
      caution: '',
      blocks: [],
      page: '',
      turns: [],
      buttons: [],
      more: [],
    }),
    card('list', {
      title: 'Safeguarding',
      sections: [
        {
          title: 'Log',
          empty: words,
          rows: [
            row(words.slice(0, 150), words, [button]),
            row('No detail', '', []),
            row(words.slice(0, 150), words, []),
          ],
          buttons: [button],
        },
      ],
      buttons: [button],
      help: 'Help.',
    }),
    card('notice', { title: words.slice(0, 150), lines: [words, 'And more.'], buttons: four }),
    card('receipt', { danger: '', title: 'Received', reference: 'S-7K3Q9F', lines: [words] }),
    card('policy', {
      title: words.slice(0, 150),
      about: 'Policy, version 4',
      ask: 'Please read and acknowledge by Fri 4 Dec.',
      note: words,
      blocks: [{ heading: 'The text', text: words }],
      small: 'Fingerprint of the file',
      link: '',
      buttons: four,
    }),
    card('form', {
      title: 'Ask for a blocked site',
      intro: 'A minute.',
      trouble: words,
      items: [
        { kind: 'note', text: words, tone: 'plain' },
        { kind: 'note', text: words, tone: 'warning' },
        { kind: 'note', text: words, tone: 'danger' },
        { ...item, kind: 'text', label: 'Asked', value: words, problem: words, help: '' },
      ],
      more: [{ ...item, id: 'more', kind: 'text', label: 'More', value: '', problem: words, help: '' }],
      moreOpen: true,
      moreButton: { ...button, press: formPress },
      buttons: [{ label: 'Send', primary: true, press: formPress }],
    }),
  ];
}

/** Where in a card of Teams these words stand, as `part.property`. */
function placesInTeams(drawn: unknown): readonly { readonly place: string; readonly text: string }[] {
  return partsOf(drawn).flatMap((part) =>
    Object.entries(part).flatMap(([key, value]) =>
      key !== 'data' && typeof value === 'string' && value.includes('HOSTILE')
        ? [{ place: `${String(part.type)}.${key}`, text: value }]
        : [],
    ),
  );
}

const plainInTeams = new Set(['TextRun.text', 'Input.Text.value']);
const plainInSlack = new Set(['plain_text.text', 'text.text', 'plain_text_input.initial_value']);

describe.each(Object.entries(hostile))('%s', (_, words) => {
  const cards = cardsWith(words);

  it('stand in Teams as they were written, in runs of text and fields alone, in a valid card', () => {
    for (const content of cards) {
      for (const setting of settings) {
        const drawn = drawCard(renderers.teams, content, { setting, slot: 'view:x' });
        expect(problemsOf(drawn), content.card).toEqual([]);
        const found = placesInTeams(drawn);
        expect(found.length > 0, content.card).toBe(JSON.stringify(content.data).includes('HOSTILE'));
        for (const { place, text } of found) {
          expect(plainInTeams, content.card).toContain(place);
          expect(words.startsWith(text.trimStart()), `${content.card}: ${text}`).toBe(true);
        }
      }
      expect(drawActivity(renderers.teams, content, { setting: 'chat' }).summary).toBe('A card');
    }
  });

  it('stand in Slack as they were written, where nothing is read in them, in blocks that Slack takes', () => {
    for (const content of cards) {
      const isForm = content.card === 'form';
      const modal = drawModal(renderers.slack, content, { slot: 'view:x' });
      const views = [
        { surface: 'modal', view: modal } as const,
        ...(isForm ? [] : [{ surface: 'message', view: drawMessage(renderers.slack, content) } as const]),
        ...(isForm ? [] : [{ surface: 'home', view: drawHome(renderers.slack, content) } as const]),
      ];
      for (const { surface, view } of views) {
        expect(blockKitProblems(surface, view), content.card).toEqual([]);
        const found = slackTexts(view).filter(({ text }) => text.includes('HOSTILE'));
        expect(found.length > 0, content.card).toBe(JSON.stringify(content.data).includes('HOSTILE'));
        for (const { place, within } of found) {
          expect(plainInSlack, content.card).toContain(place);
          if (place === 'plain_text.text') expect(within['emoji'], content.card).toBe(false);
        }
      }
    }
  });
});

it('a fact that is longer than Slack takes is all there, in several', () => {
  const value = `example.org/${'a'.repeat(4_000)}`;
  const data = { title: 'Open a site', attention: false, facts: [{ label: 'Site', value }], buttons: [] };
  const view = drawMessage(renderers.slack, { card: 'case', data, preview: 'A job' });
  expect(blockKitProblems('message', view)).toEqual([]);
  const said = slackTexts(view).flatMap(({ text }) => (text.startsWith('Site') ? [text] : []));
  expect(said.map((text) => text.replace(/^Site( \(continued\))?: /, '')).join('')).toBe(value);
});
