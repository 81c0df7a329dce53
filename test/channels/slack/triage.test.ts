import { afterEach, describe, expect, it } from 'vitest';
import { registry } from '../../../src/workflows/index.ts';
import { people } from '../../support/school.ts';
import type { Part } from '../../support/slack/workspace.ts';
import { reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { beginsAndCloses, notInSlack, opens, pressInChannel, wholeCase } from '../../support/slack-case.ts';
import type { SlackPerson } from '../../support/slack-person.ts';
import { blockFromConcern } from '../../support/slack-sites.ts';
import { waysInSlack } from '../../support/slack-ways.ts';

let bot: SlackBot;
afterEach(async () => {
  const [refusals, badAnswers] = [bot.slack.refusals(), bot.slack.badAnswers];
  await bot.stop();
  expect(refusals).toEqual([]);
  expect(badAnswers).toEqual([]);
});

const marker = /marker/i;

describe('the safeguarding channel', () => {
  it('[R197] gets a card that names nobody and quotes nothing, with the buttons of the next steps', async () => {
    bot = await startSlackBot();
    const reference = await reportInSlack(bot);
    const [card, ...others] = bot.slack.messagesIn(bot.channelId);
    expect(others).toEqual([]);
    expect(card?.words).toBe(
      [
        `Concern ${reference} · new`,
        'Kind: Online bullying of a pupil',
        'Waiting: since Mon 23 Nov, 14:05',
        'With: nobody yet',
        '[Acknowledge]',
        '[Open]',
        '[Take]',
      ].join('\n'),
    );
    expect(card?.notification).toBe(`Concern ${reference} · new`);
    expect(JSON.stringify(card)).not.toMatch(/marker|Osei/i);
  });

  it('holds one card for each case, edited in place at each step, with one thread below it', async () => {
    bot = await startSlackBot();
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    const first = await reportInSlack(bot);
    const second = await reportInSlack(bot, people.otherTeacher);
    const [card] = bot.slack.messagesIn(bot.channelId);
    await pressOn(dsl, first, 'Acknowledge');
    await pressOn(deputy, first, 'Take');
    const [after, other, ...more] = bot.slack.messagesIn(bot.channelId);
    expect(more).toEqual([]);
    expect([after?.ts, after?.thread]).toEqual([card?.ts, undefined]);
    expect(after?.versions.map(({ text }) => text)).toEqual([
      `Concern ${first} · new`,
      `Concern ${first} · acknowledged`,
      `Concern ${first} · being handled`,
    ]);
    expect(after?.words).toMatch(/With: the deputy DSL\n\[Open\]$/);
    expect(bot.thread(first)).toEqual([
      'Seen by the Designated Safeguarding Lead, 14:05.',
      expect.stringMatching(/^The deputy DSL has taken this/),
    ]);
    expect(other?.words).toContain(`${second} · new`);
    expect(bot.thread(second)).toEqual([]);
  });

  it('a step that shows on the card opens nothing in front of whoever pressed', async () => {
    bot = await startSlackBot();
    await reportInSlack(bot);
    for (const label of ['Acknowledge', 'Take']) {
      await pressInChannel(bot, bot.as(people.dsl), label);
      expect(bot.as(people.dsl).modal).toBeUndefined();
    }
    expect(bot.as(people.dsl).directMessages).toEqual([]);
  });

  it('[R198] Open shows the case in a modal, to that person alone, and the reading goes on the record', async () => {
    bot = await startSlackBot();
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    const reference = await reportInSlack(bot);
    const before = bot.slack.messagesIn(bot.channelId);
    await opens(bot);
    expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
    expect(dsl.modal?.words).toContain('Jamie Marker-Name');
    expect(deputy.modal).toBeUndefined();
    expect(dsl.modal?.buttons).not.toContain('Put away');
    expect(bot.slack.messagesIn(bot.channelId)).toEqual(before);
    expect(dsl.directMessages).toEqual([]);
    expect(await bot.historyOf(reference)).toEqual([
      { type: 'ConcernReported', by: people.teacher },
      { type: 'ConcernOpened', by: people.dsl },
    ]);
  });

  it('[R194] a teacher in the channel who presses a button is told who may, in front of them alone, and sees nothing', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.otherTeacher);
    const reference = await reportInSlack(bot);
    const before = bot.cards();
    for (const label of ['Open', 'Acknowledge', 'Take']) {
      await pressInChannel(bot, teacher, label);
      expect(teacher.modal?.words).toMatch(
        /There is nothing with the reference C-\w{6} that you can open\. Concerns are opened by those who handle them/,
      );
      expect(teacher.modal?.words).not.toMatch(marker);
      await teacher.closes();
    }
    expect(bot.cards()).toEqual(before);
    expect(bot.thread()).toEqual([]);
    expect(teacher.directMessages).toEqual([]);
    expect(await bot.historyOf(reference)).not.toContainEqual({ type: 'ConcernOpened', by: people.otherTeacher });
  });

  it('an old button says what the case is now', async () => {
    bot = await startSlackBot();
    const [dsl, deputy] = [bot.as(people.dsl), bot.as(people.deputy)];
    await reportInSlack(bot);
    const old = bot.slack.messagesIn(bot.channelId)[0]?.blocks;
    await pressInChannel(bot, dsl, 'Acknowledge');
    // The deputy's screen still shows the card as it was.
    const stored = bot.slack.workspace.messages.find(({ channel }) => channel === bot.channelId);
    stored?.versions.push({ text: '', blocks: old ?? [] });
    await pressInChannel(bot, deputy, 'Acknowledge');
    expect(deputy.modal?.words).toContain('The Designated Safeguarding Lead acknowledged this at 14:05.');
    expect(bot.thread()).toHaveLength(1);
  });
});

