// What the container is indexed by: what queries.ts asks, and nothing more, for every path costs each write. The same
// policy stands in docs/cosmos.md for those who make the container themselves; a test compares the two.

/** Orders that are answered from an index: all of what is due, of a list and of everything. */
const ORDERS: readonly (readonly string[])[] = [
  ['due', 'school', 'id'],
  ['school', 'kind', 'createdAt', 'id'],
  ['school', 'id'],
];

/** The policy in the form of the service. The id of a document is always indexed. */
export const INDEXING_POLICY = {
  indexingMode: 'consistent' as const,
  automatic: true,
  includedPaths: ['/school/?', '/kind/?', '/status/?', '/createdAt/?', '/due/?', '/tokens/[]/?'].map((path) => ({
    path,
  })),
  excludedPaths: [{ path: '/*' }],
  compositeIndexes: ORDERS.map((names) => names.map((name) => ({ path: `/${name}`, order: 'ascending' as const }))),
};
