import { createHash } from 'node:crypto';
import type { Json } from './message.ts';

/** A short text that is another one where anything of `said` is: so that a press can be held to what was shown. */
export function digestOf(said: Json): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22);
}
