import { labelOf } from '../../../domain/form.ts';
import { personName } from '../../../domain/school.ts';
import { saidDate, saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import type { Concern } from '../state.ts';
import { loggedFroms, loggedHows } from './log-questions.ts';

/** Who brought a case, and for whom, as those who handle it read it. */
export function saidReporter({ file }: Concern, { school, at }: CardContext): readonly string[] {
  const { logged } = file;
  const who = personName(school, file.reportedBy);
  const when = saidTime(school, file.reportedAt, at);
  if (logged === null) return [`Reported by ${who}, ${when}.`];
  if (logged.how === 'alert') {
    const alert = logged.alert === '' ? 'a monitoring alert' : `the monitoring alert ${logged.alert}`;
    return [`Logged by ${who}, ${when}, from ${alert}${saidCame(logged.at, { school, at })}.`];
  }
  const from = labelOf(loggedFroms, logged.from).toLowerCase();
  const whom = [logged.for, logged.from === '' ? '' : from].filter((part) => part !== '').join(', ');
  const how = labelOf(loggedHows, logged.how).toLowerCase();
  return [
    `Logged by ${who}, ${when}${whom === '' ? '' : `, for ${whom}`}.`,
    `It came ${how}${saidCame(logged.at, { school, at })}.`,
  ];
}

/** When it came to the school: a moment, or only a day. */
function saidCame(came: string, { school, at }: Pick<CardContext, 'school' | 'at'>): string {
  if (came === '') return '';
  return came.includes('T') ? `, ${saidTime(school, came, at)}` : `, ${saidDate(school, came, at)}`;
}
