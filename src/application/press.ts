import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answersSchema, checkAnswers } from '../domain/check-answers.ts';
import { type CardContent, type CommandDefinition, type Registry, workflowOf } from '../domain/decider.ts';
import { type Answers, type Form, type Problems, questionsOf } from '../domain/form.ts';
import { type Actor, actorOf } from '../domain/people.ts';
import { parseReference } from '../domain/reference.ts';
import type { Person, School } from '../domain/school.ts';
import { StoreFault, VaultFault } from './faults.ts';
import { type FormProgress, formScreen, stepAfter } from './form-screen.ts';
import type { CommandHandler, CommandRequest, Surface } from './handle-command.ts';
import type { Overview } from './overview.ts';
import type { Clock, Ids } from './ports.ts';
import { notDone, notSaved, nothingSent } from './words.ts';

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
      go: z.enum(['next', 'send', 'back', 'cancel']),
      pressed: z.record(z.string().max(60), z.string().max(100)).optional(),
    })
    .optional(),
});
export type PressData = z.infer<typeof pressSchema>;

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
  | { readonly kind: 'card'; readonly content: CardContent; readonly slot: string | undefined; readonly isForm: boolean }
  /** The pressed card stays; what was done shows as a message or an edit of its own. */
  | { readonly kind: 'done'; readonly text: string }
  /** The pressed card stays, with this said about it. */
  | { readonly kind: 'refused'; readonly text: string; /** True when something did not work, rather than being forbidden. */ readonly isFault: boolean };

