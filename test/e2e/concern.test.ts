import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissingBrowser } from '../support/missing-browser.ts';
import { openBrowser, openWindow } from '../support/playground-window.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts, startTryOutProcess, type TryOutProcess } from '../support/try-out.ts';

const NAME = 'Jamie Marker';
const AGENCY = "Children's social care (MASH)";
const NARRATIVE = 'Called names in a group chat on Friday.';

/** Where pictures of the screens are put; none are taken without it. */
const pictures = process.env.PICTURES;

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
    const ports = await freePorts(6);
    const also = ['deputy-dsl', 'head', 'chair'];
    tryOut = await startTryOutProcess({ folder: folder.path(), botPort: ports, firstWindowPort: ports + 1, also });
    dsl = await open('dsl');
    await dsl.goTo('Safeguarding');
    [teacher, deputy, head, chair] = [
      await open('teacher'),
      await open('deputy-dsl'),
      await open('head'),
      await open('chair'),
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
    await dsl.waitForText('immediate danger');
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
    await step('Note', 'Add a note', { Note: 'Spoke to the form tutor.' }, 'Add the note', 'Spoke to the form tutor.');
    const person = { Name: 'Alex Marker', 'Class, job or other detail (optional)': '9B' };
    await step('Add a person', 'Add a person', person, 'Add', 'Alex Marker', {
      'Who is it?': 'Pupil',
      'What part did they have?': 'Witness: they saw or heard it',
    });
    const action = { 'What was done?': 'Met both pupils.', 'Why was it done?': 'To hear both sides.' };
    await step('Record an action', 'Record an action', action, 'Record the action', 'To hear both sides.');
    await step(
      'Refer',
      'Refer to an outside agency',
      { 'Person you spoke to (optional)': 'Duty worker' },
      'Record the referral',
      'Duty worker',
      {
        Agency: AGENCY,
      },
    );
    await step(
      'Parents informed',
      'Parents or carers informed',
      { 'What was said (optional)': 'Told what we know.' },
      'Record they were told',
      'Told what we know.',
    );
    await step(
      'Withhold from parents',
      'Withhold from parents or carers',
      { 'Why are they not told now?': 'It might put the child at risk.', 'Review the decision on': '2030-01-14' },
      'Record the decision',
      'It might put the child at risk.',
    );
    const known = { 'What they should know first (optional)': 'The tutor expects a call.' };
    await step('Hand over', 'Hand over', known, 'Hand over', 'With Daniel Okonjo', { 'To whom?': 'Daniel Okonjo' });
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
    await step(
      'Ask the reporter',
      'Ask the reporter',
      { 'Your question': 'Which group chat was it?' },
      'Ask',
      'Which group chat was it?',
    );
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

  it('closes with an outcome and a reason, tells the reporter, and can be reopened', async () => {
    const reason = { 'Why is it closed?': 'Settled between the families.' };
    await step('Close', 'Close this concern', reason, 'Close', 'Settled between the families.', {
      Outcome: 'Supported in school',
    });
    await teacher.waitForText('has been dealt with and closed');
    await teacher.say('/safeguarding');
    await teacher.waitForText(`${reference} · closed`);
    expect(await teacher.page.content()).not.toContain('Settled between');
    await dsl.goTo('Safeguarding');
    await dsl.waitForText(`${reference} · closed`);
    await dsl.goTo('personal');
    await step(
      'Reopen',
      'Reopen this concern',
      { 'Why is it reopened?': 'A new message came.' },
      'Reopen',
      'A new message came.',
    );
  });

  it('takes what was opened away when it is put away', async () => {
    await dsl.press('Put away', NARRATIVE);
    await dsl.waitForText('has been put away');
    await dsl.waitForNoText(NARRATIVE);
  });

  it('brings a concern about a member of staff to the head alone [R013]', async () => {
    await report({
      about: 'A member of staff, a volunteer or a contractor',
      who: 'Callum Farrow',
      narrative: 'Shared a password.',
    });
    await head.waitForText(/Concern C-\w+ · new/);
    expect(await head.visibleText()).not.toContain('Farrow');
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

  async function step(
    button: string,
    title: string,
    fields: Readonly<Record<string, string>>,
    send: string,
    then: string,
    choices: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const offered = await dsl.buttons('Where it stands');
    if (!offered.includes(button)) await dsl.press('More', 'Where it stands');
    await dsl.press(button, 'Where it stands');
    await dsl.waitForText(title);
    for (const [label, choice] of Object.entries(choices)) await dsl.choose(label, choice);
    for (const [label, text] of Object.entries(fields)) await dsl.fill(label, text);
    await dsl.press(send, title);
    await dsl.waitForText('Where it stands');
    await dsl.waitForText(then);
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
