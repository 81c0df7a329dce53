import { z } from 'zod';
import type { Registry } from '../domain/decider.ts';
import type { Answers, Form } from '../domain/form.ts';
import type { Json } from '../domain/message.ts';
import { actorOf, type PersonId, theClock } from '../domain/people.ts';
import { parseReference } from '../domain/reference.ts';
import type { School } from '../domain/school.ts';
import { localDateTime } from '../domain/school-time.ts';
import { storeSlow } from './answering-store.ts';
import { isTyped, notOnScreen } from './form-answers.ts';
import { createFormFinder } from './form-command.ts';
import type { CommandHandler } from './handle-command.ts';
import { drawnFrom } from './opened-form.ts';
import type { Clock, Ids, RecordStore, Vault } from './ports.ts';
import { deriveReference } from './record-reference.ts';
import { type Press, type PressData, pressSchema } from './screen.ts';
import type { RecordSealer } from './sealed-record.ts';
import { searchedList } from './search-command.ts';
import { waitAtMost } from './wait-at-most.ts';
import { unreadable } from './words.ts';

export interface DraftsParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly commands: CommandHandler;
  /** Told of work that nobody waits for. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** What became of a form that was to be kept. */
export type Keeping =
  | { readonly kind: 'kept' }
  /** Nobody had typed anything into it. */
  | { readonly kind: 'empty' }
  /** It was closed after it had been sent, so that there is nothing to offer. */
  | { readonly kind: 'sent' }
  /** Nothing was changed: `sentence` says why. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** What the store has of a form that somebody had begun. */
export type FoundDraft =
  | { readonly kind: 'kept'; readonly answers: Answers }
  | { readonly kind: 'sent' }
  | { readonly kind: 'none' };

type Ending = 'sent' | 'thrown-away' | 'left';

/** Whoever fills in a form waits this long for what is kept of it, in milliseconds. */
const FOUND_WITHIN_MS = 2_000;

/** The part of a draft's state that is read here. */
const draftSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('kept'),
    person: z.string(),
    press: pressSchema.pick({ do: true, ref: true, with: true }),
    form: pressSchema.shape.form.unwrap().pick({ id: true, step: true, seen: true }),
    answers: pressSchema.shape.form.unwrap().shape.kept,
    keptUntil: z.string(),
  }),
  z.object({ status: z.literal('gone'), person: z.string(), formId: z.string(), how: z.string() }),
  z.object({ status: z.literal('none') }),
]);

