import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import type { Part, SlackUser } from '../../support/slack/workspace.ts';
import { referenceIn, reportInSlack, type SlackBot, startSlackBot } from '../../support/slack-bot.ts';
import { answersIn, beginsToTell, opens, pressInChannel } from '../../support/slack-case.ts';
import type { SlackPerson } from '../../support/slack-person.ts';
import { aSlackSchool, knownByAddress } from '../../support/slack-school.ts';

let bot: SlackBot;
afterEach(() => bot.stop());

const typed = { 'Which pupils? One name on each line': 'Robin Ash', 'What happened?': 'WHAT-WAS-TYPED' };
const marker = /marker/i;
const notOnTheList = /You are not on this school's staff list, so nothing can be done here and nothing was kept\./;

describe('somebody who is not of the school', () => {
  const outsiders: Readonly<Record<string, Partial<SlackUser>>> = {
    'whom the school does not know': {},
    'who is a guest with the address of the assistant': { email: knownByAddress, isGuest: true },
    'of another organisation with the address of the assistant': { email: knownByAddress, teamId: 'T0OTHER' },
    'with the address of the DSL and another account': { email: people.dsl },
    'who is a bot with the address of the assistant': { email: knownByAddress, isBot: true },
    'whose account was closed': { email: knownByAddress, isDeleted: true },
  };

  it.each(Object.entries(outsiders))(
    '%s, is turned away politely whatever they do, and nothing is kept',
    async (_who, user) => {
      bot = await startSlackBot();
      const reference = await reportInSlack(bot);
      const outsider = bot.asSomebodyElse(user);
      const before = await bot.everyRecord();
      // Whom to ask: the school, or its office where not even the school is known.
      const politely = new RegExp(
        `You are not on this school's staff list.* ring ${user.teamId === undefined ? '01632 960100' : 'the school office'}, or 999`,
      );
      for (const command of ['/report-concern', '/safeguarding']) {
        await outsider.types(command, 'xyzzy');
        expect(outsider.ephemerals.at(-1), command).toMatch(politely);
        expect(outsider.modal).toBeUndefined();
      }
      const ways: Readonly<Record<string, () => Promise<unknown>>> = {
        shortcut: () => outsider.usesShortcut('Report a concern'),
        'message shortcut': () => outsider.usesMessageShortcut('Report a concern', 'xyzzy'),
        Open: () => pressInChannel(bot, outsider, 'Open'),
        Acknowledge: () => pressInChannel(bot, outsider, 'Acknowledge'),
        Take: () => pressInChannel(bot, outsider, 'Take'),
      };
      for (const [way, go] of Object.entries(ways)) {
        await go();
        expect(outsider.modal?.words, way).toMatch(politely);
        expect(outsider.modal?.buttons, way).toEqual([]);
        await outsider.closes();
      }
      await outsider.writes('report a concern xyzzy');
      // Lines of another organisation are those of a workspace that no school has: nobody is spoken to there.
      const answers = outsider.directMessages.filter(({ author }) => author === bot.slack.botUserId);
      expect(answers.map(({ words }) => words)).toEqual(
        user.teamId === undefined ? [expect.stringMatching(politely)] : [],
      );
      await outsider.opensHome();
      expect(outsider.home?.words).toMatch(/You are not on this school's staff list/);
      expect(outsider.home?.buttons).toEqual([]);
      // That a line came is known for an hour or so, so that it is answered once; nothing of what it said.
      const kept = (await bot.everyRecord()).filter(({ kind }) => kind !== 'arrival');
      expect(kept).toEqual(before);
      const theirs = JSON.stringify([outsider.directMessages, outsider.home, outsider.ephemerals]);
      expect(theirs).not.toMatch(marker);
      expect(theirs).not.toContain(reference);
      expect(bot.everythingKept().includes('xyzzy')).toBe(false);
    },
  );

  it('the Home tab and the own chat of somebody unknown say whom to ask', async () => {
    bot = await startSlackBot();
    const stranger = bot.asSomebodyElse();
    await stranger.opensHome();
    expect(stranger.home?.words).toMatch(notOnTheList);
    expect(stranger.home?.words).toContain('01632 960100');
    await stranger.writes('report a concern');
    expect(stranger.directMessages.at(-1)?.words).toMatch(notOnTheList);
    await stranger.sharesFile('photo.png');
    expect(stranger.directMessages.at(-1)?.words).toMatch(notOnTheList);
    expect(bot.slack.callsOf('views.open')).toEqual([]);
  });

  it('somebody who leaves the list while they type is told so, and the text still stands there', async () => {
    bot = await startSlackBot();
    const assistant = bot.as(knownByAddress);
    await beginsToTell(assistant);
    await assistant.fills(typed);
    bot.slack.changeUser(bot.userIdOf(knownByAddress), { isGuest: true });
    // Who somebody is, is asked again after half an hour.
    await bot.pass(31 * 60_000);
    await assistant.submits();
    expect(assistant.modal?.texts.join('\n')).toMatch(notOnTheList);
    expect(answersIn(assistant)).toMatchObject(typed);
    expect(await bot.count('concern')).toBe(0);
  });

  it('a stranger who is put into the school file is known after the restart', async () => {
    bot = await startSlackBot();
    const stranger = bot.asSomebodyElse({ id: 'U0NEWCOMER', email: 'unknown@oakfield.example' });
    await stranger.types('/report-concern');
    expect(stranger.ephemerals.at(-1)).toMatch(notOnTheList);
    bot.slack.changeUser('U0NEWCOMER', { email: knownByAddress });
    await bot.restart();
    await stranger.types('/report-concern');
    expect(stranger.modal?.words).toContain('immediate danger');
  });
});

describe('a workspace that no school has', () => {
  it('is refused in every way in, with nothing of any school', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await reportInSlack(bot);
    await teacher.closes();
    await opens(bot);
    await bot.as(people.dsl).presses('Note');
    await bot.as(people.dsl).fills({ Note: 'WHAT-WAS-TYPED' });
    await bot.as(people.dsl).submits();
    await teacher.types('/safeguarding');
    await teacher.usesShortcut('Report a concern');
    await teacher.writes('safeguarding');
    await teacher.opensHome();
    const requests = bot.slack.sent.map(({ kind, payload }) => ({ kind, payload }));
    const before = await bot.everyRecord();
    const calls = bot.slack.calls.length;
    for (const { kind, payload } of requests) {
      if (kind === 'other') continue;
      const foreign = JSON.parse(JSON.stringify(payload).replaceAll(bot.slack.teamId, 'T0NOBODY')) as Part;
      const answer = await bot.slack.tell({ kind, payload: foreign } as never);
      await bot.slack.settled();
      expect(answer.body).not.toMatch(/01632|MARKER|Marker|Oakfield/);
      expect(answer.status).toBe(200);
    }
    expect(await bot.everyRecord()).toEqual(before);
    const since = JSON.stringify(bot.slack.calls.slice(calls).map(({ args }) => args));
    expect(since).not.toMatch(/01632|MARKER|Marker|Oakfield|My reports/);
    expect(bot.log.join()).toContain('unknown-workspace');
  });
});

