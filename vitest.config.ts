import { configDefaults, defineConfig } from 'vitest/config';

/** A file that the results are also written to, as JSON. */
const report = process.env.TEST_REPORT;

export default defineConfig(({ mode }) => ({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    // Processes, because the store under test starts worker threads of its own.
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/e2e/**', 'test/faults/**'],
          sequence: { groupOrder: 1 },
          maxWorkers: '100%',
          testTimeout: 40_000,
          hookTimeout: 40_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Browsers and killed processes want the machine to themselves: after the rest, one file at a time.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['test/faults/table.ts'],
          // `vitest --mode long` takes hours where the short form takes a minute.
          env: { FAULTS: mode === 'long' ? 'long' : 'short' },
          sequence: { groupOrder: 3 },
          maxWorkers: 1,
          testTimeout: mode === 'long' ? 3_600_000 : 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}));
