import { checkAnswers } from '../domain/check-answers.ts';
import type { Registry } from '../domain/decider.ts';
import { type Answers, type Form, type Problems, questionsOf } from '../domain/form.ts';
import type { Json } from '../domain/message.ts';
import { actorOf } from '../domain/people.ts';
import type { CheckResult } from './command.ts';
import type { Drafts } from './drafts.ts';
import { isDamage, StoreFault, VaultFault } from './faults.ts';
import { answeredForm, emptiedOf, fixedAnswers, type Going, idOf } from './form-answers.ts';
import type { FormCommand } from './form-command.ts';
import { type FormProgress, formScreen, type Shown, stepAfter } from './form-screen.ts';
import type { CommandHandler } from './handle-command.ts';
import { recallForm } from './held-form.ts';
import type { Clock, Ids } from './ports.ts';
import { pressedRecord } from './pressed-record.ts';
import type { Press, Screen } from './screen.ts';
import { savedAlready, textIsLost, textIsStillThere } from './words.ts';

export interface FormWalkerParts {
  readonly registry: Registry;
  readonly commands: CommandHandler;
  readonly drafts: Pick<Drafts, 'find' | 'dropLater'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Reports an error and says it in words. */
  readonly failed: (error: unknown, pressed: Press) => string;
  readonly give: (pressed: Press, data: Json, id: string) => Promise<Screen>;
}

/**
 * Takes somebody through a form: from step to step, back, and to the end. Whatever goes wrong on the way, the form
 * stands there again with all that was typed.
 */
