import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/workflows/index.ts';

const folders = globSync('*/', { cwd: join(import.meta.dirname, '../../src/workflows') }).map((name) =>
  name.replace(/[\\/]$/, ''),
);
const workflows = [...registry.values()];

describe('the registry', () => {
  it('has one workflow for each folder, under the name of the folder', () => {
    expect([...registry.keys()].sort()).toEqual(folders.sort());
    for (const [id, workflow] of registry) expect(workflow.id).toBe(id);
  });

  it('gives each workflow a letter of its own, so that a reference says what it is', () => {
    expect(new Set(workflows.map(({ prefix }) => prefix)).size).toBe(workflows.length);
    for (const { prefix } of workflows) expect(prefix).toMatch(/^[A-Z]{1,3}$/);
  });

  it('gives every command the name of its workflow, and words that nobody else has', () => {
    for (const { id, commands } of workflows)
      for (const type of Object.keys(commands)) expect(type).toMatch(new RegExp(`^${id}/[a-z-]+$`));
    const typed = workflows.flatMap(({ commands }) =>
      Object.values(commands).flatMap((command) => command.typed ?? []),
    );
    expect(new Set(typed).size).toBe(typed.length);
    for (const words of typed) expect(words).toBe(words.toLowerCase());
  });

  it('has a button’s words for every command that a person gives', () => {
    const commands = workflows.flatMap((workflow) => Object.values(workflow.commands));
    for (const { label, internal } of commands) expect(label === '').toBe(internal === true);
  });

  it('gives each workflow a command that hears what became of its messages, and lists with names of their own', () => {
    for (const workflow of workflows) {
      expect(workflow.commands[workflow.deliveryNote]?.internal).toBe(true);
      if (workflow.standing) expect(workflow.commands[workflow.standing.command]?.internal).toBe(true);
    }
    for (const { lists } of workflows) expect(new Set(lists.map(({ id }) => id)).size).toBe(lists.length);
  });

  it('gives lists that are one the same title and the same order, as those of the first hold for all', () => {
    const shown = new Map<string, unknown>();
    for (const { id, title, folded = false, newestFirst = false } of workflows.flatMap(({ lists }) => lists)) {
      expect([id, { title, folded, newestFirst }]).toEqual([id, shown.get(id) ?? { title, folded, newestFirst }]);
      shown.set(id, { title, folded, newestFirst });
    }
  });

  it('gives up a form only to a command that there is', () => {
    for (const { commands } of workflows)
      for (const { cancel } of Object.values(commands))
        if (cancel !== undefined) expect(Object.keys(commands)).toContain(cancel);
  });
});
