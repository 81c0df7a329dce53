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

function messages(school: School, { oldestDueMs, parked }: SchoolMeasures): readonly Finding[] {
  const found = findingsOf('messages', school);
  const late = `Something has been due for ${saidMinutes(oldestDueMs)} and was not seen to.`;
  const lookAt = 'Look at the other findings first, then at the log of the service.';
  const findings = [
    ...(oldestDueMs > TOO_LATE_MS ? [found.wrong(late, lookAt)] : []),
    ...(oldestDueMs > LATE_MS && oldestDueMs <= TOO_LATE_MS ? [found.look(late, lookAt)] : []),
    ...(parked > 0
      ? [
          found.look(
            `${counted(parked, 'message')} could not be delivered.`,
            'Look at the findings about chats, channels and people. The safeguarding team sees in each case what did not come.',
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [found.well('No message is late, and none is left undelivered.')];
}

function urgent(school: School, { urgentWaiting, oldestUrgentMs }: SchoolMeasures): readonly Finding[] {
  const found = findingsOf('urgent', school);
  if (urgentWaiting === 0) return [found.well('No urgent concern waits for somebody to acknowledge it.')];
  const count = counted(urgentWaiting, 'urgent concern waits', 'urgent concerns wait');
  const what = `${count} for somebody to acknowledge ${urgentWaiting === 1 ? 'it' : 'them'}, the longest for ${saidMinutes(oldestUrgentMs)}.`;
  const lastReminder = Math.max(...school.reminders.urgent, ...school.reminders.immediate) * MINUTE;
  if (oldestUrgentMs <= lastReminder) return [found.well(what)];
  return [found.wrong(what, 'Ring the DSL or a deputy now, and ask them to look into the safeguarding channel.')];
}

function saidMinutes(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 120) return minutes < 1 ? 'less than a minute' : counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}
