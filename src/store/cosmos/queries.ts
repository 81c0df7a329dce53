import type { SqlQuerySpec } from '@azure/cosmos';
import type { CountQuery, RecordQuery } from '../../application/ports.ts';
import { type Position, parseMark } from '../pages.ts';
import { PRESENCE } from './ids.ts';

// Every query that the store makes. What is asked for goes into parameters, never into the text. A page goes on behind
// the last that was shown, so that nothing is shown twice or left out however the records change meanwhile.

/** What a list shows: everything but the history, the outbox and the posts. */
const SUMMARY = 'c.id, c.school, c.kind, c.status, c.due, c.createdAt, c.updatedAt, c.tokens, c.state, c.key';

/** One page of a list. It names its school although it is asked of that partition alone: nothing rests on one header. */
export function listQuery(query: RecordQuery): SqlQuerySpec {
  const parameters = new Parameters();
  const newestFirst = query.order === 'newest-first';
  const conditions = [`c.school = ${parameters.add(query.school)}`, `c.kind = ${parameters.add(query.kind)}`];
  if (query.statuses !== undefined) {
    conditions.push(`c.status IN (${[...new Set(query.statuses)].map((status) => parameters.add(status)).join(', ')})`);
  }
  if (query.token !== undefined) conditions.push(`ARRAY_CONTAINS(c.tokens, ${parameters.add(query.token)})`);
  if (query.createdFrom !== undefined) conditions.push(`c.createdAt >= ${parameters.add(query.createdFrom)}`);
  if (query.createdBefore !== undefined) conditions.push(`c.createdAt < ${parameters.add(query.createdBefore)}`);
  if (query.after !== undefined) {
    conditions.push(behind(parameters, 'createdAt', parseMark(query.after), newestFirst ? '<' : '>'));
  }
  const direction = newestFirst ? 'DESC' : 'ASC';
  // School and kind are the same for all; they stand in the order so that one index answers conditions and order.
  const order = ['school', 'kind', 'createdAt', 'id'].map((name) => `c.${name} ${direction}`).join(', ');
  return parameters.into(`SELECT ${SUMMARY} FROM c WHERE ${conditions.join(' AND ')} ORDER BY ${order}`);
}

/** How many a token finds, by status. The service may give a status several times, each with a part of its number. */
export function countQuery({ school, kind, token }: CountQuery): SqlQuerySpec {
  const parameters = new Parameters();
  const conditions = [
    `c.school = ${parameters.add(school)}`,
    `c.kind = ${parameters.add(kind)}`,
    `ARRAY_CONTAINS(c.tokens, ${parameters.add(token)})`,
  ];
  return parameters.into(
    `SELECT c.status, COUNT(1) AS number FROM c WHERE ${conditions.join(' AND ')} GROUP BY c.status`,
  );
}

/** What is due, of these schools, or of all. */
export function dueQuery(at: string, schools: readonly string[] | undefined): SqlQuerySpec {
  const parameters = new Parameters();
  const conditions = [`c.due <= ${parameters.add(at)}`];
  if (schools !== undefined) {
    conditions.push(`c.school IN (${[...new Set(schools)].map((school) => parameters.add(school)).join(', ')})`);
  }
  return parameters.into(
    `SELECT c.school, c.id, c.due FROM c WHERE ${conditions.join(' AND ')} ORDER BY c.due ASC, c.school ASC, c.id ASC`,
  );
}

/** Everything, or everything of one school, behind `after`. */
export function allQuery(school: string | undefined, after: string | undefined): SqlQuerySpec {
  const parameters = new Parameters();
  const conditions = [
    school === undefined ? `c.school != ${parameters.add(PRESENCE)}` : `c.school = ${parameters.add(school)}`,
  ];
  if (after !== undefined) {
    conditions.push(behind(parameters, 'school', parseMark(after), '>'));
  }
  return parameters.into(`SELECT * FROM c WHERE ${conditions.join(' AND ')} ORDER BY c.school ASC, c.id ASC`);
}

/** Who serves the store, by its own clock: those whose word has not run out at `now`, in seconds since 1970. */
export function presenceQuery(now: number): SqlQuerySpec {
  const parameters = new Parameters();
  const [school, at] = [parameters.add(PRESENCE), parameters.add(now)];
  return parameters.into(`SELECT c.id FROM c WHERE c.school = ${school} AND c._ts + c.ttl > ${at}`);
}

/** Behind a position in an order by `name` and id. The first condition says again what an index is searched by. */
function behind(parameters: Parameters, name: string, { createdAt, id }: Position, sign: '<' | '>'): string {
  const value = parameters.add(createdAt);
  return `c.${name} ${sign}= ${value} AND (c.${name} ${sign} ${value} OR c.id ${sign} ${parameters.add(id)})`;
}

class Parameters {
  readonly #values: { readonly name: string; readonly value: string | number }[] = [];

  /** Gives the name that stands for the value. */
  add(value: string | number): string {
    const name = `@p${this.#values.length}`;
    this.#values.push({ name, value });
    return name;
  }

  into(query: string): SqlQuerySpec {
    return { query, parameters: [...this.#values] };
  }
}
