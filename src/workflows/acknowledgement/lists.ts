import type { ListDefinition, Row, RowContext } from '../../domain/decider.ts';
import { saidDueDate, saidVersion } from '../../domain/policy-card.ts';
import { findPerson } from '../../domain/school.ts';
import { instantOf, saidTime } from '../../domain/school-time.ts';
import { personToken, questionsToken } from './shares.ts';
import { type AcknowledgementState, isOwed, owedStatuses, type Signed, signedOf } from './state.ts';

/** What is owed comes before what is signed; of what is signed, the newest first. */
const SIGNED_RANK = 10 ** 14;

/** What somebody has been asked for and has neither acknowledged nor signed yet, what is due first on top. */
export const policiesOwed: ListDefinition<AcknowledgementState> = {
  id: 'policies-owed',
  title: 'To read, acknowledge or sign',
  empty: 'You have read and signed everything that you were asked to.',
  statuses: owedStatuses,
  findBy: personToken,
  isFor: (person, school) => findPerson(school, person) !== undefined,
  row: (state, of) => owedRow(state, of),
};

/** What somebody owes, and then what they have acknowledged, each with its text exactly as they did. */
export const myPolicies: ListDefinition<AcknowledgementState> = {
  id: 'my-policies',
  title: 'My policies',
  empty: 'You have not been asked to read or sign anything yet.',
  statuses: [...owedStatuses, 'acknowledged', 'left'],
  findBy: personToken,
  folded: true,
  typed: ['my-policies', 'my policies'],
  isFor: (person, school) => findPerson(school, person) !== undefined,
  row: (state, of) => owedRow(state, of) ?? signedRow(state, of),
};

/** The questions about policies that wait for an answer of whoever looks after them. */
export const policyQuestions: ListDefinition<AcknowledgementState> = {
  id: 'policy-questions',
  title: 'Questions about policies',
  empty: 'No question about a policy waits for you.',
  findBy: questionsToken,
  // Whoever looks after a policy need not publish.
  isFor: (person, school) => findPerson(school, person) !== undefined,
  row(state, { person, school, now }) {
    const question =
      state.status === 'none'
        ? undefined
        : state.file.questions.find(({ owner, answer }) => owner === person && answer === null);
    if (question === undefined) return undefined;
    return {
      rank: 0,
      since: question.at,
      title: `A question about ${saidVersion(question)}`,
      detail: `Asked ${saidTime(school, question.at, now)}`,
      press: { label: 'Open', command: 'acknowledgement/open-question' },
    };
  },
};

function owedRow(state: AcknowledgementState, { person, school, now }: RowContext): Row | undefined {
  if (!isOwed(state) || state.file.person !== person) return undefined;
  const { title, version, dueBy, askedAt, isSigned } = state.file;
  const due = dueBy === '' ? undefined : instantOf(school, dueBy, '23:59');
  const by = due === undefined || dueBy === '' ? '' : ` by ${saidDueDate(dueBy, school)}`;
  const isLate = due !== undefined && due < now;
  return {
    rank: 0,
    since: due ?? askedAt,
    title: `${title} · ${isLate ? 'overdue: ' : ''}please ${isSigned ? 'read and sign' : 'read'}${by}`,
    detail: `Version ${version}`,
    press: { label: 'Open', command: 'acknowledgement/open' },
  };
}

function signedRow(state: AcknowledgementState, of: RowContext): Row | undefined {
  const signed = signedOf(state);
  if (signed === undefined || state.status === 'none' || state.file.person !== of.person) return undefined;
  return {
    rank: SIGNED_RANK - Date.parse(signed.at),
    since: signed.at,
    title: saidVersion(signed.wording),
    detail: saidSigned(signed, of),
    press: { label: 'Open', command: 'acknowledgement/open' },
  };
}

function saidSigned({ at, signature }: Signed, { school, now }: RowContext): string {
  return `${signature === null ? 'Acknowledged' : 'Signed'} ${saidTime(school, at, now)}`;
}