describe('another school on the same service', () => {
  const other = aSlackSchool({
    id: 'riverside',
    name: 'Riverside',
    telephone: '01632 960900',
    slack: { workspaceId: 'T0RIVERSIDE' },
  });

  it('whose people have the same ids gets nothing of this school: not by a button, a form, a list or a reference', async () => {
    bot = await startSlackBot({ otherSchools: [other] });
    const reference = await reportInSlack(bot);
    const dsl = bot.as(people.dsl);
    await opens(bot);
    await dsl.presses('Note');
    await dsl.fills({ Note: 'WHAT-WAS-TYPED' });
    await dsl.submits();
    await pressInChannel(bot, dsl, 'Take');
    const requests = bot.slack.sent.map(({ kind, payload }) => ({ kind, payload }));
    const before = (await bot.everyRecord()).filter(({ id }) => id === reference);
    const calls = bot.slack.calls.length;
    for (const { kind, payload } of requests.filter(({ kind }) => kind === 'interaction')) {
      const foreign = JSON.parse(JSON.stringify(payload).replaceAll(bot.slack.teamId, 'T0RIVERSIDE')) as Part;
      const answer = await bot.slack.tell({ kind, payload: foreign } as never);
      await bot.slack.settled();
      expect(answer.body).not.toMatch(/marker|01632 960100/i);
    }
    expect((await bot.everyRecord()).filter(({ id }) => id === reference)).toEqual(before);
    const since = JSON.stringify(bot.slack.calls.slice(calls).map(({ args }) => args));
    expect(since).toContain(`There is nothing with the reference ${reference}`);
    expect(since).toContain('01632 960900');
    expect(since).not.toMatch(/marker|01632 960100/i);
  });
});

