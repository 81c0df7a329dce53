import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/channels/render.ts';
import { drawMessage, drawModal } from '../../../src/channels/slack/draw.ts';
import { drawActivity, drawCard } from '../../../src/channels/teams/draw.ts';
import type { CardContent } from '../../../src/domain/decider.ts';
import { theClock } from '../../../src/domain/people.ts';
import { LONGEST_TEXT, type Wording } from '../../../src/domain/wording.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { problemsOf } from '../../support/adaptive-cards.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { inertTexts, livePlaces, slackParts } from '../../support/drawn-slack.ts';
import { screensOf } from '../../support/form-screens.ts';
import { people } from '../../support/school.ts';
import { strangeWords } from '../../support/strange-words.ts';
import { partsOf } from '../../support/teams-person.ts';
import {
  anAgreement,
  asked,
  aWording,
  campaign,
  given,
  monday,
  school,
  shared,
  stateAfter,
} from './an-acknowledgement.ts';

const renderers = { teams: createRenderer('teams'), slack: createRenderer('slack') };

/** The card that asks for this wording. */
function cardOf(wording: Wording): CardContent {
  const [message] = given(asked(wording)).when(
    'acknowledgement/send',
    theClock,
    {},
    { gathered: shared(wording) },
  ).messages;
  if (message === undefined) throw new Error('a card is sent');
  return message;
}

function inTeams(content: CardContent) {
  const activity = drawActivity(renderers.teams, content, { setting: 'chat-with-dialogs', slot: 'ask' });
  const [attachment] = activity['attachments'] as unknown as readonly { readonly content: unknown }[];
  return { card: attachment?.content, bytes: Buffer.byteLength(JSON.stringify(activity), 'utf16le') };
}

const longest = {
  title: 'A title of a hundred characters '.repeat(4).slice(0, 100),
  changes: [1, 2, 3].map((line) => `${line} `.repeat(70)),
};
const paragraphs = 'I keep my password to myself, and I "lock" my screen when I leave it.\n';
const inFull = { ...anAgreement, ...longest, text: paragraphs.repeat(112).slice(0, LONGEST_TEXT) };

describe('the card that asks', () => {
  it('shows an agreement of eight thousand characters in full, in both chats, within their limits [R165]', () => {
    const content = cardOf(inFull);
    const { card, bytes } = inTeams(content);
    expect(problemsOf(card)).toEqual([]);
    expect(partsOf(card).map(({ text }) => text)).toContain(inFull.text);
    expect(bytes).toBeLessThan(24 * 1_024);
    const slack = drawMessage(renderers.slack, content, { slot: 'ask' });
    expect(blockKitProblems('message', slack)).toEqual([]);
    expect(inertTexts(slack).some((text) => text.includes(inFull.text))).toBe(true);
    expect(content.data['buttons']).toMatchObject([{ label: 'Sign' }, { label: 'I have a question' }]);
  });

  it.each(Object.entries(strangeWords))('is taken by both chats with %s words, which stay words', (_kind, words) => {
    const line = words.replace(/[\n\t ]+/gu, ' ');
    const wording = { ...anAgreement, title: line.slice(0, 100), text: words.slice(0, LONGEST_TEXT) };
    const changes = [line.slice(0, 140), line.slice(0, 140), line.slice(0, 140)];
    const content = cardOf({ ...wording, changes });
    const { card, bytes } = inTeams(content);
    expect(problemsOf(card)).toEqual([]);
    expect(bytes).toBeLessThan(24 * 1_024);
    for (const { type, text } of partsOf(card)) if (String(text).includes('WORDS')) expect(type).toBe('TextRun');
    const slack = drawMessage(renderers.slack, content, { slot: 'ask' });
    expect(blockKitProblems('message', slack)).toEqual([]);
    expect(livePlaces(slack)).toEqual([]);
    expect(slack.text).not.toContain('WORDS');
  });

  it('opens the published file in the browser, where it is a link, and nothing else of a card does that', () => {
    const address = 'https://oakfield.example/policies/online safety.pdf'.replace(' ', '%20');
    const { text: _, ...linked } = aWording({ link: { address, sha256: 'ab'.repeat(32) } });
    const content = cardOf(linked);
    const opens = partsOf(inTeams(content).card).filter(({ type }) => type === 'Action.OpenUrl');
    expect(opens).toMatchObject([{ title: 'Open the document', url: address }]);
    const slack = drawMessage(renderers.slack, content, { slot: 'ask' });
    expect(blockKitProblems('message', slack)).toEqual([]);
    expect(slackParts(slack).filter(({ url }) => url !== undefined)).toMatchObject([
      { action_id: 'link', url: address },
    ]);
    const plain = cardOf(aWording());
    expect(partsOf(inTeams(plain).card).filter(({ type }) => type === 'Action.OpenUrl')).toEqual([]);
    expect(JSON.stringify(drawMessage(renderers.slack, plain))).not.toContain('"url"');
  });
});

describe('the form that signs', () => {
  it.each(
    [['paragraphs', inFull.text], ...Object.entries(strangeWords)].flatMap(([kind, words]) => [
      { kind, words, version: '2' },
      { kind, words, version: '1' },
    ]),
  )(
    'has the whole text again, with $kind, on a card of version $version, and is taken by both chats',
    ({ words = '', version }) => {
      const wording = { ...anAgreement, text: words.slice(0, LONGEST_TEXT) };
      const of = { school, now: monday, by: people.teacher, given: { version }, gathered: shared(wording) };
      const form = acknowledgement.commands['acknowledgement/sign']?.form?.(stateAfter(asked(wording)), of);
      if (form === undefined) throw new Error('it is signed with a form');
      const press = { do: 'acknowledgement/sign', ref: campaign, with: { version } };
      for (const { name, content } of screensOf({ name: 'sign', form, press, cancel: 'Cancel', fixed: {} }, words)) {
        const card = drawCard(renderers.teams, content, { setting: 'chat', slot: 'ask' });
        expect(problemsOf(card), name).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(card)), name).toBeLessThan(80 * 1_024);
        expect(
          partsOf(card).map(({ text }) => text),
          name,
        ).toContain(wording.text);
        const modal = drawModal(renderers.slack, content, { slot: 'ask' });
        expect(blockKitProblems('modal', modal), name).toEqual([]);
        expect(livePlaces(modal), name).toEqual([]);
      }
    },
  );
});
