import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecordsConfig, readServiceConfig } from '../src/config.ts';
import { registry } from '../src/workflows/index.ts';
import {
  example,
  faultOf,
  general,
  good,
  inBoth,
  inSlack,
  problemsWith,
  SLACK_CHANNEL,
  schoolFiles,
  slackVariables,
  WORKSPACE,
} from './support/configuration.ts';

const { folder, aFile, aFolder } = schoolFiles();
afterAll(() => folder.remove());
describe('the school file', () => {
  it.each<[string, string, string, string, RegExp]>([
    ['a value that is missing', 'name: Oakfield School\n', '', 'name', /^is missing/],
    ['a group that is missing', 'timeZone: Europe/London\n', '', 'timeZone', /^is missing/],
    ['a value that is empty', 'jobTitle: Network Manager', 'jobTitle:', 'people[5].jobTitle', /there is nothing here/],
    [
      'an unknown name',
      'jobTitle: Network Manager',
      'jobTitle: Network Manager\n    phone: 1',
      'people[5].phone',
      /^is not known here/,
    ],
    [
      'an unknown name at the top',
      'name: Oakfield School',
      'name: Oakfield School\nhead: x',
      'head',
      /^is not known here/,
    ],
    ['a number without quotes', `'01632 960100'`, '01632960100', 'telephone', /put it in quotes/],
    [
      'something that is no address',
      'email: i.brandt@oakfield.example',
      'email: ifeoma',
      'people[5].email',
      /an email address, such as/,
    ],
    ['a time zone that there is not', 'Europe/London', 'Europe/Oakfield', 'timeZone', /a time zone such as/],
    [
      'a day that there is not',
      'until: 2027-07-21',
      'until: 2027-07-32',
      'calendar.terms[2].until',
      /a date as 2026-11-23/,
    ],
    ['text in place of a list', 'urgent: [15, 30, 60]', 'urgent: often', 'reminders.urgent', /put a list here/],
    ['an empty list', 'urgent: [15, 30, 60]', 'urgent: []', 'reminders.urgent', /at least 1/],
    ['a number that is too small', 'urgent: [15, 30, 60]', 'urgent: [0, 30]', 'reminders.urgent[0]', /at least 1/],
    ['half a minute', 'urgent: [15, 30, 60]', 'urgent: [15, 0.5]', 'reminders.urgent[1]', /a whole number/],
    [
      'a word in place of true or false',
      'jobTitle: Network Manager',
      'jobTitle: Network Manager\n    isGuest: "yes"',
      'people[5].isGuest',
      /put true or false, without quotes/,
    ],
    ['text in place of a group', 'teams: { channelId:', 'teams: x #', 'channels.safeguarding.teams', /indented lines/],
    [
      'no tenant',
      '  tenantId: 00000000-0000-4000-8000-0000000000aa',
      '  # none',
      'teams',
      /there is nothing here|indented/,
    ],
    [
      'no channel',
      `teams: { channelId: '19:safeguarding@thread.tacv2' }`,
      '{}',
      'channels.safeguarding.teams.channelId',
      /^is missing\. Put the id of the private channel/,
    ],
  ])('with %s is refused, with line, path and remedy', (_, before, after, path, words) => {
    expect(example).toContain(before);
    const text = example.replace(before, after);
    const file = aFile(text);
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }));
    const found = problems.find(({ place }) => place.endsWith(`, ${path}`));
    expect(found, JSON.stringify(problems)).toMatchObject({ words: expect.stringMatching(words) });
    const line = Number(/, line (\d+),/.exec(found?.place ?? '')?.[1]);
    const isMissing = found?.words.startsWith('is missing') ?? false;
    if (!isMissing)
      expect(text.split('\n')[line - 1]).toContain(
        path
          .split(/[.[]/)
          .filter((part) => !/^\d/.test(part))
          .at(-1),
      );
  });

  it('that changes a rule of concerns which is not there, or holds everywhere, is refused with the line', () => {
    const change = (rule: string) =>
      [
        `    - rule: ${rule}`,
        `      change: 'off'`,
        '      author: m.elstow@oakfield.example',
        '      reason: Decided.',
      ]
        .concat('      date: 2026-11-23\n')
        .join('\n');
    const rules = ['step/decide', 'step/nothing', 'trigger/immediate-risk'].map(change).join('');
    const withRules = `${example.replace(/^concerns:\n(?: .*\n|#.*\n|\n)*/m, '')}\nconcerns:\n  rules:\n${rules}`;
    const file = aFile(withRules);
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }, registry));
    expect(problems.map(({ place, words }) => [place.replace(/^.*, line \d+, /, ''), words])).toEqual([
      ['concerns.rules[1].rule', expect.stringContaining('there is no rule with this id')],
      ['concerns.rules[2].rule', expect.stringContaining('this rule holds at every school')],
    ]);
    for (const { place } of problems) {
      const line = Number(/, line (\d+),/.exec(place)?.[1]);
      expect(withRules.split('\n')[line - 1]).toContain('- rule: ');
    }
  });

  it.each<[string, string, string, string, RegExp]>([
    ['no workspace', WORKSPACE, '', 'slack.workspaceId', /^is missing\. Put the id of the/],
    [
      'no channel of Slack',
      SLACK_CHANNEL,
      'slack: {}\n',
      'channels.safeguarding.slack.channelId',
      /^is missing\. Put it in/,
    ],
    [
      'a workspace by its name',
      'T0OAKFIELD',
      'oakfield',
      'slack.workspaceId',
      /^must be put right: the id of a workspace, such as "T0123ABCD"/,
    ],
  ])('with %s is refused where Slack runs', (_, before, after, path, words) => {
    for (const text of [inBoth, inSlack]) {
      expect(text).toContain(before);
      const env = text === inSlack ? general : good;
      const file = aFile(text.replace(before, after));
      const problems = problemsWith(() => readServiceConfig({ ...env, ...slackVariables, SCHOOL_FILE: file }));
      expect(problems).toEqual([{ place: expect.stringMatching(/, line \d+, /), words: expect.stringMatching(words) }]);
      expect(problems[0]?.place).toMatch(new RegExp(`, ${path.replaceAll('.', '\\.')}$`));
    }
  });

  it('is refused when it names a workspace and no channel in it, where Slack runs', () => {
    const file = aFile(inBoth.replace(SLACK_CHANNEL, '\n'));
    expect(problemsWith(() => readServiceConfig({ ...good, ...slackVariables, SCHOOL_FILE: file }))).toEqual([
      {
        place: expect.stringMatching(/, line \d+, channels\.safeguarding\.slack\.channelId$/),
        words: expect.stringMatching(
          /^is missing\. Put the id of the private channel of the safeguarding team in Slack/,
        ),
      },
    ]);
  });

  it('is refused when it names a chat that does not run', () => {
    const file = aFile(inBoth);
    expect(problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }))).toEqual([
      {
        place: expect.stringMatching(/, line \d+, slack$/),
        words: expect.stringMatching(/^names Slack, but SLACK_BOT_TOKEN is not set/),
      },
    ]);
    expect(problemsWith(() => readServiceConfig({ ...general, ...slackVariables, SCHOOL_FILE: file }))).toEqual([
      {
        place: expect.stringMatching(/, line \d+, teams$/),
        words: expect.stringMatching(/^names Teams, but TEAMS_CLIENT_ID is not set/),
      },
    ]);
  });

  it('is refused when it names a channel alone of a chat that does not run', () => {
    const file = aFile(inBoth.replace(WORKSPACE, ''));
    expect(problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }))).toEqual([
      {
        place: expect.stringMatching(/, line \d+, channels\.safeguarding\.slack$/),
        words: expect.stringMatching(/^names Slack, but/),
      },
    ]);
  });

  it('of the project shows the lines of Slack as they have to be, behind a #', () => {
    const shown = example.replace(/^( *)# ((slack|chat): .*)$/gm, '$1$2');
    expect(shown.split('\n').filter((line, index) => line !== example.split('\n')[index])).toHaveLength(6);
    const [school] = readServiceConfig({ ...good, ...slackVariables, SCHOOL_FILE: aFile(shown) }).schools;
    expect(school).toMatchObject({
      slack: { workspaceId: 'T0123ABCD' },
      chat: 'teams',
      channels: { safeguarding: { slack: { channelId: 'C0123ABCD' } } },
      staffChannels: [{ slack: { channelId: 'C0456EFGH' } }],
    });
    expect(school?.people[0]).toMatchObject({ slack: { userId: 'U0123ABCD' }, chat: 'slack' });
  });

  it('may use one chat of two that run', () => {
    for (const text of [example, inSlack])
      expect(readServiceConfig({ ...good, ...slackVariables, SCHOOL_FILE: aFile(text) }).schools).toHaveLength(1);
  });

  it('is refused when it names no chat at all', () => {
    const file = aFile(inSlack.replace(WORKSPACE, '').replace(/\n *slack: \{ channelId.*\n/, ' {}\n'));
    expect(problemsWith(() => readServiceConfig({ ...good, ...slackVariables, SCHOOL_FILE: file }))).toEqual([
      {
        place: expect.stringMatching(/, line \d+$/),
        words: expect.stringMatching(/^names neither Teams nor Slack\. Put/),
      },
    ]);
    const alone = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: file }));
    expect(alone.map(({ place }) => place.replace(/^.*, line \d+, /, ''))).toEqual([
      'teams.tenantId',
      'channels.safeguarding.teams.channelId',
    ]);
  });

  it('is not asked about chats where no service runs', () => {
    const file = aFile(inSlack.replace(SLACK_CHANNEL, '').replace('safeguarding:', 'safeguarding: {}'));
    const env = { STORE: good.STORE, VAULT: good.VAULT, SCHOOL_FILE: file };
    expect(readRecordsConfig({}, env).schools).toHaveLength(1);
  });

  it.each<[string, string, RegExp]>([
    ['a name that stands twice', 'id: oakfield\nid: oakfield\n', /line 2: this name stands twice/],
    ['a tab', 'id: oakfield\nteams:\n\ttenantId: x\n', /line 3: this line is indented with a tab/],
    ['a second document', 'id: oakfield\n---\nid: elmfield\n', /line 2: a second document/],
    ['a quote that is never closed', 'id: "oakfield\n', /line \d: this line or the one before it is not YAML/],
    ['a text that begins with an asterisk', 'id: *oakfield\n', /: has a value that begins with \*/],
    ['nothing in it', '', /line 1: must be put right: there is nothing here/],
    ['a list', '- id: oakfield\n', /line 1: must be put right: put indented lines here/],
  ])('with %s is refused, with the line', (_, text, said) => {
    const fault = faultOf(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) }));
    expect(fault.message).toMatch(said);
  });

  it('has all its mistakes named at once, in the order of its lines', () => {
    const text = example
      .replace('id: oakfield', 'id: Oak Field')
      .replace('email: i.brandt@', 'email: i.brandt')
      .replace('urgent: [15, 30, 60]', 'urgent: []\n  sometimes: [1]')
      .replace('delegate: p.donnellan@', 'delegate: q.donnellan@');
    const places = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) })).map(({ place }) =>
      place.replace(/^.*, line \d+, /, ''),
    );
    expect(places).toEqual([
      'id',
      'people[5].email',
      'roles.chair.delegate',
      'roles.network-manager.people[0]',
      'administrators[0]',
      'reminders.urgent',
      'reminders.sometimes',
    ]);
  });

  it('is not quoted in what is said of it', () => {
    const marked = [
      example.replace('name: Amara Osei', `name: ${'MARKER '.repeat(40)}`).replace('a.osei@', 'MARKER a.osei@'),
      `id: oakfield\nsecret: "MARKER\n  x: [MARKER\n\t- MARKER: {`,
      `id: oakfield\nclientSecret: MARKER\ntelephone: MARKER`,
      'MARKER',
    ];
    for (const text of marked) {
      const fault = faultOf(() => readServiceConfig({ ...good, SCHOOL_FILE: aFile(text) }));
      expect(`${fault.message} ${fault.stack} ${fault.whatToDo}`).not.toContain('MARKER');
    }
  });
});

