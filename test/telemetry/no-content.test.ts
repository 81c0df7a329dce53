import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExporters } from '../../src/telemetry/sdk/exporters.ts';
import { measureWith } from '../../src/telemetry/sdk/measure-with.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import { type FakeCollector, startFakeCollector } from '../support/fake-collector.ts';
import { aSchool, people } from '../support/school.ts';
import { startSlackBot } from '../support/slack-bot.ts';
import { opens, wholeCase } from '../support/slack-case.ts';
import { publishes } from '../support/slack-policies.ts';
import { wholeBlock, wholeRequest } from '../support/slack-sites.ts';
import { reportConcern, startTeamsBot } from '../support/teams-bot.ts';
import type { TeamsPerson } from '../support/teams-person.ts';

let collector: FakeCollector;
let telemetry: Telemetry;
let stop: (() => Promise<void>) | undefined;
beforeEach(async () => {
  collector = await startFakeCollector();
  const exporters = await openExporters({ kind: 'otlp', url: collector.url }, { identity: () => Promise.reject() });
  // Often, so that what stands is asked in the middle of everything too.
  telemetry = measureWith(exporters, { sendingChanged: () => undefined, everyMs: 200 });
});
afterEach(async () => {
  await stop?.();
  await collector.stop();
});

/** What no figure may say: words that somebody wrote, names, addresses of people and sites, and references. */
const content: Readonly<Record<string, RegExp>> = {
  'a word that somebody wrote': /marker/i,
  'a name': /Osei|Rahimi|Okonjo|Farrow|Elstow|Tanaka|Brandt|Donnellan|Jamie|Robin/,
  'an email address': /@/,
  'the address of a site': /library\.example|bad\.example|https?:/,
  'a reference': /\b[A-Z]-[0-9A-HJKMNP-TV-Z]{6}\b/,
  'a step of a case': /\b(concern|it-job)\/[a-z]/,
  'where something stands in a chat': /thread\.tacv2|\b[CDUT]0[A-Z0-9]{5,}|hooks\.slack/,
};

/** Ends the bot and gives everything that left the house, and every line of its log. */
async function allOf(bot: { readonly log: readonly string[]; stop(): Promise<void> }) {
  await telemetry.stop();
  const sent = collector.taken.map(({ path, headers, text }) => `${path}\n${JSON.stringify(headers)}\n${text}`);
  const commands = collector.points().filter(({ name }) => name === 'safeguarding.commands');
  const types = new Set(commands.map(({ attributes }) => attributes['type']));
  const spans = new Set(collector.spans().map(({ attributes }) => attributes['type']));
  return { sent: sent.join('\n').replaceAll(collector.url.slice(7), ''), log: bot.log.join('\n'), types, spans };
}

function expectNoContent(sent: string): void {
  expect(sent.length).toBeGreaterThan(10_000);
  for (const [what, pattern] of Object.entries(content)) expect(sent.match(pattern)?.[0], what).toBeUndefined();
}

describe('of everything that is done in Slack, with every word a marker', () => {
  it('no figure, span or line of the log says a word, a name, an address or a reference', async () => {
    const bot = await startSlackBot({ telemetry });
    stop = () => bot.stop();
    bot.slack.fails(503, { method: 'chat.postMessage', times: 3 });
    bot.slack.limits({ retryAfterSeconds: 30, method: 'chat.update', times: 2 });
    for (const flow of [wholeCase, wholeRequest, wholeBlock])
      for (const { take } of flow) {
        await take(bot).catch(() => undefined);
        await bot.pass(60_000);
      }
    await publishes(bot.as(people.head), { text: { 'The text, as people read it': 'MARKER-TEXT' } });
    await bot.as(people.teacher).writes('MARKER-LINE');
    await bot.pass(26 * 60 * 60_000);
    for (const outage of ['fails', 'hangs'] as const) {
      bot.setOutage(outage);
      await opens(bot).catch(() => undefined);
    }
    bot.setOutage('none');
    await bot.slack.sends('MARKER', bot.slack.signs('MARKER'));
    await bot.slack.sends('MARKER', bot.slack.signs('MARKER', { secret: 'forged' }));
    await fetch(`${bot.address}/MARKER/amara.osei@oakfield.example?MARKER`);
    await bot.settle();
    const { sent, log, types, spans } = await allOf(bot);
    expectNoContent(sent);
    expect(log).not.toMatch(/marker/i);
    expect(log).not.toMatch(content['a name'] as RegExp);
    for (const type of spans) expect(String(type)).not.toMatch(/^(concern|it-job)/);
    // Proof that it was looked at: all of these were measured.
    for (const command of ['concern', 'site-access/request', 'site-block/report', 'policy/publish'])
      expect(types, command).toContain(command);
    const points = collector.points();
    const said = (name: string, label: string) =>
      new Set(points.filter((point) => point.name === name).map(({ attributes }) => attributes[label]));
    expect(said('safeguarding.deliveries', 'outcome').size).toBeGreaterThan(1);
    expect(said('safeguarding.store.calls', 'outcome').size).toBeGreaterThan(1);
    expect(said('safeguarding.requests', 'path')).toEqual(new Set(['/slack/events', 'other']));
    expect(said('safeguarding.requests', 'status')).toContain('401');
  });
});

describe('of what is done in Teams, with every word a marker', () => {
  it('no figure, span or line of the log says a word, a name, an address or a reference', async () => {
    const bot = await startTeamsBot({ school: aSchool(), telemetry });
    stop = () => bot.stop();
    const [teacher, dsl, head] = [bot.as(people.teacher), bot.as(people.dsl), bot.as(people.head)];
    await reportConcern(bot);
    await dsl.pressInChannel('Open');
    await dsl.press('Note');
    await dsl.press('Add the note', { text: 'MARKER-NOTE' });
    await dsl.press('Ask the reporter');
    await dsl.press('Ask', { text: 'MARKER-QUESTION' });
    await asksForSite(teacher);
    await publishesPolicy(head);
    await teacher.say('MARKER-LINE https://www.library.example/topic-marker');
    bot.setOutage('fails');
    await dsl.pressInChannel('Open').catch(() => undefined);
    bot.setOutage('none');
    await bot.pass(26 * 60 * 60_000);
    await bot.post('{"type":"MARKER"}');
    await bot.settle();
    const { sent, log, types } = await allOf(bot);
    expectNoContent(sent);
    expect(log).not.toMatch(/marker/i);
    expect(log).not.toMatch(content['a name'] as RegExp);
    for (const command of ['concern', 'site-access/request', 'policy/publish'])
      expect(types, command).toContain(command);
  });
});

async function asksForSite(teacher: TeamsPerson): Promise<void> {
  await teacher.say('request a site');
  await teacher.press('Continue', {
    address: 'https://www.library.example/topic-marker?utm_source=x#part',
    category: 'education',
    period: 'lesson',
  });
  const purpose = 'MARKER-PURPOSE: the sources of the period.';
  await teacher.press('Send the request', {
    date: '2026-11-23',
    from: '14:30',
    until: '15:30',
    purpose,
    group: '9B',
    checked: 'yes',
  });
}

async function publishesPolicy(head: TeamsPerson): Promise<void> {
  await head.say('publish policy');
  await head.press('Continue', { kind: 'policy', title: 'MARKER-TITLE', change1: 'MARKER-CHANGE' });
  await head.press('Continue', { text: 'MARKER-TEXT: phones stay in bags.' });
  await head.press('Continue', { kinds: 'staff' });
  await head.press('Preview');
  await head.press('Publish');
}
