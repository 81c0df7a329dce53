import type { ListDefinition } from '../../domain/decider.ts';
import { findPerson } from '../../domain/school.ts';
import { isIt, isShownToIt, mayBegin, mayRecord } from './access.ts';
import { figuresOf } from './rows.ts';
import type { RollState } from './state.ts';
import { saidDue, saidFigures, saidUnsigned, statusWords } from './words.ts';

type List = ListDefinition<RollState>;

const order = { due: 0, open: 1, closed: 2 } as const;
const open = { label: 'Open', command: 'signature-roll/open' };

/** Every roll of the school, for those who publish. Titles name no roll but by its reference: people typed the rest. */
const rolls: List = {
  id: 'signature-rolls',
  title: 'Signature rolls',
  empty: 'No signature roll has been begun.',
  folded: true,
  isFor: mayBegin,
  row(state, { reference, person, school }) {
    if (state.status === 'none' || !mayRecord(state, person, school)) return undefined;
    return {
      rank: order[state.status],
      since: state.file.begunAt,
      title: `${reference} · ${statusWords[state.status]} · ${saidFigures(state)}`,
      detail: `${state.file.wording.title}, ${state.file.part}, ${state.file.year}`,
      press: open,
    };
  },
};

/** The rolls that somebody was asked to record, among what they have begun themselves. */
const mine: List = {
  id: 'my-reports',
  title: 'My reports and requests',
  empty: 'You have reported nothing and asked for nothing.',
  statuses: ['open', 'due'],
  findBy: (person) => `recorder:${person}`,
  isFor: (person, school) => findPerson(school, person) !== undefined,
  row(state, { reference, person, school, now }) {
    if (state.status === 'none' || !mayRecord(state, person, school)) return undefined;
    return {
      rank: 0,
      since: state.file.begunAt,
      title: `${reference} · signatures to record, until ${saidDue(state, school, now)}`,
      detail: saidFigures(state),
      press: open,
    };
  },
};

/** Who has not signed and so is not to have the internet (R163). */
const jobs: List = {
  id: 'it-jobs',
  title: 'Jobs for IT',
  empty: 'There is no job for IT.',
  alwaysSaid: true,
  statuses: ['due'],
  isFor: isIt,
  row(state, { reference, person, school }) {
    if (state.status === 'none' || !isShownToIt(state) || !isIt(person, school)) return undefined;
    const { rows, phase, terms } = state.file;
    if (figuresOf(rows, phase).signed === rows.length) return undefined;
    return {
      rank: 2,
      since: terms.dueAt,
      title: `${reference} · not signed, so no internet`,
      detail: saidUnsigned(state),
      press: { label: 'Show who', command: 'signature-roll/show-who' },
    };
  },
};

export const rollLists: readonly List[] = [mine, jobs, rolls];
