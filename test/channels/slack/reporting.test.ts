import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { referenceIn, reported, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, kindAndWhom, opens } from '../../support/slack-case.ts';
import type { SlackPerson } from '../../support/slack-person.ts';
import { knownByAddress } from '../../support/slack-school.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  // Slack understood all that the bot called and answered.
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const marker = /marker/i;
const pupils = 'Which pupils? One name on each line';
const narrative = 'What happened?';
const goesOn = 'What happened? (continued)';

describe('a concern is reported in steps', () => {
  it('[R006] any member of staff reports a concern from the command they type to the receipt they get', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    expect(teacher.modal?.buttons).toEqual(['Yes', 'No']);
    await teacher.presses('No');
    await teacher.fills(kindAndWhom);
    await teacher.submits();
    await teacher.fills({ [pupils]: reported.names, [narrative]: reported.narrative });
    await teacher.submits();
    expect(teacher.modal?.words).toMatch(/^Safeguarding\nReceived\nC-[0-9A-Z]{6}\n/);
    expect(teacher.modal?.words).toContain('01632 960101');
    expect(teacher.modal?.submit).toBeUndefined();
    expect(await bot.count('concern')).toBe(1);
    expect(teacher.troubles).toEqual([]);
  });

  it('the receipt also stands in the own chat with the bot, and no word that was typed', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    const reference = await reportInSlack(bot);
    expect(teacher.directMessages.map(({ words }) => words)).toEqual([
      expect.stringMatching(new RegExp(`^Received\n${reference}\n`)),
    ]);
    expect(JSON.stringify(teacher.directMessages)).not.toMatch(marker);
  });

  it('somebody whom the school file gives no id is known by the address of their account', async () => {
    bot = await startSlackBot();
    const assistant = bot.as(knownByAddress);
    const reference = await reportInSlack(bot, knownByAddress);
    expect(assistant.directMessages.map(({ words }) => words).join()).toContain(reference);
    await bot.as(people.dsl).pressesOn(bot.as(people.dsl).newestWith('Take', { channel: bot.channelId }), 'Take');
    expect(assistant.directMessages.at(-1)?.words).toBe(`Your report ${reference} has been seen.`);
  });

  it('who says that a child is in danger is told to ring 999 before anything else is asked', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern');
    await teacher.presses('Yes');
    expect(teacher.modal?.texts[1]).toMatch(/^Ring 999 now\..*01632 960101/);
    await teacher.fills(kindAndWhom);
    await teacher.submits();
    await teacher.fills({ [pupils]: 'Robin', [narrative]: 'Something.' });
    await teacher.submits();
    expect(teacher.modal?.words).toContain('A child is in immediate danger: ring 999');
    expect(bot.cards()[0]).toContain('immediate danger');
    // Those who handle it are called by Slack itself.
    expect(bot.cards()[0]).toContain(`<@${bot.userIdOf(people.dsl)}>`);
  });

  it('every step can be gone back to, and all that was typed is still there', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ [pupils]: 'Robin Ash', [narrative]: 'One\ntwo.', 'Time it happened': '08:15' });
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.chooses('How do you know?', 'A pupil told me');
    await teacher.presses('Back');
    await teacher.presses('Yes');
    expect(answersIn(teacher)).toMatchObject({ ...kindAndWhom, 'How do you know?': 'A pupil told me' });
    await teacher.submits();
    expect(answersIn(teacher)).toMatchObject({
      [pupils]: 'Robin Ash',
      [narrative]: 'One\ntwo.',
      'Time it happened': '08:15',
    });
  });

  it('what depends on an answer is asked when that is changed, and the rest of the text stays', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ [pupils]: 'Robin Ash', [narrative]: 'They said so.' });
    await teacher.presses('Back');
    await teacher.chooses('Who is it about?', 'A member of staff, a volunteer or a contractor');
    await teacher.submits();
    expect(teacher.modal?.inputs.map(({ label }) => label)).not.toContain(pupils);
    expect(answersIn(teacher)[narrative]).toBe('They said so.');
  });

  it('an answer that cannot be right is marked where it stands, and nothing else changes', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ [pupils]: 'Robin', [narrative]: 'Something.', 'Day it happened': '2026-11-30' });
    await teacher.submits();
    expect(teacher.modal?.texts[1]).toMatch(/^Not sent yet\. Please look at the marked answers/);
    const { texts = [] } = teacher.modal ?? {};
    expect(texts[texts.indexOf('Day it happened (optional)') + 1]).toMatch(/^This date is still to come/);
    expect(answersIn(teacher)).toMatchObject({ [pupils]: 'Robin', [narrative]: 'Something.' });
    expect(await bot.count('concern')).toBe(0);
    await teacher.fills({ 'Day it happened': '2026-11-20' });
    await teacher.submits();
    expect(referenceIn(teacher)).toMatch(/^C-/);
  });

  it('what may be left for later is asked on request, with all that was typed still there', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ [pupils]: 'Robin', [narrative]: 'Something.' });
    expect(teacher.modal?.inputs.map(({ label }) => label)).not.toContain('Room');
    await teacher.presses('Add more details (optional)');
    expect(answersIn(teacher)).toMatchObject({ [pupils]: 'Robin', [narrative]: 'Something.' });
    await teacher.fills({
      Room: 'Marker room 12',
      'Which kinds of risk?': ['Content: what they saw', 'Contact: who reached them'],
    });
    await teacher.submits();
    await opens(bot);
    const { words = '' } = bot.as(people.dsl).modal ?? {};
    expect(words).toContain('Room: Marker room 12');
    expect(words).toContain('Kinds of risk: Content: what they saw; Contact: who reached them');
  });

  it('pressing twice sends one report', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills({ [pupils]: 'Robin', [narrative]: 'Something.' });
    const before = bot.slack.sent.length;
    await Promise.all([teacher.submits(), bot.slack.settled()]);
    const again = await bot.slack.replay(before);
    await bot.slack.settled();
    expect(again.body).toContain(referenceIn(teacher));
    expect(await bot.count('concern')).toBe(1);
    expect(bot.cards()).toHaveLength(1);
  });
});

