import { questionsFor } from '../../src/cli/init/questions.ts';
import { aSchoolFile, people } from './school.ts';

/** Whom nobody names in a role: they stand in the table of staff. */
const staff = [people.teacher, people.otherTeacher, people.assistant];

/** The table of staff that Oakfield School gives to `init`. */
export function staffTable(): string {
  const { people: all } = aSchoolFile();
  const rows = all.filter(({ email }) => staff.includes(email as (typeof staff)[number]));
  return ['name,email,jobTitle', ...rows.map((row) => [row.name, row.email, row.jobTitle].join(',')), ''].join('\n');
}

/** What somebody of Oakfield School, which uses both chats, types at `init` into this folder: a line for each question. */
export function typedAtInit({ folder, port, clientId }: { folder: string; port: number; clientId: string }): string {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const given = answersOf({ today, year, port, clientId });
  const answers = new Map<string, string>(
    staffTable()
      .split('\n')
      .slice(1, -1)
      .flatMap((line) => {
        const [name = '', email = '', jobTitle = ''] = line.split(',');
        return [
          [`people/${email}/name`, name],
          [`people/${email}/jobTitle`, jobTitle],
        ] as const;
      }),
  );
  const lines: string[] = [];
  for (;;) {
    const open = questionsFor(answers, { folder, today }).find(({ name, isSilent }) => !isSilent && !answers.has(name));
    if (open === undefined) return `${lines.join('\n')}\n`;
    const typed = given.get(open.name) ?? '';
    const offered = open.usual ?? open.suggested ?? '';
    const reading = open.read(typed === '' ? offered : typed);
    if ('problem' in reading) throw new Error(`Oakfield School has no answer to "${open.name}": ${reading.problem}`);
    lines.push(typed);
    answers.set(open.name, reading.text);
  }
}

function answersOf({ today, year, port, clientId }: { today: string; year: number; port: number; clientId: string }) {
  const school = aSchoolFile();
  type Pair = readonly [name: string, typed: string];
  const roles: readonly Pair[] = Object.entries(school.roles).flatMap(
    ([role, { people: holders, delegate, telephone }]) => [
      [`roles/${role}/people`, holders.join(', ')] as const,
      [`roles/${role}/delegate`, delegate] as const,
      ...(telephone === undefined ? [] : [[`roles/${role}/telephone`, telephone] as const]),
    ],
  );
  const details: readonly Pair[] = school.people.flatMap(({ email, name, jobTitle }) => [
    [`people/${email}/name`, name] as const,
    [`people/${email}/jobTitle`, jobTitle] as const,
    [`people/${email}/trained`, today] as const,
  ]);
  const agencies: readonly Pair[] = school.agencies.flatMap(({ id, telephone }) => [
    [`agencies/${id}/telephone`, telephone ?? ''] as const,
    [`agencies/${id}/lastChecked`, 'today'] as const,
  ]);
  return new Map<string, string>([
    ['name', school.name],
    ['id', school.id],
    ['telephone', school.telephone],
    ['chats', 'both'],
    ['teams/tenantId', school.teams?.tenantId ?? ''],
    ['teams/channelId', school.channels.safeguarding.teams?.channelId ?? ''],
    ['teams/clientId', clientId],
    ['slack/workspaceId', 'T0OAKFIELD'],
    ['slack/channelId', 'C0SAFEGUARD'],
    ...roles,
    ...details,
    ...agencies,
    // Whenever this is run, it is term.
    ['terms', `${year}-01-01 to ${year}-12-31, ${year + 1}-01-01 to ${year + 1}-12-31`],
    ['port', String(port)],
  ]);
}
