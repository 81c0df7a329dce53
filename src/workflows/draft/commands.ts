import { z } from 'zod';
import { answersSchema } from '../../domain/check-answers.ts';
import type { Ask, CommandDefinition } from '../../domain/decider.ts';
import { draftFormSchema, draftPressSchema } from './events.ts';
import type { DraftState } from './state.ts';
import { labels } from './words.ts';

const nothing = z.object({});

const draftData = {
  'draft/keep': z.object({
    person: z.string(),
    title: z.string(),
    press: draftPressSchema,
    form: draftFormSchema,
    /** Everything that was typed, on all screens. */
    answers: answersSchema,
    /** True when the form was closed; false when it may still be filled in. */
    offer: z.boolean(),
    /** True while somebody types: what comes later holds it too. */
    isTyping: z.boolean().default(false),
  }),
  'draft/resume': nothing,
  'draft/throw-away': nothing,
  /** `left`: its person went back to the case; what stands in their chat stays there. */
  'draft/drop': z.object({ person: z.string(), formId: z.string(), how: z.enum(['sent', 'thrown-away', 'left']) }),
  'draft/offer': nothing,
  'draft/expire': nothing,
  'draft/remove': nothing,
  'draft/delivery-note': nothing,
} as const satisfies Record<string, z.ZodType>;

export type DraftCommand = keyof typeof draftData;
export type DraftData<Type extends DraftCommand> = z.output<(typeof draftData)[Type]>;

function internal(command: DraftCommand): CommandDefinition<DraftState> {
  return { label: '', data: draftData[command], internal: true };
}

/** The commands of a draft. */
export const draftCommands: Record<DraftCommand, CommandDefinition<DraftState>> = {
  'draft/keep': { ...internal('draft/keep'), begins: true },
  'draft/resume': { label: labels.resume, data: nothing },
  'draft/throw-away': { label: labels.throwAway, data: nothing },
  // That a form was sent is known also where nothing had been kept of it.
  'draft/drop': { ...internal('draft/drop'), begins: true },
  'draft/offer': internal('draft/offer'),
  'draft/expire': internal('draft/expire'),
  'draft/remove': internal('draft/remove'),
  'draft/delivery-note': internal('draft/delivery-note'),
};

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends DraftCommand>(command: Type, ask: Ask): DraftData<Type> {
  return draftData[command].parse(ask.data) as DraftData<Type>;
}
