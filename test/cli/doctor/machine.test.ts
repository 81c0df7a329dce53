import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { checkDisk, checkNode } from '../../../src/cli/doctor/machine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) => found.map(({ level, what }) => `${level}: ${what}`);

describe('this machine', () => {
  it.each([
    ['24.0.0', 'well'],
    ['25.1.0', 'well'],
    ['22.20.0', 'wrong'],
    ['8.17.0', 'wrong'],
  ])('with Node.js %s is %s', (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });

  it.each([
    [50e9, 'well: 50.0 GB is free where the records are.'],
    [900e6, 'look: Only 900 MB is free where the records are.'],
    [150e6, 'wrong: Only 150 MB is free where the records are.'],
  ])('with %d bytes of room', async (free, words) => {
    expect(said([await checkDisk(folder.path('not', 'there', 'records.db'), async () => free)])).toEqual([words]);
  });

  it('says of its own disk how much room there is', async () => {
    expect((await checkDisk(folder.path('records.db'))).what).toMatch(/ is free where the records are/);
  });
});
