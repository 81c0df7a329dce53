import type { z } from 'zod';
import { saidIssue } from '../../school-files.ts';

// What can be asked, and what an answer may be. The school file's own schema judges it, in its own words.

/** What was typed, as it is kept; or what is wrong with it, as a sentence without its full stop. */
export type Reading = { readonly text: string } | { readonly problem: string };

/** One thing that only the school knows. */
export interface Question {
  /** By this it stands in a file of answers, such as `roles/dsl/people`. */
  readonly name: string;
  readonly ask: string;
  readonly example?: string;
  /** What holds where nothing is said; an empty line takes it. */
  readonly usual?: string;
  /** What is likely. An empty line takes it, but a file of answers has to say it. */
  readonly suggested?: string;
  /** What `?` says. */
  readonly explain: string;
  /** Never asked: it comes from a table or a file of answers, or is as usual. */
  readonly isSilent?: boolean;
  readonly read: (typed: string) => Reading;
}

/** What stands for "nothing" where that is an answer. */
export const NONE = 'none';

/** Whatever would be read as more than one line, or is no character at all. */
const unprintable = /[\p{Cc}\u2028\u2029]/u;

/** A line of text without the spaces around it. */
export function oneLine(typed: string): Reading {
  const text = typed.trim();
  if (unprintable.test(text) || !text.isWellFormed()) return { problem: 'write it on one line, in plain letters' };
  return text === '' ? { problem: 'must not be empty' } : { text };
}

/** What a schema takes. `taken` makes of it what the school file has, such as a day of `23/11/2026`. */
export function of(schema: z.ZodType, taken: (typed: string) => string = (typed) => typed): Question['read'] {
  return (typed) => {
    const line = oneLine(typed);
    if ('problem' in line) return line;
    const text = taken(line.text);
    const parsed = schema.safeParse(text, { error: saidIssue });
    return parsed.success ? { text } : { problem: parsed.error.issues[0]?.message ?? 'this cannot stand here' };
  };
}

/** What is read one by one, with commas between them; each once. */
export function listOf(read: Question['read']): Question['read'] {
  return (typed) => {
    const parts = partsOf(typed).map(read);
    const wrong = parts.find((part) => 'problem' in part);
    if (wrong !== undefined) return wrong;
    const all = [...new Set(parts.flatMap((part) => ('text' in part ? [part.text] : [])))];
    return all.length > 0 ? { text: all.join(', ') } : { problem: 'must not be empty' };
  };
}

/** What may be left out, by saying so. */
export function orNone(read: Question['read']): Question['read'] {
  return (typed) => (typed.trim().toLowerCase() === NONE ? { text: NONE } : read(typed));
}

/** One of a few words. */
export function oneOf(words: readonly string[]): Question['read'] {
  return (typed) => {
    const text = typed.trim().toLowerCase();
    return words.includes(text) ? { text } : { problem: `one of ${words.join(', ')}` };
  };
}

/** The values of a list, as they were typed. */
export function partsOf(typed: string | undefined): readonly string[] {
  if (typed === undefined || typed.trim() === NONE) return [];
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
