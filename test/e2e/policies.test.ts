import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTryOutConfig } from '../../src/config.ts';
import { type RunningPlaygrounds, startPlaygrounds } from '../../src/try-out/playground.ts';
import { playgroundSchool, windowsOf } from '../../src/try-out/windows.ts';
import { startWarpedTime, type WarpedTime } from '../faults/warped-time.ts';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

const HOLD = new URL('../support/hold-connections.mjs', import.meta.url).pathname;
const AGREEMENT = 'I keep my password to myself. I tell the DSL what worries me.';
const MINUTE = 60_000;

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;
/** How wide a card is on them, in pixels; as wide as the window shows it without this. */
const cardWidth = Number(process.env.CARD_WIDTH ?? 0);

type Window = Awaited<ReturnType<typeof openWindow>>;

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

/** The real bot, the real Playground and a real browser, from the end of a school year on; the steps follow one another. */
describe.skipIf(browser === undefined)('policies and agreements, from publishing to proof, in the Playground', () => {
  const folder = temporaryFolder();
  let time: WarpedTime;
  let playgrounds: RunningPlaygrounds;
  let bot: TryOutProcess;
  let ports: number;
  let teacher: Window;
  let dsl: Window;
  let head: Window;

  const begin = (environment: Readonly<Record<string, string>> = {}) =>
    startTryOutProcess({
      folder: folder.path(),
      botPort: ports,
      firstWindowPort: ports + 1,
      also: ['head'],
      botOnly: true,
      preload: 'test/faults/preload/time-warp.ts',
      environment: { WARP_FILE: time.file, ...environment },
    });
  const open = (port: number) =>
    openWindow(browser as Browser, `http://127.0.0.1:${port}`, cardWidth > 0 ? { cardWidth } : {});
  const picture = async (window: Window, name: string, of: 'card' | 'chat' | 'window' = 'card') => {
    if (pictures !== undefined) await window.screenshot(join(pictures, `${name}.png`), of);
  };

  beforeAll(async () => {
    time = startWarpedTime(folder.path('time'), Date.parse('2027-07-19T09:00:00Z'));
    ports = await freePorts(4);
    const [school] = readTryOutConfig({ folder: folder.path('data') }).schools;
    if (school === undefined) throw new Error('there is no example school');
    const windows = windowsOf(school, ['head'], ports + 1).map(({ window }) => window);
    playgrounds = await startPlaygrounds({
      botPort: ports,
      school: playgroundSchool(school),
      windows,
      folder: folder.path('windows'),
    });
    bot = await begin();
    [teacher, dsl, head] = [await open(ports + 1), await open(ports + 2), await open(ports + 3)];
  });

  afterAll(async () => {
    await browser?.close();
    const code = await bot?.stop();
    await playgrounds?.stop();
    time?.close();
    folder.remove();
    expect(code).toBe(0);
  });

  it('an agreement is previewed as people will see it, and nothing is sent before that [R161] [R165]', async () => {
    await head.say('/Publish-Policy');
    await prepare([
      async () => {
        await head.choose('What is it?', 'Acceptable-use agreement');
        await head.fill('Title', 'Acceptable use by staff');
        await head.fill('What changed, or what it is about (optional)', 'How staff use the network.');
        await picture(head, '01-publish');
      },
      async () => {
        await head.fill('The text, as people read it', AGREEMENT);
        await picture(head, '02-text');
      },
      async () => {
        await head.tick('All staff');
        await head.choose('Is it signed or read again every year?', 'Yes: everybody is asked again each school year');
        await picture(head, '03-who');
      },
      () => picture(head, '04-record'),
    ]);
    await head.waitForText(AGREEMENT);
    await head.waitForText(/\d+ people by the school file: all staff/);
    await picture(head, '05-preview');
    expect(await teacher.visibleText()).not.toContain('Acceptable use by staff');
  });

  it('is handed out, and goes on where it was after the service is killed: nobody has it twice [R159]', async () => {
    expect(await bot.stop()).toBe(0);
    // What goes to the teacher hangs, as on a bad line, until the service has died of it.
    bot = await begin({ HELD_PORT: String(ports + 1), NODE_OPTIONS: `--import ${HOLD}` });
    await head.press('Publish');
    for (const window of [dsl, head]) await comes(window, 'By signing you say');
    // Both who could be reached are noted as such.
    await comes(head, '▒▒');
    await bot.kill();
    expect(await teacher.visibleText()).not.toContain('Acceptable use by staff');
    bot = await begin();
    await comes(teacher, 'Please read and sign by');
    await teacher.waitForText(AGREEMENT);
    await picture(teacher, '06-agreement');
    for (const window of [teacher, dsl, head]) expect(asked(await window.visibleText(), 'sign')).toBe(1);
    await picture(head, '07-progress');
  });

  it('is signed with full name and job title, and the receipt stands in its place [R165]', async () => {
    await teacher.press('Sign');
    await teacher.waitForText('in the words that you were shown');
    await picture(teacher, '08-sign');
    await teacher.press('Sign', 'in the words that you were shown');
    await teacher.waitForText('Show what I signed');
    await picture(teacher, '09-signed');
    expect(asked(await teacher.visibleText(), 'sign')).toBe(0);
    await comes(head, '1 of 9 signed');
    await picture(head, '10-progress-later');
  });

  it('starts again in a new school year: first as a dry run, then for everybody [R159]', async () => {
    time.leap(Date.parse('2027-09-01T05:30:00Z') - time.now());
    await head.say('/safeguarding');
    await head.waitForText('New school year');
    await picture(head, '11-overview');
    await head.press('Look first');
    await head.waitForText('A dry run: nothing has been sent');
    await picture(head, '12-dry-run');
    expect(asked(await teacher.visibleText(), 'sign')).toBe(0);
    await head.press('Start');
    await head.waitForText('The figures of each come to you');
    await picture(head, '13-started');
    // Nobody is asked before the school is at work.
    time.leap(Date.parse('2027-09-01T08:00:00Z') - time.now());
    await comes(teacher, 'Please read and sign by');
  });

  it('a policy is read, and a press becomes its receipt [R167]', async () => {
    time.leap(Date.parse('2027-09-01T09:00:00Z') - time.now());
    await head.say('publish policy');
    await prepare([
      async () => {
        await head.choose('What is it?', 'Policy');
        await head.fill('Title', 'Online safety policy');
        await head.fill('Version', '4');
      },
      () => head.fill('The text, as people read it (optional)', 'Tell the DSL. Do not investigate.'),
      () => head.tick('All staff'),
    ]);
    await head.press('Publish');
    await comes(teacher, 'Please read and acknowledge by');
    await picture(teacher, '14-policy');
    await teacher.press('I have read and understood this', 'Online safety policy');
    await teacher.waitForText('Acknowledged Wed 1 Sep');
    await picture(teacher, '15-receipt');
    await comes(head, '1 of 9 acknowledged');
    await picture(head, '16-made-known', 'chat');
  });

  it('a question goes to the owner alone, and the answer comes back [R173]', async () => {
    await teacher.press('I have a question', 'Online safety policy');
    await teacher.waitForText('What would you like to know?');
    await teacher.fill('What would you like to know?', 'Does it hold on trips?');
    await picture(teacher, '17-question');
    await teacher.press('Send the question');
    await head.waitForText('A question about Online safety policy, version 4');
    expect(await head.visibleText()).not.toContain('on trips');
    await picture(head, '18-question-card');
    await head.press('Open', 'A question about');
    await head.waitForText('Does it hold on trips?');
    await picture(head, '19-question-open');
    await head.press('Answer', 'Does it hold on trips?');
    await head.waitForText('Your answer');
    await head.fill('Your answer', 'Yes, everywhere.');
    await head.press('Send the answer');
    await teacher.waitForText('Yes, everywhere.');
    await picture(teacher, '20-answer');
    expect(await dsl.visibleText()).not.toContain('on trips');
    await head.press('Put away', 'Does it hold on trips?');
    await head.waitForNoText('Does it hold on trips?');
  });

  it('who has not is read by name, and reminded at once [R166]', async () => {
    await head.press('Who has not', 'acknowledged');
    await head.waitForText('Naila Rahimi');
    expect(await head.visibleText()).not.toContain('Amara Osei, Teacher');
    await picture(head, '21-who-has-not');
    await head.press('Put away', 'Naila Rahimi');
    await head.waitForNoText('Naila Rahimi');
    await head.press('Remind now', 'acknowledged');
    await head.waitForText('Reminders are going out now to');
    await picture(head, '22-reminded');
    await comes(dsl, 'A reminder: please read and acknowledge by');
    await picture(dsl, '23-reminder', 'chat');
    expect(await teacher.visibleText()).not.toContain('A reminder');
  });

  it('a press on the reminder and one on the card before it count once [R167]', async () => {
    await dsl.press('I have read and understood this', 'A reminder');
    await dsl.waitForText('Acknowledged Wed 1 Sep');
    await dsl.press('I have read and understood this', 'Online safety policy');
    await dsl.waitForNoText('Please read and acknowledge by');
    await comes(head, '2 of 9 acknowledged');
  });

  it('everybody sees what they owe and what they signed, in the words that they signed [R165]', async () => {
    await teacher.say('/my-policies');
    await teacher.waitForText('My policies');
    await teacher.waitForText('Signed ');
    await picture(teacher, '24-my-policies');
    // The oldest stands last.
    await teacher.press('Open', 'Signed Mon 19 Jul');
    await teacher.waitForText('Fingerprint of these words');
    await teacher.waitForText(AGREEMENT);
    await picture(teacher, '25-as-signed');
  });

  /** Fills in the form that was asked for, step by step, up to the preview. */
  async function prepare(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
    const screens = [
      'What is it?',
      'The text, as people read it',
      'Who must read or sign it?',
      'How often is it reviewed?',
      'Nothing has been sent yet',
    ];
    await head.waitForText(screens[0] ?? '');
    for (const [step, next] of screens.slice(1).entries()) {
      const goOn = async () => {
        await steps[step]?.();
        await head.press(step === 3 ? 'Preview' : 'Continue');
        await head.waitForText(next, 5_000);
      };
      // The Playground empties a form when a message comes into the same chat.
      await goOn().catch(goOn);
    }
  }

  /** Waits until it is said, while time goes on: what a dead process had begun, and figures, have their own pace. */
  async function comes(window: Window, said: string): Promise<void> {
    for (let leaps = 0; leaps < 8; leaps++) {
      const isThere = await window.waitForText(said, 1_500).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      time.leap(2 * MINUTE);
    }
    await window.waitForText(said);
  }

  /** How many cards ask for it. */
  function asked(text: string, what: 'sign' | 'acknowledge'): number {
    return text.split(`Please read and ${what} by`).length - 1;
  }
});
