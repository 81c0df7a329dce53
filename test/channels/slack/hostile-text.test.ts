import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formScreen } from '../../../src/application/form-screen.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import { drawHome, drawMessage, drawModal, fitsModal } from '../../../src/channels/slack/draw.ts';
import type { CardContent } from '../../../src/domain/decider.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { monday } from '../../support/concern.ts';
import { dataTexts, inertTexts, livePlaces } from '../../support/drawn-slack.ts';
import { aSchool } from '../../support/school.ts';
import { strangeText } from '../../support/strange-text.ts';

const render = createRenderer('slack');
const school = aSchool();

/** What people write: long texts, and the names and labels of a school file. */
const written = { long: strangeText(), other: strangeText(), name: strangeText(110) };
type Written = { readonly [part in keyof typeof written]: string };

/** Each card with what somebody wrote in every place where that can be. */
const cards: { readonly [card: string]: (of: Written) => CardContent } = {
  notice: ({ long, name }) => aCard('notice', { title: 'A question', lines: [long, name], buttons: [aButton(name)] }),
  receipt: ({ name }) =>
    aCard('receipt', { title: 'Received', reference: 'C-7K3Q9F', lines: [name, name], danger: name }),
  line: ({ long }) => aCard('line', { text: long }),
  case: ({ name }) =>
    aCard('case', { title: 'Concern', facts: [{ label: 'With', value: name }], buttons: [aButton(name)] }),
  'case-file': ({ long, other, name }) =>
    aCard('case-file', {
      title: 'Concern',
      caution: 'Do not view any image.',
      blocks: [
        { heading: name, text: long },
        { heading: '', text: other },
        { heading: name, text: '' },
      ],
      page: 'Page 1 of 2',
      turns: [aButton('Later')],
      buttons: [aButton(name)],
      more: [aButton('Close')],
    }),
  list: ({ name }) =>
    aCard('list', {
      title: 'Safeguarding',
      sections: [
        {
          title: 'Open concerns',
          empty: '',
          rows: [
            { title: 'C-7K3Q9F', detail: name, buttons: [aButton('Open')] },
            { title: 'C-7K3Q9F', detail: name, buttons: [aButton('Open'), aButton(name)] },
          ],
          buttons: [],
        },
      ],
      buttons: [],
      help: `Ring ${name}.`,
    }),
  form: ({ long, other, name }) =>
    formScreen({
      press: { do: 'concern/answer', with: { to: name } },
      form: {
        title: 'Your answer',
        send: 'Send',
        steps: [
          { id: 'before', items: [{ kind: 'long-text', id: 'kept', label: 'Before' }] },
          {
            id: 'all',
            items: [
              { kind: 'note', tone: 'plain', text: `Note: ${long}` },
              { kind: 'note', tone: 'danger', text: `Note: ${name}` },
              { kind: 'note', tone: 'warning', text: `Note: ${name}` },
              { kind: 'long-text', id: 'text', label: 'Text' },
              { kind: 'names', id: 'names', label: 'Names' },
              { kind: 'text', id: 'line', label: 'Line' },
              { kind: 'web-address', id: 'site', label: 'Site', help: 'Do not open it.' },
              { kind: 'choice', id: 'agency', label: 'Agency', choices: [{ value: 'a', label: `-${name}` }] },
              { kind: 'choices', id: 'some', label: 'Some', choices: [{ value: 'a', label: `-${name}` }] },
            ],
          },
        ],
      },
      progress: { id: 'the-form', step: 1, kept: {}, seen: [0, 1] },
      answers: { kept: other, text: long, names: other, line: name, site: other, agency: name },
      shown: { trouble: 'Not saved.' },
      school,
      now: monday,
      cancel: 'Cancel',
    }),
};

it.each(Object.entries(cards))('whatever people write on a %s stays words, letter for letter', (_, write) => {
  fc.assert(
    fc.property(fc.record(written), (of) => {
      const content = write(of);
      for (const { surface, drawn } of drawnOf(content)) {
        expect(livePlaces(drawn)).toEqual([]);
        expect(blockKitProblems(surface, drawn)).toEqual([]);
        if (surface === 'message') expect(drawn).toMatchObject({ text: 'Safeguarding' });
        const shown = inertTexts(drawn);
        const theirs = dataTexts(content.data).filter((text) => isIn(of, text));
        expect(theirs.length).toBeGreaterThan(0);
        for (const text of theirs) expect(shown.some((one) => one.includes(text.toWellFormed()))).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

it('nobody is mentioned but by an id that can be nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(strangeText(40), fc.constantFrom('U012AB3CD', 'W9', 'WXYZ'))), (mentions) => {
      const drawn = drawMessage(render, aCard('line', { text: 'Overdue.' }), { mentions });
      expect(livePlaces(drawn)).toEqual([]);
      const mentioned = JSON.stringify(drawn).includes('<@U012AB3CD>');
      expect(mentioned).toBe(mentions.includes('U012AB3CD'));
    }),
  );
});

function isIn(of: Written, text: string): boolean {
  return Object.values<string>(of).some((one) => text === one || text === `Note: ${one}`);
}

function drawnOf(content: CardContent) {
  const modal = drawModal(render, content);
  const drawn = fitsModal(modal) ? modal : drawModal(render, content, { isDraft: true });
  // What a case says is only ever shown in a modal.
  if (content.card === 'form' || content.card === 'case-file') return [{ surface: 'modal', drawn }] as const;
  return [
    { surface: 'modal', drawn },
    { surface: 'message', drawn: drawMessage(render, content) },
    { surface: 'home', drawn: drawHome(render, content) },
  ] as const;
}

function aCard(card: CardContent['card'], data: CardContent['data']): CardContent {
  return { card, preview: 'Safeguarding', data };
}

function aButton(label: string) {
  return { label: `-${label}`, press: { do: 'concern/open' }, primary: false, opens: false, chatOnly: false };
}
