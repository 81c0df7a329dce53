import type { Registry } from '../domain/decider.ts';

/** What somebody means by what they typed. The text itself goes no further. */
export type Typed =
  | {
      readonly kind: 'command';
      readonly type: string;
      /** More was written behind the command. */
      readonly hasMore: boolean;
    }
  /** A list that can be asked for by itself, whatever is written behind it; it may be none for whoever asks. */
  | { readonly kind: 'list'; readonly id: string }
  | { readonly kind: 'overview' }
  /** How the service stands; it is for those who look after it. */
  | { readonly kind: 'check' }
  | { readonly kind: 'other' };

/** What shows all that somebody may see and begin. */
const everything = ['safeguarding', 'help'];

/** What asks how the service stands. */
const checks = ['check the service', 'check service', 'check-service', 'doctor'];

/**
 * Reads a command as people type it: in any case, with or without the slash, and with whatever a keyboard or a
 * clipboard added that cannot be seen.
 */
export function readTyped(registry: Registry, text: string): Typed {
  const said = plain(text);
  const isAlone = (name: string) => isCommand(said, name) && !hasMore(said, name);
  if (everything.some(isAlone)) return { kind: 'overview' };
  if (checks.some(isAlone)) return { kind: 'check' };
  for (const workflow of registry.values()) {
    for (const [type, { typed = [] }] of Object.entries(workflow.commands)) {
      const name = typed.find((candidate) => isCommand(said, candidate));
      if (name !== undefined) return { kind: 'command', type, hasMore: hasMore(said, name) };
    }
    for (const { id, typed = [] } of workflow.lists) {
      const name = typed.find((candidate) => isCommand(said, candidate));
      if (name !== undefined) return { kind: 'list', id };
    }
  }
  return { kind: 'other' };
}

function plain(text: string): string {
  return text
    .slice(0, 500)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
    .replace(/^\/ ?/, '');
}

/** Whether somebody said the command, by itself or with something behind it. */
function isCommand(said: string, name: string): boolean {
  return said.startsWith(name) && !/^[\p{L}\p{N}-]/u.test(said.slice(name.length));
}

function hasMore(said: string, name: string): boolean {
  return /[\p{L}\p{N}]/u.test(said.slice(name.length));
}
