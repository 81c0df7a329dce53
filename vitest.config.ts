import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** A file that the results are also written to, as JSON. */
const report = process.env.TEST_REPORT;

// Dozens of processes of the service are started: each takes what an earlier one has compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

const processors = availableParallelism();

export default defineConfig(({ mode }) => {
  const isLong = mode === 'long';
  return {
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
            // A third of the work was to load the same modules anew for each file. No test changes a module.
            isolate: false,
            sequence: { groupOrder: 1 },
            // While one waits for an answer or for time to pass, another has work.
            maxWorkers: processors + 1,
            testTimeout: 40_000,
            hookTimeout: 40_000,
          },
        },
        // Browsers, and processes that are killed: after the rest. They have ports and folders of their own, and mostly
        // wait, so that some run beside each other.
        {
          extends: true,
          test: {
            name: 'e2e',
            include: ['test/e2e/**/*.test.ts'],
            sequence: { groupOrder: 2 },
            maxWorkers: processors,
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
            // `vitest --mode long` takes hours where the short form takes a minute; alone on the machine.
            env: { FAULTS: isLong ? 'long' : 'short' },
            sequence: { groupOrder: isLong ? 3 : 2 },
            maxWorkers: isLong ? 1 : processors,
            testTimeout: isLong ? 3_600_000 : 120_000,
            hookTimeout: 120_000,
          },
        },
      ],
    },
  };
});