describe('a form that is open while the service changes', () => {
  it('goes on after a restart and at another replica, with all that was typed', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern');
    await bot.restart();
    await teacher.presses('No');
    bot.slack.sendsTo(await bot.another(), () => bot.settle());
    await teacher.fills(kindAndWhom);
    await teacher.submits();
    await teacher.fills({ [pupils]: 'Robin', [narrative]: 'words '.repeat(450) });
    await teacher.presses('Back');
    await bot.restart();
    await teacher.submits();
    expect(answersIn(teacher)).toMatchObject({ [pupils]: 'Robin', [narrative]: 'words '.repeat(450) });
    await teacher.submits();
    referenceIn(teacher);
    expect(await bot.count('concern')).toBe(1);
  });
});

describe('a long account', () => {
  const long = Array.from({ length: 700 }, (_, line) => `Line ${line} 🙂.`)
    .join('\n')
    .slice(0, 9_000);
  const pieces = [long.slice(0, 3_000), long.slice(3_000, 6_000), long.slice(6_000)];

  it('of 10,000 characters is typed in pieces and read as one', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    const whole = 'a'.repeat(2_999) + 'b'.repeat(3_000) + 'c'.repeat(3_000) + 'd'.repeat(1_001);
    await beginsToTell(teacher);
    await teacher.presses('Add more details (optional)');
    await teacher.fills({ [pupils]: 'Robin' });
    await fillsPieces(teacher, [
      whole.slice(0, 3_000),
      whole.slice(3_000, 6_000),
      whole.slice(6_000, 9_000),
      whole.slice(9_000),
    ]);
    await teacher.submits();
    referenceIn(teacher);
    expect(await whatHappened()).toBe(whole);
  });

  it('is not lost on the way back and forth, although Slack remembers no more than 3,000 characters', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.presses('Add more details (optional)');
    await teacher.fills({ [pupils]: 'Robin Ash', Room: 'Hall' });
    await fillsPieces(teacher, pieces);
    await teacher.presses('Back');
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.presses('Back');
    await teacher.presses('No');
    await teacher.submits();
    expect(typedPieces(teacher).join('')).toBe(long);
    expect(answersIn(teacher)).toMatchObject({ [pupils]: 'Robin Ash', Room: 'Hall' });
    await teacher.submits();
    referenceIn(teacher);
    expect(await whatHappened()).toBe(long);
  });

  it('that was changed after going back is sent as it is now, and what was taken out of it is not', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.presses('Add more details (optional)');
    await teacher.fills({ [pupils]: 'Robin Ash' });
    await fillsPieces(teacher, pieces);
    await teacher.presses('Back');
    await teacher.submits();
    await fillsPieces(teacher, ['Only this.', '', '']);
    await teacher.presses('Back');
    await teacher.submits();
    expect(typedPieces(teacher).filter((piece) => piece !== '')).toEqual(['Only this.']);
    await teacher.submits();
    referenceIn(teacher);
    expect(await whatHappened()).toBe('Only this.');
  });
});

