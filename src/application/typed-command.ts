import type { Registry } from '../domain/decider.ts';

/** What somebody means by what they typed. The text itself goes no further. */
export type Typed =
  | { readonly kind: 'command'; readonly type: string; /** More was written behind the command. */ readonly hasMore: boolean }
  | { readonly kind: 'overview' }
  | { readonly kind: 'other' };

/** Reads a command as people type it: any case, with or without the slash. */
export function readTyped(registry: Registry, text: string): Typed {
  const said = text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim()
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/[.!]+$/, '');
  if (said === 'safeguarding') return { kind: 'overview' };
  for (const workflow of registry.values()) {
    for (const [type, { typed = [] }] of Object.entries(workflow.commands)) {
      const name = typed.find((candidate) => said === candidate || said.startsWith(`${candidate} `));
      if (name !== undefined) return { kind: 'command', type, hasMore: said !== name };
    }
  }
  return { kind: 'other' };
}
