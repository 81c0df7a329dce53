import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import slackManifest from '../../manifest/slack/manifest.json' with { type: 'json' };
import teamsManifest from '../../manifest/teams/manifest.json' with { type: 'json' };
import { absentTemplates, slackEntrances, teamsEntrances } from '../../scripts/channel-sides.ts';
import {
  type ChannelTableOf,
  type ChatSide,
  channelTable,
  type DrawnCard,
  missingCells,
} from '../../scripts/channel-table.ts';
import { partsOfTable, report } from '../../scripts/channels.ts';
import { type Chat, chats } from '../../src/domain/chats.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { cardNames } from '../../src/domain/message.ts';
import { registry } from '../../src/workflows/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const real = remembering(partsOfTable());
const rows = channelTable(real);

describe('what is there in Teams and in Slack', () => {
  it('is every command that people can give and every card, in both', () => {
    const named = rows.map(({ name }) => name);
    const commands = [...registry.values()].flatMap((workflow) =>
      Object.entries(workflow.commands).flatMap(([type, { internal }]) => (internal === true ? [] : [type])),
    );
    expect(commands.length).toBeGreaterThan(15);
    expect(named).toEqual(['safeguarding', 'service/check', ...commands, ...cardNames.map((name) => `card ${name}`)]);
    expect(missingCells(rows)).toEqual([]);
  });

  it('is begun from everywhere that each chat offers', () => {
    expect(waysTo('concern/report')).toEqual({
      teams: ['command list', 'typed line', 'compose box', 'button'],
      slack: ['slash command', 'shortcut', 'message shortcut', 'Home tab', 'typed line', 'button'],
    });
    expect(waysTo('safeguarding')).toEqual({
      teams: ['command list', 'typed line'],
      slack: ['slash command', 'Home tab', 'typed line'],
    });
    expect(waysTo('service/check')).toEqual({ teams: ['typed line', 'button'], slack: ['typed line', 'button'] });
  });

  it('is put away with a button where it would stay, and by closing the window where it would not', () => {
    expect(waysTo('concern/put-away')).toEqual({ teams: ['button'], slack: ['closing the window'] });
  });

  it('is printed, with 0 at the end', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toMatch(/^concern\/note +✓ button +✓ button$/m);
    expect(out).toMatch(/^card case-file +✓ +✓$/m);
    expect(out).not.toContain('✗');
  });
});

describe.each(chats)('what is not there in %s', (chat) => {
  const side = real.sides[chat];
  const said = (changed: Partial<ChatSide>) =>
    missingCells(channelTable({ ...real, sides: { ...real.sides, [chat]: { ...side, ...changed } } }));
  const inThisChat = chat === 'teams' ? 'Teams' : 'Slack';
  const draw = (change: (drawn: DrawnCard, content: CardContent) => DrawnCard): ChatSide['draw'] => {
    return (content) => change(side.draw(content), content);
  };

  it.each(cardNames)('is found: a template of the card %s that cannot be filled', (name) => {
    const missing = said({
      draw: draw((drawn, { card }) => {
        if (card === name) throw new Error('no such template');
        return drawn;
      }),
    });
    expect(missing).toContain(`card ${name} is missing in ${inThisChat}: it cannot be drawn (no such template).`);
  });

  it('is found: a card of which nothing is drawn', () => {
    const missing = said({ draw: draw((drawn, { card }) => ({ ...drawn, isEmpty: card === 'receipt' })) });
    expect(missing).toEqual([`card receipt is missing in ${inThisChat}: it is drawn empty.`]);
  });

  it('is found: a command whose button is on no card', () => {
    const missing = said({
      draw: draw((drawn) => ({
        ...drawn,
        presses: drawn.presses.filter((press) => press.form !== undefined || press.do !== 'concern/refer'),
      })),
    });
    expect(missing).toEqual([`concern/refer is missing in ${inThisChat}: nobody can reach it.`]);
  });

  it('is found: the overview, where nothing leads to it', () => {
    const entrances = side.entrances.filter(({ command }) => command !== 'safeguarding');
    expect(said({ entrances })).toEqual([`safeguarding is missing in ${inThisChat}: nobody can reach it.`]);
  });

  it('is found: a step of a form that is never drawn', () => {
    const cards = real.cards.filter((content) => !isScreen(content, 'concern/report', 1));
    expect(cards.length).toBeLessThan(real.cards.length);
    expect(missingCells(channelTable({ ...real, cards }))).toContain(
      `concern/report is missing in ${inThisChat}: step 2 of its form is not drawn.`,
    );
  });

  it('is found: a question with nothing to answer it with', () => {
    const missing = said({
      draw: draw((drawn) => ({ ...drawn, inputs: drawn.inputs.filter((id) => id !== 'narrative') })),
    });
    const asking = ['concern/log', 'concern/report', 'concern/report-breach'];
    expect(missing.toSorted()).toEqual(
      asking.map((name) =>
        expect.stringMatching(
          new RegExp(`^${name} is missing in ${inThisChat}: step \\d of its form has nothing to answer ".+" with\\.$`),
        ),
      ),
    );
  });

  it('is found: a question that is answered by a press, without its buttons', () => {
    const missing = said({
      draw: draw((drawn) => ({
        ...drawn,
        presses: drawn.presses.map((press) => {
          const { pressed: _, ...form } = press.form ?? {};
          return press.form === undefined ? press : ({ ...press, form } as typeof press);
        }),
      })),
    });
    expect(missing.toSorted()).toEqual(
      ['concern/log', 'concern/report'].map((name) =>
        expect.stringMatching(new RegExp(`^${name} is missing in ${inThisChat}: step 1 .* nothing to answer`)),
      ),
    );
  });

  it('is found: a form that cannot be sent', () => {
    const missing = said({
      draw: draw((drawn) => ({
        ...drawn,
        presses: drawn.presses.filter((press) => press.do !== 'concern/note' || press.form?.go !== 'send'),
      })),
    });
    expect(missing).toEqual([
      `concern/note is missing in ${inThisChat}: step 1 of its form has no button that goes on.`,
    ]);
  });

  it('is marked in the table and said after it, with 1 at the end', () => {
    const lines: string[] = [];
    const entrances = side.entrances.filter(({ command }) => command !== 'safeguarding');
    const table = channelTable({ ...real, sides: { ...real.sides, [chat]: { ...side, entrances } } });
    expect(report(table, (line) => lines.push(line))).toBe(1);
    expect(lines.find((line) => line.startsWith('safeguarding '))).toContain('✗');
    expect(lines.at(-1)).toBe(`safeguarding is missing in ${inThisChat}: nobody can reach it.`);
  });
});

