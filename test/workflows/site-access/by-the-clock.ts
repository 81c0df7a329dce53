import type { Instant } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { School } from '../../../src/domain/school.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { aSchool, people } from '../../support/school.ts';
import { givenSite, type SiteHistory, who } from '../../support/site-access.ts';

/** The slot of IT's card. */
export const job = `job:${people.networkManager}`;
/** The slot of the line that comes again and again. */
export const chase = (person: string) => `chase:${person}`;

/** When the clock next gives that command. */
export function dueAt(history: SiteHistory, command: SiteCommand, of: School = aSchool()): Instant | undefined {
  return siteAccess.deadlines(givenSite(history, of).state).find((deadline) => deadline.command === command)?.at;
}

/** Gives that command when it comes due, again and again. */
export function eachTime(history: SiteHistory, command: SiteCommand, times: number) {
  const came: { readonly at: Instant; readonly messages: readonly Message[]; readonly history: SiteHistory }[] = [];
  for (let time = 0; time < times; time++) {
    const before = came.at(-1)?.history ?? history;
    const at = dueAt(before, command);
    if (at === undefined) throw new Error(`${command} is not due`);
    const given = givenSite(before).when(command, who.clock, {}, at);
    came.push({ at, messages: given.messages, history: given.history });
  }
  return came;
}

/** Who hears in a line that something waits. */
export const chased = (messages: readonly Message[]) =>
  messages.filter(({ slot, fresh }) => slot.startsWith('chase:') && fresh === true).map(({ slot }) => slot.slice(6));
