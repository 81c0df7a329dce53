import type { ListDefinition } from '../../domain/decider.ts';
import { mayRead } from './access.ts';
import { findingsOf } from './findings.ts';
import type { UpkeepState } from './state.ts';

/** What is to be kept current, for those who see to cases and those who lead them; nothing while all of it is. */
export const toKeepCurrent: ListDefinition<UpkeepState> = {
  id: 'keep-current',
  title: 'To keep current',
  empty: 'All of it is current.',
  onlyFilled: true,
  isFor: mayRead,
  row(state, { person, school, now }) {
    if (state.status === 'none' || !mayRead(person, school)) return undefined;
    const findings = findingsOf(school, now);
    const training = findings.filter(({ kind }) => kind === 'training').length;
    const agencies = findings.length - training;
    if (findings.length === 0) return undefined;
    return {
      rank: 0,
      since: state.file.lookAt,
      title: 'Training and contacts',
      detail: [counted(training, 'training date'), counted(agencies, 'agency', 'agencies')]
        .filter((part) => part !== '')
        .join(' · '),
      press: { label: 'Open', command: 'upkeep/open' },
    };
  },
};

function counted(count: number, one: string, several = `${one}s`): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : several}`;
}
