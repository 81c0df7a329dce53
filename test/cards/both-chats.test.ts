import { expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { readPress } from '../../src/channels/slack/buttons.ts';
import { drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import { readForm } from '../../src/channels/slack/form-answers.ts';
import { drawCard } from '../../src/channels/teams/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { type SlackPart, slackButtons } from '../support/drawn-slack.ts';
import { everyCard } from '../support/every-card.ts';
import { partsOf } from '../support/teams-person.ts';

const renderers = { teams: createRenderer('teams'), slack: createRenderer('slack') };
const slot = 'view:n.rahimi@oakfield.example';
const cards = everyCard('WORDS', { everyKind: true });
const [forms, others] = [true, false].map((isForm) =>
  cards.filter(({ content }) => (content.card === 'form') === isForm),
);

/** A button in words and what it carries. */
interface Carried {
  readonly label: string;
  readonly data: unknown;
}

it('a button carries the same in Slack as in Teams, and every card has the same ones in both', () => {
  let found = 0;
  for (const { name, content } of others ?? []) {
    const inTeams = teamsButtons(content);
    const inSlack = slackButtons(drawModal(renderers.slack, content, { slot })).map(carriedBy);
    expect(sorted(inSlack), name).toEqual(sorted(inTeams));
    const posted = slackButtons(drawMessage(renderers.slack, content, { slot })).map(carriedBy);
    expect(posted, name).toEqual(inSlack);
    found += inSlack.length;
  }
  expect(found).toBeGreaterThan(100);
});

it('a form says the same in Slack as in Teams, whichever button is pressed', () => {
  for (const { name, content } of forms ?? []) {
    const view = drawModal(renderers.slack, content, { slot });
    const metadata = String(view.private_metadata);
    const read = (button?: string) =>
      readForm({ metadata, values: {}, ...(button === undefined ? {} : { button }) })?.data;
    const submit = labelOf(view['submit'] as SlackPart | undefined);
    const inSlack = [
      ...(submit === undefined ? [] : [{ label: submit, data: read() }]),
      ...slackButtons(view).map((button) => ({ label: labelOf(button['text']), data: read(String(button['value'])) })),
    ];
    // A modal closes with a button of its own, and what is hidden in it is not there at all.
    const expected = teamsButtons(content).filter(({ label }) => label !== 'Cancel');
    const { more, moreOpen, moreButton } = content.data as unknown as FormData;
    const shown = inSlack.filter(({ label }) => label !== moreButton.label);
    expect(sorted(shown), name).toEqual(sorted(expected.map(asSubmit(submit))));
    const opening = inSlack.filter(({ label }) => label === moreButton.label);
    if (more.length > 0 && !moreOpen)
      expect(opening, name).toEqual([{ label: moreButton.label, data: { ...moreButton.press, slot } }]);
    if (moreOpen) expect(opening, name).toEqual([]);
  }
});

interface FormData {
  readonly more: readonly unknown[];
  readonly moreOpen: boolean;
  readonly moreButton: { readonly label: string; readonly press: object };
}

/** The words on a modal's own button are shorter where they must be. */
function asSubmit(submit: string | undefined): (button: Carried) => Carried {
  return (button) => {
    const isCut = submit?.endsWith('…') === true && button.label.startsWith(submit.slice(0, -1));
    return isCut ? { ...button, label: submit } : button;
  };
}

function teamsButtons(content: CardContent): readonly Carried[] {
  if (content.card === 'line') return [];
  const card = drawCard(renderers.teams, content, { setting: 'dialog', slot });
  return partsOf(card)
    .filter(({ type }) => type === 'Action.Submit')
    .map(({ title, data }) => ({ label: String(title), data }));
}

function carriedBy(button: SlackPart): Carried {
  return { label: labelOf(button['text']) ?? '', data: readPress(String(button['value'])) };
}

function labelOf(text: unknown): string | undefined {
  return text === undefined ? undefined : String((text as SlackPart)['text']);
}

function sorted(buttons: readonly { readonly label: string | undefined; readonly data: unknown }[]) {
  return [...buttons].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
