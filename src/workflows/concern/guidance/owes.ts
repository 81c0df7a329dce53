import type { Owing } from '../owing.ts';

/** What of it is owed before the case may be closed. */
export const guidanceOwes: Owing = () => [];