describe('a folder of school files', () => {
  const elmfield = example
    .replace('id: oakfield', 'id: elmfield')
    .replace('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb');

  it('is read whole, in the order of the names', () => {
    const path = aFolder({ 'b.yaml': example, 'a.yml': elmfield, 'notes.txt': 'x' });
    expect(readServiceConfig({ ...good, SCHOOL_FILE: path }).schools.map(({ id }) => id)).toEqual([
      'elmfield',
      'oakfield',
    ]);
  });

  it('is refused when two schools have one id, or one tenant', () => {
    const path = aFolder({ 'a.yaml': example, 'b.yaml': example });
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: path }));
    expect(problems.map(({ place, words }) => `${basename(place)}: ${words}`)).toEqual([
      expect.stringMatching(
        /^b\.yaml, line \d+, id: is the id of another school file too.* in .*a\.yaml, line \d+, id\.$/,
      ),
      expect.stringMatching(/^b\.yaml, line \d+, teams\.tenantId: is the tenant of another school file too/),
    ]);
    const mixed = elmfield.replace('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-0000000000AA');
    const others = problemsWith(() =>
      readServiceConfig({ ...good, SCHOOL_FILE: aFolder({ 'a.yaml': example, 'b.yaml': mixed }) }),
    );
    expect(others.map(({ place }) => place)).toEqual([expect.stringMatching(/teams\.tenantId$/)]);
  });

  it('is refused when two schools have one workspace of Slack', () => {
    const path = aFolder({ 'a.yaml': inSlack, 'b.yaml': inSlack.replace('id: oakfield', 'id: elmfield') });
    const problems = problemsWith(() => readServiceConfig({ ...general, ...slackVariables, SCHOOL_FILE: path }));
    expect(problems.map(({ place, words }) => `${basename(place)}: ${words}`)).toEqual([
      expect.stringMatching(
        /^b\.yaml, line \d+, slack\.workspaceId: is the workspace of another school file too\. One workspace is one school/,
      ),
    ]);
  });

  it('is refused when two schools have a workspace of Slack each, as the bot has the token of one', () => {
    const other = inSlack
      .replace('id: oakfield', 'id: elmfield')
      .replaceAll(/workspaceId: \w+/g, 'workspaceId: T0OTHER');
    const path = aFolder({ 'a.yaml': inSlack, 'b.yaml': other });
    const problems = problemsWith(() => readServiceConfig({ ...general, ...slackVariables, SCHOOL_FILE: path }));
    expect(problems.map(({ place, words }) => `${basename(place)}: ${words}`)).toEqual([
      expect.stringMatching(
        /^b\.yaml, line \d+, slack\.workspaceId: is a second workspace, and one service speaks to one/,
      ),
    ]);
  });

  it('may have one school in Teams and another in Slack', () => {
    const path = aFolder({ 'a.yaml': elmfield, 'b.yaml': inSlack });
    const { schools } = readServiceConfig({ ...good, ...slackVariables, SCHOOL_FILE: path });
    expect(schools.map(({ id }) => id)).toEqual(['elmfield', 'oakfield']);
  });

  it('has the mistakes of all files named', () => {
    const path = aFolder({ 'a.yaml': 'id: [', 'b.yaml': example.replace('id: oakfield', 'id: X'), 'c.yaml': elmfield });
    const problems = problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: path }));
    expect(new Set(problems.map(({ place }) => basename(place.split(',')[0] ?? '')))).toEqual(
      new Set(['a.yaml', 'b.yaml']),
    );
  });

  it('is refused when there is none in it', () => {
    expect(problemsWith(() => readServiceConfig({ ...good, SCHOOL_FILE: aFolder({ 'notes.txt': 'x' }) }))).toEqual([
      { place: expect.any(String), words: expect.stringMatching(/^is a folder without a \.yaml file\. Put/) },
    ]);
  });
});
