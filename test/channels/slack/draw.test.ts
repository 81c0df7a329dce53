import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/channels/render.ts';
import { readPress } from '../../../src/channels/slack/buttons.ts';
import { drawHome, drawMessage, drawModal } from '../../../src/channels/slack/draw.ts';
import type { CardContent } from '../../../src/domain/decider.ts';
import type { Button } from '../../../src/domain/message.ts';
import { aForm } from '../../support/any-form.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { inertTexts, type SlackPart, slackButtons } from '../../support/drawn-slack.ts';

const render = createRenderer('slack');

describe('a message', () => {
  it('says in a notification what it is about, with nothing in it that Slack would read', () => {
    const { text } = drawMessage(render, { ...aNotice(), preview: 'A <!channel> & <@U1>' });
    expect(text).toBe('A &lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  it('notifies whom it mentions, in a line below it', () => {
    const line: CardContent = { card: 'line', preview: 'Overdue.', data: { text: 'Overdue.' } };
    expect(drawMessage(render, line, { mentions: ['U012AB3CD', 'W1', '<!channel>', 'WXY'] }).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Overdue.' }] }],
      },
      { type: 'section', text: { type: 'mrkdwn', text: '<@U012AB3CD> <@WXY>' } },
    ]);
    const many = Array.from({ length: 120 }, (_, number) => `U${String(number).padStart(30, '0')}`);
    expect(blockKitProblems('message', drawMessage(render, line, { mentions: many }))).toEqual([]);
  });

  it('is never a form: what is typed in a message is seen by everybody who reads there', () => {
    expect(() => drawMessage(render, aForm({}, {}))).toThrow('a form stands in a modal alone');
  });

  it('has of a line of a list all of its title, where it says how it stands, and cuts only what heads a card', () => {
    const title = `${'long-name.'.repeat(25)}example · to be opened`;
    const row = { title, detail: 'words '.repeat(800), buttons: [] };
    const data = {
      title: `${title} ${title}`,
      sections: [{ title: 'Open now', empty: '', rows: [row], buttons: [] }],
      buttons: [],
      help: '',
    };
    const drawn = drawModal(render, { card: 'list', preview: 'A list', data });
    expect(blockKitProblems('modal', drawn)).toEqual([]);
    expect(drawn.blocks.flatMap((block) => inertTexts(block)).join('\n')).toContain(`${title}\nwords `);
  });

  it('has a text that is longer than a block in several, and nothing of it is lost', () => {
    const line = `${'word '.repeat(599)}and ${'more '.repeat(400)}`;
    const { blocks } = drawMessage(render, aNotice({ lines: ['First.', line, ''] }));
    const texts = blocks.map((block) => inertTexts(block).join(''));
    expect(texts.map(({ length }) => length)).toEqual(['First.'.length, 2_999, line.length - 2_999]);
    expect(texts.slice(1).join('')).toBe(line);
  });
});

describe('a button', () => {
  const press = { do: 'concern/open', ref: 'C-7K3Q9F', with: { page: '2' } };

  it('carries what it does, and the message on which it stands', () => {
    const content = aNotice({ buttons: [aButton({ press })] });
    const [first] = slackButtons(drawMessage(render, content, { slot: 'case' }));
    expect(readPress(String(first?.['value']))).toEqual({ ...press, slot: 'case' });
    const [other] = slackButtons(drawHome(render, content));
    expect(readPress(String(other?.['value']))).toEqual(press);
  });

  it('says by its id whether it opens something, and has the style of the likely next step', () => {
    const buttons = [aButton({ opens: true, primary: true }), aButton({}), aButton({ chatOnly: true })];
    expect(slackButtons(drawMessage(render, aNotice({ buttons })))).toMatchObject([
      { action_id: 'open:1', style: 'primary' },
      { action_id: 'do:2' },
    ]);
    expect(slackButtons(drawMessage(render, aNotice({ buttons })))[1]).not.toHaveProperty('style');
  });

  it('stands with four others in a row', () => {
    const buttons = Array.from({ length: 12 }, () => aButton({}));
    const rows = drawModal(render, aNotice({ buttons })).blocks as readonly SlackPart[];
    expect(rows.filter(({ type }) => type === 'actions').map((row) => slackButtons(row).length)).toEqual([5, 5, 2]);
  });

  it('carries nothing that Slack would escape on the way back', () => {
    const content = aNotice({ buttons: [aButton({ press: { do: 'a/b', with: { to: '<j&k@x>' } } })] });
    const value = String(slackButtons(drawMessage(render, content))[0]?.['value']);
    expect(value).not.toMatch(/[<>&]/);
    expect(readPress(value)).toEqual({ do: 'a/b', with: { to: '<j&k@x>' } });
  });

  it('is not read when it carries what is not ours', () => {
    expect(readPress('')).toBeUndefined();
    expect(readPress('{"do":')).toBeUndefined();
  });

  it('has a label that fits', () => {
    const content = aNotice({ title: 'T'.repeat(200), buttons: [aButton({ label: 'word '.repeat(40) })] });
    expect(blockKitProblems('message', drawMessage(render, content))).toEqual([]);
  });
});

describe('a row of a list', () => {
  it('has its one button beside it, and several below it', () => {
    const row = (count: number) => ({
      title: 'T',
      detail: 'D',
      buttons: Array.from({ length: count }, () => aButton({})),
    });
    const sections = [{ title: 'List', empty: '', rows: [row(0), row(1), row(2), row(6)], buttons: [] }];
    const view = drawHome(render, {
      card: 'list',
      preview: 'x',
      data: { title: '', sections, buttons: [], help: '' },
    });
    const blocks = view.blocks as readonly SlackPart[];
    expect(blocks.map((block) => [block['type'], slackButtons(block).length])).toEqual([
      ['divider', 0],
      ['rich_text', 0],
      ['section', 0],
      ['section', 1],
      ['section', 0],
      ['actions', 2],
      ['section', 0],
      ['actions', 5],
      ['actions', 1],
    ]);
    expect(blockKitProblems('home', view)).toEqual([]);
  });
});

describe('a modal that is no form', () => {
  it('has nothing to send, and tells nobody when it is closed', () => {
    const view = drawModal(render, aNotice());
    expect(view).toMatchObject({ type: 'modal', callback_id: 'safeguarding', close: { text: 'Close' } });
    expect(view).not.toHaveProperty('submit');
    expect(view).not.toHaveProperty('notify_on_close');
    expect(view).not.toHaveProperty('private_metadata');
  });
});

function aNotice(overrides: CardContent['data'] = {}): CardContent {
  return { card: 'notice', preview: 'A notice', data: { title: '', lines: [], buttons: [], ...overrides } };
}

function aButton(overrides: Partial<Button>): Button {
  const press = { do: 'concern/open' };
  return { label: 'Open', press, primary: false, opens: false, chatOnly: false, ...overrides };
}
