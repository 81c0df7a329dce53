// What operations cost, in request units (RU). Written from Microsoft's pages; what they do not say is modelled here and
// nowhere else.

/**
 * Size in KB, point read, write: learn.microsoft.com/azure/cosmos-db/understand-request-unit-consumption. It says "write"
 * of all writes; that others measured more for a replacement than for a new document stands in bench/prices.ts.
 */
const TABLE: readonly (readonly [kilobytes: number, read: number, write: number])[] = [
  [1, 1.0, 4.95],
  [2, 1.04, 6.29],
  [4, 1.14, 6.67],
  [8, 1.33, 7.04],
  [16, 1.67, 9.52],
  [32, 2.19, 11.23],
  [64, 4.76, 22.67],
  [128, 9.95, 48.19],
  [256, 20.28, 98.29],
  [512, 40.95, 184.57],
  [1_024, 145.9, 625],
  [2_048, 291.8, 1_250],
];

/** The least that a query costs, per physical partition that it runs in. */
const QUERY_BASE = 2.3;

/**
 * What loading documents costs a query, by KB: "Troubleshoot query issues" gives 4,059.95 RU for a query that loaded
 * 399,998,938 bytes and showed next to nothing of them.
 */
const LOADED = 0.0104;

/** What a query shows costs what it adds to a point read, by KB: the slope of the table at its end. */
const SHOWN = (4.76 - 1.67) / (64 - 16);

/** A point read of a document of so many bytes; of one that is not there, as of the smallest. */
export function readCharge(bytes: number): number {
  return round(interpolate(bytes, 1));
}

/** Adding, replacing or removing a document of so many bytes. */
export function writeCharge(bytes: number): number {
  return round(interpolate(bytes, 2));
}

/** A page of a query that loaded and showed so many bytes. */
export function queryCharge(loadedBytes: number, shownBytes: number): number {
  return round(QUERY_BASE + (LOADED * loadedBytes + SHOWN * shownBytes) / 1_024);
}

/** On the straight line between two rows, level before the first and on the last slope behind the last. */
function interpolate(bytes: number, column: 1 | 2): number {
  const kilobytes = Math.max(bytes / 1_024, 1);
  const above = TABLE.findIndex(([size]) => size >= kilobytes);
  const upper = above === 0 ? 1 : above === -1 ? TABLE.length - 1 : above;
  const [from, to] = [TABLE[upper - 1]!, TABLE[upper]!];
  return from[column] + ((to[column] - from[column]) * (kilobytes - from[0])) / (to[0] - from[0]);
}

function round(charge: number): number {
  return Math.round(charge * 100) / 100;
}
