import type { Part } from '../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../src/workflows/concern/command-data.ts';
import { type CommandRule, commandRules } from '../src/workflows/concern/command-rules.ts';
import { concernCommands } from '../src/workflows/concern/commands.ts';
import type { ConcernState } from '../src/workflows/concern/state.ts';
import { statusWords } from '../src/workflows/concern/words.ts';

type Rules = Readonly<Record<string, CommandRule>>;

const statuses = ['new', 'acknowledged', 'handled', 'closed'] as const;

const partWords: Record<Part, string> = {
  handler: 'handler',
  leader: 'leader',
  consulted: 'consulted',
  reporter: 'reporter',
};

/** What stands above the tables. */
const intro = `# Who may do what with a concern

This page is made from the rules that the product itself goes by (\`src/workflows/concern/command-rules.ts\`), with
\`npm run matrix\`. A test compares the two, so that it cannot say something else than the product does.

A person has a part in a concern, or none:

- **handler**: whom the routing rules name for it, such as the DSL and the deputies; whoever stands in for them; nobody
  whom it is about.
- **leader**: the head, or whoever leads where it is about the head, once they were asked to decide something or where
  they handle it themselves.
- **consulted**: who was asked one question, such as the SENCO. They see that question and nothing else.
- **reporter**: who reported it, or logged it for somebody. They see where it stands.

Roles are looked up each time. Whoever has no part gets the same answer as for a reference that is not there, and so does
everybody whom the concern is about, whatever their role. An attempt without the right goes on the record of the concern.
A button is shown exactly where the command may be given.
`;

/** The page, as it is kept in docs/who-may-do-what.md. */
export function mayPage(rules: Rules = commandRules): string {
  const all = Object.entries(rules).map(([command, rule]) => ({ command: command as ConcernCommand, rule }));
  const ofPeople = all.filter(({ rule }) => typeof rule.who !== 'string');
  const beginnings = all.filter(({ rule }) => rule.who === 'anybody' || rule.who === 'trained');
  const ofClock = all.filter(({ rule }) => rule.who === 'clock');
  return `${[
    intro,
    '## To begin one\n',
    table(
      ['', 'who'],
      beginnings.map(({ command, rule }) => [
        nameOf(command),
        rule.who === 'anybody' ? 'everybody in the school file' : trained,
      ]),
    ),
    '\n## With one that was reported\n',
    'Each cell says who may do it while the concern stands so. The last column says what else may stand against it.\n',
    table(
      ['', ...statuses.map((status) => statusWords[status]), 'but not where'],
      ofPeople.map(({ command, rule }) => [
        nameOf(command),
        ...statuses.map((status) => whoWhile(rule, status)),
        Object.values(rule.unless ?? {}).join('; '),
      ]),
    ),
    '\n## By itself\n',
    'What the clock asks of a concern, or another record tells it. Nobody can press it.\n',
    table(
      ['', ...statuses.map((status) => statusWords[status])],
      ofClock.map(({ command, rule }) => [
        `\`${command}\``,
        ...statuses.map((status) => (isWhile(rule, status) ? 'yes' : '–')),
      ]),
    ),
  ].join('\n')}\n`;
}

const trained = 'the DSL, the deputies, the head, the chair, and their delegates';

function nameOf(command: ConcernCommand): string {
  return `${concernCommands[command].label} \`${command}\``;
}

function whoWhile(rule: CommandRule, status: (typeof statuses)[number]): string {
  if (typeof rule.who === 'string' || !isWhile(rule, status)) return '–';
  return rule.who.map((part) => partWords[part]).join(', ');
}

function isWhile({ when }: CommandRule, status: ConcernState['status']): boolean {
  return when.includes(status);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replace(/ {2,}/g, ' ');
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