describe('a template', () => {
  it('is there for every card in both chats, and one that is not is named', () => {
    expect(absentTemplates()).toEqual([]);
    const folder = temporaryFolder();
    try {
      cpSync('cards', folder.path(), { recursive: true });
      rmSync(folder.path('slack/list.json'));
      expect(absentTemplates(pathToFileURL(`${folder.path()}/`))).toEqual([
        'card list is missing in Slack: cards/slack/list.json is not there.',
      ]);
    } finally {
      folder.remove();
    }
  });
});

describe('what a manifest lets people begin', () => {
  it('is less where Slack’s has a command, a shortcut or an event less', () => {
    const { features, settings } = slackManifest;
    const ways = (manifest: unknown) => slackEntrances(registry, manifest).map(({ way }) => way);
    expect(ways({ settings, features: { ...features, slash_commands: [] } })).not.toContain('slash command');
    const shortcuts = features.shortcuts.filter(({ type }) => type === 'message');
    expect(ways({ settings, features: { ...features, shortcuts } })).not.toContain('shortcut');
    const isMute = { ...features.app_home, messages_tab_read_only_enabled: true };
    expect(ways({ settings, features: { ...features, app_home: isMute } })).not.toContain('typed line');
    const unheard = { ...settings, event_subscriptions: { bot_events: [] } };
    for (const way of ['typed line', 'Home tab']) expect(ways({ features, settings: unheard })).not.toContain(way);
    const homeless = { ...features.app_home, home_tab_enabled: false };
    expect(ways({ settings, features: { ...features, app_home: homeless } })).not.toContain('Home tab');
  });

  it('is less where Teams’ has a command, a chat or an action less', () => {
    const ways = (manifest: unknown) => teamsEntrances(registry, manifest).map(({ way }) => way);
    const [bot] = teamsManifest.bots;
    expect(ways({ ...teamsManifest, bots: [{ ...bot, commandLists: [] }] })).not.toContain('command list');
    expect(ways({ ...teamsManifest, bots: [{ ...bot, scopes: ['team'] }] })).not.toContain('typed line');
    expect(ways({ ...teamsManifest, composeExtensions: [] })).not.toContain('compose box');
  });

  it('is not what the bot would not understand', () => {
    const { features, settings } = slackManifest;
    const slash_commands = [{ command: '/publish-everything' }];
    expect(slackEntrances(registry, { settings, features: { ...features, slash_commands } })).not.toContainEqual(
      expect.objectContaining({ way: 'slash command' }),
    );
  });
});

function waysTo(name: string): Readonly<Record<Chat, readonly string[]>> {
  const cells = rows.find((row) => row.name === name)!.cells;
  return { teams: cells.teams.ways, slack: cells.slack.ways };
}

function isScreen({ card, data }: CardContent, command: string, step: number): boolean {
  const [button] = (data['buttons'] ?? []) as unknown as { press: { do: string; form?: { step: number } } }[];
  return card === 'form' && button?.press.do === command && button.press.form?.step === step;
}

/** The same, in which no card is drawn twice. */
function remembering(parts: ChannelTableOf): ChannelTableOf {
  const once = ({ entrances, draw }: ChatSide): ChatSide => {
    const known = new Map<CardContent, DrawnCard>();
    return {
      entrances,
      draw(content) {
        const drawn = known.get(content) ?? draw(content);
        known.set(content, drawn);
        return drawn;
      },
    };
  };
  return { ...parts, sides: { teams: once(parts.sides.teams), slack: once(parts.sides.slack) } };
}

function run(): Promise<{ readonly code: unknown; readonly out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [resolve('scripts/channels.ts')], (error, out) => done({ code: error?.code ?? 0, out }));
  });
}