describe('what no button of ours carries', () => {
  const forgeries: Readonly<Record<string, string>> = {
    nothing: '',
    'no JSON': '{',
    'an empty object': '{}',
    'no command': '{"do":"concern"}',
    'a command that is not there': '{"do":"concern/vanish"}',
    'a command of the clock': '{"do":"concern/remind","ref":"C-222222"}',
    'the command that keeps a draft': '{"do":"draft/keep","ref":"D-222222"}',
    'the command that removes a draft': '{"do":"draft/remove","ref":"D-222222"}',
    'a reference that is a number': '{"do":"concern/open","ref":7}',
    'a reference that is none': '{"do":"concern/open","ref":"<!channel>"}',
    'a slot that is none': '{"do":"concern/open","slot":{}}',
    'a list that is not there': '{"do":"list/everything"}',
    'a prototype': '{"do":"__proto__/constructor","__proto__":{"ref":"C-222222"}}',
    'a very long value': JSON.stringify({ do: 'concern/open', ref: 'C'.repeat(1_900) }),
  };

  it('on a message changes nothing, and says so to whoever pressed', async () => {
    bot = await startSlackBot();
    const dsl = bot.as(people.dsl);
    await reportInSlack(bot);
    const before = await bot.everyRecord();
    for (const [what, value] of Object.entries(forgeries)) {
      await pressesForged(dsl, value);
      expect(dsl.modal?.words, what).toMatch(/could not be read, so nothing was changed|There is no form/);
      await dsl.closes();
    }
    expect(await bot.everyRecord()).toEqual(before);
    expect(bot.slack.refusals()).toEqual([]);
  });

  it('in the memory of a modal changes nothing, and says so in the modal', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills(typed);
    const index = bot.slack.sent.length;
    await teacher.submits();
    const reference = referenceIn(teacher);
    const { payload = {} } = bot.slack.sent[index] ?? {};
    const good = JSON.parse((payload['view'] as { private_metadata: string }).private_metadata) as { form: object };
    const metadata = [
      ...Object.values(forgeries),
      JSON.stringify({ ...good, form: { ...good.form, step: 99 } }),
      JSON.stringify({ ...good, form: { ...good.form, step: -1 } }),
      JSON.stringify({ ...good, form: { ...good.form, kept: { kind: { evil: true } } } }),
      JSON.stringify({ ...good, form: { ...good.form, id: '' } }),
      JSON.stringify({ ...good, form: { ...good.form, go: 'everything' } }),
      JSON.stringify({ ...good, do: 'concern/note' }),
      JSON.stringify({ ...good, do: 'concern/note', ref: reference }),
      JSON.stringify({ ...good, do: 'concern/note', ref: 'C-222222' }),
      JSON.stringify({ ...good, do: 'draft/keep' }),
    ];
    const before = await bot.everyRecord();
    for (const one of metadata) {
      const view = { ...(payload['view'] as Part), private_metadata: one };
      const answer = await bot.slack.tell({ kind: 'interaction', payload: { ...payload, view } });
      await bot.slack.settled();
      expect(answer.status, one).toBe(200);
      expect(answer.body, one).toContain('"response_action":"update"');
      expect(answer.body, one).not.toMatch(/Received|MARKER/);
    }
    // What the reporter tried on their own case is noted there, and nothing else is.
    const after = await bot.everyRecord();
    const noted = after.flatMap(({ happened }) => happened).filter(({ type }) => type === 'AttemptRefused');
    expect(noted).toEqual([{ type: 'AttemptRefused', by: people.teacher }]);
    const others = after.map((one) => ({ ...one, happened: one.happened.filter((each) => !noted.includes(each)) }));
    expect(others).toEqual(before);
  });

  it("somebody else's draft that a forged modal names is not theirs to read or to end", async () => {
    bot = await startSlackBot();
    const [teacher, other] = [bot.as(people.teacher), bot.as(people.otherTeacher)];
    await beginsToTell(teacher);
    await teacher.fills({ ...typed, 'What happened?': 'WHAT-WAS-TYPED '.repeat(190) });
    await teacher.presses('Back');
    const metadata = teacher.modal?.view['private_metadata'];
    expect(metadata).toContain('"held":true');
    for (const act of ['submission', 'closing'] as const) {
      await other.types('/report-concern');
      await other.presses('No');
      const payload = bot.slack.payloads[act](other.user, frontOf(other), false, true);
      const view = { ...(payload['view'] as Part), private_metadata: metadata };
      const answer = await bot.slack.tell({ kind: 'interaction', payload: { ...payload, view } });
      await bot.slack.settled();
      expect(answer.body).not.toContain('WHAT-WAS-TYPED');
      expect(JSON.stringify(other.directMessages)).not.toContain('WHAT-WAS-TYPED');
    }
    await teacher.submits();
    expect(answersIn(teacher)['What happened?']).toContain('WHAT-WAS-TYPED');
  });

  it('what Slack still says of an earlier step loses nothing: the answers are asked for again', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    await beginsToTell(teacher);
    await teacher.fills(typed);
    const payload = bot.slack.payloads.submission(teacher.user, frontOf(teacher));
    const earlier = bot.slack.sent.findLast((sent) => sent.payload['type'] === 'view_submission')?.payload ?? {};
    const { state } = earlier['view'] as { readonly state: Part };
    const view = { ...(payload['view'] as Part), state };
    const answer = await bot.slack.tell({ kind: 'interaction', payload: { ...payload, view } });
    expect(answer.body).toContain('Please look at the marked answers');
    await teacher.submits();
    referenceIn(teacher);
    await opens(bot);
    expect(bot.as(people.dsl).modal?.words).toContain('WHAT-WAS-TYPED');
    expect(bot.as(people.dsl).modal?.words).toContain('Kind: Something else');
  });
});

