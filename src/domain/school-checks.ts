import { z } from 'zod';
import { type Chat, chatNames, chats } from './chats.ts';
import { type Misfit, notAmongPeople, repeated, standsTwice, unknownAmong } from './misfit.ts';
import { roles } from './people.ts';
import { inAdministrators, inDomains, inLeaders, inSupervisors } from './school-leader-checks.ts';

export type { Misfit } from './misfit.ts';

const email = z.string().toLowerCase().catch('');
const text = z.string().catch('');
const day = z.iso.date().catch('');
const time = z.iso.time({ precision: -1 }).catch('');
const nobody = { people: [], delegate: '', supervisor: '' };
const holders = z
  .object({ people: z.array(email).catch([]), delegate: email, supervisor: email.default('') })
  .catch(nobody);
/** What a school file names for the school to have a chat. */
const needed: Readonly<Record<Chat, string>> = { teams: 'teams.tenantId', slack: 'slack.workspaceId' };
const chat = z.enum(chats).optional().catch(undefined);
const chatUser = z.object({ userId: text }).catch({ userId: '' });
const person = z.object({
  email,
  teams: chatUser,
  slack: chatUser,
  chat,
  manager: email,
  isGuest: z.boolean().catch(false).default(false),
});
const group = z.object({ id: text, people: z.array(email).catch([]) }).catch({ id: '', people: [] });
const channel = z.object({
  teams: z.object({ channelId: text }).optional(),
  slack: z.object({ channelId: text }).optional(),
});
const staffChannel = channel.extend({ id: text });
const number = z.number().optional().catch(undefined);

/** After how many days who is told that somebody has not read what they have to, where the school file does not say. */
export const usualReminding = { person: [3, 7], manager: 10, head: 14 };
const reminding = z.object({
  person: z.array(number).catch([]).default(usualReminding.person),
  manager: number.default(usualReminding.manager),
  head: number.default(usualReminding.head),
});

/** Things of the school's own, each with an id. */
const named = z
  .array(z.object({ id: text }).catch({ id: '' }))
  .catch([])
  .default([]);

/** As much of a school file as can be compared, whatever else is wrong with it. */
const comparable = z.object({
  teams: z.unknown().optional(),
  slack: z.unknown().optional(),
  chat,
  people: z.array(person.catch(person.parse({}))).catch([]),
  roles: z.record(z.string(), holders).catch({}),
  groups: z.array(group).catch([]),
  channels: z.object({ safeguarding: channel.catch({}) }).catch({ safeguarding: {} }),
  staffChannels: z.array(staffChannel.catch({ id: '' })).catch([]),
  agencies: named,
  calendar: z
    .object({
      terms: z.array(z.object({ from: day, until: day }).catch({ from: '', until: '' })).catch([]),
      hours: z.object({ from: time, until: time }).catch({ from: '', until: '' }),
    })
    .catch({ terms: [], hours: { from: '', until: '' } }),
  sites: z
    .object({ rules: z.array(z.object({ site: text, category: text }).catch({ site: '', category: '' })).catch([]) })
    .catch({ rules: [] }),
  policies: z.object({ remind: reminding.catch(usualReminding) }).catch({ remind: usualReminding }),
  concerns: z
    .object({ leaders: z.array(email).catch([]), breaches: named, sanctions: named })
    .catch({ leaders: [], breaches: [], sanctions: [] }),
  reminders: z.record(z.string(), z.array(z.number().or(text)).catch([])).catch({}),
  emailDomains: z.array(z.string().toLowerCase().catch('')).catch([]),
  administrators: z.array(email).catch([]).default([]),
});
type Comparable = z.infer<typeof comparable>;

/**
 * Compares the parts of a school file with one another. Takes one that is wrong in other ways too, so that all mistakes
 * are named at once.
 */
export function misfitsOf(file: unknown): readonly Misfit[] {
  const school = comparable.safeParse(file);
  if (!school.success) return [];
  const { data } = school;
  return [
    ...inChats(data),
    ...inPeople(data),
    ...inRoles(data),
    ...inSupervisors(data),
    ...inManagers(data),
    ...inDomains(data),
    ...inLeaders(data),
    ...inAdministrators(data),
    ...inGroups(data),
    ...inStaffChannels(data),
    ...inReminding(data),
    ...twice(data.agencies, ['agencies']),
    ...inConcerns(data),
    ...inCalendar(data),
    ...inSites(data),
  ];
}

/** Messages cannot go to a chat that the school has not. */
function inChats(school: Comparable): readonly Misfit[] {
  const preferred = [
    { path: ['chat'], name: school.chat },
    ...school.people.map((one, index) => ({ path: ['people', index, 'chat'], name: one.chat })),
  ];
  return preferred.flatMap(({ path, name }) =>
    name === undefined || school[name] !== undefined
      ? []
      : [
          {
            path,
            message: `the school does not have ${chatNames[name]}; add "${needed[name]}", or take this line away`,
          },
        ],
  );
}

function inPeople({ people }: Comparable): readonly Misfit[] {
  const emails = repeated(people.map((one) => one.email));
  const users = chats.flatMap((name) =>
    repeated(people.map((one) => one[name].userId)).map((index) => ['people', index, name, 'userId']),
  );
  return [
    ...emails.map((index) => ({ path: ['people', index, 'email'], message: standsTwice })),
    ...users.map((path) => ({ path, message: 'this id stands at somebody else too; give each person their own' })),
  ];
}

