import { expect, it } from 'vitest';
import { monthlyLines } from '../../bench/monthly.ts';

const measured = {
  ...{ report: 20, press: 10, list: 10, idleHour: 1_000, checkpointOfThousand: 2_000 },
  ...{ bytesOfReport: 4_096, bytesOfCase: 1e6 },
};

it('a month of a small school is what its reports, presses, lists, idle hours and checkpoints take', () => {
  const [, sizes, , ...lines] = monthlyLines(measured);
  expect(sizes).toBe('A report takes 4.0 KB and a case that was worked on 976.6 KB.');
  // 30 x 20 + 200 x 10 + 100 x 10 + 730 x 1,000 + 21 x 1.8 x 2,000; 1,800 records of 1 MB, and a fifth for the index.
  expect(lines.slice(0, 7)).toEqual([
    'A month of a small school: 30 reports, 200 presses, 100 lists, 1 process',
    '  request units            809,200',
    '  serverless               $0.20',
    '  or provisioned, 400 RU/s $23.36',
    '  storage after 5 years    $0.54 (2.16 GB)',
    '  Key Vault                $0.00 (1,460 operations)',
    '  together                 $0.75 serverless, $23.90 provisioned',
  ]);
});