describe('what Slack did not send', () => {
  it('a request that is not signed, signed with another secret, or too old or too new is refused, and does nothing', async () => {
    bot = await startSlackBot();
    const teacher = bot.as(people.teacher);
    const body = new URLSearchParams(
      bot.slack.payloads.command(teacher.user, '/report-concern', '', teacher.chat),
    ).toString();
    const now = Math.floor(bot.nowMs() / 1_000);
    const { sends, signs } = bot.slack;
    const tries: readonly Record<string, string>[] = [
      { 'content-type': 'application/x-www-form-urlencoded' },
      signs(body, { secret: 'another secret' }),
      signs(`${body}&x=1`),
      signs(body, { timestamp: now - 301 }),
      signs(body, { timestamp: now + 301 }),
      signs(body, { timestamp: now + 86_400 }),
      signs(body, { timestamp: `${now}.0` }),
    ];
    for (const headers of tries) expect((await sends(body, headers)).status).toBe(401);
    await bot.slack.settled();
    expect(bot.slack.calls).toEqual([]);
    expect((await sends(body, signs(body, { timestamp: now - 299 }))).status).toBe(200);
  });

  it('a body that is too large is refused before anything of it is looked at', async () => {
    bot = await startSlackBot();
    const body = `payload=${'x'.repeat(1_100_000)}`;
    expect((await bot.slack.sends(body, bot.slack.signs(body))).status).toBe(413);
    expect(bot.slack.calls).toEqual([]);
  });

  it('a signed body that nobody can read is refused, without a word of it in the log', async () => {
    bot = await startSlackBot();
    for (const body of [
      'payload=xyzzy',
      'payload=%',
      '{',
      'payload={"type":"block_actions","xyzzy":1}',
      '{"type":7,"x":"xyzzy"}',
    ])
      expect((await bot.slack.sends(body, bot.slack.signs(body))).status).toBe(400);
    expect(bot.log.join()).not.toContain('xyzzy');
  });

  it('what is of no interest is acknowledged and leaves nothing', async () => {
    bot = await startSlackBot();
    const before = await bot.everyRecord();
    for (const type of ['block_suggestion', 'workflow_step_edit', 'function_executed']) {
      const body = `payload=${encodeURIComponent(JSON.stringify({ type, team: { id: bot.slack.teamId }, x: 'xyzzy' }))}`;
      expect((await bot.slack.sends(body, bot.slack.signs(body))).status).toBe(200);
    }
    expect(await bot.everyRecord()).toEqual(before);
    expect(bot.slack.calls).toEqual([]);
  });
});

function frontOf(person: SlackPerson) {
  const view = bot.slack.workspace.stackOf(person.user.id).at(-1);
  if (view === undefined) throw new Error('no modal is open');
  return view;
}

/** Presses a button that looks like ours and carries something else. */
async function pressesForged(person: SlackPerson, value: string): Promise<void> {
  const button = { type: 'button', action_id: 'open:1', text: { type: 'plain_text', text: 'Forged' }, value };
  const blocks = [{ type: 'actions', block_id: 'forged', elements: [button] }];
  const message = bot.slack.workspace.keep(
    { channel: person.chat, thread: undefined, author: bot.slack.botUserId },
    { text: '', blocks },
  );
  await person.pressesOn(message, 'Forged');
}
