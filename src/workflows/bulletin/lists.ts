import type { ListDefinition } from '../../domain/decider.ts';
import { saidTime } from '../../domain/school-time.ts';
import { mayWrite } from './access.ts';
import type { BulletinState } from './state.ts';
import { saidChannels, statusWords } from './words.ts';

/** Every safety message of the school, for those who write them. */
export const bulletins: ListDefinition<BulletinState> = {
  id: 'safety-messages',
  title: 'Safety messages to staff',
  empty: 'No safety message has been written.',
  statuses: ['preview', 'posted', 'taken-back'],
  folded: true,
  newestFirst: true,
  isFor: mayWrite,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || !mayWrite(person, school)) return undefined;
    const { bulletin, writtenAt } = state;
    return {
      rank: 0,
      since: writtenAt,
      title: `${reference} · ${statusWords[state.status]} · ${bulletin.title}`,
      detail: `${saidChannels(bulletin, school)} · written ${saidTime(school, writtenAt, now)}`,
      press: { label: 'Open', command: 'bulletin/open' },
    };
  },
};
