import { describe, expect, it } from 'vitest';
import { roles } from '../../src/domain/people.ts';
import {
  allChannels,
  channelIn,
  chatsOf,
  chatsOfChannel,
  findByChatId,
  findPerson,
  holdersOf,
  holds,
  isStaffChannel,
  kindOf,
  personName,
  preferredChat,
  roleLabel,
  roleTelephone,
  schoolSchema,
} from '../../src/domain/school.ts';
import { aPerson, aSchool, aSchoolFile, aSchoolWhere, people, stranger, withPerson } from '../support/school.ts';

const slack = { workspaceId: 'T0OAKFIELD' };
const slackChannel = { channelId: 'C0SAFEGUARD' };

/** The mistakes of a school file, as "path: what is wrong". */
function mistakesIn(file: unknown): readonly string[] {
  const issues = schoolSchema.safeParse(file).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const file = aSchoolFile();
const aNewPerson = aPerson('new@oakfield.example', 'New Person', 'Cook', 99);
const aMember = { userId: 'U0NEW' };
const withRole = (role: 'dsl' | 'chair', changes: object) => ({
  ...file,
  roles: { ...file.roles, [role]: { ...file.roles[role], ...changes } },
});
const siteRule = {
  site: 'games.example',
  opening: 'two-approvals',
  author: people.coordinator,
  reason: 'Chess club',
  date: '2026-09-07',
};
const withSites = (sites: object) => ({ ...file, sites });
const withSiteRule = (changes: object) => withSites({ rules: [{ ...siteRule, ...changes }] });
const staffRoom = { id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } };
const withManager = (manager: string) => ({
  ...file,
  people: file.people.map((person) => (person.email === people.teacher ? { ...person, manager } : person)),
});
const withGroups = (...groups: object[]) => ({ ...file, groups });
const science = { id: 'science', name: 'Science department', people: [people.teacher, people.assistant] };
const withStaffChannels = (...staffChannels: object[]) => ({ ...file, staffChannels });
const withReminding = (remind: object) => ({ ...file, policies: { remind } });
const withCalendar = (changes: object) => ({ ...file, calendar: { ...file.calendar, ...changes } });

