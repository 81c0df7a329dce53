import { HOURS_A_MONTH, prices } from './prices.ts';

/** What was measured of one school: request units, and bytes. */
export interface Measured {
  readonly report: number;
  readonly press: number;
  readonly list: number;
  readonly idleHour: number;
  readonly checkpointOfThousand: number;
  readonly bytesOfReport: number;
  /** Of a case that was worked on: with twenty steps or so. */
  readonly bytesOfCase: number;
}

/** What is done in a month. */
interface Usage {
  readonly name: string;
  readonly schools: number;
  readonly processes: number;
  readonly reports: number;
  /** Buttons that write something on a case. */
  readonly presses: number;
  /** Lists of 50 that somebody looks at. */
  readonly lists: number;
}

const usages: readonly Usage[] = [
  { name: 'a small school', schools: 1, processes: 1, reports: 30, presses: 200, lists: 100 },
  { name: 'a trust of 30 schools', schools: 30, processes: 2, reports: 900, presses: 6_000, lists: 3_000 },
];

/** Records are kept for years: these are counted with. */
const YEARS = 5;
const SCHOOL_DAYS = 21;
/** The least that can be provisioned for a container. */
const LEAST_PROVISIONED = 400;
/** Each process asks Key Vault for each school's keys once an hour: which version is current, and to unwrap. */
const KEY_OPERATIONS = 2;
/** What the index takes besides the data, as a part of it: few paths are indexed. */
const INDEX = 0.2;

/** The monthly price of a small school and of a trust, as lines of a table. */
export function monthlyLines(measured: Measured): readonly string[] {
  const { bytesOfReport, bytesOfCase } = measured;
  const sizes = `A report takes ${kilobytes(bytesOfReport)} and a case that was worked on ${kilobytes(bytesOfCase)}.`;
  const months = usages.flatMap((usage) => {
    const { requestUnits, gigabytes, keyOperations } = consumption(usage, measured);
    const storage = gigabytes * prices.gigabyteMonth.dollars;
    const serverless = (requestUnits / 1e6) * prices.millionRequestUnits.dollars;
    const provisioned = (LEAST_PROVISIONED / 100) * HOURS_A_MONTH * prices.hundredRequestUnitsASecond.dollars;
    const keys = (keyOperations / 10_000) * prices.tenThousandKeyOperations.dollars;
    return [
      '',
      `A month of ${usage.name}: ${usage.reports} reports, ${usage.presses} presses, ${usage.lists} lists, ${usage.processes} ${usage.processes === 1 ? 'process' : 'processes'}`,
      `  request units            ${Math.round(requestUnits).toLocaleString('en-GB')}`,
      `  serverless               ${dollars(serverless)}`,
      `  or provisioned, ${LEAST_PROVISIONED} RU/s ${dollars(provisioned)}`,
      `  storage after ${YEARS} years    ${dollars(storage)} (${gigabytes.toFixed(2)} GB)`,
      `  Key Vault                ${dollars(keys)} (${keyOperations.toLocaleString('en-GB')} operations)`,
      `  together                 ${dollars(serverless + storage + keys)} serverless, ${dollars(provisioned + storage + keys)} provisioned`,
    ];
  });
  return ['', sizes, ...months];
}

function consumption(usage: Usage, measured: Measured) {
  const { schools, processes, reports, presses, lists } = usage;
  const records = reports * 12 * YEARS;
  const requestUnits =
    reports * measured.report +
    presses * measured.press +
    lists * measured.list +
    HOURS_A_MONTH * processes * measured.idleHour +
    SCHOOL_DAYS * (records / 1_000) * measured.checkpointOfThousand;
  const gigabytes = (records * measured.bytesOfCase * (1 + INDEX)) / 1e9;
  return { requestUnits, gigabytes, keyOperations: HOURS_A_MONTH * processes * schools * KEY_OPERATIONS };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KB`;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
