import { z } from 'zod';
import { type Chat, chatNames, chats } from './chats.ts';
import { roles } from './people.ts';

/** What does not fit together in a school file, with where it stands. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const email = z.string().toLowerCase().catch('');
const text = z.string().catch('');
const day = z.iso.date().catch('');
const time = z.iso.time({ precision: -1 }).catch('');
const nobody = { people: [], delegate: '' };
const holders = z.object({ people: z.array(email).catch([]), delegate: email }).catch(nobody);
/** What a school file names for the school to have a chat. */
const needed: Readonly<Record<Chat, string>> = { teams: 'teams.tenantId', slack: 'slack.workspaceId' };
const chat = z.enum(chats).optional().catch(undefined);
const chatUser = z.object({ userId: text }).catch({ userId: '' });
const person = z.object({ email, teams: chatUser, slack: chatUser, chat });

/** As much of a school file as can be compared, whatever else is wrong with it. */
const comparable = z.object({
  teams: z.unknown().optional(),
  slack: z.unknown().optional(),
  chat,
  people: z.array(person.catch(person.parse({}))).catch([]),
  roles: z.record(z.string(), holders).catch({}),
  agencies: z.array(z.object({ id: text }).catch({ id: '' })).catch([]),
  calendar: z
    .object({
      terms: z.array(z.object({ from: day, until: day }).catch({ from: '', until: '' })).catch([]),
      hours: z.object({ from: time, until: time }).catch({ from: '', until: '' }),
    })
    .catch({ terms: [], hours: { from: '', until: '' } }),
  sites: z
    .object({ rules: z.array(z.object({ site: text, category: text }).catch({ site: '', category: '' })).catch([]) })
    .catch({ rules: [] }),
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
    ...inAgencies(data),
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
  const known = new Set(people.map((one) => one.email));
  const isUnknown = (one: string) => one !== '' && known.size > 0 && !known.has(one);
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

function inAgencies({ agencies }: Comparable): readonly Misfit[] {
  return repeated(agencies.map((agency) => agency.id)).map((index) => ({
    path: ['agencies', index, 'id'],
    message: standsTwice,
  }));
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

/** The places of the values that stand in the list before already. */
function repeated(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (value !== '' && values.indexOf(value) !== index ? [index] : []));
}

// None of these repeats what the file says: what is printed at a start may be kept in a log.
const standsTwice = 'this stands twice; keep one';
const notAmongPeople = 'this address is not among the people; correct it, or add the person';
const holdsItAlready = 'the delegate must be somebody who does not hold the role; name somebody else';
const alsoTheHead = 'this is also the head; concerns about the head go to the chair, so name somebody else';