describe('the other ways to the form', () => {
  it('the shortcut of the app opens it from anywhere', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await teacher.usesShortcut('Report a concern');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    await finishes(teacher);
    expect(await bot.count('concern')).toBe(1);
  });

  it('the shortcut on a message opens an empty form, and not a word of the message is copied', async () => {
    bot = await startSlackBot();
    bot.slack.addChannel({ id: 'C0STAFF', name: 'staffroom', isPrivate: false });
    const teacher = bot.as(people.teacher);
    await teacher.usesMessageShortcut('Report a concern', 'xyzzy-MESSAGE', { channel: 'C0STAFF' });
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    await finishes(teacher);
    await opens(bot);
    expect(bot.as(people.dsl).modal?.words).not.toContain('xyzzy');
    expect(JSON.stringify(bot.slack.calls)).not.toContain('xyzzy');
    expect(bot.log.join()).not.toContain('xyzzy');
    expect(bot.everythingKept().includes('xyzzy')).toBe(false);
    expect(bot.slack.messagesIn('#staffroom')).toHaveLength(1);
  });

  it('words behind the command open the form, are not kept, and the person is told so alone', async () => {
    bot = await startSlackBot();
    bot.slack.addChannel({ id: 'C0STAFF', name: 'staffroom', isPrivate: false });
    const teacher = bot.as(people.teacher);
    await teacher.types('/report-concern', 'xyzzy was hit', 'C0STAFF');
    expect(teacher.modal?.words).toContain('Is a child in immediate danger?');
    expect(teacher.ephemerals).toEqual([expect.stringContaining('was not read, and it was not kept')]);
    expect(bot.slack.messagesIn('#staffroom')).toEqual([]);
    expect(JSON.stringify(bot.slack.calls)).not.toContain('xyzzy');
    expect(bot.everythingKept().includes('xyzzy')).toBe(false);
  });
});

describe('Socket Mode', () => {
  it('a concern is reported, seen, handled and closed without a request to the service', async () => {
    bot = await startSlackBot({ transport: 'socket' });
    const [teacher, dsl] = [bot.as(people.teacher), bot.as(people.dsl)];
    const reference = await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Acknowledge');
    await dsl.presses('More');
    await dsl.presses('Close');
    await dsl.fills({ Outcome: 'Supported in school', 'Why is it closed?': 'It is well.' });
    await dsl.submits();
    expect(bot.cards()).toEqual([expect.stringMatching(`^Concern ${reference} · closed`)]);
    expect(teacher.directMessages.at(-1)?.words).toContain('has been dealt with and closed');
    await teacher.writes('safeguarding');
    expect(teacher.directMessages.at(-1)?.words).toContain(`${reference} · closed`);
  });
});

async function finishes(person: SlackPerson): Promise<void> {
  await person.presses('No');
  await person.fills(kindAndWhom);
  await person.submits();
  await person.fills({ [pupils]: 'Robin', [narrative]: 'Something.' });
  await person.submits();
  referenceIn(person);
}

/** The places in which the account of what happened stands, as the person sees them. */
function typedPieces({ modal }: SlackPerson): readonly string[] {
  const all = modal?.inputs ?? [];
  return all.filter(({ label }) => [narrative, goesOn].includes(label)).map(({ value }) => String(value));
}

/** Types a text into the places that follow each other. */
async function fillsPieces(person: SlackPerson, pieces: readonly string[]): Promise<void> {
  const [first = '', ...others] = pieces;
  await person.fills({ [narrative]: first });
  for (const [place, piece] of others.entries()) await person.fillsNext(goesOn, place, piece);
}

/** The account as the DSL reads it in the modal, all pages of it. */
async function whatHappened(): Promise<string> {
  const dsl = bot.as(people.dsl);
  await opens(bot);
  let heading = '';
  let read = '';
  for (;;) {
    const blocks = (dsl.modal?.view['blocks'] ?? []) as readonly RichText[];
    for (const { elements = [] } of blocks.filter(({ type }) => type === 'rich_text'))
      for (const { text, style } of elements.flatMap((section) => section.elements)) {
        if (style?.bold === true) heading = text;
        else if (heading.startsWith('What happened')) read += text;
      }
    if (dsl.modal?.buttons.includes('Later') !== true) return read;
    await dsl.presses('Later');
  }
}

/** Text with a heading in bold, as Slack takes it. */
interface RichText {
  readonly type: string;
  readonly elements?: readonly {
    readonly elements: readonly { readonly text: string; readonly style?: { readonly bold?: boolean } }[];
  }[];
}
