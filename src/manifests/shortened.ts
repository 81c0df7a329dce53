/** What a name is cut short before, so that it does not end in the middle of a thought. */
const loose = /(^|[\s,&(–-]+)(?:a|an|and|at|for|in|of|on|the|with|&)?[\s,&(–-]*$/iu;

/** A name with at most so many characters: whole words, and none left over that says nothing by itself. */
export function shortenedTo(most: number, name: string): string {
  const whole = name.trim().replace(/\s+/gu, ' ');
  if (whole.length <= most) return whole;
  const room = whole.slice(0, most + 1);
  const words = room.slice(0, Math.max(room.lastIndexOf(' '), 0)).replace(loose, '');
  // One word alone is too long.
  return words === ''
    ? whole
        .slice(0, most)
        .toWellFormed()
        .replace(/\uFFFD$/u, '')
    : words;
}
