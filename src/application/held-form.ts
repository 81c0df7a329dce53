import { inputsOf } from '../domain/form.ts';
import type { Drafts } from './drafts.ts';
import type { Going } from './form-answers.ts';
import type { FormCommand } from './form-command.ts';
import type { Press } from './screen.ts';

/** A form with all that was typed. `sent`: it was, before this. `lost`: what was on other screens is there no more. */
export type Recalled =
  | { readonly kind: 'whole'; readonly going: Going }
  | { readonly kind: 'sent' }
  | { readonly kind: 'lost' };

/** Puts together what a form's button carried and what the store has of the form. Only then does it ask the store. */
export async function recallForm(
  drafts: Pick<Drafts, 'find'>,
  { school, person, answers }: Press,
  carried: Going,
  command: FormCommand,
): Promise<Recalled> {
  if (carried.held !== true) return { kind: 'whole', going: carried };
  const found = await drafts.find(school, person.email, carried.id);
  if (found.kind === 'kept') {
    const inStore = found.answers;
    const here = inputsOf(command.form(command.initial).steps[carried.step]);
    // An input that was emptied comes without an answer, and the store still has the old one.
    const emptied = here.filter(({ id }) => Object.hasOwn(inStore, id) && !Object.hasOwn(answers, id));
    const kept = { ...inStore, ...Object.fromEntries(emptied.map(({ id }) => [id, ''])), ...carried.kept };
    return { kind: 'whole', going: { ...carried, kept, inStore } };
  }
  // What stands on the only screen that was seen is all there is.
  const isAllHere = carried.seen.every((step) => step === carried.step);
  if (isAllHere) return { kind: 'whole', going: { ...carried, held: false } };
  return { kind: found.kind === 'sent' ? 'sent' : 'lost' };
}
