import type { CheckKind } from '../../domain/filtering.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor, Role } from '../../domain/people.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { checks, recorders } from './checks.ts';
import { type Check, lastDate } from './state.ts';

/** The first line of every card of a check: what it is and where it stands, all of it in words. */
export function checkTitle(check: Check, school: School, now: Instant): string {
  const { kind, next } = check.file;
  const on = saidDate(school, next.on, now);
  return `${checks[kind].title} · ${check.status === 'overdue' ? `overdue since ${on}` : `due ${on}`}`;
}

/** When it was last made. */
export function saidLast(check: Check, school: School, now: Instant): string {
  const last = lastDate(check);
  return last === '' ? 'not recorded here yet' : saidDate(school, last, now);
}

/** Roles in words: `the head teacher or the network manager`. */
export function saidRoles(roles: readonly Role[], school: School, link: 'and' | 'or'): string {
  const said = roles.map((role) => `the ${roleLabel(school, role)}`);
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} ${link} ${said.at(-1)}`;
}

/** How somebody is named where no name may stand: by a role that has to do with the check (R197). */
export function saidBy(kind: CheckKind, by: Actor, school: School): string {
  if (by.kind === 'clock') return 'the bot';
  const rule = checks[kind];
  const role = [...rule.records, ...rule.hears, ...recorders].find((one) =>
    school.roles[one].people.includes(by.person),
  );
  return role === undefined ? 'somebody who is asked for it' : `the ${roleLabel(school, role)}`;
}

/** A title within a sentence. */
export function inSentence(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
