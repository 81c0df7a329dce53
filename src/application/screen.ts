import { z } from 'zod';
import { answersSchema } from '../domain/check-answers.ts';
import type { CardContent } from '../domain/decider.ts';
import type { Answers } from '../domain/form.ts';
import type { Person, School } from '../domain/school.ts';
import type { Surface } from './surface.ts';

const command = z.string().regex(/^[a-z-]{1,40}\/[a-z-]{1,40}$/);

/** What a button carries; the same in every chat. Comes from outside, so nothing in it is trusted. */
export const pressSchema = z.object({
  do: command,
  ref: z.string().max(20).optional(),
  /** What is fixed by the button itself, such as which question is answered. */
  with: z.record(z.string().max(40), z.string().max(200)).optional(),
  /** The slot of the message the button stands on. */
  slot: z.string().max(200).optional(),
  form: z
    .object({
      id: z.string().min(1).max(80),
      step: z.number().int().min(0).max(20),
      kept: answersSchema,
      seen: z.array(z.number().int().min(0).max(20)).max(20),
      /** The store has a draft of this form; `kept` is only what has changed since. */
      held: z.boolean().optional(),
      go: z.enum(['next', 'send', 'back', 'more', 'cancel']),
      pressed: z.record(z.string().max(60), z.string().max(100)).optional(),
    })
    .optional(),
});
export type PressData = z.infer<typeof pressSchema>;

/** A button that somebody pressed, or the first of a command that they typed. */
export interface Press {
  /** Made from the chat's own id of the press: a repeated delivery has the same. */
  readonly id: string;
  readonly school: School;
  readonly person: Person;
  readonly data: PressData;
  /** What stands in the inputs of the card. */
  readonly answers: Answers;
  readonly surface: Surface;
}

/** What a person sees of a press. */
export type Screen =
  /** A card in place of the pressed one, or in the dialog. `slot` is the message it is or stands in place of. */
  | {
      readonly kind: 'card';
      readonly content: CardContent;
      readonly slot: string | undefined;
      readonly isForm: boolean;
    }
  /** The pressed card stays; what was done shows as a message or an edit of its own. */
  | { readonly kind: 'done'; readonly text: string }
  /** The pressed card stays, with this said about it. */
  | {
      readonly kind: 'refused';
      readonly text: string;
      /** True when something did not work, rather than being forbidden. */
      readonly isFault: boolean;
    };
