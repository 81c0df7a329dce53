import { createHash } from 'node:crypto';
import type { Workflow } from '../domain/decider.ts';
import { referenceFrom } from '../domain/reference.ts';
import type { Vault } from './ports.ts';

/**
 * The reference of a record that begins with `key`: always the same for the same key, and not to be guessed without
 * the school's key. `derivation` counts up where a reference is taken.
 */
export async function deriveReference(
  vault: Vault,
  school: string,
  workflow: Pick<Workflow<unknown, unknown>, 'id' | 'prefix' | 'paced'>,
  key: string,
  derivation = 0,
): Promise<string> {
  const token = await vault.token(school, `reference:${workflow.id}:${key}:${derivation}`);
  return referenceFrom(workflow.prefix, createHash('sha256').update(token).digest(), workflow.paced !== undefined);
}
