import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWarpedTime, type WarpedTime } from '../faults/warped-time.ts';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { offeredInCase, openCase, pressInCase, stepInCase } from '../support/open-case.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

const PUPIL = 'Robin Marker';
const NARRATIVE = 'Told to send pictures, or the chat would be shown to everybody.';
const DEVICE = 'The tablet with the number 31, in the cupboard of room 12.';
const MINUTE = 60_000;

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;
/** How wide a card is on them, in pixels; as wide as the window shows it without this. */
const cardWidth = Number(process.env.CARD_WIDTH ?? 0);

type Window = Awaited<ReturnType<typeof openWindow>>;

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

/** The real bot, the real Playground and a real browser, on a Monday in term; the steps follow one another. */
describe.skipIf(browser === undefined)('concerns, handled as the policies say, in the Playground', () => {
  const folder = temporaryFolder();
  let time: WarpedTime;
  let tryOut: TryOutProcess;
  let teacher: Window;
  let dsl: Window;
  let head: Window;
  let governor: Window;
  let network: Window;
  let onDevice: string;
  let harassment: string;
  let logged: string;

  const open = async (whose: string) => {
    const address = tryOut.windows[whose];
    if (address === undefined) throw new Error(`there is no window for ${whose}`);
    return await openWindow(browser as Browser, address, cardWidth > 0 ? { cardWidth } : {});
  };
  const picture = async (window: Window, name: string, of: 'card' | 'chat' | 'window' = 'card') => {
    if (pictures !== undefined) await window.screenshot(join(pictures, `${name}.png`), of);
  };

  beforeAll(async () => {
    time = startWarpedTime(folder.path('time'), Date.parse('2026-11-23T09:00:00Z'));
    const ports = await freePorts(6);
    tryOut = await startTryOutProcess({
      folder: folder.path(),
      botPort: ports,
      firstWindowPort: ports + 1,
      also: ['head', 'online-safety-governor', 'network-manager'],
      preload: 'test/faults/preload/time-warp.ts',
      environment: { WARP_FILE: time.file },
    });
    dsl = await open('dsl');
    await dsl.goTo('Safeguarding');
    [teacher, head, governor, network] = [
      await open('teacher'),
      await open('head'),
      await open('online-safety-governor'),
      await open('network-manager'),
    ];
  });

  afterAll(async () => {
    await browser?.close();
    const code = await tryOut?.stop();
    time?.close();
    folder.remove();
    expect(code).toBe(0);
  });

  it('calls the team to a pupil’s device with nothing more than a press [R019]', async () => {
    await picture(teacher, '01-teacher-welcome');
    await teacher.press('Content on a pupil’s device');
    await teacher.waitForText('Do not view, copy or send what is on the device.');
    await teacher.fill('Which pupil? (optional)', `${PUPIL}, 9B`);
    await picture(teacher, '02-call');
    await teacher.press('Call them now');
    await teacher.waitForText('Keep the device with you and the pupil in sight.');
    await picture(teacher, '03-called');
    onDevice = await comesToTheChannel();
    await dsl.waitForText(`Concern ${onDevice} · new · urgent`);
    expect(await dsl.visibleText()).not.toContain('Marker');
    await picture(dsl, '04-channel');
  });

  it('is not closed before the police are told, or two have decided that they are not [R073]', async () => {
    await opens(dsl, onDevice);
    await picture(dsl, '05-on-device');
    await dsl.press('Acknowledge', openCase(onDevice));
    await dsl.waitForText('Acknowledged by Naila Rahimi');
    const may = await offeredInCase(dsl, onDevice);
    for (const missing of ['Close', 'Do not tell the police']) expect(may).not.toContain(missing);
    await pressInCase(dsl, onDevice, 'Assess');
    await dsl.waitForText('Is a child at immediate risk?');
    for (const question of [
      'Is a child at immediate risk?',
      'Is a child at significant risk of harm?',
      'Is there coercion, blackmail or exploitation?',
      'Is it extreme or violent?',
      'Is a child under 13 involved?',
      'Is more than one child involved?',
      'Is a child known to social care or the police as vulnerable?',
      'Are there images or a recording of a crime?',
    ])
      await dsl.choose(question, 'No');
    await picture(dsl, '06-assess');
    await dsl.press('Continue');
    await dsl.waitForText('May there be a sexual image of a child?');
    await dsl.choose('May there be a sexual image of a child?', 'No');
    await picture(dsl, '07-assess-about');
    await dsl.press('Save');
    await dsl.waitForText('assessed this');
    await stepInCase(dsl, onDevice, {
      button: 'Do not tell the police',
      title: 'Why are the police not told?',
      fields: { 'Why are the police not told?': 'A joke with a rude word in it, and nothing else.' },
      send: 'Ask for agreement',
      says: 'asked for agreement',
    });
    expect(await offeredInCase(dsl, onDevice)).not.toContain('Close');
    await picture(dsl, '08-asked');
  });

  it('the head reads what they are asked and agrees, in their own chat [R073]', async () => {
    await head.waitForText(`${onDevice}: you are asked to agree to a decision.`);
    expect(await head.visibleText()).not.toContain('rude word');
    await picture(head, '09-head-asked', 'chat');
    await opens(head, onDevice);
    await head.waitForText('The police are not told.');
    await picture(head, '10-head-case');
    await head.press('Agree', openCase(onDevice));
    await head.waitForText('Which decision?');
    await picture(head, '11-agree');
    await head.press('Agree', 'Which decision?');
    await head.waitForText('Not told: decided by Naila Rahimi and Ruth Elstow.');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText('The head teacher agreed to what was asked');
    await opens(dsl, onDevice);
    await stepInCase(dsl, onDevice, {
      button: 'Close',
      title: 'Close this concern',
      choices: { Outcome: 'No further action' },
      fields: { 'Why is it closed?': 'Spoken about in class.' },
      send: 'Close',
      says: `Concern ${onDevice} · closed`,
    });
    await dsl.press('Put away', openCase(onDevice));
    await dsl.waitForNoText('rude word');
    await teacher.waitForText(`Your report ${onDevice} has been dealt with and closed.`);
  });

  it('a rule calls for the police: the case says so and cannot be closed [R064] [R071]', async () => {
    await dsl.goTo('Safeguarding');
    await teacher.say('report a concern');
    await teacher.waitForText('Is a child in immediate danger?');
    await teacher.press('No', 'Is a child in immediate danger?');
    await teacher.waitForText('Who is it about?');
    await teacher.choose('What kind of concern is it?', 'Harmful sexual behaviour or sexual harassment online');
    await teacher.choose('Who is it about?', 'One or more pupils');
    await teacher.press('Continue');
    await teacher.waitForText('What happened?');
    await teacher.fill('Which pupils? One name on each line', 'MARKER Robin, 9B');
    await teacher.fill('What happened?', NARRATIVE);
    await teacher.choose('What fits? Choose all that do (optional)', 'Exploitation, coercion or threats');
    await picture(teacher, '12-report');
    await teacher.press('Send');
    harassment = await comesToTheChannel();
    await opens(dsl, harassment);
    await dsl.waitForText('They have to be told, whatever the pupil or the parents want');
    await dsl.waitForText('Still owed before it can be closed');
    // The earlier concern about the same pupil stands in it, however the name was written.
    await dsl.waitForText('MARKER Robin, 9B: 1 earlier, last in November.');
    expect(await dsl.buttons(openCase(harassment))).toContain(`Open ${onDevice}`);
    await picture(dsl, '13-case');
    await dsl.press('Acknowledge', openCase(harassment));
    await dsl.waitForText('Acknowledged by Naila Rahimi');
    await picture(dsl, '14-acknowledged');
    const may = await offeredInCase(dsl, harassment);
    expect(may).toContain('Police told');
    for (const missing of ['Close', 'Do not tell the police']) expect(may).not.toContain(missing);
  });

  it('telling the police tells the head which case it was, and the governor that it was done [R072]', async () => {
    const beforeGovernor = await governor.visibleText();
    await pressInCase(dsl, harassment, 'Police told');
    await dsl.waitForText('They are told whatever the pupil or the parents want.');
    await dsl.fill('Person you spoke to (optional)', 'Duty officer');
    await picture(dsl, '15-police-form');
    await dsl.press('Record it', 'They are told whatever');
    await dsl.waitForText('recorded that the police were told');
    await picture(dsl, '16-police-told');
    await head.waitForText(`The police have been told of concern ${harassment}.`);
    await governor.waitForText('An online safety report has been made to the police.');
    await picture(governor, '17-governor', 'chat');
    const heard = (await governor.visibleText()).slice(beforeGovernor.length);
    for (const hidden of ['C-', 'sexual', 'Marker', NARRATIVE]) expect(heard).not.toContain(hidden);
    expect(await head.visibleText()).not.toContain(NARRATIVE);
  });

  it('asks IT for a job without saying why, and the answer joins the case [R101]', async () => {
    await pressInCase(dsl, harassment, 'Ask IT');
    await dsl.waitForText('What should IT do?');
    await dsl.choose('What should IT do?', 'Secure a device');
    await dsl.fill('What does IT need to know?', DEVICE);
    await picture(dsl, '18-ask-it');
    await dsl.press('Continue');
    await dsl.waitForText('This is all that IT reads');
    await picture(dsl, '19-ask-it-check');
    await dsl.press('Ask IT', 'This is all that IT reads');
    await dsl.waitForText('asked IT to secure a device');
    await network.waitForText(/Job J-\w{6} · secure a device/);
    await picture(network, '20-job');
    expect(await network.visibleText()).not.toContain(DEVICE);
    await network.press('Open', 'secure a device');
    await network.waitForText(DEVICE);
    await picture(network, '21-job-open');
    await network.press('Done', DEVICE);
    await network.waitForText('Who holds it now?');
    await network.fill('Who holds it now?', 'Ifeoma Brandt');
    await network.fill('Where is it kept?', 'The safe of the server room');
    await picture(network, '22-job-done');
    await network.press('Send', 'Who holds it now?');
    await network.waitForText('Ifeoma Brandt did it');
    const chatOfIt = await network.page.content();
    for (const hidden of [harassment, 'Marker', NARRATIVE, 'harassment']) expect(chatOfIt).not.toContain(hidden);
    await dsl.goTo('Safeguarding');
    await dsl.waitForText('IT has done its job (secure a device)');
    await opens(dsl, harassment);
    await dsl.waitForText('The safe of the server room');
  });

  it('closes once nothing is owed, with every outcome but one [R071] [R075]', async () => {
    await stepInCase(dsl, harassment, {
      button: 'Parents informed',
      title: 'Parents or carers informed',
      fields: { 'What was said (optional)': 'Told what we know.' },
      send: 'Record they were told',
      says: 'Told what we know.',
    });
    await pressInCase(dsl, harassment, 'Close');
    await dsl.waitForText('Why is it closed?');
    await dsl.choose('Outcome', 'Handed to an outside agency');
    expect(await dsl.page.content()).not.toContain('No further action');
    await dsl.fill('Why is it closed?', 'The police have it.');
    await picture(dsl, '23-close');
    await dsl.press('Close', 'Why is it closed?');
    await dsl.waitForText(`Concern ${harassment} · closed`);
    await picture(dsl, '24-closed');
    await dsl.press('Put away', openCase(harassment));
  });

  it('somebody trained logs what a parent told on the telephone [R022] [R028]', async () => {
    await dsl.say('/safeguarding');
    await dsl.waitForText('Open concerns');
    await picture(dsl, '25-dsl-overview');
    await dsl.press('Log for somebody');
    await dsl.waitForText('Is a child in immediate danger?');
    await dsl.press('No', 'Is a child in immediate danger?');
    await dsl.waitForText('How did it come to you?');
    await dsl.choose('How did it come to you?', 'By telephone');
    await picture(dsl, '26-log');
    await dsl.press('Continue');
    await dsl.waitForText('Who told you?');
    await dsl.fill('Their name (optional)', 'Alex Marker');
    await dsl.choose('What kind of concern is it?', 'Self-harm, suicide or eating disorder online');
    await dsl.choose('Who is it about?', 'One or more pupils');
    await picture(dsl, '26-log-what');
    await dsl.press('Continue');
    await dsl.waitForText('What happened?');
    await dsl.fill('Which pupils? One name on each line', 'R. Marker');
    await dsl.fill('What happened?', 'Reads about it every night.');
    await dsl.press('Log', 'What happened?');
    await dsl.waitForText('Received');
    await dsl.goTo('Safeguarding');
    logged = await comesToTheChannel();
    await opens(dsl, logged);
    await dsl.waitForText('for Alex Marker');
    await dsl.waitForText('perhaps 2 more, by part of the name');
    await picture(dsl, '27-logged');
    await dsl.press('Put away', openCase(logged));
  });

  it('nobody answers: the DSL is called, then the deputies, and then the head has it too [R002]', async () => {
    await dsl.goTo('Safeguarding');
    await after(16, dsl, /Nobody has acknowledged this yet. It has waited \d+ minutes. Naila Rahimi/);
    await dsl.waitForText(`Concern ${logged} · new · urgent · overdue`);
    await after(16, dsl, /Nobody has acknowledged this yet. It has waited \d+ minutes. Daniel Okonjo/);
    await picture(dsl, '28-waits', 'chat');
    expect(await head.visibleText()).not.toContain(logged);
    await after(31, head, `${logged}: Nobody has acknowledged this, so it has come to you.`);
    await head.waitForText(`Concern ${logged} · new · urgent · overdue`);
    await picture(head, '29-come-to-head', 'chat');
    await dsl.waitForText('It has gone to the head teacher.');
    await picture(dsl, '30-gone', 'chat');
    await head.press('Acknowledge', logged);
    await head.waitForText(`Concern ${logged} · acknowledged`);
  });

  it('says by a button until when somebody is away, and that they are back', async () => {
    await dsl.goTo('personal');
    await dsl.say('/safeguarding');
    await dsl.waitForText(`${logged} · acknowledged`);
    await dsl.press('I am away until', `${logged} · acknowledged`);
    await dsl.waitForText('Away until');
    await dsl.fill('Away until', '2026-11-30');
    await picture(dsl, '31-away-form');
    await dsl.press('Say so');
    await dsl.waitForText('You are away until Mon 30 Nov');
    await picture(dsl, '32-away');
    await dsl.press('I am back');
    await dsl.waitForText('You are back');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText('The Designated Safeguarding Lead is back.');
    await picture(dsl, '33-back', 'chat');
  });

  /** Opens a case from the card in the chat that stands open, and reads on where it is shown. */
  async function opens(window: Window, reference: string): Promise<void> {
    await window.press('Open', reference);
    if (window === dsl) await dsl.goTo('personal');
    await window.waitForText('If there may be one of a child');
  }

  /** The reference of the newest concern in the channel, which stands open. */
  async function comesToTheChannel(): Promise<string> {
    await dsl.waitForText(/Concern C-\w{6} · new/, 5_000);
    return /Concern (C-\w{6}) · new/.exec(await dsl.visibleText())?.[1] ?? '';
  }

  /** Waits until this is said once so many minutes have passed. */
  async function after(minutes: number, window: Window, said: string | RegExp): Promise<void> {
    time.leap(minutes * MINUTE);
    // What is under way when time leaps seems to have taken all of it, and is left alone for a minute.
    await window.waitForText(said, 5_000).catch(() => time.leap(MINUTE + 1_000));
    await window.waitForText(said);
  }
});