export function createFormWalker({ registry, commands, drafts, clock, ids, failed, give }: FormWalkerParts) {
  /** Opens a form, or goes on in one. */
  async function walk(pressed: Press, command: FormCommand): Promise<Screen> {
    const carried = pressed.data.form;
    if (carried === undefined) return await open(pressed, command);
    let going: Going;
    let checked: CheckResult;
    try {
      const recalled = await recallForm(drafts, pressed, carried, command);
      if (recalled.kind === 'sent') return { kind: 'done', text: savedAlready };
      if (recalled.kind === 'lost') return startAgain(pressed, command, carried);
      going = recalled.going;
      checked = await check(pressed, command, idOf(pressed, going));
    } catch (error) {
      return showAgain(pressed, command, carried, troubleOf(error, pressed, command));
    }
    if (checked.kind === 'refused') return showAgain(pressed, command, carried, checked.sentence);
    if (checked.kind === 'repeated') return await goBack(pressed, command, idOf(pressed, going));
    return await goOn(pressed, knowing(command, checked), checked.state, going);
  }

  /** Opens again a form that somebody had closed, where they left it. */
  async function resume(pressed: Press, command: FormCommand, going: Going): Promise<Screen> {
    const id = idOf(pressed, going);
    const checked = await check(pressed, command, id);
    if (checked.kind === 'refused') return { kind: 'refused', text: checked.sentence, isFault: false };
    if (checked.kind === 'repeated') return await goBack(pressed, command, id);
    const { form, answers } = answeredForm(knowing(command, checked), checked.state, pressed, going);
    const step = Math.min(going.step, form.steps.length - 1);
    // No draft holds what is empty: what was on a screen and is not among its answers was taken out there.
    const whole = { ...emptiedOf(form, going.seen, answers), ...answers };
    return show(pressed, command, form, { ...going, step, inStore: going.kept }, whole);
  }

  async function open(pressed: Press, command: FormCommand): Promise<Screen> {
    const checked = await check(pressed, command, ids.fresh());
    if (checked.kind === 'refused') return { kind: 'refused', text: checked.sentence, isFault: false };
    const state = checked.kind === 'allowed' ? checked.state : command.initial;
    const { opensWith = {} } = command;
    const form = knowing(command, checked).form(state);
    return show(pressed, command, form, { id: ids.fresh(), step: 0, kept: {}, seen: [] }, opensWith);
  }

  /** Whether the command could be given now. One that begins a record always can, and reads no store to say so. */
  async function check(pressed: Press, { begins, initial }: FormCommand, id: string): Promise<CheckResult> {
    if (begins) return { kind: 'allowed', state: initial };
    const { school, person, data, surface } = pressed;
    const of = { id, school, type: data.do, by: actorOf(person.email), data: {}, surface };
    return await commands.check({ ...of, ...pressedRecord(registry, pressed) });
  }

  async function goOn(pressed: Press, command: FormCommand, state: unknown, going: Going): Promise<Screen> {
    const { school } = pressed;
    const { form, answers } = answeredForm(command, state, pressed, going);
    const step = Math.min(going.step, form.steps.length - 1);
    const shown = (at: number, problems: Problems = {}) =>
      show(pressed, command, form, { ...going, step: at }, answers, { problems });
    if (going.go === 'more') return show(pressed, command, form, { ...going, step }, answers, { isMoreOpen: true });
    if (going.go === 'back') return shown(stepAfter(form, step, -1, answers) ?? step);
    const here = checkAnswers({ steps: form.steps.slice(step, step + 1) }, answers, { school, now: clock.now() });
    if (Object.keys(here.problems).length > 0) return shown(step, here.problems);
    const next = stepAfter(form, step, 1, answers);
    if (going.go === 'next' && next !== undefined) return shown(next);
    const { values, problems } = checkAnswers(form, answers, { school, now: clock.now() });
    const first = form.steps.findIndex((one) => questionsOf(one).some((question) => question.id in problems));
    if (first >= 0) return shown(first, problems);
    try {
      const data = { ...fixedAnswers(pressed, form), ...values };
      const sent = await give(fixed(pressed, command), data, idOf(pressed, going));
      if (sent.kind !== 'refused') {
        forget(pressed);
        return sent;
      }
      return show(pressed, command, form, { ...going, step }, answers, { trouble: sent.text });
    } catch (error) {
      return show(pressed, command, form, { ...going, step }, answers, { trouble: troubleOf(error, pressed, command) });
    }
  }

  /** It was sent before: what the form stood in place of is shown again, and read once more on the record. */
  async function goBack(pressed: Press, { wayBack }: FormCommand, id: string): Promise<Screen> {
    const { data } = pressed;
    forget(pressed);
    if (wayBack === undefined) return await give(pressed, { ...data.with }, id);
    return await give({ ...pressed, data: { ...data, do: wayBack } }, { ...data.with }, `${id} then ${pressed.id}`);
  }

  /** A form that was sent is kept no longer. */
  function forget({ school, person, data: { form } }: Press): void {
    if (form?.held === true) drafts.dropLater(school, person.email, form.id);
  }

  /** The form from its beginning, with what was on the last screen, as nothing else is there any more. */
  function startAgain(pressed: Press, command: FormCommand, going: Going): Screen {
    const { form, answers } = answeredForm(command, command.initial, pressed, going);
    return show(pressed, command, form, { id: going.id, step: 0, kept: {}, seen: [] }, answers, {
      trouble: textIsLost,
    });
  }

  /** The form without the record, which cannot be had or is not for this person. */
  function showAgain(pressed: Press, command: FormCommand, going: Going, trouble: string): Screen {
    const { form, answers } = answeredForm(command, command.initial, pressed, going);
    const step = Math.min(going.step, form.steps.length - 1);
    const isPartial = going.held === true;
    return show(pressed, command, form, { ...going, step }, answers, { trouble, isPartial });
  }

  function show(
    { data, school, surface }: Press,
    command: FormCommand,
    form: Form,
    progress: FormProgress,
    answers: Answers,
    shown: Shown = {},
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
      shown,
      school,
      now: clock.now(),
      cancel: command.cancelLabel,
    });
    // A form that was opened where others read along stands by itself in the person's own chat.
    const standsAlone = surface.kind === 'chat' && surface.card === undefined;
    return { kind: 'card', content, slot: standsAlone ? undefined : data.slot, isForm: true };
  }

  function troubleOf(error: unknown, pressed: Press, { outage }: FormCommand): string {
    const said = failed(error, pressed);
    const isOutage = (error instanceof StoreFault || error instanceof VaultFault) && !isDamage(error);
    return isOutage ? outage : `${said} ${textIsStillThere}`;
  }

  return {
    walk,
    resume,

    /** The form that is being sent, with all that was typed and with what went wrong; undefined where none is. */
    stillThere(pressed: Press, command: FormCommand, trouble: string): Screen | undefined {
      const going = pressed.data.form;
      return going === undefined ? undefined : showAgain(pressed, command, going, `${trouble} ${textIsStillThere}`);
    },
  };
}

/** The command with what its form has to know of elsewhere. */
function knowing(command: FormCommand, checked: CheckResult): FormCommand {
  const gathered = checked.kind === 'allowed' ? checked.gathered : undefined;
  return { ...command, form: (state, answers) => command.form(state, answers, gathered) };
}

/** A press that begins a record names none. */
function fixed(pressed: Press, { begins }: FormCommand): Press {
  const { ref: _, ...data } = pressed.data;
  return begins ? { ...pressed, data } : pressed;
}
