import type { Select } from './sql.ts';

// How a query is run over several partitions: the service names what the client has to do and gives the query to send
// to each partition. The shape stands in what the service answers a query that it does not serve directly; see
// dapr/components-contrib#2818 on GitHub for one in full.

/** Put where the client adds what lies behind the page that it has already seen. */
const FILTER = '{documentdb-formattableorderbyquery-filter}';

/** Whether the gateway leaves the merging of several partitions to the client. */
export function needsClient(select: Select): boolean {
  return select.orderBy.length > 0 || select.top !== undefined || select.groupBy !== undefined;
}

export function planOf(select: Select): object {
  const ordered = select.orderBy.length > 0;
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      distinctType: 'None',
      top: select.top ?? null,
      offset: null,
      limit: null,
      orderBy: select.orderBy.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
      orderByExpressions: select.orderBy.map(({ steps }) => written(steps)),
      groupByExpressions: [],
      groupByAliases: [],
      aggregates: [],
      groupByAliasToAggregateType: {},
      rewrittenQuery: ordered ? rewritten(select) : '',
      hasSelectValue: !Array.isArray(select.show) && select.show !== 'everything',
      hasNonStreamingOrderBy: false,
    },
    queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
  };
}

/** Every row with what it is ordered by beside it. */
function rewritten(select: Select): string {
  const items = select.orderBy.map(({ steps }) => `{"item": ${written(steps)}}`);
  const order = select.orderBy.map(({ steps, descending }) => `${written(steps)} ${descending ? 'DESC' : 'ASC'}`);
  const top = select.top === undefined ? '' : `TOP ${select.top} `;
  const where = conditionOf(select.text);
  return [
    `SELECT ${top}c._rid, [${items.join(', ')}] AS orderByItems, ${payloadOf(select.text)} AS payload`,
    'FROM c',
    `WHERE (${where === undefined ? '' : `(${where}) AND `}(${FILTER}))`,
    `ORDER BY ${order.join(', ')}`,
  ].join('\n');
}

function conditionOf(text: string): string | undefined {
  return /\bWHERE\b([\s\S]*?)\bORDER\s+BY\b/i.exec(text)?.[1]?.trim();
}

function payloadOf(text: string): string {
  const shown = /^\s*SELECT\s+(?:TOP\s+\d+\s+)?([\s\S]*?)\s+FROM\b/i.exec(text)?.[1] ?? '*';
  if (shown === '*') return 'c';
  const value = /^VALUE\s+([\s\S]*)$/i.exec(shown)?.[1];
  if (value !== undefined) return value;
  const fields = shown.split(',').map((field) => {
    const [path = '', name = path.split('.').at(-1) ?? ''] = field.trim().split(/\s+AS\s+/i);
    return `${JSON.stringify(name)}: ${path}`;
  });
  return `{${fields.join(', ')}}`;
}

function written(steps: readonly string[]): string {
  return `c${steps.map((step) => `[${JSON.stringify(step)}]`).join('')}`;
}
