import type { Instant } from '../domain/instant.ts';

/** How the school files stand: whether what they say now is what the service goes by. */
export interface SchoolFileStanding {
  /** When what the service goes by was read. */
  readonly takenAt: Instant;
  /** Present where something in the files is wrong, or one is gone: what was read before of those schools holds. */
  readonly refused?: {
    readonly since: Instant;
    /** Each with its file, line and what puts it right; quotes no value. */
    readonly problems: readonly { readonly place: string; readonly words: string }[];
  };
}

/** Keeps how the school files stand, for whoever looks after the service. */
export function createSchoolFileStanding(takenAt: Instant) {
  let standing: SchoolFileStanding = { takenAt };
  return {
    now: (): SchoolFileStanding => standing,
    set(said: SchoolFileStanding): void {
      standing = said;
    },
  };
}