function inRoles({ people, roles: given }: Comparable): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  const heads = given.head?.people ?? [];
  return roles.flatMap((role) => {
    const { people: named, delegate } = given[role] ?? nobody;
    const again = repeated(named);
    const wrong = (one: string, index: number) => {
      if (isUnknown(one)) return [notAmongPeople];
      if (again.includes(index)) return [standsTwice];
      return role === 'chair' && one !== '' && heads.includes(one) ? [alsoTheHead] : [];
    };
    const inPlace = named.flatMap((one, index) =>
      wrong(one, index).map((message) => ({ path: ['roles', role, 'people', index], message })),
    );
    const path = ['roles', role, 'delegate'];
    if (isUnknown(delegate)) return [...inPlace, { path, message: notAmongPeople }];
    if (delegate !== '' && named.includes(delegate)) return [...inPlace, { path, message: holdsItAlready }];
    return inPlace;
  });
}

/** Who is told when somebody has not read what they have to: somebody else, whom the school knows. */
function inManagers({ people }: Comparable): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  return people.flatMap(({ email: own, manager }, index) => {
    const path = ['people', index, 'manager'];
    if (isUnknown(manager)) return [{ path, message: notAmongPeople }];
    return manager !== '' && manager === own ? [{ path, message: ownManager }] : [];
  });
}

function inGroups({ people, groups }: Comparable): readonly Misfit[] {
  const isUnknown = unknownAmong(people);
  return [
    ...twice(groups, ['groups']),
    ...groups.flatMap(({ people: named }, index) => {
      const again = repeated(named);
      return named.flatMap((one, at) => {
        const path = ['groups', index, 'people', at];
        if (isUnknown(one)) return [{ path, message: notAmongPeople }];
        return again.includes(at) ? [{ path, message: standsTwice }] : [];
      });
    }),
  ];
}

/** What staff read must not stand where cases do, and one channel is one. */
function inStaffChannels(school: Comparable): readonly Misfit[] {
  const { staffChannels, channels } = school;
  return [
    ...twice(staffChannels, ['staffChannels']),
    ...chats.flatMap((name) => {
      const ids = staffChannels.map((one) => one[name]?.channelId ?? '');
      const again = repeated(ids);
      return ids.flatMap((one, index) => {
        const path = ['staffChannels', index, name, 'channelId'];
        if (one !== '' && one === channels.safeguarding[name]?.channelId) return [{ path, message: whereCasesStand }];
        return again.includes(index) ? [{ path, message: standsTwice }] : [];
      });
    }),
  ];
}

/** First the person hears of it, then their manager, then the head. */
function inReminding({ policies }: Comparable): readonly Misfit[] {
  const { person: days, manager, head } = policies.remind;
  const path = ['policies', 'remind'];
  const last = days.at(-1);
  return [
    ...inTurn(days, [...path, 'person'], notLater),
    ...(isLate(manager, last) ? [{ path: [...path, 'manager'], message: managerTooEarly }] : []),
    ...(isLate(head, manager) ? [{ path: [...path, 'head'], message: headTooEarly }] : []),
  ];
}

/** Of two breaches with one id nobody could say which was meant; and two reminders would come at once. */
function inConcerns({ concerns: { breaches, sanctions }, reminders }: Comparable): readonly Misfit[] {
  return [
    ...twice(breaches, ['concerns', 'breaches']),
    ...twice(sanctions, ['concerns', 'sanctions']),
    ...Object.entries(reminders).flatMap(([urgency, after]) =>
      repeated(after.map(String)).map((index) => ({ path: ['reminders', urgency, index], message: standsTwice })),
    ),
  ];
}

function inCalendar({ calendar }: Comparable): readonly Misfit[] {
  const { terms, hours } = calendar;
  const backwards = terms.flatMap((term, index) => (term.until !== '' && term.until < term.from ? [index] : []));
  const path = ['calendar', 'hours', 'until'];
  return [
    ...backwards.map((index) => ({
      path: ['calendar', 'terms', index, 'until'],
      message: 'the term ends before it begins; put a later day',
    })),
    ...(hours.until !== '' && hours.until <= hours.from
      ? [{ path, message: 'the day ends before it begins; put a later time' }]
      : []),
  ];
}

/** Of two rules for one site nobody could say which holds. */
function inSites({ sites: { rules } }: Comparable): readonly Misfit[] {
  return (['site', 'category'] as const).flatMap((about) =>
    repeated(rules.map((rule) => rule[about])).map((index) => ({
      path: ['sites', 'rules', index, about],
      message: standsTwice,
    })),
  );
}

/** Those of a list whose id another one before has already. */
function twice(all: readonly { readonly id: string }[], list: Misfit['path']): readonly Misfit[] {
  return repeated(all.map(({ id }) => id)).map((index) => ({ path: [...list, index, 'id'], message: standsTwice }));
}

/** Those of a list of times that are not later than the one before. */
function inTurn(all: readonly (number | undefined)[], list: Misfit['path'], message: string): readonly Misfit[] {
  return all.flatMap((one, index) => (isLate(one, all[index - 1]) ? [{ path: [...list, index], message }] : []));
}

function isLate(one: number | undefined, before: number | undefined): boolean {
  return one !== undefined && before !== undefined && one <= before;
}

// None of these repeats what the file says: what is printed at a start may be kept in a log.
const holdsItAlready = 'the delegate must be somebody who does not hold the role; name somebody else';
const alsoTheHead = 'this is also the head; concerns about the head go to the chair, so name somebody else';
const ownManager = 'nobody is their own manager; name somebody else, or take this line away';
const whereCasesStand = 'this is the safeguarding channel, which staff must not read; name another one';
const notLater = 'each reminder comes after the one before; put more days';
const managerTooEarly = 'the manager is told after the last reminder of the person; put more days';
const headTooEarly = 'the head is told after the manager; put more days';
