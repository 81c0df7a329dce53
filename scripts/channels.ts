// Which command and which card is there in which chat: npm run channels
import { type Chat, chatNames, chats } from '../src/domain/chats.ts';
import { registry } from '../src/workflows/index.ts';
import { caseCards } from '../test/support/case-cards.ts';
import { monday } from '../test/support/concern.ts';
import { everyCard } from '../test/support/every-card.ts';
import { aSchool, people } from '../test/support/school.ts';
import { absentTemplates, chatSides } from './channel-sides.ts';
import { type ChannelRow, type ChannelTableOf, channelTable, missingCells } from './channel-table.ts';

/** What the table is made from: the registry, the manifests, the templates, and a sample of every card. */
export function partsOfTable(): ChannelTableOf {
  return {
    registry,
    cards: [...everyCard('Words that somebody wrote.').map(({ content }) => content), ...caseCards()],
    sides: chatSides(registry),
    context: { school: aSchool(), now: monday, by: people.dsl, given: {} },
  };
}

/** The table, a line a row, with a tick for each chat and how a command is reached there. */
export function renderTable(rows: readonly ChannelRow[]): readonly string[] {
  const cells = rows.map(({ name, cells: of }) => [name, ...chats.map((chat) => saidCell(of[chat]))]);
  const table = [['', ...chats.map((chat) => chatNames[chat])], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  return table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function saidCell({ ways, missing }: ChannelRow['cells'][Chat]): string {
  return [missing.length === 0 ? '✓' : '✗', ways.join(', ')].join(' ').trim();
}

/** Prints the table and what is missing in it. Gives the exit code: 1 when anything is. */
export function report(rows: readonly ChannelRow[], say: (line: string) => void): number {
  for (const line of renderTable(rows)) say(line);
  const missing = missingCells(rows);
  say('');
  if (missing.length === 0) say(`All ${rows.length} commands and cards are there in ${chats.length} chats.`);
  for (const line of missing) say(line);
  return missing.length === 0 ? 0 : 1;
}

function main(): number {
  const say = (line: string) => console.log(line);
  const absent = absentTemplates();
  for (const line of absent) say(line);
  return absent.length > 0 ? 1 : report(channelTable(partsOfTable()), say);
}

if (import.meta.main) process.exitCode = main();
