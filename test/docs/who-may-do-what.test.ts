import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayPage } from '../../scripts/may-page.ts';
import { pagePath } from '../../scripts/who-may-do-what.ts';
import { commandRules } from '../../src/workflows/concern/command-rules.ts';
import { everyCommand } from '../support/concern.ts';

const page = readFileSync(pagePath, 'utf8');

describe('the page of who may do what with a concern', () => {
  it('[R194] is what the rules make: run "npm run matrix" where this fails', () => {
    expect(page).toBe(mayPage());
  });

  it('names every command once', () => {
    for (const command of everyCommand)
      expect([command, page.split(`\`${command}\` |`).length - 1]).toEqual([command, 1]);
  });

  it('would be found out with a rule that was changed', () => {
    const changed = { ...commandRules, 'concern/close': { who: ['reporter'], when: ['new'] } } as const;
    expect(mayPage(changed)).not.toBe(page);
  });
});
