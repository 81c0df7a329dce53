import { type Registry, workflowOf } from '../domain/decider.ts';
import type { CommandRequest } from './command.ts';
import type { Press } from './screen.ts';

/**
 * Which record a press is for: the one that its card names, or where the card is the same for everybody, the one that is
 * the presser's own, which it may begin. Nothing when it names none.
 */
export function pressedRecord(
  registry: Registry,
  { data: { do: type, ref, with: given }, person }: Pick<Press, 'data' | 'person'>,
): Pick<CommandRequest, 'reference' | 'key' | 'named'> {
  const definition = workflowOf(registry, type)?.commands[type];
  // Of what everybody has one of, such as their own absence, the first press begins it and every later one finds it.
  if (ref === undefined)
    return definition?.begins === true && definition.own !== undefined
      ? { key: definition.own(person.email, '', given ?? {}) }
      : {};
  if (definition?.own === undefined) return { reference: ref };
  return { key: definition.own(person.email, ref, given ?? {}), named: ref };
}