describe('a school file', () => {
  it('is taken when everything in it is right', () => {
    expect(mistakesIn(file)).toEqual([]);
  });

  it('is taken with groups, staff channels, managers and its own ladder of reminders', () => {
    const whole = {
      ...withManager(people.head),
      ...{ groups: [science, { ...science, id: 'maths' }], staffChannels: [staffRoom] },
      policies: { remind: { person: [2, 4, 8], manager: 9, head: 12 }, reviewBefore: 60, yearBegins: 10 },
    };
    expect(mistakesIn(whole)).toEqual([]);
    expect(mistakesIn(withReminding({ person: [1] }))).toEqual([]);
    expect(schoolSchema.parse(file).policies).toEqual({
      remind: { person: [3, 7], manager: 10, head: 14 },
      reviewBefore: 30,
      yearBegins: 9,
    });
  });

  it.each([
    ['no id', { ...file, id: undefined }, /^id: /],
    ['an id with capitals', { ...file, id: 'Oakfield' }, /^id: use small letters, digits and dashes/],
    ['an empty name', { ...file, name: '  ' }, /^name: must not be empty/],
    ['a name of 121 characters', { ...file, name: 'x'.repeat(121) }, /^name: at most 120 characters/],
    ['a time zone that is none', { ...file, timeZone: 'London' }, /^timeZone: a time zone such as "Europe\/London"/],
    ['a telephone number in words', { ...file, telephone: 'ask the office' }, /^telephone: a telephone number: digits/],
    ['no people', { ...file, people: [] }, /^people: /],
    [
      'an email that is none',
      { ...file, people: [...file.people, aPerson('nobody', 'Nobody', 'None', 99)] },
      /^people\.11\.email: an email address, such as/,
    ],
    [
      'a person twice',
      { ...file, people: [...file.people, aPerson(people.dsl, 'Again', 'Again', 99)] },
      /^people\.11\.email: this stands twice; keep one/,
    ],
    [
      'two people with one Teams id',
      { ...file, people: [...file.people, aPerson('new@oakfield.example', 'New', 'New', 2)] },
      /^people\.11\.teams\.userId: this id stands at somebody else too/,
    ],
    ['a role that nobody holds', withRole('dsl', { people: [] }), /^roles\.dsl\.people: name at least one person/],
    [
      'a role held by somebody unknown',
      withRole('dsl', { people: [stranger] }),
      /^roles\.dsl\.people\.0: this address is not among the people; correct it/,
    ],
    [
      'a role held twice by one person',
      withRole('dsl', { people: [people.dsl, people.dsl] }),
      /^roles\.dsl\.people\.1: this stands twice/,
    ],
    [
      'a delegate who is unknown',
      withRole('dsl', { delegate: stranger }),
      /^roles\.dsl\.delegate: this address is not among the people/,
    ],
    [
      'a delegate who holds the role',
      withRole('dsl', { delegate: people.dsl }),
      /^roles\.dsl\.delegate: the delegate must be somebody who does not hold/,
    ],
    [
      'a head who is the chair too',
      withRole('chair', { people: [people.head] }),
      /^roles\.chair\.people\.0: this is also the head; .* name somebody else/,
    ],
    ['a role that is missing', { ...file, roles: { ...file.roles, senco: undefined } }, /^roles\.senco: /],
    ['a role that there is not', { ...file, roles: { ...file.roles, caretaker: file.roles.senco } }, /caretaker/],
    ['a private channel that is missing', { ...file, channels: {} }, /^channels\.safeguarding: /],
    ['no agencies', { ...file, agencies: [] }, /^agencies: /],
    [
      'an agency twice',
      { ...file, agencies: [...file.agencies, ...file.agencies.slice(0, 1)] },
      /^agencies\.3\.id: this stands twice/,
    ],
    [
      'a manager who is unknown',
      withManager(stranger),
      /^people\.0\.manager: this address is not among the people; correct it/,
    ],
    [
      'somebody who is their own manager',
      withManager(people.teacher.toUpperCase()),
      /^people\.0\.manager: nobody is their own manager; name somebody else/,
    ],
    [
      'a kind of person that there is not',
      { ...file, people: [...file.people, { ...aNewPerson, kind: 'pupil' }] },
      /^people\.11\.kind: staff, governor, volunteer or visitor/,
    ],
    ['a group twice', withGroups(science, { ...science, name: 'Science' }), /^groups\.1\.id: this stands twice/],
    ['a group of nobody', withGroups({ ...science, people: [] }), /^groups\.0\.people: name at least one person/],
    [
      'a group with somebody unknown',
      withGroups({ ...science, people: [people.teacher, stranger] }),
      /^groups\.0\.people\.1: this address is not among the people/,
    ],
    [
      'a group with somebody twice',
      withGroups({ ...science, people: [people.teacher, people.teacher] }),
      /^groups\.0\.people\.1: this stands twice/,
    ],
    [
      'a staff channel twice',
      withStaffChannels(staffRoom, { ...staffRoom, teams: { channelId: '19:other@thread.tacv2' } }),
      /^staffChannels\.1\.id: this stands twice/,
    ],
    [
      'two staff channels that are one',
      withStaffChannels(staffRoom, { ...staffRoom, id: 'sixth-form' }),
      /^staffChannels\.1\.teams\.channelId: this stands twice/,
    ],
    [
      'a staff channel that is the safeguarding channel',
      withStaffChannels({ ...staffRoom, teams: file.channels.safeguarding.teams }),
      /^staffChannels\.0\.teams\.channelId: this is the safeguarding channel, which staff must not read/,
    ],
    [
      'a reminder that comes before an earlier one',
      withReminding({ person: [7, 3] }),
      /^policies\.remind\.person\.1: each reminder comes after the one before/,
    ],
    [
      'a manager who is told before the person is',
      withReminding({ manager: 5 }),
      /^policies\.remind\.manager: the manager is told after the last reminder/,
    ],
    [
      'a head who is told before the manager',
      withReminding({ head: 10 }),
      /^policies\.remind\.head: the head is told after the manager/,
    ],
    ['a month that there is not', { ...file, policies: { yearBegins: 13 } }, /^policies\.yearBegins: /],
    ['no terms', withCalendar({ terms: [] }), /^calendar\.terms: /],
    ['a day that there is not', withCalendar({ closed: ['2026-02-30'] }), /^calendar\.closed\.0: a date as 2026-11-23/],
    [
      'a term that ends before it begins',
      withCalendar({ terms: [{ from: '2026-12-18', until: '2026-09-03' }] }),
      /^calendar\.terms\.0\.until: the term ends before/,
    ],
    [
      'a day that ends before it begins',
      withCalendar({ hours: { from: '16:00', until: '08:30' } }),
      /^calendar\.hours\.until: the day ends before/,
    ],
    [
      'an hour that there is not',
      withCalendar({ hours: { from: '8:30', until: '16:00' } }),
      /^calendar\.hours\.from: a time as 08:30/,
    ],
    [
      'a reminder after no minutes',
      { ...file, reminders: { ...file.reminders, urgent: [0] } },
      /^reminders\.urgent\.0: /,
    ],
    ['no reminders', { ...file, reminders: { ...file.reminders, urgent: [] } }, /^reminders\.urgent: /],
    [
      'a workspace by its name',
      { ...file, slack: { workspaceId: 'oakfield' } },
      /^slack\.workspaceId: .*"T0123ABCD": in/,
    ],
    [
      'the id of an organisation in place of a workspace',
      { ...file, slack: { workspaceId: 'E0OAKFIELD' } },
      /^slack\.workspaceId: /,
    ],
    [
      'a channel of Slack by its name',
      { ...file, slack, channels: { safeguarding: { slack: { channelId: '#safeguarding' } } } },
      /^channels\.safeguarding\.slack\.channelId: .*"C0123ABCD": at the foot/,
    ],
    [
      'a member of Slack by their name',
      { ...file, people: [...file.people, { ...aNewPerson, slack: { userId: '@new.person' } }] },
      /^people\.11\.slack\.userId: .*"U0123ABCD": in their profile/,
    ],
    [
      'a member of Slack in small letters',
      { ...file, people: [...file.people, { ...aNewPerson, slack: { userId: 'u0123abcd' } }] },
      /^people\.11\.slack\.userId: /,
    ],
    [
      'two people with one Slack id',
      {
        ...file,
        people: [
          ...file.people.map((one, at) => (at === 3 ? { ...one, slack: aMember } : one)),
          { ...aNewPerson, slack: aMember },
        ],
      },
      /^people\.11\.slack\.userId: this id stands at somebody else too/,
    ],
    ['a chat that there is not', { ...file, chat: 'email' }, /^chat: teams or slack$/],
    [
      'messages in a chat that the school does not have',
      { ...file, chat: 'slack' },
      /^chat: the school does not have Slack; add "slack\.workspaceId"/,
    ],
    [
      'a person who prefers a chat that the school does not have',
      { ...file, people: [...file.people, { ...aNewPerson, chat: 'slack' }] },
      /^people\.11\.chat: the school does not have Slack; add/,
    ],
    [
      'a person who prefers Teams, where the school has Slack alone',
      { ...file, teams: undefined, slack, people: [...file.people, { ...aNewPerson, chat: 'teams' }] },
      /^people\.11\.chat: the school does not have Teams; add "teams\.tenantId"/,
    ],
    ['a site open for no days', withSites({ longestDays: 0 }), /^sites\.longestDays: /],
    ['a site open for more than a year', withSites({ longestDays: 367 }), /^sites\.longestDays: /],
    ['a reminder after the end of an access', withSites({ remindBefore: 0 }), /^sites\.remindBefore: /],
    ['nobody ever asked to block again', withSites({ chase: { block: [] } }), /^sites\.chase\.block: /],
    [
      'somebody asked again within minutes',
      withSites({ chase: { block: [4] } }),
      /^sites\.chase\.block.*at least 5 minutes/,
    ],
    ['a chase that there is not', withSites({ chase: { close: [15] } }), /^sites\.chase: .*close/],
    [
      'a rule for a page',
      withSiteRule({ site: 'games.example/chess' }),
      /^sites\.rules\.0\.site: a site by its name, such as "games\.example"/,
    ],
    ['a rule for an address in numbers', withSiteRule({ site: '203.0.113.5' }), /^sites\.rules\.0\.site: a site by/],
    [
      'a rule that opens what is unlawful',
      withSiteRule({ site: undefined, category: 'unlawful' }),
      /^sites\.rules\.0\.category: one of the categories in docs\/sites\.md/,
    ],
    ['a rule for both', withSiteRule({ category: 'games' }), /^sites\.rules\.0: name either a site or a category/],
    ['a rule for neither', withSiteRule({ site: undefined }), /^sites\.rules\.0: name either a site or a category/],
    [
      'an opening that there is not',
      withSiteRule({ opening: 'always' }),
      /^sites\.rules\.0\.opening: one-approval, two-approvals or never/,
    ],
    ['a rule of nobody', withSiteRule({ author: 'the school' }), /^sites\.rules\.0\.author: an email address/],
    ['a rule without a reason', withSiteRule({ reason: ' ' }), /^sites\.rules\.0\.reason: must not be empty/],
    ['a rule of no day', withSiteRule({ date: '7 September' }), /^sites\.rules\.0\.date: a date as 2026-11-23/],
    [
      'two rules for one site',
      withSites({ rules: [siteRule, { ...siteRule, opening: 'never' }] }),
      /^sites\.rules\.1\.site: this stands twice; keep one/,
    ],
    [
      'two rules for one category',
      withSites({ rules: [1, 2].map(() => ({ ...siteRule, site: undefined, category: 'games' })) }),
      /^sites\.rules\.1\.category: this stands twice; keep one/,
    ],
    ['a line that is not known', { ...file, telefone: '01632 960100' }, /telefone/],
    ['nothing at all', null, /^: /],
  ])('is refused for %s, with its place and what puts it right', (_what, wrong, said) => {
    const mistakes = mistakesIn(wrong);
    expect(mistakes).toContainEqual(expect.stringMatching(said));
    expect(mistakes).toHaveLength(1);
  });

  it('has all its mistakes named at once, whatever kind they are', () => {
    const wrong = {
      ...file,
      telephone: 'none',
      people: [...file.people, { email: people.dsl }],
      roles: { ...file.roles, dsl: { people: [stranger], delegate: stranger }, caretaker: { people: [] } },
      agencies: [...file.agencies, file.agencies[0], { id: 'x' }],
      calendar: { terms: [{ from: '2026-12-18', until: '2026-09-03' }], hours: { from: '16:00', until: '08:30' } },
      telefone: '01632 960100',
    };
    const places = (schoolSchema.safeParse(wrong).error?.issues ?? []).map(({ path }) => path.join('.'));
    expect(places).toEqual(
      expect.arrayContaining([
        'telephone',
        'people.11.name',
        'people.11.email',
        'roles.dsl.people.0',
        'roles.dsl.delegate',
        'agencies.3.id',
        'agencies.4.name',
        'calendar.terms.0.until',
        'calendar.hours.until',
      ]),
    );
  });

  it('does not say what stands in it: the words may be kept in a log', () => {
    const wrong = { ...withRole('dsl', { people: ['zebra@oakfield.example'], delegate: 'yak@oakfield.example' }) };
    expect(mistakesIn(wrong).join()).not.toMatch(/zebra|yak/);
  });

  it.each([
    'a text',
    7,
    [],
    { people: 'x', roles: [], agencies: 3, calendar: null },
    { people: [null, 3], roles: { dsl: 1 } },
  ])('is refused without a crash when it is %j', (wrong) => {
    expect(schoolSchema.safeParse(wrong).success).toBe(false);
  });

  it('has email addresses in any case, and knows each person by the small one', () => {
    const capitals = withPerson(aSchoolFile(), 'New.Person@Oakfield.Example', 'New Person', 'Cook');
    const school = schoolSchema.parse({
      ...capitals,
      roles: {
        ...capitals.roles,
        senco: { people: ['NEW.person@oakfield.example'], delegate: people.dsl.toUpperCase() },
      },
    });
    expect(school.roles.senco).toMatchObject({ people: ['new.person@oakfield.example'], delegate: people.dsl });
    expect(findPerson(school, 'new.person@oakfield.example')?.name).toBe('New Person');
  });
});

