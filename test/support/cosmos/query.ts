import { queryCharge } from './charges.ts';
import { type Container, rangeOf, sizeOf } from './container.ts';
import { compareKeys, evaluate, type Json, keyOf, type Parameters, show, showGroups } from './evaluate.ts';
import { needsClient, planOf } from './plan.ts';
import { Refusal } from './refusal.ts';
import { type Expression, type Order, parseQuery } from './sql.ts';

export interface QueryRequest {
  readonly query: string;
  readonly parameters: Parameters;
  /** The partition that is asked, when the client names one. */
  readonly partition: { readonly key: unknown } | undefined;
  /** The physical partition that is asked, when the client names one. */
  readonly range: number | undefined;
  readonly ranges: number;
  readonly most: number;
  readonly continuation: string | undefined;
  /** How many writes the reader has to see. */
  readonly known: number;
}

export interface QueryAnswer {
  readonly documents: readonly unknown[];
  readonly continuation: string | undefined;
  readonly charge: number;
}

/** The most that one page holds. */
const PAGE_BYTES = 4 * 1_024 * 1_024;

/**
 * So many documents are grouped for a page. How far the service comes in one answer is its own affair, so it is few here:
 * whoever takes a page's numbers for all of them is found out.
 */
const GROUPED_AT_ONCE = 7;

export function planQuery(container: Container, query: string): object {
  const select = parseQuery(query);
  checkIndexes(container, select.orderBy);
  return planOf(select);
}

/** Runs one page of a query. */
export function runQuery(container: Container, request: QueryRequest): QueryAnswer {
  const select = parseQuery(request.query);
  if (request.partition === undefined && request.range === undefined && needsClient(select)) {
    throw new Refusal(
      400,
      'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully.',
      1004,
      { additionalErrorInfo: planOf(select) },
    );
  }
  checkIndexes(container, select.orderBy);
  const { orderBy } = select;
  const { key: resumed, shown: before } = parseContinuation(request.continuation);
  const asked = container.all(request.known).filter((document) => isAsked(container, document, request));
  const met = asked
    .filter((document) => select.where === undefined || evaluate(select.where, document, request.parameters) === true)
    .map((document) => ({ document, key: keyOf(orderBy, document) }))
    .filter(({ key }) => resumed === undefined || compareKeys(orderBy, key, resumed) > 0)
    .sort((left, right) => compareKeys(orderBy, left.key, right.key));
  const most = Math.min(request.most, (select.top ?? Number.POSITIVE_INFINITY) - before);
  const documents: unknown[] = [];
  const grouped: Json[] = [];
  let shownBytes = 0;
  let loadedBytes = 0;
  let last: readonly unknown[] | undefined;
  for (const { document, key } of met) {
    if (documents.length >= most) break;
    if (select.groupBy !== undefined && grouped.length === GROUPED_AT_ONCE) break;
    const shown = select.groupBy === undefined ? show(select, document, request.parameters) : null;
    if (documents.length > 0 && shownBytes + sizeOf(shown) > PAGE_BYTES) break;
    if (select.groupBy === undefined) documents.push(shown);
    else grouped.push(document);
    shownBytes += sizeOf(shown);
    loadedBytes += sizeOf(document);
    last = key;
  }
  const taken = select.groupBy === undefined ? documents.length : grouped.length;
  const isWhole = taken === met.length || before + taken >= (select.top ?? Number.POSITIVE_INFINITY);
  const isIndexed = select.where === undefined || pathsOf(select.where).every((path) => hasIndex(container, path));
  if (!isIndexed) loadedBytes = asked.reduce((sum, document) => sum + sizeOf(document), 0);
  return {
    documents: select.groupBy === undefined ? documents : showGroups(select, grouped),
    continuation: isWhole ? undefined : formatContinuation(last ?? [], before + taken),
    charge: queryCharge(loadedBytes, shownBytes),
  };
}

function isAsked(container: Container, document: Json, { partition, range, ranges }: QueryRequest): boolean {
  const key = container.partitionOf(document);
  if (partition !== undefined) return JSON.stringify(key) === JSON.stringify(partition.key);
  return range === undefined || rangeOf(key, ranges) === range;
}

/** An order of several properties needs a composite index of just these, in this direction or all the other way. */
function checkIndexes(container: Container, orderBy: readonly Order[]): void {
  if (orderBy.length === 0) return;
  if (orderBy.length === 1) {
    if (hasIndex(container, orderBy[0]?.steps ?? [])) return;
    throw new Refusal(400, 'The order-by item requires a range index to be defined on the corresponding index path.');
  }
  const indexes = container.settings.indexingPolicy?.compositeIndexes ?? [];
  const fits = [false, true].some((inverted) =>
    indexes.some(
      (index) =>
        index.length === orderBy.length &&
        index.every(({ path, order }, at) => {
          const wanted = orderBy[at];
          return (
            path === `/${wanted?.steps.join('/')}` && (order === 'descending') === (wanted?.descending !== inverted)
          );
        }),
    ),
  );
  if (fits) return;
  throw new Refusal(
    400,
    'The order by query does not have a corresponding composite index that it can be served from.',
  );
}

/** The id and the time of a document are always indexed. */
function hasIndex(container: Container, steps: readonly string[]): boolean {
  const path = `/${steps.join('/')}`;
  if (path === '/id' || path === '/_ts') return true;
  const included = container.settings.indexingPolicy?.includedPaths ?? [{ path: '/*' }];
  return included.some(({ path: one }) => one === '/*' || one === `${path}/?` || one === `${path}/[]/?`);
}

function pathsOf(expression: Expression): readonly (readonly string[])[] {
  switch (expression.kind) {
    case 'path':
      return [expression.steps];
    case 'binary':
      return [expression.left, expression.right].flatMap(pathsOf);
    case 'not':
      return pathsOf(expression.of);
    case 'in':
      return [expression.of, ...expression.items].flatMap(pathsOf);
    case 'call':
      return expression.of.flatMap(pathsOf);
    default:
      return [];
  }
}

function formatContinuation(key: readonly unknown[], shown: number): string {
  return Buffer.from(JSON.stringify({ key: key.map((value) => value ?? null), shown })).toString('base64');
}

function parseContinuation(text: string | undefined) {
  if (text === undefined) return { key: undefined, shown: 0 };
  return JSON.parse(Buffer.from(text, 'base64').toString()) as { key: readonly unknown[]; shown: number };
}
