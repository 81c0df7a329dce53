import type { z } from 'zod';
import { actorOf, type PersonId, type Role } from '../../src/domain/people.ts';
import { type School, schoolSchema } from '../../src/domain/school.ts';

/** A school as its file has it. */
export type SchoolFile = z.input<typeof schoolSchema>;

/** The people of Oakfield School, all of them invented. */
export const people = {
  teacher: 'a.osei@oakfield.example',
  dsl: 'n.rahimi@oakfield.example',
  deputy: 'd.okonjo@oakfield.example',
  head: 'm.elstow@oakfield.example',
  chair: 'g.dhanda@oakfield.example',
  networkManager: 'i.brandt@oakfield.example',
  coordinator: 'm.tanaka@oakfield.example',
  governor: 'p.donnellan@oakfield.example',
  senco: 'y.kestrel@oakfield.example',
  otherTeacher: 'c.farrow@oakfield.example',
  assistant: 'b.tallis@oakfield.example',
} as const satisfies Record<string, PersonId>;

/** Somebody whom Oakfield School does not know. */
export const stranger: PersonId = 'nobody@elsewhere.example';

/** Oakfield School as its file has it, to be changed before it is read. */
export function aSchoolFile(overrides: Partial<SchoolFile> = {}): SchoolFile {
  return {
    id: 'oakfield',
    name: 'Oakfield School',
    timeZone: 'Europe/London',
    telephone: '01632 960100',
    teams: { tenantId: '00000000-0000-4000-8000-0000000000aa' },
    people: [
      aPerson(people.teacher, 'Amara Osei', 'Teacher of History', 1),
      aPerson(people.dsl, 'Naila Rahimi', 'Designated Safeguarding Lead', 2),
      aPerson(people.deputy, 'Daniel Okonjo', 'Deputy Designated Safeguarding Lead and Head of Year 9', 3),
      aPerson(people.head, 'Margaret Elstow', 'Head Teacher', 4),
      aPerson(people.chair, 'Gurpreet Dhanda', 'Chair of Governors', 5),
      aPerson(people.networkManager, 'Ifeoma Brandt', 'Network Manager', 6),
      aPerson(people.coordinator, 'Mei Tanaka', 'Online-Safety Co-ordinator and Teacher of Computing', 7),
      aPerson(people.governor, 'Patrick Donnellan', 'Governor for Online Safety', 8),
      aPerson(people.senco, 'Yusuf Kestrel', 'Special Educational Needs Co-ordinator', 9),
      aPerson(people.otherTeacher, 'Callum Farrow', 'Teacher of Geography', 10),
      aPerson(people.assistant, 'Bronwen Tallis', 'Teaching Assistant', 11),
    ],
    roles: {
      dsl: { people: [people.dsl], delegate: people.deputy, telephone: '01632 960101' },
      'deputy-dsl': { people: [people.deputy], delegate: people.coordinator, telephone: '01632 960102' },
      head: { people: [people.head], delegate: people.deputy, telephone: '01632 960103' },
      chair: { people: [people.chair], delegate: people.governor, telephone: '01632 960104' },
      'online-safety-coordinator': { people: [people.coordinator], delegate: people.dsl },
      'online-safety-governor': { people: [people.governor], delegate: people.chair },
      'network-manager': { people: [people.networkManager], delegate: people.coordinator },
      senco: { people: [people.senco], delegate: people.dsl },
    },
    channels: { safeguarding: { teams: { channelId: '19:safeguarding@thread.tacv2' } } },
    agencies: [
      {
        id: 'social-care',
        name: "Children's social care (MASH)",
        contact: 'Duty desk',
        telephone: '01632 960201',
        lastChecked: '2026-09-01',
      },
      { id: 'police', name: 'Police, non-emergency', telephone: '01632 960202', lastChecked: '2026-09-01' },
      {
        id: 'lado',
        name: 'Local authority designated officer (LADO)',
        telephone: '01632 960203',
        lastChecked: '2026-09-01',
      },
    ],
    calendar: {
      terms: [
        { from: '2026-09-03', until: '2026-10-23' },
        { from: '2026-11-02', until: '2026-12-18' },
        { from: '2027-01-05', until: '2027-03-25' },
      ],
      closed: ['2026-11-27'],
      hours: { from: '08:30', until: '16:00' },
    },
    reminders: { immediate: [5, 10], urgent: [15, 30], routine: [60, 240] },
    ...overrides,
  };
}

const unchanged = new Map<string, School>();

/** Oakfield School, with what a test changes in its file. It is read once: nothing changes a school. */
export function aSchool(overrides: Partial<SchoolFile> = {}): School {
  const file = JSON.stringify(overrides, (_, value: unknown) => (value === undefined ? '(left out)' : value));
  const school = unchanged.get(file) ?? schoolSchema.parse(aSchoolFile(overrides));
  if (unchanged.size < 200) unchanged.set(file, school);
  return school;
}

/** Oakfield School where these people hold these roles. A delegate who would hold the role too gives way to the SENCO. */
export function aSchoolWhere(holders: Partial<Record<Role, readonly PersonId[]>>): School {
  const { roles } = aSchoolFile();
  const changed = Object.entries(holders).map(([role, named]) => {
    const { delegate } = roles[role as Role];
    return [
      role,
      { ...roles[role as Role], people: [...named], ...(named.includes(delegate) ? { delegate: people.senco } : {}) },
    ];
  });
  return aSchool({ roles: { ...roles, ...Object.fromEntries(changed) } });
}

/** A person of the school file. */
export function aPerson(email: PersonId, name: string, jobTitle: string, number: number): SchoolFile['people'][number] {
  const userId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { email, name, jobTitle, teams: { userId } };
}

/** The people of a large school: those of Oakfield School first, 250 in all. */
export function manyPeople(): SchoolFile['people'] {
  const { people: known } = aSchoolFile();
  const others = Array.from({ length: 250 - known.length }, (_, index) => {
    const number = known.length + index;
    return aPerson(`somebody.${number}@oakfield.example`, `Somebody With A Name ${number}`, 'Teacher', number + 1);
  });
  return [...known, ...others];
}

/** The same school with one more person. */
export function withPerson(file: SchoolFile, email: PersonId, name: string, jobTitle: string): SchoolFile {
  return { ...file, people: [...file.people, aPerson(email, name, jobTitle, file.people.length + 1)] };
}

/** Each of the people as who asks. */
export const by = {
  teacher: actorOf(people.teacher),
  dsl: actorOf(people.dsl),
  deputy: actorOf(people.deputy),
  head: actorOf(people.head),
  chair: actorOf(people.chair),
  governor: actorOf(people.governor),
  otherTeacher: actorOf(people.otherTeacher),
} as const;
