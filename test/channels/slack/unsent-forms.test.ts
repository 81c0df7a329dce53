import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, kindAndWhom, opens } from '../../support/slack-case.ts';
import type { SlackPerson } from '../../support/slack-person.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const MINUTE = 60_000;
const details = { 'Which pupils? One name on each line': 'Robin Xyzzy', 'What happened?': 'XYZZY-TYPED' };
const pupils = 'Which pupils? One name on each line';

describe('what was typed into a form that is closed', () => {
  it('is offered although the form could not be saved just before', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    bot.setOutage('fails');
    await teacher.submits();
    expect(teacher.modal?.words).toContain('Not saved');
    bot.setOutage('none');
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });

  it.each(['Add more details (optional)', 'Send'])(
    'is offered although the form was drawn again (%s)',
    async (label) => {
      const teacher = await begins();
      await teacher.fills({ 'What happened?': 'XYZZY' });
      await bot.pass(3_100);
      await teacher.fills({ 'What happened?': 'XYZZY-TYPED' });
      if (label !== 'Send') {
        await teacher.presses(label);
      } else {
        await teacher.fills({ [pupils]: 'Robin Xyzzy', 'Day it happened': '2030-01-01' });
        await teacher.submits();
        expect(teacher.modal?.words).toContain('Not sent yet');
      }
      await teacher.closes({ withValues: false });
      await goesOn(teacher);
      expect(answersIn(teacher)).toMatchObject({ 'What happened?': 'XYZZY-TYPED' });
    },
  );

  it('is offered whole after a way back, where nothing more was typed', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    await teacher.presses('Back');
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.submits();
    expect(answersIn(teacher)).toMatchObject(details);
  });

  it('holds what was changed after it was gone on with, and what the store alone still has', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    await teacher.closes();
    await bot.restart();
    await goesOn(teacher);
    await teacher.fills({ 'What happened?': 'XYZZY-CHANGED' });
    await teacher.presses('Back');
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(kindAndWhom);
    await teacher.submits();
    expect(answersIn(teacher)).toMatchObject({ ...details, 'What happened?': 'XYZZY-CHANGED' });
  });

  it.each([true, false])(
    'does not come back where it was taken out again (Slack says what stood: %s)',
    async (withValues) => {
      const teacher = await begins();
      await teacher.fills({ 'What happened?': 'XYZZY-WRONG' });
      await bot.pass(3_100);
      await teacher.fills({ 'What happened?': '' });
      await teacher.closes({ withValues });
      await goesOn(teacher);
      expect(answersIn(teacher)['What happened?'] ?? '').toBe('');
    },
  );

  it.each(['Send', 'Add more details (optional)'])('holds what only the press of %s said', async (label) => {
    const teacher = await begins();
    await teacher.fills({ ...details, 'What happened?': 'XYZZY' });
    typesUnheard(teacher, 'XYZZY', 'XYZZY-TYPED');
    bot.setOutage('fails');
    if (label === 'Send') await teacher.submits();
    else await teacher.presses(label);
    bot.setOutage('none');
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });

  it('is not offered, and not kept, where all of it was taken out again', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'XYZZY-WRONG' });
    await bot.pass(3_100);
    expect(await bot.count('draft')).toBeGreaterThan(0);
    await dsl.fills({ Note: '' });
    await dsl.closes({ withValues: false });
    for (const minutes of [11, 31]) await bot.pass(minutes * MINUTE);
    expect(offersTo(dsl)).toEqual([]);
    expect(await bot.count('draft')).toBe(0);
  });

  it('is offered where the store was down while it was typed and was back when it was closed', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    bot.setOutage('fails');
    bot.goOn(3_100);
    await bot.settle();
    bot.setOutage('none');
    await teacher.closes({ withValues: false });
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });
});

