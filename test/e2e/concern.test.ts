import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openCase, pressInCase, type StepInCase, stepInCase } from '../support/open-case.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

const NAME = 'Jamie Marker';
const AGENCY = "Children's social care (MASH) · 01632 960201";
const NARRATIVE = 'Called names in a group chat on Friday.';

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;

/** So many steps are done with: a page may be the second of two as well. */
const ticked = (steps: number) => new RegExp(`\\b${steps} of \\d+ steps are done with`);

/** A day to come, as a form takes it. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type Window = Awaited<ReturnType<typeof openWindow>>;

const browser = await openBrowser();
if (browser === undefined) explainMissingBrowser();

/** The real bot, the real Playground and a real browser; the steps follow one another as in a school day. */
describe.skipIf(browser === undefined)('a concern, from the teacher to the DSL, in the Playground', () => {
  const folder = temporaryFolder();
  let tryOut: TryOutProcess;
  let teacher: Window;
  let dsl: Window;
  let deputy: Window;
  let head: Window;
  let chair: Window;
  let coordinator: Window;
  let reference: string;

  const open = async (whose: string) => {
    const address = tryOut.windows[whose];
    if (address === undefined) throw new Error(`there is no window for ${whose}`);
    return await openWindow(browser as Browser, address);
  };
  const picture = async (window: Window, name: string, of: 'card' | 'chat' | 'window') => {
    if (pictures !== undefined) await window.screenshot(join(pictures, `${name}.png`), of);
  };

  beforeAll(async () => {
    const ports = await freePorts(7);
    const also = ['deputy-dsl', 'head', 'chair', 'online-safety-coordinator'];
    tryOut = await startTryOutProcess({ folder: folder.path(), botPort: ports, firstWindowPort: ports + 1, also });
    dsl = await open('dsl');
    await dsl.goTo('Safeguarding');
    [teacher, deputy, head, chair, coordinator] = [
      await open('teacher'),
      await open('deputy-dsl'),
      await open('head'),
      await open('chair'),
      await open('online-safety-coordinator'),
    ];
  });

  afterAll(async () => {
    await browser?.close();
    const code = await tryOut?.stop();
    folder.remove();
    expect(code).toBe(0);
  });

  it('opens the form for a command in any case, with the danger question first [R043]', async () => {
    await teacher.say('/Report-Concern');
    await teacher.waitForText('Is a child in immediate danger?');
    await teacher.press('Yes', 'Is a child in immediate danger?');
    await teacher.waitForText('Ring 999 now');
    await teacher.waitForText('01632 960101');
    await teacher.press('Back');
    await teacher.press('No', 'Is a child in immediate danger?');
    await teacher.waitForText('What kind of concern is it?');
    expect(await teacher.visibleText()).not.toContain('Ring 999 now');
  });

  it('shows the form again with the fields marked and all that was typed, when something is missing [R028] [R029] [R032]', async () => {
    await teacher.choose('What kind of concern is it?', 'Online bullying of a pupil');
    await teacher.choose('Who is it about?', 'One or more pupils');
    await teacher.press('Continue');
    await teacher.waitForText('What happened?');
    await teacher.fill('What happened?', NARRATIVE);
    await picture(teacher, 'form', 'card');
    await teacher.press('Send');
    await teacher.waitForText('Not sent yet');
    expect(await teacher.page.getByText(NARRATIVE).count()).toBe(1);
  });

  it('replaces the form by a receipt, and the words typed stand in the chat no longer [R051]', async () => {
    await teacher.fill('Which pupils? One name on each line', NAME);
    await teacher.press('Send');
    await teacher.waitForText('Received');
    const text = await teacher.visibleText();
    reference = /C-[2-9A-Z]{6}/.exec(text)?.[0] ?? '';
    expect(reference).not.toBe('');
    const everything = await teacher.page.content();
    expect(everything).not.toContain(NAME);
    expect(everything).not.toContain(NARRATIVE);
    await picture(teacher, 'receipt', 'card');
  });

  it('puts a card into the private channel within seconds, without a name or a narrative [R197] [R204]', async () => {
    await dsl.waitForText(reference, 5_000);
    const channel = await dsl.visibleText();
    expect(channel).toContain('nobody yet');
    expect(channel).not.toContain(NAME);
    expect(channel).not.toContain(NARRATIVE);
    expect(channel).not.toContain('Amara Osei');
    await picture(dsl, 'channel-card', 'card');
  });

  it('opens the whole concern for the DSL in their own chat, and nothing of it in the channel [R198]', async () => {
    await dsl.press('Open', reference);
    await dsl.waitForText('It is in your own chat');
    expect(await dsl.visibleText()).not.toContain(NAME);
    await dsl.goTo('personal');
    await dsl.waitForText(NAME);
    await dsl.waitForText(NARRATIVE);
    await picture(dsl, 'case', 'card');
  });

  it('lets one of two win who press at once, and shows the other what the state now is', async () => {
    await deputy.say('safeguarding');
    await deputy.waitForText('Open concerns');
    await deputy.press('Open', reference);
    await deputy.waitForText(NARRATIVE);
    await Promise.all([dsl.press('Acknowledge', NARRATIVE), deputy.press('Acknowledge', NARRATIVE)]);
    const lost = 'acknowledged this at';
    const winner = await Promise.any([
      dsl.waitForText(lost).then(() => deputy),
      deputy.waitForText(lost).then(() => dsl),
    ]);
    await winner.waitForText('Acknowledged by');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText(`${reference} · acknowledged`);
    await dsl.waitForText(/Seen by the .*\d\d:\d\d/);
    expect((await dsl.visibleText()).match(/Seen by/g)).toHaveLength(1);
  });

  it('tells the reporter that it is seen', async () => {
    await teacher.waitForText(`Your report ${reference} has been seen.`);
    await teacher.waitForText('Your report is seen');
  });

  it('records each step, edits the card in place and adds one line to the thread [R033] [R037] [R039] [R055] [R075] [R096]', async () => {
    await dsl.press('Take', reference);
    await dsl.waitForText('being handled');
    await dsl.press('Open', reference);
    await dsl.goTo('personal');
    await dsl.waitForText('being handled');
    await step({
      button: 'Note',
      title: 'Add a note',
      fields: { Note: 'Spoke to the form tutor.' },
      send: 'Add the note',
      says: 'Spoke to the form tutor.',
    });
    await step({
      button: 'Add a person',
      title: 'Class, job or other detail',
      fields: { Name: 'Alex Marker', 'Class, job or other detail (optional)': '9B' },
      choices: { 'Who is it?': 'Pupil', 'What part did they have?': 'Witness: they saw or heard it' },
      send: 'Add',
      says: 'Alex Marker',
    });
    await step({
      button: 'Record an action',
      title: 'Why was it done?',
      fields: { 'What was done?': 'Met both pupils.', 'Why was it done?': 'To hear both sides.' },
      send: 'Record the action',
      says: 'To hear both sides.',
    });
    await step({
      button: 'Refer',
      title: 'Refer to an outside agency',
      fields: { 'Person you spoke to (optional)': 'Duty worker' },
      choices: { Agency: AGENCY },
      send: 'Record the referral',
      says: 'Duty worker',
    });
    await step({
      button: 'Parents informed',
      title: 'Parents or carers informed',
      fields: { 'What was said (optional)': 'Told what we know.' },
      send: 'Record they were told',
      says: 'Told what we know.',
    });
    await step({
      button: 'Withhold from parents',
      title: 'Withhold from parents or carers',
      fields: {
        'Why are they not told now?': 'It might put the child at risk.',
        'Review the decision on': inDays(30),
      },
      send: 'Record the decision',
      says: 'It might put the child at risk.',
    });
    await step({
      button: 'Hand over',
      title: 'What they should know first',
      fields: { 'What they should know first (optional)': 'The tutor expects a call.' },
      choices: { 'To whom?': 'Daniel Okonjo' },
      send: 'Hand over',
      says: 'handed this over to Daniel Okonjo',
    });
    await picture(dsl, 'after-steps', 'card');
    await dsl.goTo('Safeguarding');
    const thread = await dsl.thread(reference);
    for (const line of [
      'added a note',
      'added a person',
      'recorded an action',
      'recorded a referral',
      'recorded that parents were informed',
      'recorded a decision about parents',
      'handed this over to',
    ])
      expect(thread).toContain(line);
    expect(thread).not.toContain('Marker');
    expect(thread).not.toContain('form tutor');
    expect(thread.match(/Concern C-/g)).toHaveLength(1);
  });

  it('asks the reporter, whose answer joins the case', async () => {
    await dsl.goTo('personal');
    await step({
      button: 'Ask the reporter',
      title: 'Your question',
      fields: { 'Your question': 'Which group chat was it?' },
      send: 'Ask',
      says: 'Which group chat was it?',
    });
    await teacher.waitForText('There is a question');
    await teacher.press('Answer');
    await teacher.waitForText('Your answer');
    await teacher.fill('Your answer', 'The one of the football team.');
    await teacher.press('Send the answer');
    await teacher.waitForText('has joined the case');
    expect(await teacher.page.content()).not.toContain('football team');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText('The reporter answered');
    await dsl.press('Open', reference);
    await dsl.goTo('personal');
    await dsl.waitForText('The one of the football team.');
  });

  it('names the next steps, of which some are ticked and one is not needed', async () => {
    await pressInCase(dsl, reference, 'Next steps');
    await dsl.waitForText('Talk to whoever reported it.');
    await picture(dsl, 'next-steps', 'card');
    const [, done] = /(\d+) of \d+ steps are done with/.exec(await dsl.visibleText()) ?? [];
    await tick('Talk to whoever reported it.');
    await dsl.waitForText(ticked(Number(done) + 1));
    await tick('Speak to the pupil where that is right, and ask nothing that leads them.');
    await dsl.waitForText(ticked(Number(done) + 2));
    await dsl.press('Not needed', 'next steps');
    await dsl.waitForText('Why is it not needed here?');
    await dsl.choose('Which step?', 'In an extreme case, speak to the anti-bullying adviser.');
    await dsl.fill('Why is it not needed here?', 'It is not extreme.');
    await picture(dsl, 'not-needed', 'card');
    await dsl.press('Record why');
    await dsl.waitForText(ticked(Number(done) + 3));
    await dsl.press('Back to the case', 'next steps');
    await dsl.waitForText('It goes by: Behaviour policy.');
    await dsl.waitForText(ticked(Number(done) + 3));
  });

  it('closes with an outcome and a reason, tells the reporter, and can be reopened', async () => {
    await step({
      button: 'Close',
      title: 'Close this concern',
      fields: { 'Why is it closed?': 'Settled between the families.' },
      choices: { Outcome: 'Supported in school' },
      send: 'Close',
      says: 'Settled between the families.',
    });
    await teacher.waitForText('has been dealt with and closed');
    await teacher.say('/safeguarding');
    await teacher.waitForText(`${reference} · closed`);
    expect(await teacher.page.content()).not.toContain('Settled between');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText(`${reference} · closed`);
    await dsl.goTo('personal');
    await step({
      button: 'Reopen',
      title: 'Reopen this concern',
      fields: { 'Why is it reopened?': 'A new message came.' },
      send: 'Reopen',
      says: 'A new message came.',
    });
  });

  it('takes what was opened away when it is put away', async () => {
    await dsl.press('Put away', openCase(reference));
    await dsl.waitForText('has been put away');
    await dsl.waitForNoText('A new message came.');
    await dsl.waitForNoText(NARRATIVE);
  });

  it('brings a concern about a member of staff to the head and the co-ordinator, each one to one [R013]', async () => {
    await report({
      about: 'A member of staff, a volunteer or a contractor',
      who: 'Callum Farrow',
      narrative: 'Shared a password.',
    });
    for (const window of [head, coordinator]) {
      await window.waitForText(/Concern C-\w+ · new/);
      expect(await window.visibleText()).not.toContain('Farrow');
    }
    await coordinator.press('Open', 'new');
    await coordinator.waitForText('Answer the three questions of the LADO test.');
    await coordinator.waitForText('Shared a password.');
    await picture(coordinator, 'about-staff', 'card');
    await expectNothingNewFor(dsl, 'Shared a password');
  });

  it('brings a concern about the head to the chair, and the head learns nothing of it [R014]', async () => {
    const before = await head.visibleText();
    await report({ about: 'The head teacher', narrative: 'Used a school account at home.' });
    await chair.waitForText(/Concern C-\w+ · new/);
    await chair.press('Open', 'new');
    await chair.waitForText('Used a school account at home.');
    expect(await head.visibleText()).toBe(before);
    await head.say('safeguarding');
    await head.waitForText('Open concerns');
    expect((await head.visibleText()).match(/C-\w{6} · new/g) ?? []).toHaveLength(2);
  });

  it('answers anything else with short help, and keeps nothing of it', async () => {
    await teacher.say('Jamie was crying in the corridor');
    await teacher.waitForText('Nobody has read what you wrote');
  });

  async function step(of: StepInCase): Promise<void> {
    await stepInCase(dsl, reference, of);
  }

  /** Presses "Done" beside a step of the list that stands open: in the smallest part of the page that has both. */
  async function tick(words: string): Promise<void> {
    const done = dsl.page.getByRole('button', { name: 'Done', exact: true });
    await dsl.page.locator('div').filter({ hasText: words }).filter({ has: done }).last().locator(done).click();
  }

  async function report(of: {
    readonly about: string;
    readonly who?: string;
    readonly narrative: string;
  }): Promise<void> {
    await teacher.say('report a concern');
    await teacher.waitForText('Is a child in immediate danger?');
    await teacher.press('No', 'Is a child in immediate danger?');
    await teacher.waitForText('Who is it about?');
    await teacher.choose('What kind of concern is it?', 'Misuse of IT by a member of staff');
    await teacher.choose('Who is it about?', of.about);
    await teacher.press('Continue');
    await teacher.waitForText('What happened?');
    if (of.who !== undefined) await teacher.fill('Who is it? Name and job, or how they are known', of.who);
    await teacher.fill('What happened?', of.narrative);
    await teacher.press('Send');
    await teacher.waitForNoText('What happened?');
  }

  async function expectNothingNewFor(window: Window, narrative: string): Promise<void> {
    await window.goTo('Safeguarding');
    const channel = await window.visibleText();
    expect(channel.match(/Concern C-/g)).toHaveLength(1);
    expect(channel).not.toContain(narrative);
    await window.goTo('personal');
    await window.say('safeguarding');
    await window.waitForText('Open concerns');
    expect(await window.visibleText()).not.toContain('Misuse of IT by a member of staff');
  }
});
