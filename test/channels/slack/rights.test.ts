import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { neededRights } from '../../../src/channels/slack/rights.ts';
import type { FakeManifest } from '../../support/fake-slack.ts';

it.each(['manifest', 'manifest-socket-mode'])('what the bot is missed to have is what %s asks for', (name) => {
  const file = new URL(`../../../manifest/slack/${name}.json`, import.meta.url);
  const { oauth_config: asked } = JSON.parse(readFileSync(file, 'utf8')) as FakeManifest;
  expect([...(asked?.scopes?.bot ?? [])].sort()).toEqual([...neededRights].sort());
});

it('and what the page for administrators explains, one by one', () => {
  const page = readFileSync(new URL('../../../docs/slack.md', import.meta.url), 'utf8');
  for (const right of neededRights) expect(page).toContain(`| \`${right}\` |`);
});
