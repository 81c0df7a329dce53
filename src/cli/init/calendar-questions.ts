import { DateTime } from 'luxon';
import { schoolSchema } from '../../domain/school.ts';
import { saidIssue } from '../../school-files.ts';
import { dayOf, spanOf } from './as-typed.ts';
import { listOf, NONE, of, oneLine, orNone, partsOf, type Question, type Reading } from './question.ts';

// When the school is open, and how soon somebody is reminded.

const { terms, closed, hours } = schoolSchema.shape.calendar.shape;
const term = terms.element.shape;
const reminders = schoolSchema.shape.reminders.shape;

/** No holiday is longer; a slip of a year would fill the file. */
const LONGEST_DAYS = 100;

export const calendarQuestions: readonly Question[] = [
  {
    name: 'terms',
    ask: 'When are the terms? First day "to" last day, with commas between the terms.',
    example: '2026-09-02 to 2026-12-18, 2027-01-04 to 2027-03-25',
    explain: 'Outside terms nothing is sent that can wait. What is urgent is sent at any time.',
    read: listOf(spanOfDays),
  },
  {
    name: 'closed',
    ask: 'On which days within a term is the school closed, such as half-term?',
    example: '2026-10-26 to 2026-10-30, 2027-05-03',
    usual: NONE,
    explain: 'Days, or first day "to" last day, with commas between them. Saturdays and Sundays need not be named.',
    read: orNone(listOf(closedDays)),
  },
  {
    name: 'hours',
    ask: 'From when to when is the school open?',
    example: '08:30 to 16:30',
    usual: '08:00 to 17:00',
    explain: 'Outside these hours nothing is sent that can wait.',
    read: spanOfTimes,
  },
  ladder('immediate', '5, 10, 20', 'A child in immediate danger'),
  ladder('urgent', '15, 30, 60', 'An urgent concern'),
  ladder('routine', '120, 240, 1440', 'Any other concern'),
];

function ladder(urgency: keyof typeof reminders, usual: string, what: string): Question {
  return {
    name: `reminders/${urgency}`,
    ask: `${what}: after how many minutes without anybody seeing it is the safeguarding team reminded?`,
    usual,
    explain: 'Each time, with commas between them. Who is called after the DSL stands in docs/concerns.md.',
    read: (typed) => {
      const parts = partsOf(typed);
      if (parts.length === 0 || !parts.every((part) => /^\d{1,6}$/.test(part)))
        return { problem: 'whole numbers with commas between them, such as "15, 30, 60"' };
      const parsed = reminders[urgency].safeParse(parts.map(Number), { error: saidIssue });
      if (parsed.success) return { text: parsed.data.join(', ') };
      return { problem: `minutes: ${parsed.error.issues[0]?.message}` };
    },
  };
}

function spanOfDays(typed: string): Reading {
  const line = oneLine(typed);
  if ('problem' in line) return line;
  const { from, until } = spanOf(line.text);
  const [first, last] = [from, until].map((end) => of(term.from, (day) => dayOf(day, ''))(end));
  if (first === undefined || last === undefined || 'problem' in first || 'problem' in last)
    return { problem: 'two days as "2026-09-02 to 2026-12-18"' };
  return { text: `${first.text} to ${last.text}` };
}

function closedDays(typed: string): Reading {
  if (!/\sto\s/.test(typed)) return of(closed.unwrap().element, (day) => dayOf(day, ''))(typed);
  const span = spanOfDays(typed);
  if ('problem' in span) return span;
  const { from, until } = spanOf(span.text);
  if (until < from) return { problem: 'the first day comes before the last' };
  const days = DateTime.fromISO(until).diff(DateTime.fromISO(from), 'days').days;
  return days <= LONGEST_DAYS ? span : { problem: `at most ${LONGEST_DAYS} days at once; correct the year` };
}

function spanOfTimes(typed: string): Reading {
  const line = oneLine(typed);
  if ('problem' in line) return line;
  const { from, until } = spanOf(line.text);
  const ends = [from, until].map((end) => (/^\d:\d\d$/.test(end) ? `0${end}` : end));
  if (!ends.every((end) => hours.shape.from.safeParse(end).success))
    return { problem: 'two times as "08:00 to 17:00"' };
  return { text: ends.join(' to ') };
}
