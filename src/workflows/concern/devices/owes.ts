import type { Owed, Owing } from '../owing.ts';
import { isSearchOwed } from './searched.ts';

/** What of it is owed before the case may be closed: the police, where a search came to that. */
export const deviceOwes: Owing = (concern) => (isSearchOwed(concern) ? [owed] : []);

const owed: Owed = {
  rule: 'search/police',
  words: 'Tell the police of the device: that is what was decided after the search',
  command: 'concern/tell-police',
  isPolice: true,
};