describe('what handlers do', () => {
  it('every command that a person can give has its way in Slack', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    const all = ['concern', 'draft'].flatMap((id) =>
      Object.entries(registry.get(id)?.commands ?? {})
        .filter(([, { internal }]) => internal !== true)
        .map(([type]) => type),
    );
    // What was pressed and sent says which commands these were.
    const given = new Set(bot.slack.sent.map(({ payload }) => commandIn(payload)));
    const taken = wholeCase.map(({ command }) => command);
    expect([...given].filter((command) => command !== undefined).toSorted()).toEqual(taken.toSorted());
    // What not every case has stands on the cases that have it.
    const ways = new Set([...taken, ...waysInSlack()]);
    const isHere = (type: string) => !notInSlack.includes(type) && type !== blockFromConcern.command;
    expect(all.filter((type) => isHere(type) && !ways.has(type))).toEqual([]);
  });

  it('a case goes the whole way, each step with its line in the thread and its words in the case', async () => {
    bot = await startSlackBot();
    const written: string[] = [];
    for (const { command, take, line, wrote } of wholeCase) {
      const before = bot.thread().length;
      await take(bot);
      const lines = bot.thread().slice(before);
      if (line === undefined) expect(lines, command).toEqual([]);
      else expect(lines.join('\n'), command).toMatch(line);
      if (wrote !== undefined && command.startsWith('concern/')) written.push(wrote);
    }
    expect(bot.cards()).toHaveLength(1);
    expect(bot.cards().concat(bot.thread()).join()).not.toMatch(marker);
    await opens(bot);
    const file = await everyPage(bot.as(people.dsl));
    for (const words of written) expect(file, words).toContain(words);
    expect(await bot.count('concern')).toBe(1);
    for (const email of Object.values(people)) expect(bot.as(email).troubles).toEqual([]);
  });

  it('after each step the case stands there again, as it is now', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Acknowledge');
    expect(dsl.modal?.words).toContain('· acknowledged');
    await dsl.presses('Note');
    await dsl.fills({ Note: 'Spoke to the tutor.' });
    await dsl.submits();
    expect(dsl.modal?.words).toContain('Spoke to the tutor.');
    expect(dsl.modal?.buttons).toEqual(expect.arrayContaining(['Take', 'Note']));
  });

  it('a form can be given up for the case', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'Never mind' });
    await dsl.presses('Back to the case');
    expect(dsl.modal?.words).toContain('MARKER-NARRATIVE');
    expect(dsl.modal?.words).not.toContain('Never mind');
    expect(dsl.modal?.buttons).toContain('Note');
  });

  it('the reporter hears when it is seen, asked and closed, and nothing of what others wrote', async () => {
    bot = await startSlackBot();
    for (const { take } of wholeCase) await take(bot);
    const said = bot.as(people.teacher).directMessages.map(({ words }) => words);
    expect(said.join('\n')).toMatch(/has been seen/);
    expect(said.join('\n')).toMatch(/has been dealt with and closed/);
    expect(said.join('\n')).toMatch(/Your answer about C-\w{6} has joined the case/);
    // The question was theirs to read until they answered it.
    expect(said.join('\n')).not.toMatch(marker);
  });

  it('a case that is about the head goes to the chair alone, in their own chat', async () => {
    bot = await startSlackBot();
    const chair = bot.as(people.chair);
    const reference = await reportInSlack(bot, people.teacher, {
      kind: 'Something else',
      about: 'The head teacher',
    });
    expect(bot.cards()).toEqual([]);
    expect(bot.as(people.head).directMessages).toEqual([]);
    expect(bot.as(people.dsl).directMessages).toEqual([]);
    expect(chair.directMessages.map(({ words }) => words).join()).toContain(`Concern ${reference} · new`);
    await chair.pressesOn(chair.newestWith('Open'), 'Open');
    expect(chair.modal?.words).toContain('MARKER-NARRATIVE');
    expect(JSON.stringify(chair.directMessages)).not.toMatch(marker);
    await chair.presses('Take');
    expect(chair.newestWith('Open').words).toContain('being handled');
  });

  it('reminders come into the thread and call those who handle it', async () => {
    bot = await startSlackBot();
    await reportInSlack(bot);
    await bot.pass(61 * 60_000);
    expect(bot.thread().at(-1)).toContain(`<@${bot.userIdOf(people.dsl)}>`);
    expect(bot.cards()[0]).toContain('· overdue');
    expect(bot.cards()).toHaveLength(1);
  });
});

