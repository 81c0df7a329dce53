import { createHash } from 'node:crypto';
import { checkAnswers } from '../domain/check-answers.ts';
import { type Answers, type Form, type Problems, questionsOf } from '../domain/form.ts';
import type { Json } from '../domain/message.ts';
import { actorOf } from '../domain/people.ts';
import type { CheckResult } from './command.ts';
import { isDamage, StoreFault, VaultFault } from './faults.ts';
import { type FormProgress, formScreen, stepAfter } from './form-screen.ts';
import type { CommandHandler } from './handle-command.ts';
import type { Clock, Ids } from './ports.ts';
import type { Press, Screen } from './screen.ts';
import { notSaved, textIsStillThere } from './words.ts';

/** A command that asks for its data with a form. */
export interface FormCommand {
  /** True when it begins a record, so that its form reads no store. */
  readonly begins: boolean;
  /** The state to draw the form from where there is none, or none that can be had now. */
  readonly initial: unknown;
  readonly form: (state: unknown) => Form;
  /** The command that shows again what the form stands in place of. */
  readonly wayBack: string | undefined;
  readonly cancelLabel: string;
}

export interface FormWalkerParts {
  readonly commands: CommandHandler;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Reports an error and says it in words. */
  readonly failed: (error: unknown, pressed: Press) => string;
  readonly give: (pressed: Press, data: Json, id: string) => Promise<Screen>;
}

type FormData = NonNullable<Press['data']['form']>;

/**
 * Takes somebody through a form: from step to step, back, and to the end. Whatever goes wrong on the way, the form
 * stands there again with all that was typed.
 */
export function createFormWalker({ commands, clock, ids, failed, give }: FormWalkerParts) {
  /** Opens a form, or goes on in one. */
  async function walk(pressed: Press, command: FormCommand): Promise<Screen> {
    const going = pressed.data.form;
    if (going === undefined) return await open(pressed, command);
    const id = idOf(pressed, going);
    let checked: CheckResult;
    try {
      checked = await check(pressed, command, id);
    } catch (error) {
      return showAgain(pressed, command, going, troubleOf(error, pressed));
    }
    if (checked.kind === 'refused') return showAgain(pressed, command, going, checked.sentence);
    if (checked.kind === 'repeated') return await goBack(pressed, command, id);
    return await goOn(pressed, command, command.form(checked.state), going, id);
  }

  async function open(pressed: Press, command: FormCommand): Promise<Screen> {
    const checked = await check(pressed, command, ids.fresh());
    if (checked.kind === 'refused') return { kind: 'refused', text: checked.sentence, isFault: false };
    const state = checked.kind === 'allowed' ? checked.state : command.initial;
    return show(pressed, command, command.form(state), { id: ids.fresh(), step: 0, kept: {}, seen: [] }, {});
  }

  /** Whether the command could be given now. One that begins a record always can, and reads no store to say so. */
  async function check(
    { school, person, data, surface }: Press,
    { begins }: FormCommand,
    id: string,
  ): Promise<CheckResult> {
    if (begins) return { kind: 'allowed', state: undefined };
    const of = { id, school, type: data.do, by: actorOf(person.email), data: {}, surface };
    return await commands.check({ ...of, ...(data.ref === undefined ? {} : { reference: data.ref }) });
  }

  async function goOn(pressed: Press, command: FormCommand, form: Form, going: FormData, id: string): Promise<Screen> {
    const { school } = pressed;
    const step = Math.min(going.step, form.steps.length - 1);
    const answers = answersTo(form, pressed, going);
    const shown = (at: number, problems: Problems = {}) =>
      show(pressed, command, form, { ...going, step: at }, answers, { problems });
    if (going.go === 'back') return shown(stepAfter(form, step, -1, answers) ?? step);
    const here = checkAnswers({ steps: form.steps.slice(step, step + 1) }, answers, { school, now: clock.now() });
    if (Object.keys(here.problems).length > 0) return shown(step, here.problems);
    const next = stepAfter(form, step, 1, answers);
    if (going.go === 'next' && next !== undefined) return shown(next);
    const { values, problems } = checkAnswers(form, answers, { school, now: clock.now() });
    const first = form.steps.findIndex((one) => questionsOf(one).some((question) => question.id in problems));
    if (first >= 0) return shown(first, problems);
    try {
      const sent = await give(fixed(pressed, command), { ...fixedAnswers(pressed, form), ...values }, id);
      if (sent.kind !== 'refused') return sent;
      return show(pressed, command, form, { ...going, step }, answers, { trouble: sent.text });
    } catch (error) {
      return show(pressed, command, form, { ...going, step }, answers, { trouble: troubleOf(error, pressed) });
    }
  }

  /** It was sent before: what the form stood in place of is shown again, and read once more on the record. */
  async function goBack(pressed: Press, { wayBack }: FormCommand, id: string): Promise<Screen> {
    const { data } = pressed;
    if (wayBack === undefined) return await give(pressed, { ...data.with }, id);
    return await give({ ...pressed, data: { ...data, do: wayBack } }, { ...data.with }, `${id} then ${pressed.id}`);
  }

  /** The form without the record, which cannot be had or is not for this person. */
  function showAgain(pressed: Press, command: FormCommand, going: FormData, trouble: string): Screen {
    const form = command.form(command.initial);
    const step = Math.min(going.step, form.steps.length - 1);
    return show(pressed, command, form, { ...going, step }, answersTo(form, pressed, going), { trouble });
  }

  function show(
    { data, school, surface }: Press,
    command: FormCommand,
    form: Form,
    progress: FormProgress,
    answers: Answers,
    { problems = {}, trouble }: { readonly problems?: Problems; readonly trouble?: string } = {},
  ): Screen {
    const content = formScreen({
      press: {
        do: data.do,
        ...(data.ref === undefined || command.begins ? {} : { ref: data.ref }),
        ...(data.with === undefined || command.begins ? {} : { with: data.with }),
      },
      form,
      progress,
      answers,
      problems,
      school,
      now: clock.now(),
      cancel: command.cancelLabel,
      ...(trouble === undefined ? {} : { trouble }),
    });
    // A form that was opened where others read along stands by itself in the person's own chat.
    const standsAlone = surface.kind === 'chat' && surface.card === undefined;
    return { kind: 'card', content, slot: standsAlone ? undefined : data.slot, isForm: true };
  }

  function troubleOf(error: unknown, pressed: Press): string {
    const said = failed(error, pressed);
    const isOutage = (error instanceof StoreFault || error instanceof VaultFault) && !isDamage(error);
    return isOutage ? notSaved(pressed.school) : `${said} ${textIsStillThere}`;
  }

  return {
    walk,

    /** The form that is being sent, with all that was typed and with what went wrong; undefined where none is. */
    stillThere(pressed: Press, command: FormCommand, trouble: string): Screen | undefined {
      const going = pressed.data.form;
      return going === undefined ? undefined : showAgain(pressed, command, going, `${trouble} ${textIsStillThere}`);
    },
  };
}

