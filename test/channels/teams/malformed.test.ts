import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../support/school.ts';
import type { Activity } from '../../support/teams-activities.ts';
import { reportConcern, startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';
import { actionNamed } from '../../support/teams-person.ts';

let bot: TeamsBot;
let reference: string;
beforeAll(async () => {
  bot = await startTeamsBot();
  reference = await reportConcern(bot);
});
afterAll(() => bot.stop());

const marker = 'FUZZ-MARKER';

/** Everything that a request must not have changed. */
async function standing() {
  const records = await Promise.all(['concern', 'address'].map((kind) => bot.count(kind)));
  const chats = [bot.channelId, ...bot.fake.users.map((user) => bot.fake.personalChatOf(user))];
  return { records, said: chats.map((chat) => bot.fake.messagesIn(chat)), asked: bot.fake.requests.length };
}

describe('a request that Teams would not send', () => {
  const bodies: Readonly<Record<string, string>> = {
    nothing: '',
    'no JSON': '{"type":"message"',
    'a text': '"message"',
    'a number': '7',
    null: 'null',
    'a list': '[]',
    'an empty object': '{}',
    'a message of nobody': '{"type":"message"}',
    'very deep JSON': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    'deep objects': `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    'bytes that are no text': '\ud800',
  };

  it.each(Object.entries(bodies))('%s is refused, and nothing happens', async (_what, body) => {
    const before = await standing();
    const answer = await bot.post(body);
    expect([400, 401]).toContain(answer.status);
    expect(await standing()).toEqual(before);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    '',
    'text/json',
  ])('with the content type "%s" is refused, as a page in a browser could send it', async (type) => {
    const before = await standing();
    const body = JSON.stringify(bot.as(people.teacher).activities.message('report a concern'));
    expect((await bot.post(body, { 'content-type': type })).status).toBe(415);
    expect(await standing()).toEqual(before);
  });

  it('of a page that somebody has open in a browser is refused in the try-out', async () => {
    const before = await standing();
    const body = JSON.stringify(bot.as(people.teacher).activities.message('report a concern'));
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:3978'])
      expect((await bot.post(body, { origin })).status).toBe(401);
    expect(await standing()).toEqual(before);
  });

  it('that wants its answer sent beyond this machine is refused in the try-out', async () => {
    const before = await standing();
    const message = bot.as(people.teacher).activities.message('report a concern');
    for (const serviceUrl of [
      'https://smba.trafficmanager.net/uk/',
      'http://169.254.169.254/latest',
      'http://127.0.0.1.evil.example/',
      'http://evil.example/127.0.0.1',
      'http://localhost@evil.example/',
      'file:///etc/passwd',
      'http://10.0.0.1/',
    ])
      expect((await bot.post(JSON.stringify({ ...message, serviceUrl }))).status, serviceUrl).toBe(401);
    expect(await standing()).toEqual(before);
  });
});

describe('what nobody foresaw', () => {
  /** Any JSON, often with names and values that mean something here. */
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        null,
        true,
        0,
        -1,
        1e308,
        '',
        ' ',
        '\0',
        '${title}',
        marker,
        '<at>x</at>',
        '../..',
        'a'.repeat(5_000),
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          '__proto__',
          'constructor',
          'prototype',
          'toString',
          'do',
          'ref',
          'slot',
          'with',
          'form',
          'action',
          'data',
          'id',
          'type',
          'msteams',
          'answer_x',
          'kept',
          'go',
        ),
        tie('value'),
        { maxKeys: 5 },
      ),
    ),
  })).value;

  /** An activity of Teams in which some parts were replaced by anything. */
  function damaged(activity: Activity): fc.Arbitrary<string> {
    const names = Object.keys(activity).filter((name) => name !== 'serviceUrl');
    return fc
      .record({
        taken: fc.subarray(names, { maxLength: 3 }),
        put: fc.dictionary(fc.constantFrom(...names, '__proto__'), anything, { maxKeys: 3 }),
      })
      .map(({ taken, put }) => {
        const left = Object.fromEntries(Object.entries(activity).filter(([name]) => !taken.includes(name)));
        const text = JSON.stringify({ ...left, ...put });
        return Object.hasOwn(put, '__proto__')
          ? text.replace(
              /^\{/,
              `{"__proto__":${JSON.stringify(Object.entries(put).find(([name]) => name === '__proto__')?.[1])},`,
            )
          : text;
      });
  }

  async function expectHarmless(body: string): Promise<void> {
    const logged = bot.log.length;
    const before = await bot.count('concern');
    const answer = await bot.post(body);
    await bot.settle();
    expect(answer.status, `${body}\n${bot.log.slice(logged).join('\n')}`).not.toBe(500);
    expect(await bot.count('concern')).toBe(before);
    const log = bot.log.slice(logged).join('\n');
    expect(log).not.toContain(marker);
    expect(log).not.toContain('"code":"unexpected"');
    expect(({} as Record<string, unknown>).do).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  }

  it('in an activity neither ends the service nor starts anything', async () => {
    const { activities } = bot.as(people.teacher);
    const card = { verb: 'concern/open', data: { do: 'concern/open', ref: reference } };
    const sent = [
      activities.message(marker),
      activities.messageWith([{ contentType: 'image/png', contentUrl: bot.fake.elsewhere }], marker),
      activities.cardAction(card, '1'),
      activities.taskFetch(card.data, '1'),
      activities.taskSubmit(card.data),
      activities.extensionFetch('concern/report'),
      activities.extensionSubmit('concern/report', card.data),
      activities.fileConsent('accept', bot.fake.elsewhere),
      activities.installation('add'),
      activities.membersAdded([marker]),
    ];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...sent).chain(damaged), expectHarmless), {
      numRuns: 400,
      seed: 20_261_123,
    });
  });

  it('in a press neither ends the service nor starts anything', async () => {
    const { activities } = bot.as(people.otherTeacher);
    const doing = fc.constantFrom(
      'concern/open',
      'concern/note',
      'concern/close',
      'concern/report',
      'concern/remind',
      'concern/delivery-note',
      'address/remember',
      'list/open-concerns',
      'list/__proto__',
      'constructor/constructor',
      marker,
    );
    const press = fc.record(
      {
        do: fc.oneof(doing, anything),
        ref: fc.oneof(fc.constant(reference), anything),
        slot: anything,
        with: anything,
        form: anything,
        answer_text: anything,
        msteams: anything,
      },
      { requiredKeys: [] },
    );
    const asActivity = fc
      .record({ press, kind: fc.constantFrom('card', 'fetch', 'submit', 'extension') })
      .map(({ press: data, kind }) => {
        const made = {
          card: () => activities.cardAction({ type: 'Action.Execute', verb: 'concern/open', data }, '1'),
          fetch: () => activities.taskFetch(data, '1'),
          submit: () => activities.taskSubmit(data),
          extension: () => activities.extensionSubmit('concern/report', data),
        }[kind];
        return JSON.stringify(made());
      });
    await fc.assert(fc.asyncProperty(asActivity, expectHarmless), { numRuns: 400, seed: 20_261_123 });
  });

  it('in a form on its way neither ends the service nor starts anything', async () => {
    const { activities } = bot.as(people.teacher);
    const form = fc.record(
      {
        id: fc.oneof(fc.constant('f'), anything),
        step: fc.oneof(fc.integer({ min: -2, max: 30 }), anything),
        kept: anything,
        seen: fc.oneof(fc.constant([]), anything),
        go: fc.oneof(fc.constantFrom('next', 'back', 'cancel'), anything),
        pressed: fc.oneof(fc.constant({ danger: 'no' }), anything),
      },
      { requiredKeys: ['id', 'step'] },
    );
    const asActivity = form.map((state) =>
      JSON.stringify(activities.taskSubmit({ do: 'concern/report', form: state, answer_narrative: marker })),
    );
    await fc.assert(fc.asyncProperty(asActivity, expectHarmless), { numRuns: 300, seed: 20_261_123 });
  });

  it('nothing of all that was kept', () => {
    expect(bot.everythingKept().includes(marker)).toBe(false);
  });
});

describe('names that mean something to JavaScript', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'])(
    '"%s" in what a button sends is a name like any other',
    async (name) => {
      const before = await standing();
      const { activities } = bot.as(people.dsl);
      const data = `{"do":"concern/open","ref":"${reference}","${name}":{"do":"concern/close","isAdmin":true},"with":{"${name}":"1"},"answer_${name}":"x"}`;
      const body = JSON.stringify(activities.taskSubmit('DATA')).replace('"DATA"', data);
      const answer = await bot.post(body);
      expect(answer.status).toBe(200);
      expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
      expect((await standing()).records[0]).toBe(before.records[0]);
    },
  );

  it('an activity whose whole body is one of them changes nothing', async () => {
    const body = JSON.stringify(bot.as(people.dsl).activities.message('x')).replace(
      '{',
      '{"__proto__":{"type":"invoke","polluted":1},',
    );
    await bot.post(body);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

it('a press with the longest texts that there can be is answered', async () => {
  const teacher = bot.as(people.teacher);
  await teacher.useExtension('concern/report');
  await teacher.pressInDialog('No');
  await teacher.pressInDialog('Continue', {
    kind: 'other',
    about: 'pupil',
  });
  const sent = { names: 'Robin', narrative: '🙂'.repeat(90_000) };
  const again = await teacher.pressInDialog('Send', sent);
  expect(JSON.stringify(again)).toMatch(/This is 90,000 characters long; at most 10,000 fit/);
  expect(actionNamed(teacher.dialog, 'Send')).toBeDefined();
});
