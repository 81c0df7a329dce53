import { type Registry, workflowOf } from '../domain/decider.ts';
import type { Instant } from '../domain/instant.ts';
import { actorOf } from '../domain/people.ts';
import type { Person, School } from '../domain/school.ts';

/** Who asks for something, and when. */
interface Asking {
  readonly school: School;
  readonly person: Person;
  readonly now: Instant;
}

/**
 * Why somebody may not begin what is offered to others alone, in the words of its workflow; undefined where they may.
 * Said before a form opens, so that nobody fills one in for nothing. Reads no store.
 */
export function whyNotOffered(registry: Registry, type: string, { school, person, now }: Asking): string | undefined {
  const workflow = workflowOf(registry, type);
  const definition = workflow?.commands[type];
  if (workflow === undefined || definition?.begins !== true) return undefined;
  if (definition.isOffered?.(person.email, school) !== false) return undefined;
  // There is no record yet, and so no reference.
  const context = { at: now, by: actorOf(person.email), school, reference: '' };
  return workflow.refuses(workflow.initial, type, context)?.sentence;
}
