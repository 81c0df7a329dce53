import { type Chat, chatNames } from '../../domain/chats.ts';
import { schoolSchema } from '../../domain/school.ts';
import { agencyQuestions } from './agency-questions.ts';
import type { Answers } from './answers.ts';
import { slackChannelOf, slackWorkspaceOf, slugOf, teamsChannelOf } from './as-typed.ts';
import { calendarQuestions } from './calendar-questions.ts';
import { chatsIn, staffChannelsIn } from './draft.ts';
import { peopleQuestions } from './people-questions.ts';
import { placeQuestions, variable } from './place-questions.ts';
import { listOf, NONE, of, oneLine, oneOf, orNone, type Question, type Reading } from './question.ts';

// Everything that is asked, in order. Which questions there are depends on the answers before.

/** What the questions have to know besides the answers. */
export interface Asking {
  /** The folder into which is written, as an absolute path. */
  readonly folder: string;
  /** The day on which is asked, as 2026-11-23. */
  readonly today: string;
}

const { name, id, telephone, timeZone, slack } = schoolSchema.shape;
const idIn = schoolSchema.shape.staffChannels.unwrap().element.shape;

/** All questions that these answers lead to, whether or not they are answered. */
export function questionsFor(answers: Answers, { folder, today }: Asking): readonly Question[] {
  return [
    ...schoolQuestions(answers),
    ...chatQuestions(answers),
    ...peopleQuestions(answers, today),
    ...staffChannelQuestions(answers),
    ...agencyQuestions(answers, today),
    ...calendarQuestions,
    ...placeQuestions(answers, folder),
  ];
}

function schoolQuestions(answers: Answers): readonly Question[] {
  const likely = slugOf(answers.get('name') ?? '');
  return [
    {
      name: 'name',
      ask: 'What is the school called?',
      example: 'Oakfield School',
      explain: 'As people read it, on cards and in the apps.',
      read: of(name),
    },
    {
      name: 'id',
      ask: 'What short id should its records carry?',
      example: 'oakfield',
      ...(likely === '' ? {} : { usual: likely }),
      explain: 'Small letters, digits and dashes. Every record carries it: choose it once and never change it.',
      read: of(id),
    },
    {
      name: 'telephone',
      ask: 'What is the telephone number of the school?',
      example: '01632 960100',
      explain: 'People are given it where no nearer number is known.',
      read: of(telephone),
    },
    {
      name: 'timeZone',
      ask: 'In which time zone is it?',
      usual: 'Europe/London',
      explain: 'By its name in the time zone database. Every time that people read is of this zone.',
      read: of(timeZone),
    },
    {
      name: 'chats',
      ask: 'Which chat does the school use: teams, slack or both?',
      usual: 'teams',
      explain: 'Where staff report and the safeguarding team works. With both, every case is in both.',
      read: oneOf(['teams', 'slack', 'both']),
    },
  ];
}

function chatQuestions(answers: Answers): readonly Question[] {
  const having = chatsIn(answers);
  const both: Question = {
    name: 'chat',
    ask: 'Where do messages to people go who use both: teams or slack?',
    usual: 'teams',
    explain: 'A person may have their own "chat" in the school file.',
    read: oneOf(['teams', 'slack']),
  };
  return [...having.flatMap((chat) => questionsOf[chat]), ...(having.length > 1 ? [both] : [])];
}

/** Everywhere the same: the one channel in which cases stand. */
const PRIVATE = 'A private channel whose only members are the DSL and the deputies.';

const channelId: Record<Chat, Question['read']> = { teams: teamsChannel, slack: slackChannel };

const questionsOf: Record<Chat, readonly Question[]> = {
  teams: [
    {
      name: 'teams/tenantId',
      ask: 'What is the directory (tenant) id of your Microsoft 365?',
      example: '0f8fad5b-d9cb-469f-a165-70867728950e',
      explain: 'Entra admin centre, https://entra.microsoft.com, Overview, Tenant ID.',
      read: microsoftId,
    },
    {
      name: 'teams/channelId',
      ask: 'Which channel of Teams is the safeguarding team’s? Its link or its id.',
      example: '19:safeguarding@thread.tacv2',
      explain: `${PRIVATE} In Teams: the channel, "...", Get link to channel; paste the whole link.`,
      read: teamsChannel,
    },
    {
      name: 'teams/clientId',
      ask: 'What is the application (client) id of the bot, if there is one yet?',
      example: '0f8fad5b-d9cb-469f-a165-70867728950e',
      usual: NONE,
      explain: 'Of the bot’s app registration or managed identity in Microsoft Entra. It can be put in later.',
      read: orNone(variable('TEAMS_CLIENT_ID')),
    },
  ],
  slack: [
    {
      name: 'slack/workspaceId',
      ask: 'What is the id of your Slack workspace? The address of Slack in a browser will do.',
      example: 'T0123ABCD',
      explain: 'Open Slack in a browser: the id stands in the address, after "client/", and begins with T.',
      read: of(slack.unwrap().shape.workspaceId, slackWorkspaceOf),
    },
    {
      name: 'slack/channelId',
      ask: 'Which channel of Slack is the safeguarding team’s? Its link or its id.',
      example: 'C0123ABCD',
      explain: `${PRIVATE} The id stands at the foot of its details. Invite the bot with /invite.`,
      read: slackChannel,
    },
    {
      name: 'slack/reach',
      ask: 'How does Slack reach the service: http or socket?',
      usual: 'http',
      explain:
        'With "http" Slack calls an https address of yours. With "socket" the service calls Slack, and nothing has to ' +
        'reach it from outside (docs/slack.md).',
      read: oneOf(['http', 'socket']),
    },
  ],
};

function staffChannelQuestions(answers: Answers): readonly Question[] {
  const having = chatsIn(answers);
  const ids = [...staffChannelsIn(answers)].flatMap(([slug, called]) =>
    having.map((chat) => ({
      name: `staffChannelIds/${slug}/${chat}`,
      ask: `Which channel of ${chatNames[chat]} is "${called}"? Its link or its id.`,
      example: chat === 'teams' ? '19:staff-room@thread.tacv2' : 'C0456EFGH',
      ...(having.length > 1 ? { usual: NONE } : {}),
      explain: 'The app must be in its team, or the bot invited. It cannot be the safeguarding team’s.',
      read: having.length > 1 ? orNone(channelId[chat]) : channelId[chat],
    })),
  );
  const which: Question = {
    name: 'staffChannels',
    ask: 'Which channels do all staff read? Their names, with commas between them.',
    example: 'Staff room',
    usual: NONE,
    explain: 'Policies and short safety messages are posted there; never anything of a case.',
    read: orNone(listOf(of(idIn.name))),
  };
  return [which, ...ids];
}

function microsoftId(typed: string): Reading {
  const line = oneLine(typed);
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  if ('problem' in line) return line;
  return isId.test(line.text)
    ? { text: line.text.toLowerCase() }
    : { problem: 'an id such as 0f8fad5b-d9cb-469f-a165-70867728950e' };
}

/** Somebody else's id of a chat, such as of a message, would only be found out when nothing arrives. */
function teamsChannel(typed: string): Reading {
  const line = of(idIn.teams.unwrap().shape.channelId, teamsChannelOf)(typed);
  if ('problem' in line) return line;
  return /^19:[^\s/?#]+@thread\.[a-z0-9]+$/i.test(line.text)
    ? line
    : { problem: 'the link of a channel, or its id, such as "19:safeguarding@thread.tacv2"' };
}

function slackChannel(typed: string): Reading {
  return of(idIn.slack.unwrap().shape.channelId, slackChannelOf)(typed);
}
