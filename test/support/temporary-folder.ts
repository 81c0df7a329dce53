import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own. */
export interface TemporaryFolder {
  path(...names: readonly string[]): string;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const root = mkdtempSync(join(tmpdir(), 'safeguarding-'));
  return {
    path: (...names) => join(root, ...names),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
