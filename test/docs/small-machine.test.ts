import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { variables } from '../../src/config-variables.ts';
import { commandsOf, page, pageBlocks } from '../support/small-machine-page.ts';

const proof = readFileSync('test/e2e/small-machine.test.ts', 'utf8');

describe('the page for one small machine', () => {
  it('says of each block of commands whether the proof runs it, and if not, why', () => {
    expect(pageBlocks.length).toBe(page.match(/^```sh$/gm)?.length);
    for (const { mark, commands } of pageBlocks)
      expect([commands, mark]).toEqual([commands, expect.stringMatching(/^(proof: [a-z ]+|not in the proof: .+)$/)]);
  });

  it('is run by the proof, every block of it, in the order of the page', () => {
    const onPage = pageBlocks.flatMap(({ mark }) => (mark.startsWith('proof: ') ? [mark.slice('proof: '.length)] : []));
    const run = [...proof.matchAll(/commandsOf\('([a-z ]+)'\)/g)].map(([, name]) => name);
    expect(new Set(run)).toEqual(new Set(onPage));
    for (const name of onPage) expect(commandsOf(name)).not.toBe('');
  });

  it('needs no root in what the proof runs', () => {
    for (const { mark, commands } of pageBlocks)
      if (mark.startsWith('proof: ')) expect(commands).not.toMatch(/sudo|systemctl|docker|chown|adduser/);
  });

  it('runs the program of its own folder: npx would fetch a stranger’s where it finds none', () => {
    const commands = pageBlocks.map((block) => block.commands).join('');
    expect(commands).not.toMatch(/\bnpx\b/);
    expect(commands.match(/^safeguarding \w+/gm)?.length).toBeGreaterThan(6);
    expect(page.match(/npx safeguarding/g)).toHaveLength(1);
    const { bin } = packageJson;
    expect(commandsOf('command')).toBe(`safeguarding() { node "$PROGRAMS/safeguarding/${bin.safeguarding}" "$@"; }\n`);
  });

  it('names the version that this is', () => {
    const named = [...page.matchAll(/safeguarding-bot-(\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    expect(new Set(named)).toEqual(new Set([packageJson.version]));
  });

  it('names only files, commands and variables that there are', () => {
    for (const [path] of page.matchAll(/\b(infra|test|docs)\/[\w./-]+\w(?!\*)\b/g))
      expect([path, existsSync(path)]).toEqual([path, true]);
    for (const [, link = ''] of page.matchAll(/\]\(([^)#:]+\.md)/g))
      expect([link, existsSync(`docs/${link}`)]).toEqual([link, true]);
    for (const [, command = ''] of page.matchAll(/(?:^|`)safeguarding (\w+)/gm))
      expect([command, existsSync(`src/cli/${command}.ts`)]).toEqual([command, true]);
    for (const [, script = ''] of page.matchAll(/npm run (\w+)/g))
      expect(Object.keys(packageJson.scripts)).toContain(script);
    for (const [, name = ''] of page.matchAll(/`([A-Z_]+)=/g))
      expect(['BOT_HOST', 'MAILTO', ...Object.keys(variables)]).toContain(name);
  });
});
