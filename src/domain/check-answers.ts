import { z } from 'zod';
import type { Answers, Form, Problems, Question } from './form.ts';
import { isShown, questionsOf } from './form.ts';
import type { Instant } from './instant.ts';
import type { School } from './school.ts';
import { instantOf, localDateTime } from './school-time.ts';
import { readSite, type SiteUse, siteProblemSentence } from './site-address.ts';

/** What an answer may be when it comes in: text, or a list of texts. Everything else is refused at the edge. */
export const answersSchema = z.record(
  z.string().max(60),
  z.union([z.string().max(1_000_000), z.array(z.string().max(1_000)).max(100).readonly()]),
);

/** The most characters (code points) that each kind of answer may have, where its question does not say. */
export const answerLimits: Record<Question['kind'], number> = {
  press: 100,
  text: 200,
  'long-text': 10_000,
  names: 500,
  choice: 100,
  choices: 100,
  date: 10,
  time: 5,
  'web-address': 2_000,
};

/** What is kept of the answers, and what cannot be. */
export interface Checked {
  /** The answers to what was shown, trimmed; empty ones are left out. */
  readonly values: Answers;
  readonly problems: Problems;
}

/**
 * Checks the answers to a form, or to some of its steps. Questions that were not shown are dropped, so that an answer
 * to a question that no longer applies is never kept. Without `of`, days and times are not compared with today.
 */
export function checkAnswers(
  { steps }: Pick<Form, 'steps'>,
  answers: Answers,
  of?: { readonly school: School; readonly now: Instant },
): Checked {
  const values: Record<string, string | readonly string[]> = {};
  const problems: Record<string, string> = {};
  const shown = steps.flatMap((step) => questionsOf(step)).filter((question) => isShown(question, answers));
  for (const question of shown) {
    const given = tidied(question, answers[question.id]);
    const problem =
      problemWith(question, given) ??
      missing(question, given, answers) ??
      (of && untimely(question, given, shown, values, of));
    if (problem !== undefined) problems[question.id] = problem;
    else if (given.length > 0) values[question.id] = given;
  }
  return { values, problems };
}

function tidied(question: Question, given: string | readonly string[] | undefined): string | readonly string[] {
  if (question.kind === 'choices') {
    const all = typeof given === 'string' ? given.split(',') : (given ?? []);
    return [...new Set(all.map((value) => value.trim()).filter((value) => value !== ''))];
  }
  const text = typeof given === 'string' ? given : (given ?? []).join('\n');
  const plain = plainText(text);
  if (question.kind === 'names') return withoutUnseen(plain).trim();
  // What stands on a line of its own could be taken for a line of the record's.
  return question.kind === 'text' ? withoutUnseen(onOneLine(plain)).trim() : plain.trim();
}

function onOneLine(text: string): string {
  const lines = text.split(/[\n\t]/u).map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}

/** Text as it can be kept and shown anywhere: whole characters, one kind of line break, no control characters. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
}

/** Letters of scripts in which no mark that nobody sees belongs between them. */
const plainScripts = '\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Common}\\p{sc=Inherited}';

/** The marks that join: letters of scripts that are written with them, the parts of a picture, the parts of a flag. */
const joining = [
  `(?<=[\\p{L}\\p{M}])(?<![${plainScripts}])[\\u200c\\u200d]`,
  '(?<=[\\p{ExtPict}\\p{EMod}\\ufe0f])\\u200d(?=\\p{ExtPict})',
  '(?<=\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{0,6})[\\u{e0020}-\\u{e007f}]',
].join('|');
const unseen = new RegExp(`(${joining})|\\p{Cf}`, 'gu');

/** Text without the marks that nobody sees, and that can turn round what stands beside them or hide in a name. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '$1');
}

function problemWith(question: Question, given: string | readonly string[]): string | undefined {
  if (given.length === 0) return question.required ? emptySentence(question) : undefined;
  if (question.choices !== undefined) {
    const allowed = new Set(question.choices.map((choice) => choice.value));
    const all = typeof given === 'string' ? [given] : given;
    return all.every((value) => allowed.has(value)) ? undefined : 'Choose one of the answers in the list.';
  }
  if (typeof given !== 'string') return 'Write one answer here.';
  if (question.kind === 'date') return isDate(given) ? undefined : 'Put a date, such as 2026-11-23.';
  if (question.kind === 'time') return isTime(given) ? undefined : 'Put a time, such as 14:05.';
  const most = question.atMost ?? answerLimits[question.kind];
  const length = [...given].length;
  if (length > most)
    return `This is ${length.toLocaleString('en-GB')} characters long; at most ${most.toLocaleString('en-GB')} fit. Shorten it and send again.`;
  if (question.wholeFrom !== undefined) return problemWithNumber(given, question.wholeFrom);
  return question.site === undefined ? undefined : problemWithSite(given, question.site);
}

function problemWithNumber(given: string, from: number): string | undefined {
  return /^\d+$/.test(given) && Number(given) >= from
    ? undefined
    : `Put a whole number here, ${from.toLocaleString('en-GB')} or higher.`;
}

/** What is needed because of what stands, or does not, in another question. */
function missing({ needed }: Question, given: string | readonly string[], answers: Answers): string | undefined {
  if (needed === undefined || given.length > 0) return undefined;
  const other = answers[needed.where] ?? '';
  const isFilled = (typeof other === 'string' ? other.trim() : other).length > 0;
  return isFilled === (needed.is === 'filled') ? needed.sentence : undefined;
}

function problemWithSite(given: string, use: SiteUse): string | undefined {
  const read = readSite(given, use);
  return read.kind === 'problem' ? siteProblemSentence(read.problem) : undefined;
}

function isDate(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}

function isTime(text: string): boolean {
  return z.iso.time({ precision: -1 }).safeParse(text).success;
}

/** What is wrong with a day or a time that is one, seen from now. A time belongs to the date that is asked before it. */
function untimely(
  question: Question,
  given: string | readonly string[],
  shown: readonly Question[],
  values: Answers,
  { school, now }: { readonly school: School; readonly now: Instant },
): string | undefined {
  if (typeof given !== 'string' || given === '') return undefined;
  const today = localDateTime(school, now).date;
  if (question.kind === 'date') {
    if (question.notInFuture && given > today) return 'This date is still to come. Put the day it happened.';
    return question.notInPast && given < today ? 'This date is past. Put today or a later day.' : undefined;
  }
  if (question.kind !== 'time' || question.notInFuture !== true) return undefined;
  const day = shown.slice(0, shown.indexOf(question)).findLast((earlier) => earlier.kind === 'date');
  const date = day === undefined ? undefined : values[day.id];
  const isToCome = typeof date === 'string' && instantOf(school, date, given) > now;
  return isToCome ? 'This time is still to come. Put when it happened.' : undefined;
}

function emptySentence({ kind, choices }: Question): string {
  if (choices === undefined) return 'This is needed. Write it here.';
  const isTickBox = kind === 'choices' && choices.length === 1;
  return isTickBox ? 'This is needed. Tick the box once it is so.' : 'This is needed. Choose an answer.';
}
