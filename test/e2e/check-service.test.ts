import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawServiceCheck } from '../../src/application/service-check-card.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { drawActivity } from '../../src/channels/teams/draw.ts';
import { readTryOutConfig } from '../../src/config.ts';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { findingsSaying } from '../support/service-check-cards.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;
/** As wide as a card is on a small telephone, in pixels. */
const NARROW = 320;

/** Under what it stands, in this order; a part with nothing in it is left out. */
const PARTS = ['To put right', 'To look at', 'Nobody could say'];
/** The end of the card. */
const WELL = /\d+ things? (is|are) well\. Looked at [^.]+\./;
const UNKNOWN_WORD = 'Nobody has read what you wrote';
const OVERVIEW = 'In an emergency ring 999; the school';
/** When it was looked at, on a card that nobody has asked for today. */
const EARLIER = 'Looked at yesterday 07:30.';

type Window = Awaited<ReturnType<typeof openWindow>>;

/** A part of the page, as the browser knows it. */
interface Drawn {
  readonly clientWidth: number;
  readonly scrollWidth: number;
  readonly innerText: string;
  getBoundingClientRect(): { readonly right: number };
  querySelectorAll(selector: string): Iterable<Drawn>;
}

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

/** The real bot, the real Playground and a real browser. Oakfield's administrator is its network manager. */
describe.skipIf(browser === undefined)('how the service stands, asked in the Playground', () => {
  const folder = temporaryFolder();
  let tryOut: TryOutProcess;
  let administrator: Window;
  let dsl: Window;
  let teacher: Window;

  const addressOf = (whose: string) => {
    const address = tryOut.windows[whose];
    if (address === undefined) throw new Error(`there is no window for ${whose}`);
    return address;
  };
  const picture = async (window: Window, name: string, of: 'card' | 'window' = 'card') => {
    if (pictures !== undefined) await window.screenshot(join(pictures, `${name}.png`), of);
  };

  beforeAll(async () => {
    const ports = await freePorts(4);
    const also = ['network-manager'];
    tryOut = await startTryOutProcess({ folder: folder.path(), botPort: ports, firstWindowPort: ports + 1, also });
    const open = async (whose: string) => await openWindow(browser as Browser, addressOf(whose));
    dsl = await open('dsl');
    await dsl.goTo('Safeguarding');
    [administrator, teacher] = [await open('network-manager'), await open('teacher')];
  });

  afterAll(async () => {
    await browser?.close();
    const code = await tryOut?.stop();
    folder.remove();
    expect(code).toBe(0);
  });

  it('comes to an administrator in their own chat: what is to be done first, then how much is well', async () => {
    await administrator.say('check the service');
    await administrator.waitForText(WELL);
    const lines = await newestCard(administrator, WELL);
    // There is always something: the Playground does not say whether a channel is private.
    expect(lines[0]).toMatch(/^The service · \d+ (to put right|to look at|unknown)/);
    expect(PARTS).toContain(lines[1]);
    const shown = lines.filter((line) => PARTS.includes(line));
    expect(shown).toEqual(PARTS.filter((part) => shown.includes(part)));
    expect(lines.slice(-2)).toEqual([expect.stringMatching(WELL), 'Check again']);
    expect(await administrator.buttons(WELL)).toEqual(['Check again']);
    await picture(administrator, 'service-typed', 'window');
  });

  it('is looked at anew with a press, and says of an urgent concern that one waits and nothing more', async () => {
    await teacher.press('Content on a pupil’s device');
    await teacher.waitForText('Do not view, copy or send what is on the device.');
    await teacher.fill('Which pupil? (optional)', 'Robin Marker, 9B');
    await teacher.press('Call them now');
    await dsl.waitForText(/Concern C-\w+ · new · urgent/);
    const [reference = ''] = /C-[2-9A-Z]{6}/.exec(await dsl.visibleText()) ?? [];
    expect(await administrator.visibleText()).not.toContain('urgent');
    await administrator.press('Check again');
    await administrator.waitForText('urgent');
    const words = (await newestCard(administrator, WELL)).join('\n');
    expect(words).toMatch(/^The service · /);
    expect(reference).not.toBe('');
    expect(words).not.toContain(reference);
    expect(words).not.toMatch(/Marker|9B|device/);
    await picture(administrator, 'service-urgent');

    await dsl.press('Acknowledge', reference);
    await dsl.waitForText(`${reference} · acknowledged`);
    await administrator.press('Check again');
    await administrator.waitForNoText('urgent');
    await administrator.waitForText(WELL);
    expect((await administrator.visibleText()).match(/The service · /g)).toHaveLength(1);
  });

  it('opens by the button among all that an administrator sees', async () => {
    await administrator.say('/safeguarding');
    await administrator.waitForText('For your role');
    await picture(administrator, 'service-button');
    await administrator.press('Check the service');
    await waitForCards(administrator, 2);
    expect(await administrator.buttons(WELL)).toEqual(['Check again']);
  });

  it('is answered in their own chat also when they ask in a channel, in which nothing is said', async () => {
    await administrator.goTo('General');
    await administrator.say('check the service');
    await administrator.goTo('personal');
    await waitForCards(administrator, 3);
    await administrator.goTo('General');
    await administrator.waitForText('check the service');
    expect(await administrator.visibleText()).not.toMatch(/The service|things? (is|are) well/);
    await administrator.goTo('personal');
    // The concern is in this channel, and so would be whatever else the bot had said here.
    expect(await dsl.visibleText()).not.toMatch(/The service|things? (is|are) well/);
  });

  it('is for nobody else: the DSL and a teacher get what an unknown word gets, and see no button', async () => {
    await dsl.goTo('personal');
    for (const window of [dsl, teacher]) {
      await window.say('check the dog');
      await window.waitForText(UNKNOWN_WORD);
      const unknown = await newestCard(window, UNKNOWN_WORD);
      await window.say('check the service');
      await window.waitForText(new RegExp(`${UNKNOWN_WORD}.*${UNKNOWN_WORD}`));
      expect(await newestCard(window, UNKNOWN_WORD)).toEqual(unknown);
      await window.say('/safeguarding');
      await window.waitForText(OVERVIEW);
      const overview = (await newestCard(window, OVERVIEW)).join('\n');
      expect(overview).toMatch(/^Safeguarding\n/);
      expect(overview).not.toMatch(/check the service/i);
      expect(await window.page.getByRole('button', { name: /check the service/i }).count()).toBe(0);
      expect(await window.visibleText()).not.toContain('The service');
    }
    await picture(dsl, 'service-not-for-the-dsl', 'window');
  });

  it('can be read on a telephone when there is much of it, and turns to a page that is there still', async () => {
    const words = 'In the safeguarding channel in Teams are Bartholomew-Alexander Featherstonehaugh and 12 others.';
    await post(drawServiceCheck(findingsSaying(words, 16), 1, EARLIER.slice('Looked at '.length, -1)));
    await administrator.waitForText(EARLIER);
    expect(await administrator.buttons(EARLIER)).toEqual(['Check again', '2 more']);
    await picture(administrator, 'service-much');
    await administrator.page.addStyleTag({ content: `.ac-adaptiveCard { width: ${NARROW}px !important; }` });
    expect(await spilling(administrator)).toEqual([]);
    await picture(administrator, 'service-much-narrow');
    await administrator.press('2 more', EARLIER);
    // Most of it was mended since, so that there is no second page any more.
    await administrator.waitForNoText(EARLIER);
    await waitForCards(administrator, 4);
    expect(await administrator.buttons(WELL)).toEqual(['Check again']);
    expect(await spilling(administrator)).toEqual([]);
    await picture(administrator, 'service-narrow');
  });

  /** The lines of the newest card in the open chat that says it. */
  async function newestCard(window: Window, said: string | RegExp): Promise<readonly string[]> {
    const text = await window.page.locator('.ac-adaptiveCard').filter({ hasText: said }).last().innerText();
    return text.split(/\s*\n\s*/).filter((line) => line !== '');
  }

  /** Waits until so many cards of the open chat say how the service stands. */
  async function waitForCards(window: Window, count: number): Promise<void> {
    const end = WELL.source;
    await window.waitForText(new RegExp(Array.from({ length: count }, () => end).join('.*')));
  }

  /** The words of whatever in the newest card goes beyond its edge. */
  async function spilling(window: Window): Promise<readonly string[]> {
    const card = window.page.locator('.ac-adaptiveCard').last();
    return await card.evaluate((drawn: Drawn) => {
      const { right } = drawn.getBoundingClientRect();
      // What stands in a line has no width of its own to go beyond.
      const isOver = (part: Drawn) =>
        part.getBoundingClientRect().right > right + 1 ||
        (part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1);
      return [drawn, ...drawn.querySelectorAll('*')].filter(isOver).map((part) => part.innerText);
    });
  }

  /** Puts a card into the administrator's own chat, as the bot did at another time. */
  async function post(content: ReturnType<typeof drawServiceCheck>): Promise<void> {
    const [school] = readTryOutConfig({ folder: folder.path() }).schools;
    const manager = school?.people.find(({ email }) => school.administrators.includes(email));
    const chat = encodeURIComponent(`a:${manager?.teams?.userId}`);
    const address = `${addressOf('network-manager')}/_connector/v3/conversations/${chat}/activities`;
    const body = JSON.stringify(drawActivity(createRenderer('teams'), content, { setting: 'chat' }));
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(address, { method: 'POST', headers, body });
    expect(status).toBeLessThan(300);
  }
});