/** Keeps forms that were closed before they were sent, or that have no room elsewhere: for whoever typed them alone. */
export function createDrafts(parts: DraftsParts) {
  const { store, vault, sealer, registry, clock, ids, commands, inBackground } = parts;
  const formCommandOf = createFormFinder(parts);

  function draftWorkflow() {
    const workflow = registry.get('draft');
    if (workflow === undefined) throw new Error('the registry has no draft workflow');
    return workflow;
  }

  async function read(school: School, reference: string) {
    const found = await store.get(school.id, reference);
    if (found?.record.kind !== 'draft') return undefined;
    return draftSchema.parse((await sealer.open(draftWorkflow(), found)).state);
  }

  async function find(school: School, person: PersonId, formId: string): Promise<FoundDraft> {
    const draft = await read(school, await deriveReference(vault, school.id, draftWorkflow(), keyOf(person, formId)));
    if (draft === undefined || draft.status === 'none' || draft.person !== person) return { kind: 'none' };
    if (draft.status === 'gone') return { kind: draft.formId === formId && draft.how === 'sent' ? 'sent' : 'none' };
    const isTheirs = draft.form.id === formId && clock.now() < draft.keptUntil;
    return isTheirs ? { kind: 'kept', answers: draft.answers } : { kind: 'none' };
  }

  async function drop(school: School, person: PersonId, formId: string, how: Ending = 'sent'): Promise<void> {
    await commands.handle({
      id: ids.fresh(),
      school,
      key: keyOf(person, formId),
      type: 'draft/drop',
      by: theClock,
      data: { person, formId, how },
    });
  }

  return {
    /** What the store has of a form, in time. */
    find: (school: School, person: PersonId, formId: string): Promise<FoundDraft> =>
      waitAtMost(FOUND_WITHIN_MS, find(school, person, formId), storeSlow),

    /** Ends the draft of a form. That a form was sent is remembered for ten minutes, also where it had none. */
    drop,

    /** The same, with nobody waiting for it. */
    dropLater: (school: School, person: PersonId, formId: string, how: Ending = 'sent'): void =>
      inBackground(drop(school, person, formId, how)),

    /**
     * Keeps a form with what was typed on all its screens; with `offer` it is offered to its person again. With
     * `isTyping` it still stands in front of them, and leaves room for what comes last. The same press has its effect
     * once.
     */
    async keep(
      pressed: Press,
      { offer, isTyping = false }: { readonly offer: boolean; readonly isTyping?: boolean },
    ): Promise<Keeping> {
      const { id, school, person, data } = pressed;
      const { form: going, ref } = data;
      // What somebody was about to look for is not worth being offered again.
      if (searchedList(data) !== undefined) return { kind: 'empty' };
      const command = formCommandOf(pressed);
      const isNamed = command?.begins === true || (ref !== undefined && parseReference(ref) === ref);
      if (going === undefined || command === undefined || !isNamed)
        return { kind: 'refused', sentence: unreadable(school, undefined) };
      const asked = command.form(command.initial);
      const found = going.held === true ? await find(school, person.email, going.id) : undefined;
      const before = found?.kind === 'kept' ? notOnScreen(asked, going.step, found.answers) : {};
      const answers = { ...before, ...going.kept, ...pressed.answers, ...going.pressed };
      const form = command.form(command.initial, answers);
      const today = localDateTime(school, clock.now()).date;
      const isEmpty = (opened: Form) => !isTyped(opened, answers, today);
      // Only what is offered again may turn out to be what a record had put there: the store is asked once, at the end.
      if (isEmpty(form) || (offer && isEmpty(command.form(await drawnFrom(parts, pressed, command), answers)))) {
        await drop(school, person.email, going.id, 'thrown-away');
        return { kind: 'empty' };
      }
      const press = { do: data.do, ...(command.begins ? {} : { ref, ...(data.with && { with: data.with }) }) };
      const kept = await commands.handle({
        id: `draft keep ${person.email} ${id} ${offer}`,
        school,
        key: keyOf(person.email, going.id),
        type: 'draft/keep',
        by: theClock,
        data: asJson({
          person: person.email,
          title: form.title,
          press,
          form: { id: going.id, step: going.step, seen: going.seen },
          answers,
          offer,
          isTyping,
        }),
      });
      if (kept.kind === 'done') return { kind: 'kept' };
      return offer && kept.code === 'sent' ? { kind: 'sent' } : { kind: 'refused', sentence: kept.sentence };
    },

    /** The form that somebody goes on with, as a press in it: theirs alone, which goes on the record. */
    async resume(
      pressed: Press,
      id: string,
    ): Promise<
      { readonly kind: 'refused'; readonly sentence: string } | { readonly kind: 'resumed'; data: PressData }
    > {
      const { school, person, data } = pressed;
      const { ref = '', slot } = data;
      const of = { id, school, reference: ref, type: 'draft/resume', by: actorOf(person.email), data: {} };
      const resumed = await commands.handle(of);
      if (resumed.kind === 'refused') return { kind: 'refused', sentence: resumed.sentence };
      // A press that comes again does not open what was ended since.
      const checked = await commands.check({ ...of, id: ids.fresh() });
      if (checked.kind === 'refused') return { kind: 'refused', sentence: checked.sentence };
      const draft = checked.kind === 'allowed' ? draftSchema.parse(checked.state) : undefined;
      if (draft?.status !== 'kept') return { kind: 'refused', sentence: unreadable(school, ref) };
      const form = { ...draft.form, kept: draft.answers, go: 'next', held: true } as const;
      return { kind: 'resumed', data: { ...draft.press, form, ...(slot === undefined ? {} : { slot }) } };
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;

/** What a draft is found by: nobody else's key gives the same. */
function keyOf(person: PersonId, formId: string): string {
  return `draft ${person} ${formId}`;
}

function asJson(data: object): Json {
  return JSON.parse(JSON.stringify(data)) as Json;
}
