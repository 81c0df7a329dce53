import type { ListDefinition } from '../../domain/decider.ts';
import { mayRead, mayStart } from './access.ts';
import { planNow } from './plan.ts';
import { saidCount } from './register-file.ts';
import type { RegisterState } from './state.ts';
import { counted } from './words.ts';

/** The way into the register (R170). */
export const policyRegister: ListDefinition<RegisterState> = {
  id: 'policy-register',
  title: 'Policy register',
  empty: 'The register is set up when the bot next starts.',
  folded: true,
  isFor: mayRead,
  row(state, { person, school }) {
    if (state.status === 'none' || !mayRead(person, school)) return undefined;
    return {
      rank: 0,
      since: state.begunAt,
      title: saidCount(state),
      detail: 'Versions, owners and review dates',
      press: { label: 'Open', command: 'policy-register/open' },
    };
  },
};

/** The new school year: there as long as a yearly agreement has not been started again (R159). */
export const schoolYear: ListDefinition<RegisterState> = {
  id: 'school-year',
  title: 'New school year',
  empty: 'No yearly agreement waits to be started again.',
  isFor: mayStart,
  row(state, { person, school, now }) {
    if (state.status === 'none' || !mayStart(person, school)) return undefined;
    const { year, planned } = planNow(state, school, now);
    if (planned.length === 0) return undefined;
    return {
      rank: 0,
      since: state.begunAt,
      title: `School year ${year} · ${counted(planned.length, 'agreement')} to start again`,
      detail: 'A dry run. Nothing is sent before you press Start.',
      // Short, as it stands beside the words of the row.
      press: { label: 'Look first', command: 'policy-register/roll-over' },
    };
  },
};
