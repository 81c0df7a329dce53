/** Lines in pages of about so many characters, as they weigh on their way to a chat; no page ends within a line. */
export function linesInPages(lines: readonly string[], most: number): readonly (readonly string[])[] {
  const pages: string[][] = [[]];
  let room = most;
  for (const line of lines) {
    const weight = JSON.stringify(line).length;
    if (weight > room && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([]);
      room = most;
    }
    pages.at(-1)?.push(line);
    room -= weight;
  }
  return pages;
}
