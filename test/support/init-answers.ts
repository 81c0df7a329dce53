import type { Answers } from '../../src/cli/init/answers.ts';

/** What Oakfield answers, with as much as `init` asks: by the name of each question. */
export const oakfieldAnswers: Answers = new Map([
  ['name', 'Oakfield School'],
  ['id', 'oakfield'],
  ['telephone', '01632 960100'],
  ['timeZone', 'Europe/London'],
  ['chats', 'both'],
  ['teams/tenantId', '00000000-0000-4000-8000-0000000000aa'],
  ['teams/channelId', '19:safeguarding@thread.tacv2'],
  ['teams/clientId', '00000000-0000-4000-8000-00000000c0de'],
  ['slack/workspaceId', 'T0OAKFIELD'],
  ['slack/channelId', 'C0SAFEGUARD'],
  ['slack/reach', 'http'],
  ['chat', 'teams'],
  ...role('dsl', 'n.rahimi', 'd.okonjo'),
  ...role('deputy-dsl', 'd.okonjo', 'm.tanaka'),
  ...role('head', 'r.elstow', 'd.okonjo'),
  ...role('chair', 'g.dhanda', 'p.donnellan'),
  ...role('online-safety-coordinator', 'm.tanaka', 'n.rahimi'),
  ...role('online-safety-governor', 'p.donnellan', 'g.dhanda'),
  ...role('network-manager', 'i.brandt', 'm.tanaka'),
  ...role('senco', 'y.kestrel', 'n.rahimi'),
  ...person('n.rahimi', 'Naila Rahimi', 'Designated Safeguarding Lead', '2026-02-10'),
  ...person('d.okonjo', 'Daniel Okonjo', 'Head of Year 9', '2025-11-18'),
  ...person('r.elstow', 'Ruth Elstow', 'Head Teacher'),
  ...person('g.dhanda', 'Gurpreet Dhanda', 'Chair of Governors'),
  ...person('m.tanaka', 'Mei Tanaka', 'Teacher of Computing', '2026-06-24'),
  ...person('p.donnellan', 'Patrick Donnellan', 'Governor for Online Safety'),
  ...person('i.brandt', 'Ifeoma Brandt', 'Network Manager'),
  ...person('y.kestrel', 'Yusuf Kestrel', 'Special Educational Needs Co-ordinator'),
  ['administrators', 'i.brandt@oakfield.example, m.tanaka@oakfield.example'],
  ['staffChannels', 'Staff room'],
  ['staffChannelIds/staff-room/teams', '19:staff-room@thread.tacv2'],
  ['staffChannelIds/staff-room/slack', 'C0456EFGH'],
  ['agencies/social-care/telephone', '01632 960201'],
  ['agencies/social-care/lastChecked', '2026-09-01'],
  ['agencies/lado/telephone', 'none'],
  ['agencies/police/telephone', '01632 960202'],
  ['agencies/police/lastChecked', '2026-09-01'],
  ['otherAgencies', 'ceop, prevent'],
  ['agencies/prevent/telephone', '01632 960206'],
  ['agencies/prevent/lastChecked', '2026-09-03'],
  ['agencies/ceop/telephone', '01632 960204'],
  ['agencies/ceop/lastChecked', '2026-09-02'],
  ['terms', '2026-09-02 to 2026-12-18, 2027-01-04 to 2027-03-25'],
  ['closed', '2026-10-26 to 2026-10-30, 2027-05-03'],
  ['hours', '08:00 to 17:00'],
  ['reminders/immediate', '5, 10, 20'],
  ['reminders/urgent', '15, 30, 60'],
  ['reminders/routine', '120, 240, 1440'],
]);

/** The answers without these, and with others in their place. */
export function answersWith(
  changed: Readonly<Record<string, string | undefined>>,
  answers: Answers = oakfieldAnswers,
): Answers {
  const all = new Map(answers);
  for (const [name, value] of Object.entries(changed)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return all;
}

/** A school in Teams alone. */
export const inTeamsAlone: Answers = new Map(
  [...answersWith({ chats: 'teams', chat: undefined })].filter(([name]) => !/^slack\/|\/slack$/.test(name)),
);

function role(name: string, holder: string, delegate: string): readonly (readonly [string, string])[] {
  return [
    [`roles/${name}/people`, `${holder}@oakfield.example`],
    [`roles/${name}/delegate`, `${delegate}@oakfield.example`],
    [`roles/${name}/telephone`, name === 'dsl' ? '01632 960101' : 'none'],
  ];
}

function person(
  address: string,
  name: string,
  jobTitle: string,
  trained?: string,
): readonly (readonly [string, string])[] {
  const of = `people/${address}@oakfield.example`;
  return [
    [`${of}/name`, name],
    [`${of}/jobTitle`, jobTitle],
    ...(trained === undefined ? [] : ([[`${of}/trained`, trained]] as const)),
  ];
}
