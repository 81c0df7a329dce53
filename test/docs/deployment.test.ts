import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDoctor } from '../../src/cli/doctor.ts';
import { addInit } from '../../src/cli/init.ts';
import { addManifest } from '../../src/cli/manifest.ts';
import { addVerify } from '../../src/cli/verify.ts';
import { variables } from '../../src/config-variables.ts';
import { readInfra } from '../infra/infra.ts';

// The page that an administrator follows, held against what there is.

const page = readFileSync('docs/deployment.md', 'utf8');
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text);
const shell = blocks.join('\n').replaceAll('\\\n', ' ');
const { files, parameters } = readInfra();

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** Every command line of safeguarding that the page names, in words behind the name. */
const commands = [...`${shell}\n${page}`.matchAll(/(?:npx safeguarding|["`]safeguarding) ([a-z][^"`\n]*)/g)].map(
  ([, words = '']) => words.trim().split(/\s+/),
);

function program(): Command {
  const said = { say: () => undefined, end: () => undefined };
  const all = new Command('safeguarding').option('--env <file>');
  for (const add of [addInit, addDoctor, addManifest, addVerify]) add(all, said);
  return all;
}

/** The command that words name, with all options that it takes. */
function commandOf(words: readonly string[]): { readonly name: string; readonly options: readonly string[] } {
  let command = program();
  for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
  return { name: command.name(), options: [...command.options, ...program().options].map(({ long }) => long ?? '') };
}

describe('the page on Azure', () => {
  it('names commands that there are, with options that they take', () => {
    expect(commands.length).toBeGreaterThan(4);
    for (const words of commands) {
      const { name, options } = commandOf(words);
      expect(name, words.join(' ')).not.toBe('safeguarding');
      for (const option of words.filter((word) => word.startsWith('--')))
        expect(options, words.join(' ')).toContain(option);
    }
    // Container Apps looks for a program of that whole name, spaces and all.
    for (const [, given = ''] of shell.matchAll(/containerapp exec .*--command (.*)$/gm))
      expect(given).toMatch(/^\w+$/);
    const { scripts } = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    for (const [, script = ''] of page.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  it('names files that there are', () => {
    const named = [...page.matchAll(/infra\/[\w./-]*\w/g)].map(([path]) => path);
    expect(new Set(named).size).toBeGreaterThan(4);
    // The administrator's own copy of a file of parameters.
    expect(named.filter((path) => !existsSync(path) && path !== 'infra/parameters/ours.bicepparam')).toEqual([]);
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [, path = '', heading] of links) {
      const file = path === '' ? 'docs/deployment.md' : join('docs', path);
      expect(existsSync(file), file).toBe(true);
      if (heading !== undefined) expect(headingsOf(file), `${file}#${heading}`).toContain(heading);
    }
  });

  it('names parameters and outputs that infra/main.bicep has', () => {
    const { params = [], outputs = [] } = files.get('main.bicep') ?? {};
    const names = [...page.matchAll(/`([a-z][A-Za-z]+)(?: = [^`]*)?`/g)].map(([, name = '']) => name);
    const known = params.map(({ name }) => name);
    const spoken = names.filter((name) =>
      /^(use|slack|budget|administratorA|private|zone|records|log|image|files)/.test(name),
    );
    expect(spoken.length).toBeGreaterThan(8);
    expect(spoken.filter((name) => !known.includes(name))).toEqual([]);
    const taken = [...shell.matchAll(/\$\(output (\w+)\)/g)].map(([, name]) => name);
    expect(taken.length).toBe(6);
    expect(taken.filter((name) => !outputs.some((output) => output.name === name))).toEqual([]);
  });

  it('names variables that the service reads, or that it has set itself before', () => {
    const used = [...shell.matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map(([, name = '']) => name);
    const set = [...shell.matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(used.filter((name) => !set.includes(name))).toEqual([]);
    const ofSlack = [...shell.matchAll(/\bSLACK_[A-Z_]+/g)].map(([name]) => name);
    expect(ofSlack.filter((name) => !(name in variables))).toEqual([]);
    for (const values of parameters.values()) {
      const read = Object.values(values).flatMap(
        (value) => /readEnvironmentVariable\('(\w+)'/.exec(JSON.stringify(value))?.[1] ?? [],
      );
      expect(read.toSorted()).toEqual([...new Set(ofSlack)].toSorted());
    }
  });

  it('takes less than an hour, with either chat and with both', () => {
    const steps = [...page.matchAll(/^## (\d+)\. (.*?) \((\d+) minutes(.*)\)$/gm)];
    expect(steps.map(([, number]) => Number(number))).toEqual(steps.map((_, index) => index + 1));
    // The school file is written while the places are made.
    const minutes = (wanted: (title: string) => boolean) =>
      steps
        .filter(([, , title = '', , rest]) => wanted(title) && rest !== ', meanwhile')
        .reduce((sum, [, , , count]) => sum + Number(count), 0);
    expect(minutes((title) => !title.startsWith('Slack only'))).toBeLessThanOrEqual(45);
    expect(minutes(() => true)).toBeLessThanOrEqual(55);
  });
});

/** The headings of a page, as links name them. */
function headingsOf(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
}
