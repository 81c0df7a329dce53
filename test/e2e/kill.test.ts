import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTryOutConfig } from '../../src/config.ts';
import { type RunningPlaygrounds, startPlaygrounds } from '../../src/try-out/playground.ts';
import { playgroundSchool, windowsOf } from '../../src/try-out/windows.ts';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess } from '../support/try-out.ts';

const HOLD = new URL('../support/hold-connections.mjs', import.meta.url).pathname;

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

describe.skipIf(browser === undefined)('a power cut', () => {
  const folder = temporaryFolder();
  let playgrounds: RunningPlaygrounds;
  let ports: number;

  beforeAll(async () => {
    ports = await freePorts(3);
    const [school] = readTryOutConfig({ folder: folder.path('data') }).schools;
    if (school === undefined) throw new Error('there is no example school');
    const windows = windowsOf(school, [], ports + 1).map(({ window }) => window);
    playgrounds = await startPlaygrounds({
      botPort: ports,
      school: playgroundSchool(school),
      windows,
      folder: folder.path('windows'),
    });
  });

  afterAll(async () => {
    await browser?.close();
    await playgrounds?.stop();
    folder.remove();
  });

  it('between the receipt and the delivery loses nothing: the card arrives once', async () => {
    const request = { folder: folder.path(), botPort: ports, firstWindowPort: ports + 1, botOnly: true };
    const before = await startTryOutProcess(request);
    const dsl = await openWindow(browser as Browser, `http://127.0.0.1:${ports + 2}`);
    await dsl.goTo('Safeguarding');
    const teacher = await openWindow(browser as Browser, `http://127.0.0.1:${ports + 1}`);
    expect(await before.stop()).toBe(0);

    const first = await startTryOutProcess({
      ...request,
      preload: HOLD,
      environment: { HELD_PORT: String(ports + 2) },
    });
    await teacher.say('report a concern');
    await teacher.waitForText('Is a child in immediate danger?');
    await teacher.press('No', 'Is a child in immediate danger?');
    await teacher.waitForText('Who is it about?');
    await teacher.choose('What kind of concern is it?', 'Something else');
    await teacher.choose('Who is it about?', 'One or more pupils');
    await teacher.press('Continue');
    await teacher.waitForText('What happened?');
    await teacher.fill('Which pupils? One name on each line', 'Robin Marker');
    await teacher.fill('What happened?', 'Something that must not be lost.');
    await teacher.press('Send');
    await teacher.waitForText('Received');
    const reference = /C-[2-9A-Z]{6}/.exec(await teacher.visibleText())?.[0] ?? '';
    await first.kill();

    expect(await dsl.visibleText()).not.toContain(reference);

    const second = await startTryOutProcess(request);
    await dsl.waitForText(`Concern ${reference} · new`);
    await teacher.say('safeguarding');
    await teacher.waitForText(`${reference} · received`);
    expect((await dsl.visibleText()).match(new RegExp(reference, 'g'))).toHaveLength(1);
    expect(await second.stop()).toBe(0);
  });
});
