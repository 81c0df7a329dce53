import { stat } from 'node:fs/promises';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { saidProblems } from '../../application/doctor/school-file.ts';
import { counted, inTwo } from '../../application/doctor/words.ts';
import { wayBackToTeams, wayOutTo } from '../../channels/outgoing-hosts.ts';
import type { ConfigSeen } from '../../config.ts';
import { isLoopback } from '../../config-places.ts';
import type { ConfigProblem } from '../../school-files.ts';

/** Every variable, as the service reads it at its start: in the words in which the service would refuse to start. */
export function checkConfiguration(seen: ConfigSeen): readonly Finding[] {
  const { problems, store, keys, schoolFile } = seen;
  const found = findingsOf('configuration');
  const ofVariables = problems.filter(isOfVariable);
  const led = ledElsewhere(seen);
  if (ofVariables.length + led.length === 0) return [found.well('Every variable that the service needs is set.')];
  const isEmpty = store === undefined && keys === undefined && schoolFile === undefined;
  return [
    ...(isEmpty
      ? [
          found.wrong(
            'Nothing is set up here yet.',
            'Run "npx safeguarding init", then this again with the file that it wrote: --env FILE.',
          ),
        ]
      : []),
    ...ofVariables.map(({ place, words }) => {
      const [what, whatToDo] = inTwo(words);
      const said = place.includes(',') ? `${place}: ${what}` : `${place} ${what}`;
      return found.wrong(said, whatToDo ?? 'Put it right in the file with the variables.');
    }),
    ...led,
  ];
}

/** What is said to a chat, and the bot's tokens with it, goes where these variables say: they are for tests alone. */
function ledElsewhere({ teams, slack }: ConfigSeen): readonly Finding[] {
  const given = [
    { name: 'TEAMS_SERVICE_URL', chat: 'Teams', url: teams?.serviceUrl, isOwn: wayBackToTeams() },
    { name: 'SLACK_API_URL', chat: 'Slack', url: slack?.apiUrl, isOwn: wayOutTo('Slack') },
  ];
  return given.flatMap(({ name, chat, url, isOwn }) => {
    if (url === undefined || isLoopback(url) || isOwn(new URL(url))) return [];
    return [
      findingsOf('configuration').wrong(
        `${name} leads to another host than those of ${chat}: the bot’s token and all that it says go there.`,
        `Take ${name} away, start the service again, and find out who put it there. If nobody knows, give the bot new secrets.`,
      ),
    ];
  });
}

/**
 * Whether the school file can be read, with each mistake in it; `refused` is how many mistakes keep the service that runs
 * here from taking it over. It may know of some that the file alone does not show.
 */
export async function checkSchoolFileHere(
  { problems, schoolFile, schools }: ConfigSeen,
  refused = 0,
): Promise<readonly Finding[]> {
  const found = findingsOf('school-file');
  if (schoolFile === undefined)
    return [
      found.unknown('No school file is named.', 'Put its path into SCHOOL_FILE; "npx safeguarding init" writes one.'),
    ];
  const mistakes = saidProblems(problems.filter((one) => !isOfVariable(one)));
  const holds = `The service goes by what the school file said before: ${counted(refused, 'mistake')} in it now.`;
  const takenOver = 'It is then taken over by itself, without a restart.';
  if (mistakes.length > 0)
    return [...(refused > 0 ? [found.wrong(holds, `Put right what is named here. ${takenOver}`)] : []), ...mistakes];
  if (refused > 0)
    return [
      found.wrong(
        holds,
        `Write "check the service" to the bot: it names what only the service sees, such as another id of a school than it serves. Put that right. ${takenOver}`,
      ),
    ];
  const changed = (await stat(schoolFile).catch(() => undefined))?.mtime.toISOString().slice(0, 10);
  const names = counted(schools.length, 'school');
  return [found.well(`${schoolFile} can be read: ${names}${changed === undefined ? '' : `, changed on ${changed}`}.`)];
}

/** A variable stands there by its name; a school file by its path. */
function isOfVariable({ place }: ConfigProblem): boolean {
  return /^[A-Z][A-Z_]+(, [A-Z_]+)*$/.test(place);
}
