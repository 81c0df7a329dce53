import type { Concern } from '../state.ts';

/** Something that two have to agree on. */
export type Agreement = Concern['file']['police']['agreements'][number];
