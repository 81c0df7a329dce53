import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWarpedTime, type WarpedTime } from '../faults/warped-time.ts';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

const PURPOSE = 'Compare how two papers told the same story.';
const PAGE = 'example.org/two-papers';
const MINUTE = 60_000;

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;
/** How wide a card is on them, in pixels; as wide as the window shows it without this. */
const cardWidth = Number(process.env.CARD_WIDTH ?? 0);

type Window = Awaited<ReturnType<typeof openWindow>>;

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

/** The real bot, the real Playground and a real browser, on a Monday in term; the steps follow one another. */
describe.skipIf(browser === undefined)('a blocked site, from asking to blocked again, in the Playground', () => {
  const folder = temporaryFolder();
  let time: WarpedTime;
  let tryOut: TryOutProcess;
  let teacher: Window;
  let dsl: Window;
  let network: Window;
  let coordinator: Window;
  let governor: Window;
  let reference: string;

  const open = async (whose: string) => {
    const address = tryOut.windows[whose];
    if (address === undefined) throw new Error(`there is no window for ${whose}`);
    return await openWindow(browser as Browser, address, cardWidth > 0 ? { cardWidth } : {});
  };
  const picture = async (window: Window, name: string, of: 'card' | 'chat' | 'window' = 'card') => {
    if (pictures !== undefined) await window.screenshot(join(pictures, `${name}.png`), of);
  };

  beforeAll(async () => {
    time = startWarpedTime(folder.path('time'), Date.parse('2026-11-23T10:00:00Z'));
    const ports = await freePorts(6);
    tryOut = await startTryOutProcess({
      folder: folder.path(),
      botPort: ports,
      firstWindowPort: ports + 1,
      also: ['network-manager', 'online-safety-coordinator', 'online-safety-governor'],
      preload: 'test/faults/preload/time-warp.ts',
      environment: { WARP_FILE: time.file },
    });
    dsl = await open('dsl');
    await dsl.goTo('Safeguarding');
    [teacher, network, coordinator, governor] = [
      await open('teacher'),
      await open('network-manager'),
      await open('online-safety-coordinator'),
      await open('online-safety-governor'),
    ];
  });

  afterAll(async () => {
    await browser?.close();
    const code = await tryOut?.stop();
    time?.close();
    folder.remove();
    expect(code).toBe(0);
  });

  it('says at the field what is wrong with an address, with nothing lost [R125]', async () => {
    await teacher.say('/Request-Site');
    await teacher.waitForText('Ask for a blocked site');
    await teacher.fill('Web address', 'https://bit.ly/3xYz');
    await teacher.choose('What kind of site is it?', 'Learning or reference');
    await teacher.choose('For how long is it needed?', 'A lesson');
    await picture(teacher, '01-ask');
    await teacher.press('Continue');
    await teacher.waitForText('Not sent yet');
    await picture(teacher, '02-short-link');
    await teacher.fill('Web address', 'co.uk');
    await teacher.press('Continue');
    await teacher.waitForText('This is an ending that many sites share');
    await picture(teacher, '03-ending');
    await teacher.fill('Web address', `see https://www.${PAGE}?utm_source=mail#top for it`);
    await teacher.press('Continue');
    // What was chosen at first still stands, so that the address alone had to be put right.
    await teacher.waitForText(`This asks for: ${PAGE}`);
  });

  it('shows the receipt in place of the form, and the card in the channel within seconds, without a name [R125] [R197]', async () => {
    await teacher.fill('Until', '11:20');
    await teacher.fill('What will pupils learn with it?', PURPOSE);
    await teacher.fill('Class or group', '9B');
    await teacher.press('Send the request');
    await teacher.waitForText('Not sent yet');
    await teacher.tick('I have looked at the site myself');
    await picture(teacher, '04-details');
    await teacher.press('Send the request');
    await teacher.waitForText('Received');
    reference = /S-[2-9A-Z]{6}/.exec(await teacher.visibleText())?.[0] ?? '';
    expect(reference).not.toBe('');
    await picture(teacher, '05-receipt');
    await dsl.waitForText(`Site request ${reference} · waiting`, 5_000);
    const channel = await dsl.visibleText();
    expect(channel).toContain('example.org (one page of it)');
    for (const hidden of [PURPOSE, PAGE, 'Amara Osei', '9B']) expect(channel).not.toContain(hidden);
    await picture(dsl, '06-channel');
    await coordinator.waitForText(`Site request ${reference} · waiting`);
    expect((await teacher.page.content()).includes(PURPOSE)).toBe(false);
  });

  it('is read and agreed to on the private surface, and the other card says so [R126]', async () => {
    await dsl.press('Open', reference);
    await dsl.waitForText('It is in your own chat');
    await dsl.goTo('personal');
    await dsl.waitForText(PURPOSE);
    await picture(dsl, '07-opened');
    await dsl.press('Approve', PURPOSE);
    await dsl.waitForText('Approve this site');
    await dsl.fill('At', '11:10');
    await picture(dsl, '08-approve');
    await dsl.press('Approve', 'Approve this site');
    await dsl.waitForText('with IT');
    await dsl.press('Put away', PURPOSE);
    await dsl.waitForNoText(PURPOSE);
    await coordinator.waitForText(`${reference} · with IT`);
    await dsl.goTo('Safeguarding');
    await dsl.waitForText(/Approved by the Designated Safeguarding Lead/);
  });

  it('gives IT the exact page and the times, and nothing of why; the teacher is told when it is open', async () => {
    await network.waitForText(`Open a site · ${reference}`);
    await network.waitForText(PAGE);
    await network.waitForText('11:10');
    await picture(network, '09-job');
    await network.press('Done');
    await teacher.waitForText(`${PAGE} is open for 9B until Mon 23 Nov, 11:10.`);
    await picture(teacher, '10-open');
    await dsl.waitForText(`${reference} · open`);
    const chatOfIt = await network.visibleText();
    for (const hidden of [PURPOSE, 'Amara Osei', '9B']) expect(chatOfIt).not.toContain(hidden);
  });

  it('is open for longer once the co-ordinator has agreed to that', async () => {
    await teacher.press('Ask for longer');
    await teacher.waitForText('Why is more time needed?');
    await teacher.fill('At', '11:40');
    await teacher.fill('Why is more time needed?', 'The fire bell rang.');
    await picture(teacher, '11-longer');
    await teacher.press('Ask for longer', 'Why is more time needed?');
    await coordinator.waitForText('more time asked for');
    await picture(coordinator, '12-longer-card');
    await coordinator.press('Approve the longer time');
    await coordinator.waitForText('The fire bell rang.');
    await picture(coordinator, '13-longer-form');
    await coordinator.press('Approve', 'The fire bell rang.');
    await teacher.waitForText('until Mon 23 Nov, 11:40');
    await network.waitForText('11:40');
    await picture(network, '14-longer-job');
  });

  it('reminds before the end, ends by itself, and asks IT again until it is blocked [R128] [R129]', async () => {
    await after(86, teacher, `${reference}: the time is nearly over`);
    await picture(teacher, '15-reminder', 'chat');
    await after(15, network, `Block a site again · ${reference}`);
    await picture(network, '16-block-again');
    await dsl.waitForText('ended, not blocked yet');
    await teacher.waitForText(`${reference}: the time is over`);
    await after(16, network, 'overdue');
    await picture(network, '17-overdue', 'chat');
    await picture(dsl, '18-channel-ended', 'chat');
    await network.press('Blocked again');
    await dsl.waitForText(`${reference} · blocked again`);
    await teacher.waitForText('It is blocked again.');
    await coordinator.waitForText(`${reference} · blocked again`);
    await picture(teacher, '19-over', 'chat');
  });

  it('ends early when the teacher no longer needs it [R128]', async () => {
    const second = await ask('https://example.org/more', '12:00', '12:50');
    await dsl.press('Approve', second);
    await dsl.goTo('personal');
    await dsl.waitForText('Approve this site');
    await dsl.press('Approve', 'Approve this site');
    await dsl.goTo('Safeguarding');
    await network.waitForText(`Open a site · ${second}`);
    await network.press('Done');
    await teacher.waitForText(`${second}: the site is set up`);
    await teacher.press('I no longer need it');
    await network.waitForText(`Block a site again · ${second}`);
    await network.press('Blocked again');
    await dsl.waitForText(`${second} · blocked again`);
  });

  it('is declined with a reason that the teacher reads [R126]', async () => {
    const third = await ask('https://example.org/third', '14:00', '14:50');
    await coordinator.waitForText(`${third} · waiting`);
    await coordinator.press('Decline', third);
    await coordinator.waitForText('Decline this request');
    await coordinator.fill('Why is it declined?', 'The library has it on paper.');
    await picture(coordinator, '20-decline');
    await coordinator.press('Decline', 'Decline this request');
    await teacher.waitForText('The library has it on paper.');
    await picture(teacher, '21-declined', 'chat');
    await dsl.waitForText(`${third} · declined`);
    expect(await dsl.page.content()).not.toContain('on paper');
  });

  it('is refused at once where it is never opened, and the DSL is told', async () => {
    await teacher.say('request a site');
    await teacher.waitForText('Web address');
    await teacher.fill('Web address', 'dice.example');
    await teacher.choose('What kind of site is it?', 'Gambling');
    await teacher.choose('For how long is it needed?', 'A school day');
    await teacher.press('Continue');
    await teacher.waitForText('This will be refused at once');
    await picture(teacher, '22-never');
    await fillReasons();
    await teacher.press('Send the request');
    await teacher.waitForText('This site cannot be opened');
    await picture(teacher, '23-refused');
    await dsl.waitForText('refused by rule');
    await picture(dsl, '24-refused-channel', 'chat');
  });

  it('an unsuitable site is reported, blocked and looked at, and a concern is offered [R130] [R131]', async () => {
    await teacher.say('/block-site');
    await teacher.waitForText('Do not look at it again');
    await teacher.fill('Web address. Do not open it again', 'https://bad.example/page');
    await teacher.choose('How was it met?', 'A pupil went there on purpose');
    await teacher.choose('What is there?', 'Violent');
    await picture(teacher, '25-block');
    await teacher.press('Continue');
    await teacher.waitForText('This asks IT to block: bad.example/page');
    await teacher.choose('How much of it?', 'The whole site bad.example');
    await picture(teacher, '26-block-details');
    await teacher.press('Send');
    await teacher.waitForText(/B-[2-9A-Z]{6}/);
    const block = /B-[2-9A-Z]{6}/.exec(await teacher.visibleText())?.[0] ?? '';
    await teacher.waitForText('Report a concern as well');
    await picture(teacher, '27-block-receipt', 'chat');
    await network.waitForText(`Block a site · ${block}`);
    await picture(network, '28-block-job');
    await network.press('Blocked');
    await teacher.waitForText('the site is blocked');
    await coordinator.waitForText(`${block} · blocked, to be reviewed`);
    await picture(coordinator, '29-review-card');
    await coordinator.press('Review the filter', block);
    await coordinator.choose('What comes of it?', 'The block stays, and the filter was changed');
    await coordinator.fill('What did you find, and what was changed?', 'Its whole category is blocked now.');
    await picture(coordinator, '30-review');
    await coordinator.press('Record the review');
    await dsl.waitForText(`${block} · closed`);
  });

  it('the governor reads the filtering change log and searches it [R132]', async () => {
    await governor.say('/safeguarding');
    await governor.waitForText('Filtering change log');
    await picture(governor, '31-overview');
    await governor.press('Filtering change log');
    await governor.waitForText(PURPOSE);
    await picture(governor, '32-log');
    await governor.press('Search the log');
    await governor.waitForText('Back to the list');
    await governor.fill('Site (optional)', 'bad.example');
    await picture(governor, '33-search');
    await governor.press('Search');
    await governor.waitForText('Search again');
    await governor.waitForNoText(PURPOSE);
    await governor.waitForText('bad.example');
    await picture(governor, '34-found');
  });

  it('IT sees its jobs and what is open, and nobody without the role does', async () => {
    await network.say('/safeguarding');
    await network.waitForText('Jobs for IT');
    await picture(network, '35-it-overview');
    await dsl.goTo('personal');
    await dsl.say('/safeguarding');
    await dsl.waitForText('Filtering: waiting for you');
    await picture(dsl, '36-dsl-overview');
    await teacher.say('/safeguarding');
    await teacher.waitForText('My reports and requests');
    await picture(teacher, '37-teacher-overview');
    expect(await teacher.buttons('My reports and requests')).not.toContain('Filtering change log');
  });

  /** Waits until this is said once so many minutes have passed. */
  async function after(minutes: number, window: Window, said: string): Promise<void> {
    time.leap(minutes * MINUTE);
    // What is under way when time leaps seems to have taken all of it, and is left alone for a minute.
    await window.waitForText(said, 5_000).catch(() => time.leap(MINUTE + 1_000));
    await window.waitForText(said);
  }

  async function fillReasons(): Promise<void> {
    await teacher.fill('What will pupils learn with it?', PURPOSE);
    await teacher.fill('Class or group', '9B');
    await teacher.tick('I have looked at the site myself');
  }

  async function ask(address: string, from: string, until: string): Promise<string> {
    await teacher.say('request a site');
    await teacher.waitForText('Web address');
    await teacher.fill('Web address', address);
    await teacher.choose('What kind of site is it?', 'Learning or reference');
    await teacher.choose('For how long is it needed?', 'A lesson');
    await teacher.press('Continue');
    await teacher.waitForText('This asks for:');
    await teacher.fill('From', from);
    await teacher.fill('Until', until);
    await fillReasons();
    await teacher.press('Send the request');
    await dsl.waitForText(/Site request S-\w{6} · waiting/);
    return /Site request (S-\w{6}) · waiting/.exec(await dsl.visibleText())?.[1] ?? '';
  }
});
