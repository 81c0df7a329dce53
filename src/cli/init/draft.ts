import { type AgencyKind, agencyKinds, agencyWords } from '../../domain/agencies.ts';
import { type Chat, chats } from '../../domain/chats.ts';
import { privateChannels } from '../../domain/message.ts';
import { roles } from '../../domain/people.ts';
import type { Answers } from './answers.ts';
import { daysOf, slugOf, spanOf } from './as-typed.ts';
import { NONE, partsOf } from './question.ts';

// The school file that the answers make, in the order in which it is written. What is not answered yet is empty there.

/** The chats that the school has said it uses. */
export function chatsIn(answers: Answers): readonly Chat[] {
  const said = answers.get('chats');
  return said === 'both' ? chats : chats.filter((chat) => chat === said);
}

/** Everybody that the answers name, each once: who holds a role, who stands in, and whoever was given besides. */
export function peopleIn(answers: Answers): readonly string[] {
  const named = roles.flatMap((role) => partsOf(answers.get(`roles/${role}/people`)));
  const standIns = roles.flatMap((role) => partsOf(answers.get(`roles/${role}/delegate`)));
  const given = [...answers.keys()].flatMap((name) => /^people\/([^/]+)\/[^/]+$/.exec(name)?.[1] ?? []);
  const all = new Set([...named, ...standIns, ...partsOf(answers.get('administrators')), ...given]);
  for (const one of [...all]) for (const manager of partsOf(answers.get(`people/${one}/manager`))) all.add(manager);
  return [...all];
}

/** The agencies that every school is asked for. */
export const firstAgencies: readonly AgencyKind[] = ['social-care', 'lado', 'police'];

/** The agencies that the answers name, with or without a number. */
export function agenciesIn(answers: Answers): readonly AgencyKind[] {
  const others = partsOf(answers.get('otherAgencies'));
  return [...firstAgencies, ...agencyKinds.filter((kind) => others.includes(kind) && !firstAgencies.includes(kind))];
}

/** The staff channels by their ids, with the names that were typed. */
export function staffChannelsIn(answers: Answers): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const name of partsOf(answers.get('staffChannels'))) {
    const wanted = slugOf(name) || 'channel';
    let id = wanted;
    for (let number = 2; all.has(id); number++) id = `${wanted.slice(0, 36)}-${number}`;
    all.set(id, name);
  }
  return all;
}

/** What the answers say, as a school file says it. */
export function draftOf(answers: Answers): Readonly<Record<string, unknown>> {
  const said = (name: string) => answers.get(name) ?? '';
  const list = (name: string) => partsOf(answers.get(name));
  const numbers = (name: string) => list(name).map(Number);
  const having = chatsIn(answers);
  return whole({
    id: said('id'),
    name: said('name'),
    timeZone: said('timeZone'),
    telephone: said('telephone'),
    teams: having.includes('teams') ? { tenantId: said('teams/tenantId') } : undefined,
    slack: having.includes('slack') ? { workspaceId: said('slack/workspaceId') } : undefined,
    chat: having.length > 1 ? answers.get('chat') : undefined,
    people: peopleIn(answers).map((email) => personOf(email, answers)),
    roles: Object.fromEntries(
      roles.map((role) => [
        role,
        whole({
          people: list(`roles/${role}/people`),
          delegate: said(`roles/${role}/delegate`),
          telephone: unlessNone(answers.get(`roles/${role}/telephone`)),
        }),
      ]),
    ),
    administrators: list('administrators'),
    channels: Object.fromEntries(
      privateChannels.map((channel) => [channel, idsOf(having, (chat) => answers.get(`${chat}/channelId`))]),
    ),
    staffChannels: [...staffChannelsIn(answers)].map(([id, name]) => ({
      id,
      name,
      ...idsOf(having, (chat) => unlessNone(answers.get(`staffChannelIds/${id}/${chat}`))),
    })),
    agencies: agenciesIn(answers).flatMap((id) => agencyOf(id, answers)),
    calendar: {
      terms: list('terms').map(spanOf),
      closed: list('closed').flatMap(daysOf),
      hours: spanOf(said('hours')),
    },
    reminders: {
      immediate: numbers('reminders/immediate'),
      urgent: numbers('reminders/urgent'),
      routine: numbers('reminders/routine'),
    },
  });
}

function personOf(email: string, answers: Answers) {
  const said = (what: string) => unlessNone(answers.get(`people/${email}/${what}`));
  return whole({
    email,
    // Somebody may be called None.
    name: answers.get(`people/${email}/name`) ?? '',
    jobTitle: answers.get(`people/${email}/jobTitle`) ?? '',
    kind: said('kind'),
    manager: said('manager'),
    safeguardingTraining: said('trained'),
  });
}

/** One whose number nobody has yet does not stand in the file. */
function agencyOf(id: AgencyKind, answers: Answers) {
  const telephone = unlessNone(answers.get(`agencies/${id}/telephone`));
  if (telephone === undefined) return [];
  return [{ id, name: agencyWords[id], telephone, lastChecked: answers.get(`agencies/${id}/lastChecked`) ?? '' }];
}

function idsOf(having: readonly Chat[], idIn: (chat: Chat) => string | undefined) {
  return Object.fromEntries(
    having.flatMap((chat) => {
      const channelId = idIn(chat);
      return channelId === undefined ? [] : [[chat, { channelId }]];
    }),
  );
}

function unlessNone(text: string | undefined): string | undefined {
  return text === NONE || text === '' ? undefined : text;
}

/** Without what is not said. */
function whole<Group extends object>(group: Group): Group {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Group;
}