describe('what a school file says of blocked sites', () => {
  it('may be left out, as in the files of earlier releases', () => {
    expect(file).not.toHaveProperty('sites');
    expect(aSchool().sites).toEqual({
      longestDays: 42,
      remindBefore: 15,
      chase: { decide: [120, 480], open: [30, 60, 240], block: [15, 60, 240], review: [1440, 2880] },
      rules: [],
    });
    expect(aSchool().checks).toEqual({});
  });

  it('may be left out in parts, line by line', () => {
    const { sites } = aSchool({ sites: { longestDays: 7, chase: { open: [10] } } });
    expect(sites).toMatchObject({ longestDays: 7, remindBefore: 15, rules: [] });
    expect(sites.chase).toMatchObject({ open: [10], block: [15, 60, 240] });
  });

  it('[R127] has each rule of the school’s own with who decided it, why and when', () => {
    expect(mistakesIn(withSiteRule({}))).toEqual([]);
    expect(mistakesIn(withSiteRule({ site: undefined, category: 'video' }))).toEqual([]);
    for (const missing of ['author', 'reason', 'date'])
      expect(mistakesIn(withSiteRule({ [missing]: undefined }))).toHaveLength(1);
  });
});

describe('[R001] roles, not people', () => {
  it('one person may hold several', () => {
    const school = aSchoolWhere({ 'online-safety-coordinator': [people.dsl] });
    expect(holds(school, people.dsl, ['dsl'])).toBe(true);
    expect(holds(school, people.dsl, ['online-safety-coordinator'])).toBe(true);
    expect(holdersOf(school, ['dsl', 'online-safety-coordinator'])).toEqual([people.dsl]);
  });

  it('several people may hold one', () => {
    const school = aSchoolWhere({ 'deputy-dsl': [people.deputy, people.otherTeacher] });
    expect(holdersOf(school, ['dsl', 'deputy-dsl'])).toEqual([people.dsl, people.deputy, people.otherTeacher]);
    expect(holds(school, people.teacher, roles)).toBe(false);
  });
});