describe('a form that was sent', () => {
  it.each(['the same', 'another'])('is not offered for a letter that comes late, to %s process', async (which) => {
    const teacher = await begins();
    await teacher.fills(details);
    const late = lateLetter(teacher);
    await teacher.submits();
    referenceIn(teacher);
    await bot.settle();
    if (which === 'another') bot.slack.sendsTo(await bot.another(), () => bot.settle());
    await bot.slack.tell(late);
    await bot.pass(4_000);
    await bot.pass(31 * MINUTE);
    expect(offersTo(teacher)).toEqual([]);
    expect(await bot.count('draft')).toBe(0);
    expect(await bot.count('concern')).toBe(1);
  });

  it('is not offered where the store failed just when its draft was to end', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    await bot.pass(3_100);
    expect(await bot.count('draft')).toBe(1);
    const { commands } = bot.application;
    const { handle } = commands;
    let failures = 0;
    commands.handle = async (request) => {
      if (request.type !== 'draft/drop' || failures > 1) return await handle(request);
      failures++;
      throw new Error('the store is away');
    };
    await teacher.submits();
    referenceIn(teacher);
    for (const seconds of [1, 5]) await bot.pass(seconds * 1_000);
    expect(failures).toBe(2);
    for (const minutes of [11, 31]) await bot.pass(minutes * MINUTE);
    expect(offersTo(teacher)).toEqual([]);
    expect(await bot.count('draft')).toBe(0);
  });

  it('is offered in words that are true, where the process ended before the draft did; sent again it is one report', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    await bot.pass(3_100);
    const { commands } = bot.application;
    const { handle } = commands;
    commands.handle = async (request) => {
      if (request.type === 'draft/drop') throw new Error('the process is gone');
      return await handle(request);
    };
    await teacher.submits();
    const reference = referenceIn(teacher);
    await bot.restart();
    await bot.pass(31 * MINUTE);
    const [offer, ...others] = offersTo(teacher);
    expect(others).toEqual([]);
    expect(offer).toContain('A form that you began may not have been sent');
    expect(offer).toContain('Unless you find it under "My reports and requests", nobody has been told of it.');
    await goesOn(teacher);
    expect(teacher.modal?.words).not.toMatch(/not (been )?sent|nobody/i);
    await teacher.submits();
    expect(referenceIn(teacher)).toBe(reference);
    expect(await bot.count('concern')).toBe(1);
    expect(offersTo(teacher)).toEqual([]);
  });
});

describe('a process that is stopped', () => {
  it('keeps what is being typed, without waiting until that is due', async () => {
    const teacher = await begins();
    await teacher.fills(details);
    await bot.restart();
    expect(await bot.count('draft')).toBe(1);
    await bot.pass(31 * MINUTE);
    await goesOn(teacher);
    expect(answersIn(teacher)).toMatchObject(details);
  });
});

async function begins(): Promise<SlackPerson> {
  bot = await startSlackBot();
  const teacher = bot.as(people.teacher);
  await beginsToTell(teacher);
  return teacher;
}

async function goesOn(person: SlackPerson): Promise<void> {
  await person.pressesOn(person.newestWith('Go on with it'), 'Go on with it');
}

function offersTo(person: SlackPerson): readonly string[] {
  return person.directMessages.map(({ words }) => words).filter((words) => words.includes('[Go on with it]'));
}

/** More is typed, and the bot does not hear of it. */
function typesUnheard({ user }: SlackPerson, before: string, after: string): void {
  const { typed } = bot.slack.workspace.stackOf(user.id).at(-1) ?? { typed: new Map() };
  const [key] = [...typed].find(([, value]) => value === before) ?? [];
  if (key === undefined) throw new Error('nothing of it was typed');
  typed.set(key, after);
}

/** What Slack tells of the last letter that was typed, as it stands now. */
function lateLetter({ user }: SlackPerson): Parameters<SlackBot['slack']['tell']>[0] {
  const view = bot.slack.workspace.stackOf(user.id).at(-1);
  if (view === undefined) throw new Error('no modal is open');
  const before = { ...view, view: structuredClone(view.view), typed: new Map(view.typed) };
  const blocks = before.view['blocks'] as readonly { readonly type: string; readonly element: { type: string } }[];
  const block = blocks.find(({ type, element }) => type === 'input' && element.type === 'plain_text_input');
  if (block === undefined) throw new Error('nothing can be typed');
  const payload = bot.slack.payloads.viewAction(user, before, { ...block }, { ...block.element }, { value: 'late' });
  return { kind: 'interaction', payload };
}
