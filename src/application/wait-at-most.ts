/**
 * Waits for work for so many milliseconds at the most, then rejects with what `tooLate` makes. Gives up waiting, not
 * working: what is under way may still happen, and what it then throws is heard by nobody.
 */
export async function waitAtMost<Value>(
  milliseconds: number,
  work: Promise<Value>,
  tooLate: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
