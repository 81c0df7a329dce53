/** What does not fit together in a school file, with where it stands. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Whether an address is nobody's in the file; nobody can say where the file has no people. */
export function unknownAmong(people: readonly { readonly email: string }[]): (one: string) => boolean {
  const known = new Set(people.map((one) => one.email));
  return (one) => one !== '' && known.size > 0 && !known.has(one);
}

/** The places of the values that stand in the list before already. */
export function repeated(values: readonly string[]): readonly number[] {
  // A trust has tens of thousands of people: each list is gone through once.
  const before = new Set<string>();
  return values.flatMap((value, index) => {
    const isRepeated = value !== '' && before.has(value);
    before.add(value);
    return isRepeated ? [index] : [];
  });
}

// Neither repeats what the file says: what is printed at a start may be kept in a log.
export const standsTwice = 'this stands twice; keep one';
export const notAmongPeople = 'this address is not among the people; correct it, or add the person';