describe('what is out of place', () => {
  it('nobody reaches a case through the modal of somebody else', async () => {
    bot = await startSlackBot();
    const [dsl, teacher] = [bot.as(people.dsl), bot.as(people.otherTeacher)];
    await reportInSlack(bot);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'MARKER-NOTE' });
    const index = bot.slack.sent.length;
    await dsl.submits();
    const { payload } = bot.slack.sent[index] ?? {};
    const { user } = payload as { readonly user: object };
    const forged = { ...payload, user: { ...user, id: teacher.user.id } };
    const answer = await bot.slack.tell({ kind: 'interaction', payload: forged });
    expect(answer.body).toContain('There is nothing with the reference');
    expect(answer.body).not.toContain('MARKER-NARRATIVE');
  });

  it('a form that somebody closed is offered to them and nobody else', async () => {
    bot = await startSlackBot();
    await beginsAndCloses(bot);
    for (const email of Object.values(people).filter((one) => one !== people.otherTeacher))
      expect(bot.as(email).directMessages).toEqual([]);
    expect(bot.as(people.otherTeacher).newestWith('Go on with it').words).toContain('A form that you began');
  });
});

/** The command that somebody gave by pressing a button or by sending a form. */
function commandIn(payload: Part): string | undefined {
  const { type, actions, view } = payload as {
    readonly type?: string;
    readonly actions?: readonly { readonly type?: string; readonly value?: string }[];
    readonly view?: { readonly private_metadata?: string };
  };
  const pressed = type === 'block_actions' && actions?.[0]?.type === 'button' ? actions[0].value : undefined;
  const sent = type === 'view_submission' ? view?.private_metadata : undefined;
  const { do: command } = JSON.parse(pressed ?? sent ?? '{}') as { readonly do?: string };
  return command;
}

async function pressOn(person: SlackPerson, reference: string, label: string): Promise<void> {
  await person.pressesOn(person.newestWith(label, { channel: bot.channelId, saying: reference }), label);
}

/** The case that stands in front of somebody, all its pages. */
async function everyPage(person: SlackPerson): Promise<string> {
  while (person.modal?.buttons.includes('Earlier')) await person.presses('Earlier');
  let read = person.modal?.words ?? '';
  while (person.modal?.buttons.includes('Later')) {
    await person.presses('Later');
    read += `\n${person.modal?.words}`;
  }
  return read;
}