describe('what a school calls things', () => {
  it('[R004] is its own word for a role where it has one', () => {
    const school = aSchool({ labels: { chair: 'chair of the Steering Committee' } });
    expect(roleLabel(school, 'chair')).toBe('chair of the Steering Committee');
    expect(roleLabel(school, 'head')).toBe('head teacher');
  });

  it('is a telephone number for each role, the school’s where a role has none', () => {
    const school = aSchool();
    expect(roleTelephone(school, 'dsl')).toBe('01632 960101');
    expect(roleTelephone(school, 'senco')).toBe('01632 960100');
  });

  it('is the address of somebody who has left', () => {
    expect(personName(aSchool(), people.dsl)).toBe('Naila Rahimi');
    expect(personName(aSchool(), stranger)).toBe(stranger);
  });
});

describe('the chats of a school', () => {
  const teamsChannel = file.channels.safeguarding.teams;
  const both = (changes: object = {}) =>
    schoolSchema.parse({
      ...file,
      slack,
      channels: { safeguarding: { teams: teamsChannel, slack: slackChannel } },
      ...changes,
    });
  /** A school with both chats, in which the DSL's line has these things changed. */
  const withDsl = (changes: object, school: object = {}) =>
    both({ ...school, people: file.people.map((one) => (one.email === people.dsl ? { ...one, ...changes } : one)) });

  it('are those of which the file names the tenant or the workspace', () => {
    expect(chatsOf(aSchool())).toEqual(['teams']);
    expect(chatsOf(both())).toEqual(['teams', 'slack']);
    expect(chatsOf(both({ teams: undefined }))).toEqual(['slack']);
    expect(chatsOf(both({ teams: undefined, slack: undefined }))).toEqual([]);
  });

  it('are each where the safeguarding team has its channel, unless that is in one alone', () => {
    expect(chatsOfChannel(both(), 'safeguarding')).toEqual(['teams', 'slack']);
    const onlySlack = { channels: { safeguarding: { slack: slackChannel } } };
    expect(chatsOfChannel(both(onlySlack), 'safeguarding')).toEqual(['slack']);
    expect(chatsOfChannel(both({ teams: undefined }), 'safeguarding')).toEqual(['slack']);
  });

  it('reach a person where the file says of them', () => {
    expect(preferredChat(withDsl({ chat: 'slack' }), people.dsl)).toBe('slack');
    expect(preferredChat(withDsl({ chat: 'teams', slack: aMember, teams: undefined }), people.dsl)).toBe('teams');
    expect(preferredChat(withDsl({ chat: 'teams' }, { chat: 'slack' }), people.dsl)).toBe('teams');
  });

  it('reach a person in the one chat in which the file knows their id', () => {
    expect(preferredChat(withDsl({ slack: aMember, teams: undefined }), people.dsl)).toBe('slack');
    expect(preferredChat(withDsl({}, { chat: 'slack' }), people.dsl)).toBe('teams');
  });

  it.each([
    ['both chats', { slack: aMember }],
    ['neither chat', { teams: undefined }],
  ])('reach a person whom the file knows in %s where the school has it, or in its first chat', (_, known) => {
    expect(preferredChat(withDsl(known, { chat: 'slack' }), people.dsl)).toBe('slack');
    expect(preferredChat(withDsl(known), people.dsl)).toBe('teams');
  });

  it('reach a person in the chat that the school has, whatever other id the file has of them', () => {
    expect(preferredChat(both({ teams: undefined }), people.dsl)).toBe('slack');
    expect(preferredChat(aSchool(), people.dsl)).toBe('teams');
  });

  it('reach somebody whom the school no longer knows where the school has it', () => {
    expect(preferredChat(both(), stranger)).toBe('teams');
    expect(preferredChat(both({ chat: 'slack' }), stranger)).toBe('slack');
  });
});

