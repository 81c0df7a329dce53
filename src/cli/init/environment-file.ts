import { join, sep } from 'node:path';
import { variables } from '../../config-variables.ts';
import type { Answers } from './answers.ts';
import { chatsIn } from './draft.ts';
import { NONE } from './question.ts';

type Name = keyof typeof variables;

/** The most characters of a line of comment. */
const WIDTH = 118;

/** The names of the variables that the school has yet to fill in, of which the service would say that they are missing. */
export function openVariables(answers: Answers): readonly string[] {
  return chatVariables(answers).flatMap(([name, value]) => (value === '' ? [name] : []));
}

/** The text of the file with the variables: as systemd, Docker and Node read it, one a line and without quotes. */
export function environmentText(answers: Answers, folder: string): string {
  const said = (name: string) => answers.get(name) ?? '';
  const general: readonly (readonly [Name, string])[] = [
    ['SCHOOL_FILE', join(folder, 'school.yaml').replaceAll(sep, '/')],
    ['STORE', said('store')],
    ['VAULT', said('vault')],
    ['CHECKPOINTS', said('checkpoints')],
    ['PORT', said('port')],
  ];
  const lines = [...general, ...chatVariables(answers)].flatMap(([name, value]) => [
    '',
    ...wrapped(variables[name].remedy),
    `${name}=${value}`,
  ]);
  return `${[...head, ...lines].join('\n')}\n`;
}

const head = [
  '# The variables of the service, as "safeguarding init" wrote them: NAME=value, a line each, without quotes. The service',
  '# (--env) and Docker (--env-file) read this file. What is empty is not set.',
  '# Whoever reads it can speak as the bot: let nobody else read it, and keep it out of source control.',
];

/** Of each chat what it takes; where one of two holds, the more usual one first. */
function chatVariables(answers: Answers): readonly (readonly [Name, string])[] {
  const having = chatsIn(answers);
  const clientId = answers.get('teams/clientId') ?? NONE;
  const isSocket = answers.get('slack/reach') === 'socket';
  return [
    ...(having.includes('teams')
      ? ([
          ['TEAMS_CLIENT_ID', clientId === NONE ? '' : clientId],
          ['TEAMS_TENANT_ID', answers.get('teams/tenantId') ?? ''],
          ['TEAMS_CLIENT_SECRET', ''],
        ] as const)
      : []),
    ...(having.includes('slack')
      ? ([
          ['SLACK_BOT_TOKEN', ''],
          [isSocket ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET', ''],
        ] as const)
      : []),
  ];
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || `${last} ${word}`.length > WIDTH - 2) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `# ${line}`);
}
