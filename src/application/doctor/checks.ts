/** Where a check can be made: by the service itself, also when it is asked in chat; or at the command line alone. */
type Where = 'both' | 'command line';

interface Check {
  /** The same word each time, for scripts. */
  readonly id: string;
  readonly group: 'This machine' | 'Set-up' | 'The school' | 'Records' | 'Chats' | 'Work';
  /** What it looks at, for the page about it. */
  readonly looksAt: string;
  readonly where: Where;
}

/** All that is looked at, in the order in which it is shown. */
export const checks = [
  {
    id: 'node',
    group: 'This machine',
    looksAt: 'The version of Node.js.',
    where: 'command line',
  },
  {
    id: 'permissions',
    group: 'This machine',
    looksAt:
      'Who else on this machine can read the secrets, or change or replace what is kept; and whether the keys lie apart from the records.',
    where: 'command line',
  },
  {
    id: 'disk',
    group: 'This machine',
    looksAt: 'How much room is left where the records are.',
    where: 'command line',
  },
  {
    id: 'configuration',
    group: 'Set-up',
    looksAt: 'Every variable, as the service reads it at its start; and whether any leads the bot to another host.',
    where: 'command line',
  },
  {
    id: 'school-file',
    group: 'Set-up',
    looksAt: 'Whether the school file can be read, and whether the service goes by what it says now.',
    where: 'both',
  },
  {
    id: 'roles',
    group: 'The school',
    looksAt: 'Whether somebody is left to act for each role when others are away, or a concern is about them.',
    where: 'both',
  },
  {
    id: 'training',
    group: 'The school',
    looksAt: 'The training of the DSL, the deputies and their delegates: unknown, over, or over within a month.',
    where: 'both',
  },
  {
    id: 'agencies',
    group: 'The school',
    looksAt: 'Whether the police, social care and the LADO can be rung, and numbers that nobody has checked.',
    where: 'both',
  },
  {
    id: 'calendar',
    group: 'The school',
    looksAt: 'Whether the next terms are known, without a gap longer than a holiday.',
    where: 'both',
  },
  {
    id: 'store',
    group: 'Records',
    looksAt: 'Whether the record store answers, and how fast.',
    where: 'both',
  },
  {
    id: 'vault',
    group: 'Records',
    looksAt: 'Whether the keys can be had; at the command line, also whether they open the records.',
    where: 'both',
  },
  {
    id: 'clock',
    group: 'Records',
    looksAt: 'This machine’s clock against that of the record store and of the chats.',
    where: 'both',
  },
  {
    id: 'checkpoints',
    group: 'Records',
    looksAt: 'Whether the folder can be written, and whether the last school day has its checkpoint.',
    where: 'command line',
  },
  {
    id: 'backup',
    group: 'Records',
    looksAt: 'With `--backups FOLDER`: the age of the newest backup, and whether all its files are there.',
    where: 'command line',
  },
  {
    id: 'chats',
    group: 'Chats',
    looksAt:
      'Whether each chat lets the bot in, with every right that it needs; in chat, also whether the service is connected to Slack.',
    where: 'both',
  },
  {
    id: 'private-channel',
    group: 'Chats',
    looksAt:
      'Whether the safeguarding channel is there and private, with the DSL and the deputies in it and nobody else.',
    where: 'both',
  },
  {
    id: 'staff-channels',
    group: 'Chats',
    looksAt: 'Whether the bot is in each channel for staff.',
    where: 'both',
  },
  {
    id: 'people',
    group: 'Chats',
    looksAt:
      'Whether the bot knows where to write to everybody with a role. Whether their accounts are open it does not ask.',
    where: 'both',
  },
  {
    id: 'service',
    group: 'Work',
    looksAt: 'Whether the service runs here, and what keeps it from its work.',
    where: 'command line',
  },
  {
    id: 'messages',
    group: 'Work',
    looksAt: 'Messages that are late or do not come through, and messages that can never be delivered. Figures alone.',
    where: 'both',
  },
  {
    id: 'urgent',
    group: 'Work',
    looksAt: 'Urgent concerns that nobody has acknowledged in time. Figures alone.',
    where: 'both',
  },
] as const satisfies readonly Check[];

export type CheckId = (typeof checks)[number]['id'];
