import { readFileSync } from 'node:fs';

/** Commands of a page as they stand there. */
export interface PageBlock {
  /** What the line above it says, such as `proof: install`. */
  readonly mark: string;
  readonly commands: string;
}

/** The page by which a school sets one small machine up. */
export const page = readFileSync(new URL('../../docs/small-machine.md', import.meta.url), 'utf8');

/** Every block of commands on it, with its mark; an empty one where it has none. */
export const pageBlocks: readonly PageBlock[] = [
  ...page.matchAll(/(?:^<!-- (.+) -->\n)?^```sh\n([\s\S]*?)^```$/gm),
].map(([, mark = '', commands = '']) => ({ mark, commands }));

/** The commands that stand on the page below this mark. */
export function commandsOf(name: string): string {
  const [found, ...others] = pageBlocks.filter(({ mark }) => mark === `proof: ${name}`);
  if (found === undefined || others.length > 0) throw new Error(`the page has not one block "proof: ${name}"`);
  return found.commands;
}
