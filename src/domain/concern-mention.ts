import { parseReference } from './reference.ts';

/** Dashes of every kind, which a chat or a word processor puts in place of the one that was typed. */
const DASH = /[\p{Pd}\u2212\u2043\u02d7]/gu;
/** What nobody sees, such as a soft hyphen. */
const UNSEEN = /\p{Cf}/gu;
/** A letter C that stands by itself or right before six letters or digits, and what joins the two. */
const MENTION = /(?<![\p{L}\p{N}])c([\s_-]{0,3})([\p{L}\p{N}]{6})(?![\p{L}\p{N}])/giu;

/**
 * Whether words that many people read hold the reference of a concern, however it is written: with another dash, with a
 * space or with nothing between. Where no dash joins it, there has to be a digit in it, so that it is no word.
 */
export function mentionsConcern(text: string): boolean {
  const plain = text.normalize('NFKC').replace(UNSEEN, '').replace(DASH, '-');
  return [...plain.matchAll(MENTION)].some(
    ([, joint, code = '']) => parseReference(`C-${code}`) !== undefined && (joint === '-' || /\d/.test(code)),
  );
}