export interface PresserParts {
  readonly registry: Registry;
  readonly commands: CommandHandler;
  readonly overview: Overview;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A button was pressed, or a command typed. Opens, turns and checks forms, and gives commands; the same for every chat. */
export function createPresser({ registry, commands, overview, clock, ids }: PresserParts) {
  async function press(pressed: Press): Promise<Screen> {
    const { data, school, person } = pressed;
    if (data.do.startsWith('list/')) return await turnList(pressed);
    const definition = workflowOf(registry, data.do)?.commands[data.do];
    if (definition === undefined || definition.internal === true) return unknownPress(school);
    if (data.ref !== undefined && parseReference(data.ref) !== data.ref) return unknownPress(school);
    if (definition.form === undefined) return await give(pressed, {}, `press ${person.email} ${pressed.id}`);
    if (data.form?.go === 'cancel') return await cancel(pressed, definition);
    const form = await formOf(pressed, definition);
    return form.kind === 'refused' ? form : await walk(pressed, definition, form.form);
  }

  /** The form of a command, as it is for this person now. A form that begins a record reads no store. */
  async function formOf(
    { data, school, person, surface }: Press,
    definition: CommandDefinition<unknown>,
  ): Promise<{ readonly kind: 'form'; readonly form: Form } | Extract<Screen, { kind: 'refused' }>> {
    const workflow = workflowOf(registry, data.do);
    let state = workflow?.initial;
    // What is being sent is checked when it is written, with the words still there if it is refused.
    if (definition.begins !== true && data.form === undefined) {
      const request = { id: ids.fresh(), school, type: data.do, by: actorOf(person.email), data: {}, surface };
      const checked = await commands.check({ ...request, ...(data.ref === undefined ? {} : { reference: data.ref }) });
      if (checked.kind === 'refused') return { kind: 'refused', text: checked.sentence, isFault: false };
      state = checked.state;
    } else if (definition.begins !== true) {
      state = await stateOf(data.do, data.ref, school, actorOf(person.email), workflow?.initial);
    }
    const form = definition.form?.(state, { school, now: clock.now(), by: person.email, given: data.with ?? {} });
    if (form === undefined) throw new Error('a command without a form was asked for its form');
    return { kind: 'form', form };
  }

  /** The state to draw a form again from; the initial one when the record cannot be read, so that no text is lost. */
  async function stateOf(type: string, reference: string | undefined, school: School, by: Actor, initial: unknown) {
    try {
      const of = { id: ids.fresh(), school, type, by, data: {}, ...(reference === undefined ? {} : { reference }) };
      const checked = await commands.check(of);
      return checked.kind === 'allowed' ? checked.state : initial;
    } catch (error) {
      if (isOutage(error)) return initial;
      throw error;
    }
  }

  async function walk(pressed: Press, definition: CommandDefinition<unknown>, form: Form): Promise<Screen> {
    const { data, school } = pressed;
    const going = data.form;
    const now = clock.now();
    if (going === undefined) return show(pressed, definition, form, { id: ids.fresh(), step: 0, kept: {}, seen: [] }, {}, {});
    const here = form.steps[going.step];
    if (here === undefined) return unknownPress(school);
    const answers: Answers = { ...going.kept, ...only(pressed.answers, questionsOf(here).map(({ id }) => id)), ...going.pressed };
    if (going.go === 'back') {
      const step = stepAfter(form, going.step, -1, answers) ?? going.step;
      return show(pressed, definition, form, { ...going, step }, answers, {});
    }
    const { problems } = checkAnswers({ steps: [here] }, answers, { school, now });
    if (Object.keys(problems).length > 0) return show(pressed, definition, form, going, answers, problems);
    const next = stepAfter(form, going.step, 1, answers);
    if (going.go === 'next' && next !== undefined)
      return show(pressed, definition, form, { ...going, step: next }, answers, {});
    return await send(pressed, definition, form, going, answers);
  }

  async function send(
    pressed: Press,
    definition: CommandDefinition<unknown>,
    form: Form,
    going: FormProgress,
    answers: Answers,
  ): Promise<Screen> {
    const { school, person } = pressed;
    const { values, problems } = checkAnswers(form, answers, { school, now: clock.now() });
    const first = form.steps.findIndex((step) => questionsOf(step).some(({ id }) => id in problems));
    if (first >= 0) return show(pressed, definition, form, { ...going, step: first }, answers, problems);
    try {
      const id = `form ${person.email} ${going.id} ${digest(values)}`;
      const screen = await give(pressed, values, id);
      return screen.kind === 'refused' ? show(pressed, definition, form, going, answers, {}, screen.text) : screen;
    } catch (error) {
      if (!isOutage(error)) throw error;
      return show(pressed, definition, form, going, answers, {}, notSaved(school));
    }
  }

  function show(
    { data, school }: Press,
    definition: CommandDefinition<unknown>,
    form: Form,
    progress: FormProgress,
    answers: Answers,
    problems: Problems,
    trouble?: string,
  ): Screen {
    const content = formScreen({
      press: {
        do: data.do,
        ...(data.ref === undefined ? {} : { ref: data.ref }),
        ...(data.with === undefined ? {} : { with: data.with }),
      },
      form,
      progress,
      answers,
      problems,
      school,
      now: clock.now(),
      cancel: definition.cancel === undefined ? 'Cancel' : 'Back to the case',
      ...(trouble === undefined ? {} : { trouble }),
    });
    return { kind: 'card', content, slot: data.slot, isForm: true };
  }

  async function cancel(pressed: Press, definition: CommandDefinition<unknown>): Promise<Screen> {
    if (definition.cancel === undefined) return { kind: 'card', content: nothingSent(), slot: pressed.data.slot, isForm: false };
    const data = { ...pressed.data, do: definition.cancel };
    return await give({ ...pressed, data }, {}, `press ${pressed.person.email} ${pressed.id}`);
  }

  async function give({ data, school, person, surface }: Press, values: Answers, id: string): Promise<Screen> {
    const request: CommandRequest = {
      id,
      school,
      type: data.do,
      by: actorOf(person.email),
      data: { ...data.with, ...values },
      surface,
      ...(data.ref === undefined ? {} : { reference: data.ref }),
    };
    const result = await commands.handle(request);
    if (result.kind === 'refused') return { kind: 'refused', text: result.sentence, isFault: false };
    const { reply } = result;
    if (reply !== undefined && result.inPlace)
      return { kind: 'card', content: reply, slot: reply.slot, isForm: false };
    const edited = result.messages.find((message) => message.slot === data.slot);
    if (edited !== undefined) return { kind: 'card', content: edited, slot: edited.slot, isForm: false };
    return { kind: 'done', text: reply === undefined ? 'Done.' : 'It is in your own chat with this bot.' };
  }

  async function turnList({ data, school, person }: Press): Promise<Screen> {
    const page = Math.max(1, Math.min(500, Number.parseInt(data.with?.page ?? '1', 10) || 1));
    const content = await overview.page(data.do.slice('list/'.length), page, person.email, school);
    return content === undefined ? unknownPress(school) : { kind: 'card', content, slot: undefined, isForm: false };
  }

  return {
    /** Never throws for an outage: the person learns on the card that nothing was done. */
    async press(pressed: Press): Promise<Screen> {
      try {
        return await press(pressed);
      } catch (error) {
        if (!isOutage(error)) throw error;
        return { kind: 'refused', text: notDone(pressed.school), isFault: true };
      }
    },
  };
}

export type Presser = ReturnType<typeof createPresser>;

function isOutage(error: unknown): boolean {
  return error instanceof StoreFault || error instanceof VaultFault;
}

function only(answers: Answers, ids: readonly string[]): Answers {
  return Object.fromEntries(ids.flatMap((id) => (Object.hasOwn(answers, id) ? [[id, answers[id] ?? '']] : [])));
}

/** The same answers always give the same digest, so that what is sent twice is one command. */
function digest(values: Answers): string {
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}

function unknownPress(school: School): Screen {
  return {
    kind: 'refused',
    text: `That button could not be read, so nothing was changed. Write "safeguarding" to start again, or ring ${school.telephone}.`,
    isFault: false,
  };
}