/** What somebody has put in so far. Only a question's own button answers it by a press. */
function answersTo(form: Form, { answers }: Press, { kept, pressed = {} }: FormData): Answers {
  const questions = form.steps.flatMap((step) => questionsOf(step));
  const pressable = questions.filter(({ kind }) => kind === 'press');
  return { ...only(kept, questions), ...only(answers, questions), ...only(pressed, pressable) };
}

function only(answers: Answers, questions: readonly { readonly id: string }[]): Answers {
  return Object.fromEntries(
    questions.flatMap(({ id }) => (Object.hasOwn(answers, id) ? [[id, answers[id] ?? '']] : [])),
  );
}

/** What the button itself says, which never answers what the form asks. */
function fixedAnswers({ data }: Press, form: Form): Answers {
  const asked = new Set(form.steps.flatMap((step) => questionsOf(step)).map(({ id }) => id));
  return Object.fromEntries(Object.entries(data.with ?? {}).filter(([id]) => !asked.has(id)));
}

/** A press that begins a record names none. */
function fixed(pressed: Press, { begins }: FormCommand): Press {
  const { ref: _, ...data } = pressed.data;
  return begins ? { ...pressed, data } : pressed;
}

/** The same form with the same words in it is one command, however often it is sent. */
function idOf({ person, answers }: Press, { id, kept, pressed }: FormData): string {
  const said = Object.entries({ ...kept, ...answers, ...pressed })
    .map(([question, answer]) => [question, (typeof answer === 'string' ? answer : answer.join(',')).trim()] as const)
    .filter(([, answer]) => answer !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `form ${person.email} ${id} ${createHash('sha256').update(JSON.stringify(said)).digest('base64url')}`;
}