describe('what somebody is to the school', () => {
  it('[R161] [R164] is what the school file says; without a word there, a governor by their roles alone, or staff', () => {
    const volunteer = { ...aNewPerson, kind: 'volunteer' as const };
    const school = aSchool({ people: [...file.people, volunteer] });
    expect(kindOf(school, volunteer.email)).toBe('volunteer');
    expect(kindOf(school, people.chair)).toBe('governor');
    expect(kindOf(school, people.teacher)).toBe('staff');
    const both = aSchoolWhere({ 'online-safety-governor': [people.governor], senco: [people.governor] });
    expect(kindOf(both, people.governor)).toBe('staff');
  });
});

describe('the channels of a school', () => {
  const school = aSchool({ slack, staffChannels: [staffRoom] });

  it('are the private ones and those for staff, each with its ids', () => {
    expect(allChannels(school)).toEqual(['safeguarding', 'staff:staff-room']);
    expect(channelIn(school, 'staff:staff-room')?.teams?.channelId).toBe(staffRoom.teams.channelId);
    expect(channelIn(school, 'staff:other')).toBeUndefined();
    expect(chatsOfChannel(school, 'staff:staff-room')).toEqual(['teams']);
    expect(allChannels(school).map(isStaffChannel)).toEqual([false, true]);
  });
});

it('somebody is found by the id that the school file has of them in a chat, and by no other', () => {
  const school = aSchool({ slack, people: [...file.people, { ...aNewPerson, slack: aMember }] });
  expect(findByChatId(school, 'slack', aMember.userId)?.email).toBe(aNewPerson.email);
  expect(findByChatId(school, 'teams', aNewPerson.teams?.userId ?? '')?.email).toBe(aNewPerson.email);
  expect(findByChatId(school, 'teams', aMember.userId)).toBeUndefined();
});
