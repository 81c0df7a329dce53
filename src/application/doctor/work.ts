import { MINUTE } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import type { SchoolMeasures } from '../measures.ts';
import { type Finding, findingsOf } from './finding.ts';
import { counted } from './words.ts';

/** What is due is seen to within seconds; from here on it is late, and from there on something is wrong. */
const LATE_MS = 2 * MINUTE;
const TOO_LATE_MS = 15 * MINUTE;

/** What is owed and late, by figures alone: never which case it is about. */
export function checkWork(school: School, measures: SchoolMeasures | undefined): readonly Finding[] {
  if (measures !== undefined) return [...messages(school, measures), ...urgent(school, measures)];
  const { unknown } = findingsOf('messages', school);
  return [unknown('Nobody has counted what is owed yet.', 'Look again in a minute.')];
}

function messages(school: School, measures: SchoolMeasures): readonly Finding[] {
  const found = findingsOf('messages', school);
  const findings = [...late(school, measures), ...delayed(school, measures), ...undelivered(school, measures)];
  if (findings.length > 0) return findings;
  const { parkedAgoMs } = measures;
  // Of a record that is closed nobody counts it, and what was counted a while ago may be otherwise by now.
  const none = 'none of an open case, request or job is left undelivered';
  if (parkedAgoMs < MINUTE) return [found.well(`No message is late or delayed, and ${none}.`)];
  return [found.well(`No message is late or delayed, and ${none}, as counted ${saidMinutes(parkedAgoMs)} ago.`)];
}

/** What no process takes up. */
function late(school: School, { oldestDueMs }: SchoolMeasures): readonly Finding[] {
  if (oldestDueMs <= LATE_MS) return [];
  const what = `Something has been due for ${saidMinutes(oldestDueMs)} and was not seen to.`;
  const whatToDo = 'Look at the other findings first, then at the log of the service.';
  return [oneOf(school, oldestDueMs, what, whatToDo)];
}

/** What is tried again and again, and does not come through. */
function delayed(school: School, { delayed: count, oldestDelayedMs }: SchoolMeasures): readonly Finding[] {
  if (count === 0) return [];
  const longest = `${count === 1 ? '' : 'the first '}for ${saidMinutes(oldestDelayedMs)} or longer`;
  const what = `${counted(count, 'message is delayed and has', 'messages are delayed and have')} not come through, ${longest}.`;
  const whatToDo =
    'They are tried again by themselves. Look at the findings about chats, channels and people, and whether a channel was archived or the bot was taken out of it. Until they have come, ring the DSL: a new concern may be among them.';
  return [oneOf(school, oldestDelayedMs, what, whatToDo)];
}

/** What is not tried any more. */
function undelivered(school: School, { parked }: SchoolMeasures): readonly Finding[] {
  if (parked === 0) return [];
  const what = `${counted(parked, 'message')} of open cases, requests and jobs could not be delivered.`;
  const whatToDo =
    'Look at the findings about chats, channels and people. The safeguarding team sees in each case what did not come.';
  return [findingsOf('messages', school).look(what, whatToDo)];
}

function oneOf(school: School, waitedMs: number, what: string, whatToDo: string): Finding {
  const { look, wrong } = findingsOf('messages', school);
  return waitedMs > TOO_LATE_MS ? wrong(what, whatToDo) : look(what, whatToDo);
}

function urgent(school: School, { urgentWaiting, urgentOverdue, oldestUrgentMs }: SchoolMeasures): readonly Finding[] {
  const found = findingsOf('urgent', school);
  if (urgentWaiting === 0) return [found.well('No urgent concern waits for somebody to acknowledge it.')];
  const since = saidMinutes(oldestUrgentMs);
  const what =
    urgentWaiting === 1
      ? `1 urgent concern has waited for ${since} for somebody to acknowledge it.`
      : `${urgentWaiting} urgent concerns wait for somebody to acknowledge them, the longest for ${since}.`;
  // The chat reminds of it still; but nobody is to read that all is well while it waits.
  if (urgentOverdue === 0)
    return [found.look(what, 'The chat reminds whoever it came to. Look again in a few minutes.')];
  return [found.wrong(what, 'Ring the DSL or a deputy now, and ask them to look into the safeguarding channel.')];
}

function saidMinutes(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 120) return minutes < 1 ? 'less than a minute' : counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}
